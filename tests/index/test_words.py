import numpy as np

from index.words import gram_keys, word_key, word_keys, words


def test_words_are_folded_and_bare_of_punctuation() -> None:
    assert words("มติ: (อนุมัติ) “งบประมาณ” ...\n\t—") == ["มติ", "อนุมัติ", "งบประมาณ"]


def test_thai_and_arabic_digits_are_the_same_word() -> None:
    assert words("๒๕๖๖") == words("2566") == ["2566"]


def test_numbers_lose_their_thousands_commas_and_keep_their_point() -> None:
    assert words("1,200.50 ล้านบาท")[0] == "1200.50"


def test_latin_words_do_not_depend_on_case() -> None:
    assert words("SMEs e-mail") == ["smes", "e-mail"]


def test_text_without_words_has_no_terms() -> None:
    for nothing in ("", " \n", "...", "— (“”)"):
        assert words(nothing) == []
        assert word_keys(nothing).shape == (0,)
    assert gram_keys("").shape == (0,)


def test_long_unbroken_text_loses_nothing() -> None:
    text = "อนุมัติงบประมาณ" * 1000
    assert "".join(words(text)) == text


def test_word_keys_follow_the_words() -> None:
    assert word_keys("อนุมัติ งบประมาณ").tolist() == [word_key("อนุมัติ"), word_key("งบประมาณ")]


def test_a_word_has_the_same_key_in_every_process() -> None:
    assert word_key("มติ") == 78118019


def test_a_short_text_has_one_gram_for_each_run() -> None:
    assert len(gram_keys("กข")) == 1
    assert len(gram_keys("กขค")) == 3
    assert len(gram_keys("กขคง")) == 6


def test_different_grams_have_different_keys() -> None:
    text = "กขคงจฉชซฌญฎฏฐ0123456789abcdefghij"
    assert len(np.unique(gram_keys(text))) == len(gram_keys(text)) == 3 * len(text) - 6


def test_white_space_of_any_kind_is_one_character() -> None:
    assert gram_keys("มติ ครม").tolist() == gram_keys(" มติ \n\t ครม ").tolist()
    assert len(gram_keys("ข ค")) == 3
    assert set(gram_keys("ข ค").tolist()).isdisjoint(gram_keys("ขค").tolist())


def test_characters_beyond_thai_and_ascii_still_make_grams() -> None:
    assert len(gram_keys("中文😀😀")) == 6
