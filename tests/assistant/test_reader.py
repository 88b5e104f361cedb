"""The reader on passages of our own: where the answer stands, and whether there is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.reader import TOKENS, Reader, Reading, Text
from index.errors import ModelError

HEADER = "รายงานการประชุมคณะทำงานอ่างเก็บน้ำ ครั้งที่ 2/2567 4.1 การซ่อมฝายบ้านโนนสูง"
PASSAGE = (
    "ที่ประชุมเห็นชอบให้ซ่อมฝายบ้านโนนสูง วงเงิน 2,450,000 บาท โดยใช้เงินสะสมขององค์การบริหารส่วนตำบล "
    "มอบหมายให้กองช่างเป็นผู้ควบคุมงาน และให้แล้วเสร็จภายในวันที่ 30 เมษายน 2568"
)
OTHER = "ที่ประชุมรับทราบรายงานผลการแข่งขันกีฬานักเรียนประจำปี และขอบคุณผู้สนับสนุนเครื่องดื่มทุกราย"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ซ่อมฝายบ้านโนนสูงใช้เงินเท่าไร", "2,450,000 บาท"),
        ("ซ่อมฝายบ้านโนนสูงต้องเสร็จเมื่อไร", "30 เมษายน 2568"),
    ],
)
def test_the_answer_is_pointed_at(reader: Reader, question: str, answer: str) -> None:
    (reading,) = reader.read([question], [Text(HEADER, PASSAGE)])
    start, end = reading.best
    assert answer in PASSAGE[start:end] or PASSAGE[start:end] in answer
    place = PASSAGE.index(answer)
    assert reading.holds(place, place + len(answer)) > reading.holds(0, 20)
    assert reading.holds(0, len(PASSAGE)) == pytest.approx(1, abs=0.01)


def test_a_passage_that_answers_is_told_from_one_that_does_not_whatever_their_order(reader: Reader) -> None:
    question = "ซ่อมฝายบ้านโนนสูงใช้เงินเท่าไร"
    one = [reading.answers for reading in reader.read([question] * 2, [Text(HEADER, PASSAGE), Text("กีฬา", OTHER)])]
    other = [reading.answers for reading in reader.read([question] * 2, [Text("กีฬา", OTHER), Text(HEADER, PASSAGE)])]
    assert one[0] > one[1] + 1
    assert one == pytest.approx(other[::-1], abs=0.2)


def test_the_same_words_with_other_bullets_and_digits_are_read_the_same(reader: Reader) -> None:
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    texts = [f"{bullet} {PASSAGE}\n{bullet} {OTHER}" for bullet in "•-●–"]
    texts.append(texts[0].translate(thai))
    first, *others = (reader.read(["ซ่อมฝายบ้านโนนสูงใช้เงินเท่าไร"], [Text(HEADER, text)])[0] for text in texts)
    assert all((other.answers, other.best) == (first.answers, first.best) for other in others)


def test_what_is_too_long_is_read_as_far_as_it_goes(reader: Reader) -> None:
    long = PASSAGE + " ข้อความต่อท้าย" * TOKENS
    (reading,) = reader.read(["ซ่อมฝายบ้านโนนสูงใช้เงินเท่าไร"], [Text(HEADER, long)])
    assert len(reading.starts) == len(long) + 1
    assert reading.best[1] <= len(long)
    (nothing,) = reader.read(["ฝาย"], [Text("ก " * 2 * TOKENS, PASSAGE)])
    assert nothing.best == (0, 0)
    assert nothing.holds(0, len(PASSAGE)) == 0


def test_what_was_read_is_not_read_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["ซ่อมฝายบ้านโนนสูงใช้เงินกี่บาท"] * 2, [Text(HEADER, PASSAGE), Text("กีฬา", OTHER)]
    first, read, passed = reader.read(*asked), reader._read, list[Text]()

    def reading(questions: Sequence[str], texts: Sequence[Text]) -> list[Reading]:
        passed.extend(texts)
        return read(questions, texts)

    monkeypatch.setattr(reader, "_read", reading)
    assert reader.read(*asked) == first
    assert not passed
    new = Text("ฝาย", PASSAGE)
    assert reader.read(asked[0], [new, asked[1][1]])[1] is first[1]
    assert passed == [new]


@pytest.mark.parametrize("passage", ["", " ", "🙂", "ํา้้้", "\u200b"])
def test_strange_passages_are_read(reader: Reader, passage: str) -> None:
    (reading,) = reader.read(["วงเงินเท่าไร"], [Text("หัวข้อ", passage)])
    assert len(reading.ends) == len(passage) + 1
    assert reader.read([], []) == []
    assert reader.read(["ก" * 4000], [Text("หัวข้อ", PASSAGE)])


def test_weights_that_are_not_there_or_broken_are_a_plain_error(model: Path, tmp_path: Path) -> None:
    broken = tmp_path / "reader.safetensors"
    for content in (None, b"", b"not weights"):
        if content is not None:
            broken.write_bytes(content)
        with pytest.raises(ModelError, match="ตัวอ่านคำตอบ"):
            Reader.load(model, broken)
