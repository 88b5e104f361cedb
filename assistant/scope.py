"""Where a question says to look: its references resolved against the records, before any ranking.

What is named and is not there is said, with the nearest; nothing similar is passed off as it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from assistant.references import ItemReference, MeetingNumber, Noun, References
from corpus.dates import BUDDHIST_ERA, fiscal_year, thai_date
from corpus.record import AgendaItem
from corpus.thai import arabic_digits, fold
from index.abbreviations import Abbreviations
from index.generation import MeetingRow, Rankings
from index.postings import Postings
from index.search import Days

Mask = NDArray[np.bool_]
"""Of shape (passages,)."""

_NUMBER = re.compile(r"(?P<number>\d+)(?:\s*/\s*(?P<year>\d{4}))?")
_LABEL = re.compile(r"(?P<noun>\D*?)(?:ที่)?\s*(?P<number>\d+(?:\.\d+)*)\.?\s*")
_ALL = 0.999
"""A share of all, but for rounding."""
_MONTH = timedelta(31)
_TITLE = 90
"""Code points of a meeting's title in a notice."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """``passages`` is None for everywhere; ``notice`` is a line for the person, "" for none."""

    passages: Mask | None = None
    notice: str = ""
    absent: bool = False
    """Whether what the question names is not in the records."""


class _Absent(Exception):
    """What the question names is not in the records; ``str(error)`` is the line that says so."""


def find_scope(references: References, rankings: Rankings, abbreviations: Abbreviations) -> Scope:
    """The passages that a question's references name: its meeting, then what stands within it."""
    try:
        rows = list(rankings.meetings.values())
        if references.meeting and references.meeting.certain:
            rows = _numbered(rows, references.meeting, rankings, abbreviations)
        mask, notice = _of_meetings(rankings, _latest(rows) if references.latest else rows), ""
        if references.meeting_days:
            mask, notice = _held(rankings, mask, rows, references.meeting_days)
        if references.page is not None:
            mask &= _on_page(rankings, mask, references.page)
        if references.circular is not None:
            mask &= _naming(rankings, f"ว {references.circular}", f"หนังสือ ว {references.circular}")
        if references.items:
            found, said = _under(rankings, mask, references.items)
            mask, notice = mask & found, " ".join(filter(None, (notice, said)))
    except _Absent as absent:
        return Scope(None, str(absent), absent=True)
    return Scope(None if mask.all() else mask, notice)


def up_to(scope: Scope, rankings: Rankings, day: date) -> Scope:
    """What of a scope was known on a day: the passages of meetings until then, or of no known day."""
    known = [row.meeting.date is None or row.meeting.date <= day for row in rankings.meetings.values()]
    mask = np.array(known, np.bool_)[rankings.meeting_of]
    return replace(scope, passages=mask if scope.passages is None else scope.passages & mask)


def _of_meetings(rankings: Rankings, rows: Sequence[MeetingRow]) -> Mask:
    named = {row.revision for row in rows}
    return np.array([revision in named for revision in rankings.meetings], np.bool_)[rankings.meeting_of]


def _numbered(
    rows: list[MeetingRow], named: MeetingNumber, rankings: Rankings, abbreviations: Abbreviations
) -> list[MeetingRow]:
    """The meetings of that number; one that only the text speaks of narrows nothing, unless its body's are here."""
    bodies = [row for row in rows if _is_body(row, named.body, abbreviations)]
    found = [row for row in bodies if _is_number(row, named)]
    counted = list(filter(_number, bodies))
    if found or (not (named.body and counted) and _is_spoken_of(rankings, _written(named))):
        return found or rows
    nearest = min(counted, key=lambda row: _distance(row, named), default=None)
    raise _Absent(_not_there(f"การประชุม{_spaced(named.body)}{_written(named)}", nearest))


def _written(named: MeetingNumber) -> str:
    return f"ครั้งที่ {named.number}" + (f"/{named.year}" if named.year else "")


def _spaced(body: str) -> str:
    return f" {body} " if body else ""


def _number(row: MeetingRow) -> tuple[int, int | None] | None:
    """The number of a meeting and, where it is written with one, its year."""
    found = _NUMBER.search(arabic_digits(row.meeting.number or ""))
    return (int(found["number"]), int(found["year"]) if found["year"] else None) if found else None


def _is_number(row: MeetingRow, named: MeetingNumber) -> bool:
    number = _number(row)
    if number is None or number[0] != named.number:
        return False
    return named.year in (None, number[1]) or (number[1] is None and named.year in _years(row))


def _years(row: MeetingRow) -> tuple[int, ...]:
    """The Buddhist years that a meeting may be counted in: the calendar's and the fiscal one."""
    day = row.meeting.date
    return (day.year + BUDDHIST_ERA, fiscal_year(day)) if day else ()


def _distance(row: MeetingRow, named: MeetingNumber) -> tuple[int, int]:
    number, year = _number(row) or (0, None)
    year = year or max(_years(row), default=0)
    return abs(year - named.year) if named.year else 0, abs(number - named.number)


def _is_body(row: MeetingRow, body: str, abbreviations: Abbreviations) -> bool:
    """Whether a meeting is of the body, told by its name or by its short form."""
    wanted = [fold(name) for name in (body, *abbreviations.names(body))]
    own = fold(f"{row.meeting.body or ''} {row.meeting.title}")
    bare = own.replace(".", "")
    return any(name in own or name.replace(".", "") in bare for name in wanted)


def _is_spoken_of(rankings: Rankings, written: str) -> bool:
    """Whether any passage or title holds the number or the date, by value."""
    return any(bool(_whole(values, written).any()) for values in (rankings.values, rankings.titles))


def _whole(values: Postings, written: str) -> Mask:
    """Which places hold every value of what is written."""
    return np.asarray(values.shares(written, 0) > _ALL)


def _held(rankings: Rankings, mask: Mask, rows: Sequence[MeetingRow], days: Sequence[Days]) -> tuple[Mask, str]:
    """The meetings held then; where there is none, those that speak of that day, or all, and what to say of it."""
    found = mask & _of_meetings(rankings, [row for row in rows if any(row.held(*span) for span in days)])
    if found.any():
        return found, ""
    first, last = days[0]
    nearest = min((row for row in rows if row.meeting.date), key=lambda row: _days_off(row, first), default=None)
    notice = _not_there(f"การประชุม{_span(first, last)}", nearest)
    if first == last and _is_spoken_of(rankings, thai_date(first)):
        return mask & _naming(rankings, thai_date(first), ""), f"{notice} จึงค้นจากเรื่องที่กล่าวถึงวันนั้น"
    if last - first > _MONTH:
        return mask, f"{notice} จึงค้นจากทุกการประชุม"
    raise _Absent(notice)


def _span(first: date, last: date) -> str:
    return f"วันที่ {thai_date(first)}" if first == last else f"ระหว่าง {thai_date(first)} ถึง {thai_date(last)}"


def _days_off(row: MeetingRow, day: date) -> int:
    return abs(((row.meeting.date or date.max) - day).days)


def _latest(rows: list[MeetingRow]) -> list[MeetingRow]:
    last = max((row.meeting.date for row in rows if row.meeting.date), default=None)
    return [row for row in rows if row.meeting.date == last]


def _not_there(missing: str, nearest: MeetingRow | None) -> str:
    """The line that says that a meeting is not in the records, and which is nearest."""
    line = f"ไม่มี{missing} ในคลัง"
    if nearest is None:
        return line
    title, day = nearest.meeting.title[:_TITLE], nearest.meeting.date
    held = f" ({thai_date(day)})" if day and thai_date(day) not in title else ""
    return f"{line}: ใกล้สุดคือ {title}{held}"


def _on_page(rankings: Rankings, mask: Mask, page: int) -> Mask:
    """The passages that begin on a page, or the last before it where none does."""
    pages = np.array([passage.page or 0 for passage in rankings.passages], np.int32)
    within = pages[mask]
    if not within.any():
        raise _Absent("บันทึกที่ถามถึงไม่มีเลขหน้า กรุณาถามด้วยวันที่หรือวาระ")
    if page > within.max():
        raise _Absent(f"ไม่มีหน้า {page} ในบันทึกที่ถามถึง: มีถึงหน้า {within.max()}")
    begun = within[(within <= page) & (within > 0)]
    return np.asarray(pages == (begun.max() if begun.size else within[within > 0].min()))


def _naming(rankings: Rankings, term: str, name: str) -> Mask:
    """The passages of the items that hold a number or a date."""
    held = _whole(rankings.values, term)
    if not held.any():
        raise _Absent(f"ไม่พบ{name} ในคลัง")
    return np.isin(rankings.item_of, rankings.item_of[held])


def _under(rankings: Rankings, mask: Mask, references: Sequence[ItemReference]) -> tuple[Mask, str]:
    """The passages of the items named and of what is under them; of the item above where none is there."""
    found = _items(rankings, references)
    if (found & mask).any():
        return found, ""
    first = references[0]
    above = ItemReference(first.noun, first.label.rpartition(".")[0])
    missing = f"ไม่มี{first.noun}ที่ {first.label} ในบันทึกที่ถามถึง"
    if above.label and ((found := _items(rankings, [above])) & mask).any():
        return found, f"{missing} จึงดู{above.noun}ที่ {above.label}"
    raise _Absent(f"{missing} กรุณาตรวจเลขวาระจากบันทึกการประชุม")


def _items(rankings: Rankings, references: Sequence[ItemReference]) -> Mask:
    named = [
        any(_is_named(path, reference) for reference in references)
        for row in rankings.meetings.values()
        for path in _paths(row.items)
    ]
    return np.array(named, np.bool_)[rankings.item_of]


def _paths(items: Sequence[AgendaItem]) -> Iterator[list[tuple[str, str]]]:
    """For each item the noun and the number of itself and of those above it; a child's number follows its parent's."""
    paths: list[list[tuple[str, str]]] = []
    for item in items:
        above = paths[item.parent] if item.parent is not None else []
        found = _LABEL.fullmatch(arabic_digits(item.label))
        noun, number = (found["noun"].strip(), found["number"]) if found else (item.label, "")
        whole = f"{above[0][1]}.{number}" if above and "." not in number else number
        paths.append([(noun, number), *([(noun, whole)] if whole != number else []), *above])
    yield from paths


def _is_named(path: Sequence[tuple[str, str]], reference: ItemReference) -> bool:
    return any(number == reference.label and _agrees(noun, reference.noun) for noun, number in path)


def _agrees(noun: str, wanted: Noun) -> bool:
    """Whether a label's noun may be called that; a bare number may be called anything."""
    return not noun or wanted in noun
