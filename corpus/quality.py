"""How well a page was read: the share of its Thai that is in known words, and the traces of bad extraction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dictionary import is_word, tokens
from corpus.thai import CONSONANTS, MARKS, THAI

BAD = 0.95
"""Below this score a page is read again in another way. The worst of 7,336 clean pages, a list of names, had .957."""
_TRUST = 150
"""Characters taken as known before the first is seen: what a page needs to be judged by."""
_TRACE = 20
"""What one trace costs, in characters that are in no word: clean minutes have one in half a million letters."""
_LETTER = f"[{CONSONANTS}ะ-ฺเ-ๅ]"
_RUN = re.compile(f"(?<![{THAI}])(?![{CONSONANTS}]{{1,4}}[.)])[{THAI}]+")
"""Thai without a break, but for abbreviations ("ป.ป.ช.") and labels ("ก)"), which no dictionary holds."""
_ORPHAN = re.compile(f"(?<![{CONSONANTS}{MARKS}])(?:[{MARKS}](?=\\S)|[ำาๅ]|(?<!า)ะ)")
"""A mark that stands alone, as in "ไม้เอก ่", is meant to."""
_LOST = re.compile(
    "[\ufffd\x00\x01\x03-\x08\x0e-\x1f\ue000-\uf01f\uf100-\uf8ff]|([\uf020-\uf0ff])(?!\\1)[\uf020-\uf0ff]"
)
"""No character at all. From U+F020 to U+F0FF are bullets and rules of symbol fonts; U+0002 is pdfium's hyphen."""
_FOREIGN = re.compile(f"(?<=[{THAI}])[À-ÿ]+|[À-ÿ][¡-ÿ]{{3,}}")
_APART = re.compile(f"(?<!\\S)(?!ก ข)[{CONSONANTS}](?: [{CONSONANTS}าะ]){{3,}}(?!\\S)")
_DOUBLED = re.compile(f"(?:({_LETTER})\\1[{MARKS}]*)(?:({_LETTER})\\2[{MARKS}]*)(?:({_LETTER})\\3)")


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of a text's characters."""

    thai: int
    """Thai characters, without those of abbreviations."""
    known: int
    """Thai characters in words of the dictionary, of two letters or more: of two readings, the better has more."""
    orphans: int
    """Marks and vowels without the letter that they need before them."""
    lost: int
    """Characters that stand for none: replacements, controls, private use."""
    foreign: int
    """Latin letters with accents where Thai was meant."""
    spread: int
    """Letters set apart or doubled, and what stands between them."""

    @property
    def score(self) -> float:
        """0 to 1, where 1 is a text as it was written; also of a page without Thai, which holds nothing to judge."""
        cost = self.thai - self.known + self.spread + _TRACE * (self.orphans + self.lost) + 2 * self.foreign
        return max(0.0, 1 - cost / (self.thai + _TRUST))


def quality(text: str) -> Quality:
    """The quality of a page's text."""
    runs = _RUN.findall(text)
    known = sum(len(token) for run in runs for token in tokens(run) if is_word(token))
    orphans, lost, foreign, apart, doubled = (
        sum(len(found[0]) for found in pattern.finditer(text))
        for pattern in (_ORPHAN, _LOST, _FOREIGN, _APART, _DOUBLED)
    )
    return Quality(sum(map(len, runs)), known, orphans, lost, foreign, apart + doubled)
