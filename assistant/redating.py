"""A question asked again of another time: its years, months and quarters moved, or named another.

What a question says of its years is kept: a fiscal year stays one, "ปี 64" becomes "ปี 65" and "มกราคม 2564"
"มกราคม 2565"; of a day only the year is asked again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from corpus.dates import BUDDHIST_ERA, DateMention, find_dates, fiscal_year
from corpus.months import MONTHS

_BARE_YEAR = re.compile(
    r"(?<![\d,./-])(?:25\d\d|20[0-4]\d)(?![\d,/-]|\.\d|\s?(?:บาท|ล้าน|พัน|คน|ราย|แห่ง|ไร่|ครัวเรือน|baht))"
)
_YEAR_DIGITS = re.compile(r"(?<!\d)(?:\d{4}|\d{2})(?!\d)")
_DAYS = ("day", "days", "week")
_YEARS = ("year", "fiscal year")
_ON_DAY = re.compile(r"(?:เมื่อ)?\s?(?:วัน(?:ที่)?)?\s?$")
_FISCAL = "ปีงบประมาณ"


@dataclass(frozen=True, slots=True)
class Step:
    """So many years, months or quarters later, or earlier where ``count`` is negative."""

    unit: str
    """ปี, เดือน or ไตรมาส."""
    count: int
    fiscal: bool = False


def dates_of(text: str, today: date | None = None) -> list[DateMention]:
    """The dates of a text, and its years that stand alone ("2567")."""
    named = list(find_dates(text, today))
    taken = [(mention.start, mention.end) for mention in named]
    for match in _BARE_YEAR.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            year = int(match[0])
            written = f"ปี {match[0]}" if year > 2400 else f"ค.ศ. {match[0]}"
            named += (replace(found, start=match.start(), end=match.end()) for found in find_dates(written))
    return sorted(named, key=lambda mention: mention.start)


def year_of(mention: DateMention) -> int:
    """The year that a date is in, Buddhist era; the fiscal one where that is named."""
    return fiscal_year(mention.first) if mention.kind == "fiscal year" else mention.last.year + BUDDHIST_ERA


def is_year(mention: DateMention) -> bool:
    """Whether a year is named and nothing shorter."""
    return mention.kind in _YEARS


def redated(question: str, written: str, said: DateMention, spoken_of: DateMention | None, today: date) -> str:
    """The question asked of the date ``said``, which a follow-up writes so.

    ``spoken_of`` is when the answer is of, where the question does not say.
    """
    spans = dates_of(question, today)
    if not spans:
        whole = _completed(written, spoken_of, False)
        return f"{question} {whole if find_dates(whole) or not is_year(said) else _year_words(said, 0)}"
    if not is_year(said):
        like = next((span for span in spans if span.kind == said.kind), spans[-1])
        return _put(question, like, _completed(written, like, "งบ" in question[like.start : like.end]))
    if said.kind == "fiscal year" and spans[0].kind == "year":
        return _put(question, spans[0], _year_words(said, 0))
    return moved(question, spans, year_of(said) - year_of(spans[0]))


def stepped(question: str, step: Step, spoken_of: DateMention | None, today: date) -> str | None:
    """The question asked of the year, month or quarter so many steps away; None where none is known."""
    spans = dates_of(question, today)
    if step.unit == "ปี" and spans:
        return moved(question, spans, step.count)
    like = next((span for span in spans if _unit(span) == step.unit), None) or (None if spans else spoken_of)
    if like is None:
        return None
    fiscal = step.fiscal or (bool(spans) and "งบ" in question[like.start : like.end])
    there = _stepped(like, step, fiscal)
    return _put(question, like, there) if spans else f"{question} {there}"


def moved(text: str, spans: list[DateMention], years: int) -> str:
    """The text with its dates so many years later."""
    for span in reversed(spans):
        text = _put(text, span, _moved(text[span.start : span.end], span, years))
    return text


def _moved(written: str, span: DateMention, years: int) -> str:
    if span.kind in _DAYS:
        return _year_words(span, years)
    if _YEAR_DIGITS.search(written):
        return _YEAR_DIGITS.sub(
            lambda digits: f"{int(digits[0]) + years:0{len(digits[0])}}"[-len(digits[0]) :], written
        )
    return _year_words(span, years) if is_year(span) else f"{written} {year_of(span) + years}"


def _year_words(span: DateMention, years: int) -> str:
    """The year so many years after the one that a date is in."""
    return f"{_FISCAL if span.kind == 'fiscal year' else 'ปี'} {year_of(span) + years}"


def _put(text: str, span: DateMention, written: str) -> str:
    before = text[: span.start]
    if written.startswith("ปี") and span.kind in _DAYS:
        before = f"{_ON_DAY.sub('', before)} "
    return f"{before}{written}{text[span.end :]}".strip()


def _completed(written: str, like: DateMention | None, fiscal: bool) -> str:
    """What a follow-up writes, with the year of the date that it stands for where it says none."""
    if like is None or find_dates(written):
        return written
    year = year_of(like)
    named = f" {_FISCAL if fiscal or like.kind == 'fiscal year' else 'ปี'} {year}"
    for whole in (f"{written} {year}", f"{written}{named}"):
        if any((found.start, found.end) == (0, len(whole)) for found in find_dates(whole)):
            return f"{written}{named}" if written.startswith("ไตรมาส") else whole
    return written


def _unit(span: DateMention) -> str:
    return {"month": "เดือน", "quarter": "ไตรมาส"}.get(span.kind, "")


def _stepped(like: DateMention, step: Step, fiscal: bool) -> str:
    if step.unit == "ปี":
        year = fiscal_year(like.first) if fiscal else year_of(like)
        return f"{_FISCAL if fiscal or like.kind == 'fiscal year' else 'ปี'} {year + step.count}"
    months = like.first.year * 12 + like.first.month - 1 + step.count * (3 if step.unit == "ไตรมาส" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    if step.unit == "เดือน":
        return f"เดือน{MONTHS[first.month - 1][0]} {first.year + BUDDHIST_ERA}"
    if fiscal:
        return f"ไตรมาส {(first.month + 2) % 12 // 3 + 1} {_FISCAL} {fiscal_year(first)}"
    return f"ไตรมาส {(first.month + 2) // 3} ปี {first.year + BUDDHIST_ERA}"
