"""The bundled sample minutes: fictional and marked so, right about their own dates, and answering their questions."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest
from pythainlp.corpus import provinces

from corpus.readers import read_pages
from corpus.reading import read_revision
from corpus.thai import normalise

FOLDER = Path(__file__).parents[2] / "corpus" / "samples"
SAMPLES = {path.stem: path for path in sorted(FOLDER.iterdir()) if re.match(r"25\d\d-\d\d-\d\d-", path.name)}
SOURCES = {path.stem: path for path in sorted((FOLDER / "sources").glob("*.md"))}
NOTICE = "เอกสารตัวอย่างสมมติ จัดทำขึ้นสำหรับระบบ Mati ไม่ใช่บันทึกของหน่วยงานจริง"
OUR_PROVINCES = ("ศรีธารา", "เวียงคีรี", "ทุ่งสมุทร", "บ้านหลวงใหม่")
KINDS = {"role", "budget", "decision", "amount", "date", "condition", "list", "appointment", "meeting"}
STYLES = {"plain", "paraphrase", "colloquial", "abbrev", "typo", "thai_digits", "keyword", "english"}

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
DAY = re.compile(
    rf"วัน(?P<weekday>{'|'.join(WEEKDAYS)})ที่ (?P<day>\d+)"
    rf"(?= (?:ถึงวัน\S+ \d+ )?(?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}}))"
)
"""A date with its weekday, in either kind of digits; of "วันอังคารที่ 15 ถึงวันพุธที่ 16 …" both days."""

RUNNING = re.compile(r"รายงานการประชุมคณะทำงานพิจารณางบประมาณครั้งที่2/2566|หน้า\d+จาก\d+")
"""The running header and footer of the .pdf, without spaces; a paragraph may go on after them."""

sample = pytest.mark.parametrize("stem", SAMPLES)


class Question(TypedDict):
    id: str
    question: str
    kind: str
    style: str
    gold: list[str]
    answer: str
    why: NotRequired[str]


def load_questions() -> list[Question]:
    lines = (FOLDER / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


QUESTIONS = load_questions()
ANSWERABLE = [question for question in QUESTIONS if question["answer"]]


def collapse(text: str) -> str:
    return " ".join(normalise(text).split())


def unspaced(text: str) -> str:
    return "".join(normalise(text).split())


@cache
def pages_of(stem: str) -> str:
    return "\n".join(page.text for page in read_pages(SAMPLES[stem]))


def weekday_dates(text: str) -> list[tuple[str, date]]:
    """Each weekday in the text with the date beside it."""
    return [
        (found["weekday"], date(int(found["year"]) - 543, MONTHS.index(found["month"]) + 1, int(found["day"])))
        for found in DAY.finditer(collapse(text))
    ]


def test_the_samples_are_eleven_in_every_bundled_format() -> None:
    assert len(SAMPLES) == 11
    assert {path.suffix for path in SAMPLES.values()} == {".txt", ".docx", ".pdf"}


def test_one_text_sample_is_not_utf_8() -> None:
    texts = [path.read_bytes() for path in SAMPLES.values() if path.suffix == ".txt"]
    not_utf_8 = [data for data in texts if data.decode("utf-8", errors="ignore").encode() != data]
    assert len(not_utf_8) == 1
    assert NOTICE in not_utf_8[0].decode("cp874")


@sample
def test_a_sample_says_that_it_is_fictional(stem: str) -> None:
    assert NOTICE in collapse(pages_of(stem))


@sample
def test_a_sample_is_short(stem: str) -> None:
    assert 2_500 <= len(pages_of(stem)) <= 8_000


@sample
def test_weekdays_agree_with_their_dates(stem: str) -> None:
    dates = weekday_dates(pages_of(stem))
    assert dates
    assert [weekday for weekday, _ in dates] == [WEEKDAYS[day.weekday()] for _, day in dates]


@sample
def test_the_file_is_named_after_the_day_of_the_meeting(stem: str) -> None:
    year, month, day = map(int, stem[:10].split("-"))
    assert weekday_dates(pages_of(stem))[0][1] == date(year - 543, month, day)


def test_our_provinces_are_not_real() -> None:
    assert not set(OUR_PROVINCES) & set(provinces())


@sample
def test_a_sample_names_no_real_province(stem: str) -> None:
    text = collapse(pages_of(stem))
    assert any(f"จังหวัด{name}" in text for name in OUR_PROVINCES)
    assert [name for name in provinces() if f"จังหวัด{name}" in text] == []


@pytest.mark.parametrize("stem", SOURCES)
def test_a_built_sample_says_what_its_source_says(stem: str) -> None:
    built = RUNNING.sub("", unspaced(pages_of(stem)))
    pieces = [
        piece
        for line in SOURCES[stem].read_text(encoding="utf-8").splitlines()
        for piece in re.sub(r"^(#+|-|\|) ", "", line).split("|")
    ]
    assert [piece for piece in pieces if unspaced(piece) not in built] == []


def test_the_questions_are_numbered_and_of_known_kinds() -> None:
    assert [question["id"] for question in QUESTIONS] == [f"s{number:02}" for number in range(1, 37)]
    assert {question["kind"] for question in QUESTIONS} == KINDS
    assert {question["style"] for question in QUESTIONS} == STYLES


def test_eight_questions_have_no_answer_and_say_why() -> None:
    unanswerable = [question for question in QUESTIONS if not question["answer"]]
    assert len(unanswerable) == 8
    assert all(question["gold"] == [] and question.get("why") for question in unanswerable)


def test_every_sample_answers_a_question() -> None:
    assert {gold.split("#")[0] for question in ANSWERABLE for gold in question["gold"]} == set(SAMPLES)


@pytest.mark.parametrize("question", ANSWERABLE, ids=[question["id"] for question in ANSWERABLE])
def test_an_answer_stands_verbatim_in_its_gold_item(question: Question) -> None:
    (gold,) = question["gold"]
    stem, label = gold.split("#")
    revision = read_revision(SAMPLES[stem])
    (item,) = [item for item in revision.items if item.label == label]
    assert collapse(question["answer"]) in collapse(revision.text[item.start : item.end])
