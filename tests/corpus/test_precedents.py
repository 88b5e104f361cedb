"""Earlier decisions that a text names, by day or by number, and what is done to them."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.precedents import change, find_precedents

TODAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("text", "days", "numbers"),
    [
        ("ตามมติคณะกรรมการเมื่อวันที่ 9 กุมภาพันธ์ 2564 ที่เห็นชอบ", [date(2021, 2, 9)], []),
        ("มติคณะกรรมการ (๙ มีนาคม ๒๕๖๓)", [date(2020, 3, 9)], []),
        ("ตามมติที่ประชุมครั้งที่ 2/2566 เรื่องถนน", [], ["2/2566"]),
        ("ในการประชุมคณะทำงาน ครั้งที่ 14/2565 ที่ประชุมขอให้", [], ["14/2565"]),
        (
            "มติเมื่อวันที่ 1 มีนาคม 2565 และมติที่ประชุมครั้งที่ 3/2565",
            [date(2022, 3, 1)],
            ["3/2565"],
        ),
        ("ให้แล้วเสร็จภายในวันที่ 9 กุมภาพันธ์ 2564", [], []),
        ("มติเห็นชอบ\nวันที่ 9 กุมภาพันธ์ 2564", [], []),
        ("การประชุมสามัญประจำปี", [], []),
        ("มติของที่ประชุมเมื่อเดือนกุมภาพันธ์ 2564", [], []),
    ],
)
def test_decisions_named(text: str, days: list[date], numbers: list[str]) -> None:
    found = list(find_precedents(text, TODAY))
    assert [each.day for each in found if each.day] == days
    assert [each.number for each in found if each.number] == numbers


def test_a_decision_is_named_where_it_stands() -> None:
    text = "อ้างถึงมติคณะทำงานเมื่อวันที่ 9 กุมภาพันธ์ 2564 ให้"
    (found,) = find_precedents(text, TODAY)
    assert text[found.start : found.end] == "มติคณะทำงานเมื่อวันที่ 9 กุมภาพันธ์ 2564"


@pytest.mark.parametrize(
    ("title", "done"),
    [
        ("ขอขยายระยะเวลาก่อสร้างอาคาร", "ขยายเวลา"),
        ("การต่ออายุสัญญาเช่า", "ขยายเวลา"),
        ("ขอยกเลิกโครงการจัดซื้อเรือ", "ยกเลิก"),
        ("ทบทวนมติเรื่องค่าตอบแทน", "แก้ไขเพิ่มเติม"),
        ("ขอเปลี่ยนแปลงรายการ", "แก้ไขเพิ่มเติม"),
        ("การจัดซื้อครุภัณฑ์", None),
    ],
)
def test_what_a_title_says_that_it_does(title: str, done: str | None) -> None:
    assert change(title) == done
