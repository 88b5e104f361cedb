"""How far a resolution goes on from the line that opens it: to the end of its paragraph, or of the list that it is.

What follows is told by how its lines begin: "สาระสำคัญ", "เรื่องเดิม", "กค. เสนอว่า" describe; "ทั้งนี้ ให้…", "และ…" go on;
a list belongs where "ดังนี้" leads to what is decided, and not where it sums up a report that is taken note of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from corpus.lines import Line
from corpus.verbs import MARKER, RESOLVING, meeting_verbs

_VERB = "|".join(RESOLVING.values())
_PROPOSES = r"ตามที่(?:(?!ตามที่).){2,200}?เ?สนอ"
_SUMMARY = re.compile(
    r"\s(?:โดย|ซึ่ง|และ)?(?:มี|สรุป|เป็น)?(?:รายละเอียด|การเปลี่ยนแปลง)?(?:ใน)?สาระสำคัญ.{0,60}$"
    r"|\s(?:โดย|ซึ่ง)?\s?(?:มี)?(?:สรุป)?ผล\S{0,30}\s?(?:สรุป)?(?:ได้)?\s?ดังนี้$|\s(?:โดย)?สรุป(?:ได้)?\s?ดังนี้$"
)
"""The tail of a line that says that a summary comes."""
_LEADS = re.compile(r"(?:ดังนี้|ต่อไปนี้|คือ|ได้แก่|ประกอบด้วย|(?:จำแนก|แบ่ง|แบ่งออก)เป็น|[:：])\s*[:：]?$")
_BARE = re.compile(
    rf"(?:{_VERB}|(?:ใน|เป็น)?หลักการ|และ|รับรอง|[\s/])*(?:{_PROPOSES}\S{{0,3}})?(?:ทั้ง \d+ (?:ข้อ|เรื่อง))?"
    r"[\s(]*(?:ดังนี้|ต่อไปนี้)?[\s:]*"
)
"""A paragraph that names nothing that it decides on: its list does."""
_DESCRIBES = re.compile(
    r"(?:สรุป)?(?:โดย)?(?:มี)?สาร?ะสำคัญ|เรื่องเดิม|ข้อเท็จจริง|ข้อกฎหมาย|ข้อพิจารณา|ความเป็นมา|หลักการและเหตุผล|เหตุผล|ทั้งนี้\s?ร่าง"
    r"|ตามที่ได้มี|ตามที่คณะ|อาศัยอำนาจ|[._…*=]{4,}|\(โปรด|เลิกประชุม|หมายเหตุ|ข้อสังเกต|สรุป(?:ผล|ได้)"
    r"|(?:ทั้งนี้\s*)?.{2,90}?(?:เสนอ|รายงาน|แจ้ง|ชี้แจง|เห็น)\s?ว่า"
    r"|ทั้งนี้\s?(?:เนื่อง|ตามที่|ที่ผ่านมา|ได้|จะมี|จาก|มติ|ใน(?:คราว|การ)ประชุม|คณะรัฐมนตรีใน|(?:คณะรัฐมนตรี|ที่ประชุม)\s?(?:ได้|เคย)*มีมติ\s?(?:\(|เมื่อ))"
)
_REPORTS = re.compile(
    r"\(?ร่าง|ผลการ|รายงาน|รายละเอียด|การประชุม|ภาวะ|สถานการณ์|องค์ประกอบ|ภาพรวม|ตามที่|จาก(?!เดิม)|สืบเนื่อง|เนื่อง|ด้วย|โดยที่"
    r"|.{2,60}?(?:ได้(?:หารือ|พิจารณา|ดำเนินการ|รายงาน)|ในการประชุม)"
)
"""Openings of a paragraph about the matter, unless the list of a bare resolution begins with them."""
_GOES_ON = re.compile(
    r"ทั้งนี้\s*(?:ขอ)?(?:ให้|ตั้งแต่|มอบหมาย|เห็น(?:สม)?ควร|ไม่)"
    r"|(?:ทั้งนี้\s*(?:หาก|เมื่อ|(?:ใน)?กรณี|ใน(?:ครั้ง|ส่วน|การดำเนิน|ปีงบ)|การ|ค่าใช้จ่าย|ภาระ|งบประมาณ|สำหรับ|เพื่อ)"
    r"|หาก|(?:ใน)?กรณี|ในส่วน|ในการนี้|สำหรับ|ส่วน|อย่างไรก็(?:ตาม|ดี)).{0,400}?(?:ให้(?!เกิด|มี)|มอบหมาย|ต้อง|เห็น(?:สม)?ควร)"
    r"|(?:ทั้งนี้|นอกจากนี้|อนึ่ง).{0,200}?(?:คณะรัฐมนตรี|ที่ประชุม)(?:ได้|จึง)?มีมติ"
    rf"|และ|โดย|รวมทั้ง|พร้อมทั้ง|ตลอดจน|แล้ว(?:ดำเนินการ|ให้)|ต่อไป|พ\.ศ\.|ให้|ซึ่ง|ที่สำนัก|จำนวน|รวม\s?\d|.{{0,200}}?(?:{_PROPOSES}|เป็นต้นไป)"
)
_PROPOSED = re.compile(_PROPOSES)
_DANGLES = re.compile(
    r"(?:วันที่|พ\.ศ\.|ตามที่|และ|หรือ|ของ|ให้|ใน|โดย|เพื่อ|กับ|จาก|แต่งตั้ง|ข้าราชการ|นาย|นาง|นางสาว|พล\S{2,8}(?:เอก|โท|ตรี)|[-–(])$"
)
_PERSON = re.compile(r"(?:นาย(?!กรัฐ)|นาง|นางสาว)\s?[^\s()]{2,20}\s+[^\s()]{2,20}$")
"""A person at the end of a line, whose post the next line tells."""
_MARKED = re.compile(MARKER)
_WIDEST = 130
"""Code points of the longest line where paragraphs are broken into lines."""
_FULL = 0.8
"""The share of the longest line from which a line goes on below."""
_FAR = 900
"""Code points of a line in which who proposed is named."""
_CELL = 150
"""A line no longer than this may be the rest of an entry, or the cell of a table."""


def resolution_end(lines: Sequence[Line], words: int) -> int:
    """Where the resolution ends whose words begin at ``words``, in the first of the lines."""
    first = lines[0]
    summary = _SUMMARY.search(first.text, max(0, words - first.start))
    if summary:
        return first.start + len(first.text[: summary.start()].rstrip())
    count = _paragraph(lines)
    last, rest = lines[count - 1], lines[count:]
    said = " ".join([first.text[max(0, words - first.start) :], *(line.text for line in lines[1:count])])
    return _list_end(last, rest) if rest and _is_its_list(said, rest) else last.end


def _paragraph(lines: Sequence[Line]) -> int:
    """How many lines the first paragraph has."""
    width = max(len(line.text) for line in lines)
    count = 1
    proposed = _PROPOSED.search(lines[0].text) is not None
    while count < len(lines) and _runs_on(lines[count - 1], lines[count], width, proposed):
        proposed = proposed or _PROPOSED.search(lines[count].text) is not None
        count += 1
    return count


def _runs_on(last: Line, line: Line, width: int, proposed: bool) -> bool:
    """Whether a paragraph goes on in the next line: one that names who proposed is its, unless it has ``proposed``."""
    if _DANGLES.search(last.text):
        return True
    if _LEADS.search(last.text) or _DESCRIBES.match(line.text) or _MARKED.match(line.text):
        return False
    wrapped = width <= _WIDEST and len(last.text) >= _FULL * width
    names = not proposed and not _REPORTS.match(line.text) and _PROPOSED.search(line.text, 0, _FAR) is not None
    return wrapped or names or _PERSON.search(last.text) is not None or _GOES_ON.match(line.text) is not None


def _is_its_list(said: str, rest: Sequence[Line]) -> bool:
    """Whether what follows a paragraph is a list of what is decided in it."""
    head = rest[0].text
    leads, bare, marker = _LEADS.search(said), _BARE.fullmatch(said), _MARKED.match(head)
    begun = marker is not None and "2" in marker[0] and re.search(r"(?:^|\s)1[.)]", said) is not None
    if _DESCRIBES.match(head) or not (leads or (bare and marker) or begun or _decides(head)):
        return False
    if set(meeting_verbs(said)) - {"ให้"} == {"รับทราบ"}:
        return _decides(head) or (bare is not None and _only_entries(rest))
    return bool(marker or bare or not _REPORTS.match(head))


def _only_entries(lines: Sequence[Line]) -> bool:
    """Whether a list has nothing but its entries: it names, and does not report."""
    named = takewhile(lambda line: not _DESCRIBES.match(line.text), lines)
    return all(_MARKED.match(line.text) for line in named)


def _decides(entry: str) -> bool:
    """Whether an entry of a list begins with a verb of the meeting."""
    marker = _MARKED.match(entry)
    return marker is not None and re.match(rf"\s*(?:{_VERB})", entry[marker.end() :]) is not None


def _list_end(last: Line, rest: Sequence[Line]) -> int:
    """The end of a list: before what describes, and before another list from 1 that no entry leads to."""
    style = _style(rest[0])
    kept, pending, entries = last, [last], 0
    for line in rest:
        mark = _style(line)
        if not mark and _DESCRIBES.match(line.text):
            return pending[-1].end
        if mark and mark == style:
            if entries and _number(line) == 1 and not _LEADS.search(kept.text):
                return kept.end
            entries += 1
        if mark or _GOES_ON.match(line.text):
            kept, pending = line, []
        pending.append(line)
    cells = list(takewhile(lambda line: len(line.text) <= _CELL, pending[1:]))
    return (cells or [kept])[-1].end


def _style(line: Line) -> str:
    """How an entry is marked, whatever its number: "1." and "2." alike; empty where it is not."""
    marker = _MARKED.match(line.text)
    return re.sub(r"\d+", "1", marker[0]) if marker else ""


def _number(line: Line) -> int:
    number = re.search(r"\d+", line.text)
    return int(number[0]) if number else 0
