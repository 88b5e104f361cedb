"""Pictures that are sent together become one PDF, and what it holds is what they hold."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageOps

from corpus import album
from corpus.album import bind
from corpus.contained import Cancelled, read_contained
from corpus.record import OversizedFile, UnreadableFile, UnsupportedFormat
from tests.corpus.scans import LINES, errors, needs_data, needs_shaping, page, scanned


def drawing(size: tuple[int, int] = (240, 320), mode: str = "RGB") -> Image.Image:
    """No two sides of it are alike."""
    image = Image.new("RGB", size, "white")
    brush = ImageDraw.Draw(image)
    brush.rectangle((0, 0, size[0] // 2, size[1] // 4), "navy")
    brush.rectangle((0, size[1] // 2, size[0] // 4, size[1]), "orange")
    return image.convert(mode, dither=Image.Dither.NONE)


def saved(path: Path, image: Image.Image, kind: str = "JPEG", **options: object) -> Path:
    image.save(path, kind, **options)
    return path


def bound(folder: Path, *pictures: Path) -> Path:
    target = folder / "อัลบั้ม.pdf"
    bind(pictures, target)
    return target


def shown(path: Path, number: int, size: tuple[int, int]) -> np.ndarray:
    """A page as a viewer shows it."""
    with pypdfium2.PdfDocument(path) as document:
        return np.asarray(document[number].render(scale=1).to_pil().convert("RGB").resize(size), np.float32)


def likeness(path: Path, number: int, image: Image.Image) -> float:
    """The mean difference of a page from a picture, of 255."""
    return float(np.abs(shown(path, number, image.size) - np.asarray(image.convert("RGB"), np.float32)).mean())


def test_a_jpeg_is_its_page_byte_for_byte_and_the_same_pictures_are_the_same_file(tmp_path: Path) -> None:
    pictures = [saved(tmp_path / f"{n}.jpg", drawing((240, 300 + n))) for n in range(3)]
    data = bound(tmp_path, *pictures).read_bytes()
    places = [data.index(picture.read_bytes()) for picture in pictures]
    assert places == sorted(places)
    assert bound(tmp_path, *pictures).read_bytes() == data
    assert bound(tmp_path, *pictures[::-1]).read_bytes() != data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_page_stands_as_the_camera_was_held(tmp_path: Path, orientation: int) -> None:
    """In grey: of one that is mirrored, which no PDF says of a page, nothing else is kept."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = saved(tmp_path / "a.jpg", drawing(mode="L"), exif=exif, quality=95)
    upright = ImageOps.exif_transpose(Image.open(picture))
    assert likeness(bound(tmp_path, picture), 0, upright) < 6
    assert likeness(bound(tmp_path, picture), 0, ImageOps.mirror(upright)) > 30


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "P"), ("PNG", "1"), ("PNG", "L"), ("JPEG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGB")],
)
def test_every_kind_of_picture_looks_as_it_does(tmp_path: Path, kind: str, mode: str) -> None:
    image = drawing(mode=mode)
    assert likeness(bound(tmp_path, saved(tmp_path / "a", image, kind)), 0, image) < 6


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    image = drawing().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert shown(bound(tmp_path, saved(tmp_path / "a.png", image, "PNG")), 0, (9, 9)).min() > 250


def test_every_frame_is_a_page(tmp_path: Path) -> None:
    frames = [drawing(), ImageOps.flip(drawing())]
    tiff = saved(tmp_path / "a.tif", frames[0], "TIFF", save_all=True, append_images=frames[1:])
    path = bound(tmp_path, saved(tmp_path / "a.jpg", drawing(), quality=95), tiff)
    assert [round(likeness(path, number, image)) < 6 for number, image in enumerate([drawing(), *frames])] == [True] * 3


def test_a_page_is_as_large_as_the_picture_says_or_as_a4(tmp_path: Path) -> None:
    size = (1654, 2338)
    telephone, scan = (saved(tmp_path / f"{dpi}.jpg", drawing(size), dpi=(dpi, dpi)) for dpi in (72, 400))
    lying = saved(tmp_path / "a.jpg", drawing(size[::-1]), dpi=(72, 72))
    with pypdfium2.PdfDocument(bound(tmp_path, telephone, scan, lying)) as document:
        sizes = [tuple(round(side / 72, 1) for side in each.get_size()) for each in document]
    assert sizes == [(8.3, 11.7), (4.1, 5.8), (11.7, 8.3)]


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    whole = saved(tmp_path / "a.jpg", drawing((900, 900)).effect_spread(90))
    (tmp_path / "b.jpg").write_bytes(whole.read_bytes()[:20_000])
    with pytest.raises(UnreadableFile, match=r"^ไฟล์ อัลบั้ม.pdf: ภาพที่ 2 \(b.jpg\) ภาพชำรุด"):
        bound(tmp_path, whole, tmp_path / "b.jpg", whole)


def test_a_telephones_own_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    with pytest.raises(UnsupportedFormat, match=r"ภาพที่ 1 \(a.heic\) เป็นรูป HEIC"):
        bound(tmp_path, tmp_path / "a.heic")


def test_pictures_that_are_too_large_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = saved(tmp_path / "a.jpg", drawing())
    monkeypatch.setattr(album, "MAX_BYTES", 2 * picture.stat().st_size - 1)
    with pytest.raises(OversizedFile, match="รวมกัน"):
        bound(tmp_path, picture, picture)


def test_it_is_ended_from_outside(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        bind([saved(tmp_path / "a.jpg", drawing())], tmp_path / "a.pdf", lambda: True)


@needs_data
@needs_shaping
def test_it_reads_as_well_as_its_pictures(tmp_path: Path) -> None:
    image = scanned(page(), 0.7)
    picture = saved(tmp_path / "a.jpg", image, dpi=(72, 72), quality=80)
    alone, together = (read_contained(path).pages for path in (picture, bound(tmp_path, picture, picture)))
    expected = "".join(LINES)
    assert [each.number for each in together] == [1, 2]
    assert all(each.scanned and each.boxes for each in together)
    assert errors(expected, together[0].text) <= errors(expected, alone[0].text) + 0.01


def test_a_jpeg_is_decoded_by_no_viewer_differently(tmp_path: Path) -> None:
    """A progressive JPEG is one too."""
    out = io.BytesIO()
    drawing().save(out, "JPEG", progressive=True, quality=95)
    (tmp_path / "a.jpg").write_bytes(out.getvalue())
    path = bound(tmp_path, tmp_path / "a.jpg")
    assert out.getvalue() in path.read_bytes()
    assert likeness(path, 0, drawing()) < 6
