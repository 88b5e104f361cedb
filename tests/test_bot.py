"""The command line, as people use it: each command a real process over a real data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.office import MISSING, find_office
from corpus.readers.tesseract import OcrMissing, find_data
from index.check import problems
from index.store import opened
from tests.conftest import REPO, SAMPLES

pytestmark = pytest.mark.slow

WORKSHOP_QUESTIONS = (
    ("กระทรวงควรจัดสรรงบประมาณกี่เปอร์เซ็นต์เพื่อสนับสนุนโครงการของจังหวัด", ("10 – 20%",), "ประเด็นที่ 5"),
    ("ใครเป็นเจ้าภาพบูรณาการยุทธศาสตร์อุตสาหกรรม", ("สป.อุตสาหกรรม", "สำนักงานปลัดกระทรวงอุตสาหกรรม"), "ประเด็นที่ 3"),
)


ABSENT = "มติเรื่องการสร้างสนามบิน"
STRANGE = ("ก" * 4000, "🙂" * 50, "<b>&lt;script&gt;</b>", "'; drop table revisions; --", " ")


class Mati:
    """``python bot.py`` over one data folder."""

    def __init__(self, home: Path, model: Path) -> None:
        self.home = home
        self._environ = {**os.environ, "MATI_MODEL": str(model), "TELEGRAM_BOT_TOKEN": ""}

    def __call__(self, *arguments: str | Path, said: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "bot.py", *map(str, arguments), "--home", str(self.home)]
        return subprocess.run(
            command, cwd=REPO, env=self._environ, input=said, capture_output=True, text=True, timeout=250
        )

    def json(self, *arguments: str | Path) -> Any:  # noqa: ANN401  # whatever the command prints
        return json.loads(self(*arguments, "--json").stdout)

    def lines(self, *arguments: str | Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*arguments, "--json").stdout.splitlines()]


@pytest.fixture
def mati(tmp_path: Path, model: Path) -> Mati:
    return Mati(tmp_path / "home", model)


@pytest.fixture(scope="module")
def samples(samples_home: Path, model: Path) -> Mati:
    return Mati(samples_home, model)


@pytest.fixture(scope="module")
def answers(samples: Mati, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What ``ask --file`` prints, line by line, for the questions of the samples and after them the strange ones."""
    file = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    file.write_text((SAMPLES / "questions.jsonl").read_text("utf-8") + question_lines(STRANGE), "utf-8")
    return samples.lines("ask", "--file", file)


@pytest.fixture(scope="module")
def figures(samples: Mati, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of what ``eval`` prints of the samples."""
    file = tmp_path_factory.mktemp("figures") / "figures.json"
    file.write_text(samples("eval", SAMPLES / "questions.jsonl", "--json").stdout, "utf-8")
    return file


def question_lines(questions: Sequence[str]) -> str:
    """The lines of a question file, where each question is its own id."""
    return "".join(json.dumps({"id": text, "question": text}) + "\n" for text in questions)


def test_run_without_a_token_reads_the_samples_and_answers_in_the_terminal(mati: Mati) -> None:
    done = mati("run", "--samples", said="จังหวัดต้องสมทบงบประมาณร้อยละเท่าไร\n")
    assert done.returncode == 0
    assert "[1] “" in done.stdout
    assert "BotFather" in done.stderr


def test_chat_answers_each_line(samples: Mati) -> None:
    done = samples("chat", said="\nใครเป็นเจ้าภาพจัดมหกรรม\n\nงบกลางร้อยละเท่าไร\n")
    assert done.stdout.count("ค้นจาก 11 การประชุม") == 2


def test_ask_prints_one_object_of_the_agreed_form(samples: Mati) -> None:
    answer = samples.json("ask", "จังหวัดต้องสมทบงบประมาณร้อยละเท่าไร")
    assert set(answer) == {"status", "answer", "citations", "confidence", "took_ms"}
    assert answer["status"] in ("answered", "partial")
    assert answer["citations"]
    for citation in answer["citations"]:
        keys = ["quote", "record", "revision", "title", "meeting_date", "agenda", "page", "start", "end"]
        assert list(citation) == keys


def test_search_prints_hits_of_the_agreed_form(samples: Mati) -> None:
    found = samples.json("search", "เงินสมทบ", "--top", "3")
    assert len(found["hits"]) == 3
    assert list(found["hits"][0]) == ["record", "revision", "agenda", "page", "start", "end", "text", "score"]


def test_a_question_file_gives_one_line_each_in_order(answers: list[dict[str, Any]]) -> None:
    asked = [json.loads(line)["id"] for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [*asked, *STRANGE]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_questions_get_an_answer_of_the_agreed_form(answers: list[dict[str, Any]], text: str) -> None:
    (answer,) = (answer for answer in answers if answer["id"] == text)
    assert answer["status"] in ("answered", "partial", "not_found")


def test_eval_prints_figures_by_kind_style_and_number(samples: Mati, figures: Path, tmp_path: Path) -> None:
    printed = json.loads(figures.read_text("utf-8"))
    assert {"all", "by_kind", "by_style", "by_number", "reliability", "questions"} == set(printed)
    assert {"hit", "mrr", "in_quotes", "refused_answerable", "answered_unanswerable", "p50_ms", "p95_ms"} <= set(
        printed["all"]
    )
    few = tmp_path / "few.jsonl"
    few.write_text("".join((SAMPLES / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)[:3]), "utf-8")
    assert "hit@1" in samples("eval", few).stdout


def test_eval_tells_what_a_peer_does_otherwise(samples: Mati, figures: Path) -> None:
    compared = samples.json("eval", SAMPLES / "questions.jsonl", "--system", "fts5", "--compare", figures)["compare"]
    assert [change["measure"] for change in compared["differences"]] == ["hit@1", "MRR@10", "passage 1"]
    assert compared["differences"][0]["difference"] < 0


def test_eval_prints_a_row_of_the_scoreboard(samples: Mati) -> None:
    done = samples("eval", SAMPLES / "questions.jsonl", "--system", "words", "--line", "BM25")
    assert done.stdout.startswith("| ")
    assert "| BM25 |" in done.stdout


def test_records_and_check_tell_of_the_folder(samples: Mati) -> None:
    assert len(samples.json("records")) == 11
    found = samples.json("check")
    assert (found["ok"], found["problems"]) == (True, [])
    scans = [] if find_data() else [str(OcrMissing())]
    assert found["missing"] == scans + ([] if find_office() else [MISSING])


def test_check_exits_1_when_something_is_wrong(mati: Mati, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ประเด็นที่ 1 น้ำ\nเห็นชอบ", "utf-8")
    assert mati("ingest", tmp_path / "a.txt").returncode == 0
    with opened(mati.home) as store:
        store.db.execute("delete from vectors")
        store.db.commit()
    done = mati("check")
    assert done.returncode == 1
    assert "a.txt" in done.stdout


@pytest.mark.parametrize("command", ["ask", "search", "eval"])
def test_an_empty_folder_is_said_in_one_line(mati: Mati, command: str) -> None:
    done = mati(command, SAMPLES / "questions.jsonl" if command == "eval" else "อะไร")
    assert done.returncode == 1
    assert "bot.py ingest" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_bad_files_are_named_with_their_reason_and_the_good_ones_stay(mati: Mati, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "ดี.txt").write_text("ประเด็นที่ 1 การขุดบ่อ\nที่ประชุมเห็นชอบให้ขุดบ่อ 3 แห่ง", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(os.urandom(4096))
    (folder / "broken.docx").write_bytes(b"not a zip")
    pdf = next(SAMPLES.glob("*.pdf")).read_bytes()
    (folder / "truncated.pdf").write_bytes(pdf[: len(pdf) // 3])
    with (folder / "huge.txt").open("wb") as huge:
        huge.writelines([b"a" * 1_000_000] * 200)
    done = mati("ingest", folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in ("empty.txt", "binary.txt", "broken.docx", "truncated.pdf", "huge.txt"):
        assert sum(name in line for line in done.stdout.splitlines()) == 1
    again = mati("ingest", folder / "binary.txt")
    assert again.returncode == 1
    assert mati.json("ask", "ขุดบ่อกี่แห่ง")["citations"][0]["record"] == "ดี.txt"
    with opened(mati.home) as store:
        assert list(problems(store, mati.home)) == []


def test_the_workshop_summary_is_answered_from_its_items(mati: Mati, shared: Path, tmp_path: Path) -> None:
    mati("ingest", shared / "records" / "workshop-2553")
    file = tmp_path / "questions.jsonl"
    file.write_text(question_lines([*(question for question, _, _ in WORKSHOP_QUESTIONS), ABSENT]), "utf-8")
    *answers, absent = mati.lines("ask", "--file", file)
    for answer, (question, texts, agenda) in zip(answers, WORKSHOP_QUESTIONS, strict=True):
        assert answer["id"] == question
        assert answer["status"] in ("answered", "partial")
        held = [c for c in answer["citations"] if any(text in c["quote"] for text in texts)]
        assert held
        assert held[0]["meeting_date"] == "2010-01-18"
        assert held[0]["agenda"].startswith(agenda)
    assert (absent["id"], absent["status"]) == (ABSENT, "not_found")
