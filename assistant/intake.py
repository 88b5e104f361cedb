"""What an admin sees of a file before it is published: what was read, how well, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from corpus.album import bind
from corpus.archive import files_of
from corpus.contained import LIMITS
from corpus.quality import BAD, quality
from corpus.reading import read_revision
from corpus.record import CorpusError, Meeting, PageRange, Revision
from index.collection import collection_of
from index.drafts import AlreadyLive, Draft, Drafts, State
from index.history import Change, history
from index.store import Store
from index.versions import Near, compare, twins

OnPage: TypeAlias = Callable[[str, int, int | None], object]
Cancelled: TypeAlias = Callable[[], bool]
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """The agenda items, as citations name them, that a new version adds, leaves out and changes."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    same: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as a person judges it."""

    draft: int
    state: State
    name: str
    meeting: Meeting
    collection: str
    agenda: tuple[str, ...]
    passages: int
    pages: int
    scanned: int
    """Pages whose text was recognised in pictures."""
    quality: float
    """The mean of the pages' scores, 0 to 1."""
    bad_pages: tuple[int, ...]
    """The pages that were read badly, by number."""
    near: tuple[Near, ...]
    """Live records that are like it, or of the same meeting, the likest first."""
    replaces: str | None
    """The record whose place it takes."""
    difference: Difference | None
    """Against that record."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of one file: a draft, or the line that says why there is none."""

    name: str
    draft: int | None
    reason: str = ""


class Intake:
    """The files of one data folder that wait for a person's word. Any number of threads may use it."""

    def __init__(self, store: Store, home: Path) -> None:
        self._store = store
        self._drafts = Drafts(store, home)

    def stage(
        self, path: Path, by: int | None = None, on_page: OnPage = lambda *_: None, cancelled: Cancelled = lambda: False
    ) -> list[Staged]:
        """Reads a file, or the files of a ZIP archive, into drafts.

        ``on_page`` is told a file's name, the pages of it that are read, and how many it has, None where that is not
        known; ``cancelled`` is asked whether to end.
        """
        with TemporaryDirectory() as folder:
            try:
                paths = files_of(path, Path(folder), cancelled)
            except CorpusError as error:
                return [Staged(path.name, None, str(error))]
            return list(self._each(paths, by, on_page, cancelled))

    def stage_album(
        self,
        pictures: Sequence[Path],
        by: int | None = None,
        on_page: OnPage = lambda *_: None,
        cancelled: Cancelled = lambda: False,
    ) -> list[Staged]:
        """Reads pictures that were sent together into one draft, whose pages they are; it has the first one's name."""
        name = pictures[0].with_suffix(".pdf").name
        with TemporaryDirectory() as folder:
            try:
                bind(pictures, Path(folder) / name, cancelled)
            except CorpusError as error:
                return [Staged(name, None, str(error))]
            return list(self._each([Path(folder) / name], by, on_page, cancelled))

    def _each(self, paths: Sequence[Path], by: int | None, on_page: OnPage, cancelled: Cancelled) -> Iterator[Staged]:
        for path in paths:
            on_page(path.name, 0, None)
            try:
                revision = read_revision(path, LIMITS, partial(_told, on_page, path.name), cancelled)
                added = self._drafts.add(revision, path.read_bytes(), by)
            except (CorpusError, AlreadyLive) as error:
                yield Staged(path.name, None, str(error))
            else:
                yield Staged(path.name, added.draft.number)

    def preview(self, draft: int) -> Preview:
        """What is known of a draft. Raises UnknownDraft."""
        found = self._drafts.get(draft)
        revision = self._store.revision(found.revision)
        scores = [(page, _score(revision, page)) for page in revision.pages]
        replaced = next(iter(self._drafts.displaces(found)), None)
        return Preview(
            draft,
            found.state,
            found.name,
            revision.meeting,
            collection_of(revision.meeting.body),
            tuple(item.agenda for item in revision.items if item.position > 0),
            len(revision.passages),
            len(revision.pages),
            sum(page.scanned for page in revision.pages),
            sum(score for _, score in scores) / max(1, len(scores)),
            tuple(page.number or 1 for page, score in scores if score < BAD),
            twins(revision, self._store).near[:_NEAREST],
            replaced,
            self._difference(replaced, revision) if replaced else None,
        )

    def waiting(self) -> list[Draft]:
        """The drafts that wait, oldest first."""
        return self._drafts.waiting()

    def drafts(self, numbers: Sequence[int]) -> list[Draft]:
        """Drafts by their numbers, whatever has become of them. Raises UnknownDraft."""
        return [self._drafts.get(number) for number in numbers]

    def edit(
        self,
        draft: int,
        title: str | None = None,
        day: date | None = None,
        body: str | None = None,
        replaces: str | None = None,
    ) -> Preview:
        """Corrects what was read, or says whose new version it is, "" for nobody's. Raises SearchError."""
        self._drafts.edit(draft, title=title, date=day, body=body, replaces=replaces)
        return self.preview(draft)

    def discard(self, draft: int) -> str:
        """Takes a draft away; gives its file's name. Raises SearchError."""
        self._drafts.discard(draft)
        return self._drafts.get(draft).name

    def history(self) -> list[Change]:
        """The last generations, newest first."""
        return history(self._store)

    def candidates(self, draft: int, most: int) -> list[str]:
        """The live records of which a draft may be a new version, the likest first."""
        revision = self._store.revision(self._drafts.get(draft).revision)
        near = [each.name for each in twins(revision, self._store).near]
        same = [row.name for row in self._store.records() if row.collection == collection_of(revision.meeting.body)]
        return list(dict.fromkeys([*near, *reversed(same)]))[:most]

    def _difference(self, name: str, new: Revision) -> Difference:
        live = {row.name: row.revision for row in self._store.records()}
        found = compare(self._store.revision(live[name]), new)
        return Difference(
            tuple(item.agenda for item in found.added),
            tuple(item.agenda for item in found.gone),
            tuple(each.new.agenda for each in found.changed),
            found.same,
        )


def _told(on_page: OnPage, name: str, pages: int, count: int | None) -> None:
    on_page(name, pages, count)


def _score(revision: Revision, page: PageRange) -> float:
    text = revision.text[page.start : page.end]
    return quality(text).score if text.strip() else 0.0
