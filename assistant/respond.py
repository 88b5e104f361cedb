"""Question -> Answer: search, evidence, verified quotes, and the judgement whether they answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import exp

from assistant.answer import Answer, Citation, Nearest
from assistant.evidence import SHAPES, Evidence, find_evidence
from assistant.question import Question, read_question
from assistant.quotes import UnverifiedQuote, verify
from assistant.scope import Scope, find_scope
from assistant.spelling import Spelling
from corpus.thai import normalise
from index.generation import Rankings
from index.search import Hit, Query, Searcher
from index.store import Store

log = logging.getLogger(__name__)

_HITS = 12
_NEAREST = 3
THRESHOLD = 0.35
"""Confidence from which an answer is given, set on the development questions: see docs/answers.md."""
_BIAS, _COSINE, _SCORE, _DATED, _WHOLE = -20.4, 19.1, 2.8, 1.7, 0.95
"""Logistic regression of "the records answer this", with both classes weighing the same: docs/answers.md."""
_DAY = 31
"""Days up to which a span says when the meeting was."""
_ALL = 0.9
"""Coverage from which a passage holds the whole question."""

_NOT_FOUND = "ไม่พบคำตอบในบันทึกการประชุมที่มีอยู่"
_EMPTY = "กรุณาพิมพ์คำถามเป็นข้อความ เช่น “กระทรวงควรจัดงบกี่เปอร์เซ็นต์ให้โครงการของกลุ่มจังหวัด”"


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A question as it was read, where it asks to look, and what was found there, best first."""

    question: Question
    scope: Scope
    hits: tuple[Hit, ...]


class Responder:
    """Answers questions from the live generation. Any number of threads may ask at once."""

    def __init__(self, store: Store, searcher: Searcher, today: Callable[[], date] = date.today) -> None:
        self._store = store
        self._searcher = searcher
        self._today = today
        self._spelling = lru_cache(1)(_spelling)

    def search(self, text: str, top: int) -> tuple[Hit, ...]:
        """The hits of a text, as an answer to it would see them."""
        return self.find(text, top).hits

    def find(self, text: str, top: int) -> Found:
        """The hits of a text, and what has to be said of where it asks to look. Raises SearchError."""
        rankings, abbreviations = self._searcher.rankings(), self._searcher.abbreviations()
        question = read_question(text, self._today(), abbreviations, self._spelling(rankings))
        scope = find_scope(question.references, rankings, abbreviations)
        return Found(question, scope, self._searcher.search(_query(question, scope), top, rankings))

    def answer(self, text: str) -> Answer:
        """Answers one question. Raises SearchError when there is nothing to search."""
        began = time.perf_counter()
        searched = len(self._searcher.rankings().meetings)
        if not any(map(str.isalnum, normalise(text))):
            return Answer("not_found", _EMPTY, took_ms=_since(began), searched=searched)
        found = self.find(text, _HITS)
        question, scope, hits = found.question, found.scope, found.hits
        if scope.absent:
            return Answer("not_found", scope.notice, (), 0.0, _since(began), _nearest(hits), searched)
        evidence = find_evidence(question, hits)
        sure = confidence(question, evidence)
        proved = evidence if sure >= THRESHOLD else []
        cited = [(piece, citation) for piece in proved if (citation := self._cite(piece))]
        if not cited:
            said = "\n".join(filter(None, (scope.notice, _NOT_FOUND)))
            return Answer("not_found", said, (), sure, _since(began), _nearest(hits), searched)
        lead = "\n".join(filter(None, (scope.notice, self._lead(cited[0][0]))))
        return Answer("answered", lead, tuple(citation for _, citation in cited), sure, _since(began), (), searched)

    def _cite(self, evidence: Evidence) -> Citation | None:
        """The evidence as a citation, or None when its quote is not what stands in the revision."""
        hit, span = evidence.hit, evidence.quote
        offset = hit.passage.start
        quote = hit.text[span.start - offset : span.end - offset]
        try:
            verify(quote, self._store.whole_text(hit.passage.revision), span.start, span.end)
        except (UnverifiedQuote, KeyError) as error:
            log.error("a quote of %s is left out: %s", hit.meeting.name, error)
            return None
        return Citation(
            quote=quote,
            record=hit.meeting.name,
            revision=hit.passage.revision,
            title=hit.meeting.meeting.title,
            meeting_date=hit.meeting.meeting.date,
            agenda=hit.item.agenda,
            page=hit.passage.page,
            start=span.start,
            end=span.end,
        )

    def _lead(self, evidence: Evidence) -> str:
        text = self._store.text(evidence.hit.passage.revision, evidence.lead.start, evidence.lead.end)
        return f"{' '.join(text.split())} [1]"


def _spelling(rankings: Rankings) -> Spelling:
    return Spelling(rankings.vocabulary)


def _query(question: Question, scope: Scope) -> Query:
    return Query(
        question.text,
        question.names,
        question.dates,
        question.weights,
        SHAPES.get(question.wanted),
        scope.passages,
    )


def confidence(question: Question, evidence: Sequence[Evidence]) -> float:
    """How likely it is, 0 to 1, that the records answer: from the likeness of the question and the best evidence."""
    if not evidence:
        return 0.0
    cosine = max(piece.hit.cosine for piece in evidence)
    whole = any(piece.coverage >= _ALL for piece in evidence)
    best = evidence[0].hit
    odds = _BIAS + _COSINE * cosine + _SCORE * best.score + _DATED * _dated(question, best) + _WHOLE * whole
    return 1 / (1 + exp(-odds))


def _dated(question: Question, hit: Hit) -> int:
    """1 when the meeting was held when the question says, -1 when it was not, 0 when the question does not say."""
    named = [(first, last) for first, last in question.dates if (last - first).days < _DAY]
    day = hit.meeting.meeting.date
    if not named or day is None:
        return 0
    return 1 if any(first <= day <= last for first, last in named) else -1


def _nearest(hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    rows = [Nearest(hit.meeting.meeting.title, hit.meeting.meeting.date, hit.item.agenda) for hit in hits]
    return tuple(dict.fromkeys(rows))[:_NEAREST]


def _since(began: float) -> int:
    return round(1000 * (time.perf_counter() - began))
