"""Whatever an answer holds, Telegram takes its messages as they were meant, and no character is cut in two.

The checks know nothing of the renderer: markup is read by TDLib, parameters by aiogram, and `cut` says what a
shortened text has to look like.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import accumulate

import pytest
import regex

from assistant.answer import Answer, Citation, Nearest
from assistant.telegram.pieces import Piece, clean
from assistant.telegram.render import (
    AGENDA,
    LEAD,
    QUOTE,
    QUOTES,
    QUOTES_IN_GROUP,
    TITLE,
    answer_messages,
)
from assistant.telegram.texts import ENGLISH, THAI, Texts
from tests.telegram_server import entities, rules, schema
from tests.telegram_server.wire import Json

ANSWERS_MADE = 5_000
MARKUP = (
    *("<b>", "</b>", "</i>", "</blockquote>", "<blockquote>", '<a href="https://a.b/?c&d">', "<tg-spoiler>", "<!--"),
    *("&amp;", "&#x41;", "&lt", "&", "<", ">", '"', "*_~`|", "[a](tg://user?id=1)", "\\", "{}", "{0}", "%s"),
)
CONTROLS = (
    *("\x00", "\x07", "\x1b", "\x7f", "\x85", "\r", "\r\n", "\t", "\n", "\u2028", "\ud83d", "\ude00", "\ud800"),
    *("\u202e", "\u200f", "\u2066", "\u200b", "\u200c", "\u200d", "\ufeff", "\u0600", "\ufe0f", "\u0301", "\u20e3"),
)
THAI_CLUSTERS = ("ที่", "น้ำ", "ผู้", "ก็", "กิ้์", "ใกล้", "เ", "ไ", "ก", "ำ", "้", "\u0e4d\u0e32", "น\u0e49\u0e4d\u0e32", "๕")
EMOJI = ("👨‍👩‍👧‍👦", "🏳️‍🌈", "🇹🇭", "🇹", "👍🏽", "🏽", "1️⃣", "👩🏿‍🚒", "e\u0301", "각")
WORDS = (
    *(" ", " · ", "…", "“", "”", "1", "วาระ", "ที่ประชุม", "/ask", "@all", "https://a.th/"),
    *("[1]", " [2]", "[99]", " [1]\n", "[3] [1]"),
)
ATOMS = (*MARKUP, *CONTROLS, *THAI_CLUSTERS, *EMOJI, *WORDS)
PROSE = (*THAI_CLUSTERS, *EMOJI)
_MARKER = re.compile(r"\s|\[\d{1,2}\]")
"""What the renderer may move in a lead."""


def any_text(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.05:
        return chance.choice(("", " ", "\n" * 50, "\n", "\u200b", "\x00"))
    if kind < 0.1:
        size = chance.choice((TITLE + 1, QUOTE, LEAD + 1, 4_096, 10_000))
        return (chance.choice(ATOMS) * size)[:size]
    atoms = chance.choice((ATOMS, PROSE, (chr(chance.randrange(0x110000)), *ATOMS)))
    return "".join(chance.choices(atoms, k=chance.choice((3, 30, 90, 200))))


def any_day(chance: random.Random) -> date | None:
    return date.fromordinal(chance.randint(1, date.max.toordinal() - 366)) if chance.random() < 0.8 else None


def any_citation(chance: random.Random) -> Citation:
    quote = any_text(chance)
    marks = tuple(sorted((chance.randint(0, len(quote)), chance.randint(0, len(quote))) for _ in range(3)))
    page = chance.choice((None, 1, 9_999))
    return Citation(
        quote, "a.txt", "0" * 64, any_text(chance), any_day(chance), any_text(chance), page, 0, len(quote), marks
    )


def any_answer(chance: random.Random) -> Answer:
    return Answer(
        chance.choice(("answered", "partial", "not_found", "conflict")),
        any_text(chance),
        tuple(any_citation(chance) for _ in range(chance.randint(0, 8))),
        nearest=tuple(
            Nearest(any_text(chance), any_day(chance), any_text(chance)) for _ in range(chance.randint(0, 7))
        ),
        searched=chance.randint(0, 10**6),
    )


def boundaries(text: str) -> list[int]:
    """Where a text may be cut: between grapheme clusters, but not after a Thai vowel that its consonant follows."""
    joined = {match.end() for match in re.finditer("[เ-ไ](?=[ก-ฮ])", text)}
    ends = (match.end() for match in regex.finditer(r"\X", text))
    return [0, *(end for end in ends if end not in joined)]


def cut(text: str, limit: int) -> str:
    """The text in at most ``limit`` code points: as much as fits before an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: max(end for end in boundaries(text[:limit]) if end < limit)].rstrip() + "…"


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def check_taken(message: Piece) -> list[Json]:
    """Telegram takes the message and shows what was meant. Gives its entities."""
    schema.decode("sendMessage", {"chat_id": "1", "text": message.html, "parse_mode": "HTML"})
    assert len(message.html.encode()) <= rules.RAW_BYTES
    text, found = entities.parse(message.html, "HTML")
    assert text == message.plain
    assert not regex.search(r"(?!\n)[\p{Cc}\p{Cs}]", text)
    assert 1 <= len(text.strip()) <= len(text) <= 4_096
    assert len(found) <= 100  # what Telegram finds by itself, such as hashtags in a record, is not counted
    check_entities(text, found)
    return found


def check_entities(text: str, found: Sequence[Json]) -> None:
    assert {entity["type"] for entity in found} <= {"bold", "italic", "expandable_blockquote"}
    units = [0, *accumulate(1 + (character > "\uffff") for character in text)]
    allowed = {units[end] for end in boundaries(text)}
    ends = {entity["offset"] for entity in found} | {entity["offset"] + entity["length"] for entity in found}
    assert ends <= allowed


def check_answer(answer: Answer, texts: Texts, in_group: bool) -> None:
    messages = answer_messages(answer, texts, in_group)
    found = [check_taken(message) for message in messages]
    lead = cut(clean(answer.text).strip(), LEAD)
    assert _MARKER.sub("", lead) in _MARKER.sub("", messages[0].plain)
    quotes = [
        quote
        for message, own in zip(messages, found, strict=True)
        for quote in entities.marked(message.plain, own, "expandable_blockquote")
    ]
    shown = answer.citations[: QUOTES_IN_GROUP if in_group else QUOTES]
    for number, (quote, citation) in enumerate(zip(quotes, shown, strict=True), 1):
        check_quote(quote, number, citation)
    check_nearest(messages, answer.nearest[:QUOTES])


def check_quote(block: str, number: int, citation: Citation) -> None:
    said, _, source = block.rpartition("\n")
    assert said == f"[{number}] “{cut(clean(citation.quote).strip(), QUOTE)}”"
    assert source.startswith(cut(one_line(citation.title), TITLE))
    assert cut(one_line(citation.agenda), AGENDA) in source


def check_nearest(messages: Sequence[Piece], nearest: Sequence[Nearest]) -> None:
    """Each title and item stands whole or properly cut in a line of its own, in order."""
    lines = iter("\n".join(message.plain for message in messages).split("\n"))
    for near in nearest:
        start, agenda = f"• {cut(one_line(near.title), TITLE)}", cut(one_line(near.agenda), AGENDA)
        assert any(line.startswith(start) and agenda in line for line in lines)


@contextmanager
def chance_of(seed: int) -> Iterator[random.Random]:
    """The chance of one case; a failure names its seed."""
    try:
        yield random.Random(seed)  # noqa: S311  # test data, not a secret
    except Exception as error:
        error.add_note(f"seed {seed}")
        raise


@pytest.mark.slow
def test_any_answer_is_taken_by_telegram_and_cuts_no_character() -> None:
    for seed in range(ANSWERS_MADE):
        with chance_of(seed) as chance:
            check_answer(any_answer(chance), chance.choice((THAI, ENGLISH)), chance.random() < 0.5)
