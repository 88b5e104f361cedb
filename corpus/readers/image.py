"""Pictures and scans: each frame is a page, whose text is recognised."""

from __future__ import annotations

import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps

from corpus.readers.scans import read_scan
from corpus.record import EmptyRecord, OversizedFile, Page, UnreadableFile, UnsupportedFormat

MAX_PIXELS = 20_000_000
"""What a JPEG is made smaller to while it is decoded: A4 at 450 dots per inch."""
MAX_DECODED_PIXELS = 40_000_000
"""The largest frame of the other kinds."""
MAX_FRAMES = 500

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_ONE_FRAME = ("JPEG", "MPO")  # a JPEG with a preview or depth after it opens as MPO
_PHONE_BRANDS = (b"hei", b"hev", b"mif1", b"msf1", b"avi")
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    struct.error,
)
"""What Pillow answers broken bytes with, by their format and place."""


def read_images(path: Path) -> Iterator[Page]:
    """One page a frame, numbered from 1, from PNG, JPEG, TIFF, BMP, GIF and WEBP; EXIF's orientation is followed.

    Raises a `CorpusError` for a file that is broken, too large or of another kind, and where Thai cannot be
    recognised on this machine.
    """
    empty = True
    with path.open("rb") as stream:
        for number, frame in enumerate(frames_of(stream), 1):
            page = read_scan(number, *frame)
            empty = empty and not page.text.strip()
            yield page
    if empty:
        raise EmptyRecord("ไม่พบตัวอักษรในภาพ กรุณาสแกนหรือถ่ายใหม่ให้คมชัดและเต็มหน้า")


def count_pages(path: Path) -> int:
    """The number of frames of a picture."""
    with path.open("rb") as stream:
        return _opened(stream)[1]


def _opened(stream: BinaryIO) -> tuple[Image.Image, int]:
    """A picture and the number of its frames."""
    _refuse_phone(stream)
    with _decoding():
        image = Image.open(stream, formats=FORMATS)
        count = 1 if image.format in _ONE_FRAME else getattr(image, "n_frames", 1)
    if count > MAX_FRAMES:
        raise OversizedFile(f"มี {count} หน้า เกิน {MAX_FRAMES} หน้าที่รับได้ กรุณาแบ่งเป็นไฟล์ย่อยแล้วส่งใหม่")
    return image, count


def frames_of(stream: BinaryIO) -> Iterator[tuple[Image.Image, float | None]]:
    """Each frame as it is seen, with its resolution in dots per inch; a large JPEG is smaller than it is."""
    image, count = _opened(stream)
    for number in range(count):
        with _decoding():
            image.seek(number)
            frame = _frame(image)
        yield frame


def _refuse_phone(stream: BinaryIO) -> None:
    head = stream.read(12)
    stream.seek(0)
    if head[4:8] == b"ftyp" and head[8:].startswith(_PHONE_BRANDS):
        raise UnsupportedFormat("เป็นรูป HEIC หรือ AVIF ซึ่งยังอ่านไม่ได้ กรุณาบันทึกเป็น JPEG แล้วส่งใหม่")


def _frame(image: Image.Image) -> tuple[Image.Image, float | None]:
    width, height = image.size
    dpi = _dpi(image)
    if image.format in _ONE_FRAME:
        factor = 2 ** max(0, math.ceil(math.log2(width * height / MAX_PIXELS) / 2))
        image.draft("L", (width // factor, height // factor))
    elif width * height > MAX_DECODED_PIXELS:
        raise _oversized()
    return ImageOps.exif_transpose(image), dpi and dpi * image.width / width


def _dpi(image: Image.Image) -> float | None:
    stated = float(image.info.get("dpi", (0, 0))[0])
    return stated if math.isfinite(stated) and stated > 0 else None


@contextmanager
def _decoding() -> Iterator[None]:
    """Maps what Pillow raises and warns of to errors that may be shown."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except _BOMBS as error:
        raise _oversized() from error
    except BROKEN as error:
        raise UnreadableFile("ภาพชำรุด ไม่ครบ หรือไม่ใช่ภาพ กรุณาเปิดดูแล้วบันทึกใหม่เป็น PNG หรือ JPEG") from error


def _oversized() -> OversizedFile:
    return OversizedFile(
        f"ภาพใหญ่เกิน {MAX_DECODED_PIXELS // 1_000_000} ล้านพิกเซลที่รับได้ กรุณาสแกนใหม่ที่ 300 dpi หรือย่อภาพแล้วส่งใหม่"
    )
