from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.telegram.browsing import (
    bodies_reply,
    item_reply,
    pages_of,
    read_body,
    read_choice,
    records_reply,
    years_reply,
)
from assistant.telegram.clusters import clusters
from assistant.telegram.letters import Reply
from assistant.telegram.texts import ENGLISH, THAI
from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision
from index.store import RecordRow

BOARD, TEAM = "คณะกรรมการ", "คณะทำงาน"


def row(number: int, body: str = BOARD) -> RecordRow:
    day = date(2020 + number % 3, 1, 1 + number % 28)
    digest = f"{number:012x}".ljust(64, "0")
    return RecordRow(f"{number}.txt", digest, digest, f"การประชุม {number}", day, 4, 9, body)


ROWS = [row(number, TEAM if number % 5 == 0 else BOARD) for number in range(20)]


def data(reply: Reply) -> list[str]:
    return [button.data for buttons in reply.keyboard for button in buttons]


def labels(reply: Reply) -> list[str]:
    return [button.label for buttons in reply.keyboard for button in buttons]


def test_every_record_is_on_one_of_the_pages_once() -> None:
    opened = [
        d for page in range(3) for d in data(records_reply(ROWS, "-", "-", page, THAI, edits=True)) if d[0] == "r"
    ]
    assert len(opened) == len(set(opened)) == len(ROWS)


def test_a_page_past_the_last_is_the_last() -> None:
    last, past = (records_reply(ROWS, "-", "-", page, THAI, edits=True) for page in (2, 99))
    assert last == past


def test_records_are_chosen_by_year_and_body_and_what_stands_beside_stays_chosen() -> None:
    years = years_reply(ROWS, "-", THAI)
    assert labels(years)[:3] == ["2565", "2564", "2563"]
    bodies = bodies_reply(ROWS, "2564", THAI)
    assert labels(bodies)[:2] == [BOARD, TEAM]
    _, year, body, _ = data(bodies)[1].split(":")
    chosen = records_reply(ROWS, year, body, 0, THAI, edits=True)
    of_team = [row for row in ROWS if row.collection == TEAM and row.date and row.date.year == 2021]
    assert sum(each[0] == "r" for each in data(chosen)) == len(of_team)


def test_every_button_carries_at_most_64_bytes() -> None:
    records = records_reply(ROWS, "2564", "abcdef", 0, THAI, edits=True)
    replies = [records, bodies_reply(ROWS, "-", ENGLISH), item(("ก" * 900 + "\n") * 5)]
    assert all(len(each.encode()) <= 64 for reply in replies for each in data(reply))


@pytest.mark.parametrize(
    ("words", "year"),
    [("2564", "2564"), ("ปี ๒๕๖๔", "2564"), ("2021", "2564"), ("งบกลาง", "-"), ("12345", "-"), ("", "-")],
)
def test_a_year_is_read_from_plain_words_in_either_era(words: str, year: str) -> None:
    assert read_choice(words) == year


def test_a_body_is_known_by_a_part_of_its_name_that_no_other_has() -> None:
    assert read_body("ทำงาน ปี 2564", ROWS) != "-"
    assert read_body("คณะ", ROWS) == "-"
    assert read_body("", ROWS) == "-"


def item(text: str, page: int = 0) -> Reply:
    revision = Revision(
        "a.txt", "a" * 64, text, (PageRange(1, 0, len(text)),), Meeting("การประชุม"),
        (AgendaItem(0, "", "หัวเรื่อง", 0, len(text)),), (Passage(0, 0, len(text), 1),),
    )  # fmt: skip
    return item_reply(revision, revision.items[0], page, THAI)


@given(st.lists(st.sampled_from(["ที่ประชุม", "\n", "น้ำ", "👨‍👩‍👧", " ", "ก" * 400, "ก\u0301"]), max_size=60))
def test_the_pages_of_an_item_are_all_of_its_text_and_cut_no_cluster(parts: list[str]) -> None:
    text = "".join(parts)
    cuts = pages_of(text, AgendaItem(0, "", "", 0, len(text)))
    assert "".join(text[start:end] for start, end in cuts) == text
    assert [each for start, end in cuts for each in clusters(text[start:end])] == clusters(text)
