from __future__ import annotations

import pytest

from corpus.readers.text import decode
from corpus.readers.tones import with_tones
from corpus.thai import normalise
from tests.conftest import SAMPLES


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ทังนี ให้ถือปฏิบัติ", "ทั้งนี้ ให้ถือปฏิบัติ"),
        ("เกียวกับต้นไม้ในพืนทีสวน", "เกี่ยวกับต้นไม้ในพื้นที่สวน"),
        ("ดูแลพื้นทีสวน", "ดูแลพื้นที่สวน"),
        ("ขบวนรถเคลือนไป", "ขบวนรถเคลื่อนไป"),
        ("ข้อเสนอที ประชุมเห็นชอบ", "ข้อเสนอที่ ประชุมเห็นชอบ"),
        ("เมือวันที 18", "เมื่อวันที่ 18"),
        ("ครั้งที ๓", "ครั้งที่ ๓"),
        ("ทีประชุมเห็นชอบ", "ที่ประชุมเห็นชอบ"),
        ("วงเงิน 5,000 บาท นัน", "วงเงิน 5,000 บาท นั้น"),
    ],
)
def test_a_lost_tone_is_put_back(read: str, meant: str) -> None:
    assert with_tones(read) == meant
    assert with_tones(meant) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("ทันที", "อีกที", "บางที", "ด้านไอซีที", "จ่ายทันที 30 วัน", "พีทีที 2566", "บริษัท ที.พี.ไอ.", "ทีอียู", "นม ยู เอช ที"),
        *("นางภาวินี", "นายเรือง", "น.ส.สุนันทา นันทะแสง", "ดร.ลินดา", "ตำบลโลซิน", "บ้านหนองนันทา", "กรุงโตเกียว", "พาราลิมปิก"),
        *("สินค้า", "มติ เห็นชอบ", "ICT 4"),
    ],
)
def test_what_is_meant_so_stays(text: str) -> None:
    assert with_tones(text) == text


def test_clean_minutes_come_out_as_they_are() -> None:
    for path in SAMPLES.glob("*.txt"):
        text = normalise(decode(path.read_bytes()))
        assert with_tones(text) == text
