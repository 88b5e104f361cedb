from __future__ import annotations

from PIL import Image, ImageDraw

from corpus.readers.coverage import misses_line
from corpus.readers.pieces import Piece

LETTER, STEP = 20, 50


def drawn(count: int) -> Image.Image:
    """A page with so many lines of ink."""
    image = Image.new("L", (600, 60 + STEP * count), 255)
    draw = ImageDraw.Draw(image)
    for number in range(count):
        draw.rectangle((40, STEP * (number + 1) - LETTER, 500, STEP * (number + 1)), fill=20)
    return image


def read(*numbers: int) -> list[list[Piece]]:
    """Recognised lines, by their numbers on the page."""
    return [[Piece("ก", (40, STEP * (n + 1) - LETTER, 500, STEP * (n + 1)), n, "", LETTER, 0.95)] for n in numbers]


def test_a_line_of_ink_that_is_not_recognised_is_missed() -> None:
    assert not misses_line(drawn(5), read(0, 1, 2, 3, 4))
    for left_out in range(5):
        assert misses_line(drawn(5), read(*sorted({0, 1, 2, 3, 4} - {left_out})))


def test_dust_rules_and_the_margin_are_no_lines() -> None:
    image = drawn(3)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 4, 500, 8), fill=20)
    draw.rectangle((10, STEP + 8, 12, STEP + 20), fill=20)
    assert not misses_line(image, read(0, 1, 2))


def test_where_nothing_is_recognised_nothing_is_missed() -> None:
    assert not misses_line(drawn(2), [])
