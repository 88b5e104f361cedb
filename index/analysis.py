"""What was found in the texts of a generation, record by record, and kept beside it.

Cutting texts into terms is nearly all of the work of building. What it found tells nothing yet of how records stand to
each other: so what was found once is taken for the next generation, and for a part of this one, to the bit.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.record import Revision
from index.counts import Counts
from index.registers import Row, find_rows
from index.sealed import DamagedIndex, sealed_folder, verify
from index.vocabulary import Counting
from index.words import ANALYSERS, AnalyserName, Keys

_MEMBERS = "members.jsonl"
_RANKED: dict[str, AnalyserName] = {"words": "words", "grams": "grams", "values": "values", "titles": "values"}
"""The lexical rankings, and the analyser of each."""
_OF_ITEMS = "titles"
"""The ranking of items, where the others are of passages."""
Known: TypeAlias = tuple[str, str]
"""A revision, and the digest of what was looked at."""


@dataclass(frozen=True, slots=True)
class Member:
    """A revision: how many passages and items it has, and how many of its passages hold each of its words."""

    revision: str
    digest: str
    """Of what was looked at: a revision may be read anew."""
    passages: int
    items: int
    words: dict[str, int]

    @property
    def known(self) -> Known:
        """What it is known by."""
        return self.revision, self.digest

    def ranked(self, ranking: str) -> int:
        """How much of it is in a ranking."""
        return self.items if ranking == _OF_ITEMS else self.passages


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What was found in some revisions, in their order: of passages, and of items in ``titles``."""

    members: tuple[Member, ...]
    counts: dict[str, Counts]
    """By ranking."""
    registers: tuple[Row, ...]

    @classmethod
    def of(cls, revisions: Sequence[Revision], texts: Sequence[Sequence[str]]) -> Analysis:
        """Of revisions, each with the texts of its passages under their headers."""
        counting = [Counting() for _ in revisions]
        found: dict[str, Iterable[Keys]] = {
            "words": (words.keys(text) for words, own in zip(counting, texts, strict=True) for text in own),
            "grams": map(ANALYSERS["grams"], chain.from_iterable(texts)),
            "values": map(ANALYSERS["values"], _bare(revisions)),
            "titles": (ANALYSERS["values"](item.title) for revision in revisions for item in revision.items),
        }
        counts = {name: Counts.of_terms(found[name], analyser) for name, analyser in _RANKED.items()}
        members = (
            Member(revision.sha256, _digest(revision, own), len(own), len(revision.items), words.counts())
            for revision, own, words in zip(revisions, texts, counting, strict=True)
        )
        return cls(tuple(members), counts, tuple(chain.from_iterable(map(find_rows, revisions))))

    def of_these(self, revisions: Sequence[Revision], texts: Sequence[Sequence[str]]) -> Analysis:
        """What ``of`` finds, to the bit, without looking again at those revisions that are known here."""
        known = {member.known for member in self.members}
        sought = [(revision.sha256, _digest(revision, own)) for revision, own in zip(revisions, texts, strict=True)]
        fresh = [place for place, each in enumerate(sought) if each not in known]
        parts: list[Analysis] = [self]
        if fresh:
            parts.append(Analysis.of([revisions[place] for place in fresh], [texts[place] for place in fresh]))
        return _joined(parts, sought)

    def words(self) -> Counter[str]:
        """How many of the passages hold each word."""
        total = Counter[str]()
        for member in self.members:
            total.update(member.words)
        return total

    def save(self, path: Path) -> None:
        """Write a sealed folder of all but the registers. Raises FileExistsError where ``path`` exists."""
        with sealed_folder(path) as folder:
            lines = (json.dumps(asdict(member), ensure_ascii=False) for member in self.members)
            (folder / _MEMBERS).write_text("".join(f"{line}\n" for line in lines), "utf-8")
            for name, counts in self.counts.items():
                counts.save(folder, name)

    @classmethod
    def load(cls, path: Path, rows: Sequence[Row]) -> Analysis:
        """Map what ``save`` wrote into memory. Raises DamagedIndex where a byte is not as written."""
        verify(path)
        try:
            lines = (path / _MEMBERS).read_text("utf-8").split("\n")[:-1]
            members = tuple(Member(**json.loads(line)) for line in lines)
            counts = {name: Counts.load(path, name, analyser) for name, analyser in _RANKED.items()}
        except (OSError, ValueError, TypeError) as error:
            raise DamagedIndex(path.name) from error
        return cls(members, counts, tuple(rows))


def _digest(revision: Revision, texts: Sequence[str]) -> str:
    looked_at = repr((revision.text, revision.items, revision.passages, texts))
    return hashlib.sha256(looked_at.encode()).hexdigest()


def _joined(parts: Sequence[Analysis], order: Sequence[Known]) -> Analysis:
    """What was found in the revisions of an order, of which each part knows some."""
    known = {member.known: member for part in parts for member in part.members}
    members = tuple(known[each] for each in order)
    counts = {
        name: Counts.joined(
            [(part.counts[name], _places(part.members, members, name)) for part in parts],
            analyser,
        )
        for name, analyser in _RANKED.items()
    }
    rows = {each: list[Row]() for each in order}
    for part in parts:
        found = {member.revision: member.known for member in part.members}
        for row in part.registers:
            rows.get(found[row.revision], list[Row]()).append(row)
    return Analysis(members, counts, tuple(chain.from_iterable(rows.values())))


def _places(members: Iterable[Member], order: Iterable[Member], ranking: str) -> NDArray[np.int64]:
    """Where what is ranked of each member stands in another order of members, -1 where that leaves it out."""
    first, at = dict[Known, int](), 0
    for member in order:
        first[member.known] = at
        at += member.ranked(ranking)
    runs = (
        np.arange(member.ranked(ranking)) + first[member.known]
        if member.known in first
        else np.full(member.ranked(ranking), -1)
        for member in members
    )
    return np.concatenate([np.zeros(0, np.int64), *runs])


def _bare(revisions: Sequence[Revision]) -> Iterator[str]:
    for revision in revisions:
        yield from (revision.text[passage.start : passage.end] for passage in revision.passages)
