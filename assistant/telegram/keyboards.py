"""The buttons under an answer: its quotes' context, its file, what a person says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from assistant.telegram.clusters import clip
from assistant.telegram.context import CONTEXT, file_buttons
from assistant.telegram.follows import Follow
from assistant.telegram.journal import Entry, Feedback
from assistant.telegram.letters import Button, Keyboard, column
from assistant.telegram.pages import REGISTER
from assistant.telegram.render import QUOTES, QUOTES_IN_GROUP, one_line
from assistant.telegram.texts import LANGUAGES, Texts

FEEDBACK = "k"
"""How the data of a button begins that says something of an answer, before the answer and what it says."""
LANGUAGE, FORGET = "n", "z"
"""How the data of a button begins that sets a person's language, or deletes what they asked."""
FOLLOW, END = "w", "u"
"""How the data of a button begins that follows an answer's question, or ends a follow."""
START = "q"
"""How the payload of a link to the private chat begins, before an entry's link."""
REASONS = get_args(Feedback)[2:]
_IN_ROW = 3
_LABEL = 60


def under_answer(entry: Entry, texts: Texts, bot: str, in_group: bool, reasons: bool = False) -> Keyboard:
    """The buttons of an answer; with ``reasons``, those that say why it did not help. ``bot`` is its username."""
    quotes = len(entry.cited[: QUOTES_IN_GROUP if in_group else QUOTES])
    contexts = [Button(texts.context.format(n + 1), f"{CONTEXT}:{entry.id}:{n}") for n in range(quotes)]
    rows = [tuple(contexts[start : start + _IN_ROW]) for start in range(0, quotes, _IN_ROW)]
    if entry.register:
        rows.append((Button(texts.all_rows, f"{REGISTER}:{entry.id}:1"),))
    if in_group:
        rows.append((Button(texts.in_private, url=f"https://t.me/{bot}?start={START}{entry.link}"),))
    elif quotes:
        rows.append(file_buttons(f"{entry.id}:0", texts))
    if reasons:
        return (*rows, *_reasons(entry, texts))
    follow = () if entry.register else (Button(texts.follow, f"{FOLLOW}:{entry.id}"),)
    return (*rows, (*_verdicts(entry), *follow))


def _verdicts(entry: Entry) -> tuple[Button, ...]:
    said = {"good": "👍", "bad": "👎"}
    return tuple(Button(sign, f"{FEEDBACK}:{entry.id}:{value}") for value, sign in said.items())


def _reasons(entry: Entry, texts: Texts) -> Keyboard:
    buttons = [
        Button(label, f"{FEEDBACK}:{entry.id}:{reason}") for reason, label in zip(REASONS, texts.reasons, strict=True)
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def followed(follows: Sequence[Follow]) -> Keyboard:
    """A button for each follow that ends it."""
    return column(Button(clip(f"✖ {one_line(follow.question)}", _LABEL), f"{END}:{follow.id}") for follow in follows)


def languages() -> Keyboard:
    """The languages to choose from, each in its own name."""
    return (tuple(Button(texts.name, f"{LANGUAGE}:{code}") for code, texts in LANGUAGES.items()),)


def forgetting(person: int, texts: Texts) -> Keyboard:
    """The button by which a person has what they asked deleted."""
    return ((Button(texts.forget, f"{FORGET}:{person}"),),)
