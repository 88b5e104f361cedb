"""What a person may see of the records: answers, excerpts, lists and texts, always within their collections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from assistant.answer import Answer, Citation
from assistant.followups import Turn
from assistant.pictures import page_picture, rendered_picture
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

    def picture(self, revision: str, page: int, start: int, end: int) -> tuple[str, bytes]:
        """The name and the bytes of a JPEG of a page, by its place, with what a range has on it marked.

        Raises NoPicture, IndexError and KeyError.
        """
        try:
            return self._pictured(revision, page, start, end)
        except Unfinished:
            return self._picture(revision, page, start, end, rendered=False)

    def _picture(self, sha256: str, place: int, start: int, end: int, rendered: bool = True) -> tuple[str, bytes]:
        """Raises Unfinished, as long as what is to be shown is being made, and as `picture` does."""
        revision, original = self._store.revision(sha256), self._store.original(sha256)
        page, name, quote = revision.pages[place], revision.name, (start, end)
        rendering = self._renderings.pdf(sha256, name, original) if rendered else None
        data = rendered_picture(name, rendering, revision.text, page, quote) if rendering else None
        if data is None:
            shown = name if rendered else f"{PREPARING} · {name}"
            data = page_picture(shown, original, revision.text, page, quote)
        return f"{Path(name).stem}-{page.number or 1}.jpg", data

    def _within(self, seen: Collections) -> Responder:
        return self._responder if seen is None else self._part(seen)
