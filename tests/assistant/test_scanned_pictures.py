"""On the picture of a scanned page the words of the quote are marked where they stand, and nothing else is."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import fontpkg
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from assistant.pictures import page_picture
from corpus.reading import read_revision
from corpus.record import PageRange, Revision
from index.store import Store
from tests.assistant.test_pictures import opened, yellow
from tests.corpus.scans import needs_data, needs_osd, needs_shaping, scanned

pytestmark = [needs_data, needs_shaping]

LINES = (
    "รายงานการประชุมชมรมจักรยานริมเขื่อน",
    "วาระที่ 1 เรื่องแจ้งเพื่อทราบ",
    "ประธานแจ้งว่าร้าน Happy Bike มอบหมวกนิรภัย 35 ใบ",
    "มูลค่ารวม 17,500 บาท ให้สมาชิกใหม่ และให้เริ่มงาน",
    "ภายในเดือนมิถุนายน โดยใช้เงินจากกองทุนของชมรม",
    "มติ: เห็นชอบ และให้เริ่มงานภายในเดือนมิถุนายน",
)
QUOTE = ((2, "มอบหมวกนิรภัย 35 ใบ"), (3, "มูลค่ารวม 17,500 บาท"))
SIZE = (2481, 3507)


@lru_cache
def drawn(only_quote: bool) -> Image.Image:
    """The page, or only the ink of the quote where it stands on it."""
    image = Image.new("L", SIZE, 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(fontpkg.path("Sarabun", 400)), 58)
    quoted = dict(QUOTE)
    for row, line in enumerate(LINES):
        place = (300, 400 + 88 * row)
        if not only_quote:
            draw.text(place, line, font=font, fill=20)
        elif row in quoted:
            before = line.split(quoted[row])[0]
            draw.text(place, before + quoted[row], font=font, fill=20)
            erase = font.getlength(before)
            draw.rectangle((0, place[1] - 5, place[0] + erase, place[1] + 88), 255)
    return image


def encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **({"resolution": 300.0} if kind == "PDF" else {"dpi": (300, 300)}))
    return out.getvalue()


@lru_cache
def record(folder: Path, suffix: str, angle: float) -> tuple[Revision, bytes]:
    path = folder / f"หน้า.{suffix}"
    turned = scanned(drawn(False), angle) if abs(angle) < 10 else drawn(False).rotate(angle, expand=True)
    path.write_bytes(encoded(turned, suffix.upper()))
    return read_revision(path), path.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


def range_of(revision: Revision) -> tuple[int, int]:
    """The quote, found by its letters that are read rightly: its first word and its last."""
    start = revision.text.index("มอบ")
    return start, revision.text.index("บาท", start) + 3


def marked(picture: NDArray[np.int16]) -> NDArray[np.bool_]:
    """What the pen went over, its ink too."""
    mask = Image.fromarray(yellow(picture)).convert("L")
    closed = mask.filter(ImageFilter.MaxFilter(13)).filter(ImageFilter.MinFilter(13))
    return np.asarray(closed) > 0


def ink(image: Image.Image, angle: float, size: tuple[int, int]) -> NDArray[np.bool_]:
    turned = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return np.asarray(turned.resize(size, Image.Resampling.LANCZOS)) < 110


@pytest.mark.parametrize(("suffix", "angle"), [("png", 1.0), ("png", -2.5), ("png", 0.0), ("pdf", 1.0)])
def test_the_words_of_the_quote_are_marked_and_no_others(folder: Path, suffix: str, angle: float) -> None:
    revision, original = record(folder, suffix, angle)
    page = revision.pages[0]
    assert page.scanned
    picture = opened(page_picture(revision.name, original, revision.text, page, range_of(revision)))
    size = (picture.shape[1], picture.shape[0])
    quote, every, pen = ink(drawn(True), angle, size), ink(drawn(False), angle, size), marked(picture)
    assert pen[quote].mean() > 0.97
    assert pen[every & ~quote].mean() < 0.01
    assert pen.sum() < 12 * quote.sum(), "the pen stays on its lines"


@needs_osd
@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_on_its_side_or_head_is_marked_where_its_words_stand(folder: Path, turn: int) -> None:
    revision, original = record(folder, "png", turn)
    picture = opened(page_picture(revision.name, original, revision.text, revision.pages[0], range_of(revision)))
    quote = ink(drawn(True), turn, (picture.shape[1], picture.shape[0]))
    every = ink(drawn(False), turn, (picture.shape[1], picture.shape[0]))
    assert marked(picture)[quote].mean() > 0.95
    assert marked(picture)[every & ~quote].mean() < 0.01


def test_what_is_stored_is_marked_as_what_was_read(folder: Path, tmp_path: Path) -> None:
    revision, original = record(folder, "png", 1.0)
    store = Store(tmp_path)
    store.add_revision(revision, 1)
    stored = store.revision(revision.sha256)
    assert stored == revision
    quote = range_of(revision)
    pictures = [page_picture("ก.png", original, each.text, each.pages[0], quote) for each in (revision, stored)]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_page_that_was_read_before_words_had_boxes_is_drawn_unmarked(folder: Path, suffix: str) -> None:
    revision, original = record(folder, suffix, 1.0)
    page = PageRange(1, revision.pages[0].start, revision.pages[0].end, scanned=True)
    assert not yellow(opened(page_picture("ก", original, revision.text, page, range_of(revision)))).any()


def test_a_quote_on_another_page_marks_nothing(folder: Path) -> None:
    revision, original = record(folder, "png", 1.0)
    assert not yellow(opened(page_picture("ก", original, revision.text, revision.pages[0], (0, 0)))).any()
    assert not yellow(opened(page_picture("ก", original, revision.text, revision.pages[0], (10**6, 10**6 + 9)))).any()
