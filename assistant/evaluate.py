"""A question file -> figures: is the right item found, does a quote hold the answer, is silence told from speech."""

from __future__ import annotations

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import TypeVar

from assistant.answer import Answer
from assistant.errors import BadQuestions
from assistant.reliability import reliability
from corpus.dates import find_dates
from corpus.thai import arabic_digits, normalise
from index.search import Hit

CUTOFFS = (1, 5, 10)
PASSAGES = (1, 3, 5, 10)
LEAD = 400
"""Code points of an answer's text in which its lead is looked for."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a question file. ``answer`` is empty when the records do not answer it."""

    id: str
    question: str
    kind: str
    style: str
    gold: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question. ``rank`` is the gold item's place among the items found, from 1.

    ``status`` is empty where only the search was asked. The fields with defaults are not in the reports of old.
    """

    id: str
    kind: str
    style: str
    answerable: bool
    rank: int | None
    in_quotes: bool
    in_first_quote: bool
    in_lead: bool
    status: str
    confidence: float
    took_ms: float
    """Of the answer."""
    question: str = ""
    has_answer: bool = False
    """Whether the question file says the answer's words."""
    passage_rank: int | None = None
    """The place from 1, among all hits, of the first passage that holds those words."""
    search_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of 1 over a group of questions; ranks and quotes over the answerable ones, ``mrr`` at 10.

    ``answer_in`` is the share whose answer stands in the first so many passages, over those whose answer is given.
    """

    questions: int
    answerable: int
    hit: dict[str, float]
    mrr: float
    in_quotes: float
    in_first_quote: float
    in_lead: float
    refused_answerable: float
    answered_unanswerable: float
    p50_ms: float
    p95_ms: float
    answer_in: dict[str, float]
    search_p50_ms: float
    search_p95_ms: float
    partial_answerable: float
    partial_unanswerable: float


def read_questions(path: Path) -> list[Asked]:
    """Reads a question file. Raises BadQuestions, naming the line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise BadQuestions(f"เปิดไฟล์คำถาม {path.name} ไม่ได้ ต้องเป็นไฟล์ JSONL ที่เข้ารหัส UTF-8") from error
    asked = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            asked.append(
                Asked(
                    str(row["id"]),
                    str(row["question"]),
                    row.get("kind", ""),
                    row.get("style", ""),
                    tuple(row.get("gold", ())),
                    str(row.get("answer") or ""),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadQuestions(f"{path.name} บรรทัดที่ {number} อ่านไม่ได้ ต้องเป็น JSON ที่มี id และ question") from error
    return asked


def evaluate(
    questions: Iterable[Asked], search: Callable[[str], Sequence[Hit]], answer: Callable[[str], Answer] | None
) -> list[Outcome]:
    """Asks every question twice, timed: once of the search, for ranks, and once whole, where there is an ``answer``."""
    return [_outcome(asked, search, answer) for asked in questions]


def _outcome(asked: Asked, search: Callable[[str], Sequence[Hit]], answer: Callable[[str], Answer] | None) -> Outcome:
    hits, search_ms = _timed(search, asked.question)
    said, took_ms = _timed(answer, asked.question) if answer else (None, 0.0)
    quoted = _first_holding((citation.quote for citation in said.citations) if said else (), asked.answer)
    return Outcome(
        id=asked.id,
        kind=asked.kind,
        style=asked.style,
        answerable=bool(asked.gold),
        rank=_rank(asked.gold, hits),
        in_quotes=quoted is not None,
        in_first_quote=quoted == 1,
        in_lead=said is not None and _first_holding([said.text[:LEAD]], asked.answer) == 1,
        status=said.status if said else "",
        confidence=said.confidence if said else 0.0,
        took_ms=took_ms,
        question=asked.question,
        has_answer=bool(flat(asked.answer)),
        passage_rank=_first_holding((hit.text for hit in hits), asked.answer),
        search_ms=search_ms,
    )


def _timed(ask: Callable[[str], _Found], question: str) -> tuple[_Found, float]:
    began = time.perf_counter()
    found = ask(question)
    return found, 1000 * (time.perf_counter() - began)


def _first_holding(texts: Iterable[str], answer: str) -> int | None:
    """The place, from 1, of the first text that holds the answer's words."""
    words = flat(answer)
    return next((place for place, text in enumerate(texts, start=1) if words and words in flat(text)), None)


def flat(text: str) -> str:
    """The text as answers are compared: normalised, its white space collapsed."""
    return " ".join(normalise(text).split())


def _rank(gold: Sequence[str], hits: Sequence[Hit]) -> int | None:
    """The place of the first gold item among the items of the hits, each counted once, at its best passage."""
    items = list(dict.fromkeys(_names(hit) for hit in hits))
    wanted = {_plain(name) for name in gold}
    return next((rank for rank, names in enumerate(items, start=1) if wanted & set(names)), None)


def _names(hit: Hit) -> tuple[str, str]:
    """An item as a gold names it: by its label, and by the number in it."""
    stem, label = PurePath(hit.meeting.name).stem, hit.item.label
    return _plain(f"{stem}#{label}"), _plain(f"{stem}#{label.rpartition('ที่')[2]}")


def _plain(name: str) -> str:
    return "".join(arabic_digits(name).split())


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of a group of outcomes."""
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    silent = [outcome for outcome in outcomes if not outcome.answerable]
    told = [outcome for outcome in answerable if outcome.has_answer]
    p50, p95 = _percentiles([outcome.took_ms for outcome in outcomes])
    search_p50, search_p95 = _percentiles([outcome.search_ms for outcome in outcomes])
    return Figures(
        questions=len(outcomes),
        answerable=len(answerable),
        hit={str(k): _share(within(o.rank, k) for o in answerable) for k in CUTOFFS},
        mrr=_mean([reciprocal(o.rank) for o in answerable]),
        in_quotes=_share(o.in_quotes for o in answerable),
        in_first_quote=_share(o.in_first_quote for o in answerable),
        in_lead=_share(o.in_lead for o in answerable),
        refused_answerable=_share(o.status == "not_found" for o in answerable),
        answered_unanswerable=_share(o.status == "answered" for o in silent),
        p50_ms=p50,
        p95_ms=p95,
        answer_in={str(k): _share(within(o.passage_rank, k) for o in told) for k in PASSAGES},
        search_p50_ms=search_p50,
        search_p95_ms=search_p95,
        partial_answerable=_share(o.status == "partial" for o in answerable),
        partial_unanswerable=_share(o.status == "partial" for o in silent),
    )


def within(rank: int | None, most: int) -> bool:
    """Whether something was found among the first ``most``."""
    return rank is not None and rank <= most


def reciprocal(rank: int | None) -> float:
    """1 / rank, and 0 past the tenth: its mean is MRR@10."""
    return 1 / rank if rank is not None and rank <= 10 else 0.0


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    if not times:
        return 0.0, 0.0
    return statistics.median(times), sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


def report(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures of all outcomes, and of each kind, style, and questions with and without a number, ready for JSON."""
    return {
        "all": asdict(figures(outcomes)),
        "by_kind": _by(outcomes, lambda outcome: outcome.kind),
        "by_style": _by(outcomes, lambda outcome: outcome.style),
        "by_number": _by(outcomes, lambda outcome: _number(outcome.question)),
        "reliability": [asdict(each) for each in reliability(_said(outcomes))],
        "questions": [asdict(outcome) for outcome in outcomes],
    }


def _said(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    return [(outcome.confidence, outcome.answerable) for outcome in outcomes if outcome.status]


def _by(outcomes: Sequence[Outcome], name: Callable[[Outcome], str]) -> dict[str, dict[str, object]]:
    groups = defaultdict[str, list[Outcome]](list)
    for outcome in outcomes:
        groups[name(outcome)].append(outcome)
    return {key: asdict(figures(group)) for key, group in sorted(groups.items())}


def _number(question: str) -> str:
    """For a question with a digit, Arabic or Thai, or a date "digits", for any other "none"."""
    return "digits" if any(map(str.isdecimal, question)) or find_dates(question, date.today()) else "none"


def _share(values: Iterable[bool]) -> float:
    return _mean([float(value) for value in values])


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
