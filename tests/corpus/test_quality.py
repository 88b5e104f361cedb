"""The score of a page's text: high for what is written well, low for each kind of bad extraction."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from corpus.quality import BAD, quality
from corpus.thai import normalise

CLEAN = (
    "ที่ประชุมพิจารณาแล้วมีมติเห็นชอบให้สำนักงานจังหวัดดำเนินการปรับปรุงระบบระบายน้ำในเขตเทศบาล "
    "โดยใช้งบประมาณประจำปี 2567 จำนวน 4,500,000 บาท และให้รายงานความก้าวหน้าต่อคณะกรรมการทุกไตรมาส "
    "ทั้งนี้ ให้หน่วยงานที่เกี่ยวข้องสนับสนุนข้อมูลและบุคลากรตามความจำเป็นและเหมาะสม "
)


def moved(text: str) -> str:
    """Marks after the next letter, as where glyphs are sorted by their places."""
    return re.sub("([ก-ฮ])([ัิ-ื็-์])([ก-ฮ])", r"\1\3\2", text)


DAMAGE = {
    "apart": lambda text: " ".join(text),
    "doubled": lambda text: "".join(2 * letter for letter in text),
    "moved": moved,
    "replaced": lambda text: text.replace("่", "\ufffd"),
    "private": lambda text: text.replace("้", "\ue00b").replace("่", "\ue00a"),
    "lost am": lambda text: text.replace("ำ", " า"),
    "latin marks": lambda text: text.replace("่", "É").replace("้", "Ê"),
    "latin letters": lambda text: text.encode("cp874").decode("latin-1"),
    "symbols": lambda text: re.sub("[ก-๛]", lambda letter: chr(0xF0A0 + ord(letter[0]) - 0xE00), text),
    "other letters": lambda text: re.sub("[ก-ฮ]", lambda letter: "ฆ" if letter.start() % 3 else letter[0], text),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_page_is_below_what_is_kept(damage: Callable[[str], str]) -> None:
    assert quality(damage(CLEAN)).score < BAD


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_so_is_a_page_that_is_damaged_by_half(damage: Callable[[str], str]) -> None:
    assert quality(damage(5 * CLEAN) + 5 * CLEAN).score < BAD


def test_clean_text_is_above_it() -> None:
    assert quality(CLEAN).score > 0.99


def test_the_parts_say_what_is_wrong() -> None:
    text = "เพาะพันธุ์ฤๅษี ่ก \ufffd\x01 ก ร ป ค กกปปรร กÉ"
    found = quality(text)
    assert (found.orphans, found.lost, found.foreign, found.spread) == (1, 2, 1, 13)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "1,500.25\n2,000 | 35%",
        "The committee approved the budget of the province. Café à la carte, naïve façade.",
        "สารบัญ ········ 12",
        "\uf0b7 \uf0b7 \uf051\uf051\uf051\uf051",
        "มติ",
    ],
)
def test_a_page_with_hardly_any_thai_is_not_bad(text: str) -> None:
    assert quality(text).score == 1.0


@pytest.mark.parametrize(
    "text", ["\ufffd" * 30, "àÃ×èÍ§ àÊ¹Íà¾×èÍ¾Ô¨ÒÃ³Ò", "\uf0a1\uf0d2\uf0c3\uf0bb\uf0c3\uf0d0\uf0aa\uf0d8\uf0c1"]
)
def test_a_page_with_only_damage_is_bad(text: str) -> None:
    assert quality(text).score < BAD


def test_names_and_abbreviations_do_not_make_a_page_bad() -> None:
    text = (
        "ผู้มาประชุม\n1. นายวรเมธ ทองชลธาร ผอ.สนง.กก.จว. (ค.อ.บ., ปร.ด.) ก) ป.ป.ช. ข) ส.ต.ง. ค) ค.ต.ป. ง) สศช. จ) ก.พ.ร.\n"
    )
    assert quality(text).score > BAD


def test_a_mark_that_stands_alone_and_a_list_of_letters_are_no_traces() -> None:
    assert quality("ไม้เอก ่ และ 7 ํ 38 ่").orphans == 0
    assert quality("ตอบข้อ ก ข ค ง หรือ จ").spread == 0


def test_a_page_takes_little_time() -> None:
    page = (CLEAN * 20)[:3000]
    quality(page)
    took = []
    for _ in range(5):
        start = perf_counter()
        quality(page)
        took.append(perf_counter() - start)
    assert min(took) < 0.015


def test_pages_of_real_minutes_are_not_bad(shared: Path) -> None:
    paths = [
        *sorted((shared / "records" / "cabinet").glob("*.txt"))[::25],
        *(shared / "records").glob("workshop*/*.txt"),
    ]
    scores = []
    for path in paths:
        text = normalise(path.read_text("utf-8"))
        scores += [quality(page[0]).score for page in re.finditer(r"(?s).{1,3000}(?:\n|$)", text)]
    assert len(scores) > 100
    assert min(scores) > BAD


def test_digits_without_end_take_no_time_without_end() -> None:
    began = perf_counter()
    quality("๑" * 400_000)
    assert perf_counter() - began < 10
