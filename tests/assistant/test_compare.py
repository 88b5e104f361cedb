"""Two evaluations of the same questions: what changed, how surely, and which questions were won and lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from assistant import terminal
from assistant.compare import Difference, Turn, compare, interval, read_report
from assistant.errors import BadQuestions
from assistant.evaluate import Outcome, report
from tests.assistant.test_evaluate import outcome

OLD_FIELDS = set(asdict(outcome())) - {"question", "has_answer", "passage_rank", "search_ms"}


def ranked(*ranks: int | None, **changes: object) -> list[Outcome]:
    """Outcomes with the ids 0, 1, 2… and these ranks."""
    return [outcome(id=str(number), rank=rank, **changes) for number, rank in enumerate(ranks)]


def measured(earlier: Sequence[Outcome], now: Sequence[Outcome]) -> dict[str, Difference]:
    return {difference.measure: difference for difference in compare(earlier, now).differences}


def test_the_figures_then_and_now_and_their_difference() -> None:
    told = measured(ranked(1, 2, None, 4), ranked(1, 1, 5, 20))
    assert told["hit@1"].earlier == 0.25
    assert told["hit@1"].now == 0.5
    assert told["hit@1"].difference == 0.25
    assert told["MRR@10"].earlier == pytest.approx((1 + 1 / 2 + 0 + 1 / 4) / 4)
    assert told["MRR@10"].now == pytest.approx((1 + 1 + 1 / 5 + 0) / 4)
    assert told["MRR@10"].difference == pytest.approx(0.1125)


def test_quotes_and_first_passages_are_compared_too() -> None:
    earlier = [
        outcome(id="0", in_quotes=False, has_answer=True, passage_rank=2),
        outcome(id="1", in_quotes=True, has_answer=True, passage_rank=1),
    ]
    now = [
        outcome(id="0", in_quotes=True, has_answer=True, passage_rank=None),
        outcome(id="1", in_quotes=True, has_answer=True, passage_rank=3),
    ]
    told = measured(earlier, now)
    assert (told["in quotes"].earlier, told["in quotes"].now) == (0.5, 1.0)
    assert (told["passage 1"].earlier, told["passage 1"].now) == (0.5, 0.0)


def test_questions_are_paired_by_id_and_the_others_left_out() -> None:
    earlier = [outcome(id="a"), outcome(id="b", rank=3), outcome(id="c")]
    now = [outcome(id="d", rank=9), outcome(id="b"), outcome(id="e"), outcome(id="a")]
    told = compare(earlier, now)
    assert (told.paired, told.only_earlier, told.only_now) == (2, 1, 2)
    assert [(turn.id, turn.earlier, turn.now) for turn in told.won] == [("b", 3, 1)]
    assert told.lost == ()
    assert told.differences[0].questions == 2


def test_the_won_and_the_lost_are_named_with_their_ranks() -> None:
    told = compare(ranked(1, 1, 2, 3, None), ranked(1, 4, 1, 2, 1, question="ใครเป็นเจ้าภาพ"))
    assert told.won == (
        Turn("2", "ใครเป็นเจ้าภาพ", "role", "plain", 2, 1),
        Turn("4", "ใครเป็นเจ้าภาพ", "role", "plain", None, 1),
    )
    assert told.lost == (Turn("1", "ใครเป็นเจ้าภาพ", "role", "plain", 1, 4),)


def test_the_won_and_the_lost_are_counted_by_kind_and_style() -> None:
    marks = (("role", "typo"), ("role", "plain"), ("date", "plain"), ("amount", "plain"))

    def marked(*ranks: int) -> list[Outcome]:
        return [
            outcome(id=kind + style, rank=rank, kind=kind, style=style)
            for rank, (kind, style) in zip(ranks, marks, strict=True)
        ]

    told = compare(marked(2, 1, 2, 2), marked(1, 2, 1, 2))
    assert told.by_kind == {"date": {"won": 1, "lost": 0}, "role": {"won": 1, "lost": 1}}
    assert told.by_style == {"plain": {"won": 1, "lost": 1}, "typo": {"won": 1, "lost": 0}}


def test_questions_that_the_records_do_not_answer_are_not_judged() -> None:
    silent = outcome(id="silent", answerable=False, rank=None, in_quotes=False)
    told = compare([*ranked(1, 2), silent], [*ranked(1, 1), silent])
    assert told.paired == 3
    assert {difference.questions for difference in told.differences} == {2}
    gold_since = compare([silent], [outcome(id="silent")])
    assert (gold_since.won, gold_since.differences) == ((), ())


def test_what_one_evaluation_does_not_tell_is_not_compared() -> None:
    answered = ranked(1, 2, has_answer=True, passage_rank=1)
    searched = ranked(1, 2, has_answer=True, passage_rank=1, status="", in_quotes=False)
    assert list(measured(answered, searched)) == ["hit@1", "MRR@10", "passage 1"]
    assert list(measured(ranked(1, 2), answered)) == ["hit@1", "MRR@10", "in quotes"]


def test_no_question_in_common_is_no_error() -> None:
    told = compare(ranked(1), [outcome(id="other")])
    assert (told.paired, told.differences, told.won, told.lost) == (0, (), (), ())


def test_the_interval_is_that_of_the_binomial_where_half_the_questions_were_won() -> None:
    # The mean of n draws from {0, 1}: its 2.5th and 97.5th percentiles are those of a binomial over n.
    # For n = 16 and p = 1/2, P(X <= 3) = .0106, P(X <= 4) = .0384: the bounds are 4/16 and 12/16.
    assert interval(np.array([0.0, 1.0] * 8)) == (0.25, 0.75)


def test_the_interval_of_a_sure_difference_is_a_point_and_every_run_gives_the_same() -> None:
    assert interval(np.full(7, 0.5)) == (0.5, 0.5)
    mixed = np.linspace(-1, 1, 50) ** 3
    assert interval(mixed) == interval(mixed)


def test_the_interval_pairs_the_questions() -> None:
    earlier, now = ranked(*[1, 2] * 50), ranked(*[1, 2] * 50)
    told = measured(earlier, now)["hit@1"]
    assert (told.earlier, told.low, told.high) == (0.5, 0.0, 0.0)


def test_a_printed_report_is_read_back(tmp_path: Path) -> None:
    outcomes = ranked(1, None, 3, question="งบเท่าไร", has_answer=True, passage_rank=2, search_ms=4.5)
    path = tmp_path / "earlier.json"
    path.write_text(terminal.dump(report(outcomes)), "utf-8")
    assert read_report(path) == outcomes


def test_a_report_of_old_and_one_of_times_to_come_are_read(tmp_path: Path) -> None:
    row = {name: value for name, value in asdict(outcome()).items() if name in OLD_FIELDS}
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps({"questions": [{**row, "novel": 1}]}), "utf-8")
    assert read_report(path) == [outcome()]


@pytest.mark.parametrize(
    "written",
    ["", "not json", "[]", "3", "{}", '{"questions": 3}', '{"questions": ["a"]}', '{"questions": [{"id": "1"}]}'],
)
def test_a_file_that_is_no_report_is_said(tmp_path: Path, written: str) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(written, "utf-8")
    with pytest.raises(BadQuestions, match=r"earlier\.json.*eval --json"):
        read_report(path)


def test_a_report_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match=r"none\.json"):
        read_report(tmp_path / "none.json")


def test_a_comparison_reads_as_lines() -> None:
    earlier = ranked(1, 3, None)
    now = [*ranked(2, 1, None, question="ใครเป็นเจ้าภาพ"), outcome(id="new")]
    lines = terminal.comparison_text(compare(earlier, now)).splitlines()
    assert lines[0] == "เทียบกับครั้งก่อน 3 คำถาม (ไม่นับข้อที่มีเฉพาะครั้งก่อน 0 และเฉพาะครั้งนี้ 1)"
    assert lines[1].startswith("  hit@1      0.333 → 0.333  +0.000  (95% ")
    assert lines[2].startswith("  MRR@10     0.444 → 0.500  +0.056  (95% ")
    assert lines[3].startswith("  in quotes  1.000 → 1.000  +0.000  (95% +0.000 ถึง +0.000, 3 ข้อ)")
    assert lines[4:] == [
        "ได้เพิ่ม 1 ข้อ (hit@1)",
        "  1  ใครเป็นเจ้าภาพ  (อันดับ 3 → 1)",
        "เสียไป 1 ข้อ (hit@1)",
        "  0  ใครเป็นเจ้าภาพ  (อันดับ 1 → 2)",
        "  kind: role  +1 -1",
        "  style: plain  +1 -1",
    ]
