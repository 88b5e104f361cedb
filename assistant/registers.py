"""The registers as people ask for them: rows by plain words, and questions that ask to list or to count them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assistant.question import word_weight
from assistant.quotes import LONGEST, Span, windows
from corpus.budget import BudgetLine
from corpus.dates import find_dates
from corpus.record import AgendaItem
from corpus.resolutions import Resolution
from corpus.roles import Role
from corpus.thai import arabic_digits, fold, normalise
from corpus.values import values
from index.abbreviations import Abbreviations
from index.generation import MeetingRow, Rankings
from index.registers import CLAUSES, Register, Row
from index.search import Days
from index.store import Store
from index.words import words

_VERBS = {
    "ไม่อนุมัติ": r"ไม่อนุมัติ",
    "ไม่เห็นชอบ": r"ไม่(?:ให้ความ)?เห็นชอบ",
    "อนุมัติ": r"(?<!ไม่)อนุมัติ",
    "เห็นชอบ": r"(?<!ไม่)เห็นชอบ",
    "รับทราบ": r"รับทราบ",
    "มอบหมาย": r"มอบหมาย",
    "แต่งตั้ง": r"แต่งตั้ง",
    "ยกเลิก": r"ยกเลิก",
    "ทบทวน": r"ทบทวน",
    "ขยายเวลา": r"ขยาย(?:ระยะ)?เวลา",
    "เลื่อน": r"เลื่อน",
}
"""The decision verbs of `corpus.resolutions`, as questions write them."""
_ABOVE = re.compile(r"(?P<strict>(?<!ไม่)(?:เกินกว่า|เกิน|มากกว่า|สูงกว่า))\s*$|(?:ตั้งแต่|ไม่(?:ต่ำ|น้อย)กว่า|อย่างน้อย)\s*$")
_BELOW = re.compile(r"(?P<strict>(?<!ไม่)(?:ต่ำกว่า|น้อยกว่า)|ไม่ถึง)\s*$|(?:ไม่เกิน|ไม่มากกว่า|ไม่สูงกว่า)\s*$")
_BOUND = re.compile(r"[\d,.]+\s?(?:พัน|หมื่น|แสน)?\s?(?:ล้าน)*\s?(?:บาท|%|เปอร์เซ็นต์)|ร้อยละ\s?[\d,.]+")
_ASKS_COUNT = re.compile(r"กี่\s?(?:เรื่อง|มติ|วาระ|รายการ)")
_ASKS_LIST = re.compile(
    r"(?:เรื่อง|มติ|วาระ|รายการ)(?:ใด|ไหน|อะไร)?(?:บ้าง|ทั้งหมด)|(?:เรื่อง|รายการ|โครงการ)ที่(?:มี)?(?:วงเงิน|งบ)"
)
_ASKS_ROLES = re.compile(
    r"(?:มีหน้าที่|มีบทบาท|รับผิดชอบ|ได้รับมอบหมาย|ทำหน้าที่)(?:และอำนาจ|หน้าที่|เรื่อง|ให้ทำ|ด้าน)*(?:อะไร|ใด|ไหน)(?:บ้าง)?\s*$"
)
_STRUCTURE = re.compile(
    r"กี่|เรื่อง|มติ|วาระ|รายการ|โครงการ|วงเงิน|งบประมาณ|จำนวน|ทั้งหมด|บ้าง|ใด|ไหน|อะไร|มี|ที่ประชุม|คณะรัฐมนตรี|ครม\.?|หน้าที่|บทบาท|รับผิดชอบ"
    r"|ได้รับ|ทำ|และอำนาจ|เกินกว่า|เกิน|มากกว่า|สูงกว่า|ตั้งแต่|ไม่ต่ำกว่า|ไม่น้อยกว่า|อย่างน้อย|ต่ำกว่า|น้อยกว่า|ไม่เกิน|ไม่ถึง|ขอ|แสดง|สรุป"
)
"""What a question of listing says besides what is listed."""
_PHRASE = 3
"""Words up to which a run of letters is one phrase: "งบกลาง" is not "งบ" and "กลาง"."""
_HELD = 0.75
"""The share of the filter's words, by weight, that a row holds."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows of a register are wanted."""

    words: tuple[str, ...] = ()
    """Folded words and phrases that the clause or its item's title holds, most of them."""
    days: tuple[Days, ...] = ()
    """Spans in one of which the meeting was held."""
    verbs: frozenset[str] = frozenset()
    least: Decimal | None = None
    most: Decimal | None = None
    strict: bool = False
    """Whether the bounds themselves are left out: "เกิน" against "ตั้งแต่"."""
    unit: str = "บาท"
    of_body: bool = False
    """Whether the words name the body of a role, not its duty."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row with where it stands."""

    row: Row
    meeting: MeetingRow
    item: AgendaItem
    quote: Span
    """At most `LONGEST` code points of the clause."""
    said: str
    """Their words, as they were read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A question that a register answers."""

    register: Register
    counts: bool
    """Whether it asks how many."""
    filter: Filter


def read_listing(question: str, today: date, abbreviations: Abbreviations) -> Listing | None:
    """The register and the rows that a question asks to list or to count; None for any other question."""
    text = arabic_digits(normalise(question))
    counts = _ASKS_COUNT.search(text) is not None
    found = read_filter(text, today, abbreviations)
    if _ASKS_ROLES.search(text) and found.words:
        return Listing("roles", False, replace(found, of_body=True))
    if found.least is not None or found.most is not None:
        return Listing("budget", counts, found) if counts or _ASKS_LIST.search(text) else None
    if found.verbs and (counts or _ASKS_LIST.search(text)) and (found.days or found.words):
        return Listing("decisions", counts, found)
    return None


def read_filter(text: str, today: date, abbreviations: Abbreviations) -> Filter:
    """A filter in plain words: "งบกลาง ปี 2564", "อนุมัติ เกิน 1,000 ล้านบาท"."""
    text = arabic_digits(normalise(text))
    mentions = find_dates(text, today)
    days = tuple((mention.first, mention.last) for mention in mentions)
    verbs = frozenset(verb for verb, pattern in _VERBS.items() if re.search(pattern, text))
    bounds = [(match, values(match[0])) for match in _BOUND.finditer(text)]
    least, most, strict, unit = _bounds(text, bounds)
    left = _blanked(text, [(m.start, m.end) for m in mentions] + [match.span() for match, _ in bounds])
    names = abbreviations.names(left)
    for pattern in (*_VERBS.values(), _STRUCTURE.pattern):
        left = re.sub(pattern, " ", left)
    telling = tuple(dict.fromkeys(phrase for chunk in left.split() for phrase in _phrases(chunk)))
    return Filter(telling or tuple(fold(name) for name in names[:1]), days, verbs, least, most, strict, unit)


def _bounds(
    text: str, bounds: Sequence[tuple[re.Match[str], list[str]]]
) -> tuple[Decimal | None, Decimal | None, bool, str]:
    """The least and the most that is wanted, whether they are left out, and their unit."""
    least = most = None
    strict, unit = False, "บาท"
    for match, terms in bounds:
        numbers = [term.split() for term in terms if term.startswith(("amount ", "percent "))]
        above, below = (pattern.search(text, 0, match.start()) for pattern in (_ABOVE, _BELOW))
        side = above or below
        if not numbers or side is None:
            continue
        kind, number = numbers[0]
        unit, strict = "%" if kind == "percent" else "บาท", side["strict"] is not None
        least, most = (Decimal(number), most) if above else (least, Decimal(number))
    return least, most, strict, unit


def _phrases(chunk: str) -> list[str]:
    """What a run of letters asks for: the whole of a short one, the telling words of a long one."""
    telling = [word for word in words(chunk) if word_weight(word) > 0]
    return [fold(chunk)] if 0 < len(telling) <= _PHRASE else telling


def _blanked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    for start, end in ranges:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def listed(rankings: Rankings, store: Store, register: Register, wanted: Filter) -> list[Listed]:
    """The rows of a register that a filter wants, newest meeting first."""
    chosen = (row for row in rankings.registers if isinstance(row.clause, CLAUSES[register]))
    found = [placed for row in chosen if (placed := _placed(rankings, store, row, wanted))]
    return sorted(found, key=lambda each: each.meeting.meeting.date or date.min, reverse=True)


def _placed(rankings: Rankings, store: Store, row: Row, wanted: Filter) -> Listed | None:
    meeting = rankings.meetings[row.revision]
    item = meeting.items[row.item]
    if not _is_wanted(row, meeting, wanted):
        return None
    span = _clause(row)
    text = store.text(row.revision, span.start, span.end)
    held = row.clause.body if isinstance(row.clause, Role) and wanted.of_body else f"{item.title} {text}"
    if wanted.words and _share(wanted.words, held) < _HELD:
        return None
    quote = _shortened(text, span)
    return Listed(row, meeting, item, quote, text[quote.start - span.start : quote.end - span.start])


def _is_wanted(row: Row, meeting: MeetingRow, wanted: Filter) -> bool:
    clause = row.clause
    if wanted.days and not any(meeting.held(first, last) for first, last in wanted.days):
        return False
    if isinstance(clause, Resolution):
        return wanted.verbs <= set(clause.verbs)
    if isinstance(clause, BudgetLine) and (wanted.least is not None or wanted.most is not None):
        inside = (wanted.least is None or clause.value >= wanted.least) and (
            wanted.most is None or clause.value <= wanted.most
        )
        return (
            clause.unit == wanted.unit
            and inside
            and not (wanted.strict and clause.value in (wanted.least, wanted.most))
        )
    return True


def _clause(row: Row) -> Span:
    clause = row.clause
    if isinstance(clause, BudgetLine):
        return Span(clause.clause_start, clause.clause_end)
    return Span(clause.start, clause.end)


def _share(wanted: Sequence[str], text: str) -> float:
    """The share of the words, by weight, that stand in a text."""
    folded = fold(text)
    weights = {phrase: sum(map(word_weight, words(phrase))) or 1.0 for phrase in wanted}
    return sum(weight for word, weight in weights.items() if word in folded) / sum(weights.values())


def _shortened(text: str, span: Span) -> Span:
    """The beginning of a clause, cut where a phrase ends."""
    first = next(iter(windows(text, 0, len(text), LONGEST)), Span(0, len(text)))
    return Span(span.start + first.start, span.start + first.end)
