"""Quotes proved over whole records, and the independent checker of citations checked itself."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.quotes import LONGEST, Span, UnverifiedQuote, verify, windows
from corpus.reading import read_revision
from corpus.record import Passage, Revision
from tests.citations import collapse, find_faults, main, meeting_date, read_source
from tests.conftest import SAMPLES

RECORDS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".pdf", ".docx"))
PLAIN = sorted(SAMPLES.glob("*.txt"))
REAL = 8
"""How many real records a run reads."""

Mutation = Callable[[str, int], str]
MUTATIONS: dict[str, Mutation] = {
    "a dropped letter": lambda quote, place: quote[:place] + quote[place + 1 :],
    "a doubled letter": lambda quote, place: quote[: place + 1] + quote[place:],
    "two letters swapped": lambda quote, place: (
        quote[:place] + quote[place + 1 : place + 2] + quote[place : place + 1] + quote[place + 2 :]
    ),
    "a changed letter": lambda quote, place: quote[:place] + chr(ord(quote[place]) ^ 1) + quote[place + 1 :],
    "a space added": lambda quote, place: quote[:place] + " " + quote[place:],
    "Thai digits": lambda quote, _: quote.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    "NFD": lambda quote, _: unicodedata.normalize("NFD", quote),
    "NFKC, which parts sara am": lambda quote, _: unicodedata.normalize("NFKC", quote),
}


@cache
def revision(path: Path) -> Revision:
    return read_revision(path)


def spans(record: Revision, passage: Passage) -> list[Span]:
    return windows(record.text, passage.start, passage.end, LONGEST)


def assert_any_mutation_is_caught(record: Revision, span: Span, mutation: str, place: int) -> None:
    quote = record.text[span.start : span.end]
    verify(quote, record.text, span.start, span.end)
    changed = MUTATIONS[mutation](quote, place % len(quote))
    if changed != quote:
        with pytest.raises(UnverifiedQuote):
            verify(changed, record.text, span.start, span.end)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(RECORDS), st.sampled_from(sorted(MUTATIONS)), st.data())
def test_every_window_of_a_sample_is_its_range_and_any_mutation_is_caught(
    path: Path, mutation: str, data: st.DataObject
) -> None:
    record = revision(path)
    span = data.draw(st.sampled_from(spans(record, data.draw(st.sampled_from(record.passages)))))
    assert_any_mutation_is_caught(record, span, mutation, data.draw(st.integers(0, LONGEST)))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RECORDS), st.integers(-3, 3), st.integers(-3, 3), st.data())
def test_a_shifted_range_is_caught(path: Path, first: int, last: int, data: st.DataObject) -> None:
    record = revision(path)
    span = data.draw(st.sampled_from(spans(record, data.draw(st.sampled_from(record.passages)))))
    quote = record.text[span.start : span.end]
    start, end = max(0, span.start + first), span.end + last
    assume(record.text[start:end] != quote)
    with pytest.raises(UnverifiedQuote):
        verify(quote, record.text, start, end)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name[:10])
def test_every_window_of_every_passage_of_the_samples_verifies(path: Path) -> None:
    record = revision(path)
    for passage in record.passages:
        for span in spans(record, passage):
            verify(record.text[span.start : span.end], record.text, span.start, span.end)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, REAL - 1), st.sampled_from(sorted(MUTATIONS)), st.data())
def test_windows_of_real_records_verify_and_mutations_are_caught(
    shared: Path, number: int, mutation: str, data: st.DataObject
) -> None:
    paths = sorted((shared / "records" / "cabinet").glob("*.txt"))
    record = revision(paths[number * len(paths) // REAL])
    span = data.draw(st.sampled_from(spans(record, data.draw(st.sampled_from(record.passages)))))
    assert_any_mutation_is_caught(record, span, mutation, data.draw(st.integers(0, LONGEST)))


def citations(path: Path) -> list[dict[str, Any]]:
    """A citation of every passage of a record, as the answers would make it."""
    record = revision(path)
    day = record.meeting.date
    return [
        {
            "quote": record.text[span.start : span.end],
            "record": path.name,
            "meeting_date": day.isoformat() if day else None,
            "agenda": record.items[passage.item].agenda,
            "page": passage.page,
        }
        for passage in record.passages
        for span in islice(spans(record, passage), 1)
    ]


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name[:10])
def test_the_citations_of_the_samples_have_no_fault(path: Path) -> None:
    assert [fault for citation in citations(path) for fault in find_faults(citation, read_source(path))] == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("quote", "ที่ประชุมไม่ได้กล่าวข้อความนี้", "the quote"),
        ("quote", "", "the quote"),
        ("meeting_date", "2024-03-13", "the date"),
        ("meeting_date", "2567-03-12", "the date"),
        ("meeting_date", None, "the date"),
        ("agenda", "99.1 เรื่องที่ไม่มี", "the agenda"),
        ("agenda", "หัวเรื่อง", "the agenda"),
        ("page", 2, "the page"),
    ],
)
@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name[:10])
def test_a_falsified_citation_is_caught(path: Path, name: str, value: object, fault: str) -> None:
    for citation in citations(path)[-3:]:
        found = list(find_faults(citation | {name: value}, read_source(path)))
        assert [said for said in found if said.startswith(fault)]


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name[:10])
def test_the_agenda_item_of_another_citation_is_caught(path: Path) -> None:
    made = [citation for citation in citations(path) if len(citation["quote"]) > 60]
    for one in made:
        for other in made:
            if other["agenda"] != one["agenda"]:
                assert list(find_faults(one | {"agenda": other["agenda"]}, read_source(path)))


TEXT = """สรุปการประชุมสภาเมืองตัวอย่าง 7 มีนาคม 2566
วันพุธที่ 8 มีนาคม 2566
1. เรื่อง การซื้อเรือ
2. เรื่อง การขุดสระ
1. เรื่อง การซื้อเรือ
ให้ซื้อเรือ ๒ ลำ
ตามข้อเสนอ
\f2. การขุดสระ
ให้ขุดสระกว้าง 10 เมตร
1. เรื่องที่ขุดพบดิน
"""


@pytest.mark.parametrize(
    ("quote", "agenda", "page", "right"),
    [
        ("ให้ซื้อเรือ ๒ ลำ\nตามข้อเสนอ", "1 การซื้อเรือ", 1, True),
        ("ให้ซื้อเรือ ๒ ลำ", "1 การซื้อเรือ", 2, False),
        ("ให้ซื้อเรือ 2 ลำ", "1 การซื้อเรือ", 1, False),
        ("ให้ซื้อเรือ ๒ ลำ", "2 การขุดสระ", 1, False),
        ("ให้ซื้อเรือ ๒ ลำ", "2 การซื้อเรือ", 1, False),
        ("ให้ขุดสระกว้าง 10 เมตร\n1. เรื่องที่ขุดพบดิน", "2 การขุดสระ", 2, True),
        ("ให้ขุดสระกว้าง 10 เมตร", "2 การขุดสระ", None, True),
        ("วันพุธที่ 8 มีนาคม 2566", "หัวเรื่อง", 1, True),
        ("วันพุธที่ 8 มีนาคม 2566", "1 การซื้อเรือ", 1, False),
    ],
)
def test_the_checker_reads_headings_lists_and_pages_by_itself(
    quote: str, agenda: str, page: int | None, right: bool
) -> None:
    citation = {"quote": quote, "agenda": agenda, "page": page, "meeting_date": "2023-03-07"}
    assert (list(find_faults(citation, collapse(TEXT))) == []) is right


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("วันอังคารที่ ๒๖ พฤศจิกายน ๒๕๖๗", "2024-11-26"),
        ("วันที่ 15 - 16 พฤศจิกายน พ.ศ. 2565", "2022-11-15"),
        ("ระหว่างวันอังคารที่ 15 ถึงวันพุธที่ 16 พฤศจิกายน 2565", "2022-11-15"),
        ("ประจำปีงบประมาณ พ.ศ. 2567", None),
    ],
)
def test_the_checker_reads_thai_dates_by_itself(line: str, day: str | None) -> None:
    found = meeting_date(collapse(f"รายงานการประชุม\n{line}\n"))
    assert (found.isoformat() if found else None) == day


def test_the_command_counts_what_it_checked_and_fails_on_a_wrong_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = random.Random(5).sample([citation for path in PLAIN for citation in citations(path)], 20)  # noqa: S311
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(json.dumps({"citations": [one]}) + "\n" for one in good), encoding="utf-8")
    assert main(answers, SAMPLES) == 0
    assert "20 citations checked, 0 wrong" in capsys.readouterr().out
    wrong = [good[0] | {"meeting_date": "1999-01-01"}, good[1] | {"record": "ไม่มี.txt"}, good[2] | {"record": "a.pdf"}]
    answers.write_text(json.dumps({"citations": wrong}), encoding="utf-8")
    assert main(answers, SAMPLES) == 1
    said = capsys.readouterr().out
    assert "2 citations checked, 2 wrong, 1 unchecked" in said
    assert "no such record" in said
