"""File -> pages. What a file is comes from its content first; its suffix only decides between kinds of text."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus.readers.packed import DOCUMENTS, list_entries
from corpus.record import CorpusError, EmptyRecord, OversizedFile, Page, UnreadableFile, UnsupportedFormat, shown_name

MAX_BYTES = 64_000_000
"""The largest file that is read."""
_IMAGES = (".image", "read_images")
_READERS = {
    ".txt": (".text", "read_text"),
    ".docx": (".docx", "read_docx"),
    ".pdf": (".pdf", "read_pdf"),
    ".odt": (".odt", "read_odt"),
    ".doc": (".doc", "read_doc"),
    ".rtf": (".doc", "read_rtf"),
    **dict.fromkeys((".html", ".htm"), (".html", "read_html")),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"), _IMAGES),
}
"""By suffix, in lower case: the module and the function that read such files."""
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
SUFFIXES = frozenset(_READERS)
"""The kinds of files that are looked for in a folder, in lower case."""
PICTURES = frozenset(suffix for suffix, reader in _READERS.items() if reader == _IMAGES)
"""Those of them that are pictures."""

_HEAD_BYTES = 1024
_PICTURES = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|BM.{4}\x00{4}|RIFF.{4}WEBP|.{4}ftyp", re.DOTALL)
"""How pictures begin, those of telephones that no reader takes among them."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = {_OLE: ".doc", b"{\\rtf": ".rtf"}
"""How Word files of before 2007 and Rich Text begin."""


def read_pages(path: Path) -> tuple[Page, ...]:
    """The pages of a file in order. Raises as ``each_page`` does."""
    return tuple(each_page(path))


def each_page(path: Path) -> Iterator[Page]:
    """The pages of a file in order, each as it is read, their text as it stands in the file and not normalised.

    Raises a `CorpusError` whose one line names the file, what is wrong with it and what to do.
    """
    try:
        check_size(path)
        yield from _reader(path)(path)
    except OSError as error:
        raise UnreadableFile(f"ไฟล์ {shown_name(path)}: เปิดอ่านไม่ได้ กรุณาตรวจสอบว่าไฟล์ยังอยู่และมีสิทธิ์อ่าน") from error
    except CorpusError as error:
        raise type(error)(f"ไฟล์ {shown_name(path)}: {error}") from error


def count_pages(path: Path) -> int | None:
    """How many pages a file has, where that is known before they are read; None for what no reader takes, too."""
    try:
        check_size(path)
        reader = _reader(path)
        count: Callable[[Path], int] | None = getattr(importlib.import_module(reader.__module__), "count_pages", None)
        return count(path) if count else None
    except (OSError, CorpusError):
        return None


def check_size(path: Path) -> None:
    """Raises `OversizedFile` or `EmptyRecord` by the size alone, before anything is read."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise OversizedFile(f"มีขนาด {size / 1_000_000:.0f} MB ใหญ่เกิน {limit} MB ที่รับได้ กรุณาแบ่งเป็นไฟล์ย่อยแล้วส่งใหม่")
    if size == 0:
        raise EmptyRecord("ไฟล์ว่างเปล่า กรุณาตรวจสอบไฟล์แล้วส่งใหม่")


def _reader(path: Path) -> Callable[[Path], Iterable[Page]]:
    """The reader of what a file is by its content; of text by its suffix. Loaded when it is first needed."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    suffix = path.suffix.lower()
    kind = _kind(path, head)
    if kind is None:
        if suffix in _READERS and suffix != ".txt":
            raise UnreadableFile(f"เนื้อหาไม่ใช่ {suffix[1:].upper()} หรือไฟล์ชำรุด กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่")
        if suffix not in (".txt", ""):
            raise UnsupportedFormat(f"ยังไม่รองรับไฟล์ {suffix} กรุณาบันทึกเป็น {_names()} แล้วส่งใหม่")
        kind = ".txt"
    module, name = _READERS[kind]
    reader: Callable[[Path], Iterable[Page]] = getattr(importlib.import_module(module, __name__), name)
    return reader


def _kind(path: Path, head: bytes) -> str | None:
    """The suffix of what the content says that a file is; None for text, and for what is not known."""
    if b"%PDF-" in head:
        return ".pdf"
    if _PICTURES.match(head):
        return ".png"
    if head.startswith(b"PK"):
        return _packed_kind(path)
    if _HTML.match(head) or path.suffix.lower() in (".html", ".htm"):
        return ".html"
    if head.startswith(_OLE) and path.suffix.lower() == ".docx":
        raise UnreadableFile("มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งใหม่")
    return _old_word(head)


def old_word(path: Path) -> str | None:
    """The suffix of what begins as a Word file of before 2007 or as Rich Text; None for any other file."""
    with path.open("rb") as stream:
        return _old_word(stream.read(_HEAD_BYTES))


def _old_word(head: bytes) -> str | None:
    return next((suffix for beginning, suffix in _OLD_WORD.items() if head.startswith(beginning)), None)


def _packed_kind(path: Path) -> str:
    names = {entry.filename for entry in list_entries(path)}
    for member, kind in DOCUMENTS.items():
        if member in names:
            return kind
    raise UnsupportedFormat(f"ยังไม่รองรับไฟล์ชนิดนี้ กรุณาบันทึกเป็น {_names()} แล้วส่งใหม่")


def _names() -> str:
    return " ".join(sorted(SUFFIXES))
