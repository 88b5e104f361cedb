"""Word files of before 2007 (.doc) and Rich Text (.rtf), by kreuzberg: text, tables, list numbers of .rtf, no pages.

It is for where LibreOffice makes no DOCX of them (`corpus.office`).
"""

from __future__ import annotations

import re
from pathlib import Path

from kreuzberg import ExtractionConfig, KreuzbergError, extract_bytes_sync

from corpus.readers.layout import CELL_BREAK
from corpus.record import EmptyRecord, Page, UnreadableFile, UnsupportedFormat

_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CONFIG = ExtractionConfig(use_cache=False)
_THAI_FONT = re.compile(rb"\\(?:ansicpg874|fcharset222)\b")
_THAI = {byte: bytes([byte]).decode("cp874") for byte in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))}
"""Letters of a Thai font, which kreuzberg takes for Latin."""
_RTF_TOKEN = re.compile(rb"\\bin(\d{1,9}) ?|\\[a-zA-Z]+-?\d* ?|\\.|[{}]|[^\\{}]+", re.DOTALL)
_RTF_RUNNING = re.compile(rb"\{\s*\\(?:header|footer)[lrf]?(?![a-zA-Z])")
"""Headers and footers of pages, which kreuzberg reads as lines of the text."""
_RTF_LIST_TEXT = re.compile(rb"\\(?:listtext|pntext)(?![a-zA-Z])")
"""What begins the number or bullet of a paragraph, for programs that number no lists: kreuzberg leaves it out."""
_ROW_END = "\t\t"
"""Two marks of cells, one after the other: the last cell's and the row's own."""


def read_doc(path: Path) -> tuple[Page, ...]:
    """One page without a number, table rows as lines. Raises `UnsupportedFormat` for what is not Word's."""
    data = path.read_bytes()
    if _ENCRYPTED_STREAM in data:
        raise UnreadableFile("มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งใหม่")
    if _WORD_STREAM not in data:
        raise UnsupportedFormat("เป็นไฟล์ Office รุ่นเก่าที่ไม่ใช่ Word กรุณาเปิดแล้วบันทึกเป็น .docx หรือ .pdf ก่อนส่ง")
    return _page("\n".join(_rows(line) for line in _text(data, "application/msword").split("\n")))


def read_rtf(path: Path) -> tuple[Page, ...]:
    """One page without a number."""
    data = _RTF_LIST_TEXT.sub(b"", _without_running(path.read_bytes()))
    text = _text(data, "application/rtf")
    text = text.replace("\n\n", "\n")  # which kreuzberg sets between any two paragraphs
    return _page(text.translate(_THAI) if _THAI_FONT.search(data) else text)


def _page(text: str) -> tuple[Page, ...]:
    if not text.strip():
        raise EmptyRecord("ไม่มีข้อความ หากเป็นภาพสแกนกรุณาส่งเป็น PDF หรือรูปภาพ")
    return (Page(None, text),)


def _text(data: bytes, kind: str) -> str:
    try:
        return str(extract_bytes_sync(data, kind, _CONFIG).content)
    except (KreuzbergError, ValueError, RuntimeError) as error:
        raise UnreadableFile("ไฟล์ชำรุด มีรหัสผ่าน หรือเก่าเกินไป กรุณาเปิดด้วย Word แล้วบันทึกใหม่เป็น .docx") from error


def _without_running(data: bytes) -> bytes:
    """Rich Text without the groups of headers and footers; one that does not end is left."""
    pieces, position = [], 0
    while found := _RTF_RUNNING.search(data, position):
        end = _group_end(data, found.start())
        pieces.append(data[position : found.start() if end else found.end()])
        position = end or found.end()
    return b"".join((*pieces, data[position:]))


def _group_end(data: bytes, start: int) -> int:
    """Where the group that begins at ``start`` is over; 0 where it does not end."""
    depth, position = 0, start
    while found := _RTF_TOKEN.match(data, position):
        position = found.end() + int(found[1] or 0)
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if depth == 0:
            return position
    return 0


def _rows(line: str) -> str:
    """The rows of a table, which come as one line, as a line each."""
    if _ROW_END not in line:
        return line
    rows = re.split(f"{_ROW_END}(?!\t)", line)
    return "\n".join(CELL_BREAK.join(cell.strip() for cell in row.split("\t")) for row in rows if row.strip())
