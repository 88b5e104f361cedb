"""What was found in the texts of a generation, record by record, and kept beside it.

Cutting texts into terms is nearly all of the work of building. What it found tells nothing yet of how records stand to
each other: so a part of it is what the part's records alone give, and is built from as the whole is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np

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


@dataclass(frozen=True, slots=True)
class Member:
    """A revision: how many passages and items it has, and how many of its passages hold each of its words."""

    revision: str
    passages: int
    items: int
    words: dict[str, int]


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
            Member(revision.sha256, len(revision.passages), len(revision.items), words.counts())
            for revision, words in zip(revisions, counting, strict=True)
        )
        return cls(tuple(members), counts, tuple(chain.from_iterable(map(find_rows, revisions))))

    def part(self, revisions: Collection[str]) -> Analysis:
        """What was found in some of the revisions, to the bit what ``of`` finds in them alone."""
        kept = [member.revision in revisions for member in self.members]
        passages = np.repeat(kept, [member.passages for member in self.members])
        items = np.repeat(kept, [member.items for member in self.members])
        return Analysis(
            tuple(member for member in self.members if member.revision in revisions),
            {name: counts.part(items if name == _OF_ITEMS else passages) for name, counts in self.counts.items()},
            tuple(row for row in self.registers if row.revision in revisions),
        )

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


def _bare(revisions: Sequence[Revision]) -> Iterator[str]:
    for revision in revisions:
        yield from (revision.text[passage.start : passage.end] for passage in revision.passages)
