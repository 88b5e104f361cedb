"""The picture of a page of a record with a quote marked: the PDF's own page, or the page's text set anew."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from assistant.errors import AssistantError
from assistant.marking import mark_words
from assistant.matching import Span
from assistant.pdf_page import is_pdf, marked_page, pdf_page, pdf_passage
from assistant.typeset import set_page, under_heading
from corpus.boxes import unpack
from corpus.office import KINDS
from corpus.readers.image import BROKEN, FORMATS
from corpus.record import PageRange

MAX_BYTES = 5_000_000
"""A picture is smaller than this, in bytes."""

_LARGEST = (1600, 2300)
"""Pixels of a scan that is shown: a page that a telephone shows legibly."""
_BEGINNING = 200
"""Code points by which the beginning of a page is found in a rendering."""
_UNDRAWABLE = "หน้านี้แสดงเป็นภาพไม่ได้ กรุณาเปิดดูจากไฟล์ต้นฉบับ"
_QUALITIES = (90, 70, 40, 15)


class NoPicture(AssistantError):
    """A page that cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of a page, and which it is: its place among ``pages``, which are the record's or its rendering's."""

    name: str
    data: bytes
    place: int
    pages: int
    is_rendered: bool = False


def page_picture(name: str, original: bytes, text: str, page: PageRange, quote: Span) -> bytes:
    """A JPEG within Telegram's limits for photographs, of a page of the file ``name`` whose bytes are ``original``.

    ``text`` is the record's normalised text and ``quote`` the range of it to mark, which may be empty or on another
    page. Raises `NoPicture`.
    """
    written = text[page.start : page.end]
    first, last = (min(max(place, page.start), page.end) - page.start for place in quote)
    marked = (first, max(first, last))
    words = [word for word in unpack(page.boxes) if word.start < marked[1] and marked[0] < word.end]
    picture = None
    if page.number is not None and is_pdf(original):
        picture = pdf_page(original, page.number, written, marked, words)
    elif page.number is not None:
        picture = image_page(original, page.number)
        picture = picture and mark_words(picture, words)
    if picture is None and not written.strip():
        raise NoPicture(_UNDRAWABLE)
    return _encoded(picture or set_page(_heading(name, page.number), written, marked))


def rendered_picture(name: str, rendering: bytes, text: str, quote: Span, number: int) -> bytes:
    """A JPEG as `page_picture` gives, of page ``number`` of the rendering of an Office file; a heading says so.

    What the page has of the quote is marked. Raises `NoPicture`.
    """
    drawn = marked_page(rendering, number, pdf_passage(rendering, text, quote).get(number, ()))
    if drawn is None:
        raise NoPicture(_UNDRAWABLE)
    kind = KINDS[Path(name).suffix.lower()]
    return _encoded(under_heading(drawn, f"หน้าที่แปลงจากไฟล์ {kind} · {name}"))


def rendered_page(rendering: bytes, text: str, page: PageRange, quote: Span) -> int | None:
    """The number of the rendering's page on which the quote begins or, where that is on another page of the record,
    ``page`` begins. None where that is not found."""
    start, end = max(quote[0], page.start), min(quote[1], page.end)
    beginning = (page.start, min(page.end, page.start + _BEGINNING))
    return next(iter(pdf_passage(rendering, text, (start, end) if start < end else beginning)), None)


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
