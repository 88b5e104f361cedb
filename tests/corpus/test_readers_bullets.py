from __future__ import annotations

from corpus.readers.bullets import with_bullets
from corpus.readers.pieces import Piece

BOX = (0, 0, 9, 9)


def page(*lines: str) -> list[list[Piece]]:
    """Lines of a page whose words are a piece each."""
    return [
        [Piece(word, BOX, number, " " if place else "", 9.0, 0.9) for place, word in enumerate(line.split())]
        for number, line in enumerate(lines)
    ]


def firsts(lines: list[list[Piece]]) -> list[str]:
    return [line[0].text for line in lines]


def test_what_begins_several_lines_alone_is_a_bullet() -> None:
    assert firsts(with_bullets(page("๑ ให้จังหวัดเสนอ", "ข้อความ", ". ให้กรมจัดสรร", "๑ ให้ติดตาม"))) == [
        "•",
        "ข้อความ",
        "•",
        "•",
    ]


def test_a_numbering_stays() -> None:
    for numbered in (("๑ เรื่องแรก", "๑ เรื่องแรก", "๒ เรื่องสอง"), ("๑. เรื่อง", "๑. เรื่อง"), ("๑", "๑")):
        assert with_bullets(page(*numbered)) == page(*numbered)


def test_a_single_one_stays() -> None:
    assert firsts(with_bullets(page("๑ ห้องประชุม", "ข้อความ"))) == ["๑", "ข้อความ"]
