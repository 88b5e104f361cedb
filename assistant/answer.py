"""The answer to a question, as a value: what was found, the quotes that prove it, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.registers import Register

Status = Literal["answered", "partial", "not_found", "conflict"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified quote and where it stands: ``quote == revision.text[start:end]``, code points."""

    quote: str
    record: str
    """The file's name."""
    revision: str
    """The sha256 of the file's bytes."""
    title: str
    meeting_date: date | None
    agenda: str
    """The item's number or label as the record has it, then its title."""
    page: int | None
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    """Ranges of the quote that answer, in order, for whoever shows it."""
    scanned: bool = False
    """Whether the page's text was recognised in a picture, where digits may be wrong."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A meeting and an item that came close, named when the records do not answer."""

    title: str
    meeting_date: date | None
    agenda: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is the lead; "not in the records" is ``status == "not_found"``, never an error."""

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    took_ms: int = 0
    nearest: tuple[Nearest, ...] = ()
    searched: int = 0
    """How many records were searched."""
    asked: str = ""
    """The question as it was answered: a follow-up made whole."""
    unclear: str = ""
    """A short form of the question that stands for several bodies, which is asked back."""
    choices: tuple[str, ...] = ()
    """The bodies that it may stand for."""
    register: Register | None = None
    """The register that was asked to be listed or counted; ``asked`` chooses its rows."""
