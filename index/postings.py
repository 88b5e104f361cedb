"""Lexical ranking: BM25 over compressed postings, every passage scored for every question.

Postings are built once from the passages' texts and never change. Reference: Robertson and Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that is never negative.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.counts import Counts
from index.sealed import DamagedIndex, sealed_folder, verify
from index.words import ANALYSERS, AnalyserName, Keys

SATURATION = 1.2
"""BM25's k1: how soon a repeated term stops counting."""
LENGTH_SHARE = 0.75
"""BM25's b: how much a long passage is held back."""
QUERY_REPEATS = 2
"""A term repeated in a question counts this often at most."""
MOST_SHARE: dict[AnalyserName, float] = {"words": 1.0, "grams": 0.2, "values": 1.0}
"""Terms in a larger share of the passages are dropped: words never; grams for speed (1.8 ms a query against 13.8 at
50,000 passages; over cabinet records grams alone lose nothing at rank 1 and .03 of recall at 20)."""
COMMON = 1000
"""A term in this many passages or fewer is never dropped."""
_ARRAYS = ("keys", "starts", "positions", "impacts")
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where each term stands: term ``keys[i]`` is in the passages ``positions[starts[i]:starts[i + 1]]``."""

    analyser: AnalyserName
    size: int
    """The number of passages."""
    keys: Keys
    """Sorted, each once."""
    starts: NDArray[np.int64]
    positions: NDArray[np.int32]
    impacts: NDArray[np.float16]
    """What one occurrence in a question adds to the passage's score, idf included."""

    @classmethod
    def build(cls, texts: Iterable[str], analyser: AnalyserName) -> Postings:
        """From the passages' texts in passage order. Raises ValueError for more than 16,777,216 passages."""
        return cls.of_terms(map(ANALYSERS[analyser], texts), analyser)

    @classmethod
    def of_terms(cls, terms: Iterable[Keys], analyser: AnalyserName) -> Postings:
        """From each passage's terms, as the analyser gives them. Raises ValueError as ``build`` does."""
        return cls.of_counts(Counts.of_terms(terms, analyser))

    @classmethod
    def of_counts(cls, counts: Counts) -> Postings:
        """From the passages' counts."""
        size = len(counts.lengths)
        kept = counts.rarer(max(MOST_SHARE[counts.analyser] * size, COMMON))
        positions, runs = kept.passages, np.diff(kept.starts)
        impacts = _saturated(kept.repeats, positions, kept.lengths)
        impacts *= np.repeat(_idf(runs, size), runs)
        return cls(
            counts.analyser, size, kept.keys, kept.starts, positions.astype(np.int32), impacts.astype(np.float16)
        )

    def scores(self, query: str, allowed: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """BM25 of the query for every passage, or for the ``allowed`` positions only, in their order."""
        scores = np.zeros(self.size, np.float32)
        keys, repeats = np.unique(ANALYSERS[self.analyser](query), return_counts=True)
        for held, count in zip(self._held(keys), repeats.tolist(), strict=True):
            scores[self.positions[held]] += self.impacts[held].astype(np.float32) * min(count, QUERY_REPEATS)
        return scores if allowed is None else scores[allowed]

    def shares(self, query: str, least: float) -> NDArray[np.float32]:
        """The part, 0 to 1, of the query's distinct terms that each passage holds, by idf.

        A query whose terms weigh less than ``least`` together cannot reach 1: a lone common term tells little.
        """
        keys = np.unique(ANALYSERS[self.analyser](query))
        weights = self.idf(keys)
        shares = np.zeros(self.size, np.float32)
        for held, weight in zip(self._held(keys), (weights / max(float(weights.sum()), least)).tolist(), strict=True):
            shares[self.positions[held]] += weight
        return shares

    def _held(self, keys: Keys) -> Iterator[slice]:
        """Where the passages of each term stand in ``positions``, an empty place for a term that none holds."""
        for place, key in zip(np.searchsorted(self.keys, keys).tolist(), keys.tolist(), strict=True):
            found = place < len(self.keys) and self.keys[place] == key
            yield slice(int(self.starts[place]), int(self.starts[place + 1])) if found else slice(0, 0)

    def idf(self, keys: Keys) -> NDArray[np.float32]:
        """How telling each term is: near 0 in every passage, highest for a term that no passage has."""
        return _idf(self.spread(keys), self.size)

    def spread(self, keys: Keys) -> NDArray[np.int64]:
        """How many passages have each term."""
        return np.array([held.stop - held.start for held in self._held(keys)], np.int64)

    def save(self, path: Path) -> None:
        """Write a sealed folder. Raises FileExistsError where ``path`` exists."""
        with sealed_folder(path) as folder:
            for name in _ARRAYS:
                np.save(folder / f"{name}.npy", getattr(self, name))
            (folder / _ABOUT).write_text(json.dumps({"analyser": self.analyser, "size": self.size}), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Postings:
        """Map what ``save`` wrote into memory. Raises DamagedIndex where a byte is not as written."""
        verify(path)
        try:
            about = json.loads((path / _ABOUT).read_text("utf-8"))
            arrays = {name: np.load(path / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
            return cls(analyser=about["analyser"], size=about["size"], **arrays)
        except (OSError, ValueError, KeyError) as error:
            raise DamagedIndex(path.name) from error


def _idf(passages: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    return np.log1p((size - passages + 0.5) / (passages + 0.5)).astype(np.float32)


def _saturated(
    repeats: NDArray[np.uint32], positions: NDArray[np.uint32], lengths: NDArray[np.float32]
) -> NDArray[np.float32]:
    """BM25's part between 0 and k1 + 1 that grows with the count and falls with the passage's length."""
    mean = max(float(lengths.mean()), 1.0) if lengths.size else 1.0
    held_back = (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / mean)).astype(np.float32)
    counts = repeats.astype(np.float32)
    scores = held_back[positions]
    scores += counts
    counts *= SATURATION + 1
    return np.divide(counts, scores, out=counts)
