"""Two evaluations of the same questions -> what changed, and between which bounds each difference lies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.errors import BadQuestions
from assistant.evaluate import Outcome, reciprocal, within

RESAMPLES = 10_000
_BATCH = 100
"""Resamples drawn at a time: all at once take 80 MB for 1,000 questions."""
_SEED = 2553

Pair: TypeAlias = tuple[Outcome, Outcome]
"""The earlier and the present outcome of one question."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure then and now, over the questions that have it in both; ``low`` to ``high`` is the difference's 95 %."""

    measure: str
    questions: int
    earlier: float
    now: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was won or lost at rank 1, and the gold item's rank then and now."""

    id: str
    question: str
    kind: str
    style: str
    earlier: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The questions in both evaluations, ``paired`` of them. The groups count those won and lost."""

    paired: int
    only_earlier: int
    only_now: int
    differences: tuple[Difference, ...]
    won: tuple[Turn, ...]
    lost: tuple[Turn, ...]
    by_kind: dict[str, dict[str, int]]
    by_style: dict[str, dict[str, int]]


def read_report(path: Path) -> list[Outcome]:
    """The outcomes in what ``eval --json`` printed, now or before it had all fields. Raises BadQuestions."""
    try:
        return [_outcome(row) for row in json.loads(path.read_text("utf-8-sig"))["questions"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadQuestions(f"อ่านผลครั้งก่อน {path.name} ไม่ได้ ต้องเป็นไฟล์ที่ bot.py eval --json พิมพ์ไว้") from error


def _outcome(row: dict[str, Any]) -> Outcome:
    known = {field.name for field in fields(Outcome)}
    return Outcome(**{name: value for name, value in row.items() if name in known})


def compare(earlier: Sequence[Outcome], now: Sequence[Outcome]) -> Comparison:
    """The change from one evaluation to another, paired by the questions' ids; the others are counted and left out.

    Only questions answerable in both are judged; a measure that both evaluations tell of none of them is left out.
    """
    before, after = ({outcome.id: outcome for outcome in outcomes} for outcomes in (earlier, now))
    pairs = [(before[name], after[name]) for name in after if name in before]
    judged = [pair for pair in pairs if all(outcome.answerable for outcome in pair)]
    won = [pair for pair in judged if _first(pair[1]) > _first(pair[0])]
    lost = [pair for pair in judged if _first(pair[1]) < _first(pair[0])]
    return Comparison(
        paired=len(pairs),
        only_earlier=len(before) - len(pairs),
        only_now=len(after) - len(pairs),
        differences=tuple(_differences(judged)),
        won=tuple(_turn(*pair) for pair in won),
        lost=tuple(_turn(*pair) for pair in lost),
        by_kind=_counts(won, lost, lambda outcome: outcome.kind),
        by_style=_counts(won, lost, lambda outcome: outcome.style),
    )


def _first(outcome: Outcome) -> bool:
    return within(outcome.rank, 1)


def _turn(earlier: Outcome, now: Outcome) -> Turn:
    return Turn(now.id, now.question, now.kind, now.style, earlier.rank, now.rank)


def _counts(won: Iterable[Pair], lost: Iterable[Pair], name: Callable[[Outcome], str]) -> dict[str, dict[str, int]]:
    wins, losses = (Counter(name(now) for _, now in pairs) for pairs in (won, lost))
    return {group: {"won": wins[group], "lost": losses[group]} for group in sorted({*wins, *losses})}


_MEASURES: dict[str, Callable[[Outcome], float | None]] = {
    "hit@1": lambda outcome: float(_first(outcome)),
    "MRR@10": lambda outcome: reciprocal(outcome.rank),
    "passage 1": lambda outcome: float(within(outcome.passage_rank, 1)) if outcome.has_answer else None,
    "in quotes": lambda outcome: float(outcome.in_quotes) if outcome.status else None,
}
"""The value of each measure for an answerable question, None where its evaluation does not tell it."""


def _differences(pairs: Sequence[Pair]) -> Iterator[Difference]:
    for measure, value in _MEASURES.items():
        values = [told for pair in pairs if None not in (told := tuple(map(value, pair)))]
        if values:
            yield _difference(measure, np.array(values, np.float64))


def _difference(measure: str, values: NDArray[np.float64]) -> Difference:
    """From the values then and now, of shape (questions, 2)."""
    earlier, now = values.mean(axis=0).tolist()
    low, high = interval(values[:, 1] - values[:, 0])
    return Difference(measure, len(values), earlier, now, now - earlier, low, high)


def interval(differences: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % percentile interval of the mean, from ``RESAMPLES`` bootstrap samples of the questions.

    Reference: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
    """
    chance, size = np.random.default_rng(_SEED), len(differences)
    means = [differences[chance.integers(size, size=(_BATCH, size))].mean(axis=1) for _ in range(RESAMPLES // _BATCH)]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5)).tolist()
    return low, high
