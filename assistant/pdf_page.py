"""A page of a PDF as pdfium draws it, with a quote marked where the page's text layer has it.

The stored text is normalised and set into lines anew, so the two are compared by their letters alone, without marks,
white space and punctuation: first the whole quote, then its lines, then the cells of a line.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from assistant.typeset import YELLOW
from corpus.readers.layout import COLUMN_BREAK
from corpus.readers.pdf import PDFIUM
from corpus.thai import normalise

_DOTS_PER_POINT = 150 / 72
_MOST_PIXELS = 4_000_000
_LONGEST, _SHORTEST = 4_000, 64
"""Pixels of the longer side at most, and of the shorter at least."""
_STEEPEST = 18
"""A page that is more times longer than wide is none to look at; Telegram takes 20."""
_MOST_CHARACTERS = 50_000
"""Characters of a page among which a quote is looked for."""
_HEAD_BYTES = 1024
_WIDEST_GAP = 2
"""The gap that is marked between two characters of a line, in heights of the line."""
_BREAKS = ("\n", COLUMN_BREAK)
_LEAST_FOUND = 0.5
"""Where a smaller share of a quote's letters is found, nothing is marked."""
_UNRELIABLE = frozenset("าÉÊÍ")
"""Letters that are not compared: pdfium moves ำ away from its consonant, and old fonts have É for a tone."""

Handle = Any  # pdfium's objects carry no types
Span = tuple[int, int]


class Box(NamedTuple):
    """A rectangle in pixels from the top left of a picture, and whether its text runs up or down the picture."""

    left: int
    top: int
    right: int
    bottom: int
    turned: bool

    def goes_on_with(self, other: Box) -> bool:
        """Whether the other stands next on the same line."""
        common = (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.bottom, other.bottom) - max(self.top, other.top),
        )
        along, beside = common if not self.turned else common[::-1]
        size = other.right - other.left if self.turned else other.bottom - other.top
        return self.turned == other.turned and 2 * beside > size and along > -_WIDEST_GAP * size

    def joined(self, other: Box) -> Box:
        """The smallest box that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Box(left, top, max(self.right, other.right), max(self.bottom, other.bottom), self.turned)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text by which it is compared, and the place of each in the text."""

    text: str
    places: tuple[int, ...]

    def within(self, span: Span) -> Span:
        """The letters of a range of the text."""
        return bisect_left(self.places, span[0]), bisect_left(self.places, span[1])

    def spans(self, wanted: str) -> list[Span]:
        """The ranges of the text whose letters are ``wanted``."""
        found = (match.span() for match in re.finditer(re.escape(wanted), self.text)) if wanted else ()
        return [(self.places[start], self.places[end - 1] + 1) for start, end in found]


def is_pdf(original: bytes) -> bool:
    """Whether the bytes are a PDF's, by its mark near the beginning."""
    return b"%PDF-" in original[:_HEAD_BYTES]


def pdf_page(original: bytes, number: int, text: str, marked: Span) -> Image.Image | None:
    """Page ``number``, counted from 1, of a PDF's bytes, with the range ``marked`` of the page's ``text`` in yellow.

    None where pdfium cannot draw it, or where the page is of no size that a person could look at.
    """
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(original) as document:
                return _picture(document[number - 1], text, marked) if 0 < number <= len(document) else None
        except pypdfium2.PdfiumError:
            return None


def _picture(page: Handle, text: str, marked: Span) -> Image.Image | None:
    scale = _scale(*page.get_size())
    if not scale:
        return None
    bitmap, text_page = page.render(scale=scale, rev_byteorder=True), page.get_textpage()
    try:
        picture = bitmap.to_pil().copy()
        to_pixels = bitmap.get_posconv(page).to_bitmap
        places = [place for span in _quoted(text_page, text, marked) for place in range(*span)]
        boxes = [_box(text_page, place, page.get_rotation(), to_pixels) for place in places]
    finally:
        text_page.close()
        bitmap.close()
        page.close()
    return _highlighted(picture, _lines(filter(None, boxes)))


def _scale(width: float, height: float) -> float:
    """Pixels to the point for a page of this size in points; 0 where it would be no picture to look at."""
    longer, shorter = max(width, height), min(width, height)
    if not 0 < longer <= shorter * _STEEPEST:
        return 0.0
    scale = min(_DOTS_PER_POINT, math.sqrt(_MOST_PIXELS / longer / shorter), _LONGEST / longer)
    return scale if shorter * scale >= _SHORTEST else 0.0


def _quoted(text_page: Handle, text: str, marked: Span) -> list[Span]:
    """The ranges of the page's characters that hold the marked range of its text; none where too little is found."""
    stored = _letters(text)
    first, last = stored.within(marked)
    if first == last:
        return []
    count = min(pdfium.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
    drawn = _letters("".join(chr(pdfium.FPDFText_GetUnicode(text_page, place)) for place in range(count)))
    spans = list(_spans(text, stored, marked, lambda wanted: _downwards(text_page, drawn.spans(wanted))))
    found = sum(end - start for start, end in map(drawn.within, spans))
    return spans if found >= _LEAST_FOUND * (last - first) else []


def _spans(
    text: str, stored: Letters, marked: Span, find: Callable[[str], list[Span]], breaks: tuple[str, ...] = _BREAKS
) -> Iterator[Span]:
    """Where the marked range was drawn; of several places that read the same, the one of the same rank."""
    first, last = stored.within(marked)
    places = find(stored.text[first:last])
    if places:
        rank = sum(start < marked[0] for start, _ in stored.spans(stored.text[first:last]))
        yield places[min(rank, len(places) - 1)]
    elif breaks:
        for part in _parts(text, marked, breaks[0]):
            yield from _spans(text, stored, part, find, breaks[1:])


def _parts(text: str, span: Span, separator: str) -> Iterator[Span]:
    start = span[0]
    for part in text[slice(*span)].split(separator):
        yield start, start + len(part)
        start += len(part) + len(separator)


def _letters(text: str) -> Letters:
    found = [(letter, place) for place, character in enumerate(text) for letter in _compared(character)]
    return Letters("".join(letter for letter, _ in found), tuple(place for _, place in found))


@lru_cache(maxsize=4096)
def _compared(character: str) -> str:
    """What of a character is compared: letters and digits, without what is set above and below them."""
    if character in _UNRELIABLE:
        return ""
    parts = unicodedata.normalize("NFKD", normalise(character)).replace("แ", "เเ")
    return "".join(part for part in parts if part.isalnum() and part not in _UNRELIABLE)


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


def _lines(boxes: Iterable[Box]) -> list[Box]:
    """One box for the neighbours on a line."""
    lines: list[Box] = []
    for box in boxes:
        if lines and lines[-1].goes_on_with(box):
            lines[-1] = lines[-1].joined(box)
        else:
            lines.append(box)
    return lines


def _highlighted(picture: Image.Image, boxes: list[Box]) -> Image.Image:
    """The picture as if a yellow pen had gone over the boxes: white turns yellow and ink stays."""
    if not boxes:
        return picture
    pen = Image.new("L", picture.size)
    brush = ImageDraw.Draw(pen)
    for box in boxes:
        brush.rectangle(box[:4], 255)
    return Image.composite(ImageChops.multiply(picture, Image.new("RGB", picture.size, YELLOW)), picture, pen)
