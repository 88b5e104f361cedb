"""Whether the confidence is what it says: of questions that are given .7, seven tenths should be answerable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies from ``low`` to ``high``."""

    low: float
    high: float
    questions: int
    confidence: float
    """Their mean."""
    answerable: float
    """The share of them that the records answer, answerable and unanswerable questions weighing the same in all."""


def reliability(asked: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The bins of the confidence of questions and of whether the records answer them; empty ones are left out."""
    right = sum(answerable for _, answerable in asked)
    if not 0 < right < len(asked):
        return []
    weights = {True: 1 / right, False: 1 / (len(asked) - right)}
    found = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [each for each in asked if low <= each[0] < high or each[0] == high == 1]
        if inside:
            weight = sum(weights[answerable] for _, answerable in inside)
            share = sum(weights[True] for _, answerable in inside if answerable) / weight
            found.append(Bin(low, high, len(inside), sum(sure for sure, _ in inside) / len(inside), share))
    return found
