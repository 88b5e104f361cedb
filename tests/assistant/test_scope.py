"""Where questions say to look: the sample meetings and items that they name, and what is said of the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.reader import Reader
from assistant.references import find_references
from assistant.respond import Responder
from assistant.scope import Scope, find_scope
from corpus.thai import arabic_digits
from index.encoder import Encoder
from index.search import Searcher
from index.store import Store

TODAY = date(2025, 7, 1)
BOARD, BUDGET, WATER, TOURISM, HEADS = "คณะกรรมการบริหารงาน", "คณะทำงานงบประมาณ", "บริหารจัดการน้ำ", "tourism", "หัวหน้าส่วน"


@pytest.fixture(scope="module")
def searcher(samples_home: Path, encoder: Encoder) -> Searcher:
    return Searcher(Store(samples_home), samples_home, encoder)


def scope_of(searcher: Searcher, question: str) -> Scope:
    return find_scope(find_references(question, TODAY), searcher.rankings(), searcher.abbreviations())


def places(searcher: Searcher, scope: Scope) -> set[tuple[str, str]]:
    """The records and the labels of the items that a scope lets be found."""
    assert scope.passages is not None
    rankings = searcher.rankings()
    found = [rankings.passages[position] for position in np.flatnonzero(scope.passages)]
    rows = [(rankings.meetings[passage.revision], passage.item) for passage in found]
    return {(row.name, row.items[item].label) for row, item in rows}


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("การประชุมคณะทำงานพิจารณางบประมาณ ครั้งที่ 2/2566 ว่าอย่างไร", "2566-06-15"),
        ("ประชุม ก.บ.ศ. ครั้งที่ 1/2567 จัดที่ไหน", "2567-03-12"),
        ("ที่ประชุม ก.บ.ศ. ครั้งที่ ๒/๒๕๖๗ อนุมัติอะไร", "2567-08-06"),
        ("ที่ประชุม กบศ ครั้งที่ 2/67 อนุมัติอะไร", "2567-08-06"),
        ("มติคณะอนุกรรมการบริหารจัดการน้ำ ครั้งที่ 1/2568", "2567-11-26"),
        ("ประชุมวันที่ 20 มิถุนายน 2567 มีมติอะไร", "2567-06-20"),
        ("ที่ประชุมเมื่อวันที่ ๒๐ มิ.ย. ๖๗ มีมติอะไร", "2567-06-20"),
        ("มติที่ประชุมเดือนกุมภาพันธ์ 2568", "2568-02-20"),
        ("การประชุมล่าสุดว่าอย่างไร", "2568-06-19"),
        ("ประชุมครั้งล่าสุดคุยเรื่องอะไร", "2568-06-19"),
    ],
)
def test_a_question_that_names_a_meeting_looks_there_alone(searcher: Searcher, question: str, record: str) -> None:
    scope = scope_of(searcher, question)
    assert {name[:10] for name, _ in places(searcher, scope)} == {record}
    assert not scope.notice


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("ประชุม ก.บ.ศ. ครั้งที่ 1/2566 วาระที่ 4.2", {"4.2"}),
        ("วาระ ๔.๒ ของการประชุม ก.บ.ศ. ครั้งที่ ๑/๒๕๖๖", {"4.2"}),
        ("ประชุม ก.บ.ศ. ครั้งที่ 1/2566 ระเบียบวาระที่ 4 มีอะไรบ้าง", {"ระเบียบวาระที่ 4", "4.1", "4.2", "4.3", "4.4"}),
        ("สรุปการประชุมวันที่ 15 พฤศจิกายน 2565 ประเด็นที่ 3", {"ประเด็นที่ 3"}),
        ("ที่ประชุมวันที่ 17 มกราคม 2567 เรื่องที่ 3", {"3"}),
    ],
)
def test_a_question_that_names_an_item_goes_straight_to_it(searcher: Searcher, question: str, labels: set[str]) -> None:
    assert {label for _, label in places(searcher, scope_of(searcher, question))} <= labels
    assert {label for _, label in places(searcher, scope_of(searcher, question))}


def test_an_item_without_a_meeting_is_looked_for_in_all(searcher: Searcher) -> None:
    found = places(searcher, scope_of(searcher, "วาระที่ 4.2 ว่าอย่างไร"))
    assert {arabic_digits(label) for _, label in found} == {"4.2"}
    assert len({name for name, _ in found}) > 1


def test_an_item_that_is_not_there_gives_way_to_the_one_above_and_that_is_said(searcher: Searcher) -> None:
    scope = scope_of(searcher, "ประชุม ก.บ.ศ. ครั้งที่ 1/2566 วาระที่ 4.9")
    assert {label for _, label in places(searcher, scope)} <= {"ระเบียบวาระที่ 4", "4.1", "4.2", "4.3", "4.4"}
    assert "ไม่มีวาระที่ 4.9" in scope.notice


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("ที่ประชุม ก.บ.ศ. ครั้งที่ 7/2567 ว่าอย่างไร", ("ครั้งที่ 7/2567", "ใกล้สุดคือ", "ครั้งที่ 2/2567")),
        ("ประชุมวันที่ 21 มิถุนายน 2567 มีมติอะไร", ("21 มิถุนายน 2567", "ใกล้สุดคือ", "ครั้งที่ 2/2567")),
        ("การประชุมคณะกรรมการกีฬา ครั้งที่ 3/2567", ("คณะกรรมการกีฬา", "ไม่มี")),
        ("ประชุม ก.บ.ศ. ครั้งที่ 1/2566 วาระที่ 9", ("ไม่มีวาระที่ 9",)),
        ("หนังสือเวียน ว 987 ว่าอย่างไร", ("ว 987", "ไม่พบ")),
    ],
)
def test_what_is_not_in_the_records_is_said_with_the_nearest(
    searcher: Searcher, question: str, said: tuple[str, ...]
) -> None:
    scope = scope_of(searcher, question)
    assert scope.absent
    assert all(part in scope.notice for part in said), scope.notice


@pytest.mark.parametrize(
    "question",
    [
        "ค่าจ้างที่ปรึกษาเบิกได้ปีละเท่าไร",
        "โครงการต้องเสร็จภายในวันที่ 30 กันยายน 2567 หรือไม่",
        "ข้อ 5 ของระเบียบพัสดุว่าอย่างไร",
        "งานมหกรรมสายน้ำครั้งที่ 9 จัดเมื่อไร",
    ],
)
def test_a_question_that_names_no_meeting_looks_everywhere(searcher: Searcher, question: str) -> None:
    scope = scope_of(searcher, question)
    assert (scope.passages, scope.notice, scope.absent) == (None, "", False)


def test_a_long_span_without_a_meeting_gives_way_and_that_is_said(searcher: Searcher) -> None:
    scope = scope_of(searcher, "การประชุมปี 2540 มีมติอะไร")
    assert (scope.passages, scope.absent) == (None, False)
    assert "จึงค้นจากทุกการประชุม" in scope.notice


def test_a_year_of_meetings_is_looked_for_alone(searcher: Searcher) -> None:
    found = places(searcher, scope_of(searcher, "การประชุมปี 2566 มีมติอะไร"))
    assert {name[:4] for name, _ in found} == {"2566"}


def test_a_page_is_looked_for_where_there_are_pages(searcher: Searcher) -> None:
    scope = scope_of(searcher, "การประชุมคณะทำงานพิจารณางบประมาณ ครั้งที่ 2/2566 หน้า 1")
    assert {name[:10] for name, _ in places(searcher, scope)} == {"2566-06-15"}
    assert "มีถึงหน้า" in scope_of(searcher, "การประชุมคณะทำงานพิจารณางบประมาณ ครั้งที่ 2/2566 หน้า 99").notice
    assert "ไม่มีเลขหน้า" in scope_of(searcher, "ประชุม ก.บ.ศ. ครั้งที่ 1/2566 หน้า 2").notice


def test_an_answer_is_from_the_meeting_that_is_named_or_says_that_there_is_none(
    searcher: Searcher, samples_home: Path, reader: Reader
) -> None:
    responder = Responder(Store(samples_home), searcher, reader, lambda: TODAY)
    hits = responder.search("ที่ประชุม ก.บ.ศ. ครั้งที่ 2/2567 อนุมัติงบประมาณเท่าไร", 20)
    assert {hit.meeting.name[:10] for hit in hits} == {"2567-08-06"}
    absent = responder.answer("ที่ประชุม ก.บ.ศ. ครั้งที่ 7/2567 อนุมัติงบประมาณเท่าไร")
    assert absent.status == "not_found"
    assert "ใกล้สุดคือ" in absent.text
    assert absent.nearest
