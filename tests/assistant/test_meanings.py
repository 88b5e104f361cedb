"""What a short form stands for is told from where the records explain it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.meanings import asked_short
from assistant.reader import Reader
from assistant.respond import Responder
from index.encoder import Encoder
from index.search import Searcher
from index.store import Store


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("กสร. ย่อมาจากอะไร", "กสร."),
        ("ก.บ.ศ. คืออะไรครับ", "ก.บ.ศ."),
        ("กบศ คือคณะกรรมการอะไร", "กบศ"),
        ("ตัวย่อ “กสร.” หมายถึงอะไร?", "กสร."),
        ("ชื่อเต็มของ กสร. คืออะไร", "กสร."),
        ("EEC คือ", "EEC"),
        ("what does SME stand for?", "SME"),
    ],
)
def test_a_question_of_nothing_but_a_short_forms_meaning_is_told(question: str, short: str) -> None:
    assert asked_short(question) == short


@pytest.mark.parametrize(
    "question",
    ["กสร. ใช้เงินเท่าไร", "กสร. คือใครเป็นประธาน", "ประธาน กสร. คือใคร", "เงินสมทบ คืออะไร", "what is the budget of EEC", ""],
)
def test_a_question_of_more_is_another(question: str) -> None:
    assert asked_short(question) == ""


@pytest.fixture(scope="module")
def responder(samples_home: Path, encoder: Encoder, reader: Reader) -> Responder:
    store = Store(samples_home)
    return Responder(store, Searcher(store, samples_home, encoder), reader)


def test_the_answer_quotes_where_a_record_explains_it(responder: Responder) -> None:
    answer = responder.answer("กสร. ย่อมาจากอะไร")
    assert answer.status == "answered"
    assert "กองทุนสมทบโครงการร่วม [1]" in answer.text
    assert answer.citations[0].quote.endswith("กองทุนสมทบโครงการร่วม (กสร.)")


def test_what_the_records_do_not_explain_is_searched_for(responder: Responder) -> None:
    assert "ในบันทึกหมายถึง" not in responder.answer("ฮฮฮ. ย่อมาจากอะไร").text
