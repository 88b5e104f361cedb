"""How often each term stands in each passage: what lexical ranking is computed from, and cut to some passages.

Counts know nothing of weights. So the counts of some passages, cut out of those of all, are those that counting them
alone gives, to the bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.words import AnalyserName, Keys

_BATCH = 1000
_MOST_PASSAGES = 1 << 24
_PASSAGE, _COUNT = np.uint32(8), np.uint32(255)
"""The bits below the passage in a place, and the mask of the count in them."""
_ARRAYS = ("keys", "starts", "places", "lengths")


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Where each term stands and how often: term ``keys[i]`` at ``places[starts[i]:starts[i + 1]]``."""

    analyser: AnalyserName
    keys: Keys
    """Sorted, each once."""
    starts: NDArray[np.int64]
    places: NDArray[np.uint32]
    """A passage in 24 bits and in 8 how often the term stands there, 255 at most; those of a term by passage."""
    lengths: NDArray[np.float32]
    """Each passage's number of terms."""

    @classmethod
    def of_terms(cls, terms: Iterable[Keys], analyser: AnalyserName) -> Counts:
        """From each passage's terms, as the analyser gives them. Raises ValueError for more than 16,777,216."""
        packed, lengths = _count(terms)
        starts = _starts(packed)
        halves = packed.astype("<u8", copy=False).view("<u4")
        return cls(analyser, halves[1::2][starts[:-1]], starts, halves[0::2].copy(), lengths)

    @property
    def passages(self) -> NDArray[np.uint32]:
        """The passage of each place."""
        return self.places >> _PASSAGE

    @property
    def repeats(self) -> NDArray[np.uint32]:
        """How often the term stands at each place."""
        return self.places & _COUNT

    def part(self, kept: NDArray[np.bool_]) -> Counts:
        """The counts of the passages that are kept, of shape (passages,), as if there were no others."""
        held = kept[self.passages]
        runs = np.add.reduceat(held, self.starts[:-1], dtype=np.int64)
        cut = self._cut(held, runs)
        moved = (np.cumsum(kept) - 1).astype(np.uint32)
        places = moved[cut.passages] << _PASSAGE | cut.repeats
        return Counts(self.analyser, cut.keys, cut.starts, places, self.lengths[kept])

    def rarer(self, most: float) -> Counts:
        """Without the terms that stand in more than ``most`` passages; their part of the lengths stays."""
        runs = np.diff(self.starts)
        rare = runs <= most
        return self if rare.all() else self._cut(np.repeat(rare, runs), runs * rare)

    def _cut(self, held: NDArray[np.bool_], runs: NDArray[np.int64]) -> Counts:
        """Only the places that are held: ``runs`` of each term, which is left out where none are."""
        left = runs > 0
        starts = np.concatenate(([0], np.cumsum(runs[left]))).astype(np.int64)
        return Counts(self.analyser, self.keys[left], starts, self.places[held], self.lengths)

    def save(self, folder: Path, name: str) -> None:
        """Writes files of the name into a folder that is being sealed."""
        for array in _ARRAYS:
            np.save(folder / f"{name}.{array}.npy", getattr(self, array))

    @classmethod
    def load(cls, folder: Path, name: str, analyser: AnalyserName) -> Counts:
        """Maps what ``save`` wrote into memory; the folder is verified already."""
        return cls(analyser, *(np.load(folder / f"{name}.{array}.npy", mmap_mode="r") for array in _ARRAYS))


def _count(passages: Iterable[Keys]) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Every (term, passage, count) packed as 32 + 24 + 8 bits and sorted, and each passage's number of terms."""
    remaining, lengths = iter(passages), list[int]()
    counted = [np.zeros(0, np.uint64)]
    while terms := list(islice(remaining, _BATCH)):
        counted.append(_counted(terms, len(lengths)))
        lengths += map(len, terms)
    if len(lengths) > _MOST_PASSAGES:
        raise ValueError("too many passages for one index")
    packed = np.concatenate(counted)
    packed.sort()
    return packed, np.array(lengths, np.float32)


def _counted(terms: list[Keys], first: int) -> NDArray[np.uint64]:
    """The packed counts of some passages, of which the first stands at position ``first``."""
    passages = np.repeat(np.arange(first, first + len(terms), dtype=np.uint64), [len(keys) for keys in terms])
    packed = np.concatenate(terms).astype(np.uint64) << np.uint64(32) | passages << np.uint64(8)
    distinct, counts = np.unique(packed, return_counts=True)
    counted: NDArray[np.uint64] = distinct + np.minimum(counts, 255).astype(np.uint64)
    return counted


def _starts(packed: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each term's run begins, and the end of the last."""
    if not packed.size:
        return np.zeros(1, np.int64)
    keys = packed.astype("<u8", copy=False).view("<u4")[1::2]
    inner = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate(([0], inner, [len(packed)])).astype(np.int64)
