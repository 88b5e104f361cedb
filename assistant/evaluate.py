"""A question file -> figures: is the right item found, does a quote hold the answer, is silence told from speech."""

from __future__ import annotations

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath

from assistant.answer import Answer
from assistant.errors import BadQuestions
from corpus.thai import arabic_digits, normalise
from index.search import Hit

CUTOFFS = (1, 5, 10)


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
    """What came of one question. ``rank`` is the gold item's place among the items found, from 1."""

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


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of 1 over a group of questions; ranks and quotes over the answerable ones, ``mrr`` at 10."""

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
                    row.get("answer", ""),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadQuestions(f"{path.name} บรรทัดที่ {number} อ่านไม่ได้ ต้องเป็น JSON ที่มี id และ question") from error
    return asked


def evaluate(
    questions: Iterable[Asked], search: Callable[[str], Sequence[Hit]], answer: Callable[[str], Answer]
) -> list[Outcome]:
    """Asks every question twice: once of the search, for ranks, and once whole, timed."""
    return [_outcome(asked, search(asked.question), answer) for asked in questions]


def _outcome(asked: Asked, hits: Sequence[Hit], answer: Callable[[str], Answer]) -> Outcome:
    began = time.perf_counter()
    said = answer(asked.question)
    took = 1000 * (time.perf_counter() - began)
    quotes = [citation.quote for citation in said.citations]
    return Outcome(
        id=asked.id,
        kind=asked.kind,
        style=asked.style,
        answerable=bool(asked.gold),
        rank=_rank(asked.gold, hits),
        in_quotes=any(_holds(quote, asked.answer) for quote in quotes),
        in_first_quote=any(_holds(quote, asked.answer) for quote in quotes[:1]),
        in_lead=_holds(said.text, asked.answer),
        status=said.status,
        confidence=said.confidence,
        took_ms=took,
    )


def _holds(text: str, answer: str) -> bool:
    return bool(answer) and _flat(answer) in _flat(text)


def _flat(text: str) -> str:
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
    times = sorted(outcome.took_ms for outcome in outcomes)
    return Figures(
        questions=len(outcomes),
        answerable=len(answerable),
        hit={str(k): _share(o.rank is not None and o.rank <= k for o in answerable) for k in CUTOFFS},
        mrr=_mean([1 / o.rank if o.rank and o.rank <= 10 else 0.0 for o in answerable]),
        in_quotes=_share(o.in_quotes for o in answerable),
        in_first_quote=_share(o.in_first_quote for o in answerable),
        in_lead=_share(o.in_lead for o in answerable),
        refused_answerable=_share(o.status == "not_found" for o in answerable),
        answered_unanswerable=_share(o.status == "answered" for o in silent),
        p50_ms=statistics.median(times) if times else 0.0,
        p95_ms=times[min(len(times) - 1, int(0.95 * len(times)))] if times else 0.0,
    )


def report(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures of all outcomes, and of each kind and style, ready for JSON."""
    groups: dict[str, dict[str, list[Outcome]]] = {"kind": defaultdict(list), "style": defaultdict(list)}
    for outcome in outcomes:
        groups["kind"][outcome.kind].append(outcome)
        groups["style"][outcome.style].append(outcome)
    return {
        "all": asdict(figures(outcomes)),
        **{
            f"by_{name}": {key: asdict(figures(group)) for key, group in sorted(by.items())}
            for name, by in groups.items()
        },
        "questions": [asdict(outcome) for outcome in outcomes],
    }


def _share(values: Iterable[bool]) -> float:
    return _mean([float(value) for value in values])


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
