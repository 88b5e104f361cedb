from __future__ import annotations

from corpus.readers.layout import Glyph, set_lines


def row(text: str, left: float = 0, base: float = 0, size: float = 10) -> list[Glyph]:
    """Glyphs half as wide as their size, one after the other."""
    return [Glyph(letter, left + place * 5, left + place * 5 + 5, base, size) for place, letter in enumerate(text)]


def test_a_page_without_glyphs_has_no_text() -> None:
    assert set_lines([])[0] == ""
    assert set_lines(row("  "))[0] == ""


def test_a_sara_am_whose_box_is_that_of_its_ring_leaves_no_gap() -> None:
    ring = Glyph("ำ", 2, 5.2, 0, 10)
    assert set_lines([*row("ค"), ring, *row("ขาด", 9)])[0] == "คำขาด"
    assert set_lines([*row("ค"), ring, *row("ขาด", 12)])[0] == "คำ ขาด"


def test_a_raised_figure_stays_on_its_line() -> None:
    assert set_lines([*row("หน้า", base=100), *row("1", 20, 103, 6)])[0] == "หน้า1"


def test_a_second_column_starts_a_new_piece_and_not_a_new_line() -> None:
    assert set_lines([*row("ขวา", 100), *row("ซ้าย"), *row("ล่าง", base=-12)])[0] == "ซ้าย  ขวา\nล่าง"


def test_white_space_as_wide_as_a_tab_does_not_hide_a_column() -> None:
    tab = Glyph("\t", 10, 100, 0, 10)
    assert set_lines([*row("1."), tab, *row("วาระ", 100)])[0] == "1.  วาระ"
