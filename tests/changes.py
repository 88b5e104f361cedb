"""Change over time, measured: ``python -m tests.changes``, over the index that ``make eval`` leaves.

A chain is right when the first quote is of the item that holds (the newest, or that of the day asked about), says the
value where the golden file has one, and the earlier item is cited too where the file names it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from assistant.answer import Answer, Citation
from assistant.reader import Reader
from assistant.respond import Responder
from index.encoder import Encoder
from index.model import default_model
from index.search import Searcher
from index.store import Store

REPO = Path(__file__).parent.parent
EVAL_HOME = Path(os.environ.get("EVAL_HOME", REPO / "data" / "eval"))
GOLDEN = Path(__file__).parent / "golden" / "changes.jsonl"


@dataclass(frozen=True, slots=True)
class Chain:
    """A question on a matter that changed; ``item`` and ``earlier`` are "<record stem>#<label>", or their beginning."""

    id: str
    question: str
    item: str
    earlier: str
    value: str


def main() -> None:
    """Prints the chains that are wrong, and the share of the right ones."""
    chains = [Chain(**json.loads(line)) for line in GOLDEN.read_text("utf-8").splitlines()]
    store, model = Store(EVAL_HOME), default_model(EVAL_HOME / "models")
    responder = Responder(store, Searcher(store, EVAL_HOME, Encoder.load(model)), Reader.load(model))
    faults = {chain.id: fault(chain, responder.answer(chain.question)) for chain in chains}
    for name, said in faults.items():
        if said:
            print(f"{name}: {said}")
    right = sum(not said for said in faults.values())
    print(f"change over time: {right} of {len(chains)} chains right ({right / len(chains):.2f})")


def fault(chain: Chain, answer: Answer) -> str:
    """What is wrong with the answer to a chain's question; "" for nothing."""
    if not answer.citations:
        return answer.status
    first = answer.citations[0]
    if not _place(first).startswith(chain.item):
        return f"the first quote is of {_place(first)}"
    if _flat(chain.value) not in _flat(first.quote):
        return "the value is not in the first quote"
    if chain.earlier and not any(_place(each).startswith(chain.earlier) for each in answer.citations[1:]):
        return "the earlier item is not cited"
    return ""


def _place(citation: Citation) -> str:
    return f"{PurePath(citation.record).stem}#{citation.agenda.split()[0]}"


def _flat(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
