"""Which lines of a page are one paragraph."""

from __future__ import annotations

from dataclasses import replace

from corpus.lines import SetLine
from corpus.readers.paragraphs import paragraphs

EM = 10.0
LETTER = 5.0
"""The width of each letter."""


def page(*lines: tuple[str, float], step: float = 1.5) -> str:
    """What lines with these indents say, set below each other; the column is 400 wide."""
    return paragraphs(
        [
            SetLine(text, indent, indent + LETTER * sum(letter not in "่้๊๋ัิีึืุู์็" for letter in text), -place * step * EM, EM)
            for place, (text, indent) in enumerate(lines)
        ]
    )[0]


FULL = "ที่ประชุมพิจารณาแล้วเห็นว่าควรให้จังหวัดที่ได้รับประโยชน์จากโครงการขุดลอกคลองมีส่วนร่วมรับผิดชอบ"
FULL_TOO = "ค่าใช้จ่ายในการดำเนินงานตามสัดส่วนของพื้นที่รับประโยชน์และให้สำนักงานเลขานุการจัดทำรายละเอียด"
SHORT = "เสนอในการประชุมครั้งต่อไป"


def test_a_full_line_goes_on_below() -> None:
    assert page((FULL, 0), (FULL_TOO, 0), (SHORT, 0)) == FULL + FULL_TOO + SHORT


def test_a_short_line_ends_its_paragraph() -> None:
    assert page((FULL, 0), (SHORT, 0), (FULL_TOO, 0)) == f"{FULL}{SHORT}\n{FULL_TOO}"


def test_what_a_slash_joins_has_room_only_together() -> None:
    line = FULL[: -len("รับผิดชอบ")]
    assert page((FULL, 0), (line, 0), ("สำนัก/หน่วยงานอื่นในพื้นที่", 0), (FULL_TOO, 0)).startswith(f"{FULL}{line}สำนัก/หน่วย")


def test_what_has_a_bullet_is_not_centred() -> None:
    line, shorter = f"• {FULL.removesuffix('ชอบ')}", FULL_TOO.removesuffix("รายละเอียด")
    assert page((line, 0), (shorter, 20), (FULL_TOO, 20), (FULL_TOO, 20)).startswith(line + shorter)


def test_a_bold_line_does_not_go_on_in_one_that_is_not() -> None:
    heading, body = SetLine(FULL, 0, 400, 0, EM, True), SetLine(FULL_TOO, 0, 400, -15, EM)
    assert paragraphs([heading, body])[0] == f"{FULL}\n{FULL_TOO}"
    assert paragraphs([heading, replace(body, bold=True, begins_bold=True)])[0] == FULL + FULL_TOO
    assert paragraphs([heading, replace(body, begins_bold=True)])[0] == FULL + FULL_TOO
    assert paragraphs([replace(heading, bold=False), body])[0] == FULL + FULL_TOO


def test_there_is_no_space_after_what_opens_before_what_closes_or_at_a_slash() -> None:
    for end in ("/", "(", "“"):
        assert page((FULL + end, 0), (FULL_TOO, 0)) == FULL + end + FULL_TOO
    for beginning in ("/", ") ", "” "):
        assert page((FULL, 0), (beginning + FULL_TOO[:-8], 0)) == FULL + beginning + FULL_TOO[:-8]


def test_a_space_at_the_end_of_a_line_stays() -> None:
    assert page((FULL + " ", 0), (FULL_TOO, 0)) == f"{FULL} {FULL_TOO}"
    assert page((FULL, 0), ("2567 " + FULL_TOO[:-8], 0)) == f"{FULL} 2567 {FULL_TOO[:-8]}"


def test_a_bullet_a_number_and_a_heading_begin_a_paragraph() -> None:
    for opening in ("- ", "3. ", "(๒) ", "ประเด็นที่ ๔ ", "ระเบียบวาระที่ 2 ", "มติที่ประชุม "):
        assert page((FULL, 0), (opening + FULL_TOO, 0)) == f"{FULL}\n{opening}{FULL_TOO}"


def test_an_indent_begins_a_paragraph_but_below_a_bullet() -> None:
    assert page((FULL, 0), (FULL_TOO, 20)) == f"{FULL}\n{FULL_TOO}"
    assert page(("- " + FULL, 0), (FULL_TOO, 15), (SHORT, 15)) == f"- {FULL}{FULL_TOO}{SHORT}"


def test_a_bullet_of_a_symbol_font_is_a_bullet() -> None:
    assert page(("\uf0b7  " + FULL, 0), (FULL_TOO, 12)) == f"• {FULL}{FULL_TOO}"


def test_the_first_line_of_a_paragraph_may_be_indented() -> None:
    assert page((FULL, 30), (FULL_TOO, 0), (SHORT, 0)) == FULL + FULL_TOO + SHORT


def test_rows_of_a_table_stay_lines() -> None:
    row = f"{FULL[:40]}  {FULL[40:]}"
    assert page((row, 0), (row, 0)) == f"{row}\n{row}"


def test_a_page_of_names_stays_lines() -> None:
    names = ("นายธาวิน ศิลาวารี", "นางมณีกานต์ คีรีสถิต", "นางสาวอรวรา เกษมสาร")
    assert page(*((name, 0) for name in names)) == "\n".join(names)


def test_room_between_lines_parts_them() -> None:
    lines = [
        SetLine(text, 0, 400, base, EM) for text, base in ((FULL, 0), (FULL_TOO, -15), (FULL, -45), (FULL_TOO, -60))
    ]
    assert paragraphs(lines)[0] == f"{FULL}{FULL_TOO}\n{FULL}{FULL_TOO}"


def test_no_lines_say_nothing() -> None:
    assert paragraphs([])[0] == ""
