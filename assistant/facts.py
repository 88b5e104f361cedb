"""What a text states to the letter, by which two texts are compared: values, figures, names, verdicts, denials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from assistant import wording
from assistant.figures import figures
from assistant.names import find_provinces, tokens
from corpus.abbreviations import short_key
from corpus.dates import find_dates
from corpus.months import MONTH_PATTERN, month_number
from corpus.thai import CONSONANTS, THAI
from corpus.values import values
from index.words import words

Kind = Literal["value", "figure", "name", "verdict", "denial"]
Fact = tuple[Kind, str]

_LATIN = re.compile(r"[a-zà-ɏ]+")
_MONTH = re.compile(MONTH_PATTERN)
_WEEKDAY = re.compile("วัน(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)")
_SHORT = re.compile(rf"(?:[{CONSONANTS}]{{1,5}}\.)+(?:[{CONSONANTS}]{{1,4}}(?![{THAI}]))?")
_RANK = r"(?:พล(?:เรือ|อากาศ|ตำรวจ)?|(?:พัน|ร้อย)(?:ตำรวจ)?|(?:เรือ|นาวา)(?:อากาศ)?|จ่าสิบ|สิบ)(?:เอก|โท|ตรี)"
_TITLE = (
    r"นาย(?!ก(?:ฯ|รัฐ|เทศ|สมาคม|สภา|องค์|\s)|อำเภอ|ทหาร|ทะเบียน|จ้าง|ตรวจ|ช่าง)|นางสาว|นาง|เด็กชาย|เด็กหญิง"
    rf"|{_RANK}|(?:ผู้ช่วย|รอง)?ศาสตราจารย์|หม่อม(?:ราชวงศ์|หลวง|เจ้า)|(?<![ก-๎.])(?:ดร|ผศ|รศ|ศ|นพ|พญ)\."
)
PERSON = re.compile(rf"(?P<title>{_TITLE})\s?(?P<name>[{THAI}]+(?:\s[{THAI}]+)?)")
"""A title with the first name, and the run after it, which may be the last name."""
_VERDICT = re.compile(
    "อนุมัติ|เห็นชอบ|รับทราบ|ยกเลิก|มอบหมาย|แต่งตั้ง|ทบทวน|เลื่อน|ขยายเวลา|รับรอง|อนุญาต|เห็นด้วย|คัดค้าน|ปฏิเสธ|ระงับ|ชะลอ|สั่งการ|ลงมติ|ถอน|ตีกลับ|ส่งคืน"
)
_LINKS = (
    r"(?:ได้|ให้|มี|การ|ความ|รับ|ที่จะ|ควร|สมควร|เห็น|ต้อง|อาจ|สามารถ|พิจารณา|จะ|ขอ|มติ|ผ่าน|ถูก|ใช่|เป็น|ว่า|โปรด"
    r"|ที่ประชุม|คณะรัฐมนตรี|คณะกรรมการ|ครม\.?)*"
)
_LINKING = re.compile(_LINKS)
"""What may stand between a denial and what it denies."""
_DENYING = re.compile(rf"(?:ไม่\s|มิ(?=ได้|ให้|อาจ|ควร|พึง|มี)|ห้าม|งด|ปฏิเสธ|คัดค้าน|ยกเลิก|ระงับ|ชะลอ|ยกเว้น){_LINKS}$")
_PROPOSING = re.compile(rf"(?:ขอ|เสนอ(?=ให้|เพื่อ|ขอ|ที่|คณะ|ครม)|เพื่อ|หาก|ถ้า|รอ|อาจ|จะ|ควร|ก่อน|โปรด){_LINKS}$")
_BEFORE = 60
"""Code points before a word that say whether it is denied or proposed."""


def find_facts(text: str) -> Iterator[Fact]:
    """The facts of a text as `assistant.figures.plain` gives it, repeats included."""
    yield from (("value", value) for value in values(text))
    yield from (("value", f"month {month_number(match[0])}") for match in _MONTH.finditer(text))
    yield from (("value", match[0]) for match in _WEEKDAY.finditer(text))
    yield from (("figure", " ".join(figure)) for figure in figures(text))
    yield from (("name", name) for name in _names(text))
    yield from (("verdict", f"{match[0]} {_stance(text, match.start())}") for match in _VERDICT.finditer(text))
    yield from (("denial", word) for word in denied(text))


def denied(text: str) -> Iterator[str]:
    """The words that a plain text denies: "อนุมัติ" of "ไม่ได้รับอนุมัติ", "ได้" where nothing follows it."""
    for token in tokens(text):
        passed = _LINKING.fullmatch(token.word) and text[token.end : token.end + 1].strip()
        if not passed and is_denied(text, token.start):
            yield token.word


def is_denied(text: str, start: int) -> bool:
    """Whether a plain text denies what begins at ``start``."""
    return _stance(text, start) == "denied"


def _names(text: str) -> Iterator[str]:
    """Persons by title and first name, short forms, provinces, the cabinet, and all that is in Latin letters."""
    for person in PERSON.finditer(text):
        yield f"{person['title']} {''.join(words(person['name'])[:1])}"
    yield from (short_key(match[0]) for match in _SHORT.finditer(_undated(text)))
    yield from (text[name.start : name.end] for name in find_provinces(text))
    yield from _LATIN.findall(text)
    if wording.CABINET.search(text):
        yield "คณะรัฐมนตรี"


def _undated(text: str) -> str:
    """The text with its dates blanked out: the short forms of months and eras are no names."""
    for mention in find_dates(text):
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _stance(text: str, start: int) -> str:
    """Whether what begins at ``start`` is denied, proposed, or neither."""
    before = text[max(0, start - _BEFORE) : start]
    if _DENYING.search(before):
        return "denied"
    return "proposed" if _PROPOSING.search(before) else "said"
