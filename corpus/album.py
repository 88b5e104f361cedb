"""Pictures that were sent together -> one PDF with a page each, in a process of its own, as files are read.

A JPEG's own bytes are its page. pdfium writes the time into each file that it makes; here the same pictures give the
same bytes, so that an album that is sent again is known.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image, UnidentifiedImageError

from corpus.contained import LIMITS, Cancellation, read_contained
from corpus.readers import MAX_BYTES
from corpus.readers.image import frames_of
from corpus.readers.upright import believed_dpi
from corpus.record import CorpusError, OversizedFile, shown_name

_LIMITS = replace(LIMITS, written=4 * MAX_BYTES)
"""Pictures that are no JPEGs take more room in a PDF than in their own files; what is read is bounded after that."""
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""Degrees clockwise by EXIF's orientation; the others are mirrored."""
_COLOURS = {"L": b"DeviceGray", "RGB": b"DeviceRGB"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page: a picture's pixels as they are stored, and how large it is shown, in points, before it is turned."""

    data: bytes
    packed: bytes
    mode: str
    pixels: tuple[int, int]
    points: tuple[float, float]
    turned: int = 0


def bind(pictures: Sequence[Path], target: Path, cancelled: Cancellation = lambda: False) -> None:
    """Writes the PDF of pictures in their order. Raises a `CorpusError` whose line names the PDF and the picture."""
    size = sum(picture.stat().st_size for picture in pictures)
    if size > MAX_BYTES:
        line = f"รวมกัน {size / 1_000_000:.0f} MB ใหญ่เกิน {MAX_BYTES // 1_000_000} MB ที่รับได้ กรุณาแบ่งส่งเป็นชุดย่อย"
        raise OversizedFile(f"ไฟล์ {shown_name(target)}: {line}")
    arguments = [str(picture) for picture in pictures]
    read_contained(target, _LIMITS, cancelled=cancelled, reader=f"{__name__}:write_bound", arguments=arguments)


def write_bound(target: Path, *pictures: str) -> None:
    """Writes the PDF in this process; raises as `bind` does."""
    with target.open("wb") as file:
        _write(file, _all_sheets(target, [Path(picture) for picture in pictures]))


def _all_sheets(target: Path, pictures: Sequence[Path]) -> Iterator[_Sheet]:
    for number, picture in enumerate(pictures, 1):
        try:
            yield from _sheets(picture)
        except CorpusError as error:
            where = f"ไฟล์ {shown_name(target)}: ภาพที่ {number} ({shown_name(picture)})"
            raise type(error)(f"{where} {error}") from error


def _sheets(picture: Path) -> Iterator[_Sheet]:
    """A sheet for each frame. Every frame is decoded, so that a picture that was cut off is refused."""
    with picture.open("rb") as stream:
        for frame, dpi in frames_of(stream):
            inch = believed_dpi(frame.size, dpi)
            points = (72 * frame.width / inch, 72 * frame.height / inch)
            yield _jpeg(picture, points) or _bitmap(frame, points)


def _jpeg(picture: Path, points: tuple[float, float]) -> _Sheet | None:
    """The sheet of a JPEG as it is; None for other kinds, and for what a PDF's viewer would show otherwise."""
    with suppress(UnidentifiedImageError), Image.open(picture, formats=("JPEG",)) as image:
        turned = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
        if image.mode in _COLOURS and turned is not None:
            lying = points[::-1] if turned % 180 else points
            return _Sheet(picture.read_bytes(), b"DCTDecode", image.mode, image.size, lying, turned)
    return None


def _bitmap(frame: Image.Image, points: tuple[float, float]) -> _Sheet:
    if frame.has_transparency_data:
        above = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), above)
    if frame.mode not in _COLOURS:
        frame = frame.convert("L" if frame.mode == "1" or frame.mode.startswith(("I", "F")) else "RGB")
    return _Sheet(zlib.compress(frame.tobytes()), b"FlateDecode", frame.mode, frame.size, points)


def _write(file: BinaryIO, sheets: Iterator[_Sheet]) -> None:
    """Writes sheets as a PDF: object 1 is the catalogue and 2 the list of pages, then three for each page."""
    places: dict[int, int] = {}

    def add(number: int, entries: bytes, stream: bytes | None = None) -> None:
        places[number] = file.tell()
        held = b"" if stream is None else b"\nstream\n%s\nendstream" % stream
        length = b"" if stream is None else b"/Length %d" % len(stream)
        file.write(b"%d 0 obj\n<<%s%s>>%s\nendobj\n" % (number, entries, length, held))

    file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    pages: list[int] = []
    for sheet in sheets:
        page = 3 + 3 * len(pages)
        pages.append(page)
        size = b"%.2f %.2f" % sheet.points
        held = b"/Resources<</XObject<</P %d 0 R>>>>/Contents %d 0 R" % (page + 2, page + 1)
        add(page, b"/Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Rotate %d%s" % (size, sheet.turned, held))
        add(page + 1, b"", b"%.2f 0 0 %.2f 0 0 cm /P Do" % sheet.points)
        kind = b"/ColorSpace/%s/BitsPerComponent 8/Filter/%s" % (_COLOURS[sheet.mode], sheet.packed)
        pixels = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % sheet.pixels
        add(page + 2, pixels + kind, sheet.data)
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    add(1, b"/Type/Catalog/Pages 2 0 R")
    add(2, b"/Type/Pages/Count %d/Kids[%s]" % (len(pages), kids))
    start = file.tell()
    rows = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    file.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows))
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))
