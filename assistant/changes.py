"""Change over time: what later meetings made of the matter that an answer is about, and what held on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.evidence import Evidence, apart
from assistant.question import Question
from assistant.quotes import Span
from corpus.dates import thai_date
from corpus.precedents import change
from corpus.values import Quantity, find_quantities, values
from index.matters import Place
from index.search import Hit
from index.words import words

_AS_SURE = 1.0
"""Log odds by which a later item's reading may be less sure, and still be what holds now."""

_PLAUSIBLE = 4.0
"""The same where the question's day or the item's title says that it is the one, and for what an answer changed."""

_INTRODUCTION = 60
"""Code points before a value that say what it is of."""

Read = Callable[[Place], Sequence[Evidence]]
"""The evidence of one item alone, best first."""


@dataclass(frozen=True, slots=True)
class Course:
    """The evidence in the order in which it is shown, and the line that says what changed; "" where nothing did."""

    evidence: tuple[Evidence, ...]
    line: str = ""
    conflict: bool = False
    """Whether two records disagree, and nothing says which holds."""


def follow(question: Question, evidence: Sequence[Evidence], chain: Sequence[Place], read: Read) -> Course:
    """The course of the first evidence's matter: its newest answer first, then what it was before.

    A question that names a day of its own is answered by the meeting of that day, or, asking for what held "ณ วันที่",
    by the last one up to it.
    """
    first = evidence[0]
    own = _day(first.hit)
    wanted = _wanted(question, chain)
    if own is None or wanted is None:
        return Course(tuple(evidence))
    newest, day = wanted
    if day == own:
        before, line = _before(first, chain, read)
        return Course(tuple(apart((first, *before, *evidence[1:]))), line)
    found = next(iter(read(newest)), None)
    told = question.dates or change(newest.item.title)
    if found is None or found.answers < first.answers - (_PLAUSIBLE if told else _AS_SURE):
        return Course(tuple(evidence), _mentioned(newest, own))
    before, line = _before(found, chain, read)
    return Course(tuple(apart((found, *before, *evidence))), line)


def dispute(evidence: Sequence[Evidence], beside: Sequence[Place], read: Read) -> Course | None:
    """Both sides, where a record of the same meeting says another value than the first evidence; else None."""
    first = evidence[0]
    for place in beside:
        found = next(iter(read(place)), None)
        if found and found.answers >= first.answers - _AS_SURE and _differ(_said(first), _said(found)):
            sides = " ส่วนอีกฉบับว่า ".join(f"“{_said(side)}” ({side.hit.meeting.name})" for side in (first, found))
            line = f"บันทึกของการประชุมเดียวกันไม่ตรงกัน: ฉบับหนึ่งว่า {sides}"
            return Course(tuple(apart((first, found, *evidence[1:]))), line, conflict=True)
    return None


def _differ(one: str, other: str) -> bool:
    """Whether two answers say values, and not the same."""
    return bool(values(one) and values(other)) and set(values(one)) != set(values(other))


def _wanted(question: Question, chain: Sequence[Place]) -> tuple[Place, date] | None:
    """The place of the chain that answers, with its day; None where the question's own dates have decided already."""
    dated = [(place, day) for place in chain if (day := place.meeting.meeting.date)]
    if len(dated) < 2:
        return None
    if not question.dates:
        return dated[-1]
    if not question.as_of:
        return None
    last = max(last for _, last in question.dates)
    return next(((place, day) for place, day in reversed(dated) if day <= last), None)


def _before(newest: Evidence, chain: Sequence[Place], read: Read) -> tuple[tuple[Evidence, ...], str]:
    """What the newest answer changed, read from the meeting before it, and the line that says so."""
    own = _day(newest.hit)
    earlier = [place for place in chain if own and (place.meeting.meeting.date or own) < own]
    found = next(iter(read(earlier[-1])), None) if earlier else None
    if found is None or found.answers < newest.answers - _PLAUSIBLE:
        return (), ""
    return (found,), _line(newest, found)


def _line(newest: Evidence, earlier: Evidence) -> str:
    """ "เปลี่ยนจาก … เมื่อ …", where both say a value and they differ; else that there was an earlier resolution."""
    before, after = _said(earlier), _counterpart(earlier, newest)
    day = _day(earlier.hit)
    when = thai_date(day) if day else ""
    if _differ(before, after):
        now = _day(newest.hit)
        return f"เปลี่ยนจาก “{before}” ({when}) เป็น “{after}” เมื่อ {thai_date(now) if now else ''}"
    done = change(newest.hit.item.title)
    return f"{done or 'ต่อเนื่อง'}จากมติเมื่อ {when}"


def _counterpart(earlier: Evidence, newest: Evidence) -> str:
    """What the newest quote says where the earlier one says its value: of its values of that unit the one introduced
    most alike, so that the value of an exception is not taken for that of the rule. Else what the newest answers.
    """
    old = next(iter(_quantities(earlier, earlier.exact)), None)
    new = [each for each in _quantities(newest, newest.quote) if old and each.unit == old.unit]
    if old is None or not new:
        return _said(newest)
    introduced = _introduction(earlier.hit.text, old)
    alike = [len(introduced & _introduction(newest.hit.text, each)) for each in new]
    likest = new[alike.index(max(alike))]
    return " ".join(newest.hit.text[likest.start : likest.end].split())


def _quantities(evidence: Evidence, span: Span) -> list[Quantity]:
    """The amounts and shares of a range of the evidence, placed in the text of its hit."""
    start = evidence.hit.passage.start
    return [
        each
        for each in find_quantities(evidence.hit.text)
        if span.start - start <= each.start and each.end <= span.end - start
    ]


def _introduction(text: str, value: Quantity) -> set[str]:
    return set(words(text[max(0, value.start - _INTRODUCTION) : value.start]))


def _mentioned(newest: Place, own: date) -> str:
    day = newest.meeting.meeting.date
    if day is None or day <= own:
        return ""
    done = change(newest.item.title)
    return f"เรื่องนี้มีมติภายหลังเมื่อ {thai_date(day)}{f' ({done})' if done else ''} ด้วย"


def _said(evidence: Evidence) -> str:
    start = evidence.hit.passage.start
    return " ".join(evidence.hit.text[evidence.exact.start - start : evidence.exact.end - start].split())


def _day(hit: Hit) -> date | None:
    return hit.meeting.meeting.date
