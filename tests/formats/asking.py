"""Questions about one document: is the answer in a quote, and is the page of the quote the one where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from assistant import terminal
from assistant.evaluate import Asked
from assistant.reader import Reader
from assistant.respond import Responder
from corpus.thai import arabic_digits
from index.encoder import Encoder
from index.ingest import ingest
from index.search import Searcher
from index.store import Store
from tests.conftest import Silent
from tests.formats.measure import distance, letters

MISREAD = 0.1
"""The share of an answer's letters that recognition may have got wrong in the quote of a scan."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What came of the questions. ``paged`` counts the right quotes whose page is right, where there are pages."""

    right: int
    answerable: int
    paged: int | None
    refused: int
    unanswerable: int
    failed: tuple[str, ...]


class Desk:
    """Answers as ``bot.py ask --file`` does, over one file at a time."""

    def __init__(self, model: Path) -> None:
        self._encoder, self._reader = Encoder.load(model), Reader.load(model)

    def ask(
        self, paths: Sequence[Path], home: Path, asked: Sequence[Asked], truth: Sequence[str], misread: float = 0.0
    ) -> Asking:
        """Reads the files into a data folder and asks. ``truth`` is what each page says; empty where none are."""
        store = Store(home)
        done = ingest(paths, store, home, self._encoder, Silent())
        assert not done.failures, done.failures
        responder = Responder(store, Searcher(store, home, self._encoder), self._reader)
        answers = [(one, terminal.answer_json(responder.answer(one.question))) for one in asked]
        answerable = [(one, proof(one.answer, answer, misread)) for one, answer in answers if one.answer]
        silent = [one.id for one, answer in answers if not one.answer and answer["status"] == "not_found"]
        failed = [one.id for one, quote in answerable if quote is None]
        failed += [one.id for one, _ in answers if not one.answer and one.id not in silent]
        pages = [on_page(one.answer, quote, truth) for one, quote in answerable if quote]
        return Asking(
            right=sum(quote is not None for _, quote in answerable),
            answerable=len(answerable),
            paged=sum(pages) if truth else None,
            refused=len(silent),
            unanswerable=len(answers) - len(answerable),
            failed=tuple(failed),
        )


def proof(answer: str, given: dict[str, Any], misread: float) -> dict[str, Any] | None:
    """The first citation whose quote holds the answer, but for a share of its letters."""
    return next((found for found in given["citations"] if _holds(found["quote"], answer, misread)), None)


def _holds(quote: str, answer: str, misread: float) -> bool:
    one, other = compared(answer), compared(quote)
    return distance(one, other, within=True) <= misread * len(one)


def on_page(answer: str, citation: dict[str, Any], truth: Sequence[str]) -> bool:
    """Whether the citation's page is one that shows the answer, or the page where its quote begins."""
    if not truth:
        return False
    head = compared(citation["quote"])[:60]
    wanted = {_nearest(compared(answer), truth), _nearest(head, truth)}
    number = citation["page"] if len(truth) > 1 else 1
    return number in wanted


def _nearest(text: str, truth: Sequence[str]) -> int:
    """The number of the page that holds a text, or most of it."""
    return min(range(len(truth)), key=lambda place: distance(text, compared(truth[place]), within=True)) + 1


def compared(text: str) -> str:
    """The form in which an answer and a quote are compared."""
    return arabic_digits(letters(text))


def pages_of(path: Path) -> list[str]:
    """What each page of a PDF shows, by pdfium alone and not by the reader that is tried."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]
