from __future__ import annotations

import random

import pytest

from corpus.boxes import UNITS, WordBox, pack, place_words, unpack
from corpus.readers.scans import read_scan
from tests.corpus.scans import needs_data, needs_shaping, page, scanned

BOX = (10, 20, 30, 40)


def placed(words: str, text: str) -> list[str]:
    found = place_words([(word, BOX) for word in words.split("/")], (100, 100), text)
    return [text[word.start : word.end] for word in found]


def test_what_is_packed_comes_back_and_is_short() -> None:
    chance = random.Random(3)  # noqa: S311  # no secret
    boxes = [WordBox(start, start + 2, *(chance.randrange(UNITS) for _ in range(4))) for start in range(0, 4000, 2)]
    assert unpack(pack(boxes)) == boxes
    assert unpack(pack([])) == unpack("") == []


def test_a_box_is_in_units_of_the_page() -> None:
    (word,) = place_words([("มติ", (10, 50, 20, 100))], (100, 200), "มติ")
    assert word == WordBox(0, 3, UNITS // 10, UNITS // 4, UNITS // 5, UNITS // 2)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("มติ/เห็น/ชอบ", "มติ  เห็น\nชอบ", ["มติ", "เห็น", "ชอบ"]),
        ("งบ/5/บาท", "งบ | 5 บาท", ["งบ", "5", "บาท"]),
        ("ป/ระ/จ/า/ปี", "ประจำปี", ["ป", "ระ", "จ", "ำ", "ปี"]),
        ("นํ้า/ใส", "น้ำใส", ["น้ำ", "ใส"]),
        ("ก/ข/ค", "กค", ["ก", "ค"]),
        ("ก", "", []),
    ],
)
def test_words_have_their_places_in_a_text_that_was_repaired(words: str, text: str, expected: list[str]) -> None:
    assert placed(words, text) == expected


@needs_data
@needs_shaping
def test_the_boxes_of_a_page_are_short_and_each_is_of_its_word() -> None:
    found = read_scan(1, scanned(page(), 1.0, noise=0), 300)
    boxes = unpack(found.boxes)
    assert len(found.boxes) < 10 * len(boxes)
    assert "".join(found.text[box.start : box.end] for box in boxes) == "".join(found.text.split())
    assert all(0 <= box.left < box.right <= UNITS and 0 <= box.top < box.bottom <= UNITS for box in boxes)
