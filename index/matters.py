"""Items on the same matter in several meetings: by their titles, and by the earlier decisions that they name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from math import log

from corpus.precedents import Precedent, change, find_precedents
from corpus.record import AgendaItem
from corpus.values import values
from index.generation import MeetingRow, Rankings
from index.words import words

ALIKE = 0.8
"""Likeness of titles, 0 to 1, from which two items are on the same matter."""
NAMED = 0.45
"""The same where one item names the day or the number of the other's meeting."""
SERIES = 6
"""Other days with the same title from which it is a routine heading, unless it says that something changes."""
_SHORTEST = 2
"""Words of a title that tells its matter."""
_ROUTINE = re.compile(
    r"(?:เรื่อง)?(?:(?:ที่)?(?:ประธาน)?(?:เพื่อ|เสนอ|แจ้ง)?(?:ให้)?(?:ที่ประชุม)?(?:ทราบ|พิจารณา|อื่น\s?ๆ)|รับรองรายงานการประชุม.*|สืบเนื่อง.*"
    r"|ติดตามงานตามมติ.*)"
)
_TIMES = frozenset(("year", "years", "month", "day", "quarter"))


@dataclass(frozen=True, slots=True)
class Place:
    """An agenda item of a generation, with its meeting."""

    meeting: MeetingRow
    item: AgendaItem


Text = Callable[[str, int, int], str]
"""A revision's text from one code point to another."""


class Matters:
    """The items of one generation, linked where they are on the same matter."""

    def __init__(self, rankings: Rankings) -> None:
        self._places = [Place(row, item) for row in rankings.meetings.values() for item in row.items]
        self._words = [_title(place) for place in self._places]
        counts = Counter(word for held in self._words for word in held)
        self._idf = {word: log(len(self._places) / count) for word, count in counts.items()}
        self._weight = [sum(self._idf[word] for word in held) for held in self._words]
        self._holding: dict[str, list[int]] = {}
        for number, held in enumerate(self._words):
            for word in held:
                self._holding.setdefault(word, []).append(number)
        self._number = {(p.meeting.revision, p.item.position): n for n, p in enumerate(self._places)}

    def chain(self, revision: str, position: int, text: Text, today: date) -> tuple[Place, ...]:
        """The items on the matter of one item, itself among them, one a day, oldest first."""
        number = self._number[revision, position]
        place = self._places[number]
        linked = {_day(place): place}
        for candidate in self._linked(number, text, today):
            linked.setdefault(_day(candidate), candidate)
        return tuple(linked[day] for day in sorted(linked))

    def beside(self, revision: str, position: int) -> tuple[Place, ...]:
        """The items of the same title in other records of the same day, or without a day: none of them is newer."""
        number = self._number[revision, position]
        own = self._places[number]
        near = [self._places[n] for n, likeness in self._alike(number) if likeness >= ALIKE]
        return tuple(p for p in near if _day(p) == _day(own) and p.meeting.revision != own.meeting.revision)

    def _linked(self, number: int, text: Text, today: date) -> Iterator[Place]:
        """The items on the matter of one, those of the likest titles first."""
        place = self._places[number]
        likely = {n: likeness for n, likeness in self._alike(number) if likeness >= NAMED}
        twins = {_day(self._places[n]) for n, likeness in likely.items() if likeness >= ALIKE}
        routine = len(twins) > SERIES and not change(place.item.title)
        named = list(_precedents(place, text, today))
        for other in sorted(likely, key=lambda n: -likely[n]):
            candidate = self._places[other]
            titled = likely[other] >= ALIKE and not routine and _same_time(place.item.title, candidate.item.title)
            if titled or _names(named, candidate) or _names(_precedents(candidate, text, today), place):
                yield candidate

    def _alike(self, number: int) -> Iterator[tuple[int, float]]:
        """The other items whose titles share words, with their likeness: weighted intersection over union."""
        own = self._words[number]
        if len(own) < _SHORTEST:
            return
        shared = defaultdict[int, float](float)
        for word in own:
            for other in self._holding[word]:
                shared[other] += self._idf[word]
        for other, both in shared.items():
            union = self._weight[number] + self._weight[other] - both
            if other != number and union > 0:
                yield other, both / union


def _title(place: Place) -> frozenset[str]:
    """The words that tell an item's matter: none for a heading over others, nor for what every meeting has."""
    heads = any(item.parent == place.item.position for item in place.meeting.items)
    routine = heads or _ROUTINE.fullmatch(place.item.title.strip())
    return frozenset() if routine else frozenset(words(place.item.title))


def _same_time(one: str, other: str) -> bool:
    """Whether two titles may speak of the same year, month or quarter: a report of March is not that of April."""
    times = [{term for term in values(title) if term.split()[0] in _TIMES} for title in (one, other)]
    return not all(times) or bool(times[0] & times[1])


def _day(place: Place) -> date:
    return place.meeting.meeting.date or date.min


def _precedents(place: Place, text: Text, today: date) -> Iterator[Precedent]:
    return find_precedents(text(place.meeting.revision, place.item.start, place.item.end), today)


def _names(precedents: Iterable[Precedent], place: Place) -> bool:
    """Whether one of the decisions was taken at the place's meeting."""
    meeting = place.meeting.meeting
    return any(
        (named.day is not None and place.meeting.held(named.day, named.day))
        or (named.number is not None and named.number == meeting.number)
        for named in precedents
    )
