"""What a chat last spoke of: the question, its topic, and the meeting and the time that its answer was of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import PurePath

from assistant import continuing
from assistant.mentions import Mention, find_mentions
from assistant.names import Token, tokens
from assistant.question import word_weight
from assistant.redating import dates_of
from assistant.references import MeetingNumber, find_references
from corpus.dates import DateMention, find_dates, thai_date
from corpus.months import MONTH_PATTERN
from corpus.thai import arabic_digits, cluster_start, fold, normalise

_LONGEST = 250
"""Code points of an agenda item's title."""
_MOSTLY = 0.5
"""The part of a question's telling words from which an item's title that holds them says what it is about."""
_NAMING_NOTHING = continuing.ASPECTS | continuing.ASKING | continuing.COURTESIES
_JOINTS = re.compile(r"^\s*(?:ของ|ใน|ที่|สำหรับ|ณ)(?=\s|$)|(?<=\s)(?:ของ|ใน|สำหรับ|ณ)\s*$")
_DATED = re.compile(rf"\s*\(\d{{1,2}} (?:{MONTH_PATTERN}) \d{{4}}\)$")
"""The day that a follow-up was given."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a chat, as it was resolved, and the first citation of its answer, where there was one."""

    question: str
    title: str | None = None
    """The meeting's."""
    meeting_date: date | None = None
    record: str | None = None
    """The file's name."""
    agenda: str | None = None
    """The item's label and title."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a turn was about."""

    question: str
    """Without the day that an earlier follow-up was given."""
    asked: str
    """What it names, without the words that ask."""
    topic: str
    """What it is about, by the title of the item that answers it where that says so; "" where nothing is named."""
    meeting: str
    """The meeting by its title, or by the name of its file; "" where none was cited."""
    number: MeetingNumber | None
    """The number of the meeting, as the question or its title says."""
    day: date | None
    """Of the meeting."""
    time: DateMention | None
    """What it was asked of or answered for: a year, a month, or the day of the meeting."""
    bound: bool
    """Whether the question itself named the meeting."""
    dated: bool
    """Whether it was given the meeting's day as a follow-up."""

    def on_day(self) -> str:
        """The words that bind a question to the meeting, or that only lift it where the question did not name it."""
        if self.day is None or thai_date(self.day) in self.topic:
            return ""
        return _held_on(self.day) if self.bound else f"({thai_date(self.day)})"

    def at_meeting(self) -> str:
        """The words that name the meeting; "" where none is known."""
        return _held_on(self.day) if self.day else self.meeting


def matter_of(turn: Turn, today: date) -> Matter:
    """What a turn was about."""
    given, title, item = plain(turn.question), plain(turn.title or ""), _item_title(turn.agenda or "")
    day, references = turn.meeting_date, find_references(given, today)
    bound = references.meeting is not None and references.meeting.certain
    question = _DATED.sub("", given.removesuffix(_held_on(day)) if day else given).rstrip()
    named = (found for text in (question, item, title) for found in dates_of(text, today))
    held = find_dates(thai_date(day)) if day else ()
    asked = _asked(question, today)
    return Matter(
        question=question,
        asked=asked,
        topic=_topic(asked, item, today),
        meeting=title or PurePath(turn.record or "").stem,
        number=references.meeting if bound else find_references(title, today).meeting,
        day=day,
        time=next(chain(named, held), None),
        bound=bound or bool(references.meeting_days) or references.latest,
        dated=question != given,
    )


def _held_on(day: date) -> str:
    return f"การประชุมวันที่ {thai_date(day)}"


def plain(text: str) -> str:
    """The text as follow-ups are read and written: normalised, in Arabic digits, on one line."""
    return " ".join(arabic_digits(normalise(text)).split())


def telling(found: Sequence[Token]) -> list[str]:
    """The words that name a matter: none that ask, that count, or that may be asked of any matter."""
    return [token.word for place, token in enumerate(found) if _tells(found, place)]


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without some of its ranges, which are in reading order, and without what joined them to the rest."""
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return _JOINTS.sub("", text).strip()


def _tells(found: Sequence[Token], place: int) -> bool:
    word = found[place].word
    counted = place > 0 and found[place - 1].word in continuing.COUNTING
    chosen = place + 1 < len(found) and found[place + 1].word in continuing.CHOOSING
    return not (counted or chosen or word in _NAMING_NOTHING) and word_weight(word) > 0


def _item_title(agenda: str) -> str:
    """The title of an agenda item without its label; "" for one that every meeting has."""
    title = continuing.LABEL.sub("", plain(agenda))
    return "" if continuing.STANDING.search(title) else title[: cluster_start(title, _LONGEST)]


def _topic(asked: str, item: str, today: date) -> str:
    """The item's title where it says what was asked about, or else the question's own words, with it."""
    matter = without(asked, [mention.span for mention in find_mentions(asked, today) if mention.is_time])
    weights = {word: word_weight(word) for word in telling(tokens(matter))}
    held = sum(weight for word, weight in weights.items() if word in fold(item))
    return item if item and held >= _MOSTLY * sum(weights.values()) else f"{asked} {item}".strip()


def _asked(question: str, today: date) -> str:
    """What a question is about: from its first telling word or name to its last, without the words that ask."""
    found = tokens(question)
    named = find_mentions(question, today)
    about = [token for place, token in enumerate(found) if _tells(found, place) or _named(token, named)]
    about = about or [
        token for token in found if word_weight(token.word) > 0 and token.word not in continuing.COURTESIES
    ]
    if not about:
        return ""
    first, last = about[0].start, max(about[-1].end, *(mention.end for mention in named), 0)
    pieces, start = [], first
    for asking in _asking(found):
        if first <= asking.start < last:
            pieces.append(question[start : asking.start])
            start = asking.end
    return " ".join(" ".join((*pieces, question[start:last])).split())


def _named(token: Token, named: Sequence[Mention]) -> bool:
    return any(mention.start <= token.start < mention.end for mention in named)


def _asking(found: Sequence[Token]) -> Iterator[Token]:
    """The words that ask, with what they count."""
    for place, token in enumerate(found):
        if token.word in continuing.ASKING or (place and found[place - 1].word in continuing.COUNTING):
            yield token
