"""The words by which a chat goes on from its last question: words and patterns alone.

What they mean for a follow-up is read in `assistant.followups`.
"""

from __future__ import annotations

import re


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


COURTESIES = _words(
    """
    ขอบคุณ ขอบใจ โอเค เข้าใจ อ๋อ อ้อ อืม มาก เลย ครับ คับ ครับผม ค่ะ คะ นะ จ้ะ จ๊ะ จ้า ฮะ หน่อย ด้วย
    ok okay thanks thank you please
    """
)
"""What is said besides: before a follow-up, and after it."""
OPENERS = _words(
    """
    แล้ว แล้วก็ แล้วถ้า ก็ และ ส่วน งั้น ถ้างั้น อย่างนั้น สำหรับ กรณี ถ้า หาก เอา ของ ใน กับ เป็น
    and but so then for in of
    """
)
"""Words that a follow-up opens with, and that say nothing of what it asks."""
GOES_ON = _words("แล้ว แล้วก็ แล้วถ้า งั้น ถ้างั้น and")
"""Openers that by themselves mark a follow-up."""
WHAT_OF = (("what", "about"), ("how", "about"), ("what", "of"))
"""Words that ask the last question again, of something else."""
ASKING_BACK = _words("ล่ะ หล่ะ หละ ละ อ่ะ อะ")
"""Particles that ask it again."""
COUNTED_BEFORE = _words("ปี เดือน วัน ครั้ง คน ราย แห่ง งวด ร้อย ชุด กลุ่ม เครื่อง คัน ไร่ ครัวเรือน จังหวัด เรื่อง รุ่น")
"""Words after which "ละ" means each."""

ASKING = _words(
    """
    ใคร อะไร ไหน ใด ที่ไหน ที่ใด ตรงไหน เท่าไร เท่าไหร่ เท่าไหร เท่าใด กี่ เมื่อไร เมื่อไหร่ เมื่อไหร เมื่อใด วันไหน วันใด ครั้งไหน
    ครั้งใด ทำไม เพราะอะไร เพราะเหตุใด อย่างไร อย่างไรบ้าง ยังไง ไง ไหม มั้ย มัย ไม๊ หรือไม่ หรือยัง รึยัง หรือเปล่า รึเปล่า ป่าว
    ใช่ไหม บ้าง แค่ไหน เป็นไง เป็นยังไง
    who whom whose what when where which why how any did does is are was were has
    """
)
"""Words that ask."""
COUNTING = _words("กี่")
"""What is counted stands after it, and names no matter."""
CHOOSING = _words("ไหน ใด อะไร")
"""What is chosen from stands before them, and names no matter."""
ASPECTS = _words(
    """
    คน ผู้ ผู้เสนอ เจ้าภาพ เป็นเจ้าภาพ เจ้าของ เจ้าของเรื่อง หน่วยงาน ส่วนราชการ ผู้รับผิดชอบ ผู้เกี่ยวข้อง ผู้ลงนาม ผู้อนุมัติ
    ประธาน เป็นประธาน เลขานุการ กรรมการ รายชื่อ ชื่อ ตำแหน่ง ผู้เข้าร่วม ผู้เข้าร่วมประชุม ผู้เข้าประชุม
    วงเงิน งบ งบประมาณ เงิน บาท ราคา มูลค่า ค่าใช้จ่าย จำนวน ยอด กรอบ แหล่ง แหล่งเงิน ร้อยละ เปอร์เซ็นต์ อัตรา สัดส่วน
    มติ มีมติ ลงมติ ที่ประชุม การพิจารณา ผลการพิจารณา การดำเนินการ ข้อสรุป สรุป ผลสรุป ข้อสังเกต เงื่อนไข ข้อกำหนด ข้อยกเว้น ข้อห้าม
    ข้อเสนอ ความเห็น ข้อคิดเห็น เหตุผล สาเหตุ เพราะ
    รายละเอียด ข้อมูล เอกสาร ขั้นตอน คืบหน้า ความคืบหน้า สถานที่ พื้นที่ ประชุม การประชุม วาระ เรื่อง ประเด็น ข้อ
    เวลา ระยะเวลา กำหนดเวลา กำหนดการ วันที่ เดือน ปี ปัจจุบัน
    เสนอ เสนอขอ ขอ ขอดู ดู อนุมัติ เห็นชอบ รับทราบ พิจารณา เห็นด้วย ไม่เห็นด้วย คัดค้าน ลงนาม เซ็น มอบหมาย รับผิดชอบ ดูแล
    ดำเนินการ ทำ ประสาน
    แต่งตั้ง เข้าประชุม เข้าร่วม ลงทุน ใช้งบ ใช้เงิน ใช้จ่าย เบิก จ่าย เบิกจ่าย โอน ซื้อ จ้าง สร้าง ติดตั้ง ย้าย ซ่อม ขยาย ลด ยกเลิก ยกเว้น เลื่อน
    ตรวจ ตรวจสอบ ติดตาม ประเมิน ประกาศ แจ้ง เผยแพร่ ขยายความ อธิบาย เล่า สิ้นสุด ครบกำหนด หมดเขต หมดอายุ มีผล มีผลบังคับใช้ บังคับใช้
    มัย ไม๊ เท่าไหร เมื่อไหร ใด ล่ะ หล่ะ หละ อ่ะ อะ คับ จ๊ะ ฮะ ถัดไป
    it its this that these those they them their he she there
    propose proposed proposes proposer budget amount cost much many money baht paid pay funded fund
    approve approved approval decide decided decision resolution agree agreed take effect
    condition conditions exception exceptions requirement requirements responsible agency agencies department
    host chair chaired chairman secretary deadline due date start starts end ends begin when where why reason reasons
    detail details more about tell me explain please do did does has have been be will would must should can any
    next previous following year say said meeting happen happened place from at with get
    """
)
"""What may be asked of any matter: a question of such words alone names no matter of its own."""
CONTINUING = _words("รายละเอียด เพิ่มเติม ขยายความ อธิบาย สรุป ขอ ขอดู เล่า ดู details detail more explain")
"""Words that ask for more without a word that asks."""
OVERALL = _words("มติ มีมติ ลงมติ ประชุม การประชุม เรื่อง วาระ งบ งบประมาณ กรอบ")
"""What a year has as a whole: with a year they make a question of their own."""
LISTING = _words("อะไร บ้าง")
"""What asks for all of it."""
COMPARING = re.compile(r"(?<!เรีย)กว่า|เทียบ|ต่างจาก|ต่างกับ|เท่ากับ|\bcompare|\bthan\b", re.IGNORECASE)
"""What sets the matter beside another year, rather than asking of that year."""
SPOKEN_TO = _words("คุณ เธอ บอท bot you")
"""The bot."""
NOT_OF_RECORDS = re.compile(
    r"(?:ทำ|ถาม|ช่วย|ค้น|ตอบ)\s?อะไร\s?(?:ได้|เป็น)|ใช้(?:งาน)?\s?(?:ยังไง|อย่างไร)|^อะไร(?:นะ)?$|สวัสดี|หวัดดี"
    r"|ใช่(?:ไหม|มั้ย|หรือ|เหรอ)|จริง\s?ๆ?\s?(?:หรือ|เหรอ|ไหม|มั้ย)|แน่ใจ|\bhello\b|\bhi\b",
    re.IGNORECASE,
)
"""What is said to the bot itself."""
OF_MEETING = re.compile(r"(?<!ที่)(?<!ผล)(?<!รายงานการ)ประชุม|ผู้?เข้าร่วม")
"""What is asked of the meeting rather than of a matter before it."""

_BACK = r"ก่อนหน้า(?:นั้น|นี้)?|ก่อน(?:นั้น)?(?!\s?ๆ|ที่|การ|จะ|มี|วัน)"
_ON = r"ถัด(?:ไป|มา|จากนั้น)|ต่อ(?:ไป|มา|จากนั้น)|หลังจากนั้น"
STEP = re.compile(
    r"(?P<count>\d{1,2}\s?)?(?P<unit>ปี(?P<fiscal>\s?งบ(?:ประมาณ)?)?|เดือน|ไตรมาส)\s?"
    rf"(?:(?P<back>{_BACK})|(?P<on>{_ON}))"
    r"|\b(?:the\s)?(?:(?P<before>previous|preceding|prior)|(?P<after>next|following))\s(?P<fiscal2>fiscal\s)?year\b"
    r"|\bthe\syear\s(?:(?P<earlier>before)|(?P<later>after))(?:\sthat)?\b",
    re.IGNORECASE,
)
"""A year, a month or a quarter told from the one that was asked of; "ปีที่แล้ว" and "ปีหน้า" are told from today."""
MEETING_STEP = re.compile(
    r"(?:การ)?(?:ประชุม)?\s?(?:ครั้ง|คราว|นัด|รอบ)\s?"
    rf"(?:(?P<back>{_BACK}|ที่\s?แล้ว|ที่\s?ผ่านมา|ที่\s?ก่อน)|(?P<on>{_ON}|หน้า))"
    r"|\b(?:the\s)?(?:(?P<before>previous|last|preceding)|(?P<after>next|following))\smeeting\b",
    re.IGNORECASE,
)
"""A meeting told from the one that was asked of."""
_POINTS = r"นี้|นั้น|ดังกล่าว|เดิม|เดียวกัน|ที่ว่า|ข้างต้น|เมื่อกี้|เมื่อสักครู่|เนี่ย"
POINTER = re.compile(
    r"(?:(?:ใน|ของ)\s?)?(?:"
    r"(?P<time>การประชุม|ที่ประชุม|ประชุม|ครั้ง|คราว|นัด|วัน)(?:ครั้ง)?\s?(?:นั้น|ดังกล่าว|เดียวกัน|ข้างต้น)"
    r"|(?P<year>ปี(?:งบประมาณ)?)\s?(?:นั้น|ดังกล่าว|เดียวกัน)"
    r"|(?P<noun>คณะกรรมการ|คณะอนุกรรมการ|คณะทำงาน|หน่วยงาน|กระทรวง|กรม|จังหวัด|กองทุน|บริษัท|มหาวิทยาลัย|ศูนย์)"
    rf"(?:ชุด|แห่ง)?\s?(?:{_POINTS})"
    r"|(?:เรื่อง|โครงการ|แผน(?:งาน)?|มาตรการ|ร่าง|ประเด็น|วาระ|ข้อเสนอ|งาน|กิจกรรม|อัน|ตัว|กรณี|คณะ|ชุด|ระบบ|ข้อ|รายการ|สิ่ง|มติ)"
    rf"(?:กฎหมาย)?\s?(?:{_POINTS}))"
    r"|\b(?:this|that|the same)\s(?:project|matter|item|plan|fund|issue|proposal|decision)\b",
    re.IGNORECASE,
)
"""A matter, a body, a meeting or a year that is pointed at rather than named."""

STANDING = re.compile(
    r"ประธาน\s?(?:ฯ\s?)?แจ้ง|รับรองรายงาน|เพื่อ(?:ทราบ|พิจารณา)\s*$|เรื่อง(?:สืบเนื่อง|ติดตาม|อื่น)|ข้อคิดเห็นอื่น|^หัวเรื่อง$"
)
"""Titles of agenda items that every meeting has: they name no matter."""
LABEL = re.compile(
    r"^(?:(?:ระเบียบ)?วาระ(?:การประชุม)?ที่\s*\d+(?:\.\d+)*|ประเด็น(?:การพิจารณา)?ที่\s*\d+|(?:เรื่อง|ข้อ)(?:ที่)?\s*\d+|\d+(?:\.\d+)*)"
    r"[\s.:)]*(?:เรื่อง(?=[\s:]))?\s*"
)
"""The label that an agenda item is cited by."""
