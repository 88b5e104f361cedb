"""The words of the Thai dictionary that ships with pythainlp: those of a text, and what of it is in none."""

from __future__ import annotations

from collections.abc import Iterable

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize


def tokens(text: str) -> list[str]:
    """The words of a text, one after the other, and what stands between them."""
    found: list[str] = word_tokenize(text, engine="nlpo3", join_broken_num=False)
    return found


def is_word(token: str) -> bool:
    """Whether it is a known word of two letters or more."""
    return len(token) > 1 and token in thai_words()


def unknown(found: Iterable[str]) -> int:
    """How many letters of tokens are in no known word."""
    return sum(len(token) for token in found if not is_word(token))
