from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.thai import MARKS, cluster_start, fold, normalise, normalise_with_offsets, thai_share

CONSONANTS = "".join(map(chr, range(0x0E01, 0x0E2F)))
SYLLABLES = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(("", "เ", "แ", "โ", "ใ", "ไ")),
    st.sampled_from(CONSONANTS),
    st.sampled_from(("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็")),
    st.sampled_from(("", "่", "้", "๊", "๋", "์")),
    st.sampled_from(("", "า", "ะ", "ำ", *CONSONANTS)),
)
BETWEEN = st.sampled_from(
    ("", "", "", " ", "  ", "\n", "\t", " ๒๕๖๗ ", "ๆ ", "ฯ ", " 3/2567 ", " (Smart City) ", "“", "” – ")
)
CLEAN = st.lists(st.tuples(SYLLABLES, BETWEEN).map("".join)).map("".join)

REPAIRS = {
    "น้ํา": "น้ำ",
    "นํ้า": "น้ำ",
    "น\u0e4d\u0e32": "นำ",
    "น ํ้า": "น้ำ",
    "ว่า่": "ว่า",
    "กำ่": "ก่ำ",
    "สำำนัก": "สำนัก",
    "สำานัก": "สำนัก",
    "เเผน": "แผน",
    "ทีี่": "ที่",
    "ท\u0e48\u0e35": "ที่",
    "ท ่าน": "ท่าน",
    "ที ่": "ที่",
    "จ ำนวน": "จำนวน",
    "ที\uf70a": "ที่",
    "ป\uf701": "ปิ",
    "ฝ\uf714าย": "ฝ้าย",
    "\uf70f\uf718": "ญุ",
    "\uf700าน": "ฐาน",
    "ฎ\uf71a": "ฎฺ",
    "ที\uf88a": "ที่",
    "ประ\u200bชุม": "ประชุม",
    "งบ\u00adประ\ufeffมาณ": "งบประมาณ",
    "ปี\u00a02567": "ปี 2567",
    "ก\u2003\u2003ข": "ก  ข",
    "ก\r\nข\rค\u2028ง\x0bจ\x0cฉ": "ก\nข\nค\nง\nจ\nฉ",
    "ก\x00ข\x85ค\x9d": "กข\nค",
    "cafe\u0301": "café",
    "ก\ud800ข": "กข",
}
"""What comes in, and what it means."""
PIECES = st.sampled_from(tuple(REPAIRS))
ANYTHING = st.text(
    st.one_of(
        st.sampled_from(f"กนป เแาำะๆ๑a\n\r{MARKS}\u0301\u0327\u200b\u00a0\uf70a\uf718\u1100\u1161"), st.characters()
    )
)


@pytest.mark.parametrize(("given_text", "meant"), REPAIRS.items())
def test_each_known_fault_is_repaired(given_text: str, meant: str) -> None:
    assert normalise(given_text) == meant


@pytest.mark.parametrize("text", ["ไม้เอก ่ ใช้กับ", "ก  ่าน", "ก\n่", "สระ ิ ี", "พุทฺธํ", "สิทธิ์ พันธุ์ ก็", "a\tb", "👍🏽 é 한국"])
def test_what_looks_odd_but_is_right_is_left_alone(text: str) -> None:
    assert normalise(text) == text


@given(CLEAN)
def test_clean_thai_comes_out_identical(text: str) -> None:
    normalised = normalise_with_offsets(text)
    assert normalised.text == text
    assert normalised.edits == ()


@given(ANYTHING)
@example("ก" + "่ี" * 50 + "\u0301")
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANYTHING)
def test_the_output_is_composed_and_holds_nothing_invisible(text: str) -> None:
    normalised = normalise(text)
    assert unicodedata.is_normalized("NFC", normalised)
    assert all(unicodedata.category(character) not in ("Cc", "Cs") or character in "\n\t" for character in normalised)


@given(st.lists(st.one_of(PIECES, SYLLABLES)), st.data())
def test_a_range_leads_back_to_the_pieces_it_came_from(pieces: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(pieces)))
    last = data.draw(st.integers(first, len(pieces)))
    before, inside, after = ("|".join(part) for part in (pieces[:first], pieces[first:last], pieces[last:]))
    source = f"{before}[{inside}]{after}"
    normalised = normalise_with_offsets(source)
    start, end = len(normalise(before)) + 1, len(normalise(before)) + 1 + len(normalise(inside))
    source_start, source_end = normalised.to_source(start, end)
    assert normalised.text[start:end] == normalise(inside) == normalise(source[source_start:source_end])
    assert len(before) + 1 <= source_start <= source_end <= len(before) + 1 + len(inside)


@given(ANYTHING, st.data())
def test_ranges_side_by_side_keep_their_order_in_the_source(text: str, data: st.DataObject) -> None:
    normalised = normalise_with_offsets(text)
    cuts = sorted(data.draw(st.tuples(*[st.integers(0, len(normalised.text))] * 3)))
    (start, end), (next_start, next_end) = (normalised.to_source(*cuts[:2]), normalised.to_source(*cuts[1:]))
    assert 0 <= start <= end <= len(text)
    assert start <= next_start <= next_end <= len(text)
    assert end <= next_end


def test_a_range_inside_a_repaired_piece_takes_in_the_whole_piece() -> None:
    normalised = normalise_with_offsets("ดื่มนํ้าใส")
    start = normalised.text.index("น้ำ")
    assert normalised.to_source(start, start + 3) == (4, 8)
    assert normalised.to_source(start + 1, start + 2) == (5, 7)
    assert normalised.to_source(start + 2, start + 3) == (5, 8)


def test_what_was_removed_beside_a_range_is_left_out() -> None:
    assert normalise_with_offsets("\u200bกข\u200b").to_source(0, 2) == (1, 3)
    assert normalise_with_offsets("\u200b").to_source(0, 0) == (1, 1)


@pytest.mark.parametrize(
    "run",
    [
        "่ี",
        "่",
        "ิ่์ํ",
        "่\u0301",
        "ุ่\u0327",
        "ก ่",
        "ำ่",
        " ่",
        " ำ",
        "ำ",
        "ำา",
        "ํ",
        "ํา",
        "เ",
        "\u1100\u1161\u11a8",
        "\u200b่",
        "ํ ",
    ],
)
def test_long_runs_take_no_longer_than_text(run: str) -> None:
    started = time.perf_counter()
    normalise("กิ" + run * 50_000)
    assert time.perf_counter() - started < 3


def test_folding_unifies_case_digits_spaces_quotes_and_dashes() -> None:
    assert fold(" มติ ครม.\u00a0ครั้งที่  ๑๒/๒๕๖๗\n“GDP”–‘Ａ’ ") == "มติ ครม. ครั้งที่ 12/2567 \"gdp\"-'ａ'"
    assert fold("นํ้า") == fold("น้ำ")


@given(ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_thai_share_counts_what_is_visible() -> None:
    assert thai_share("ที่ 12") == 0.6
    assert thai_share("กข\n\tค ") == 1.0
    assert thai_share(" \n") == 0.0
    assert thai_share("") == 0.0


@pytest.mark.parametrize(("position", "start"), [(0, 0), (1, 0), (2, 0), (3, 3), (4, 3), (5, 5)])
def test_a_text_is_cut_before_a_letter_and_not_before_its_mark(position: int, start: int) -> None:
    assert cluster_start("ที่น้", position) == start
