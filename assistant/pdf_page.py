"""A page of a PDF as pdfium draws it, with a quote marked where the page's text layer has it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from assistant.marking import Box, mark_lines, mark_words
from assistant.matching import LEAST_FOUND, Letters, Span, letters_of, pieces_of, spans_of
from corpus.boxes import WordBox
from corpus.readers.pdf import PDFIUM

_DOTS_PER_POINT = 150 / 72
_MOST_PIXELS = 4_000_000
_LONGEST, _SHORTEST = 4_000, 64
"""Pixels of the longer side at most, and of the shorter at least."""
_STEEPEST = 18
"""A page that is more times longer than wide is none to look at; Telegram takes 20."""
_MOST_CHARACTERS = 50_000
"""Characters of a page among which a quote is looked for."""
_DOCUMENTS = 8
"""Documents whose text is kept in memory after a quote was looked for in them."""
_HEAD_BYTES = 1024

Handle = Any  # pdfium's objects carry no types


def is_pdf(original: bytes) -> bool:
    """Whether the bytes are a PDF's, by its mark near the beginning."""
    return b"%PDF-" in original[:_HEAD_BYTES]


def pdf_page(
    original: bytes, number: int, text: str, marked: Span, words: Sequence[WordBox] = ()
) -> Image.Image | None:
    """Page ``number``, counted from 1, of a PDF's bytes, with the range ``marked`` of the page's ``text`` in yellow.

    Of a page that was recognised, ``words`` are the ones to mark. None where pdfium cannot draw it, or where the page
    is of no size that a person could look at.
    """
    picture = _page_picture(original, number, lambda page: [] if words else _quoted(page, text, marked))
    return mark_words(picture, words) if picture and words else picture


def marked_page(original: bytes, number: int, marked: Sequence[Span]) -> Image.Image | None:
    """Page ``number``, counted from 1, of a PDF's bytes, with ranges of the page's own characters in yellow.

    None as of `pdf_page`.
    """
    return _page_picture(original, number, lambda _: list(marked))


def pdf_passage(original: bytes, text: str, wanted: Span) -> dict[int, list[Span]]:
    """Where a PDF has the range ``wanted`` of the whole document's ``text``: ranges of a page's characters, by the
    page's number from 1, the one on which it begins first. Empty where it is not found."""
    found: dict[int, list[Span]] = {}
    with PDFIUM, suppress(pypdfium2.PdfiumError):
        ends, drawn = _drawn(original)
        for start, end in pieces_of(letters_of(text), drawn, wanted):
            for place in range(bisect_right(ends, start), bisect_left(ends, end) + 1):
                first = ends[place - 1] if place else 0
                here = max(start, first) - first, min(end, ends[place]) - first
                if here[0] < here[1]:
                    found.setdefault(place + 1, []).append(here)
    return found


def pdf_pages(original: bytes) -> int:
    """The number of pages of a PDF's bytes; 0 where pdfium cannot open them."""
    with PDFIUM, suppress(pypdfium2.PdfiumError):
        return len(_drawn(original)[0])
    return 0


@lru_cache(_DOCUMENTS)
def _drawn(original: bytes) -> tuple[tuple[int, ...], Letters]:
    """Where the characters of each page end among those of all, and the letters of them all."""
    with pypdfium2.PdfDocument(original) as document:
        pages = [_page_characters(page) for page in document]
    return tuple(accumulate(map(len, pages))), letters_of("".join(pages))


def _page_picture(original: bytes, number: int, find: Callable[[Handle], list[Span]]) -> Image.Image | None:
    with PDFIUM, suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(original) as document:
        return _picture(document[number - 1], find) if 0 < number <= len(document) else None
    return None


def _picture(page: Handle, find: Callable[[Handle], list[Span]]) -> Image.Image | None:
    """A page with what ``find`` gives of its characters marked."""
    scale = _scale(*page.get_size())
    if not scale:
        return None
    bitmap, text_page = page.render(scale=scale, rev_byteorder=True), page.get_textpage()
    try:
        picture = bitmap.to_pil().copy()
        to_pixels = bitmap.get_posconv(page).to_bitmap
        places = [place for span in find(text_page) for place in range(*span)]
        boxes = [_box(text_page, place, page.get_rotation(), to_pixels) for place in places]
    finally:
        text_page.close()
        bitmap.close()
        page.close()
    return mark_lines(picture, list(filter(None, boxes)))


def _page_characters(page: Handle) -> str:
    text_page = page.get_textpage()
    try:
        return _characters(text_page)
    finally:
        text_page.close()
        page.close()


def _characters(text_page: Handle) -> str:
    """A page's characters, each at its place."""
    count = min(pdfium.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
    whole: str = text_page.get_text_range(0, count)
    if len(whole) == count:  # faster, but pdfium leaves some characters out
        return whole
    return "".join(chr(pdfium.FPDFText_GetUnicode(text_page, place)) for place in range(count))


def _scale(width: float, height: float) -> float:
    """Pixels to the point for a page of this size in points; 0 where it would be no picture to look at."""
    longer, shorter = max(width, height), min(width, height)
    if not 0 < longer <= shorter * _STEEPEST:
        return 0.0
    scale = min(_DOTS_PER_POINT, math.sqrt(_MOST_PIXELS / longer / shorter), _LONGEST / longer)
    return scale if shorter * scale >= _SHORTEST else 0.0


def _quoted(text_page: Handle, text: str, marked: Span) -> list[Span]:
    """The ranges of the page's characters that hold the marked range of its text; none where too little is found."""
    stored = letters_of(text)
    first, last = stored.within(marked)
    if first == last:
        return []
    drawn = letters_of(_characters(text_page))
    spans = list(spans_of(text, stored, marked, lambda wanted: _downwards(text_page, drawn.spans(wanted))))
    found = sum(end - start for start, end in map(drawn.within, spans))
    return spans if found >= LEAST_FOUND * (last - first) else []


def _downwards(text_page: Handle, spans: list[Span]) -> list[Span]:
    """The ranges from the top of the page to its bottom, as the stored text has them."""
    if len(spans) < 2:
        return spans
    return sorted(spans, key=lambda span: _origin(text_page, span[0]))


def _origin(text_page: Handle, place: int) -> tuple[int, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, place, box)
    return -round(box.bottom / 4), box.left


def _box(text_page: Handle, place: int, rotation: int, to_pixels: Callable[[float, float], Span]) -> Box | None:
    """The box of one of the page's characters; None for white space, also what pdfium puts between words."""
    box = pdfium.FS_RECTF()
    blank = chr(pdfium.FPDFText_GetUnicode(text_page, place)).isspace()
    if blank or not pdfium.FPDFText_GetLooseCharBox(text_page, place, box):
        return None
    across, down = zip(to_pixels(box.left, box.top), to_pixels(box.right, box.bottom), strict=True)
    degrees = math.degrees(pdfium.FPDFText_GetCharAngle(text_page, place)) - rotation
    return Box(min(across), min(down), max(across), max(down), round(degrees / 90) % 2 == 1)
