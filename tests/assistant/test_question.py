"""What a question wants, when it speaks of, and which of its words tell."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.question import read_question, word_weight

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("จังหวัดต้องสมทบกี่เปอร์เซ็นต์", "percent"),
        ("สมทบร้อยละเท่าใด", "percent"),
        ("ใช้เงินเท่าไหร่", "number"),
        ("อนุมัติวงเงินเท่าไร", "number"),
        ("ต้องส่งรายงานเมื่อไร", "date"),
        ("ขยายเวลาอีกกี่วัน", "date"),
        ("ใครเป็นเจ้าภาพจัดงาน", "person"),
        ("ให้หน่วยงานไหนดูแล", "person"),
        ("มีเงื่อนไขอะไรบ้าง", "list"),
        ("ประชุมที่ไหน", "place"),
        ("ที่ประชุมเห็นชอบหรือไม่", "decision"),
        ("How much was approved?", "number"),
        ("Who chairs the committee?", "person"),
        ("ฝายบ้านหนอง", "any"),
    ],
)
def test_the_kind_of_answer_is_read(text: str, wanted: str) -> None:
    assert read_question(text, TODAY).wanted == wanted


def test_dates_are_read_with_thai_digits_and_from_today() -> None:
    assert read_question("มติวันที่ ๑๒ มีนาคม ๒๕๖๗", TODAY).dates == ((date(2024, 3, 12), date(2024, 3, 12)),)
    assert read_question("ประชุมเมื่อเดือนที่แล้ว", TODAY).dates == ((date(2024, 5, 1), date(2024, 5, 31)),)


def test_rare_words_tell_more_than_common_ones_and_question_words_nothing() -> None:
    assert word_weight("เขื่อน") > word_weight("รัฐบาล") > 0
    assert word_weight("และ") == 0


def test_a_question_of_emoji_or_marks_carries_no_words() -> None:
    assert read_question("🙏🙏🙏 ??? <b>", TODAY).weights.keys() <= {"b"}


def test_a_question_of_four_thousand_letters_is_read_in_part() -> None:
    assert len(read_question("ก" * 4000, TODAY).text) == 1000
