"""Numbers by what they are worth: "1.2 พันล้านบาท" is "1,200 ล้านบาท", "ร้อยละ 10" is "10%", "ปี 64" is "พ.ศ. 2564".

A value is written as a term: "amount 1200000000", "percent 10", "year 2564", "years 2562-2563", "month 2564-02",
"day 2564-02-09", "quarter 2562-3", "ครั้ง 26", "number 75/2565".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.dates import BUDDHIST_ERA, DateMention, find_dates
from corpus.thai import arabic_digits

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_THOUSAND = "พัน(?!ธ|เอก|โท|ตรี|ตำรวจ|จ่า)"
"""Not where a breed, a bond, a mission or a rank begins."""
_SCALES = {"พัน": 10**3, "หมื่น": 10**4, "แสน": 10**5, "thousand": 10**3, "billion": 10**9, "trillion": 10**12}
_SCALE = rf"(?:(?P<scale>{_THOUSAND}|หมื่น|แสน|trillion|billion|thousand)?\s*(?P<million>ล้าน(?:ล้าน)?|million)?)"
_BAHT = ("บาท", "baht", "thb", "฿")
_DOLLARS = "สหรัฐ(?:อเมริกา|ฯ)?|สรอ\\.?|ออสเตรเลีย|สิงคโปร์|แคนาดา|ฮ่องกง|นิวซีแลนด์|บรูไน|ไต้หวัน"
_CURRENCY = (
    rf"{'|'.join(_BAHT)}|ดอลล่?าร์(?:\s?(?:{_DOLLARS}))?|เหรียญ\s?(?:{_DOLLARS})|ยูโร|เยน|หยวน|ปอนด์(?:\s?สเตอร์ลิง)?|ฟรังก์\s?สวิส"
    r"|วอน|ริงกิต|รูปี|รูเบิล|ดอง|กีบ|จ๊าต|เรียล|โครน[าอ]?ร?์?(?:\s?(?:สวีเดน|เดนมาร์ก|นอร์เวย์))?"
    r"|(?:(?:US\s?)?dollars?|USD|EUR|JPY|CNY|GBP|CHF|euros?|yen)(?![a-z])"
)
_SIGN = r"(?:US\$|USD|EUR|JPY|GBP|CHF|THB|[$€£¥฿])"
_AMOUNT = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s*)?(?<![\d.,/])(?P<digits>{_DIGITS})(?![\d/]|[.,]\d)\s*{_SCALE}(?:\s*(?P<unit>{_CURRENCY}))?",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:[-–—]|ถึง)\s*")
_SHARE = rf"(?:{_DIGITS})(?:\s*[-–]\s*(?:{_DIGITS}))?"
_PERCENT = re.compile(
    rf"(?:ร้อยละ|เปอร์เซ็?นต์)\s*{_SHARE}|(?<![\d.,]){_SHARE}\s*(?:%|เปอร์เซ็?นต์|percent|per cent)", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?<![\d,.])(?P<number>\d{1,4})/(?P<year>25\d\d|\d\d|20\d\d)(?![\d,./])")
_ALSO_CALLED = {"สมัย": "ครั้ง", "เฟส": "ระยะ", "phase": "ระยะ", "ม.": "มาตรา", "ม": "มาตรา"}
_TIME = r"(?:ปี(?!\s?(?:\d|พ\.ศ|งบ))|เดือน|วัน|กิโลเมตร|เมตร|กม\.)"
_ORDINAL = re.compile(
    rf"(?P<noun>ครั้ง|สมัย|(?:ระยะ|รอบ)(?!\s?\d+\s?{_TIME})|เฟส|phase|ฉบับ|มาตรา|(?<![ก-๎.])ม\.?|รุ่น|แบบ|ชุด|มอก\.|กลุ่ม|(?<![ก-๎])ว)"
    r"(?:\s?ที่)?\s?(?P<number>\d{1,4})(?![\d,/]|\.\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d,./])(?P<year>2[45]\d\d|19[5-9]\d|20\d\d)"
    rf"(?![\d,]|\.\d|\s?(?:{_THOUSAND}|หมื่น|แสน|ล้าน|thousand|million|billion|trillion|บาท))",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_SLASH = re.compile(r"(?<=\d)\s?/\s?(?=\d)")
_FIRST_BUDDHIST = 2400
_LEAST = 1000
"""Amounts below it are told by their words."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Money or a share, in whole units, with its unit at ``text[start:end]``."""

    start: int
    end: int
    value: Decimal
    unit: str
    """ "%", "บาท", or another currency as written."""


def find_quantities(text: str) -> list[Quantity]:
    """The amounts of money and the shares of a text, in reading order; the two ends of a range are two."""
    plain = arabic_digits(text)
    shares = [share for match in _PERCENT.finditer(plain) for share in _shares(match)]
    sums = [one for one in _sums(plain) if not any(one.start < share.end and share.start < one.end for share in shares)]
    return sorted([*shares, *sums], key=lambda quantity: quantity.start)


def _shares(match: re.Match[str]) -> Iterator[Quantity]:
    numbers = list(re.finditer(_DIGITS, match[0]))
    for place, number in enumerate(numbers):
        start = match.start() + (number.start() if place else 0)
        end = match.start() + (number.end() if number is not numbers[-1] else len(match[0]))
        yield Quantity(start, end, Decimal(number[0].replace(",", "")), "%")


def _sums(text: str) -> Iterator[Quantity]:
    """Numbers with a currency; the first number of a range takes scale and currency from the second."""
    lower: re.Match[str] | None = None
    for match in _AMOUNT.finditer(text):
        unit = match["unit"] or match["sign"]
        if not unit:
            lower = None if match["scale"] or match["million"] else match
            continue
        if lower and _number(lower) < _number(match) and _TO.fullmatch(text, lower.end("digits"), match.start()):
            yield Quantity(*lower.span("digits"), _number(lower) * _scale(match), _currency(unit))
        end = match.start() + len(match[0].rstrip())
        yield Quantity(match.start(), end, _number(match) * _scale(match), _currency(unit))
        lower = None


def _currency(written: str) -> str:
    return "บาท" if written.casefold() in _BAHT else " ".join(written.split())


def values(text: str) -> list[str]:
    """The terms of every date, year, amount, share and ordinal in a text, repeats included."""
    plain = _SLASH.sub("/", _BLANKS.sub(" ", arabic_digits(text)))
    dates = find_dates(plain)
    dated = (term for mention in dates for term in _date(mention))
    undated = (*_years(plain, dates), *_numbered(plain, dates))
    return [*dated, *undated, *_ordinals(plain), *_percents(plain), *_amounts(plain)]


def _date(mention: DateMention) -> Iterator[str]:
    ends = [(day.year + BUDDHIST_ERA, day.month, day.day) for day in (mention.first, mention.last)]
    first, last = ends[0][0], ends[1][0]
    if mention.kind == "quarter":
        yield f"quarter {first}-{(mention.first.month + 2) // 3}"
    if mention.kind in ("day", "days"):
        yield from (f"day {year}-{month:02}-{day:02}" for year, month, day in ends)
    if mention.kind in ("day", "days", "month", "months", "part"):
        yield from (f"month {year}-{month:02}" for year, month, _ in ends)
    if mention.kind == "year" and first < last:
        yield f"years {first}-{last}"
    years = range(first + 1, last + 1) if mention.kind == "fiscal year" else (first, last)
    yield from (f"year {year}" for year in years)


def _years(text: str, dates: Sequence[DateMention]) -> Iterator[str]:
    for match in _outside(dates, _YEAR.finditer(text)):
        yield f"year {_buddhist(int(match['year']))}"


def _numbered(text: str, dates: Sequence[DateMention]) -> Iterator[str]:
    for match in _outside(dates, _NUMBERED.finditer(text)):
        yield f"number {int(match['number'])}/{_buddhist(int(match['year']))}"


def _outside(dates: Sequence[DateMention], matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The matches that are no part of a date: the 9/2563 of 8/9/2563 numbers nothing."""
    for match in matches:
        if not any(match.start() < date.end and date.start < match.end() for date in dates):
            yield match


def _buddhist(year: int) -> int:
    """A year of two digits, or of either era, in the Buddhist era."""
    if year < 100:
        return year + 2500
    return year if year >= _FIRST_BUDDHIST else year + BUDDHIST_ERA


def _ordinals(text: str) -> Iterator[str]:
    for match in _ORDINAL.finditer(text):
        noun = match["noun"].casefold()
        yield f"{_ALSO_CALLED.get(noun, noun)} {int(match['number'])}"


def _percents(text: str) -> Iterator[str]:
    for match in _PERCENT.finditer(text):
        yield from (f"percent {_plain(digits)}" for digits in re.findall(_DIGITS, match[0]))


def _amounts(text: str) -> Iterator[str]:
    for match in _AMOUNT.finditer(text):
        value = _number(match) * _scale(match)
        if value >= _LEAST and not _YEAR.match(text, match.start()):
            yield f"amount {value.normalize():f}"


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match["digits"].replace(",", ""))


def _scale(match: re.Match[str]) -> int:
    scale = _SCALES[match["scale"].casefold()] if match["scale"] else 1
    million = match["million"] or ""
    return scale * (10**12 if million == "ล้านล้าน" else 10**6 if million else 1)


def _plain(digits: str) -> str:
    return f"{Decimal(digits.replace(',', '')).normalize():f}"
