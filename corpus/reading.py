"""File -> revision: pages, normalised text, meeting, agenda items and passages, in one way through."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.contained import read_contained
from corpus.header import read_header
from corpus.outline import read_outline
from corpus.passages import cut_passages
from corpus.record import EmptyRecord, Page, PageRange, Revision
from corpus.thai import normalise

READING = 1
"""The version of everything between a file's bytes and its passages: raised, stored records are read again."""


def read_revision(path: Path, read: Callable[[Path], Sequence[Page]] = read_contained) -> Revision:
    """Reads one file whole. Raises a `CorpusError` that says what is wrong with it."""
    text, pages = _joined(read(path))
    if not text.strip():
        raise EmptyRecord(f"ไฟล์ {path.name} ไม่มีข้อความ กรุณาตรวจสอบไฟล์แล้วส่งใหม่")
    outline = read_outline(text, pages)
    first_item = outline.items[1].start if len(outline.items) > 1 else len(text)
    front = outline.agenda_list[0] if outline.agenda_list else first_item
    return Revision(
        name=path.name,
        sha256=file_digest(path),
        text=text,
        pages=pages,
        meeting=read_header(text, front, outline.running, path.stem),
        items=outline.items,
        passages=cut_passages(text, outline.items, outline.running, pages),
    )


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _joined(pages: Sequence[Page]) -> tuple[str, tuple[PageRange, ...]]:
    """The normalised text of the pages, one line end between two, and where each stands."""
    texts, ranges, start = [], [], 0
    for page in pages:
        text = normalise(page.text)
        texts.append(text)
        ranges.append(PageRange(page.number, start, start + len(text), page.scanned, page.boxes))
        start += len(text) + 1
    return "\n".join(texts), tuple(ranges)
