"""The words by which Thai and English questions refer to meetings, items, pages, circulars and days: patterns alone.

What they mean for a reference is read in `assistant.references`.
"""

from __future__ import annotations

import re

from corpus.months import MONTH_PATTERN
from corpus.thai import CONSONANTS, THAI

_ERA = r"(?:[พค]\s?\.?\s?ศ\s?\.?\s?)?"
_YEAR = rf"{_ERA}(?:\d{{4}}|\d{{2}})(?!\d)"
_END = r"(?!\d|[.,]\d|\s?/\s?\d)"
_DECISION = "(?<!สม)มติ"
_SORT = r"(?:ใหญ่|สามัญ|วิสามัญ|เชิงปฏิบัติการ|ประจำ(?:ปี|เดือน|สัปดาห์)?(?:\s?\d{2,4})?|นัดพิเศษ|สัญจร|ออนไลน์|ร่วม(?!\s?ไทย)|\s)*"
_ENGLISH_BODY = (
    r"(?:(?!(?:The|A)\b)[A-Z][\w&-]*\s)*(?:[Cc]ommittee|[Bb]oard|[Cc]ouncil|[Cc]abinet|[Ww]orking [Gg]roup)\b"
)
_HEAD = (
    r"คณะ(?:กรรม|อนุกรรม|ทำงาน|ที่ปรึกษา|ผู้บริหาร)|อนุ(?:กรรม|ฯ)|กรรมาธิการ|คกก|บอร์ด|สภา(?!พ(?!ั)|ว)|หัวหน้าส่วนราชการ"
    r"|ผู้บริหาร|กลุ่มจังหวัด"
)
COMMITTEE = re.compile(rf"คณะรัฐมนตรี$|{_HEAD}|{_ENGLISH_BODY}")
CABINET = re.compile(r"(?:คณะรัฐมนตรี|ครม\.?|[Cc]abinet)\s?")
_DOTTED = rf"(?:[{CONSONANTS}]{{1,5}}\.\s?){{1,5}}"
SHORT = re.compile(
    rf"(?:(?<![{THAI}.])|(?<=ของ)|(?<=จาก)|(?<=โดย)|(?<=ใน))(?!ของ|จาก)(?:{_DOTTED}|[{CONSONANTS}]{{2,5}})$"
)
_FOREIGN = (
    r"(?<!คณะ)รัฐมนตรี(?!ว่าการ)|คณะมนตรี|สุดยอด|ผู้นำ|นานาชาติ|ระหว่างประเทศ|ระดับ|อาเซียน|เอเป[คก]|สหประชาชาติ|รัฐภาคี|สมัชชา|วิชาการ"
    r"|สัมมนา|ทวิภาคี|มรดกโลก|ไทย\s?[-–—]|อาวุโส|(?i:\b(?:asean|apec|summit|conference|ministerial)\b)"
)
CONFERENCE = re.compile(_FOREIGN)
CONFERENCE_FOLLOWS = re.compile(rf"\s?(?:ของ|of)?\s?(?:{_FOREIGN}|[A-Z]{{2,}})")
ACRONYM = re.compile("[A-Z]{2,}")
TOPIC = re.compile("เรื่อง|โครงการ|แผน|(?<!ผู้)ว่า|ปรับ|แก้ไข|ราย|งบ")
OTHER_NUMBERED = re.compile(
    r"คำสั่ง|ประกาศ|ระเบียบ(?!วาระ)|ข้อบังคับ|สัญญา|คดี|หนังสือ|เลขที่|ฉบับ|ปรับ|แก้ไข|เยือน|ฉีด|วัคซีน|เข็ม|(?<!ตรวจ)สอบ(?!ถาม)|ประมูล|เลือกตั้ง"
    r"|เบิก|จ่าย|โอน|ทดลอง|แข่งขัน|ขยาย|ต่ออายุ|เพิ่มทุน|สำรวจ|ยื่น|รายงาน(?!การ)|งวด"
    r"|\b(?:order|act|regulation|announcement|notification|contract|law|decree|directive|letter)\b",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:[\s(“\"]|สมัย(?:สามัญ|วิสามัญ)?|(?<!ภาย)ใน|นัด(?:พิเศษ)?|สัญจร|ชุด(?:ใหญ่|เล็ก)"
    r"|อย่าง(?:ไม่)?เป็นทางการ|นอกสถานที่|(?:ประจำ)?ปี(?:งบประมาณ)?\s?(?:พ\.ศ\.\s?)?\d{2,4})*$"
)
MEETING_ENDS = re.compile(
    r"(?:(?:ใน|จาก|ตาม|ของ|มี)?\s?(?:คราว|นัด|รายงาน|บันทึก|สรุป|ผล)?\s?(?:การ|ที่)?ประชุม"
    rf"{_SORT}|{_DECISION}\s?|\b(?:meeting|minutes|resolutions?)\s?)$",
    re.IGNORECASE,
)
BREAK = re.compile(
    rf"(?P<meeting>(?:การ|ที่)?ประชุม{_SORT}|{_DECISION}|\b(?:meeting|minutes|resolutions?)\b(?:\sof(?:\sthe)?\b)?)"
    r"|เห็นชอบ|อนุมัติ|รับทราบ|มอบหมาย|สั่งการ|แต่งตั้ง|(?<!เงิน)ให้|คือ|[?!;:]",
    re.IGNORECASE,
)

NUMBERED = re.compile(
    r"(?:(?P<mark>ครั้ง(?:\s?ที่)?|\bno\b\.?|\bnumber\b)\s?)?(?<![\d.,/-])(?P<number>0?[1-9]\d?|[1-9]\d\d)"
    rf"\s?/\s?(?P<year>{_ERA}\d{{4}}|(?(mark)\d\d|[4-9]\d)){_END}",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"(?:(?:ประจำ)?ปี\s?(?P<before>{_YEAR})\s?(?=ครั้ง))?(?P<mark>ครั้ง\s?ที่|\bno\b\.?|\bnumber\b)\s?(?P<number>[1-9]\d{{0,2}}){_END}"
    rf"(?:\s?\(?(?:ของ|ใน)?(?:(?:ประจำ)?ปี\s?|(?=พ))(?P<after>{_YEAR}))?",
    re.IGNORECASE,
)
ENGLISH_ORDINAL = re.compile(
    r"\b(?P<number>[1-9]\d{0,2})(?:st|nd|rd|th)\s(?:cabinet\s|board\s|committee\s)?meeting\b", re.IGNORECASE
)
MEETING_FOLLOWS = re.compile(r"\s?(?:มี|ได้|ของ)?(?:ที่|การ)?(?:ประชุม|มติ)")
OWNER = re.compile(
    rf"\s?ของ\s?(?P<body>(?:[{CONSONANTS}]{{1,5}}\.){{1,5}}|[{CONSONANTS}]{{2,5}}(?![{THAI}])"
    rf"|(?:คณะรัฐมนตรี|{_HEAD})\S*?(?=\s|$|เห็นชอบ|อนุมัติ|รับทราบ|มีมติ|ว่า|เมื่อ|[?,]))"
)

LATEST = re.compile(
    r"(?:(?P<time>ครั้ง|คราว|นัด|รอบ)\s?)?(?P<last>(?:ที่)?ล่าสุด|หลังสุด|ที่\s?แล้ว"
    r"|(?(time)(?:ที่\s?ผ่านมา|ที่\s?ก่อน|สุดท้าย|ก่อน(?!วัน|ที่|การ|จะ|มี|\s?ๆ))|(?!)))"
)
LATEST_ENGLISH = re.compile(
    r"\b(?:latest|last|most recent|previous)\s(?:(?:(?!\d)\w+\s){0,3}?(?:meeting|resolutions?)|minutes)\b",
    re.IGNORECASE,
)

COUNTED_AFTER = re.compile(
    r"คน|ฝ่าย|ราย|ประเทศ|หน่วยงาน|จังหวัด|กระทรวง|บริษัท|กรม|ประการ|ด้าน|แห่ง|โครงการ|ล้าน|ปี(?=[ก-๎])(?!งบ)|เดือน|วัน(?!ที่)"
)
SPELLED = re.compile(rf"(?:ครั้ง|วาระ|เรื่อง|ประเด็น|ข้อ)\s?ที่\s?(?=(?!ร้อย|พัน|หมื่น|แสน|ล้าน|ลบ|เอ็ด)(?P<words>[{THAI}]{{2,40}}))")
_UNIT = (
    r"\s?(?:%|ล้าน|พัน(?!ธ)|หมื่น|แสน|บาท|เปอร์เซ็นต์|สัปดาห์|ชั่วโมง|วัน(?!ที่|นี้)|ปี(?!\s?(?:งบ|\d|พ\.?\s?ศ))"
    rf"|เดือน(?!\s?(?:{MONTH_PATTERN})))"
)
_CLASSIFIER = (
    rf"\s?(?:คน|ราย|ฝ่าย|ประการ|อย่าง|ด้าน|โครงการ|แห่ง|ฉบับ|ครั้ง|ชุด|กลุ่ม|สมัย|ประเทศ|จังหวัด|หน่วยงาน|ข้อ|เรื่อง)(?![{THAI}]|\s?\d)"
)
LABEL = re.compile(r"\d{1,3}+(?:\.\d{1,2})*+")
ITEM = re.compile(
    r"(?:(?P<noun>(?<!ผ่าน)วาระ|ประเด็น|เรื่อง|ข้อ|\bagenda(?:\sitems?)?)(?:การ(?:ประชุม|พิจารณา))?(?:\sno\.?)?\s?)"
    rf"(?:(?P<ordinal>ที่)\s?)?(?P<labels>{LABEL.pattern}(?:\s?(?:,|และ|กับ|หรือ|and)\s?(?:ที่\s?)?{LABEL.pattern})*)"
    rf"{_END}(?!{_UNIT})(?(ordinal)|(?!{_CLASSIFIER}))",
    re.IGNORECASE,
)
ASKED_OF = re.compile(r"\s?(?:ของ|คือ|ว่า|[?)]|$)")
_LAW = (
    r"ระเบียบ(?!วาระ)|ข้อ(?:บังคับ|ตกลง|กำหนด|บัญญัติ)|ประกาศ|กฎ(?!า)|สัญญา(?!ณ)|อนุสัญญา|ความตกลง|บันทึกความเข้าใจ|พิธีสาร|คำสั่ง|พระราช|ประมวล"
    r"|ธรรมนูญ|มาตรา|พ\s?\.?\s?ร\s?\.?\s?[บกฎ]|MOU|TOR"
)
CLAUSE_FOLLOWS = re.compile(rf"\s?(?:(?:แห่ง|ของ|ตาม|ใน)\s?(?:ร่าง)?\s?(?:{_LAW})|วรรค|\(\d)")
LAW_BEFORE = re.compile(rf"(?:{_LAW})(?:(?!ประชุม|มติ|วาระ|เรื่อง|ประเด็น).)*$")
PAGE = re.compile(
    r"(?<!เดือน)(?<!ปี)(?<!สัปดาห์)(?<!อาทิตย์)(?<!วัน)(?<!ไตรมาส)(?<!คราว)(?<!ครั้ง)(?<!นัด)(?<!ต่อ)(?<!ข้าง)(?<!เบื้อง)(?<!ล่วง)(?<!ก้าว)(?<!หัว)"
    rf"(?<!ด้าน)(?<!งวด)หน้า\s?([1-9]\d{{0,3}})(?!\d|[.,]\d|{_UNIT}|{_CLASSIFIER})"
    r"|(?<!เจ้า)หน้าที่\s?([1-9]\d{0,3})(?=\s?(?:[?!)]|$|ว่า|เขียน|ระบุ|กล่าว|ของ\s?(?:เอกสาร|รายงาน|บันทึก|สรุป|มติ|ไฟล์|แฟ้ม)))"
    r"|\b(?:pages?|pp?\.|pg\.?)\s?([1-9]\d{0,3})(?!\d|[.,]\d)",
    re.IGNORECASE,
)
CIRCULAR = re.compile(
    rf"(?:(?:หนังสือเวียน|\bcircular(?:\sletter)?(?:\sno\.?)?)\s?(?:ที่|เลขที่)?\s?(?:ว\s?\.?|w)?"
    rf"|(?:(?<![{THAI}.])|(?<=ตาม)|(?<=เวียน)|(?<=หนังสือ))ว\s?(?:\([{CONSONANTS}]\))?\.?)"
    rf"\s?([1-9]\d{{0,4}})(?!\d|[.,]\d|{_UNIT}|{_CLASSIFIER})",
    re.IGNORECASE,
)

LINK = re.compile(
    r"(?:[\s(,]|เมื่อ|ของ|(?<!ภาย)ใน|ระหว่าง|ช่วง|ตอน|นัด|จัด(?:ขึ้น)?|คือ|\b(?:on|of|in|held|dated|from|the|at|early|mid|late)\b-?)*$",
    re.IGNORECASE,
)
ENDS_IN_MONTH = re.compile(rf"(?:{MONTH_PATTERN})$")
"""A day or a month without its year: the year is a guess."""
SINCE = re.compile(r"\s?(?:เป็นต้น|จน|ถึง|[-–]\s?\d|onward)")
DECIDED = re.compile(
    rf"(?:ครม\.?|คณะรัฐมนตรี|ที่ประชุม|{_DECISION})\s?(?:ได้|มี|เคย|มติ|ให้ความ|\s)*"
    r"(?:เห็นชอบ|อนุมัติ|รับ(?:ทราบ|หลักการ)|(?:แต่ง)?ตั้ง|มอบหมาย|พิจารณา|ตกลง|ประชุม)(?:แล้ว|ไป|ไว้|กัน)*$"
    r"|\b(?:decided?|approved?|agreed?|resolved?|endorsed?|acknowledged?|me?et)$",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"(?:ภายใน|ก่อน|หลัง|ถึง|จนถึง|ตั้งแต่|นับ(?:แต่|จาก|ถัด)|สิ้น|หมดอายุ|มีผล|เกิด|เริ่ม|เปิด|ครบ|กำหนด|ประจำ|งวด|ไตรมาส)\S{0,10}\s?$"
    rf"|(?:ลง|(?<![{THAI}])ณ)\s?$|\b(?:by|before|after|since|until|till|effective|dated)\b[\s\w]{{0,9}}$",
    re.IGNORECASE,
)
_DECIDES = r"(?:ได้|มี)?\s?(?:ประชุม|มติ|เห็นชอบ|อนุมัติ|รับทราบ|พิจารณา)"
HELD_FOLLOWS = re.compile(
    rf"(?:\s?(?:นี้|นั้น|ที่ผ่านมา))?[\s,)]{{0,2}}(?:ที่ประชุม|(?:การ)?ประชุม(?!\s?(?:{_FOREIGN}|[A-Z]{{2,}}))|(?:มี)?มติ|ครม(?![{THAI}])|คณะรัฐมนตรี"
    rf"|(?:{_HEAD})[^?]{{0,60}}?{_DECIDES}|{_DOTTED}{_DECIDES}|(?:the\s)?(?:cabinet|meeting|board|committee)\b)",
    re.IGNORECASE,
)
