"""A question of what a short form stands for, and what the records explain of it: "กรอ. ย่อมาจากอะไร"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.abbreviations import short_key
from corpus.thai import normalise
from index.abbreviations import WRITTEN, Meaning

_IS = r"ย่อมาจาก|(?:มี)?(?:ชื่อ|คำ)เต็ม(?:ๆ)?(?:ว่า|คือ)?|หมายถึง|หมายความว่า|แปลว่า|เป็นตัวย่อของ|คือ"
_WHAT = r"(?:หน่วยงาน|คณะกรรมการ|คณะ|องค์กร|คำว่า|ว่า|คำ)?(?:อะไร|ไร|ใคร|ไหน|ใด|อย่างไร|ยังไง)?"
_POLITE = r"(?:ครับ|คะ|ค่ะ|นะ|หรือ|เหรอ|\s)*[?？]*"
_SHORT = rf"[“\"']?(?P<short>{WRITTEN.pattern})[”\"']?"
_ASKED = (
    re.compile(rf"(?:คำว่า|ตัวย่อ|ชื่อย่อ|\s)*{_SHORT}\s*(?:{_IS})\s*{_WHAT}\s*{_POLITE}"),
    re.compile(rf"(?:ชื่อ|คำ|ตัว)เต็มของ\s*{_SHORT}\s*(?:{_IS})?\s*{_WHAT}\s*{_POLITE}"),
    re.compile(rf"what (?:does|is)\s+{_SHORT}(?:\s+(?:stand for|mean|short for))?\s*\??", re.IGNORECASE),
)


def asked_short(text: str) -> str:
    """The short form of which a question asks nothing but what it stands for; "" for another question."""
    plain = " ".join(normalise(text).split())
    return next((found["short"].strip() for asked in _ASKED if (found := asked.fullmatch(plain))), "")


def explained(short: str, learnt: Iterable[Meaning]) -> list[Meaning]:
    """What the records explain a short form as, most often first."""
    key = short_key(short)
    return [meaning for meaning in learnt if key and short_key(meaning.short) == key]


def meant_by(short: str, meanings: Sequence[Meaning]) -> str:
    """What the short form stands for, each meaning with the number of the quote that says it."""
    fulls = " หรือ ".join(f"{meaning.full} [{number}]" for number, meaning in enumerate(meanings, start=1))
    return f"“{short}” ในบันทึกหมายถึง {fulls}"
