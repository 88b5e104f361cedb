"""File -> pages. What a file is comes from its content first; its suffix only decides between kinds of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.readers.docx import list_entries, read_docx
from corpus.readers.pdf import read_pdf
from corpus.readers.text import read_text
from corpus.record import CorpusError, EmptyRecord, OversizedFile, Page, UnreadableFile, UnsupportedFormat

MAX_BYTES = 64_000_000
"""The largest file that is read."""
SUFFIXES = frozenset({".txt", ".docx", ".pdf"})
"""The kinds of files that are looked for in a folder, in lower case."""

_HEAD_BYTES = 1024
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_pages(path: Path) -> tuple[Page, ...]:
    """The pages of a file in order, their text as it stands in the file and not normalised.

    Raises a `CorpusError` whose one line names the file, what is wrong with it and what to do.
    """
    try:
        check_size(path)
        return _reader(path)(path)
    except OSError as error:
        raise UnreadableFile(f"ไฟล์ {_shown(path)}: เปิดอ่านไม่ได้ กรุณาตรวจสอบว่าไฟล์ยังอยู่และมีสิทธิ์อ่าน") from error
    except CorpusError as error:
        raise type(error)(f"ไฟล์ {_shown(path)}: {error}") from error


def check_size(path: Path) -> None:
    """Raises `OversizedFile` or `EmptyRecord` by the size alone, before anything is read."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise OversizedFile(f"มีขนาด {size / 1_000_000:.0f} MB ใหญ่เกิน {limit} MB ที่รับได้ กรุณาแบ่งเป็นไฟล์ย่อยแล้วส่งใหม่")
    if size == 0:
        raise EmptyRecord("ไฟล์ว่างเปล่า กรุณาตรวจสอบไฟล์แล้วส่งใหม่")


def _shown(path: Path) -> str:
    return " ".join(path.name.split())


def _reader(path: Path) -> Callable[[Path], tuple[Page, ...]]:
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    suffix = path.suffix.lower()
    if b"%PDF-" in head:
        return read_pdf
    if head.startswith(b"PK") and any(entry.filename == "word/document.xml" for entry in list_entries(path)):
        return read_docx
    _refuse_known_others(head, suffix)
    if suffix in (".pdf", ".docx"):
        raise UnreadableFile(f"เนื้อหาไม่ใช่ {suffix[1:].upper()} หรือไฟล์ชำรุด กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่")
    if suffix not in (".txt", ""):
        raise UnsupportedFormat(f"ยังไม่รองรับไฟล์ {suffix} กรุณาบันทึกเป็น {_names()} แล้วส่งใหม่")
    return read_text


def _refuse_known_others(head: bytes, suffix: str) -> None:
    if head.startswith(_OLE) and suffix == ".docx":
        raise UnreadableFile("มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งใหม่")
    if head.startswith(_OLE):
        raise UnsupportedFormat("เป็นไฟล์ Office รุ่นเก่า กรุณาเปิดแล้วบันทึกเป็น .docx ก่อนส่ง")
    if head.startswith(_PICTURES):
        raise UnsupportedFormat(f"เป็นรูปภาพ ซึ่งยังอ่านตัวอักษรไม่ได้ กรุณาส่งฉบับที่เป็นข้อความ ({_names()})")
    if head.startswith((b"PK", b"{\\rtf")):
        raise UnsupportedFormat(f"ยังไม่รองรับไฟล์ชนิดนี้ กรุณาบันทึกเป็น {_names()} แล้วส่งใหม่")


def _names() -> str:
    return " ".join(sorted(SUFFIXES))
