"""A quote is a range: cut where phrases end, and any change to it is caught."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.quotes import LONGEST, UnverifiedQuote, phrases, verify, windows

THAI = st.text(st.sampled_from("กขคงจาิ่้ะ 12บาท.\n-"), max_size=900)


@given(THAI, st.data())
def test_a_range_of_the_text_is_verified(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(end > start)
    verify(text[start:end], text, start, end)


@given(THAI.filter(lambda text: len(text) > 3), st.data())
def test_any_changed_letter_is_caught(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("ฮ๙X").filter(lambda letter: letter != text[place]))
    with pytest.raises(UnverifiedQuote):
        verify(text[:place] + letter + text[place + 1 :], text, 0, len(text))


def test_an_empty_quote_proves_nothing() -> None:
    with pytest.raises(UnverifiedQuote):
        verify("", "ข้อความ", 0, 0)


def test_letters_that_look_alike_are_not_alike() -> None:
    with pytest.raises(UnverifiedQuote):
        verify("น\u0e4d\u0e32", "น้ำน\u0e33", 3, 5)


@given(THAI)
def test_windows_are_bounded_and_cover_the_text(text: str) -> None:
    spans = windows(text, 0, len(text), LONGEST)
    assert all(0 < span.end - span.start <= LONGEST for span in spans)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())


def test_a_phrase_without_spaces_is_not_cut_between_a_letter_and_its_mark() -> None:
    text = "ที่" * 400
    for span in windows(text, 0, len(text), LONGEST):
        assert text[span.start] == "ท"


@pytest.mark.parametrize(
    "text",
    ["วงเงิน 1,200 ล้านบาท", "10 – 20%", "วันที่ 18 มกราคม 2553", "ร้อยละ 40 ของวงเงิน", "พ.ศ. 2567", "มาตรา 38 (2)"],
)
def test_amounts_and_dates_are_one_phrase(text: str) -> None:
    assert "1" not in text or len(list(phrases(text, 0, len(text)))) <= 2
    first = next(phrases(text, 0, len(text)))
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    assert first.start <= digits[0] <= digits[-1] < first.end
