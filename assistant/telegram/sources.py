"""Where what the bot says comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Answer, Citation
from assistant.followups import Turn
from assistant.library import Collections
from assistant.pictures import Picture
from assistant.registers import Listed
from corpus.record import Revision
from index.registers import Register
from index.store import RecordRow


class Sources(Protocol):
    """What the records say, each call within the collections that may be seen. Slow; any number of threads may ask."""

    def answer(self, question: str, earlier: Sequence[Turn], seen: Collections) -> Answer:
        """The answer to a question; ``earlier`` are those of its chat before it. Raises SearchError."""

    def search(self, text: str, top: int, seen: Collections) -> tuple[Citation, ...]:
        """The excerpts nearest to a text, best first. Raises SearchError."""

    def records(self, seen: Collections) -> Sequence[RecordRow]:
        """The live records."""

    def register(self, register: Register, wanted: str, seen: Collections) -> Sequence[Listed]:
        """The rows of a register that plain words choose. Raises SearchError."""

    def revision(self, digest: str, seen: Collections) -> Revision | None:
        """A stored revision by the first digits of its digest; None where there is none, or none that may be seen."""

    def picture(self, revision: str, place: int, start: int, end: int, is_rendered: bool = False) -> Picture:
        """A page of a record by its place, or of its file's rendering, with what a range has on it marked.

        Raises NoPicture, IndexError and KeyError.
        """

    def generation(self) -> int:
        """The number of the live generation, 0 where there is none."""

    def arrived(self, since: int, seen: Collections) -> frozenset[str]:
        """The revisions of the live generation that an earlier one did not have."""

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that are near to each other in meaning, the largest group first."""

    def is_live(self, revision: str) -> bool:
        """Whether a revision is of the live generation, and not one that was replaced."""

    def original(self, revision: str) -> tuple[str, bytes]:
        """The name and the bytes of a revision's file. Raises KeyError."""
