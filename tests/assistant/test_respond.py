"""Answers from the sample minutes: right, cited, verified, and silent where the records are."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate import evaluate, figures, read_questions
from assistant.reader import Reader
from assistant.respond import Responder
from assistant.writer import Writer, WriterSettings
from index.encoder import Encoder
from index.history import remove
from index.search import Searcher
from index.store import Store
from tests.assistant.endpoint import Endpoint, says
from tests.conftest import SAMPLES, Silent


@pytest.fixture(scope="module")
def responder(samples_home: Path, encoder: Encoder, reader: Reader) -> Responder:
    store = Store(samples_home)
    return Responder(store, Searcher(store, samples_home, encoder), reader)


def test_an_answer_cites_what_stands_in_the_record(responder: Responder, samples_home: Path) -> None:
    answer = responder.answer("จังหวัดต้องสมทบงบประมาณร้อยละเท่าไร")
    store = Store(samples_home)
    assert answer.status in ("answered", "partial")
    assert answer.citations
    for citation in answer.citations:
        assert citation.quote == store.revision(citation.revision).text[citation.start : citation.end]
        assert citation.meeting_date is not None


class Removing(Reader):
    """A reader during whose reading every record that is cited leaves the index."""

    def __init__(self, reader: Reader, home: Path, encoder: Encoder, leaving: Sequence[str]) -> None:
        vars(self).update(vars(reader))
        self._home, self._encoder, self._leaving = home, encoder, list(leaving)

    def read(self, *asked: Any) -> Any:  # noqa: ANN401 (what the reader takes and gives)
        while self._leaving:
            remove(self._leaving.pop(), Store(self._home), self._home, self._encoder, Silent())
        return super().read(*asked)


def test_an_answer_is_of_one_generation_though_another_is_switched_to_meanwhile(
    responder: Responder, samples_home: Path, tmp_path: Path, encoder: Encoder, reader: Reader
) -> None:
    question, home = "ปัจจุบันจังหวัดที่ได้รับประโยชน์ต้องสมทบเข้า กสร. ร้อยละเท่าใด", tmp_path / "home"
    shutil.copytree(samples_home, home)
    before = responder.answer(question)
    leaving = sorted({citation.record for citation in before.citations})
    store = Store(home)
    moved = Responder(store, Searcher(store, home, encoder), Removing(reader, home, encoder, leaving)).answer(question)
    assert leaving
    assert not {row.name for row in store.records()} & set(leaving)
    assert (moved.text, moved.citations) == (before.text, before.citations)


def test_quotes_are_at_most_five_and_none_holds_another(responder: Responder) -> None:
    citations = responder.answer("มติเรื่องการท่องเที่ยวมีอะไรบ้าง").citations
    assert 0 < len(citations) <= 5
    ranges = sorted((citation.revision, citation.start, citation.end) for citation in citations)
    for (one, _, end), (other, start, _) in itertools.pairwise(ranges):
        assert one != other or end <= start


def test_what_the_records_do_not_say_is_not_found_and_the_nearest_is_named(responder: Responder) -> None:
    answer = responder.answer("อนุมัติให้ส่งดาวเทียมสำรวจดวงจันทร์กี่ดวง")
    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.nearest
    assert answer.searched == 11


@pytest.mark.parametrize(
    "text", ["", "🙂🙂🙂", "<b>&amp;</b> ???", "!!!", "ก" * 4000, "\x00\u200b", "SELECT * FROM; --"]
)
def test_strange_questions_get_a_plain_line(responder: Responder, text: str) -> None:
    answer = responder.answer(text)
    assert answer.text
    assert answer.status in ("not_found", "answered")


def test_the_questions_on_the_samples_are_answered(responder: Responder, capsys: pytest.CaptureFixture[str]) -> None:
    questions = read_questions(SAMPLES / "questions.jsonl")
    outcomes = evaluate(questions, lambda text: responder.search(text, 50), responder.answer)
    all_of_them = figures(outcomes)
    with capsys.disabled():
        print(f"\nsamples: {all_of_them}")
    assert all_of_them.hit["5"] >= 0.85
    assert all_of_them.in_quotes >= 0.55
    assert all_of_them.refused_answerable <= 0.3


def test_a_list_that_no_quote_holds_is_shown_with_its_count(responder: Responder) -> None:
    answer = responder.answer("ค่าใช้จ่ายด้านการบริหารงานมีหลักเกณฑ์อะไรบ้าง")
    assert answer.citations[0].agenda.startswith("3.2")
    assert answer.text.endswith("ทั้งหมด 4 ข้อ")


BUDGET = "มหกรรมสายน้ำสี่จังหวัดได้วงเงินเท่าไร"


@pytest.mark.parametrize(
    ("said", "is_shown"),
    [("อนุมัติวงเงิน 4.8 ล้านบาท สำหรับมหกรรมสายน้ำสี่จังหวัด", True), ("อนุมัติวงเงิน 8.4 ล้านบาท สำหรับมหกรรมสายน้ำสี่จังหวัด", False)],
)
def test_a_writer_phrases_the_lead_as_far_as_the_quotes_hold_it(
    responder: Responder, samples_home: Path, encoder: Encoder, reader: Reader, said: str, is_shown: bool
) -> None:
    endpoint, store = Endpoint(says([{"text": said, "quotes": [1]}])), Store(samples_home)
    writer = Writer(WriterSettings(endpoint.url, "small"))
    writing = Responder(store, Searcher(store, samples_home, encoder), reader, writer=writer)
    alone, written = responder.answer(BUDGET), writing.answer(BUDGET)
    endpoint.close()
    assert len(endpoint.asked) == 1
    assert written.text == (f"{said} [1]" if is_shown else alone.text)
    assert written.citations == alone.citations
