"""Spans of days: months, years, fiscal years, and parts of them. Years are of the common era."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["day", "days", "week", "month", "months", "quarter", "half", "year", "fiscal year", "part"]


@dataclass(frozen=True, slots=True)
class Span:
    """Days ``first`` to ``last``, both included."""

    first: date
    last: date
    kind: Kind


def whole_month(year: int, month: int) -> Span:
    """The first to the last day of a month."""
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def whole_year(year: int, fiscal: bool) -> Span:
    """A calendar year, or the Thai fiscal year that begins in the October before."""
    if fiscal:
        return Span(date(year - 1, 10, 1), date(year, 9, 30), "fiscal year")
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def months_of(year: Span, offset: int, count: int, kind: Kind) -> Span:
    """``count`` months of a year from its month ``offset``, counted from 0."""
    begin, end = (year.first.month - 1 + place for place in (offset, offset + count - 1))
    first = whole_month(year.first.year + begin // 12, begin % 12 + 1)
    return Span(first.first, whole_month(year.first.year + end // 12, end % 12 + 1).last, kind)


def part_of(span: Span, part: str | None) -> Span:
    """A third of a month (ten days) or of a year (four months); the whole where no part is named."""
    if part is None:
        return span
    place = ("ต้น", "กลาง", "ปลาย").index(part)
    if span.kind != "month":
        return months_of(span, 4 * place, 4, "part")
    last = span.first.replace(day=10 * place + 10) if place < 2 else span.last
    return Span(span.first.replace(day=10 * place + 1), last, "part")


def week(today: date, step: int) -> Span:
    """Monday to Sunday."""
    monday = today + timedelta(days=7 * step - today.weekday())
    return Span(monday, monday + timedelta(days=6), "week")


def days_away(today: date, step: int) -> Span:
    """One day, ``step`` days after today."""
    day = today + timedelta(days=step)
    return Span(day, day, "day")
