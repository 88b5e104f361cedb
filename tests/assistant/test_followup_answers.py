"""Two-turn conversations over the sample minutes: the second question is answered from the item that it goes on to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.evaluate import flat
from assistant.reader import Reader
from assistant.respond import Responder
from assistant.turns import turn_of
from index.encoder import Encoder
from index.search import Searcher
from index.store import Store

PAIRS = [json.loads(line) for line in Path(__file__).with_name("followups.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def responder(samples_home: Path, encoder: Encoder, reader: Reader) -> Responder:
    store = Store(samples_home)
    return Responder(store, Searcher(store, samples_home, encoder), reader, lambda: date(2026, 1, 1))


def is_right(pair: dict[str, Any], answer: Answer) -> bool:
    """Whether a quote from the right item holds the answer; where there is none, whether no answer is claimed."""
    if not pair["answer"]:
        return answer.status != "answered"
    wanted = (pair["record"], pair["agenda"])
    cited = [c for c in answer.citations if c.record == wanted[0] and c.agenda.startswith(wanted[1])]
    return any(flat(pair["answer"]) in flat(citation.quote) for citation in cited)


def test_four_of_five_conversations_end_right(responder: Responder, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [
        pair["id"]
        for pair in PAIRS
        if not is_right(pair, responder.answer(pair["second"], [turn_of(responder.answer(pair["first"]))]))
    ]
    with capsys.disabled():
        print(f"\nfollow-ups: {len(PAIRS) - len(wrong)} of {len(PAIRS)} right; wrong: {wrong}")
    assert len(PAIRS) == 30
    assert len(wrong) <= 0.2 * len(PAIRS)
