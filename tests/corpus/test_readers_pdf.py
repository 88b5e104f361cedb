from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest
from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize

from corpus.readers import tesseract
from corpus.readers.pdf import read_pdf
from corpus.readers.tesseract import OcrMissing
from corpus.record import EmptyRecord, Page, UnreadableFile
from corpus.thai import normalise
from tests.corpus.pdf_files import ADVANCE, pdf, show
from tests.corpus.scans import LINES, errors, needs_data, needs_shaping, page

SHARED = Path(os.environ.get("MATI_SHARED", Path(__file__).parents[2] / ".." / "shared"))
REAL = sorted((SHARED / "records" / "formats").glob("*.pdf"))
ENCRYPTED = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'00' * 32}>>>/ID[<00><00>]"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.pdf"


def pages_of(path: Path) -> tuple[Page, ...]:
    return tuple(read_pdf(path))


def read(path: Path, *contents: str, **keys: str) -> list[str]:
    path.write_bytes(pdf(contents, **keys))
    return [page.text for page in pages_of(path)]


def test_pages_are_numbered_from_one(path: Path) -> None:
    path.write_bytes(pdf([show("มติ", 50, 700), show("วาระ", 50, 700)]))
    assert pages_of(path) == (Page(1, "มติ"), Page(2, "วาระ"))


def test_marks_drawn_past_the_next_letter_stay_with_their_own(path: Path) -> None:
    drawn = show("รายละเอ", 50, 700) + show("ี", 50 + 8 * ADVANCE, 700) + show("ยด", 50 + 7 * ADVANCE, 700)
    assert read(path, drawn) == ["รายละเอียด"]


def test_marks_drawn_above_the_line_stay_on_it(path: Path) -> None:
    drawn = show("ท", 50, 700) + show("ี", 56, 706) + show("่", 56, 709) + show("ประชุม", 56, 700)
    assert read(path, drawn) == ["ที่ประชุม"]


def test_lines_come_from_the_top_whatever_order_they_are_drawn_in(path: Path) -> None:
    assert read(path, show("สอง", 50, 680) + show("1", 300, 780) + show("หนึ่ง", 50, 700)) == ["1\nหนึ่ง\nสอง"]


def test_cells_of_a_row_are_one_line_from_left_to_right(path: Path) -> None:
    drawn = show("4,000", 300, 700) + show("โครงการ", 50, 700) + show("งบ", 50, 680) + show("5,000", 300, 681)
    assert read(path, drawn) == ["โครงการ  4,000\nงบ  5,000"]


def test_a_gap_inside_a_line_is_a_space_and_touching_pieces_are_one_word(path: Path) -> None:
    drawn = show("ประ", 50, 700) + show("ชุม", 50 + 3 * ADVANCE, 700) + show("ครั้งที่", 50 + 6 * ADVANCE + 3, 700)
    assert read(path, drawn) == ["ประชุม ครั้งที่"]


def test_typed_spaces_are_kept_one_by_one(path: Path) -> None:
    assert read(path, show("วาระ  ที่ 2 ", 50, 700)) == ["วาระ ที่ 2"]


@pytest.mark.parametrize("shift", [0, 0.3, 2])
def test_a_letter_and_its_shadow_are_read_once(path: Path, shift: float) -> None:
    assert read(path, show("งบประมาณ", 50, 700) + show("งบประมาณ", 50 + shift, 700 - shift)) == ["งบประมาณ"]


def test_of_two_pieces_upon_each_other_the_one_on_top_is_read(path: Path) -> None:
    assert read(path, show("ฉบับ (2)", 50, 700) + show("ฉบับ (5)", 50, 700)) == ["ฉบับ (5)"]


def test_latin_letters_that_stand_for_marks_are_read_as_marks_after_thai_alone(path: Path) -> None:
    assert read(path, show("กÉอน", 50, 700) + show("CAFÉ", 50, 680)) == ["ก่อน\nCAFÉ"]


def test_a_glyph_without_a_character_is_left_out_after_a_mark_alone(path: Path) -> None:
    assert read(path, show("ที่\ufffdส\ufffdา", 50, 700)) == ["ที่ส\ufffdา"]


def test_what_is_drawn_off_the_page_is_left_out(path: Path) -> None:
    assert read(path, show("เห็น", 50, 700) + show("ซ่อน", -300, 700) + show("ซ่อน", 50, 900)) == ["เห็น"]
    cropped = read(path, show("เห็น", 50, 700) + show("ซ่อน", 50, 20), page_keys="/CropBox[0 100 600 800]")
    assert cropped == ["เห็น"]


@pytest.mark.parametrize(
    ("turn", "rotate", "step"),
    [("0 1 -1 0", 90, (20, 0)), ("-1 0 0 -1", 180, (0, 20)), ("0 -1 1 0", 270, (-20, 0))],
)
def test_a_turned_page_reads_as_an_upright_one(path: Path, turn: str, rotate: int, step: tuple[int, int]) -> None:
    drawn = show("หนึ่ง", 300, 400, turn) + show("สอง", 300 + step[0], 400 + step[1], turn)
    assert read(path, drawn, page_keys=f"/Rotate {rotate}") == ["หนึ่ง\nสอง"]
    assert read(path, drawn) == ["หนึ่ง\nสอง"]


def test_text_on_the_side_of_a_page_comes_after_its_text(path: Path) -> None:
    drawn = show("สันปก", 20, 600, "0 1 -1 0") + show("รายงานการประชุม", 50, 700)
    assert read(path, drawn) == ["รายงานการประชุม\nสันปก"]


def test_text_inside_a_form_is_read_in_its_place(path: Path) -> None:
    drawn = show("หัว", 50, 700) + "/X Do\n" + show("ท้าย", 50, 660)
    assert read(path, drawn, shared=show("ท", 50, 680) + show("ี", 62, 680) + show("ม", 56, 680)) == ["หัว\nทีม\nท้าย"]


def test_a_page_without_anything_keeps_its_number(path: Path) -> None:
    assert read(path, show("ก", 50, 700), "", show("ข", 50, 700)) == ["ก", "", "ข"]


@needs_data
@needs_shaping
def test_a_page_that_is_a_picture_is_recognised_and_marked(path: Path) -> None:
    page(200).save(path, resolution=200)
    [found] = pages_of(path)
    assert (found.number, found.scanned) == (1, True)
    assert errors("".join(LINES), found.text) <= 0.03


@needs_data
def test_a_file_without_anything_to_read_is_refused(path: Path) -> None:
    with pytest.raises(EmptyRecord, match="ไม่พบตัวอักษร"):
        read(path, "0 0 100 100 re f", "")


def test_pictures_are_refused_with_what_to_install_where_nothing_can_recognise_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "_engines", threading.local())
    monkeypatch.setattr(tesseract, "find_data", lambda: None)
    with pytest.raises(OcrMissing, match="tesseract-ocr-tha"):
        read(path, "0 0 100 100 re f")


def test_a_file_with_a_password_is_refused(path: Path) -> None:
    with pytest.raises(UnreadableFile, match="รหัสผ่าน"):
        read(path, show("ลับ", 50, 700), trailer_keys=ENCRYPTED)


def test_a_file_that_was_cut_off_is_refused(path: Path) -> None:
    whole = pdf([show("มติ", 50, 700)] * 3)
    for length in (len(whole) // 4, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:length])
        with pytest.raises(UnreadableFile, match="ไม่ครบ"):
            pages_of(path)


def test_a_broken_file_is_refused(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\nnothing here\n%%EOF\n")
    with pytest.raises(UnreadableFile, match="ชำรุด"):
        pages_of(path)


def test_files_are_read_from_several_threads(path: Path) -> None:
    path.write_bytes(pdf([show("มติที่ประชุม", 50, 700)] * 20))
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.extend(page.text for page in pages_of(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["มติที่ประชุม"] * 80


@pytest.mark.slow
@pytest.mark.skipif(not REAL, reason="real PDF files are not here: set MATI_SHARED")
@pytest.mark.parametrize("real", REAL, ids=lambda real: real.stem)
def test_nearly_every_word_of_a_real_file_is_a_word(real: Path) -> None:
    pages = pages_of(real)
    lines = [line for page in pages for line in normalise(page.text).split("\n")]
    words = [word for line in lines[:1_500] for word in word_tokenize(line, engine="newmm") if re.search("[ก-ฮ]", word)]
    known = thai_words()
    assert sum(word in known for word in words) / len(words) > 0.95
    assert sum(not page.text for page in pages) <= 0.04 * len(pages)
