"""Likeness of titles, and the best pairing of two sequences in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_COMPARED = 90
"""Letters of a title that are compared: a list entry may be cut short, a heading may run into its paragraph."""


@lru_cache(maxsize=8192)
def _bigrams(title: str) -> Counter[str]:
    letters = re.sub(r"[\s\W]", "", title)[:_COMPARED]
    return Counter(letters[i : i + 2] for i in range(len(letters) - 1))


def likeness(first: str, second: str) -> float:
    """Dice coefficient over pairs of letters, 0 to 1; the longer title is cut to the shorter's length."""
    length = max(12, min(len(first), len(second)))
    a, b = _bigrams(first[:length]), _bigrams(second[:length])
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def align(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column), rising in both, with the greatest sum of scores; pairs that score 0 are left out."""
    columns = len(scores[0]) if scores else 0
    best = [[0.0] * (columns + 1) for _ in range(len(scores) + 1)]
    for i, row in enumerate(scores, start=1):
        for j, score in enumerate(row, start=1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + score)
    pairs: list[tuple[int, int]] = []
    i, j = len(scores), columns
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
