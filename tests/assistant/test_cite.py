"""A citation says on which page its quote begins, and only what stands in the record is cited."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.cite import cite
from assistant.quotes import Span
from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision
from index.generation import MeetingRow
from index.store import Store

TEXT = "ที่ประชุมมอบหมายให้เทศบาลขุดลอกคลองก่อนฤดูฝน\nปิดประชุม"
OVER, END = TEXT.index("ก่อน"), TEXT.index("\n")
PAGES = (PageRange(1, 0, OVER), PageRange(2, OVER, END, scanned=True), PageRange(3, END + 1, len(TEXT)))
ITEM = AgendaItem(0, "หัวเรื่อง", "", 0, len(TEXT))
MEETING = MeetingRow("คลอง.pdf", "a" * 64, Meeting("ประชุมคลอง"), (ITEM,), PAGES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    passages = (Passage(0, 0, len(TEXT), 1),)
    store.add_revision(Revision("คลอง.pdf", "a" * 64, TEXT, PAGES, MEETING.meeting, (ITEM,), passages), reading=1)
    return store


def cited(store: Store, start: int, end: int) -> Citation:
    citation = cite(store, MEETING, ITEM, TEXT[start:end], Span(start, end))
    assert citation
    return citation


def test_the_page_is_that_on_which_the_quote_begins(store: Store) -> None:
    assert [cited(store, start, END).page for start in (0, OVER - 1, OVER)] == [1, 1, 2]
    assert cited(store, END + 1, len(TEXT)).page == 3


def test_a_quote_is_of_a_scan_where_a_part_of_it_is(store: Store) -> None:
    assert [cited(store, 0, end).scanned for end in (OVER, OVER + 1)] == [False, True]
    assert not cited(store, END + 1, len(TEXT)).scanned


def test_another_text_than_the_records_is_not_cited(store: Store) -> None:
    assert cite(store, MEETING, ITEM, TEXT[:5] + "x", Span(0, 6)) is None
