"""Follow-up questions: what a chat asks next, as a question that stands alone.

A follow-up asks the last question of something else ("แล้วปีถัดไปล่ะ"), something else of its matter ("ใครเป็นคนเสนอ"), or
points at it ("โครงการนี้ใช้งบเท่าไร"). A question that names a matter of its own is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import continuing
from assistant.keyboard import repair_keyboard
from assistant.matter import Matter, Turn, matter_of, plain, telling, without
from assistant.mentions import Mention, counterpart, find_mentions
from assistant.names import tokens
from assistant.redating import is_year
from assistant.references import find_references
from assistant.standing import asked_of, asked_of_another, at_meeting, at_time, of_another, of_unnamed, pointed
from corpus.thai import fold

__all__ = ["MOST_TURNS", "Turn", "resolve"]

MOST_TURNS = 3
"""Questions of a chat that are looked at."""
_LONGEST = 200
"""Code points of a follow-up."""
_FEW = 10
"""Words of a question that names no matter because it goes on; a longer one describes its matter."""
_YEAR_ALONE = re.compile(r"\d{2}|(?:25|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Said:
    """What may be a follow-up, without the courtesies, the words that open it and the particle that ends it."""

    text: str
    marked: bool
    """Whether those words say that it goes on from what was asked."""
    asks_back: bool
    """Whether they ask the last question again: "ล่ะ", "what about"."""


def resolve(text: str, earlier: Sequence[Turn], today: date) -> str:
    """The question as it stands alone, which is the text itself where it is no follow-up. ``earlier``: newest last."""
    said = _read(repair_keyboard(plain(text))) if earlier and len(text) <= _LONGEST else None
    if said is None:
        return text
    matters = (matter_of(turn, today) for turn in reversed(earlier[-MOST_TURNS:]))
    resolved = (_resolved(said, matter, today) for matter in matters if matter.topic)
    return " ".join(next(filter(None, resolved), "").split()) or text


def _read(text: str) -> _Said | None:
    """The text without what is said besides; None where nothing is left, or it is said to the bot."""
    places = tokens(text)
    found = [token.word for token in places]
    if text.startswith("/") or continuing.NOT_OF_RECORDS.search(text) or _holds(text, continuing.SPOKEN_TO):
        return None
    first = _leading(found, 0, continuing.COURTESIES)
    opened = _leading(found, first, continuing.OPENERS)
    marked = not continuing.GOES_ON.isdisjoint(found[first:opened])
    asks_back = tuple(found[opened : opened + 2]) in continuing.WHAT_OF
    if asks_back:
        opened = _leading(found, opened + 2, continuing.OPENERS)
    closed = _closing(found, opened)
    asks_back = asks_back or not continuing.ASKING_BACK.isdisjoint(found[closed:])
    if closed == opened:
        return None
    end = places[closed].start if closed < len(places) else len(text)
    return _Said(text[places[opened].start : end].strip(" ?!…,"), marked or asks_back, asks_back)


def _closing(found: Sequence[str], start: int) -> int:
    """Where the particles and courtesies begin that end a text."""
    for place in range(len(found) - 1, start - 1, -1):
        each = found[place] == "ละ" and found[place - 1] in continuing.COUNTED_BEFORE
        if each or found[place] not in continuing.COURTESIES | continuing.ASKING_BACK:
            return place + 1
    return start


def _leading(found: Sequence[str], start: int, known: frozenset[str]) -> int:
    """Where the words that are known end, from a place on."""
    return next((place for place in range(start, len(found)) if found[place] not in known), len(found))


def _resolved(said: _Said, matter: Matter, today: date) -> str:
    """The question that stands alone; "" where the text is no follow-up."""
    text = said.text
    pointer = continuing.POINTER.search(text)
    if pointer and not telling(tokens(text[: pointer.start()])):
        return pointed(matter, text, pointer, today)
    if said.marked and (step := continuing.MEETING_STEP.search(text)):
        rest = without(text, [step.span()])
        base, request = _carried(said, rest, matter) or (rest, "")
        return at_meeting(matter, base, step, request, today)
    if said.marked and _YEAR_ALONE.fullmatch(text):
        text = f"ปี {text}"
    mentions = find_mentions(text, today)
    if continuing.COMPARING.search(text) and _asks(text) and not telling(tokens(_beside_times(text, mentions))):
        return asked_of(matter, text)
    if (step := continuing.STEP.search(text)) and (said.marked or step["back"] != "ก่อน"):
        carried = _carried(said, without(text, [step.span()]), matter)
        return at_time(matter, carried[0], step, carried[1], today) if carried else ""
    if said.marked:
        return _marked(replace(said, text=text), mentions, matter, today)
    return _unmarked(text, mentions, matter, today)


def _carried(said: _Said, rest: str, matter: Matter) -> tuple[str, str] | None:
    """What is asked at another time, and what is asked of it there: the last question, or another of its matter.

    None where the rest of the text names a matter of its own; it may name one thing more where it is marked.
    """
    new = _new(rest, matter)
    if len(new) > (1 if said.marked else 0):
        return None
    return (matter.topic, rest) if _asks(rest) and (new or not telling(tokens(rest))) else (matter.question, "")


def _marked(said: _Said, mentions: Sequence[Mention], matter: Matter, today: date) -> str:
    """What goes on from the last question by its own words."""
    rest = _beside(said.text, mentions)
    if not _asks(rest):
        return _of_another(said, mentions, rest, matter, today)
    carried = _carried(said, rest, matter)
    if carried is None or any(mention.is_matter for mention in mentions) or _lists_meeting(mentions, rest):
        return ""
    if not mentions:
        return asked_of(matter, said.text)
    if not carried[1] or any(mention.kind == "item" for mention in mentions):
        return of_another(matter, said.text, mentions, today)
    known = find_mentions(matter.question, today)
    if not all(mention.is_time or counterpart(known, mention) for mention in mentions):
        return "" if _new(rest, matter) else asked_of(matter, said.text)
    return asked_of_another(matter, said.text, mentions, rest, today)


def _of_another(said: _Said, mentions: Sequence[Mention], rest: str, matter: Matter, today: date) -> str:
    """The last question asked of something else; where only an aspect is named, that is asked of the matter."""
    if mentions:
        last = mentions[-1] if mentions[-1].is_time else replace(mentions[-1], end=len(said.text))
        return of_another(matter, said.text, (*mentions[:-1], last), today)
    if telling(tokens(rest)):
        return of_unnamed(matter, said.text, today) if said.asks_back else ""
    return asked_of(matter, said.text) if _holds(rest, continuing.ASPECTS) else ""


def _unmarked(text: str, mentions: Sequence[Mention], matter: Matter, today: date) -> str:
    """What says nowhere that it goes on: a year or an item alone, or a question that names no matter at all."""
    rest = _beside(text, mentions)
    if telling(tokens(rest)) or len(tokens(rest)) > _FEW:
        return ""
    if not mentions:
        asks = _asks(rest) or _holds(rest, continuing.CONTINUING)
        return asked_of(matter, text) if asks and not _names_meeting(text, today) else ""
    if all(mention.kind == "item" for mention in mentions):
        return of_another(matter, text, mentions, today) if matter.meeting else ""
    if any(mention.date is None or not is_year(mention.date) for mention in mentions):
        return ""
    if _holds(rest, continuing.OVERALL):
        return ""
    if _asks(rest) or _holds(rest, continuing.ASPECTS - continuing.CONTINUING):
        return asked_of_another(matter, text, mentions, rest, today)
    return of_another(matter, text, mentions, today)


def _beside(text: str, mentions: Sequence[Mention]) -> str:
    """What a text says beside what it names."""
    return without(text, [mention.span for mention in mentions])


def _beside_times(text: str, mentions: Sequence[Mention]) -> str:
    """What a text says beside the dates, meetings and items that it names."""
    return _beside(text, [mention for mention in mentions if mention.is_time])


def _asks(text: str) -> bool:
    return _holds(text, continuing.ASKING)


def _holds(text: str, known: frozenset[str]) -> bool:
    return any(token.word in known for token in tokens(text))


def _new(text: str, matter: Matter) -> list[str]:
    """The telling words that the last question has not."""
    return [word for word in telling(tokens(text)) if word not in fold(matter.question)]


def _lists_meeting(mentions: Sequence[Mention], rest: str) -> bool:
    """Whether it is asked what a meeting or a year had before it."""
    timed = any(mention.kind in ("date", "meeting") for mention in mentions)
    return timed and _holds(rest, continuing.OVERALL) and _holds(rest, continuing.LISTING)


def _names_meeting(text: str, today: date) -> bool:
    """Whether a question says itself where to look."""
    found = find_references(text, today)
    return bool(found.latest or found.page or found.circular or found.meeting or found.meeting_days)
