"""Plain ways to search the same passages, which the search is measured against."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.record import Passage, Revision
from index.encoder import Encoder
from index.generation import Rankings, embedded_text
from index.search import Hit, Searcher

RANK_SHIFT = 60
"""The k of reciprocal rank fusion. Reference: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion" (2009)."""

Ranked: TypeAlias = list[tuple[int, float]]
"""Positions of passages with their scores, best first."""
Ranking: TypeAlias = Callable[[str, int], Ranked]
"""The passages of a text, so many at most."""


def peer(name: str, searcher: Searcher) -> Callable[[str, int], tuple[Hit, ...]]:
    """The search of that name over the generation live now: a text, and how many hits at most. The hits' cosines are 0.

    Raises KeyError for a name not in ``PEERS``, SearchError where nothing is indexed.
    """
    rankings = searcher.rankings()
    ranking = PEERS[name](searcher, rankings)

    def search(text: str, top: int) -> tuple[Hit, ...]:
        return tuple(searcher.hit(rankings, position, score, 0.0) for position, score in ranking(text, top))

    return search


def _dense(searcher: Searcher, rankings: Rankings) -> Ranking:
    return lambda text, top: _best(_cosines(searcher.encoder, rankings, text), top)


def _words(_: Searcher, rankings: Rankings) -> Ranking:
    return lambda text, top: _best(_matching(rankings.words.scores(text)), top)


def _grams(_: Searcher, rankings: Rankings) -> Ranking:
    return lambda text, top: _best(_matching(rankings.grams.scores(text)), top)


def _fused(searcher: Searcher, rankings: Rankings) -> Ranking:
    def ranking(text: str, top: int) -> Ranked:
        words = _matching(rankings.words.scores(text))
        return _best(_reciprocal(words) + _reciprocal(_cosines(searcher.encoder, rankings, text)), top)

    return ranking


def _cosines(encoder: Encoder, rankings: Rankings, text: str) -> NDArray[np.float32]:
    return rankings.vectors.scores(encoder.encode_query(text))


def _matching(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores, minus infinity where no term of the question stands."""
    return np.where(scores > 0, scores, np.float32(-np.inf))


def _best(scores: NDArray[np.float32], top: int) -> Ranked:
    best = np.argsort(-scores, kind="stable")[:top]
    return [(position, float(scores[position])) for position in best.tolist() if np.isfinite(scores[position])]


def _reciprocal(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 / (k + rank) of each passage, 0 for those not found."""
    ranks = np.empty(len(scores), np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1, dtype=np.float32)
    return np.where(np.isfinite(scores), 1 / (RANK_SHIFT + ranks), np.float32(0))


def _fts5(searcher: Searcher, rankings: Rankings) -> Ranking:
    """SQLite's full-text search as it comes, in the thread that made it.

    Its words end at white space and marks: Thai has no white space between words, and vowels and tones are marks.
    """
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table passages using fts5(text, tokenize = 'unicode61')")
    texts = (_embedded(searcher.hit(rankings, position, 0.0, 0.0)) for position in range(len(rankings.passages)))
    db.executemany("insert into passages(rowid, text) values (?, ?)", enumerate(texts))

    def ranking(text: str, top: int) -> Ranked:
        found = db.execute(
            "select rowid, -bm25(passages) as score from passages where passages match ? order by score desc, rowid"
            " limit ?",
            [_match(text), top],
        )
        return found.fetchall()

    return ranking


def _embedded(hit: Hit) -> str:
    """What is embedded of a hit's passage."""
    meeting = hit.meeting
    passage = Passage(hit.passage.item, 0, len(hit.text), hit.passage.page)
    alone = Revision(meeting.name, meeting.revision, hit.text, (), meeting.meeting, meeting.items, (passage,))
    return embedded_text(alone, passage)


def _match(text: str) -> str:
    """A question in FTS5's language: any of its tokens, each quoted; SQLite ends a text at NUL."""
    tokens = text.replace("\0", " ").replace('"', '""').split()
    return " OR ".join(f'"{token}"' for token in tokens) or '""'


PEERS: dict[str, Callable[[Searcher, Rankings], Ranking]] = {
    "dense": _dense,
    "words": _words,
    "grams": _grams,
    "fts5": _fts5,
    "rrf": _fused,
}
"""By name: vectors alone, BM25 of words, BM25 of character n-grams, SQLite FTS5, words and vectors by their ranks."""
