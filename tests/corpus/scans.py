"""Scans of a page of minutes: drawn, turned a little, with noise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import fontpkg
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, features

from corpus.readers.tesseract import find_data
from corpus.thai import normalise

needs_data = pytest.mark.skipif(find_data() is None, reason="no Thai data for Tesseract: install tesseract-ocr-tha")
needs_shaping = pytest.mark.skipif(
    not (features.check("raqm") and features.check("fribidi")),
    reason="Pillow cannot shape Thai here: install libfribidi",
)
needs_osd = pytest.mark.skipif(
    not ((find_data() or Path("/none")) / "osd.traineddata").is_file(), reason="no osd.traineddata for Tesseract"
)

LINES = (
    "รายงานการประชุมชมรมจักรยานริมเขื่อน",
    "ครั้งที่ 4/2566 วันศุกร์ที่ 12 พฤษภาคม 2566",
    "ผู้มาประชุม นายปกรณ์ ใจเย็น และนางสาวสุดา มั่นคง",
    "วาระที่ 1 เรื่องแจ้งเพื่อทราบ",
    "ประธานแจ้งว่าร้าน Happy Bike มอบหมวกนิรภัย 35 ใบ",
    "มูลค่ารวม 17,500 บาท ให้สมาชิกใหม่",
    "วาระที่ 2 เรื่องเพื่อพิจารณา",
    "เลขานุการเสนอให้ซ่อมทางลาดหน้าโรงเก็บจักรยาน",
    "มติ: เห็นชอบ และให้เริ่มงานภายในเดือนมิถุนายน",
)
ROWS = (("รายการ", "งบประมาณ"), ("ซ่อมทางลาด", "48,000"), ("สูบลม", "6,250"))


@lru_cache
def page(dpi: int = 300, rows: tuple[tuple[str, ...], ...] = ()) -> Image.Image:
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    draw = ImageDraw.Draw(image)
    font, bold = (
        ImageFont.truetype(str(fontpkg.path("Sarabun", weight)), round(13 * dpi / 72)) for weight in (400, 700)
    )
    for number, line in enumerate(LINES):
        font_of_line = bold if number == 0 or line.startswith("วาระ") else font
        draw.text((dpi, (1 + 0.32 * number) * dpi), line, font=font_of_line, fill=20)
    for number, row in enumerate(rows):
        top = (4.2 + 0.32 * number) * dpi
        draw.rectangle((dpi, top, 6 * dpi, top + 0.32 * dpi), outline=20, width=3)
        for column, cell in enumerate(row):
            draw.text(((1.1 + 3 * column) * dpi, top + 0.02 * dpi), cell, font=font, fill=20)
    return image


def scanned(image: Image.Image, angle: float, noise: float = 12) -> Image.Image:
    turned = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    spread = np.random.default_rng(7).normal(0, noise, (turned.height, turned.width))
    return Image.fromarray((np.asarray(turned, np.float32) * 0.92 + spread).clip(0, 255).astype(np.uint8))


def errors(expected: str, text: str) -> float:
    """The share of characters that differ, without white space."""
    one, other = ("".join(normalise(part).split()) for part in (expected, text))
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row = row, [i]
        for j, right in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (left != right)))
    return row[-1] / len(one)
