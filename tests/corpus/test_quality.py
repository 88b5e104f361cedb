"""The score of a page's text: high for what is written well, low for each kind of bad extraction."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.quality import BAD, quality
from corpus.thai import normalise

CLEAN = (
    "ที่ประชุมพิจารณาแล้วมีมติเห็นชอบให้สำนักงานจังหวัดดำเนินการปรับปรุงระบบระบายน้ำในเขตเทศบาล "
    "โดยใช้งบประมาณประจำปี 2567 จำนวน 4,500,000 บาท และให้รายงานความก้าวหน้าต่อคณะกรรมการทุกไตรมาส "
    "ทั้งนี้ ให้หน่วยงานที่เกี่ยวข้องสนับสนุนข้อมูลและบุคลากรตามความจำเป็นและเหมาะสม"
)


def moved(text: str) -> str:
    """Marks after the next letter, as where glyphs are sorted by their places."""
    return re.sub("([ก-ฮ])([ัิ-ื็-์])([ก-ฮ])", r"\1\3\2", text)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: " ".join(text),
        lambda text: "".join(2 * letter for letter in text),
        moved,
        lambda text: text.replace("่", "\ufffd"),
        lambda text: text.replace("้", "\uf70b").replace("่", "\uf70a"),
        lambda text: text.replace("ำ", " า"),
        lambda text: re.sub("[ก-ฮ]", lambda letter: "ฆ" if letter.start() % 3 else letter[0], text),
    ],
)
def test_damage_is_below_what_is_kept(damage: Callable[[str], str]) -> None:
    assert quality(damage(CLEAN)).score < BAD


def test_clean_text_is_above_it() -> None:
    assert quality(CLEAN).score > 0.97


@pytest.mark.parametrize(
    "text", ["", "1,500.25\n2,000 | 35%", "The committee approved the budget of the province.", "มติ"]
)
def test_a_page_with_hardly_any_thai_is_not_bad(text: str) -> None:
    assert quality(text).score == 1.0


def test_pages_of_real_minutes_are_not_bad(shared: Path) -> None:
    bad = []
    for file in sorted((shared / "records" / "cabinet").glob("*.txt"))[::25]:
        text = normalise(file.read_text("utf-8"))
        pages = [text[start : start + 3000] for start in range(0, len(text), 3000)]
        bad += [page for page in pages if len(page) > 800 and quality(page).score < BAD]
    assert bad == []
