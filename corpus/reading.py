"""File -> revision: pages, normalised text, meeting, agenda items and passages, in one way through.

All of it is done where the file is contained, because the outline of a hostile text can take as long as its parsing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.binding import bind
from corpus.contained import LIMITS, Cancellation, Contained, Limits, OnPage, read_contained
from corpus.header import read_header
from corpus.office import readable
from corpus.outline import read_outline
from corpus.passages import cut_passages
from corpus.readers import each_page
from corpus.record import (
    AgendaItem,
    EmptyRecord,
    Meeting,
    Page,
    PageRange,
    Passage,
    Revision,
    UnreadableFile,
    shown_name,
)
from corpus.thai import normalise

READING = 4
"""The version of everything between a file's bytes and its passages: raised, stored records are read again."""

log = logging.getLogger(__name__)


def read_revision(
    path: Path,
    limits: Limits = LIMITS,
    on_page: OnPage = lambda *_: None,
    cancelled: Cancellation = lambda: False,
) -> Revision:
    """Reads one file whole, in a process of its own; an old Word file as a DOCX, where one is made of it.

    Raises a `CorpusError` that says what is wrong with it.
    """
    found = _modern(path, limits, on_page, cancelled) or _contained(path, limits, on_page, cancelled)
    return Revision(name=path.name, sha256=file_digest(path), **_parts(found.rest))


def _modern(path: Path, limits: Limits, on_page: OnPage, cancelled: Cancellation) -> Contained | None:
    """What is read of the DOCX of an old Word file; None where there is none, or it cannot be read."""
    with readable(path, cancelled) as copy:
        try:
            return _contained(copy, limits, on_page, cancelled) if copy else None
        except (UnreadableFile, EmptyRecord) as error:
            log.info("a %s file is read as it is: %s", path.suffix, type(error).__name__)
            return None


def _contained(path: Path, limits: Limits, on_page: OnPage, cancelled: Cancellation) -> Contained:
    return read_contained(path, limits, on_page, cancelled, f"{__name__}:{each_page_and_parts.__name__}")


def each_page_and_parts(path: Path) -> Generator[Page, None, dict[str, Any]]:
    """The pages of a file; returns the text that they make, its meeting, items and passages, as JSON holds them."""
    read = []
    for page in each_page(path):
        page = replace(page, text=normalise(page.text))
        read.append(page)
        yield page
    text, pages = bind(read)
    if not text.strip():
        raise EmptyRecord(f"ไฟล์ {shown_name(path)} ไม่มีข้อความ กรุณาตรวจสอบไฟล์แล้วส่งใหม่")
    outline = read_outline(text, pages)
    first_item = outline.items[1].start if len(outline.items) > 1 else len(text)
    front = outline.agenda_list[0] if outline.agenda_list else first_item
    meeting = read_header(text, front, outline.running, path.stem)
    return {
        "text": text,
        "pages": [asdict(page) for page in pages],
        "meeting": asdict(meeting) | {name: _iso(getattr(meeting, name)) for name in _DATES},
        "items": [asdict(item) for item in outline.items],
        "passages": [asdict(passage) for passage in cut_passages(text, outline.items, outline.running, pages)],
    }


_DATES = ("date", "last_date")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parts(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of a revision that `each_page_and_parts` returned."""
    days = {name: day and date.fromisoformat(day) for name in _DATES for day in [found["meeting"][name]]}
    items = [item | {"cuts": tuple((start, end) for start, end in item["cuts"])} for item in found["items"]]
    return {
        "text": found["text"],
        "pages": tuple(PageRange(**page) for page in found["pages"]),
        "meeting": Meeting(**found["meeting"] | days),
        "items": tuple(AgendaItem(**item) for item in items),
        "passages": tuple(Passage(**passage) for passage in found["passages"]),
    }


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
