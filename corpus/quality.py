"""How well a page was read: the share of its Thai that is in known words, and the traces of bad extraction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize

from corpus.thai import CONSONANTS, MARKS, THAI

BAD = 0.93
"""Below this score a page is read again in another way. The worst of 1,106 clean pages of minutes had .95."""
_LEAST = 40
"""Thai characters below which there is nothing to judge by."""
_WEIGHT = 5.0
"""What a trace of damage costs, in characters that are in no word."""
_RUN = re.compile(f"[{THAI}]+")
_ORPHAN = re.compile(f"(?<![{CONSONANTS}{MARKS}])[{MARKS}ะาำ]")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_APART = re.compile(f"(?<![^\\s])[{CONSONANTS}](?: [{CONSONANTS}า]){{3,}}(?![^\\s])")
_DOUBLED = re.compile(f"([{THAI}])\\1([{THAI}])\\2([{THAI}])\\3")


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of a text's characters."""

    thai: int
    known: int
    """Thai characters in words of the dictionary, of two letters or more: of two readings, the better has more."""
    damaged: int
    """Marks without a letter, characters that stand for none, letters set apart or doubled."""

    @property
    def score(self) -> float:
        """0 to 1: 1 where the text is as it was written, and where it holds hardly any Thai."""
        if self.thai < _LEAST:
            return 1.0 if not self.damaged else max(0.0, 1 - self.damaged / max(1, self.thai + self.damaged))
        return max(0.0, (self.known - _WEIGHT * self.damaged) / self.thai)


def quality(text: str) -> Quality:
    """The quality of a page's text."""
    runs = _RUN.findall(text)
    tokens = (token for run in runs for token in word_tokenize(run, engine="nlpo3"))
    known = sum(len(token) for token in tokens if len(token) > 1 and token in _dictionary())
    found = (_ORPHAN, _LOST, _APART, _DOUBLED)
    damaged = sum(len(match[0]) for pattern in found for match in pattern.finditer(text))
    return Quality(sum(map(len, runs)), known, damaged)


@lru_cache(1)
def _dictionary() -> frozenset[str]:
    return frozenset(thai_words())
