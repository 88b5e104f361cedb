"""A question of listing or counting -> Answer: how many rows of a register there are, each with its clause."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.registers import Filter, Listed, Listing
from corpus.budget import BudgetLine
from corpus.dates import thai_date
from corpus.resolutions import Resolution
from corpus.roles import Role
from corpus.thai import cluster_start
from index.registers import Register

NAMES: dict[Register, str] = {"decisions": "มติ", "roles": "บทบาทหน้าที่", "budget": "วงเงินและสัดส่วน"}
_UNITS: dict[Register, str] = {"decisions": "เรื่อง", "roles": "รายการ", "budget": "รายการ"}
_LED = 3
"""Rows that the lead names."""
_LONGEST = 90
"""Code points of a row in one line."""


def lead(listing: Listing, rows: Sequence[Listed]) -> str:
    """How many rows there are, and the first of them in one line each."""
    unit = _UNITS[listing.register]
    head = f"พบ {len(rows):,} {unit}ในทะเบียน{NAMES[listing.register]}{_condition(listing.filter)}"
    shown = [f"[{number}] {line(row)}" for number, row in enumerate(rows[:_LED], start=1)]
    more = f"และอีก {len(rows) - _LED:,} {unit}" if len(rows) > _LED else ""
    return "\n".join(filter(None, (head, *shown, more)))


def line(row: Listed) -> str:
    """A row in one line: the meeting's day, and what it says."""
    day = row.meeting.meeting.date
    return " · ".join(filter(None, (thai_date(day) if day else "", _cut(_said(row)))))


def _said(row: Listed) -> str:
    clause = row.row.clause
    if isinstance(clause, Resolution):
        return f"{' '.join(clause.verbs)}: {row.item.title}"
    if isinstance(clause, Role):
        return f"{clause.body}: {clause.duty}"
    return f"{clause.value:,f} {clause.unit}: {clause.purpose or row.item.title}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: cluster_start(text, _LONGEST)].rstrip()}…"


def _condition(wanted: Filter) -> str:
    """What the rows were chosen by, so that a reader sees how the question was taken."""
    parts = [f"“{' '.join(wanted.words)}”"] if wanted.words else []
    parts += sorted(wanted.verbs)
    parts += [f"{thai_date(first)} ถึง {thai_date(last)}" for first, last in wanted.days]
    if wanted.least is not None:
        parts.append(f"ตั้งแต่ {wanted.least:,f} {wanted.unit}")
    if wanted.most is not None:
        parts.append(f"ไม่เกิน {wanted.most:,f} {wanted.unit}")
    return f" ({', '.join(parts)})" if parts else ""


def fields(row: Listed) -> dict[str, str]:
    """A row for a table: what it says, then where."""
    clause = row.row.clause
    if isinstance(clause, Resolution):
        own = {"มติ": " ".join(clause.verbs), "โดย": clause.by, "ผู้เสนอ": clause.proposer or ""}
    elif isinstance(clause, Role):
        own = {"หน่วยงาน": clause.body, "หน้าที่": clause.duty}
    else:
        own = _budget_fields(clause)
    day = row.meeting.meeting.date
    return own | {
        "การประชุม": row.meeting.meeting.title,
        "วันที่": day.isoformat() if day else "",
        "วาระ": row.item.agenda,
        "แฟ้ม": row.meeting.name,
        "ฉบับ": row.row.revision,
        "ตำแหน่ง": f"{row.quote.start}:{row.quote.end}",
    }


def _budget_fields(clause: BudgetLine) -> dict[str, str]:
    return {
        "จำนวน": f"{clause.value:f}",
        "หน่วย": clause.unit,
        "เพื่อ": clause.purpose,
        "แหล่งเงิน": clause.source or "",
        "ปีงบประมาณ": str(clause.fiscal_year or ""),
        "เงื่อนไข": clause.condition or "",
    }
