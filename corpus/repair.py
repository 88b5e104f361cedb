"""Repairs of Thai that a PDF's fonts or a picture's letters spoilt; clean text comes out as it is.

Each repair is made where the words that come of it are known, and only there. Lines stay as they are.
"""

from __future__ import annotations

import re

from corpus.dictionary import is_word, tokens, unknown
from corpus.frequencies import word_counts
from corpus.thai import CONSONANTS, MARKS, THAI, TONES, normalise

_SHIFTED = "\uf700-\uf71a\uf884-\uf89e"
"""Thai letters of old fonts in the private-use area, which the normaliser puts back."""
_WORD = f"[{THAI}{_SHIFTED}]"
_LATIN_MARKS = str.maketrans("ÉÊÍ", "\u0e48\u0e49\u0e4c")
_LATIN_AFTER_THAI = re.compile(f"(?<=[{THAI}])[ÉÊÍ]+")
_TONE = f"[{TONES}\uf705-\uf70e\uf713-\uf717\uf88b-\uf898]"
_CLUSTER = f"(?:[เ-ไ]?[{CONSONANTS}][{MARKS}{_SHIFTED}]*[ะาำๅ]?|[เ-ไะาำๆ])"
_GAP = "[ \ufffd]"
_LOST_AM = re.compile(f"(?<=[{CONSONANTS}])(?={_TONE}?{_GAP}){_GAP}{{0,2}}({_TONE}?){_GAP}{{0,2}}า")
_SIGN = f'(?:{_CLUSTER}{{1,2}}|[0-9๐-๙]|[().,/:%“”"-])'
_APART = re.compile(f"(?<!\\S)(?:{_SIGN} ){{3,}}{_SIGN}(?!\\S)")
_SHORT_FORM = re.compile(f"(?:[{CONSONANTS}]{{1,4}}\\.)+")
_NUMBERED = re.compile(r"(?:ที่|พ\.ศ\.|ปี)\d")
_UNSPACED = re.compile(f"(?<={_WORD})(?=[0-9๐-๙(])|(?<=[0-9๐-๙)])(?={_WORD})")
"""Where Thai is written with a space, which cannot be told from those between letters."""
_TWINS = f"([^\\s{MARKS}])\\1([{MARKS}]*)"
_DOUBLED = re.compile(f"(?:{_TWINS}[^\\S\n]*){{6,}}")
"""Each letter, digit and sign twice, again and again; of twin marks the normaliser may have left one."""
_DOUBLED_LINE = re.compile(f"^(?:{_TWINS}[^\\S\n]*){{3,}}$", re.MULTILINE)
_SPLIT = re.compile(f"(?<={_WORD}) (?={_WORD})")
_BEFORE, _AFTER = re.compile(f"{_WORD}*$"), re.compile(f"{_WORD}*")
_STRANGE = 0.2
"""The share of letters that may be in no known word where every letter stands twice: those of names."""
_MOST = 40
"""Letters on each side of a repair by which it is judged."""
_SURE = 5
"""Letters of a word that does not come about by chance where a space is left out."""


def with_marks(text: str) -> str:
    """The text with Latin letters after Thai as the marks for which some fonts say them."""
    return _LATIN_AFTER_THAI.sub(lambda found: found.group().translate(_LATIN_MARKS), text)


def repaired(text: str) -> str:
    """The text with what was spoilt put back: a lost ำ ("ประจ าปี"), letters set apart or twice, a word cut by a space.

    It may be called before the normaliser or after it; before, it also tells "น ้า" (น้ำ) from "น้า".
    """
    text = _set_once(text)
    text = _set_together(text)
    text = _LOST_AM.sub(_with_am, text)
    return _SPLIT.sub(_whole, text)


def _set_once(text: str) -> str:
    """What is set twice set once: where some surely is, so is a line of nothing else, though its Thai is no word.

    A line of figures alone stays: "220000" may be meant.
    """
    sure = _DOUBLED.sub(_halved, text)
    return text if sure == text else _DOUBLED_LINE.sub(_halved_line, sure)


def _halved_line(found: re.Match[str]) -> str:
    return _single(found) if re.search(_WORD, found[0]) else found[0]


def _single(found: re.Match[str]) -> str:
    return re.sub(r"  +", " ", re.sub(_TWINS, r"\1\2", found[0]))


def _halved(found: re.Match[str]) -> str:
    single = _single(found)
    thai = re.findall(f"{_WORD}+", normalise(single))
    is_known = thai and sum(map(_unknown, thai)) <= _STRANGE * sum(map(len, thai))
    return single if is_known else found[0]


def _set_together(text: str) -> str:
    """What is set apart put together: where some surely is, so is more whose pieces happen to be words."""
    sure = _APART.sub(lambda found: _together(found, 0.5), text)
    return text if sure == text else _APART.sub(lambda found: _together(found, 0.75), sure)


def _together(found: re.Match[str], most: float) -> str:
    """Known words, at most this share of the pieces, where fewer pieces were words: "มี มี มี มี" is left.

    So are more figures than letters, unless they are a number or a year: they may be those of several cells.
    """
    pieces, joined = found[0].split(" "), found[0].replace(" ", "")
    thai = [piece for piece in pieces if re.match(_WORD, piece)]
    runs = re.findall(f"{_WORD}+", normalise(_SHORT_FORM.sub(" ", joined)))
    words = sum(len(_tokens(run)) for run in runs)
    is_spread = sum(not is_word(piece) for piece in thai) > (1 - most) * len(thai) and 0 < words <= most * len(thai)
    is_strange = sum(map(_unknown, runs)) > _STRANGE * sum(map(len, runs))
    is_row = len(re.findall(r"\d", joined)) > len(thai) and not _NUMBERED.search(joined)
    return _UNSPACED.sub(" ", joined) if is_spread and not is_strange and not is_row else found[0]


def _with_am(found: re.Match[str]) -> str:
    """ำ, where that makes a known word, loses none beside it, and is likelier than only to leave out the space."""
    head, tail = _around(found)
    joined, plain = f"{head}{found[1]}ำ{tail}", f"{head}{found[1]}า{tail}"
    strange = _unknown(joined)
    beside = min(_unknown(head), _unknown(head[:-1])) + _unknown(tail)
    word = _word_over(joined, len(head))
    if not word or strange > min(beside, _unknown(plain)):
        return found[0]
    is_likelier = strange < _unknown(plain) or _rank(word) > _rank(_word_over(plain, len(head)))
    return f"{found[1]}ำ" if is_likelier else found[0]


def _whole(found: re.Match[str]) -> str:
    """No space, where it stands between two pieces that are no words and are a long one together."""
    head, tail = _around(found)
    if is_word(_tokens(head)[-1]) or is_word(_tokens(tail)[0]):
        return found[0]
    is_cut = len(_word_over(head + tail, len(head))) >= _SURE and _unknown(head + tail) == 0
    return "" if is_cut else found[0]


def _around(found: re.Match[str]) -> tuple[str, str]:
    """The letters without a space before and after."""
    before = _BEFORE.search(found.string, max(0, found.start() - _MOST), found.start())
    after = _AFTER.match(found.string, found.end(), found.end() + _MOST)
    return before[0] if before else "", after[0] if after else ""


def _rank(word: str) -> tuple[int, int]:
    """How likely a word is where another could stand: the longer the less by chance."""
    return len(word), word_counts()[word]


def _word_over(text: str, position: int) -> str:
    """The known word that begins before a position of the text and ends after it, or none."""
    start = 0
    for token in _tokens(text):
        if start < position < start + len(token):
            return token if is_word(token) else ""
        start += len(token)
    return ""


def _unknown(text: str) -> int:
    """Letters that are in no known word of two letters or more."""
    return unknown(_tokens(text))


def _tokens(text: str) -> list[str]:
    return tokens(normalise(text))
