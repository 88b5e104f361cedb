"""How sure an answer is: signs of the search, of the reader and of what the question takes for granted, calibrated.

The weights are a logistic regression; docs/answers.md says on which questions, and how well it is calibrated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

from assistant.evidence import Evidence
from assistant.premises import unsaid
from assistant.question import Question
from index.search import Hit

ANSWERED, PARTIAL = 0.72, 0.2
"""Confidence from which an answer is given, and from which what is nearest to one is shown."""
_DAY = 31
"""Days up to which a span says when the meeting was."""
_ALL = 0.9
"""Coverage from which a passage holds the whole question."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What the confidence is read from."""

    cosine: float
    """Of the question and the best evidence."""
    score: float
    """The fused score of the first evidence."""
    dated: float
    """1 when the meeting was held when the question says, -1 when it was not, 0 when the question does not say."""
    whole: float
    """1 when one passage holds nine tenths of the question's words."""
    read: float
    """The reader's log odds, halfway from the first evidence's to the best: which comes first differs with how a
    format cuts passages."""
    unsaid: float
    """Numbers and dates of the question that the first evidence's item does not hold, at most 3."""


WEIGHTS = Signs(cosine=15.4, score=2.36, dated=0.77, whole=0.46, read=0.3, unsaid=-1.62)
_BIAS = -15.9


def signs(question: Question, evidence: Sequence[Evidence], item: str) -> Signs:
    """The signs of an answer; ``item`` is the whole text of the first evidence's item, under its header."""
    first = evidence[0]
    missing = () if question.as_of else unsaid(question.text, item, first.hit.meeting.meeting)
    return Signs(
        cosine=max(piece.hit.cosine for piece in evidence),
        score=first.hit.score,
        dated=_dated(question, first.hit),
        whole=float(any(piece.coverage >= _ALL for piece in evidence)),
        read=(first.answers + max(piece.answers for piece in evidence)) / 2,
        unsaid=float(min(_MOST, len(missing))),
    )


def confidence(found: Signs) -> float:
    """How likely it is, 0 to 1, that the records answer."""
    odds = _BIAS + sum(weight * sign for weight, sign in zip(astuple(WEIGHTS), astuple(found), strict=True))
    return 1 / (1 + exp(-odds))


def _dated(question: Question, hit: Hit) -> float:
    named = [(first, last) for first, last in question.dates if (last - first).days < _DAY]
    if question.as_of or not named or hit.meeting.meeting.date is None:
        return 0.0
    return 1.0 if any(hit.meeting.held(first, last) for first, last in named) else -1.0
