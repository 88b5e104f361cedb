"""The verbs by which a meeting decides, and which of them a resolution says of the meeting itself.

A verb is the meeting's where a clause of the resolution begins with it: at the opening, at an entry of its list, after
"และ", "รวมทั้ง", "โดย". Elsewhere it stands in a title, in what an agency will do, or in a past resolution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.bodies import AUTHORITIES, KINDS, ORGANISATIONS, PLACES, SHORT_FORM, any_of

RESOLVING = {
    "ไม่อนุมัติ": r"(?:ยัง)?ไม่อนุมัติ",
    "ไม่เห็นชอบ": r"(?:ยัง)?ไม่(?:ให้ความ)?เห็นชอบ",
    "อนุมัติ": r"อนุมั?ติ(?!ของ)",
    "เห็นชอบ": r"(?:ให้(?:ความ)?)?เห็น[ชซ]อบ",
    "รับทราบ": r"ร[ัี]บทราบ",
    "มอบหมาย": rf"มอบ(?:หมาย|ให้|(?=\s?(?:{any_of(*ORGANISATIONS, *KINDS)}|{SHORT_FORM})))",
}
"""Verbs that meetings resolve by: their canonical forms, and patterns with the slips of typing that minutes have."""
_DEEDS = {
    "แต่งตั้ง": r"แต่?งตั้ง",
    "ยกเลิก": r"ยกเลิก",
    "ทบทวน": r"ทบทวน",
    "ขยายเวลา": r"ขยาย(?:กรอบ|กำหนด)?(?:ระยะ)?เวลา",
    "เลื่อน": r"เลื่อน(?!ระดับ|ตำแหน่ง|เงิน|ชั้น|ขั้น|ยศ|ข้าราชการ|นาย|นาง|\s)",
}
"""Verbs of agencies too: the meeting's where it approves them, or where its list or its clause begins with them."""
_ORDER = {"ให้": r"(?:ขอ)?ให้"}


def _named(verbs: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in verbs.items())


MARKER = r"(?:(?:ข้อ\s?)?\(?\d{1,2}(?:\.\d{1,2})*(?:\.\)|[.)]|(?=\s))|[-–•*\uf0b7·●○▪])"
"""The pattern of what an entry of a list begins with."""
_AND = r"(?:และ|รวมทั้ง|รวมถึง|พร้อม(?:ทั้ง|กับ)?|ตลอดจน|ทั้งนี้|อีกทั้ง|โดย|แล้ว|กับ)"
_FURTHER = r"(?:ทั้งนี้|นอกจากนี้|อนึ่ง)[^\n]{0,200}?(?:คณะรัฐมนตรี|ที่ประชุม)(?:ได้|จึง)?มีมติ(?!\s?(?:\(|เมื่อ|วันที่|ใน))"
_LEAD = re.compile(
    rf"^[^\S\n]*(?P<entry>{MARKER})\s*(?:ขอ)?|(?<=\s)(?P<inline>{MARKER})\s*|^(?:{_FURTHER})?\s*"
    rf"|(?:(?<=[\s)\]”ฯๆ])|(?<=เสนอ)){_AND}(?:ได้|ขอ)?\s?(?:มีมติ)?\s?|และ(?=มอบหมาย)|(?<=[ก-๎]\s)(?=อนุมัติให้)",
    re.MULTILINE,
)
"""Where a clause begins."""
_RESOLVING = re.compile(_named(RESOLVING))
_DEED = re.compile(_named(_DEEDS))
_ORDERED = re.compile(_named(_ORDER))
_BESIDE = re.compile(
    r"\s?(?:(?:ใน|เป็น)?หลักการ|การ[ก-๎]{2,12}?)?(?:\s?(?:และ|/|หรือ|,|พร้อมทั้ง|รวมทั้ง)\s?|\s)|(?=อนุมัติ|เห็นชอบ|รับทราบ)"
)
"""What stands between two verbs of one clause."""
_BODY = rf"(?:{any_of(*(noun for noun in ORGANISATIONS if noun != 'การ'), *AUTHORITIES, *PLACES, *KINDS)}|{SHORT_FORM})"
_APPROVED = re.compile(
    r"\s?(?:(?:ใน|เป็น)?หลักการ)?\s?(?:ตามที่\s?[^\n]{2,200}?เ?สนอ\s?)?(?:ให้มี|ให้|ต่อ|ใน|กับ|ซึ่ง|ของ)?(?:การ|ขอ|เสนอ|อนุมัติ)*\s?"
    rf"(?:(?<=ให้){_BODY}(?:(?!ดำเนิน|เพื่อ|พิจารณา|โดย|ปรับ|เปลี่ยน|ใช้|จัด|และ)[^\n]){{0,90}}?(?={_DEEDS['ขยายเวลา']}|{_DEEDS['ยกเลิก']}))?"
)
"""From "อนุมัติ" or "เห็นชอบ" to the deed that is approved."""
_TRANSFER = re.compile(
    r"\s?ตามที่[^\n]{2,200}?เสนอ(?:[^\n]{0,200}?แต่งตั้งให้"
    r"|(?:ให้|การ)?\s?(?:รับ|โอน|เลื่อน|ย้าย|นาย|นาง|พล|พัน|ร้อย)[^\n]{2,300}?\n?[^\n]{0,200}?ดำรงตำแหน่ง)"
)
"""An appointment told as a transfer: "เสนอรับโอน นาย… ให้ดำรงตำแหน่ง…"."""
_PAST = (
    rf"มีมติ\s?(?:\(\s?\d[^()\n]{{3,40}}\)|เมื่อวันที่\s?\d{{1,2}}\s?\S{{3,10}}\s?\d{{4}})\s?(?:{'|'.join(RESOLVING.values())})"
    r"[^\n]*?(?=\s(?:รวมทั้ง|พร้อมทั้ง|โดย|ทั้งนี้|ตามที่)|และมอบหมาย|และให้|\n|$)"
)
_ASIDE = re.compile(rf"\[[^\]]{{0,600}}\]|“[^”]{{0,600}}”|\((?:มติ|คณะ)[^()]{{0,200}}\)|{_PAST}")


def meeting_verbs(text: str) -> tuple[str, ...]:
    """The canonical verbs of the meeting in the words of a resolution, in reading order, each once."""
    return tuple(dict.fromkeys(_verbs(without_asides(text))))


def without_asides(text: str) -> str:
    """The text with quotes and what says past resolutions blotted out, each other character in its place."""
    return _ASIDE.sub(lambda aside: "\x00" * len(aside[0]), text)


def _verbs(text: str) -> Iterator[str]:
    ordered = False
    for lead in _LEAD.finditer(text):
        agency = lead["inline"] is not None or (ordered and not (lead["entry"] or "").endswith("."))
        clause = list(_clause(text, lead.end(), agency))
        if clause:
            yield from clause
            ordered = clause[-1] in ("ให้", "มอบหมาย")


def _clause(text: str, position: int, agency: bool) -> Iterator[str]:
    """The verbs that a clause begins with; where ``agency``, its deeds may be those of the body that was told to."""
    verb = _RESOLVING.match(text, position)
    if verb is None:
        order = _ORDERED.match(text, position)
        deed = _DEED.match(text, order.end() if order else position)
        if deed and not agency:
            yield str(deed.lastgroup)
        elif order:
            yield "ให้"
        return
    while verb:
        last = verb
        yield str(last.lastgroup)
        beside = _BESIDE.match(text, last.end())
        verb = _RESOLVING.match(text, beside.end()) if beside else None
    if last.lastgroup in ("อนุมัติ", "เห็นชอบ"):
        yield from _approved(text, last.end())


def _approved(text: str, position: int) -> Iterator[str]:
    """The deed that an approval approves, or the appointment."""
    approved = _APPROVED.match(text, position)
    deed = _DEED.match(text, approved.end()) or _RESOLVING.match(text, approved.end()) if approved else None
    if deed and deed.lastgroup in (*_DEEDS, "มอบหมาย"):
        yield str(deed.lastgroup)
    elif _TRANSFER.match(text, position):
        yield "แต่งตั้ง"
