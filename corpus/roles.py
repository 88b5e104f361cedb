"""Roles: which body is to do what, as an item says it: "ให้กระทรวง… รับความเห็น…", "จังหวัด…เป็นเจ้าภาพ…"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.bodies import AUTHORITIES, KINDS, ORGANISATIONS, PLACES, POSTS, SHORT_FORM, any_of
from corpus.record import AgendaItem
from corpus.resolutions import Resolution, own_lines
from corpus.verbs import without_asides


@dataclass(frozen=True, slots=True)
class Role:
    """A body and its duty, at ``text[start:end]``; the duty at ``text[duty_start:end]``."""

    start: int
    end: int
    duty_start: int
    body: str
    duty: str


_LONGEST_DUTY = 300
"""Code points of a duty, which a longer sentence is cut to."""
_LEAST_DUTY = 10
"""Code points below which a duty says nothing."""
_NAMING = (
    r"(?:ส่งเสริม|สนับสนุน|พัฒนา|กำกับ|ติดตาม|ควบคุม|ตรวจสอบ|ประสาน|ประชาสัมพันธ์|ขับเคลื่อน|จัดการ|จัดหา|จัดทำ|พิจารณา|คัดเลือก|ศึกษา"
    r"|เร่งรัด|แก้ไข|บูรณาการ|สร้าง|กำหนด|บริหาร|กลั่นกรอง|เตรียม|ร่วม|ดำเนินการปฏิรูป)"
)
"""Verbs that names have after their noun: "กรมส่งเสริมการเกษตร", "คณะกรรมการกลั่นกรอง…"."""
_NOUNS = rf"(?:{any_of(*ORGANISATIONS)})(?![ะ-ฺ็-๎])"
_OWN = any_of(*(noun for noun in ORGANISATIONS if noun != "การ"), *AUTHORITIES)
_HEAD = rf"(?:(?:ทุก|แต่ละ)\s?)?(?:{any_of(*PLACES, *KINDS, *POSTS)}|(?>(?:{_OWN}){_NAMING}?)|{SHORT_FORM})"
_LETTER = rf"(?:(?>(?:{_NOUNS}){_NAMING}?)|(?!{_NOUNS})[^\n\x00])"
_NOT_NAMING = (
    r"(?:(?<!การ)|(?<=ธิการ)|(?<=ราชการ)|(?<=นุการ)|(?<=ว่าการ)|(?<=วยการ)|(?<=บริการ)|(?<=กรรมการ))(?<!ความ)(?<!ผู้)(?<!และ)(?<!หรือ)(?<!เพื่อ)"
    r"(?:(?<!ที่)|(?<=พื้นที่))(?<!ซึ่ง)(?<!ด้าน)(?<!ใน)(?<!ตาม)(?<!แผน)(?<!นำ)(?<!ขน)(?<!รับ)(?<!ค่า)(?<!มติ)(?<!ใช้)(?<!เบิก)(?<!อุดม)(?<!สิ่ง)"
)
"""Where a verb begins a duty, and goes on neither with a name nor with another word."""
_DO = (
    r"ดำเนิน(?:การ|งาน|โครงการ|มาตรการ)|จัด(?!การ(?!ประชุม|อบรม)|ระบบ|สรรแล้ว)|พิจารณา|เร่ง|เสนอ|รายงาน|ส่ง(?!เสริม)"
    r"|(?<=[\s)])(?:นำ|ใช้|ศึกษา|แปลง|เปลี่ยนแปลง|ปรับ)|นำ(?=เสนอ|ส่ง|ร่าง|ความเห็น|ผล|ข้อ|เรื่อง|เงิน|เอา|หลัก)|ใช้(?=จ่าย|เงิน|งบ|ข้อมูล|แนวทาง|กรอบ)"
    r"|(?<!หน่วยงาน)รับผิดชอบ|รับ(?=ความเห็น|ข้อ|ประเด็น|ไป|แนวทาง|ภาระ|ฟัง|เรื่อง|ร่าง|ความคิดเห็น|รายงาน)|ประสาน|หารือ|ติดตาม|กำกับ|ดูแล|ตรวจ(?:สอบ|พิจารณา|ติดตาม)"
    r"|ชี้แจง|แจ้ง|ปรับ(?=ปรุง|แผน|ลด|เพิ่ม|แก้|ราย)|ร่วม|บูรณาการ|ลงนาม|เป็น(?=ผู้|หน่วย|เจ้าภาพ|เลขา|ประธาน|แกน|ศูนย์|กลไก)|ทำ(?=หน้าที่|ความ|การ)"
    r"|มี(?=หน้าที่|อำนาจ|บทบาท|ส่วนร่วม|หนังสือ)|สนับสนุน|ส่งเสริม|ขอ(?=ทำ|ตั้ง|รับ|อนุมัติ|ความ|ให้)|จ่าย|เบิกจ่าย|กำหนด|ออก(?=หนังสือ|ประกาศ|ระเบียบ|คำสั่ง|กฎ)"
    r"|ถือปฏิบัติ|ปฏิบัติ(?!การ|ราชการ|งาน)|วางแผน|เตรียม|เผยแพร่|ประชาสัมพันธ์|ควบคุม|ขับเคลื่อน|คัดเลือก|แต่งตั้ง|บันทึก|ให้(?=ความ|การ)|สามารถ|ยื่น|ทบทวน"
    r"|วิเคราะห์|สำรวจ|รวบรวม|สรุป|แก้ไข|ขยาย|โอน|กู้เงิน|ค้ำประกัน|ชดเชย|อำนวยความสะดวก|ระงับ|ยกเลิก|ชะลอ|เวียน|เจรจา|มอบ(?=อำนาจ)|บริหารจัดการ|เข้าร่วม"
    r"|ต้อง|ควร|ถ่ายทอด|ซ่อม|ก่อสร้าง|ชำระ|พัฒนา|สร้าง|ผลักดัน"
)
"""Verbs that duties begin with."""
_DUTY = rf"(?P<duty>{_NOT_NAMING}(?:{_DO}))"
_ORDERS = re.compile(
    rf"(?:(?<=[\s)\]”ฯๆ\x00])|(?<=และ)|(?<=โดย)|(?<=ทั้ง)|(?<=ชอบ)|(?<=มติ)|(?<=มัติ)|(?<=ควร)|(?<=จน)|^)(?:มอบหมาย(?:ให้)?|(?:ขอ)?ให้|มอบ)\s?"
    rf"(?P<body>{_HEAD}{_LETTER}{{0,140}}?)\s*{_DUTY}",
    re.MULTILINE,
)
_STATE = (
    r"(?:ควร|ต้อง)?(?:มี(?:หน้าที่|บทบาท|อำนาจหน้าที่|ส่วนร่วม)|ทำหน้าที่|รับผิดชอบ(?=การ|งาน|ด้าน|ใน)|เป็นเจ้าภาพ"
    r"|เป็นหน่วย(?:งาน)?(?:หลัก|รับผิดชอบ|เจ้าภาพ|ดำเนิน|เบิก)"
    r"|เป็นผู้(?=รับผิดชอบ|ดำเนิน|จัด|ประเมิน|สนับสนุน|ประสาน|ตรวจ|ออก|อนุมัติ|เสนอ|กำกับ|พิจารณา|กำหนด|ปฏิบัติ))"
)
_STATES = re.compile(
    rf"(?:(?<=[\s)\x00])|(?<=และ)|(?<=ส่วน)|(?<=โดย)|(?<=มี)|(?<=ใช้)|(?<=ให้)|^)"
    rf"(?P<body>{_HEAD}(?:(?!\sที่|\sและ)[^\n\d\x00]){{0,80}}?)\s?(?P<duty>{_NOT_NAMING}{_STATE})",
    re.MULTILINE,
)
_DUTY_END = re.compile(
    rf"\n|\x00|\s(?=(?:และ|รวมทั้ง|พร้อมทั้ง|ตลอดจน|โดย|ทั้งนี้|แล้ว)?\s?(?:มอบหมาย(?:ให้)?|ขอให้|ให้|มอบ)\s?{_HEAD})|\sทั้งนี้|\s?ตามที่.{{2,160}}?เสนอ"
    rf"|(?<!ข้อ)\s(?=\(?\d{{1,2}}(?:\.\d+)?[.)]\s)|\s(?=(?:ส่วน|และ)?{_HEAD}\S{{0,60}}(?:เป็นเจ้าภาพ|มีหน้าที่|มีบทบาท|เป็นผู้|เป็นหน่วย))"
    r"|\s(?:และ|รวมทั้ง|พร้อมทั้ง)(?:อนุมัติ|เห็นชอบ|รับทราบ)"
)
"""What begins the next clause of the meeting."""
_NOT_A_BODY = re.compile(
    r"ทั้งนี้|ซึ่ง|นำ(?:ไป|เงิน)|\sเพื่อ|ตาม(?:ความ|มติ|ที่)|มติ|(?<!หน่วย)ดำเนินการ(?!ปฏิรูป)|แล้ว|\sนำ|\sใช้|\sไป|เปลี่ยนแปลง|ได้รับ(?!มอบหมาย)|จะ|แก่|"
    r"(?:(?<!พื้น)ที่|ผู้|ความ|โดย|ให้|ในฐานะ|พึง|ของ|เป็น|และ|หรือ)$"
)
"""Words that no name of a body has: what stands before the verb is more than a name."""
_EMPTY = re.compile(
    r"(?:รับไป)?(?:พิจารณา)?(?:และ)?ดำเนินการ(?:ได้|ต่อไป|ดังกล่าว|\s|ดังนี้|ตามขั้นตอน|ในส่วนที่เกี่ยวข้อง)*$"
    r"|(?:สามารถ)?(?:พิจารณา)?(?:และ)?ดำเนินการ(?:เรื่องดังกล่าว|ต่อไป)?(?:ได้|โดยไม่ต้อง)"
)
"""What is no duty: a list goes on to say it, or it is a leave to change a text."""


def find_roles(text: str, item: AgendaItem, resolution: Resolution | None) -> list[Role]:
    """The roles that the resolution of an item gives, or that all of the item gives where it has none."""
    lines = own_lines(text, item)
    if not resolution:
        lines = lines[1:]
    start, end = (resolution.start, resolution.end) if resolution else (item.start, item.end)
    found: list[Role] = []
    for line in lines:
        low, high = max(line.start, start), min(line.end, end)
        if low < high:
            found += _roles(without_asides(text[low:high]), low)
    return sorted(found, key=lambda role: role.start)


def _roles(line: str, offset: int) -> Iterator[Role]:
    taken: list[tuple[int, int]] = []
    for pattern in (_ORDERS, _STATES):
        for match in pattern.finditer(line):
            start, duty_start = match.start("body"), match.start("duty")
            end = _duty_end(line, match.end("duty"))
            body, duty = " ".join(match["body"].split()), " ".join(line[duty_start:end].split())
            if any(start < until and since < duty_start for since, until in taken):
                continue
            if len(duty) >= _LEAST_DUTY and not _NOT_A_BODY.search(body) and not _EMPTY.match(duty):
                taken.append((start, match.end("duty")))
                yield Role(start + offset, end + offset, duty_start + offset, body, duty)


def _duty_end(line: str, position: int) -> int:
    """Where a duty ends: at the next order, at a list, or at the last space of what is too long."""
    end = next((found.start() for found in _DUTY_END.finditer(line, position)), len(line))
    if end - position <= _LONGEST_DUTY:
        return end
    space = line.rfind(" ", position, position + _LONGEST_DUTY)
    return space if space > position else position + _LONGEST_DUTY
