"""The figures of a text, by which two texts are compared: each with its bound and its unit.

"ไม่เกิน 5 ล้านบาท" is ("ไม่เกิน", "5000000", "บาท"), "สองคัน" and "๒ คัน" are ("", "2", "คัน").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pythainlp.util import thaiword_to_num

from assistant.names import tokens
from corpus.bodies import any_of
from corpus.dates import find_dates
from corpus.thai import fold
from corpus.values import find_quantities

Figure = tuple[str, str, str]
"""What bounds it, how much, and of what; "" where that is not said."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BOUND = re.compile(
    r"(?P<bound>ไม่\s?(?:เกิน|ต่ำกว่า|น้อยกว่า|ถึง|มากกว่า)|เกิน(?:กว่า)?|ต่ำกว่า|น้อยกว่า|มากกว่า|อย่างน้อย|อย่างมาก|สูงสุด|ต่ำสุด|ประมาณ|ราว|เกือบ"
    r"|กว่า|เพิ่มขึ้น|ลดลง|เพิ่ม|ลด|(?<!ร้อย)(?<!แ)ละ)\s?(?:จำนวน|เป็น|เงิน|อีก)*\s?$"
)
_LONGEST_BOUND = 30
_UNITS = re.findall(
    r"\S+",
    """
    คน ราย แห่ง โครงการ ฉบับ ครั้ง ชุด คัน หลัง วัน เดือน ปี ชั่วโมง นาที สัปดาห์ กิโลเมตร กม เมตร ตารางเมตร ลูกบาศก์เมตร ไร่
    ตัน กิโลกรัม ลิตร เมกะวัตต์ ครัวเรือน หมู่บ้าน ตำบล อำเภอ จังหวัด ประเทศ หน่วยงาน บริษัท ฝ่าย ด้าน ข้อ เรื่อง รายการ เครื่อง ตัว ต้น
    จุด สาย แปลง เท่า ส่วน ใบ เล่ม อัตรา ตำแหน่ง เสียง ท่าน องค์กร กลุ่ม พัน หมื่น แสน ล้าน
    """,
)
_UNIT = re.compile(rf"\s?(?P<unit>{any_of(*_UNITS)}|น(?=\.|$))")
_DIGITS = "หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
SPELLED = re.compile(rf"(?:{_DIGITS}|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน)+")
"""The pattern of the words that numbers are spelled with."""
_SPELLED_DIGIT = re.compile(f"{_DIGITS}|สิบ")


def plain(text: str) -> str:
    """The text as it is compared: folded, with its spelled numbers in digits and "ไม่" standing alone."""
    text = re.sub(r"\s?ไม่\s?", " ไม่ ", fold(text)).strip()
    pieces, copied = [], 0
    for start, end in _spelled(text):
        pieces += [text[copied:start], _in_digits(text[start:end])]
        copied = end
    return "".join([*pieces, text[copied:]])


def figures(text: str) -> set[Figure]:
    """The money, the shares and the numbers of a plain text that stand outside of its dates."""
    return {(_bound(text, start), value, unit) for start, value, unit in _all(text)}


def _all(text: str) -> Iterator[tuple[int, str, str]]:
    quantities = find_quantities(text)
    taken = [(one.start, one.end) for one in quantities] + [(day.start, day.end) for day in find_dates(text)]
    yield from ((one.start, f"{one.value.normalize():f}", one.unit) for one in quantities)
    for number in _NUMBER.finditer(text):
        if not any(start < number.end() and number.start() < end for start, end in taken):
            unit = _UNIT.match(text, number.end())
            yield number.start(), _value(number[0]), unit["unit"] if unit else ""


def _in_digits(spelled: str) -> str:
    """A spelled number in digits; "สองสาม" is no number and stays as it is."""
    try:
        return str(thaiword_to_num(spelled))
    except ValueError:
        return spelled


def _bound(text: str, start: int) -> str:
    found = _BOUND.search(text[max(0, start - _LONGEST_BOUND) : start])
    return "".join(found["bound"].split()) if found else ""


def _value(written: str) -> str:
    """A number without its commas and idle noughts; a label of several points is kept as it is."""
    digits = written.replace(",", "")
    return digits if digits.count(".") > 1 else f"{Decimal(digits).normalize():f}"


def _spelled(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers are spelled: runs of number words that hold a digit; the scale after digits is none."""
    runs: list[tuple[int, int]] = []
    for token in tokens(text):
        if SPELLED.fullmatch(token.word):
            joined = runs and runs[-1][1] == token.start
            runs.append((runs.pop()[0] if joined else token.start, token.end))
    for start, end in runs:
        if _SPELLED_DIGIT.search(text, start, end) and not text[:start].rstrip()[-1:].isdecimal():
            yield start, end
