"""What a person may see of the records: answers, excerpts, lists and texts, always within their collections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from assistant.answer import Answer, Citation
from assistant.followups import Turn
from assistant.pdf_page import pdf_pages
from assistant.pictures import Picture, page_picture, rendered_page, rendered_picture
from assistant.registers import Listed
from assistant.renderings import PREPARING, Renderings, Unfinished
from assistant.respond import Responder
from corpus.record import Revision
from index.collection import collection_of
from index.precedence import Precedence
from index.registers import Register
from index.store import RecordRow, Store

Collections: TypeAlias = frozenset[str] | None
"""The collections that may be seen: all of them, those to come included, where None."""

_PARTS = 8
"""Sets of collections that are kept open for those who may see no others."""
_PICTURES = 64
"""Pictures of pages that are kept, of half a megabyte each, those of scans of one."""
_DIGITS = 12
"""The fewest digits by which a revision is asked for."""


class Library:
    """One data folder's records. Any number of threads may ask at once."""

    def __init__(self, store: Store, responder: Responder, precedence: Precedence) -> None:
        self._store = store
        self._precedence = precedence
        self._responder = responder
        self._part = lru_cache(_PARTS)(responder.seeing)
        self._renderings = Renderings(store.path.parent)
        self._pictured = lru_cache(_PICTURES)(self._picture)

    def answer(self, question: str, earlier: Sequence[Turn], seen: Collections) -> Answer:
        """The answer to a question; ``earlier`` are those of its chat before it. Raises SearchError."""
        with self._precedence.first():
            return self._within(seen).answer(question, earlier)

    def search(self, text: str, top: int, seen: Collections) -> tuple[Citation, ...]:
        """The excerpts nearest to a text, best first. Raises SearchError."""
        with self._precedence.first():
            return self._within(seen).excerpts(text, top)

    def records(self, seen: Collections) -> Sequence[RecordRow]:
        """The live records."""
        return self._store.records(seen)

    def register(self, register: Register, wanted: str, seen: Collections) -> Sequence[Listed]:
        """The rows of a register that plain words choose. Raises SearchError."""
        return self._within(seen).register(register, wanted)

    def revision(self, digest: str, seen: Collections) -> Revision | None:
        """A stored revision by the first digits of its digest; None where there is none, or none that may be seen.

        It may have been replaced since: what cites it can still be opened.
        """
        found = self._store.find_revision(digest) if len(digest) >= _DIGITS else None
        if found is None:
            return None
        revision = self._store.revision(found)
        return revision if seen is None or collection_of(revision.meeting.body) in seen else None

    def is_live(self, revision: str) -> bool:
        """Whether a revision is of the live generation, and not one that was replaced."""
        return self._store.is_live(revision)

    def generation(self) -> int:
        """The number of the live generation, 0 where there is none."""
        return self._store.live_id() or 0

    def arrived(self, since: int, seen: Collections) -> frozenset[str]:
        """The revisions of the live generation of whose files an earlier one had none."""
        before = self._store.files(since) if since else frozenset[str]()
        return frozenset(row.revision for row in self._store.records(seen) if row.file not in before)

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that are near to each other in meaning, the largest group first."""
        return self._responder.alike(questions)

    def original(self, revision: str) -> tuple[str, bytes]:
        """The name and the bytes of a revision's file. Raises KeyError."""
        return self._store.revision(revision).name, self._store.original(revision)

    def picture(self, revision: str, place: int, start: int, end: int, is_rendered: bool = False) -> Picture:
        """A page of a record by its place, with what a range has on it marked.

        Of an Office file that is its rendering's page where the range is; with ``is_rendered`` the place is one among
        the rendering's own pages. Where there is no rendering, the record's page is shown. Raises NoPicture, IndexError
        and KeyError.
        """
        try:
            return self._pictured(revision, place, start, end, is_rendered)
        except Unfinished:
            return self._written(revision, place, start, end, is_rendered, f"{PREPARING} · ")

    def _picture(self, sha256: str, place: int, start: int, end: int, is_rendered: bool) -> Picture:
        """Raises Unfinished, as long as what is to be shown is being made, and as `picture` does."""
        revision = self._store.revision(sha256)
        rendering = self._renderings.pdf(sha256, revision.name, self._store.original(sha256))
        pages = pdf_pages(rendering) if rendering else 0
        number: int | None = min(place + 1, pages)
        if rendering and not is_rendered:
            number = rendered_page(rendering, revision.text, revision.pages[place], (start, end))
        if not rendering or not number:
            return self._written(sha256, place, start, end, is_rendered)
        data = rendered_picture(revision.name, rendering, revision.text, (start, end), number)
        return Picture(_file_name(revision, number), data, number - 1, pages, True)

    def _written(self, sha256: str, place: int, start: int, end: int, is_rendered: bool, heading: str = "") -> Picture:
        """The record's own page; in place of a rendering's, the one on which the range begins."""
        revision = self._store.revision(sha256)
        shown = revision.page_place(start) if is_rendered else place
        page, original = revision.pages[shown], self._store.original(sha256)
        data = page_picture(f"{heading}{revision.name}", original, revision.text, page, (start, end))
        return Picture(_file_name(revision, page.number), data, shown, len(revision.pages))

    def _within(self, seen: Collections) -> Responder:
        return self._responder if seen is None else self._part(seen)


def _file_name(revision: Revision, number: int | None) -> str:
    return f"{Path(revision.name).stem}-{number or 1}.jpg"
