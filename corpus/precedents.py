"""Earlier decisions that a text speaks of: "มติคณะรัฐมนตรีเมื่อวันที่ 9 กุมภาพันธ์ 2564", "มติที่ประชุมครั้งที่ 2/2566"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_dates
from corpus.months import MONTHS
from corpus.thai import arabic_digits

_AHEAD = 48
"""Code points in which the date of a decision begins and ends."""
_BETWEEN = r"[^\n.;“”]{0,60}?"
_DATED = re.compile(rf"มติ{_BETWEEN}(?=(?:วันที่\s?)?\d{{1,2}}\s?(?:{'|'.join(name for name, _, _ in MONTHS)}))")
_NUMBERED = re.compile(r"(?:มติ|ประชุม)(?:(?!มติ)[^\n.;“”]){0,60}?ครั้งที่\s?(?P<number>\d+/\d{4})")
CHANGES = {
    "ขยายเวลา": re.compile(r"ขยาย(?:ระยะ)?เวลา|ขยายกำหนด|ต่ออายุ|ขยายการ|เลื่อน(?:เวลา|กำหนด|การ)"),
    "ยกเลิก": re.compile(r"ยกเลิก|เพิกถอน|ไม่ดำเนินการต่อ"),
    "แก้ไขเพิ่มเติม": re.compile(r"แก้ไข|ปรับปรุง|ปรับเพิ่ม|ปรับลด|เปลี่ยนแปลง|ขอเปลี่ยน|ทบทวน|เพิ่มเติม"),
}
"""What a later decision does to an earlier one, by the words that say so."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A decision named at ``text[start:end]``, by the meeting's day or by its number."""

    start: int
    end: int
    day: date | None = None
    number: str | None = None


def find_precedents(text: str, today: date) -> Iterator[Precedent]:
    """The earlier decisions that a text names; those of a day first."""
    plain = arabic_digits(text)
    for match in _DATED.finditer(plain):
        named = next(iter(find_dates(plain[match.end() : match.end() + _AHEAD], today)), None)
        if named and named.kind == "day":
            yield Precedent(match.start(), match.end() + named.end, day=named.first)
    for match in _NUMBERED.finditer(plain):
        yield Precedent(match.start(), match.end(), number=match["number"])


def change(text: str) -> str | None:
    """What a text says that it does to an earlier decision, or None."""
    return next((name for name, pattern in CHANGES.items() if pattern.search(text)), None)
