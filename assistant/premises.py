"""What a question takes for granted and the records do not say: an amount, a date, that something was refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.dates import BUDDHIST_ERA, fiscal_year
from corpus.record import Meeting
from corpus.thai import fold
from corpus.values import values

_REFUSED = re.compile(r"(?:ไม่|มิได้|ไม่ได้|ปฏิเสธ(?:ที่จะ)?|คัดค้าน)\s?(?P<verb>อนุมัติ|เห็นชอบ|เห็นด้วย|อนุญาต|รับทราบ|ผ่าน)")
_CLAUSES = re.compile(r"หรือ(?:ไม่|ยัง|เปล่า)|ใช่ไหม|ใช่หรือ|ไหม|มั้ย|รึ(?:ยัง|เปล่า)|(?:แล้ว|ป่าว)\s*$")
"""A question whether something is so takes nothing for granted."""
_ROUNDING = 0.05
"""The part of an amount by which a round number may differ from it."""


def unsaid(question: str, text: str, meeting: Meeting) -> tuple[str, ...]:
    """The terms of `corpus.values.values` in a question that neither a text nor the meeting's own date holds."""
    held = {*values(text), *_of_meeting(meeting)}
    asked = dict.fromkeys(values(question))
    return tuple(term for term in asked if term not in held and not _is_rounded(term, held))


def _is_rounded(term: str, held: Iterable[str]) -> bool:
    """Whether an amount is one that is held, in round numbers: 1,200 ล้าน for 1,199,600,000."""
    kind, _, number = term.partition(" ")
    if kind != "amount":
        return False
    asked = float(number)
    return any(
        abs(float(other) - asked) <= _ROUNDING * asked
        for name, _, other in (each.partition(" ") for each in held)
        if name == kind
    )


def _of_meeting(meeting: Meeting) -> set[str]:
    if meeting.date is None:
        return set()
    days = (meeting.date, meeting.last_date or meeting.date)
    return {term for day in days for term in _terms(day)}


def _terms(day: date) -> tuple[str, ...]:
    year = day.year + BUDDHIST_ERA
    return (
        f"year {year}",
        f"year {fiscal_year(day)}",
        f"month {year}-{day.month:02}",
        f"day {year}-{day.month:02}-{day.day:02}",
        f"quarter {year}-{(day.month + 2) // 3}",
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal that a question takes for granted, as it words it, and the verb that the text has instead."""

    said: str
    verb: str


def refused(question: str, text: str) -> Refusal | None:
    """The refusal that a question takes for granted where the text has the opposite."""
    asked = fold(question)
    found = _REFUSED.search(asked)
    if found is None or _CLAUSES.search(asked):
        return None
    folded = fold(text)
    verb = found["verb"]
    said = any(match["verb"] == verb for match in _REFUSED.finditer(folded))
    return Refusal(found[0], verb) if verb in folded and not said else None
