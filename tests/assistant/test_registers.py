"""The registers of the sample minutes: the questions they answer, the rows that a filter wants, and their export."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.errors import BadSetting
from assistant.export import export
from assistant.reader import Reader
from assistant.registers import Listed, read_filter, read_listing
from assistant.respond import Responder
from assistant.telegram.journal import Entry
from assistant.telegram.pages import read_page, register_reply
from assistant.telegram.texts import THAI
from index.abbreviations import Abbreviations
from index.encoder import Encoder
from index.registers import CLAUSES, Register
from index.search import Searcher
from index.store import Store

TODAY = date(2026, 1, 1)
REGISTERS: list[Register] = list(CLAUSES)


@pytest.fixture(scope="module")
def responder(samples_home: Path, encoder: Encoder, reader: Reader) -> Responder:
    store = Store(samples_home)
    return Responder(store, Searcher(store, samples_home, encoder), reader, lambda: TODAY)


@pytest.mark.parametrize(
    ("question", "register", "counts"),
    [
        ("ปี 2567 ที่ประชุมอนุมัติกี่เรื่อง", "decisions", True),
        ("ปี ๒๕๖๗ มีมติรับทราบเรื่องอะไรบ้าง", "decisions", False),
        ("จังหวัดมีหน้าที่อะไรบ้าง", "roles", False),
        ("จังหวัดเจ้าภาพรับผิดชอบอะไรบ้าง", "roles", False),
        ("รายการที่วงเงินเกิน 10 ล้านบาท", "budget", False),
        ("มีกี่รายการที่วงเงินไม่เกิน 5 ล้านบาท", "budget", True),
    ],
)
def test_questions_of_listing_and_counting(question: str, register: str, counts: bool) -> None:
    listing = read_listing(question, TODAY, Abbreviations())
    assert listing is not None
    assert (listing.register, listing.counts) == (register, counts)


@pytest.mark.parametrize(
    "question",
    [
        "จังหวัดต้องสมทบร้อยละเท่าไร",
        "โครงการขุดลอกคลองอนุมัติวงเงินเท่าไร",
        "ใครรับผิดชอบโครงการขุดลอกคลอง",
        "แบ่งกลุ่มย่อยเป็นกี่กลุ่ม",
        "โครงการที่เกิน 30 ล้านบาทต้องเสนอผ่านใคร",
        "มติเรื่องการขุดลอกคลองว่าอย่างไร",
        "",
    ],
)
def test_any_other_question_is_not_one_of_listing(question: str) -> None:
    assert read_listing(question, TODAY, Abbreviations()) is None


@pytest.mark.parametrize(
    ("text", "least", "most", "strict", "unit"),
    [
        ("เกิน 1,000 ล้านบาท", 10**9, None, True, "บาท"),
        ("ตั้งแต่ 1 พันล้านบาท", 10**9, None, False, "บาท"),
        ("ไม่น้อยกว่า ๕ ล้านบาท", 5 * 10**6, None, False, "บาท"),
        ("ไม่เกิน 500,000 บาท", None, 500_000, False, "บาท"),
        ("ต่ำกว่า 5 ล้านบาท", None, 5 * 10**6, True, "บาท"),
        ("เกินร้อยละ 20", 20, None, True, "%"),
        ("งบกลาง", None, None, False, "บาท"),
    ],
)
def test_bounds(text: str, least: int | None, most: int | None, strict: bool, unit: str) -> None:
    found = read_filter(text, TODAY, Abbreviations())
    assert (found.least, found.most, found.strict, found.unit) == (
        None if least is None else Decimal(least),
        None if most is None else Decimal(most),
        strict,
        unit,
    )


def test_a_run_of_letters_is_one_phrase() -> None:
    assert read_filter("งบกลาง ปี 2564", TODAY, Abbreviations()).words == ("งบกลาง",)


def test_rows_are_those_of_the_filter_newest_first(responder: Responder) -> None:
    rows = responder.register("budget", "เกิน 10 ล้านบาท ปี 2567")
    assert rows
    assert all(row.row.clause.value > 10**7 and row.row.clause.unit == "บาท" for row in rows)  # type: ignore[union-attr]
    days = [row.meeting.meeting.date for row in rows]
    assert {day.year for day in days if day} == {2024}
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)


def test_every_row_says_what_stands_at_its_place(responder: Responder, samples_home: Path) -> None:
    store = Store(samples_home)
    for register in REGISTERS:
        rows = responder.register(register, "")
        assert len(rows) > 20
        assert all(row.said == store.text(row.row.revision, row.quote.start, row.quote.end) for row in rows)
        assert all(0 < len(row.said) <= 350 for row in rows)


def test_a_counting_question_says_how_many_and_cites_each(responder: Responder) -> None:
    answer = responder.answer("ปี 2567 ที่ประชุมอนุมัติกี่เรื่อง")
    rows = responder.register("decisions", "อนุมัติ ปี 2567")
    assert answer.status == "answered"
    assert f"พบ {len(rows)} เรื่อง" in answer.text
    assert len(answer.citations) == len(rows)


def test_an_export_has_every_row_with_its_citation_and_no_formula(responder: Responder, tmp_path: Path) -> None:
    rows = responder.register("decisions", "")
    export(rows, tmp_path / "a.csv")
    export(rows, tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert len(table) == len(rows) == sheet.max_row - 1
    assert table[0]["แฟ้ม"] == rows[0].meeting.name
    assert table[0]["ตำแหน่ง"] == f"{rows[0].quote.start}:{rows[0].quote.end}"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row.values())
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with pytest.raises(BadSetting, match="xlsx"):
        export(rows, tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("text", "wanted", "page"),
    [("งบกลาง หน้า 2", "งบกลาง", 2), ("หน้า ๓", "", 3), ("งบกลาง", "งบกลาง", 1), ("หน้า 0", "", 1), ("หน้า", "หน้า", 1)],
)
def test_the_page_stands_at_the_end_of_a_filter(text: str, wanted: str, page: int) -> None:
    assert read_page(text) == (wanted, page)


def test_pages_hold_ten_rows_each_with_buttons_to_those_beside(responder: Responder) -> None:
    rows: list[Listed] = responder.register("decisions", "")
    pages = -(-len(rows) // 10)
    entry = Entry(5, 5, "", "answered", register="decisions", id=7)
    seen: list[str] = []
    for page in range(1, pages + 1):
        reply = register_reply(rows, entry, page, THAI, "decisions", edits=False)
        seen += re.findall(r"^(\d+)\. \d{1,2} ", reply.messages[0].plain, re.MULTILINE)
        data = {button.data for row in reply.keyboard for button in row}
        assert (f"g:7:{page + 1}" in data) == (page < pages)
        assert (f"g:7:{page - 1}" in data) == (page > 1)
    assert seen == [str(number) for number in range(1, len(rows) + 1)]
    past = register_reply(rows, entry, 999, THAI, "decisions", edits=False)
    assert f"หน้า {pages} จาก {pages}" in past.messages[0].plain
    none = register_reply([], replace(entry, question="<b>ไม่มี"), 1, THAI, "budget", edits=False)
    assert "<b>ไม่มี" in none.messages[0].plain
