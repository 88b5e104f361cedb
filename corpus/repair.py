"""Repairs of Thai that a PDF's fonts or a picture's letters spoilt; clean text comes out as it is.

Each repair is made where the words that come of it are known, and only there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize

from corpus.thai import CONSONANTS, MARKS, THAI, TONES

_CLUSTER = f"[เ-ไ]?[{CONSONANTS}][{MARKS}]*[ะาำๅ]?"
_LOST_AM = re.compile(f"(?<=[{CONSONANTS}])([{TONES}]?) +า|(?<=[{CONSONANTS}]) +([{TONES}])า")
_APART = re.compile(f"(?<![{THAI}])(?:(?:{_CLUSTER}|[เ-ไะาำๆ]) ){{3,}}(?:{_CLUSTER}|[ะาำๆ])(?![{THAI}])")
_TWIN = f"([{THAI}])\\1([{MARKS}]*)"
_DOUBLED = re.compile(f"(?:{_TWIN}){{6,}}")
"""Twice the same letter again and again; of twin marks the normaliser has left one."""
_BEFORE, _AFTER = re.compile(f"[{THAI}]*$"), re.compile(f"[{THAI}]*")
_MOST = 40
"""Letters on each side of a repair by which it is judged."""


def repaired(text: str) -> str:
    """The text with a lost ำ put back ("ประจ าปี"), and letters that were set apart or twice put together."""
    for pattern, mended in ((_DOUBLED, _halved), (_APART, _together)):
        text = pattern.sub(lambda found: _if_known(found[0], mended(found[0])), text)  # noqa: B023 (called at once)
    return _LOST_AM.sub(_with_am, text)


def _halved(found: str) -> str:
    return re.sub(_TWIN, r"\1\2", found)


def _together(found: str) -> str:
    return found.replace(" ", "")


def _if_known(found: str, mended: str) -> str:
    return mended if _unknown(mended) == 0 else found


def _with_am(found: re.Match[str]) -> str:
    """ำ, where the letter before it, which ends no known word, is of one with it, and no other word is lost by that."""
    before = _BEFORE.search(found.string, max(0, found.start() - _MOST), found.start())
    after = _AFTER.match(found.string, found.end(), found.end() + _MOST)
    head, tail = before[0] if before else "", after[0] if after else ""
    tone = found[1] or found[2] or ""
    joined = f"{head}{tone}ำ{tail}"
    helps = _unknown(head) > 0 and _unknown(joined) <= _unknown(head[:-1]) + _unknown(tail)
    return f"{tone}ำ" if helps and _is_within_word(joined, len(head)) else found[0]


def _is_within_word(text: str, position: int) -> bool:
    """Whether a known word goes on at a position of the text, over it."""
    start = 0
    for token in _tokens(text):
        if start < position < start + len(token):
            return token in _dictionary()
        start += len(token)
    return False


def _unknown(text: str) -> int:
    """Letters that are in no known word of two letters or more."""
    return sum(len(token) for token in _tokens(text) if len(token) < 2 or token not in _dictionary())


def _tokens(text: str) -> list[str]:
    tokens: list[str] = word_tokenize(text, engine="nlpo3")
    return tokens


@lru_cache(1)
def _dictionary() -> frozenset[str]:
    return frozenset(thai_words())
