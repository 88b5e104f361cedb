from __future__ import annotations

from functools import lru_cache

import fontpkg
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.readers.ocr import read_image
from tests.corpus.scans import needs_data, needs_shaping, scanned

pytestmark = [needs_data, needs_shaping]

WORDS = ("Data", "OTOP", "Big", "Thailand", "EIA", "Smart", "KPI", "AI", "Third", "Zoning")
"""Most of which are no words where both languages are read at once."""
THAI = ("ปลาทับทิม", "นางสาวกัญญ์วรา", "ก.พ.ร.", "(ร่าง)", "2.1.3", "100", "ฯลฯ")


@lru_cache
def text() -> str:
    """What is read of a page whose lines have an English word each, and of Thai words that are in no dictionary."""
    image = Image.new("L", (2480, 3508), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(fontpkg.path("Sarabun", 400)), 60)
    for row, word in enumerate((*WORDS, *THAI)):
        draw.text((300, 280 + 115 * row), f"ที่ประชุมเห็นชอบ {word} ตามที่เสนอ", font=font, fill=20)
    return read_image(scanned(image, 0.6), 300).text


@pytest.mark.parametrize("word", WORDS)
def test_an_english_word_of_a_thai_line_is_read(word: str) -> None:
    assert f"เห็นชอบ {word} ตามที่เสนอ" in text()


@pytest.mark.parametrize("word", THAI)
def test_no_thai_and_no_number_is_taken_for_english(word: str) -> None:
    assert f"เห็นชอบ {word} ตามที่เสนอ" in text()
