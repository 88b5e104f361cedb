"""Figures of a question file, and a clear line for a file that is none."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant import terminal
from assistant.answer import Answer, Citation
from assistant.errors import BadQuestions
from assistant.evaluate import Asked, Outcome, evaluate, figures, read_questions, report
from corpus.record import AgendaItem, Meeting
from index.generation import MeetingRow, PassageRow
from index.search import Hit

DREDGING = Asked("1", "ขุดลอกคลองกี่กิโลเมตร", "amount", "plain", ("minutes#2",), "ระยะทาง 12 กิโลเมตร")


def outcome(**changes: object) -> Outcome:
    plain: dict[str, object] = {
        "id": "1",
        "kind": "role",
        "style": "plain",
        "answerable": True,
        "rank": 1,
        "in_quotes": True,
        "in_first_quote": True,
        "in_lead": False,
        "status": "answered",
        "confidence": 0.9,
        "took_ms": 10.0,
    }
    return Outcome(**{**plain, **changes})  # type: ignore[arg-type]  # the values are those of the fields


def hit(item: int, text: str) -> Hit:
    agenda = AgendaItem(item, f"ประเด็นที่ {item}", "การขุดลอกคลอง", 0, len(text))
    meeting = MeetingRow("minutes.txt", "0" * 64, Meeting("การประชุม"), (agenda,))
    return Hit(PassageRow("0" * 64, item, 0, len(text), None), meeting, agenda, text, 1.0, 0.5)


def hits(*passages: tuple[int, str]) -> Callable[[str], list[Hit]]:
    return lambda _: [hit(item, text) for item, text in passages]


def cited(*quotes: str) -> Callable[[str], Answer]:
    citations = tuple(Citation(quote, "minutes.txt", "0" * 64, "", None, "", None, 0, len(quote)) for quote in quotes)
    return lambda _: Answer("answered", quotes[0], citations, 0.8)


def test_ranks_count_over_the_answerable_and_refusals_on_both_sides() -> None:
    found = figures(
        [
            outcome(),
            outcome(rank=2, in_quotes=False),
            outcome(rank=None, status="not_found", in_quotes=False),
            outcome(answerable=False, rank=None, status="answered"),
            outcome(answerable=False, rank=None, status="not_found"),
        ]
    )
    assert found.hit == {"1": pytest.approx(1 / 3), "5": pytest.approx(2 / 3), "10": pytest.approx(2 / 3)}
    assert found.mrr == pytest.approx(0.5)
    assert found.in_quotes == pytest.approx(1 / 3)
    assert found.refused_answerable == pytest.approx(1 / 3)
    assert found.answered_unanswerable == pytest.approx(0.5)


def test_a_rank_past_the_tenth_adds_nothing_to_mrr() -> None:
    assert figures([outcome(rank=10)]).mrr == pytest.approx(0.1)
    assert figures([outcome(rank=11)]).mrr == 0


def test_the_answer_in_the_first_passages_counts_over_the_answerable_with_an_answer() -> None:
    found = figures(
        [
            outcome(has_answer=True, passage_rank=1),
            outcome(has_answer=True, passage_rank=3),
            outcome(has_answer=True, passage_rank=6),
            outcome(has_answer=True, passage_rank=None),
            outcome(has_answer=False, passage_rank=None),
            outcome(answerable=False, has_answer=True, passage_rank=1),
        ]
    )
    assert found.answer_in == {"1": 0.25, "3": 0.5, "5": 0.5, "10": 0.75}


def test_the_search_is_timed_apart_from_the_answer() -> None:
    found = figures([outcome(took_ms=100.0, search_ms=float(ms)) for ms in range(1, 21)])
    assert (found.search_p50_ms, found.search_p95_ms) == (10.5, 20.0)
    assert (found.p50_ms, found.p95_ms) == (100.0, 100.0)


def test_the_time_of_the_search_is_that_of_its_call() -> None:
    def slow(_: str) -> list[Hit]:
        time.sleep(0.02)
        return []

    asked = evaluate([DREDGING], slow, cited("x"))[0]
    assert asked.search_ms >= 20
    assert 0 < asked.took_ms < asked.search_ms


@pytest.mark.parametrize(
    ("passages", "rank", "passage_rank"),
    [
        (((2, "ขุดลอก ระยะทาง 12\n  กิโลเมตร"), (1, "อื่น")), 1, 1),
        (((1, "อื่น"), (1, "อื่นอีก"), (2, "คลอง"), (2, "ระยะทาง 12 กิโลเมตร")), 2, 4),
        (((1, "ระยะทาง 12 กิโลเมตร"),), None, 1),
        (((2, "ระยะทาง 1 2 กิโลเมตร"),), 1, None),
        ((), None, None),
    ],
)
def test_items_and_passages_are_ranked_apart(
    passages: tuple[tuple[int, str], ...], rank: int | None, passage_rank: int | None
) -> None:
    found = evaluate([DREDGING], hits(*passages), None)[0]
    assert (found.rank, found.passage_rank) == (rank, passage_rank)


def test_a_question_without_an_answer_has_no_passage() -> None:
    found = evaluate([Asked("1", "ใคร", "", "", (), " ")], hits((1, "ผู้ว่าราชการจังหวัด")), None)[0]
    assert (found.has_answer, found.passage_rank, found.answerable) == (False, None, False)


@pytest.mark.parametrize(
    ("quotes", "anywhere", "first"),
    [
        (("ระยะทาง 12  กิโลเมตร",), True, True),
        (("คลอง", "ระยะทาง 12 กิโลเมตร"), True, False),
        (("คลอง",), False, False),
    ],
)
def test_the_answer_is_looked_for_in_all_quotes_and_in_the_first(
    quotes: tuple[str, ...], anywhere: bool, first: bool
) -> None:
    found = evaluate([DREDGING], hits(), cited(*quotes))[0]
    assert (found.in_quotes, found.in_first_quote, found.in_lead) == (anywhere, first, first)
    assert (found.question, found.status) == (DREDGING.question, "answered")


def test_where_only_the_search_is_asked_nothing_is_answered_or_refused() -> None:
    found = evaluate([DREDGING], hits((2, DREDGING.answer)), None)
    assert (found[0].rank, found[0].status, found[0].in_quotes, found[0].took_ms) == (1, "", False, 0.0)
    told = figures(found)
    assert (told.hit["1"], told.in_quotes, told.refused_answerable) == (1.0, 0.0, 0.0)


def test_figures_are_told_by_kind_and_style() -> None:
    told = report([outcome(), outcome(kind="date", style="typo")])
    assert set(told["by_kind"]) == {"role", "date"}  # type: ignore[call-overload]  # a JSON object
    assert set(told["by_style"]) == {"plain", "typo"}  # type: ignore[call-overload]  # a JSON object


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("ประชุมครั้งที่ 3 มีมติอย่างไร", "digits"),
        ("งบปี ๒๕๖๗ เท่าไร", "digits"),
        ("เมื่อวานนี้ประชุมเรื่องอะไร", "digits"),
        ("ปีงบประมาณที่แล้วได้เท่าไร", "digits"),
        ("ใครเป็นเจ้าภาพ", "none"),
        ("", "none"),
    ],
)
def test_a_question_with_a_digit_or_a_date_is_told_apart(question: str, group: str) -> None:
    assert set(report([outcome(question=question)])["by_number"]) == {group}  # type: ignore[call-overload]  # a JSON object


def test_no_questions_make_no_figures_and_no_error() -> None:
    assert figures([]).questions == 0
    assert terminal.report_text(report([]))


def test_the_table_has_a_cell_under_every_head() -> None:
    told = report([outcome(question="ใคร", has_answer=True, passage_rank=2, search_ms=7.0)])
    head, *rows = terminal.report_text(told).splitlines()
    assert head.split()[-6:] == ["in@1", "in@3", "in@5", "in@10", "s50", "s95"]
    assert [row.split()[-6:] for row in rows] == [["0.000", "1.000", "1.000", "1.000", "7", "7"]] * 4
    assert {len(row) for row in (head, *rows)} == {len(head)}


def test_a_row_of_the_scoreboard_has_its_cells_in_order() -> None:
    outcomes = [
        outcome(has_answer=True, passage_rank=1, search_ms=30.4),
        outcome(rank=2, in_quotes=False, has_answer=True, passage_rank=2, search_ms=30.4),
        outcome(rank=8, in_quotes=False, has_answer=True, passage_rank=4, status="not_found", search_ms=30.4),
        outcome(rank=None, in_quotes=False, has_answer=True, search_ms=30.4),
        outcome(answerable=False, rank=None, status="not_found", search_ms=30.4),
    ]
    assert terminal.line_text(report(outcomes), "คำพ้อง | ใหม่\n", date(2026, 3, 1)) == (
        "| 2026-03-01 | คำพ้อง \\| ใหม่ | 5 | .250 | .500 | .750 | .406 | .250 | .500 | .750 | .250 | .250 | .000 | 30 |"
    )


def test_a_whole_share_keeps_its_one() -> None:
    row = terminal.line_text(report([outcome()]), "x", date(2026, 3, 1))
    assert row.startswith("| 2026-03-01 | x | 1 | 1.000 | 1.000 |")


@pytest.mark.parametrize("line", ["not json", "{}", "[1]", '{"id": "1"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "question": "อะไร"}\n\n' + line, "utf-8")
    with pytest.raises(BadQuestions, match="3"):
        read_questions(path)


def test_a_question_without_an_answer_may_say_null(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": "อะไร", "answer": null}', "utf-8")
    assert read_questions(path) == [Asked("1", "อะไร", "", "", (), "")]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match=r"q\.jsonl"):
        read_questions(tmp_path / "q.jsonl")
