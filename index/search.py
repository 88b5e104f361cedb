"""Query -> hits: the rankings of every passage, fused by score; an item's passages stand together.

Weights were chosen on 560 questions over cabinet minutes, and cross-validated: see docs/retrieval.md.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.record import AgendaItem
from corpus.thai import arabic_digits
from index.abbreviations import Abbreviations, added, begin_table, merged, read_table
from index.encoder import Encoder
from index.errors import SearchError
from index.fusion import fuse
from index.generation import MeetingRow, PassageRow, Rankings, load, load_part
from index.store import Store

WEIGHTS = {"words": 0.1, "grams": 0.2, "vectors": 0.7}
VALUES, TITLES = 0.15, 0.3
"""For a passage, and for an item's title, that holds the query's numbers and dates by value."""
DATE_BOOST = 0.3
"""Added to the passages of a meeting held in a span of days that the question names."""
SHAPED = 0.1
"""Added to a passage that holds what an answer looks like."""
WORDED = 0.15
"""Added to a passage that holds all of the query's telling words, inside longer ones too."""
_SHORTLIST = 50
"""Passages that are read for their words and the shape of an answer."""
_TEXTS = 128
"""Revisions whose text is kept in memory: some 100,000 code points each."""
_SHORT = 2
"""Letters of a word up to which it stands inside others by chance."""
_LONG = 31
"""Days from which a span says less of the meeting: half the boost."""
_TELLING = 4.0
"""The idf that a query's numbers need together to count in full."""

Days = tuple[date, date]
"""The first and the last day of a span, both in it."""


class WrongModel(SearchError):
    """The index was built with another model."""


class NothingIndexed(SearchError):
    """The data folder has no records yet."""

    def __init__(self) -> None:
        super().__init__("ยังไม่มีบันทึกการประชุมในคลัง กรุณานำเข้าด้วยคำสั่ง bot.py ingest")


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is searched for."""

    text: str
    names: tuple[str, ...] = ()
    """What the text's short forms and everyday words stand for: searched along with it."""
    days: tuple[Days, ...] = ()
    """Spans that lift the meetings held in them."""
    words: Mapping[str, float] = field(default_factory=dict)
    """The folded words of the text that tell, each with how much."""
    shape: re.Pattern[str] | None = None
    """What an answer looks like."""
    scope: NDArray[np.bool_] | None = None
    """The passages that may be found, all where None."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: where it is, its text, and its scores, fused and by ranking."""

    passage: PassageRow
    meeting: MeetingRow
    item: AgendaItem
    text: str
    score: float
    cosine: float
    """Of the question's vector and the passage's, -1 to 1."""


class Searcher:
    """Searches the live generation of one data folder. Any number of threads may search at once."""

    def __init__(self, store: Store, home: Path, encoder: Encoder) -> None:
        self._store = store
        self._home = home
        self.encoder = encoder
        self._rankings: Rankings | None = None
        self._abbreviations: tuple[object, Abbreviations] = (None, Abbreviations())
        self._added: tuple[int, list[tuple[str, str]]] = (0, [])
        self._loading = threading.Lock()
        self._whole_text = lru_cache(_TEXTS)(store.whole_text)

    def rankings(self) -> Rankings:
        """The live generation, opened again when another has been switched to. Raises SearchError."""
        live = self._store.live_id()
        if live is None:
            raise NothingIndexed
        with self._loading:
            if self._rankings is None or self._rankings.generation.id != live:
                self._rankings = self._open(live)
            return self._rankings

    def _open(self, live: int) -> Rankings:
        generation = self._store.generation(live)
        if generation.model != self.encoder.fingerprint:
            raise WrongModel(
                f"ดัชนีนี้สร้างด้วยโมเดล {generation.model_name} แต่ตั้งค่าไว้เป็น {self.encoder.name} "
                "กรุณาตั้ง MATI_MODEL กลับเป็นเดิม หรือรัน bot.py ingest เพื่อสร้างดัชนีใหม่"
            )
        return load(self._store, self._home, live)

    def seeing(self, collections: Set[str]) -> Searcher:
        """One that searches the records of some collections as if there were no others."""
        return _PartSearcher(self, frozenset(collections))

    def abbreviations(self) -> Abbreviations:
        """The short forms of the live generation and of the data folder's table, read again when either changes."""
        rankings = self.rankings()
        state = rankings.generation.id, self.table_changed()
        with self._loading:
            if self._abbreviations[0] != state:
                table = read_table(begin_table(self._home))
                self._abbreviations = state, merged(table, rankings.abbreviations, rankings.written)
            return self._abbreviations[1]

    def added(self) -> list[tuple[str, str]]:
        """The short forms that an admin added to the data folder's table."""
        changed = self.table_changed()
        with self._loading:
            if self._added[0] != changed:
                self._added = changed, added(read_table(begin_table(self._home)))
            return self._added[1]

    def table_changed(self) -> int:
        """When the data folder's table of short forms was last changed, in nanoseconds."""
        return begin_table(self._home).stat().st_mtime_ns

    def search(self, query: Query, top: int = 10, rankings: Rankings | None = None) -> tuple[Hit, ...]:
        """The best ``top`` passages, those of the best items first; ``rankings`` are those that the scope is of."""
        rankings = rankings or self.rankings()
        if not rankings.passages or not query.text.strip():
            return ()
        cosines = rankings.vectors.scores(self.encoder.encode_query(_whole(query)))
        scores = self._read(rankings, query, _scores(rankings, query, cosines))
        scores = (scores + _best_of_item(rankings, scores)) / np.float32(2)
        best = np.argsort(-scores, kind="stable")[:top]
        return tuple(
            self.hit(rankings, int(i), float(scores[i]), float(cosines[i])) for i in best if np.isfinite(scores[i])
        )

    def _read(self, rankings: Rankings, query: Query, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """The scores, raised for those of the best passages that read like an answer."""
        for position in np.argsort(-scores, kind="stable")[:_SHORTLIST].tolist():
            if np.isfinite(scores[position]):
                scores[position] += _reading(query, self._text(rankings.passages[position]))
        return scores

    def item_hits(self, rankings: Rankings, revision: str, item: int) -> tuple[Hit, ...]:
        """All passages of one item, in reading order, without scores."""
        rows = enumerate(rankings.passages)
        places = [n for n, row in rows if row.revision == revision and row.item == item]
        return tuple(self.hit(rankings, place, 0.0, 0.0) for place in places)

    def hit(self, rankings: Rankings, position: int, score: float, cosine: float) -> Hit:
        """The passage at a position of the rankings, with its scores."""
        passage = rankings.passages[position]
        meeting = rankings.meetings[passage.revision]
        return Hit(passage, meeting, meeting.items[passage.item], self._text(passage), score, cosine)

    def _text(self, passage: PassageRow) -> str:
        return self._whole_text(passage.revision)[passage.start : passage.end]


class _PartSearcher(Searcher):
    """Searches some collections of what another searches, which it also is where they are all that there is."""

    def __init__(self, whole: Searcher, collections: frozenset[str]) -> None:
        super().__init__(whole._store, whole._home, whole.encoder)
        self._all = whole
        self._collections = collections

    def _open(self, live: int) -> Rankings:
        members = self._store.members(live, self._collections)
        if not members:
            raise NothingIndexed
        whole = self._all.rankings()
        is_all = whole.generation.id == live and len(members) == len(whole.meetings)
        return whole if is_all else load_part(self._store, self._home, live, members)


def _whole(query: Query) -> str:
    return " ".join((query.text, *query.names))


def _reading(query: Query, text: str) -> float:
    """What a passage's own text adds to its score. Stored text is normalised, and `fold` in full takes 6 ms for all."""
    folded = arabic_digits(text).casefold()
    words = {word: weight for word, weight in query.words.items() if len(word) > _SHORT or word.isdigit()}
    held = sum(weight for word, weight in words.items() if word in folded) / (sum(words.values()) or 1)
    return WORDED * held + SHAPED * (query.shape is not None and query.shape.search(text) is not None)


def _scores(rankings: Rankings, query: Query, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """The fused score of every passage, of shape (passages,); those out of scope have minus infinity."""
    scope = query.scope if query.scope is not None else np.ones(len(rankings.passages), np.bool_)
    text = _whole(query)
    likeness = {"words": rankings.words.scores(text), "grams": rankings.grams.scores(text), "vectors": cosines}
    scores = np.full(len(rankings.passages), -np.inf, np.float32)
    scores[scope] = fuse({name: ranking[scope] for name, ranking in likeness.items()}, WEIGHTS)
    scores += VALUES * rankings.values.shares(query.text, _TELLING)
    scores += TITLES * rankings.titles.shares(query.text, _TELLING)[rankings.item_of]
    scores += DATE_BOOST * _held(rankings, query.days)
    return scores


def _best_of_item(rankings: Rankings, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each passage the highest score of its item's passages."""
    best = np.full(int(rankings.item_of[-1]) + 1, -np.inf, np.float32)
    np.maximum.at(best, rankings.item_of, scores)
    return best[rankings.item_of]


def _held(rankings: Rankings, days: tuple[Days, ...]) -> NDArray[np.float32]:
    """1 for the passages of meetings held in the spans, 0.5 where the span is long, 0 for the others."""
    held = [
        max((_named(first, last) for first, last in days if row.held(first, last)), default=0.0)
        for row in rankings.meetings.values()
    ]
    return np.array(held, np.float32)[rankings.meeting_of]


def _named(first: date, last: date) -> float:
    return 1.0 if (last - first).days < _LONG else 0.5
