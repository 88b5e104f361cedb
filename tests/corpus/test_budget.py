"""Amounts and shares of an item: where they stand, what they are worth, and what their clause says of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.budget import LONGEST, BudgetLine, find_budget
from corpus.record import AgendaItem
from corpus.resolutions import find_resolution
from corpus.values import find_quantities

TITLE = "5. เรื่อง งบขุดคลองสายกลาง\n"


def lines_of(body: str) -> tuple[str, list[BudgetLine]]:
    text = TITLE + body
    item = AgendaItem(1, "5", "งบขุดคลองสายกลาง", 0, len(text))
    return text, find_budget(text, item, find_resolution(text, item))


def line_of(words: str) -> BudgetLine:
    _, (line,) = lines_of(f"ที่ประชุมมีมติ{words}")
    return line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("วงเงิน 1,200 ล้านบาท", [("1,200 ล้านบาท", "1200000000", "บาท")]),
        ("วงเงิน ๑,๒๐๐ ล้านบาท", [("๑,๒๐๐ ล้านบาท", "1200000000", "บาท")]),
        ("วงเงิน 1.2 พันล้านบาท", [("1.2 พันล้านบาท", "1200000000", "บาท")]),
        ("จำนวน 245,243,189.70 บาท", [("245,243,189.70 บาท", "245243189.70", "บาท")]),
        ("๓ แสนบาทถ้วน", [("๓ แสนบาท", "300000", "บาท")]),
        ("ไร่ละ 500 บาท/ไร่", [("500 บาท", "500", "บาท")]),
        ("จำนวน 21,000      บาท", [("21,000      บาท", "21000", "บาท")]),
        ("จำนวน 40\nล้านบาท", [("40\nล้านบาท", "40000000", "บาท")]),
        ("10 - 20 ล้านบาท", [("10", "10000000", "บาท"), ("20 ล้านบาท", "20000000", "บาท")]),
        ("20,000 ถึง 30,000 บาท", [("20,000", "20000", "บาท"), ("30,000 บาท", "30000", "บาท")]),
        ("5 ล้านบาท ถึง 10 ล้านบาท", [("5 ล้านบาท", "5000000", "บาท"), ("10 ล้านบาท", "10000000", "บาท")]),
        ("ร้อยละ 10 – 20", [("ร้อยละ 10", "10", "%"), ("20", "20", "%")]),
        ("10-20%", [("10", "10", "%"), ("20%", "20", "%")]),
        ("ร้อยละ ๐.๕ ต่อปี", [("ร้อยละ ๐.๕", "0.5", "%")]),
        ("165,000 ดอลลาร์สหรัฐ", [("165,000 ดอลลาร์สหรัฐ", "165000", "ดอลลาร์สหรัฐ")]),
        ("65.2 ล้านเหรียญสหรัฐ", [("65.2 ล้านเหรียญสหรัฐ", "65200000", "เหรียญสหรัฐ")]),
        ("3.45 ล้านยูโร", [("3.45 ล้านยูโร", "3450000", "ยูโร")]),
        ("USD 5.5 million", [("USD 5.5 million", "5500000", "USD")]),
        ("ปี 2562 - 500 ล้านบาท", [("500 ล้านบาท", "500000000", "บาท")]),
        ("40 ล้านลูกบาศก์เมตร 5 เหรียญทอง 100 Gbps พ.ศ. 2567 ข้อ 3", []),
    ],
)
def test_amounts_and_shares_with_their_places_and_exact_values(text: str, found: list[tuple[str, str, str]]) -> None:
    quantities = [(text[one.start : one.end], one.value, one.unit) for one in find_quantities(text)]
    assert quantities == [(words, Decimal(value), unit) for words, value, unit in found]


def test_the_amounts_of_the_resolution_count_and_those_of_its_reasons_do_not() -> None:
    text, found = lines_of(
        "กรมคลองเสนอขอ 9 ล้านบาท\n"
        "มติที่ประชุม อนุมัติ 7 ล้านบาท ดังนี้\n1. ค่าขุด 5 ล้านบาท\n2. ค่าซ่อม 2 ล้านบาท\nสาระสำคัญ\nคลองยาว 8 ล้านบาท"
    )
    assert [text[line.start : line.end] for line in found] == ["7 ล้านบาท", "5 ล้านบาท", "2 ล้านบาท"]


def test_all_that_an_item_without_a_resolution_says_under_its_heading_counts() -> None:
    text = "ประเด็นที่ 5 งบร้อยละ 90\n- วงเงินโครงการต้องไม่เกิน 30 ล้านบาท\n- จัดสรร 10 – 20% ให้จังหวัด"
    found = find_budget(text, AgendaItem(1, "ประเด็นที่ 5", "", 0, len(text)), None)
    assert [(int(line.value), line.unit) for line in found] == [(30_000_000, "บาท"), (10, "%"), (20, "%")]


def test_running_headers_inside_an_item_have_no_amounts() -> None:
    text = f"{TITLE}มติที่ประชุม อนุมัติ ดังนี้\n1. ค่าขุด 5 ล้านบาท\nหน้า 9 งบ 3 บาท\n2. ค่าซ่อม 2 ล้านบาท"
    start = text.index("หน้า 9")
    item = AgendaItem(1, "5", "", 0, len(text), cuts=((start, text.index("\n2.")),))
    found = find_budget(text, item, find_resolution(text, item))
    assert [line.value for line in found] == [5_000_000, 2_000_000]


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("อนุมัติโครงการขุดคลองลึก วงเงิน 5 ล้านบาท", "โครงการขุดคลองลึก"),
        ("อนุมัติงบ 5 ล้านบาท เพื่อซ่อมประตูน้ำ โดยให้เสร็จในปีนี้", "เพื่อซ่อมประตูน้ำ"),
        ("อนุมัติเงิน 5 ล้านบาท สำหรับเป็นค่าขุดคลอง", "สำหรับเป็นค่าขุดคลอง"),
        ("อนุมัติวงเงิน 5 ล้านบาท", "งบขุดคลองสายกลาง"),
    ],
)
def test_what_an_amount_is_for(words: str, purpose: str) -> None:
    assert line_of(words).purpose == purpose


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("อนุมัติงบกลาง รายการเงินสำรองจ่ายเพื่อกรณีฉุกเฉิน จำนวน 5 ล้านบาท", "งบกลาง รายการเงินสำรองจ่ายเพื่อกรณีฉุกเฉิน"),
        ("อนุมัติงบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. 2567 จำนวน 5 ล้านบาท", "งบประมาณรายจ่ายประจำปี"),
        ("อนุมัติค่าขุดคลอง 5 ล้านบาท โดยใช้จ่ายจากเงินกู้ในประเทศ", "เงินกู้ในประเทศ"),
        ("อนุมัติค่าขุดคลอง 5 ล้านบาท จากเงินเหลือจ่าย", "เงินเหลือจ่าย"),
        ("อนุมัติค่าขุดคลอง 5 ล้านบาท", None),
    ],
)
def test_where_the_money_comes_from(words: str, source: str | None) -> None:
    assert line_of(words).source == source


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("อนุมัติงบ 5 ล้านบาท ในปีงบประมาณ พ.ศ. 2567", 2567),
        ("อนุมัติงบปี ๒๕๖๗ ๕ ล้านบาท ในปีงบประมาณ ๒๕๖๗", 2567),
        ("อนุมัติงบ 5 ล้านบาท ผูกพันปีงบประมาณ พ.ศ. 2567 - 2569", None),
        ("อนุมัติงบ 5 ล้านบาท ในปี 2567", None),
    ],
)
def test_the_fiscal_year_that_a_clause_names(words: str, year: int | None) -> None:
    assert line_of(words).fiscal_year == year


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("อนุมัติค่าขุดคลองไม่เกิน 5 ล้านบาท", "ไม่เกิน 5 ล้านบาท"),
        ("อนุมัติค่าขุดคลองไม่น้อยกว่าร้อยละ 20", "ไม่น้อยกว่าร้อยละ 20"),
        ("อนุมัติค่าขุดคลอง 5 ล้านบาท โดยให้เสร็จภายในปีนี้", "โดยให้เสร็จภายในปีนี้"),
        ("อนุมัติค่าขุดคลอง 5 ล้านบาท เว้นแต่น้ำท่วมทั้งสาย", "เว้นแต่น้ำท่วมทั้งสาย"),
        ("อนุมัติค่าขุดคลอง 5 ล้านบาท", None),
    ],
)
def test_under_what_an_amount_holds(words: str, condition: str | None) -> None:
    assert line_of(words).condition == condition


def test_the_clause_of_an_amount_is_its_paragraph() -> None:
    text, (line,) = lines_of("มติที่ประชุม อนุมัติ ดังนี้\n1. ค่าขุดคลอง 5 ล้านบาท ในปีนี้\n2. แผนคลอง")
    assert text[line.clause_start : line.clause_end] == "1. ค่าขุดคลอง 5 ล้านบาท ในปีนี้"


def test_the_clause_of_an_amount_in_a_long_paragraph_begins_and_ends_at_spaces() -> None:
    text, (line,) = lines_of(f"ที่ประชุมมีมติอนุมัติ{' คลองสายกลาง' * 60} ค่าขุดคลอง 5 ล้านบาท{' ตลอดสายคลอง' * 60}")
    clause = text[line.clause_start : line.clause_end]
    assert len(clause) <= LONGEST
    assert clause.startswith("คลองสายกลาง ")
    assert clause.endswith(" ตลอดสายคลอง")
    assert "ค่าขุดคลอง 5 ล้านบาท" in clause


PIECES = (
    *(
        "5 ล้านบาท",
        "ร้อยละ 10",
        "งบกลาง",
        "เพื่อ",
        "โดยให้",
        "วงเงิน",
        " ",
        "\n",
        "1. ",
        "(",
        ")",
        "ไม่เกิน",
        "ปีงบประมาณ 2567",
        "๓",
    ),
    *("คลองสายกลาง" * 30, "ทั้งนี้", "%", "-", "ถึง", "ดอลลาร์"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_every_amount_stands_inside_a_clause_of_bounded_length(body: str) -> None:
    text, found = lines_of(body)
    for line in found:
        assert line.clause_start <= line.start < line.end <= line.clause_end <= len(text)
        assert line.clause_end - line.clause_start <= LONGEST
        assert line.purpose
