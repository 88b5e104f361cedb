from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assistant.errors import AssistantError
from assistant.pictures import MAX_BYTES, NoPicture, page_picture
from assistant.typeset import HEIGHT, WIDTH, set_page
from corpus.lines import lines_of
from corpus.outline import read_outline
from corpus.reading import read_revision
from corpus.record import PageRange, Revision
from tests.conftest import SAMPLES
from tests.corpus.pdf_files import ADVANCE, pdf, show

NONE = (0, 0)
SCALE = 150 / 72
KINDS = ("*.pdf", "*.docx", "2567-03-12-*.txt")

Picture = NDArray[np.int16]


def opened(data: bytes) -> Picture:
    assert len(data) < MAX_BYTES
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        assert width + height <= 10_000
        assert max(width, height) <= 20 * min(width, height)
        assert width * height <= 4_010_000
        return np.asarray(image.convert("RGB"), np.int16)


def yellow(picture: Picture) -> NDArray[np.bool_]:
    return (picture[..., 0] > 200) & (picture[..., 1] > 180) & (picture[..., 2] < 160)


def bounds(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is true; the last two outside."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def sample(pattern: str) -> tuple[Revision, bytes]:
    path = next(SAMPLES.glob(pattern))
    return read_revision(path), path.read_bytes()


def drawn(record: tuple[Revision, bytes], page: PageRange, quote: tuple[int, int]) -> Picture:
    revision, original = record
    return opened(page_picture(revision.name, original, revision.text, page, quote))


def pdf_picture(content: str, text: str, quote: str = "", **keys: str) -> Picture:
    start = text.find(quote) if quote else 0
    data = pdf([content], **keys)
    return opened(page_picture("a.pdf", data, text, PageRange(1, 0, len(text)), (start, start + len(quote))))


def text_picture(text: str, quote: tuple[int, int] = NONE) -> Picture:
    return opened(page_picture("รายงาน.txt", text.encode(), text, PageRange(None, 0, len(text)), quote))


def ink(text: str) -> NDArray[np.bool_]:
    return np.asarray(set_page("", text, NONE).convert("L")) < 128


@pytest.mark.parametrize("kind", KINDS)
def test_the_quote_of_a_sample_is_yellow_and_nothing_is_without_one(kind: str) -> None:
    record = sample(kind)
    for page in record[0].pages:
        lines = record[0].text[page.start : page.end].split("\n")
        start = page.start + len("\n".join(lines[:6])) + 1
        assert yellow(drawn(record, page, (start, start + len(lines[6])))).mean() > 0.003
        assert not yellow(drawn(record, page, NONE)).any()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_drawn_fast(kind: str) -> None:
    record = sample(kind)
    page = record[0].pages[-1]
    drawn(record, page, (page.start, page.start + 200))
    begun = time.perf_counter()
    drawn(record, page, (page.start, page.start + 200))
    assert time.perf_counter() - begun < 2


def test_every_paragraph_of_a_pdf_is_marked_below_the_one_before() -> None:
    record = sample("*.pdf")
    page, below = record[0].pages[0], 0
    running = read_outline(record[0].text, record[0].pages).running
    for line in lines_of(record[0].text[page.start : page.end]):
        if (line.start, line.end) not in running:
            _, top, _, bottom = bounds(yellow(drawn(record, page, (line.start, line.end))))
            assert below - 8 < top < bottom < top + 60 * (1 + len(line.text) // 60), line
            below = bottom


def test_the_quote_of_a_pdf_is_marked_where_it_stands() -> None:
    content = show("มติที่ประชุม", 50, 700) + show("รับทราบ", 50 + 15 * ADVANCE, 700)
    left, top, right, bottom = bounds(yellow(pdf_picture(content, "มติที่ประชุม รับทราบ", "รับทราบ")))
    assert (left, right) == pytest.approx(((50 + 15 * ADVANCE) * SCALE, (50 + 21 * ADVANCE) * SCALE), abs=4)
    assert 85 * SCALE < top < 95 * SCALE < 101 * SCALE < bottom < 106 * SCALE


def test_of_two_equal_lines_the_quoted_one_is_marked() -> None:
    content = show("same", 50, 600) + show("same", 50, 700)
    text = "same\nsame"
    for quote, height in (((0, 4), 700), ((5, 9), 600)):
        _, top, _, bottom = bounds(yellow(opened(page_picture("a", pdf([content]), text, PageRange(1, 0, 9), quote))))
        assert top < (800 - height) * SCALE < bottom < top + 40


def test_lines_are_marked_each_for_itself_and_not_the_space_beside_them() -> None:
    marked = yellow(
        pdf_picture(show("one", 50, 700) + show("a longer line", 50, 685), "one\na longer line", "one\na lo")
    )
    assert not marked[: int(100 * SCALE), int(80 * SCALE) :].any()
    assert marked[int(110 * SCALE) :].any()


def test_cells_drawn_in_another_order_are_marked() -> None:
    content = show("4,000", 300, 700) + show("โครงการ", 50, 700) + show("งบ", 50, 660)
    marked = yellow(pdf_picture(content, "โครงการ  4,000\nงบ", "โครงการ  4,000"))
    assert marked[:, : int(200 * SCALE)].any()
    assert marked[:, int(300 * SCALE) :].any()
    assert not marked[:, int(200 * SCALE) : int(290 * SCALE)].any()


@pytest.mark.parametrize(("keys", "turn"), [("/Rotate 90", "1 0 0 1"), ("", "0 1 -1 0")])
def test_turned_text_is_marked_along_its_line(keys: str, turn: str) -> None:
    picture = pdf_picture(show("resolution", 300, 300, turn), "resolution", "resolution", page_keys=keys)
    left, top, right, bottom = bounds(yellow(picture))
    assert bottom - top == pytest.approx(10 * ADVANCE * SCALE, abs=6)
    assert right - left < 40


def test_words_that_the_page_does_not_have_are_not_marked() -> None:
    assert not yellow(pdf_picture(show("รับทราบ", 50, 700), "อนุมัติงบประมาณ", "อนุมัติงบประมาณ")).any()


def test_a_quote_on_another_page_is_not_marked() -> None:
    record = sample("*.pdf")
    first, second = record[0].pages
    assert not yellow(drawn(record, first, (second.start, second.end))).any()


@pytest.mark.parametrize("box", ["0 0 10000 10000", "0 0 14400 1000", "0 0 1000 14400", "0 0 200000 200000"])
def test_huge_pages_are_scaled_down(box: str) -> None:
    assert pdf_picture(show("มติ", 50, 700), "มติ", page_keys=f"/MediaBox[{box}]").shape[1] > 64


@pytest.mark.parametrize("box", ["0 0 14400 20", "0 0 1 1", "0 0 3 14400", "5 5 5 5"])
def test_pages_without_the_shape_of_one_are_set_from_their_text(box: str) -> None:
    assert pdf_picture(show("มติ", 1, 1), "มติที่ประชุม", page_keys=f"/MediaBox[{box}]").shape[1] in (WIDTH, 1275)


def test_text_far_outside_the_page_does_no_harm() -> None:
    assert not yellow(pdf_picture(show("far", 10**9, -(10**9)), "far", "far")).any()


@pytest.mark.parametrize("original", [b"%PDF-1.7 broken", pdf([show("a", 50, 700)])[:300], b""])
@pytest.mark.parametrize("number", [1, 0, -1, 99, None])
def test_a_pdf_that_cannot_be_drawn_is_set_from_its_text(original: bytes, number: int | None) -> None:
    picture = opened(page_picture("a.pdf", original, "มติที่ประชุม", PageRange(number, 0, 12), (0, 3)))
    assert picture.shape[1] == WIDTH
    assert yellow(picture).any()


def test_a_page_with_nothing_to_draw_is_refused_in_one_thai_line() -> None:
    with pytest.raises(NoPicture, match=r"^หน้านี้แสดงเป็นภาพไม่ได้[^\n]*$") as refused:
        page_picture("a.txt", b"", "มติ \n", PageRange(2, 3, 5), (0, 3))
    assert isinstance(refused.value, AssistantError)


def test_thai_is_drawn_and_not_boxes() -> None:
    boxes = ink("\u0e3b" * 8)
    for letter in "กมญฐ๑ฯ฿":
        assert not np.array_equal(ink(letter * 8), boxes)
    assert len({ink(letter).tobytes() for letter in "กขคงจฉชซญฐดตถทธนบปผพฟภมยรลวศษสหอฮ"}) == 33


def test_a_tone_stands_above_the_vowel_and_no_higher_than_it_must() -> None:
    bare, vowel, tone, both = (bounds(ink(text))[1] for text in ("ท", "ที", "ท่", "ที่"))
    assert both < vowel <= tone < bare
    assert bounds(ink("ที่"))[2] <= bounds(ink("ที"))[2] + 3
    assert bounds(ink("น้ำ"))[2] == pytest.approx(bounds(ink("นำ"))[2], abs=1)


def test_a_range_of_text_is_marked_from_its_first_character_to_its_last() -> None:
    text = "ก" * 30
    width = bounds(ink(text))[2] - bounds(ink(text))[0]
    left, _, right, _ = bounds(yellow(text_picture(text, (10, 20))))
    assert right - left == pytest.approx(width / 3 + 4, abs=4)
    assert left == pytest.approx(60 + width / 3, abs=6)


@pytest.mark.parametrize("unbroken", ["ก" * 5000, "A" * 5000, "ที่ประชุมมีมติเห็นชอบ" * 300, "่" * 3000])
def test_long_words_are_broken_and_stay_inside_the_margins(unbroken: str) -> None:
    begun = time.perf_counter()
    picture = text_picture(unbroken, (2000, 2010))
    assert time.perf_counter() - begun < 2
    assert (picture[:, -45:] > 200).all()


def test_marks_without_end_on_one_letter_do_no_harm() -> None:
    begun = time.perf_counter()
    text_picture("ก" + "\u0483" * 50_000, (2000, 2010))
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("place", [0, 3_000, 500_000, 999_000])
@pytest.mark.parametrize("unit", ["มติที่ประชุม เห็นชอบ ", "วาระที่ 3\n", "\n"])
def test_of_a_long_text_the_screenful_around_the_quote_is_drawn(unit: str, place: int) -> None:
    text = unit * (1_000_000 // len(unit))
    text = f"{text[:place]}\nมติ: อนุมัติ\n{text[place:]}"
    begun = time.perf_counter()
    picture = text_picture(text, (place + 1, place + 13))
    assert time.perf_counter() - begun < 2
    assert picture.shape[0] <= HEIGHT
    _, top, _, bottom = bounds(yellow(picture))
    assert bottom - top < 60


def test_a_quote_longer_than_the_picture_begins_near_its_top() -> None:
    marked = yellow(text_picture("ก่อน\n" * 50 + "ยาวมาก\n" * 200, (250, 1600)))
    assert bounds(marked)[1] < 250
    assert bounds(marked)[3] > 1300


def test_a_short_text_makes_a_short_picture() -> None:
    assert text_picture("มติ").shape[0] < 400


@pytest.mark.parametrize(
    "text", ["😀 ☑ ➢ \uf0b7 漢字 עברית العربية", "a\tb", "<b>&amp;</b> {0} %s \\x00", "e\u0301\u0301"]
)
def test_any_text_is_data(text: str) -> None:
    assert yellow(text_picture(text, (0, len(text)))).any()


@pytest.mark.parametrize("name", ["", "ก" * 500, "a\nb.txt", "😀/../x"])
def test_any_file_name_fits_the_heading(name: str) -> None:
    picture = opened(page_picture(name, b"", "มติ", PageRange(12, 0, 3), (0, 3)))
    assert (picture[:, -45:] > 200).all()


def test_pages_are_drawn_by_several_threads_at_once() -> None:
    record = sample("*.pdf")
    pages = record[0].pages * 8
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda page: drawn(record, page, (page.start, page.start + 80)), pages))
    assert all(np.array_equal(picture, pictures[place % 2]) for place, picture in enumerate(pictures))


def test_noise_stays_below_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.effect_noise((2000, 2000), 200).convert("RGB")
    monkeypatch.setattr("assistant.pictures.set_page", lambda *_: noise)
    assert len(page_picture("a", b"", "a", PageRange(None, 0, 1), NONE)) < MAX_BYTES


def test_a_page_of_a_scan_is_the_scan_itself() -> None:
    frames = [Image.new("RGB", (3000, 4000), color) for color in ("white", "navy")]
    scan = io.BytesIO()
    frames[0].save(scan, "TIFF", save_all=True, append_images=frames[1:])
    picture = opened(page_picture("สแกน.tiff", scan.getvalue(), "มติ", PageRange(2, 0, 3), (0, 3)))
    assert picture.shape[:2] == (2133, 1600)
    assert picture[100, 100, 2] > picture[100, 100, 0] + 50


def test_a_page_of_a_damaged_scan_is_its_text() -> None:
    assert (
        opened(page_picture("สแกน.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "มติ", PageRange(1, 0, 3), NONE)).shape[1]
        == WIDTH
    )
