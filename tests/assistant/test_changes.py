"""What later meetings made of a matter, asked of the sample minutes: the newest first, and what it was before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.reader import Reader
from assistant.respond import Responder
from index.encoder import Encoder
from index.ingest import ingest
from index.search import Searcher
from index.store import Store
from tests.conftest import SAMPLES, Silent


@pytest.fixture(scope="module")
def responder(samples_home: Path, encoder: Encoder, reader: Reader) -> Responder:
    store = Store(samples_home)
    return Responder(store, Searcher(store, samples_home, encoder), reader, lambda: date(2025, 7, 1))


def cited(answer: Answer) -> list[str]:
    return [f"{citation.record[:10]} {citation.agenda.split()[0]}" for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "now", "before"),
    [
        ("จังหวัดที่ได้รับประโยชน์ต้องสมทบเงินเข้า กสร. ร้อยละเท่าไร", "ร้อยละ 15", "ร้อยละ 10"),
        ("จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณเท่าใด", "ร้อยละ 15", "ร้อยละ 10"),
        ("ต้องโอนเงินสมทบเข้า กสร. ภายในวันที่เท่าไร", "31 ธันวาคม 2567", "30 กันยายน 2567"),
    ],
)
def test_the_newest_answer_comes_first_and_says_what_it_was(
    responder: Responder, question: str, now: str, before: str
) -> None:
    answer = responder.answer(question)
    assert cited(answer)[:2] == ["2567-08-06 4.1", "2567-03-12 4.2"]
    assert now in answer.citations[0].quote
    assert before in answer.citations[1].quote
    places = [(citation.revision, citation.start) for citation in answer.citations]
    assert len(set(places)) == len(places), "no quote is shown twice"
    line = answer.text.splitlines()[-1]
    assert line.startswith("เปลี่ยนจาก “")
    assert line.endswith("เมื่อ 6 สิงหาคม 2567")
    assert line.index(before) < line.index("(12 มีนาคม 2567)") < line.index(now)


@pytest.mark.parametrize(("day", "then"), [("1 มิถุนายน 2567", "2567-03-12 4.2"), ("1 มกราคม 2568", "2567-08-06 4.1")])
def test_a_question_as_of_a_day_is_answered_as_it_was_then(responder: Responder, day: str, then: str) -> None:
    answer = responder.answer(f"ณ วันที่ {day} จังหวัดต้องสมทบเงินเข้า กสร. ร้อยละเท่าไร")
    assert cited(answer)[0] == then


def test_a_question_about_one_meeting_is_answered_by_it(responder: Responder) -> None:
    answer = responder.answer("การประชุมวันที่ 12 มีนาคม 2567 ให้สมทบเงินเข้า กสร. ร้อยละเท่าไร")
    assert cited(answer)[0] == "2567-03-12 4.2"
    assert "ร้อยละ 10" in answer.citations[0].quote


def test_a_matter_that_never_changed_has_no_word_of_change(responder: Responder) -> None:
    answer = responder.answer("มหกรรมสายน้ำสี่จังหวัดได้วงเงินเท่าไร")
    assert answer.citations
    assert "เปลี่ยนจาก" not in answer.text


def test_two_records_of_one_meeting_that_disagree_are_both_quoted(
    tmp_path: Path, encoder: Encoder, reader: Reader
) -> None:
    """A draft and a final version of the same meeting, with another amount, and nothing that says which holds."""
    home = tmp_path / "home"
    source = next(SAMPLES.glob("2567-03-12*.txt"))
    text = source.read_text("utf-8")
    other = tmp_path / "ฉบับแก้ไข.txt"
    other.write_text(text.replace("ต้องสมทบร้อยละ 10", "ต้องสมทบร้อยละ 12"), "utf-8")
    store = Store(home)
    assert not ingest([source, other], store, home, encoder, Silent()).failures
    responder = Responder(store, Searcher(store, home, encoder), reader, lambda: date(2025, 7, 1))
    answer = responder.answer("จังหวัดที่ได้รับประโยชน์ต้องสมทบเงินเข้า กสร. ร้อยละเท่าไร")
    assert answer.status == "conflict"
    quotes = [citation.quote for citation in answer.citations[:2]]
    assert sorted("ร้อยละ 12" in quote for quote in quotes) == [False, True]
    assert "ไม่ตรงกัน" in answer.text
