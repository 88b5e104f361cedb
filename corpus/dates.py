"""The one reader of dates: Buddhist era, Thai digits, fiscal years, ranges, and dates told from today.

A date that does not exist (31 กุมภาพันธ์) is not read, nor is any part of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from corpus.months import ENGLISH_MONTH_PATTERN, MONTH_PATTERN, MONTHS, SPACES, month_number
from corpus.spans import Kind, Span, days_away, months_of, part_of, week, whole_month, whole_year
from corpus.thai import arabic_digits

BUDDHIST_ERA = 543
"""Years between the Buddhist and the common era."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """Days ``first`` to ``last``, both included, named at ``text[start:end]``.

    ``kind`` is what was named; "days", "months" and the years of a range span from one to another; "part" is the
    beginning, middle or end of a month or a year.
    """

    first: date
    last: date
    start: int
    end: int
    kind: Kind


def find_dates(text: str, today: date | None = None) -> tuple[DateMention, ...]:
    """Every date named in a text, in reading order, none overlapping.

    ``today`` is the day of asking: with it "ปีที่แล้ว" is read, and a day without its year is the last such day.
    """
    plain = arabic_digits(text)
    claimed: list[tuple[int, int]] = []
    mentions: list[DateMention] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(start < taken[1] and taken[0] < end for taken in claimed):
                continue
            claimed.append((start, end))
            mentions += _mentions(match, read, today)
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def fiscal_year(day: date) -> int:
    """The Thai fiscal year of a day, Buddhist era: 2554 runs from October 2010 to September 2011."""
    return day.year + BUDDHIST_ERA + (day.month >= 10)


def thai_date(day: date) -> str:
    """A day as Thai people write it: 18 มกราคม 2553."""
    return f"{day.day} {MONTHS[day.month - 1][0]} {day.year + BUDDHIST_ERA}"


def _mentions(match: re.Match[str], read: _Reader, today: date | None) -> Iterator[DateMention]:
    try:
        span = read(match, today)
    except ValueError:
        return
    if span and span.first <= span.last:
        yield DateMention(span.first, span.last, *match.span(), span.kind)


def _year(written: str, like: int = 2500 - BUDDHIST_ERA) -> int:
    """The common-era year of "พ.ศ. 2566", "66", "ค.ศ. 2021"; two digits belong to the century of ``like`` or the 2500s.

    Raises ValueError where no meeting can have that year.
    """
    digits = int(written[-4:] if written[-4:].isdecimal() else written[-2:])
    common = _is_common(written)
    if digits < 100:
        digits += 2000 if common else (like + BUDDHIST_ERA) // 100 * 100
    year = digits if common or digits < 2300 else digits - BUDDHIST_ERA
    if not 1850 <= year <= 2150:
        raise ValueError("no plausible year")
    return year


def _is_common(written: str) -> bool:
    return re.search(_COMMON_ERA, written, re.IGNORECASE) is not None


def _read_day(match: re.Match[str], _: date | None) -> Span:
    month = int(match["month"]) if match["month"].isdecimal() else month_number(match["month"])
    day = date(_year(match["year"]), month, int(match["day"]))
    return Span(day, day, "day")


def _read_days(match: re.Match[str], _: date | None) -> Span:
    """A day, or a range of days whose first takes the month and year that it does not name from the last."""
    year, month = _full_year(match), month_number(match["month"])
    last = date(year, month, int(match["day"]))
    if not match["day1"]:
        return Span(last, last, "day")
    month1 = month_number(match["month1"]) if match["month1"] else month
    year1 = _year(match["year1"], year) if match["year1"] else year - (month1 > month)
    return Span(date(year1, month1, int(match["day1"])), last, "days")


def _full_year(match: re.Match[str]) -> int:
    """The year beside a month; two digits are no year beside an English month."""
    if match["month"][0].isascii() and not re.search(r"\d{4}$", match["year"]):
        raise ValueError("a day, not a year")
    return _year(match["year"])


def _read_months(match: re.Match[str], _: date | None) -> Span:
    year, month = _full_year(match), month_number(match["month"])
    last = whole_month(year, month)
    if not match["month1"]:
        return part_of(last, match["part"])
    month1 = month_number(match["month1"])
    year1 = _year(match["year1"], year) if match["year1"] else year - (month1 > month)
    return Span(part_of(whole_month(year1, month1), match["part"]).first, last.last, "months")


def _read_day_without_year(match: re.Match[str], today: date | None) -> Span | None:
    if today is None:
        return None
    month, number = month_number(match["month"]), int(match["day"])
    for year in range(today.year, today.year - 8, -1):
        if number <= monthrange(year, month)[1] and date(year, month, number) <= today:
            day = date(year, month, number)
            return Span(day, day, "day")
    return None


def _read_quarter(match: re.Match[str], _: date | None) -> Span:
    year = whole_year(_year(match["year"]), match["fiscal"] is not None)
    if match["half"]:
        return months_of(year, 6 * (match["half"] == "หลัง"), 6, "half")
    return months_of(year, 3 * (_quarter(match["quarter"]) - 1), 3, "quarter")


def _read_span_without_year(match: re.Match[str], today: date | None) -> Span | None:
    """A month or a quarter of the calendar without its year: the last that has begun."""
    if today is None:
        return None
    year, last_year = (_span_of_year(match, year) for year in (today.year, today.year - 1))
    return year if year.first <= today else last_year


def _span_of_year(match: re.Match[str], year: int) -> Span:
    if match["month"]:
        return whole_month(year, month_number(match["month"]))
    return months_of(whole_year(year, False), 3 * (_quarter(match["quarter"]) - 1), 3, "quarter")


def _quarter(written: str) -> int:
    return _QUARTERS.get(written) or int(written)


def _read_years(match: re.Match[str], _: date | None) -> Span:
    year, fiscal = _year(match["year"]), match["fiscal"] is not None
    first = whole_year(year, fiscal)
    if not match["year2"]:
        return part_of(first, match["part"])
    common = "ค.ศ. " if _is_common(match["year"]) and len(match["year2"]) == 2 else ""
    return Span(first.first, whole_year(_year(common + match["year2"], year), fiscal).last, first.kind)


def _read_relative(match: re.Match[str], today: date | None) -> Span | None:
    """Units told from today: this one, the last, the next, or so many ago."""
    unit, when, count = match["unit"], match["when"], match["count"]
    vague = unit == "วัน" and not count and when != "นี้"
    if today is None or vague or (count and when not in ("ที่แล้ว", "ก่อน")):
        return None
    step = {"นี้": 0, "หน้า": 1}.get(when, -int(count or 1))
    if unit.startswith("ปี"):
        fiscal = unit != "ปี"
        year = fiscal_year(today) - BUDDHIST_ERA if fiscal else today.year
        return part_of(whole_year(year + step, fiscal), match["part"])
    if unit == "เดือน":
        months = today.year * 12 + today.month - 1 + step
        return part_of(whole_month(months // 12, months % 12 + 1), match["part"])
    if unit == "ไตรมาส":
        return months_of(whole_year(today.year, False), (today.month - 1) // 3 * 3 + 3 * step, 3, "quarter")
    return days_away(today, step) if unit == "วัน" else week(today, step)


def _read_near_day(match: re.Match[str], today: date | None) -> Span | None:
    steps = {"เมื่อวานซืน": -2, "พรุ่งนี้": 1}
    return days_away(today, steps.get(match[0], -1)) if today else None


_Reader: TypeAlias = Callable[[re.Match[str], date | None], Span | None]

_SP = SPACES
_MONTH = f"(?:{MONTH_PATTERN}|{ENGLISH_MONTH_PATTERN})"
_COMMON_ERA = rf"ค{_SP}\.?{_SP}ศ|คริสต์|a\.?d"
_ERA = rf"(?:(?:พ|ค){_SP}\.?{_SP}ศ{_SP}\.?|(?:พุทธ|คริสต์)ศักราช|b\.?e\.?|a\.?d\.?)"
_AMOUNT = "ล้าน|พัน(?!ธ)|หมื่น|แสน|บาท|ชั่วโมง|เปอร์เซ็นต์|%"
_DIGITS = rf"(?:\d{{4}}(?!\d|,\d)|\d{{2}}(?!\d|[.,]\d|{_SP}(?:{_AMOUNT})))"
_YEAR = rf"(?:(?:{_ERA}{_SP})?{_DIGITS})"
_OF_YEAR = rf"{_SP}(?:ของ)?(?:ปี)?{_SP}"
_TO = rf"{_SP}(?:-|–|—|ถึง){_SP}"
_WEEKDAY = "จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์"
_ON = rf"(?:วัน(?:{_WEEKDAY})?ที่{_SP})?"
_FISCAL = rf"ปี{_SP}งบ(?:ประมาณ)?(?:รายจ่าย)?"
_SORT_OF_YEAR = "(?:ปฏิทิน|ใหม่|ภาษี|บัญชี|การศึกษา|การผลิต|การเพาะปลูก)?"
_MONTH_AHEAD = "(?=[กตธปพมสเa-z])"
"""What a month, its part or its noun begins with: most characters need not be tried."""
_PART = rf"(?:(?<!งบ)(?<!ส่วน)(?<!เบื้อง)(?P<part>ต้น|กลาง|ปลาย){_SP})?"
_QUARTERS = {"แรก": 1, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "สุดท้าย": 4}

_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-]|\.\d)", _read_day),
        (
            _ON + r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)"
            r"(?P<year>\d{4}|\d{2})(?![\d/-]|\.\d)",
            _read_day,
        ),
        (_ON + r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?![\d/-]|\.\d)", _read_day),
        (
            rf"(?P<month>{ENGLISH_MONTH_PATTERN}){_SP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)",
            _read_day,
        ),
        (
            rf"{_ON}(?<![\d.,/])(?:(?P<day1>\d{{1,2}})(?:{_SP}(?P<month1>{_MONTH})(?:{_OF_YEAR}(?P<year1>{_YEAR}))?)?{_TO}"
            rf"{_ON})?(?<![\d.,/])(?P<day>\d{{1,2}}){_SP}(?P<month>{_MONTH}){_OF_YEAR}(?P<year>{_YEAR})",
            _read_days,
        ),
        (
            rf"{_MONTH_AHEAD}{_PART}(?:เดือน{_SP})?(?:(?P<month1>{_MONTH})(?:{_OF_YEAR}(?P<year1>{_YEAR}))?{_TO}(?:เดือน{_SP})?)?"
            rf"(?P<month>{_MONTH}){_OF_YEAR}(?P<year>{_YEAR})",
            _read_months,
        ),
        (rf"{_ON}(?<![\d.,/])(?P<day>\d{{1,2}}){_SP}(?P<month>{_MONTH})(?!{_SP}\d)", _read_day_without_year),
        (
            rf"(?:(?:ไตรมาส(?:ที่)?{_SP}|\bQ)(?P<quarter>[1-4]|{'|'.join(_QUARTERS)})|ครึ่ง(?:ปี)?(?P<half>แรก|หลัง))"
            rf"{_SP}(?:/|ของ)?{_SP}(?:(?P<fiscal>{_FISCAL})|ปี)?{_SP}(?P<year>{_YEAR})",
            _read_quarter,
        ),
        (
            rf"{_PART}(?:(?P<fiscal>{_FISCAL})|(?<!\d)(?<!\d\s)ปี{_SORT_OF_YEAR}|(?={_ERA})){_SP}(?P<year>{_YEAR})"
            rf"(?:(?:{_TO}|/)(?:{_FISCAL}|ปี)?{_SP}(?P<year2>{_YEAR}))?",
            _read_years,
        ),
        (
            rf"{_PART}(?:(?<!\d)(?P<count>\d{{1,2}}){_SP})?(?P<unit>{_FISCAL}|ปี|ไตรมาส|เดือน|สัปดาห์|(?<!วัน)อาทิตย์|วัน)"
            rf"{_SP}(?P<when>นี้|หน้า|ที่แล้ว|ที่ผ่านมา|ก่อน(?!วัน|ที่|การ|หน้า|จะ|มี))",
            _read_relative,
        ),
        (
            rf"(?<!เงิน)เดือน{_SP}(?>(?P<month>{_MONTH}))(?!{_SP}\d|{_TO})"
            rf"|(?<!ๆ)ไตรมาส(?:ที่)?{_SP}(?P<quarter>[1-4]|{'|'.join(_QUARTERS)})(?!\d|[.,/]\d|{_SP}(?:/|ปี|ของ|และ|{_ERA}|\d)|{_TO})",
            _read_span_without_year,
        ),
        ("เมื่อวานซืน|เมื่อวาน(?:นี้)?|พรุ่งนี้", _read_near_day),
    )
)
