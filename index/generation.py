"""One whole built index on disk: the rankings of every passage of its records, and which passage is which.

A generation's folder is a cache: it is built from the store's texts and vectors, and can always be built again.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.dates import thai_date
from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision
from index import abbreviations, registers, vocabulary
from index.abbreviations import Meaning
from index.analysis import Analysis
from index.errors import SearchError
from index.postings import Postings
from index.sealed import DamagedIndex, verify
from index.store import Generation, Store
from index.vectors import Vectors
from index.words import word_keys

log = logging.getLogger(__name__)

FOLDER = "generations"
BUILD = 5
"""Raised when what is built from the same texts changes: files of another build are built again."""
_BUILD_FILE = "BUILD"
_PARTIAL = "partial"
"""The folder in a generation's where parts of it are built, each by the digest of its revisions."""
_ANALYSIS = "analysis"
"""The folder in a generation's of what was found in its texts, of which its parts are built."""
PARTS = (_ANALYSIS, "vectors", "words", "grams", "values", "titles", "abbreviations", "vocabulary", "registers")
"""The sealed folders of a generation."""
_TITLE, _AGENDA = 120, 150
"""Code points of the meeting's title and of the item's title in a passage's header."""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage of a generation: its revision and item, and its range there."""

    revision: str
    item: int
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A revision of a generation, without its text."""

    name: str
    revision: str
    meeting: Meeting
    items: tuple[AgendaItem, ...]
    pages: tuple[PageRange, ...] = ()
    """Without the places of their words."""

    def pages_of(self, start: int, end: int) -> tuple[PageRange, ...]:
        """The pages on which a range of the text stands, from that on which it begins."""
        return tuple(page for page in self.pages if page.start < end and start < page.end)

    def held(self, first: date, last: date) -> bool:
        """Whether the meeting was held on one of the days ``first`` to ``last``."""
        day = self.meeting.date
        return day is not None and first <= (self.meeting.last_date or day) and day <= last


@dataclass(frozen=True, slots=True, eq=False)
class Rankings:
    """A generation opened for search: position ``i`` of each ranking is ``passages[i]``."""

    generation: Generation
    passages: tuple[PassageRow, ...]
    meetings: dict[str, MeetingRow]
    words: Postings
    grams: Postings
    values: Postings
    """The numbers of each passage, without its header."""
    titles: Postings
    """The numbers of each item's title: position ``n`` is the item of which ``item_of`` says ``n``."""
    vectors: Vectors
    meeting_of: NDArray[np.int32]
    """The meeting of each passage, by its place among ``meetings``."""
    item_of: NDArray[np.int32]
    """The item of each passage, counted through the generation."""
    abbreviations: tuple[Meaning, ...]
    """What the records say that their short forms mean."""
    vocabulary: dict[str, int]
    """The passages' words, each with how many hold it."""
    registers: tuple[registers.Row, ...]
    """Decisions, roles and budget rows, in the order of the records."""

    def written(self, phrase: str) -> float:
        """About how many passages write the rarest word of a phrase; none that is a word counts as everywhere."""
        keys = word_keys(phrase)
        return float(self.words.spread(keys).min()) if keys.size else float(self.words.size)


def embedded_text(revision: Revision, passage: Passage) -> str:
    """What is embedded and ranked: the passage under a header of its meeting, date and agenda item.

    The header is what helps most on Thai minutes, for words and vectors alike.
    """
    title = header(revision.meeting, revision.items[passage.item])
    return f"{title}\n{revision.text[passage.start : passage.end]}"


def header(meeting: Meeting, item: AgendaItem) -> str:
    """One line that says where a passage stands: its meeting, date and agenda item."""
    title = meeting.title[:_TITLE]
    day = thai_date(meeting.date) if meeting.date else ""
    return " ".join(part for part in (title, "" if day in title else day, item.agenda[:_AGENDA]) if part)


def vector_key(model: str, text: str) -> str:
    """The key of a text's vector: by the model's fingerprint and the text itself, so that it is encoded once."""
    return hashlib.sha256(f"{model}\0{text}".encode()).hexdigest()


def folder_of(home: Path, number: int) -> Path:
    """Where a generation's built files are."""
    return home / FOLDER / str(number)


def build(
    store: Store, revisions: Sequence[str], model: str, folder: Path, known: Path | None = None, is_part: bool = False
) -> int:
    """Builds the rankings of the revisions' passages into ``folder``; returns how many passages they hold.

    ``known`` is the folder of another generation: what was found in its texts is not looked for again. A part keeps
    nothing for generations to come. Raises SearchError when a passage has no vector of the model.
    """
    members = [store.revision(sha256) for sha256 in revisions]
    texts = [[embedded_text(revision, passage) for passage in revision.passages] for revision in members]
    found = _analysed(members, texts, known)
    shutil.rmtree(folder, ignore_errors=True)
    Vectors.build(_matrix(store, chain.from_iterable(texts), model)).save(folder / "vectors")
    if not is_part:
        found.save(folder / _ANALYSIS)
    for name, counts in found.counts.items():
        Postings.of_counts(counts).save(folder / name)
    vocabulary.save(vocabulary.usual(found.words()), folder / "vocabulary")
    abbreviations.save(abbreviations.learn(members), folder / "abbreviations")
    registers.save(found.registers, folder / "registers")
    (folder / _BUILD_FILE).write_text(str(BUILD), "utf-8")
    return sum(map(len, texts))


def _analysed(members: Sequence[Revision], texts: Sequence[Sequence[str]], known: Path | None) -> Analysis:
    """What is found in the texts; of a generation whose files are damaged nothing is taken."""
    if known is None:
        return Analysis.of(members, texts)
    try:
        _check_build(known)
        found = Analysis.load(known / _ANALYSIS, registers.load(known / "registers"))
    except (DamagedIndex, OSError):
        log.warning("files of generation %s are missing or damaged: reading its texts again", known.name)
        return Analysis.of(members, texts)
    return found.of_these(members, texts)


def _matrix(store: Store, texts: Iterable[str], model: str) -> NDArray[np.float16]:
    keys = [vector_key(model, text) for text in texts]
    vectors = store.vectors(keys)
    missing = sum(key not in vectors for key in keys)
    if missing:
        raise SearchError(f"ข้อความ {missing} ตอนยังไม่มีเวกเตอร์ กรุณารัน bot.py ingest อีกครั้ง")
    rows = b"".join(vectors[key] for key in keys)
    return np.frombuffer(rows, np.float16).reshape(len(keys), -1)


def load(store: Store, home: Path, number: int) -> Rankings:
    """Opens a generation; what is missing or damaged on disk is built again from the store."""
    generation, folder = store.generation(number), folder_of(home, number)
    again = partial(build, store, generation.revisions, generation.model, folder)
    return _load(store, generation, folder, again, unopened=(_ANALYSIS,))


def load_part(store: Store, home: Path, number: int, revisions: Collection[str]) -> Rankings:
    """Opens some revisions of a generation, in its order, as if it had no others: what is built from them alone.

    So nothing of the others is told by counts, suggestions, weights of words or scores. Built when first asked for.
    """
    generation, whole = store.generation(number), folder_of(home, number)
    members = tuple(sha256 for sha256 in generation.revisions if sha256 in revisions)
    folder = whole / _PARTIAL / hashlib.sha256("\n".join(members).encode()).hexdigest()
    again = partial(build, store, members, generation.model, folder, whole, is_part=True)
    return _load(store, replace(generation, revisions=members), folder, again)


def _load(
    store: Store, generation: Generation, folder: Path, again: Callable[[], int], unopened: Sequence[str] = ()
) -> Rankings:
    try:
        for name in unopened:
            verify(folder / name)
        return _open(store, generation, folder)
    except (DamagedIndex, OSError):
        if folder.exists():
            log.warning("files of generation %d are missing or damaged: building them again", generation.id)
        again()
        return _open(store, generation, folder)


def _check_build(folder: Path) -> None:
    if (folder / _BUILD_FILE).read_text("utf-8") != str(BUILD):
        raise DamagedIndex(_BUILD_FILE)


def _meeting_row(revision: Revision) -> MeetingRow:
    pages = tuple(replace(page, boxes="") for page in revision.pages)
    return MeetingRow(revision.name, revision.sha256, revision.meeting, revision.items, pages)


def _open(store: Store, generation: Generation, folder: Path) -> Rankings:
    _check_build(folder)
    meetings, passages = dict[str, MeetingRow](), list[PassageRow]()
    meeting_of, item_of, items = list[int](), list[int](), 0
    for sha256 in generation.revisions:
        revision = store.revision(sha256)
        meeting_of += [len(meetings)] * len(revision.passages)
        meetings[sha256] = _meeting_row(revision)
        passages += [PassageRow(sha256, p.item, p.start, p.end, p.page) for p in revision.passages]
        item_of += [items + passage.item for passage in revision.passages]
        items += len(revision.items)
    return Rankings(
        generation,
        tuple(passages),
        meetings,
        words=Postings.load(folder / "words"),
        grams=Postings.load(folder / "grams"),
        values=Postings.load(folder / "values"),
        titles=Postings.load(folder / "titles"),
        vectors=Vectors.load(folder / "vectors"),
        meeting_of=np.array(meeting_of, np.int32),
        item_of=np.array(item_of, np.int32),
        abbreviations=abbreviations.load(folder / "abbreviations"),
        vocabulary=vocabulary.load(folder / "vocabulary"),
        registers=registers.load(folder / "registers"),
    )
