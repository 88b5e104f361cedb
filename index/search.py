"""Question text + dates -> hits: three rankings over every passage, fused by score.

Weights and the boost of a meeting's date come from 160 questions over cabinet minutes: see docs/retrieval.md.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.record import AgendaItem
from index.encoder import Encoder
from index.errors import SearchError
from index.fusion import fuse
from index.generation import MeetingRow, PassageRow, Rankings, load
from index.store import Store

WEIGHTS = {"words": 0.2, "grams": 0.3, "vectors": 0.5}
DATE_BOOST = 0.3
"""Added to the passages of a meeting held in a span of days that the question names."""
_LONG = 31
"""Days from which a span says less of the meeting: half the boost."""

Days = tuple[date, date]
"""The first and the last day of a span, both in it."""


class WrongModel(SearchError):
    """The index was built with another model."""


class NothingIndexed(SearchError):
    """The data folder has no records yet."""


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
        self._loading = threading.Lock()

    def rankings(self) -> Rankings:
        """The live generation, opened again when another has been switched to. Raises SearchError."""
        live = self._store.live_id()
        if live is None:
            raise NothingIndexed("ยังไม่มีบันทึกการประชุมในคลัง กรุณานำเข้าด้วยคำสั่ง bot.py ingest")
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

    def search(self, text: str, top: int = 10, dates: Sequence[Days] = ()) -> tuple[Hit, ...]:
        """The best ``top`` passages for a text, best first. ``dates`` lift the meetings held on them."""
        rankings = self.rankings()
        if not rankings.passages or not text.strip():
            return ()
        cosines = rankings.vectors.scores(self.encoder.encode_query(text))
        scores = {"words": rankings.words.scores(text), "grams": rankings.grams.scores(text), "vectors": cosines}
        fused = fuse(scores, WEIGHTS) + DATE_BOOST * _held(rankings, dates)
        best = np.argsort(-fused, kind="stable")[:top]
        return tuple(self._hit(rankings, int(i), float(fused[i]), float(cosines[i])) for i in best)

    def _hit(self, rankings: Rankings, position: int, score: float, cosine: float) -> Hit:
        passage = rankings.passages[position]
        meeting = rankings.meetings[passage.revision]
        text = self._store.text(passage.revision, passage.start, passage.end)
        return Hit(passage, meeting, meeting.items[passage.item], text, score, cosine)


def _held(rankings: Rankings, dates: Sequence[Days]) -> NDArray[np.float32]:
    """1 for the passages of meetings held in the spans, 0.5 where the span is long, 0 for the others."""
    if not dates:
        return np.zeros(len(rankings.passages), np.float32)
    held = {
        revision: max((_named(first, last) for first, last in dates if _overlap(row, first, last)), default=0.0)
        for revision, row in rankings.meetings.items()
    }
    return np.fromiter((held[passage.revision] for passage in rankings.passages), np.float32)


def _named(first: date, last: date) -> float:
    return 1.0 if (last - first).days < _LONG else 0.5


def _overlap(row: MeetingRow, first: date, last: date) -> bool:
    day = row.meeting.date
    return day is not None and first <= (row.meeting.last_date or day) and day <= last
