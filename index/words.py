"""The terms of a text for lexical ranking: Thai words, runs of 2 to 4 characters, and numbers by value.

A term is known by a 32-bit key. A gram's key is exact: four symbols of eight bits. A word's key is a digest, and two
of 100,000 words share one about once.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pythainlp.tokenize import word_tokenize

from corpus.thai import fold
from corpus.values import values

Keys: TypeAlias = NDArray[np.uint32]
AnalyserName: TypeAlias = Literal["words", "grams", "values"]

GRAM_LENGTHS = (2, 3, 4)
_PIECE = re.compile(r".{1,1000}(?=\s|$)|.{1,1000}", re.DOTALL)


def words(text: str) -> list[str]:
    """The words of a text in reading order, folded, without punctuation; a number loses its thousands commas."""
    tokens = (token for piece in _PIECE.findall(fold(text)) for token in word_tokenize(piece, engine="nlpo3"))
    return [word for word in map(_bare, tokens) if word]


@lru_cache(maxsize=1 << 17)
def word_key(word: str) -> int:
    """The key of one word as ``words`` gives it."""
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "little")


def word_keys(text: str) -> Keys:
    """The keys of ``words(text)``, one for one."""
    return keys_of(words(text))


def keys_of(found: Iterable[str]) -> Keys:
    """The keys of words as ``words`` gives them, one for one."""
    return np.fromiter(map(word_key, found), np.uint32)


def gram_keys(text: str) -> Keys:
    """The keys of every run of 2, 3 and 4 characters; white space of any kind and length counts as one character."""
    codes = np.frombuffer(fold(text).encode("utf-32-le"), np.uint32)
    symbols = _SYMBOLS[np.minimum(codes, _OTHER)]
    return np.concatenate([_runs(symbols, length) for length in GRAM_LENGTHS])


def value_keys(text: str) -> Keys:
    """The keys of a text's dates, amounts, shares and ordinals, by value."""
    return keys_of(values(text))


ANALYSERS: dict[AnalyserName, Callable[[str], Keys]] = {"words": word_keys, "grams": gram_keys, "values": value_keys}


@lru_cache(maxsize=1 << 17)
def _bare(token: str) -> str:
    """The token without the marks around it, "" where nothing else is in it."""
    inner = token.strip(_MARKS)
    if not any(map(str.isalnum, inner)):
        return ""
    return inner.replace(",", "") if inner[0].isdecimal() else inner


def _symbol_table() -> NDArray[np.uint32]:
    """Code point -> symbol from 1 to 255: its own for the space, ASCII and Thai, a shared one for the rest."""
    own = [*range(0x20, 0x7F), *range(0xE01, 0xE5C)]
    table = (len(own) + 1 + np.arange(_OTHER + 1) % (255 - len(own))).astype(np.uint32)
    table[own] = np.arange(1, len(own) + 1)
    return table


def _runs(symbols: NDArray[np.uint32], length: int) -> Keys:
    """The keys of every run of ``length`` symbols."""
    count = max(len(symbols) - length + 1, 0)
    keys = np.zeros(count, np.uint32)
    for place in range(length):
        keys |= symbols[place : place + count] << np.uint32(8 * place)
    return keys


_MARKS = string.whitespace + string.punctuation + "ๆฯ“”‘’–—…•·"
_OTHER = 0xFFFF
_SYMBOLS = _symbol_table()
