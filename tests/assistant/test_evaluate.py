"""Figures of a question file, and a clear line for a file that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import BadQuestions
from assistant.evaluate import Outcome, figures, read_questions, report


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


def test_figures_are_told_by_kind_and_style() -> None:
    told = report([outcome(), outcome(kind="date", style="typo")])
    assert set(told["by_kind"]) == {"role", "date"}  # type: ignore[call-overload]  # a JSON object
    assert set(told["by_style"]) == {"plain", "typo"}  # type: ignore[call-overload]  # a JSON object


def test_no_questions_make_no_figures_and_no_error() -> None:
    assert figures([]).questions == 0


@pytest.mark.parametrize("line", ["not json", "{}", "[1]", '{"id": "1"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "question": "อะไร"}\n\n' + line, "utf-8")
    with pytest.raises(BadQuestions, match="3"):
        read_questions(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match=r"q\.jsonl"):
        read_questions(tmp_path / "q.jsonl")
