"""PDF: characters in the order in which the page draws them, set into lines by where they stand.

pdfium sorts glyphs by position, which puts Thai marks after the next letter; the order of the text objects is
the order of the text.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.lines import Layout
from corpus.quality import BAD, quality
from corpus.readers.layout import Glyph, set_lines
from corpus.readers.scans import read_scan
from corpus.readers.tesseract import DPI, find_data
from corpus.record import CorpusError, EmptyRecord, Page, UnreadableFile
from corpus.repair import repaired, with_marks
from corpus.thai import MARKS, normalise

PDFIUM = threading.RLock()
"""Held around every use of pdfium, which two threads may not call at once."""

Handle = Any  # pdfium's pointers carry no types
Turned = dict[int, list[Glyph]]
_TAIL_BYTES = 65_536
_MOST_PIXELS = 20_000_000
"""Of the picture of a page that is recognised."""
_BOLD, _FONT_NAME = 600, 256
"""The weight from which a font is bold, and bytes of a font's name that are looked at."""
_UNMAPPED = "\uffff"
"""Stands before what pdfium makes of a glyph for which the font names no character: its code."""
_MEANINGLESS = re.compile(f"(?<=[{MARKS}ำ])(?:{_UNMAPPED}[^ÉÊÍ]|\ufffd(?!า))")
"""A glyph without a character after a mark: what such fonts draw a second time, or the second half of ำ."""


def read_pdf(path: Path) -> Iterator[Page]:
    """All pages, numbered from 1; what a page without a text layer says is recognised in its picture.

    A file without any text is refused at its end.
    """
    _check_whole(path)
    empty = True
    with PDFIUM:
        for page in _pages(path):
            empty = empty and not page.text
            yield page
    if empty:
        raise EmptyRecord("ไม่พบตัวอักษรในไฟล์ กรุณาสแกนใหม่ให้คมชัด หรือส่งฉบับที่เป็นข้อความ")


def count_pages(path: Path) -> int:
    """The number of pages of a PDF."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error


def _check_whole(path: Path) -> None:
    """pdfium mends a file that was cut off and leaves out the pages it lost, so the end is looked for first."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        if b"%%EOF" not in stream.read():
            raise UnreadableFile("ไฟล์ PDF มาไม่ครบ กรุณาส่งใหม่อีกครั้ง")


def _pages(path: Path) -> Iterator[Page]:
    try:
        with pypdfium2.PdfDocument(path) as document:
            for number, page in enumerate(document, 1):
                try:
                    yield _page(page, number)
                finally:
                    page.close()
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    """The best reading of a page: by its text objects, by pdfium's own order, or of its picture."""
    best = _reading(number, *_page_text(page))
    if best.text and _is_bad(best):
        best = max(best, _reading(number, _plain_text(page)), key=_known)
    if best.text and not (_is_bad(best) and find_data()):
        return best
    return max(best, _recognised(number, page), key=_known)


def _reading(number: int, text: str, layout: Layout | None = None) -> Page:
    return Page(number, normalise(repaired(text)), layout=layout)


def _is_bad(page: Page) -> bool:
    return quality(page.text).score < BAD


def _known(page: Page) -> tuple[int, bool]:
    return quality(page.text).known, bool(page.text)


def _plain_text(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_range())
    finally:
        text_page.close()


def _recognised(number: int, page: pypdfium2.PdfPage) -> Page:
    """The page as its picture reads; without text where it draws nothing. Raises OcrMissing."""
    if not pdfium.FPDFPage_CountObjects(page):
        return Page(number, "", scanned=True)
    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return read_scan(number, bitmap.to_pil(), 72 * scale)
    finally:
        bitmap.close()


def _refusal(error: pypdfium2.PdfiumError) -> CorpusError:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableFile("ไฟล์ PDF มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งใหม่")
    return UnreadableFile("ไฟล์ PDF ชำรุด กรุณาเปิดแล้วบันทึกใหม่ หรือขอไฟล์ต้นฉบับ")


def _page_text(page: pypdfium2.PdfPage) -> tuple[str, Layout | None]:
    """The page's text, and how it is set where all of it is read at one angle."""
    order = {address: place for place, address in enumerate(_objects(page))}
    text_page = page.get_textpage()
    try:
        glyphs = _glyphs(text_page, order, page.get_cropbox())
    finally:
        text_page.close()
    upright_first = sorted(glyphs.values(), key=len, reverse=True)
    read = [(text, layout) for text, layout in map(set_lines, upright_first) if text]
    text = "\n".join(text for text, _ in read)
    return with_marks(_MEANINGLESS.sub("", text).replace(_UNMAPPED, "")), read[0][1] if len(read) == 1 else None


def _objects(page: Handle) -> Iterator[int]:
    """The addresses of the page's objects in the order of drawing, those inside forms in their form's place."""
    waiting = [pdfium.FPDFPage_GetObject(page, place) for place in reversed(range(pdfium.FPDFPage_CountObjects(page)))]
    while waiting:
        found = waiting.pop()
        yield _address(found)
        if pdfium.FPDFPageObj_GetType(found) == pdfium.FPDF_PAGEOBJ_FORM:
            inside = range(pdfium.FPDFFormObj_CountObjects(found))
            waiting += [pdfium.FPDFFormObj_GetObject(found, place) for place in reversed(inside)]


def _address(handle: Handle) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _glyphs(text_page: Handle, order: dict[int, int], visible: tuple[float, float, float, float]) -> Turned:
    """The characters that the page has itself, in the order of its text objects, by the angle they are read at."""
    objects: dict[int, list[int]] = {}
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        if not pdfium.FPDFText_IsGenerated(text_page, index):
            address = _address(pdfium.FPDFText_GetTextObject(text_page, index))
            objects.setdefault(order.get(address, len(order)), []).append(index)
    turned: Turned = {}
    for _, indices in sorted(objects.items()):
        angle, size = _angle_and_size(text_page, indices[0])
        bold = _is_bold(text_page, indices[0])
        turned.setdefault(angle, []).extend(_object_glyphs(text_page, indices, angle, size, bold, visible))
    return turned


def _angle_and_size(text_page: Handle, index: int) -> tuple[int, float]:
    """How far the text is turned against the page's axes, in degrees against the clock, and its size in points."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    return round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360, size or 1.0


def _is_bold(text_page: Handle, index: int) -> bool:
    """Whether a character's font says so, by its weight or its name."""
    name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, _FONT_NAME, flags)
    return pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD or b"bold" in name.value.lower()


def _object_glyphs(
    text_page: Handle,
    indices: list[int],
    angle: int,
    size: float,
    bold: bool,
    visible: tuple[float, float, float, float],
) -> Iterator[Glyph]:
    """The characters of one text object on axes along the text; those outside the visible page are left out."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    for index in indices:
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        if not (visible[0] <= x.value <= visible[2] and visible[1] <= y.value <= visible[3]):
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        ends = (box.left * cosine + box.bottom * sine, box.right * cosine + box.top * sine)
        base = y.value * cosine - x.value * sine
        yield Glyph(_character(text_page, index), min(ends), max(ends), base, size, bold)


def _character(text_page: Handle, index: int) -> str:
    character = chr(pdfium.FPDFText_GetUnicode(text_page, index))
    return f"{_UNMAPPED}{character}" if pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 else character
