"""Repairs of badly extracted Thai, and the texts that they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.reading import read_revision
from corpus.repair import repaired
from corpus.thai import normalise
from tests.conftest import SAMPLES


@pytest.mark.parametrize(
    ("spoilt", "mended"),
    [
        ("ท าตาม", "ทำตาม"),
        ("งบประมาณประจ าปี 2567", "งบประมาณประจำปี 2567"),
        ("ด าเนินการก ากับและส ารวจ", "ดำเนินการกำกับและสำรวจ"),
        ("ผู้น าชุมชนท าการ", "ผู้นำชุมชนทำการ"),
        ("น้ าท่วม", "น้ำท่วม"),
        ("ก า ร ป ร ะ ชุ ม", "การประชุม"),
        ("ที่ ป ร ะ ชุ ม มี ม ติ เห็นชอบ", "ที่ประชุมมีมติ เห็นชอบ"),
        ("กกาารรปปรระะชชุุมม ครั้งที่ 1", "การประชุม ครั้งที่ 1"),
    ],
)
def test_a_spoilt_word_is_mended(spoilt: str, mended: str) -> None:
    assert repaired(normalise(spoilt)) == mended


@pytest.mark.parametrize(
    "text",
    [
        "ก ข ค ง จ",
        "ลำดับ ก ข ค ง",
        "เมตร ารางเมตร",
        "มติ ที่ ประชุม",
        "ณ ที่ ทำ การ",
        "ๆ ๆ ๆ ๆ",
        "1 1 2 2 3 3",
        "กรรมการ",
        "ธรรมมงคล",
        "พ.ศ. ๒๕๖๗ ข้อ ๑ ๑ ๒ ๒",
        "",
    ],
)
def test_what_is_no_word_together_stays_apart(text: str) -> None:
    assert repaired(text) == text


def test_a_repair_is_made_once() -> None:
    for text in ("ท าตาม ก า ร ป ร ะ ชุ ม", "กกาารรปปรระะชชุุมม"):
        assert repaired(repaired(text)) == repaired(text)


def test_the_samples_come_out_as_they_are() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        text = read_revision(path).text
        assert repaired(text) == text


@pytest.mark.slow
def test_clean_minutes_come_out_as_they_are(shared: Path) -> None:
    """Three of the 178 hold what a PDF spoilt ("ส าหรับ", "ว า ง ท่ อ"); all others are left as they are."""
    texts = [normalise(path.read_text("utf-8")) for path in sorted((shared / "records").rglob("*.txt"))]
    assert sum(repaired(text) != text for text in texts) <= 3
