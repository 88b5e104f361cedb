from __future__ import annotations

from corpus.readers.ghosts import without_ghosts
from corpus.readers.pieces import Piece

LETTER = 20


def piece(text: str, left: int, right: int, foot: int = 100, lead: str = "", sure: float = 0.95, top: int = 0) -> Piece:
    return Piece(text, (left, top or foot - LETTER, right, foot), foot, lead, LETTER, sure)


def said(*lines: list[Piece]) -> list[str]:
    return ["".join(piece.lead + piece.text for piece in line) for line in without_ghosts(lines)]


WORD = [piece("ป", 0, 15), piece("ระ", 16, 44)]


def test_letters_that_are_read_twice_stand_once() -> None:
    again, more = piece("ะ", 32, 44, lead=" ", sure=0.6), piece("ชุม", 46, 80)
    assert said([WORD[0], piece("ร", 16, 30), piece("ะ", 31, 44), again, more]) == ["ประชุม"]


def test_of_two_readings_the_surer_stays() -> None:
    line = [*WORD, piece("ซี่", 60, 90, lead=" ", sure=0.4), piece("ซึ่ง", 66, 100, lead=" ")]
    assert said(line) == ["ประ ซึ่ง"]


def test_other_words_and_cells_whose_boxes_meet_stay() -> None:
    assert said([piece("ต่าง", 0, 40), piece("ๆ", 25, 45, lead=" ")]) == ["ต่าง ๆ"]
    assert said([piece("เห็น", 0, 40), piece("เห็น", 20, 60, lead=" | ")]) == ["เห็น | เห็น"]
    assert said([piece("๑๐", 0, 40), piece("๒๐", 20, 60, lead=" ")]) == ["๑๐ ๒๐"]


def test_figures_whose_boxes_meet_are_not_the_same() -> None:
    assert said([piece("10", 0, 60), piece("-", 40, 58, lead=" "), piece("20", 70, 99, lead=" ")]) == ["10 - 20"]


def test_a_doubtful_word_under_its_line_or_without_room_is_none() -> None:
    under = piece("See", 80, 140, 130, " ", 0.3)
    narrow = piece("5;", 60, 66, lead=" ", sure=0.3)
    assert said([*WORD, under]) == ["ประ"]
    assert said([*WORD, narrow]) == ["ประ"]
    assert said([narrow, piece("ประ", 70, 110, lead=" ")]) == ["ประ"]
    assert said([*WORD, piece("See", 80, 140, 130, " "), piece("5;", 150, 156, lead=" ")]) == ["ประ See 5;"]


def test_a_doubtful_line_in_the_marks_of_the_next_is_none() -> None:
    marks = [piece("เร่", 30, 60, 76, sure=0.4)]
    assert said(marks, WORD) == ["ประ"]
    assert said([piece("เร่", 30, 60, 76)], WORD) == ["เร่", "ประ"]
    assert said([piece("เร่", 30, 60, 60, sure=0.4)], WORD) == ["เร่", "ประ"]


def test_nothing_is_left_of_nothing() -> None:
    assert without_ghosts([]) == []
    assert without_ghosts([[piece("See", 80, 81, sure=0.1)]]) == []
