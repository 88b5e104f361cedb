"""How often each term stands in each passage: what lexical ranking is computed from.

Counts know nothing of weights. So those of some passages, or of passages counted at different times, joined, are those
that counting just them gives, to the bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        return cls._unpacked(analyser, *_count(terms))

    @classmethod
    def joined(cls, parts: Sequence[tuple[Counts, NDArray[np.int64]]], analyser: AnalyserName) -> Counts:
        """Of the passages of several counts, each with the new place of each of its passages, -1 where left out.

        The new places count from 0 without a gap.
        """
        packed = np.concatenate([np.zeros(0, np.uint64), *(counts._moved(places) for counts, places in parts)])
        packed.sort()
        kept = [(counts.lengths[places >= 0], places[places >= 0]) for counts, places in parts]
        lengths = np.zeros(sum(len(places) for _, places in kept), np.float32)
        for own, places in kept:
            lengths[places] = own
        return cls._unpacked(analyser, packed, lengths)

    def _moved(self, places: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The packed counts of the passages at their new places."""
        at = places[self.passages]
        held = at >= 0
        terms = np.repeat(self.keys, np.diff(self.starts))[held].astype(np.uint64)
        moved: NDArray[np.uint64] = terms << np.uint64(32) | at[held].astype(np.uint64) << np.uint64(8)
        return moved + self.repeats[held].astype(np.uint64)

    @classmethod
    def _unpacked(cls, analyser: AnalyserName, packed: NDArray[np.uint64], lengths: NDArray[np.float32]) -> Counts:
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

    def rarer(self, most: float) -> Counts:
        """Without the terms that stand in more than ``most`` passages; their part of the lengths stays."""
        runs = np.diff(self.starts)
        rare = runs <= most
        if rare.all():
            return self
        starts = np.concatenate(([0], np.cumsum(runs[rare]))).astype(np.int64)
        return Counts(self.analyser, self.keys[rare], starts, self.places[np.repeat(rare, runs)], self.lengths)

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
