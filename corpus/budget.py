"""Budget lines: the amounts of money and the shares that an item decides on, each with what its clause says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.dates import BUDDHIST_ERA, find_dates
from corpus.record import AgendaItem
from corpus.resolutions import Resolution, own_lines
from corpus.thai import cluster_start
from corpus.values import Quantity, find_quantities

LONGEST = 350
"""Code points of the longest clause."""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """An amount or a share with its unit at ``text[start:end]``, inside its clause."""

    start: int
    end: int
    clause_start: int
    clause_end: int
    value: Decimal
    """In whole units: 1.2 ล้านบาท is 1200000."""
    unit: str
    """ "บาท", "%", or another currency as written."""
    purpose: str
    """What it is for, in the words of the clause, or the item's title."""
    source: str | None
    """The money that it comes from: งบกลาง, เงินกู้, งบประมาณรายจ่ายประจำปี…"""
    fiscal_year: int | None
    """Buddhist era."""
    condition: str | None
    """Under what it holds: "ไม่เกิน…", "โดยให้…", "เว้นแต่…"."""


_BEFORE = 200
"""Code points of a long clause that stand before its amount, at most."""
_LONGEST_PIECE = 200
_LEAST_PIECE = 6
"""Code points of a purpose or a condition."""
_GAP = re.compile(r"(?<=\S)\s+(?=[^\s\d])")
_END = (
    r"(?=\s(?:โดย|ทั้งนี้|ตามที่|ซึ่ง|และให้|รวมทั้ง|ประกอบด้วย|แบ่งเป็น|เป็นเงิน|จำนวน|(?:ภายใน)?(?:กรอบ)?วงเงิน|เพื่อ|ให้|สำหรับ)"
    r"|\s?\(|\s\d+[.)]\s|\s{2}|$)"
)
_FOR = re.compile(rf"(?:เพื่อ(?:เป็น)?|สำหรับ(?:เป็น)?|เป็นค่า)\S.*?{_END}", re.DOTALL)
_JOINT = re.compile(
    r"\s(?:และ|โดย|รวมทั้ง|ประกอบด้วย|แบ่งเป็น|ได้แก่|ทั้งนี้)\s?|(?:^|\s)\(?\d+(?:\.\d+)*[.)]\s|^\s*\d+\.\d+\s|[,;:]\s|\n|^[-–•]\s?"
    r"|\d[\d,.]*\s*(?:พัน|หมื่น|แสน)?(?:ล้าน)*บาท|ร้อยละ\s?[\d.]+|^.{0,60}?มติ(?:ที่ประชุม)?\s?"
)
"""Where a phrase begins: after a conjunction, the mark of an entry, or another amount."""
_VERB = re.compile(
    r"^\s*(?:คณะรัฐมนตรี|ที่ประชุม)?(?:(?:และ)?(?:อนุมัติ|เห็นชอบ|รับทราบ|มอบหมาย)(?:(?:ใน)?หลักการ)?(?:ให้|ต่อ|การ)?)*\s*"
)
_MEASURE = re.compile(
    r"\s*(?:(?:(?:ภายใน|ภายใต้)?(?:กรอบ)?วงเงิน(?:งบประมาณ|กู้|รวม|โครงการ|สินเชื่อ|ลงทุน|เดิม)*|(?:เป็น)?จำนวน(?:เงิน)?|เป็นเงิน|คิดเป็น|รวม|ทั้งสิ้น"
    r"|ไม่เกิน|ไม่ต่ำกว่า|เกิน(?:กว่า)?|(?<!งบ)ประมาณ|ในอัตรา|อัตรา|จากเดิม|จาก|เป็น|เดิม|สุทธิ|เพิ่มขึ้น|ลดลง|คงเหลือ|(?:ปี|เดือน|วัน|คน|ราย|ไร่|ตัว|ตัน|กิโลกรัม|ครั้ง|หน่วย|คัน|เครื่อง|ชุด|แห่ง|หลัง)ละ(?:ไม่เกิน)?)\s*)+$"
)
"""What leads to an amount and names nothing."""
_SOURCE = re.compile(
    rf"งบกลาง(?:\s?รายการ.{{2,120}}?{_END})?|งบประมาณรายจ่าย(?:ประจำปี|บูรณาการ|เพิ่มเติม)?(?!.{{0,40}}งบกลาง)|งบลงทุน|งบเงินอุดหนุน|เงินอุดหนุน"
    r"|เงินรายได้|เงินนอกงบประมาณ|(?<!วง)(?<!ต้น)เงินกู้(?:ตามพระราชกำหนด\S*|ในประเทศ|ต่างประเทศ)?|เงินทุนหมุนเวียน|เงินทุนสำรองจ่าย|เงินเหลือจ่าย"
    rf"|เงินสะสม|เงินบำรุง|(?<=จ่ายจาก)[^\s\d].{{2,80}}?{_END}"
)
_BOUND = re.compile(r"(?:ไม่เกินกว่า|ไม่เกิน|ไม่ต่ำกว่า|ไม่น้อยกว่า|เกินกว่า|เกิน|ตั้งแต่|ต่ำกว่า|อย่างน้อย)\s*$")
_HOLDS = re.compile(
    r"(?:เว้นแต่|ยกเว้น|หาก|ในกรณี|ภายใต้เงื่อนไข|ทั้งนี้|โดย(?=\s?(?:ให้|ต้อง|ไม่|ถือ|คำนึง|ขอ|จะ|มีเงื่อนไข))).{8,}?(?=\s(?:และให้|รวมทั้ง|ตามที่)|\n|$)"
)


def find_budget(text: str, item: AgendaItem, resolution: Resolution | None) -> list[BudgetLine]:
    """The budget lines of an item: of its resolution, or of all that it says under its heading where it has none."""
    lines = own_lines(text, item)
    if resolution:
        start, end = resolution.start, resolution.end
    else:
        start, end = (lines[1].start, item.end) if len(lines) > 1 else (item.end, item.end)
    found = []
    for quantity in find_quantities(text[start:end]):
        at = replace(quantity, start=quantity.start + start, end=quantity.end + start)
        line = next((line for line in lines if line.start <= at.start < line.end), None)
        if line:
            found.append(_budget_line(text, at, max(line.start, start), max(min(line.end, end), at.end), item.title))
    return found


def _budget_line(text: str, amount: Quantity, low: int, high: int, title: str) -> BudgetLine:
    start, end = _clause(text, amount, low, high)
    before, after = text[start : amount.start], text[amount.end : end]
    return BudgetLine(
        start=amount.start,
        end=amount.end,
        clause_start=start,
        clause_end=end,
        value=amount.value,
        unit=amount.unit,
        purpose=_purpose(before, after) or title,
        source=_nearest(_SOURCE, text[start:end], amount.start - start),
        fiscal_year=_fiscal_year(text[start:end], amount.start - start),
        condition=_condition(before, text[amount.start : amount.end], after),
    )


def _clause(text: str, amount: Quantity, low: int, high: int) -> tuple[int, int]:
    """The paragraph of an amount, or the phrases around the amount where it is longer than a clause may be."""
    if high - low <= LONGEST:
        return low, high
    earliest = max(low, min(amount.start - _BEFORE, high - LONGEST))
    starts = [gap.end() for gap in _GAP.finditer(text, earliest, amount.start)]
    start = low if earliest == low else next(iter(starts), cluster_start(text, earliest))
    limit = min(high, start + LONGEST)
    ends = [gap.start() for gap in _GAP.finditer(text, amount.end, limit)]
    return start, high if limit == high else max(ends, default=cluster_start(text, limit))


def _purpose(before: str, after: str) -> str:
    """What an amount is for: "เพื่อ…" after it, or the last phrase before it that names something."""
    named = _FOR.search(after[:_LONGEST_PIECE])
    if named and not _JOINT.search(after, 0, named.start()):
        return _plain(named[0])
    ends = [len(before), *(joint.start() for joint in reversed(list(_JOINT.finditer(before))))]
    starts = [*(joint.end() for joint in reversed(list(_JOINT.finditer(before)))), 0]
    for start, end in zip(starts, ends, strict=True):
        phrase = _VERB.sub("", _MEASURE.sub("", before[start:end])).strip(" ([“,")
        if len(phrase) >= _LEAST_PIECE:
            return _plain(phrase)
    return ""


def _nearest(pattern: re.Pattern[str], clause: str, place: int) -> str | None:
    found = min(pattern.finditer(clause), key=lambda match: abs(match.start() - place), default=None)
    return _plain(found[0]) if found else None


def _fiscal_year(clause: str, place: int) -> int | None:
    years = [date for date in find_dates(clause) if date.kind == "fiscal year"]
    nearest = min(years, key=lambda date: abs(date.start - place), default=None)
    if nearest is None or nearest.last.year - nearest.first.year > 1:
        return None
    return nearest.last.year + BUDDHIST_ERA


def _condition(before: str, amount: str, after: str) -> str | None:
    bound = _BOUND.search(before)
    if bound:
        return _plain(bound[0] + amount)
    holds = _HOLDS.search(after)
    return _plain(holds[0][:_LONGEST_PIECE]) if holds else None


def _plain(piece: str) -> str:
    return " ".join(piece.split())
