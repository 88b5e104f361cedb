"""What a record is: its revisions, pages, meeting, agenda items and passages.

Every position is a half-open range ``[start, end)`` of code points in ``Revision.text``.
"""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from corpus.lines import Layout


class CorpusError(Exception):
    """A file that cannot become a record. ``str(error)`` is one line that may be shown to a person."""


class UnsupportedFormat(CorpusError):
    """No reader takes this kind of file."""


class UnreadableFile(CorpusError):
    """The file is broken, encrypted, or not what its name says."""


class EmptyRecord(CorpusError):
    """The file was read, and holds no text."""


class OversizedFile(CorpusError):
    """The file is larger than what is read."""


_LONGEST_NAME = 120
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs"))


def shown_name(path: Path) -> str:
    """The name of a file as a line may show it: in one line, without what turns its direction, cut where too long."""
    name = " ".join(without_unseen(path.name).split())
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…{path.suffix[:10]}"


def without_unseen(name: str) -> str:
    """A name without controls, marks of direction, and what is no character."""
    return "".join(
        character if character.isspace() or unicodedata.category(character) not in _UNSEEN else "" for character in name
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader gives it: ``number`` from 1, or None where the format has no pages."""

    number: int | None
    text: str
    scanned: bool = False
    """Whether the text was recognised in a picture, where digits may be wrong."""
    boxes: str = ""
    """Where its words stand on a page that was recognised, as `corpus.boxes` packs them; ranges are of this text."""
    layout: Layout | None = field(default=None, compare=False, repr=False)
    """How its paragraphs are set, where the reader saw that; it stays in the process that reads."""


@dataclass(frozen=True, slots=True)
class PageRange:
    """Where a page stands in the revision's text."""

    number: int | None
    start: int
    end: int
    scanned: bool = False
    boxes: str = ""
    """As `Page.boxes`: ranges count from the page's start."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The header of a record. ``date`` is its first day; ``last_date`` differs for meetings of several days."""

    title: str
    body: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    last_date: datetime.date | None = None
    place: str | None = None
    fiscal_year: int | None = None
    """Buddhist era, as records name it: 2554 runs from October 2010 to September 2011."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item: ``label`` as the record has it ("27", "4.2", "ประเด็นที่ 5"), then its title and its whole range.

    ``cuts`` are ranges inside the item that are not its text: running page headers and footers.
    ``parent`` is the position of the item that holds this one, None at the top.
    """

    position: int
    label: str
    title: str
    start: int
    end: int
    parent: int | None = None
    cuts: tuple[tuple[int, int], ...] = ()

    @property
    def agenda(self) -> str:
        """The label and the title, as citations show them."""
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and ranked: a range inside one agenda item."""

    item: int
    """The position of its agenda item."""
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a record's bytes. ``text`` is the normalised text of its pages."""

    name: str
    """The file's name, which is the record's name."""
    sha256: str
    """What citations name it by: its file's digest, unless the bytes were read again and gave something else."""
    text: str
    pages: tuple[PageRange, ...]
    meeting: Meeting
    items: tuple[AgendaItem, ...]
    passages: tuple[Passage, ...]
    file: str = ""
    """The sha256 of its file's bytes; left out, it is ``sha256``."""

    def __post_init__(self) -> None:
        if not self.file:
            object.__setattr__(self, "file", self.sha256)

    def page_at(self, position: int) -> PageRange | None:
        """The page on which a position of the text stands; None between pages and outside of the text."""
        return next((page for page in self.pages if page.start <= position < page.end), None)

    def page_place(self, position: int) -> int:
        """The place of that page among the pages; of none, the first."""
        page = self.page_at(position)
        return self.pages.index(page) if page else 0
