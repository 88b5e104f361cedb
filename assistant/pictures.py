"""The picture of a page of a record with a quote marked: the PDF's own page, or the page's text set anew."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from assistant.errors import AssistantError
from assistant.pdf_page import is_pdf, pdf_page
from assistant.typeset import set_page
from corpus.readers.image import BROKEN, FORMATS

MAX_BYTES = 5_000_000
"""A picture is smaller than this, in bytes."""

_LARGEST = (1600, 2300)
"""Pixels of a scan that is shown: a page that a telephone shows legibly."""
_QUALITIES = (90, 70, 40, 15)


class NoPicture(AssistantError):
    """A page that cannot be drawn."""


def page_picture(
    name: str,
    original: bytes,
    text: str,
    page_start: int,
    page_end: int,
    page_number: int | None,
    quote: tuple[int, int],
) -> bytes:
    """A JPEG within Telegram's limits for photographs, of a page of the file ``name`` whose bytes are ``original``.

    ``text`` is the record's normalised text, ``[page_start, page_end)`` the page's range in it and ``quote`` the
    range to mark, which may be empty or on another page; all in code points. Raises `NoPicture`.
    """
    page = text[page_start:page_end]
    first, last = (min(max(place, page_start), page_end) - page_start for place in quote)
    marked = (first, max(first, last))
    picture = None
    if page_number is not None and is_pdf(original):
        picture = pdf_page(original, page_number, page, marked)
    elif page_number is not None:
        picture = image_page(original, page_number)
    if picture is None and not page.strip():
        raise NoPicture("หน้านี้แสดงเป็นภาพไม่ได้ กรุณาเปิดดูจากไฟล์ต้นฉบับ")
    return _encoded(picture or set_page(_heading(name, page_number), page, marked))


def image_page(original: bytes, number: int) -> Image.Image | None:
    """Frame ``number``, counted from 1, of a picture's bytes, small enough to send; None where there is none."""
    try:
        image = Image.open(io.BytesIO(original), formats=FORMATS)
        image.seek(number - 1)
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail(_LARGEST, reducing_gap=2.0)
        return upright.convert("RGB")
    except (*BROKEN, Image.DecompressionBombError):
        return None


def _heading(name: str, page_number: int | None) -> str:
    return name if page_number is None else f"หน้า {page_number} · {name}"


def _encoded(picture: Image.Image) -> bytes:
    """The picture as a JPEG of the best quality that fits."""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling=0)
        if out.tell() < MAX_BYTES:
            break
    return out.getvalue()
