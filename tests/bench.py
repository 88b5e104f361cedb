"""How fast records are read, encoded and searched: ``python -m tests.bench``, over the real records where they are."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.evaluate import read_questions
from assistant.reader import Reader
from assistant.respond import Responder
from corpus.reading import read_revision
from corpus.record import Revision
from index.encoder import Encoder
from index.generation import embedded_text
from index.model import default_model
from index.search import Searcher
from index.store import Store

REPO = Path(__file__).parent.parent
SHARED = Path(os.environ.get("MATI_SHARED", REPO.parent / "shared"))
EVAL_HOME = Path(os.environ.get("EVAL_HOME", REPO / "data" / "eval"))
SAMPLES = REPO / "corpus" / "samples"
FILES, PASSAGES = 40, 512


def main() -> None:
    """Prints a line for each figure."""
    records = sorted((SHARED / "records" / "cabinet").glob("*.txt"))[:FILES] or sorted(SAMPLES.glob("*.txt"))
    with timed() as took:
        revisions = [read_revision(path) for path in records]
    letters = sum(len(revision.text) for revision in revisions)
    print(f"reading: {len(records)} records, {letters / took[0] / 1e6:.2f} million letters a second")
    model = default_model(REPO / "data" / "models")
    encoder = Encoder.load(model)
    texts = _texts(revisions)
    with timed() as took:
        encoder.encode_passages(texts)
    print(f"encoding: {len(texts)} passages, {len(texts) / took[0]:.1f} a second")
    _ask(encoder, Reader.load(model))


def _texts(revisions: list[Revision]) -> list[str]:
    every = [embedded_text(revision, passage) for revision in revisions for passage in revision.passages]
    return every[:: max(1, len(every) // PASSAGES)][:PASSAGES]


def _ask(encoder: Encoder, reader: Reader) -> None:
    """Over the index that ``make eval`` leaves, when it is there."""
    if Store(EVAL_HOME).live_id() is None:
        print("search: run `make eval` first, which builds the index")
        return
    searcher = Searcher(Store(EVAL_HOME), EVAL_HOME, encoder)
    size = len(searcher.rankings().passages)
    responder = Responder(Store(EVAL_HOME), searcher, reader)
    questions = [asked.question for asked in read_questions(SHARED / "data" / "questions-dev.jsonl")]
    _times(f"search: {size} passages", lambda text: responder.search(text, 10), questions)
    _times(f"answer: {size} passages", responder.answer, questions)


def _times(name: str, ask: Callable[[str], object], questions: Sequence[str]) -> None:
    ask("มติเรื่องการขุดลอกคลอง")
    times = []
    for question in questions:
        with timed() as took:
            ask(question)
        times.append(1000 * took[0])
    cuts = statistics.quantiles(times, n=20)
    print(f"{name}, p50 {statistics.median(times):.0f} ms, p95 {cuts[-1]:.0f} ms")


@contextmanager
def timed() -> Iterator[list[float]]:
    """A list that holds the seconds when the block is over."""
    took: list[float] = []
    began = time.perf_counter()
    yield took
    took.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
