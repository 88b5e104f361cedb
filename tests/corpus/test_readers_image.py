from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import fontpkg
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.readers.image import MAX_FRAMES, frames_of, read_images
from corpus.readers.tesseract import find_data
from corpus.record import CorpusError, EmptyRecord, OversizedFile, Page, UnreadableFile, UnsupportedFormat

needs_data = pytest.mark.skipif(find_data() is None, reason="no Thai data for Tesseract: install tesseract-ocr-tha")


def pages_of(path: Path) -> tuple[Page, ...]:
    return tuple(read_images(path))


def picture(text: str) -> Image.Image:
    """A strip as wide as A4 at 200 dots per inch."""
    image = Image.new("RGB", (1654, 300), "white")
    font = ImageFont.truetype(str(fontpkg.path("Sarabun", 400)), 44)
    ImageDraw.Draw(image).text((160, 100), text, font=font, fill="black")
    return image


def saved(path: Path, first: Image.Image, *more: Image.Image) -> Path:
    first.save(path, dpi=(200, 200), save_all=bool(more), append_images=more)
    return path


def png_header(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return start + struct.pack(">I", 99) + b"IDAT"


@needs_data
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".bmp", ".gif", ".webp"])
def test_every_kind_is_read_as_page_one(tmp_path: Path, suffix: str) -> None:
    (page,) = pages_of(saved(tmp_path / f"a{suffix}", picture("อาหารกลางวัน Lunch 250")))
    assert page.number == 1
    assert page.text == "อาหารกลางวัน Lunch 250"


@needs_data
def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    frames = [picture("ตลาด Market"), Image.new("L", (900, 500), 255), picture("วัดใหม่ Temple")]
    pages = pages_of(saved(tmp_path / "a.tiff", *frames))
    assert [(page.number, page.text) for page in pages] == [(1, "ตลาด Market"), (2, ""), (3, "วัดใหม่ Temple")]


@needs_data
def test_the_orientation_of_exif_is_followed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    path = tmp_path / "a.jpg"
    picture("ถนนเลียบคลอง Canal Road").rotate(90, expand=True).save(path, dpi=(200, 200), exif=exif)
    assert pages_of(path)[0].text == "ถนนเลียบคลอง Canal Road"


@needs_data
def test_the_preview_inside_a_telephones_jpeg_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture("ท่าเรือ Pier").save(path, "MPO", dpi=(200, 200), save_all=True, append_images=[picture("ท่าเรือ")])
    assert [page.text for page in pages_of(path)] == ["ท่าเรือ Pier"]


@needs_data
def test_a_jpeg_over_the_limit_is_made_smaller_and_read(tmp_path: Path) -> None:
    image = Image.new("L", (6616, 6200), 255)
    image.paste(picture("น้ำตก Waterfall 99").convert("L").resize((6616, 1200)), (0, 800))
    path = tmp_path / "a.jpg"
    image.save(path, dpi=(800, 800))
    with path.open("rb") as stream:
        ((frame, dpi),) = frames_of(stream)
    assert (frame.size, dpi) == ((3308, 3100), 400)
    assert "Waterfall 99" in pages_of(path)[0].text


def test_other_large_pictures_are_refused_by_their_header(tmp_path: Path) -> None:
    for size in ((6400, 6400), (10_000, 10_000), (60_000, 60_000)):
        path = tmp_path / "a.png"
        path.write_bytes(png_header(*size) + bytes(99))
        with pytest.raises(OversizedFile, match="40 ล้านพิกเซล"):
            pages_of(path)


def test_more_frames_than_the_limit_are_refused(tmp_path: Path) -> None:
    dots = [Image.new("L", (1, 1), number % 256) for number in range(MAX_FRAMES + 1)]
    path = saved(tmp_path / "a.tif", *dots)
    with pytest.raises(OversizedFile, match="501"):
        pages_of(path)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_telephones_own_format_is_refused_with_what_to_do(tmp_path: Path, brand: bytes) -> None:
    path = tmp_path / "a.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftyp" + brand + bytes(100))
    with pytest.raises(UnsupportedFormat, match="บันทึกเป็น JPEG"):
        pages_of(path)


def test_what_is_no_picture_is_unreadable(tmp_path: Path) -> None:
    for data in (b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"):
        path = tmp_path / "a.png"
        path.write_bytes(data)
        with pytest.raises(UnreadableFile, match="ชำรุด"):
            pages_of(path)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_a_truncated_picture_is_unreadable(tmp_path: Path, kind: str) -> None:
    buffer = BytesIO()
    picture("ตัวอย่าง").effect_spread(9).save(buffer, kind)
    path = tmp_path / "a"
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) * 2 // 3])
    with pytest.raises(UnreadableFile, match="ชำรุด"):
        pages_of(path)


@needs_data
def test_a_picture_without_text_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyRecord, match="ไม่พบตัวอักษร"):
        pages_of(saved(tmp_path / "a.png", Image.new("1", (300, 200), 1)))


@needs_data
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_damaged_bytes_lead_to_no_other_error(tmp_path: Path, kind: str, damage: Callable[[bytes, int], bytes]) -> None:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, kind)
    for seed in range(40):
        path = tmp_path / f"{seed}"
        path.write_bytes(damage(buffer.getvalue(), seed))
        with pytest.raises(CorpusError) as caught:
            pages_of(path)
        assert "\n" not in str(caught.value)


@pytest.fixture
def damage() -> Callable[[bytes, int], bytes]:
    def spoil(data: bytes, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311
        spoilt = bytearray(data)
        for _ in range(1 + seed % 6):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt)

    return spoil
