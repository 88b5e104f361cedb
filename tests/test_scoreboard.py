"""Ranking does not fall: gold items and answers over the samples, and over a few real records where they are.

``python -m tests.test_scoreboard`` writes the ranks as they are now into `EXPECTED`: only after a change that is meant.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.compare import interval
from assistant.evaluate import Asked, Outcome, evaluate, read_questions, reciprocal
from assistant.reader import Reader
from assistant.respond import Responder
from index.encoder import Encoder
from index.ingest import ingest
from index.model import default_model
from index.search import Searcher
from index.store import Store
from tests.conftest import REPO, SAMPLES, Silent

EXPECTED = Path(__file__).with_name("expected-ranks.json")
RECORDS = (
    *("cab-2017-05-23-7d4f78", "cab-2019-08-20-859f23", "cab-2019-10-01-13450b", "cab-2020-01-28-8db296"),
    *("cab-2020-04-21-f0cb8b", "cab-2020-08-13-bdf4e6", "cab-2020-09-01-37025d", "cab-2020-09-08-c14d84"),
    *("cab-2021-04-07-138c3b", "cab-2021-05-18-49ec4b", "cab-2022-06-21-31f439"),
)
"""Records that many development questions are about."""
TODAY = date(2026, 1, 1)

Ranks = dict[str, list[int | None]]
"""The place of the gold item and of the passage with the answer, by question."""


def ranks(home: Path, encoder: Encoder, reader: Reader, questions: Iterable[Asked]) -> Ranks:
    store = Store(home)
    responder = Responder(store, Searcher(store, home, encoder), reader, lambda: TODAY)
    outcomes: list[Outcome] = evaluate(questions, lambda text: responder.search(text, 100), None)
    return {outcome.id: [outcome.rank, outcome.passage_rank] for outcome in outcomes if outcome.answerable}


def on_samples() -> list[Asked]:
    return read_questions(SAMPLES / "questions.jsonl")


def on_records(shared: Path) -> list[Asked]:
    every = read_questions(shared / "data" / "questions-dev.jsonl")
    return [asked for asked in every if any(gold.partition("#")[0] in RECORDS for gold in asked.gold)]


def index(shared: Path, home: Path, encoder: Encoder) -> None:
    files = [shared / "records" / "cabinet" / f"{name}.txt" for name in RECORDS]
    assert not ingest(files, Store(home), home, encoder, Silent()).failures


def assert_no_worse(name: str, now: Ranks) -> None:
    """Neither reciprocal rank is below the expected by more than chance: its 95 % interval reaches 0."""
    expected: Ranks = json.loads(EXPECTED.read_text("utf-8"))[name]
    assert now.keys() == expected.keys()
    for place, measure in enumerate(("item", "passage")):
        changes = [reciprocal(now[key][place]) - reciprocal(expected[key][place]) for key in expected]
        _, high = interval(np.array(changes))
        fallen = [key for key, change in zip(expected, changes, strict=True) if change < 0]
        assert high >= 0, f"{measure}: {sum(changes) / len(changes):+.3f}, worse at {fallen}"


def test_ranking_of_the_samples_has_not_fallen(samples_home: Path, encoder: Encoder, reader: Reader) -> None:
    assert_no_worse("samples", ranks(samples_home, encoder, reader, on_samples()))


def test_ranking_of_real_records_has_not_fallen(shared: Path, tmp_path: Path, encoder: Encoder, reader: Reader) -> None:
    index(shared, tmp_path, encoder)
    assert_no_worse("records", ranks(tmp_path, encoder, reader, on_records(shared)))


@pytest.mark.parametrize("lost", [6])
def test_a_fall_beyond_chance_is_seen(lost: int) -> None:
    expected: Ranks = json.loads(EXPECTED.read_text("utf-8"))["samples"]
    worse: Sequence[str] = [key for key, (rank, _) in expected.items() if rank == 1][:lost]
    fallen = {key: [9 if key in worse else rank, passage] for key, (rank, passage) in expected.items()}
    with pytest.raises(AssertionError, match="worse at"):
        assert_no_worse("samples", fallen)


def main() -> None:
    """Writes the ranks of today."""
    model = default_model(REPO / "data" / "models")
    encoder, reader = Encoder.load(model), Reader.load(model)
    shared = Path(os.environ.get("MATI_SHARED", REPO.parent / "shared"))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert not ingest([SAMPLES], Store(Path(one)), Path(one), encoder, Silent()).failures
        index(shared, Path(other), encoder)
        found = {
            "samples": ranks(Path(one), encoder, reader, on_samples()),
            "records": ranks(Path(other), encoder, reader, on_records(shared)),
        }
    EXPECTED.write_text(json.dumps(found).replace("], ", "],\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
