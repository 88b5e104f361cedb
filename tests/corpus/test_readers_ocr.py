from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import tesserocr
from PIL import Image

from corpus.readers import tesseract
from corpus.readers.ocr import Recognised, read_image
from corpus.readers.tesseract import OcrMissing, engine, find_data
from corpus.readers.upright import scaled
from corpus.record import UnsupportedFormat
from corpus.thai import normalise
from tests.corpus.scans import LINES, ROWS, errors, needs_data, needs_osd, needs_shaping, page, scanned


@lru_cache
def upright() -> Recognised:
    return read_image(page(), 300)


@needs_data
@needs_shaping
def test_a_clean_page_is_read_by_paragraphs_with_the_spaces_of_its_layout() -> None:
    lines = normalise(upright().text).splitlines()
    assert lines[0] == LINES[0]
    assert lines[3] == LINES[3]
    assert lines[4] == LINES[4] + LINES[5]
    assert len(lines) == len(LINES) - 1
    assert upright().confidence > 0.85


@needs_data
@needs_shaping
@pytest.mark.parametrize(("dpi", "stated", "angle"), [(300, 300, 1.3), (300, None, -0.6), (200, 72, 3.5)])
def test_a_noisy_skewed_scan_is_read(dpi: int, stated: float | None, angle: float) -> None:
    assert errors("".join(LINES), read_image(scanned(page(dpi), angle), stated).text) <= 0.03


@needs_data
@needs_osd
@needs_shaping
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_or_head_is_read_and_its_boxes_are_of_the_given_picture(turn: int) -> None:
    found = read_image(page().rotate(turn, expand=True), 300)
    assert errors("".join(LINES), found.text) <= 0.03
    left, top, right, bottom = next(box for text, box in found.words if "Happy" in text)
    corner = {90: (2481 - bottom, left), 180: (2481 - right, 3507 - bottom), 270: (top, 3507 - right)}[turn]
    expected = next(box for text, box in upright().words if "Happy" in text)
    assert corner == pytest.approx(expected[:2], abs=12)


@needs_data
@needs_shaping
def test_a_box_holds_the_ink_of_its_word_in_the_skewed_picture() -> None:
    image = scanned(page(), 2.0, noise=0)
    box = next(box for text, box in read_image(image, 300).words if text == "Happy")
    ink = np.asarray(image.crop(box)) < 128
    assert ink[:, :24].any()
    assert ink[:, -24:].any()
    outside = image.crop((box[2], box[1], box[2] + 6, box[3]))
    assert not (np.asarray(outside) < 128).any()


@needs_data
@needs_shaping
def test_the_words_are_the_text_in_order_and_none_begins_with_a_mark() -> None:
    words = [text for text, _ in upright().words]
    assert "".join(words) == "".join(upright().text.split())
    assert not any(word[0] in "ัิีึืุู็่้๊๋์" for word in words)


@needs_data
@needs_shaping
def test_the_cells_of_a_table_row_stand_apart_on_one_line() -> None:
    lines = read_image(page(rows=ROWS), 300).text.splitlines()
    assert [line for line in lines if " | " in line] == [" | ".join(row) for row in ROWS]


@needs_data
@needs_shaping
def test_transparent_paper_is_white() -> None:
    ink = page().point(lambda level: 255 - level)
    glass = Image.merge("LA", (Image.new("L", ink.size, 0), ink))
    assert errors("".join(LINES), read_image(glass, 300).text) <= 0.03


@needs_data
@needs_shaping
def test_sixteen_bit_grey_is_read() -> None:
    deep = Image.fromarray(np.asarray(page()).astype(np.uint16) * 257)
    assert errors("".join(LINES), read_image(deep, 300).text) <= 0.03


@needs_data
@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (600, 800)])
def test_an_empty_picture_of_any_shape_says_nothing(size: tuple[int, int]) -> None:
    assert read_image(Image.new("RGB", size, "white"), None) == Recognised("", (), 0.0)


@needs_data
def test_each_thread_keeps_one_engine_of_its_own() -> None:
    mode = tesserocr.PSM.SINGLE_COLUMN
    mine = engine("tha+eng", mode)
    with ThreadPoolExecutor(1) as other:
        theirs, again = (other.submit(engine, "tha+eng", mode).result() for _ in range(2))
    assert theirs is again
    assert mine is engine("tha+eng", mode)
    assert mine is not theirs


def test_a_page_is_scaled_to_one_resolution_whatever_is_stated_of_it() -> None:
    image = Image.new("L", (2481, 3507), 255)
    assert scaled(image, 300).image.size == pytest.approx((1819, 2572), abs=1)
    for unknown in (None, 72.0):
        assert scaled(image, unknown).image.size == pytest.approx((1819, 2572), abs=1)
    assert scaled(image.resize((300, 200)), None).image.size == (900, 600), "no more than threefold"


def test_the_data_is_found_by_its_variable_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tessdata"
    folder.mkdir()
    (folder / "tha.traineddata").touch()
    for prefix in (tmp_path, folder):
        monkeypatch.setenv("TESSDATA_PREFIX", str(prefix))
        assert find_data() != folder, "English is not there yet"
    (folder / "eng.traineddata").touch()
    for prefix in (tmp_path, folder):
        monkeypatch.setenv("TESSDATA_PREFIX", str(prefix))
        assert find_data() == folder


def test_without_data_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(tesseract, "_FOLDERS", ())
    monkeypatch.setattr(tesseract, "_engines", threading.local())
    with pytest.raises(OcrMissing, match="tesseract-ocr-tha") as caught:
        read_image(Image.new("L", (400, 400), 255), None)
    assert isinstance(caught.value, UnsupportedFormat)
    assert "\n" not in str(caught.value)
    assert str(OcrMissing(f"ไฟล์ ก.png: {caught.value}")).startswith("ไฟล์ ก.png: ")
