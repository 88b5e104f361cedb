"""A paragraph that goes on over the end of a page is whole, whatever runs along the pages' edges."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.binding import bind
from corpus.boxes import WordBox, pack, unpack
from corpus.lines import SetLine, letters_in
from corpus.readers.paragraphs import paragraphs
from corpus.reading import read_revision
from corpus.record import Page, Revision
from tests.corpus.pdf_files import pdf, show

TITLE = "รายงานการประชุมคณะกรรมการบำรุงคลองบางแก้ว"
TEXT = (
    "ที่ประชุมพิจารณาแล้วเห็นว่าควรให้จังหวัดที่ได้รับประโยชน์จากการขุดลอกคลองร่วมรับผิดชอบค่าใช้จ่ายตามสัดส่วนของพื้นที่รับประโยชน์ "
    "โดยให้สำนักงานเลขานุการจัดทำรายละเอียดและให้คณะทำงานด้านการเงินตรวจสอบก่อนเสนอที่ประชุมครั้งต่อไป "
    "ทั้งนี้ไม่รวมค่าจ้างที่ปรึกษาซึ่งจ่ายจากเงินกองทุนส่วนกลางอยู่แล้ว"
)
LINES = tuple(found[0] for found in re.finditer(r"(?:[^่-๋ัิ-ูํ์็][่-๋ัิ-ูํ์็]*){1,70}", TEXT))
"""The text as lines of 70 letters, but for the last."""
SHORT = "ปิดประชุมเวลา 16.30 น."


def printed(*pages: tuple[str, ...], header: str = TITLE, first: float = 60) -> bytes:
    """Pages with these lines, a header and a number; ``first`` is where the first line of a page begins."""
    contents = []
    for number, lines in enumerate(pages, 1):
        content = show(header, 200, 770) + show(f"- {number} -", 290, 30)
        places = [first, *[60.0] * len(lines)]
        content += "".join(show(text, places[place], 730 - 15 * place) for place, text in enumerate(lines))
        contents.append(content)
    return pdf(contents)


def read(folder: Path, data: bytes) -> Revision:
    (folder / "a.pdf").write_bytes(data)
    return read_revision(folder / "a.pdf")


def test_it_is_one_line_of_the_text_and_each_part_stands_on_its_page(tmp_path: Path) -> None:
    found = read(tmp_path, printed(LINES[:2], (*LINES[2:], SHORT)))
    whole = "".join(LINES)
    start = found.text.index(whole)
    over = start + len("".join(LINES[:2]))
    assert [page.number for place in (start, over - 1, over) if (page := found.page_at(place))] == [1, 1, 2]
    assert found.text.split("\n") == [TITLE, "- 1 -", whole, TITLE, SHORT, "- 2 -"]


def test_a_passage_holds_both_parts_and_nothing_that_runs_along_the_edges(tmp_path: Path) -> None:
    found = read(tmp_path, printed(LINES[:2], (*LINES[2:], SHORT)))
    (passage,) = [each for each in found.passages if LINES[0] in found.text[each.start : each.end]]
    assert "".join(LINES) in found.text[passage.start : passage.end]
    assert "- 1 -" not in found.text[passage.start : passage.end]
    assert passage.page == 1


@pytest.mark.parametrize("opening", ["- ", "2. ", "(๑) ", "ระเบียบวาระที่ 2 ", "มติที่ประชุม "])
def test_what_begins_something_begins_it_on_a_new_page_too(tmp_path: Path, opening: str) -> None:
    found = read(tmp_path, printed(LINES[:2], (opening + LINES[2], LINES[3], SHORT)))
    assert "".join(LINES[:2]) in found.text.split("\n")


def test_a_line_with_room_ends_its_paragraph(tmp_path: Path) -> None:
    found = read(tmp_path, printed((*LINES[:2], SHORT), LINES[:2]))
    assert SHORT in found.text.split("\n")


def test_an_indented_line_begins_a_paragraph(tmp_path: Path) -> None:
    found = read(tmp_path, printed(LINES[:2], (LINES[2][:-9], LINES[1], LINES[2], SHORT), first=90))
    assert "".join(LINES[:2]) in found.text.split("\n")


def test_a_paragraph_as_long_as_a_page_is_cut_at_its_end(tmp_path: Path) -> None:
    found = read(tmp_path, printed(LINES[:2], LINES[:3], LINES[:2]))
    assert "".join(LINES[:2] + LINES[:3]) in found.text.split("\n")


def set_page(number: int, *texts: str) -> Page:
    """A page of lines and its number below them."""
    lines = [SetLine(text, 0, 5 * letters_in(text), -15 * place, 10) for place, text in enumerate(texts)]
    lines.append(SetLine(f"หน้า {number}", 160, 190, -700, 10))
    text, layout = paragraphs(lines)
    return Page(number, text, scanned=True, layout=layout)


def test_the_boxes_of_words_go_with_their_lines() -> None:
    pages = [
        set_page(number, TITLE, *lines)
        for number, lines in ((1, LINES[:2]), (2, (*LINES[2:], *LINES[:2])), (3, (SHORT,)))
    ]
    boxed = []
    for page in pages:
        words = [(word, page.text.index(word)) for word in page.text.split()]
        boxes = [WordBox(start, start + len(word), 0, 0, 1, 1) for word, start in words]
        boxed.append(replace(page, boxes=pack(boxes)))
    text, ranges = bind(boxed)
    assert "".join(LINES) in text
    for page, on in zip(boxed, ranges, strict=True):
        said = [text[on.start + box.start : on.start + box.end] for box in unpack(on.boxes)]
        assert said == [page.text[box.start : box.end] for box in unpack(page.boxes)]


def test_pages_whose_setting_is_not_known_are_joined_by_a_line_end() -> None:
    text, ranges = bind([Page(1, LINES[0]), Page(2, LINES[1])])
    assert text == f"{LINES[0]}\n{LINES[1]}"
    assert [(page.start, page.end) for page in ranges] == [(0, len(LINES[0])), (len(LINES[0]) + 1, len(text))]


def test_no_pages_are_no_text() -> None:
    assert bind([]) == ("", ())
