"""What questions take for granted, held against the text of an item."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.premises import refused, unsaid
from corpus.record import Meeting

MEETING = Meeting("การประชุมคณะทำงาน", date=date(2024, 3, 12), last_date=date(2024, 3, 13))
TEXT = "ที่ประชุมอนุมัติวงเงิน 1,199,600,000 บาท คิดเป็นร้อยละ 12 ระยะที่ 2 เริ่มวันที่ 1 ตุลาคม 2567 และรับทราบผลการประเมิน"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("วงเงินเท่าไร", ()),
        ("วงเงิน 1,199.6 ล้านบาทใช้ทำอะไร", ()),
        ("วงเงิน 1,200 ล้านบาทใช้ทำอะไร", ()),
        ("วงเงิน 3,000 ล้านบาทใช้ทำอะไร", ("amount 3000000000",)),
        ("ร้อยละ 12 ของอะไร", ()),
        ("ร้อยละ 30 ของอะไร", ("percent 30",)),
        ("ระยะที่ 2 เริ่มเมื่อไร", ()),
        ("ระยะที่ 5 เริ่มเมื่อไร", ("ระยะ 5",)),
        ("ประชุมเดือนมีนาคม 2567 ว่าอย่างไร", ()),
        ("ประชุมวันที่ 13 มีนาคม 2567 ว่าอย่างไร", ()),
        ("ปี 2567 อนุมัติเท่าไร", ()),
        ("ปี 2561 อนุมัติเท่าไร", ("year 2561",)),
    ],
)
def test_numbers_that_the_item_does_not_say(question: str, missing: tuple[str, ...]) -> None:
    assert unsaid(question, TEXT, MEETING) == missing


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("เหตุใดที่ประชุมไม่อนุมัติวงเงินนี้", "ไม่อนุมัติ"),
        ("ทำไมถึงไม่ได้อนุมัติ", "ไม่ได้อนุมัติ"),
        ("ที่ประชุมปฏิเสธที่จะอนุมัติเพราะอะไร", "ปฏิเสธที่จะอนุมัติ"),
        ("อนุมัติหรือไม่อนุมัติ ที่ประชุมว่าอย่างไร หรือไม่", None),
        ("ที่ประชุมอนุมัติเท่าไร", None),
        ("เหตุใดไม่เห็นชอบ", None),
        ("ไม่อนุมัติใช่ไหม", None),
    ],
)
def test_a_refusal_that_never_was(question: str, denied: str | None) -> None:
    found = refused(question, TEXT)
    assert (found.said if found else None) == denied


def test_a_refusal_that_was_is_no_false_premise() -> None:
    assert refused("เหตุใดไม่อนุมัติ", "ที่ประชุมไม่อนุมัติเพราะอนุมัติไปแล้วเมื่อปีก่อน") is None
