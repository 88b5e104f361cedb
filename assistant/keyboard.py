"""Text typed with the keyboard set to the other language: "l;ylfu" for "สวัสดี", "้ำสสน" for "hello".

The keys are those of the Kedmanee and the US layout. A piece of text is turned where it is far likelier as words of
the other language than as it stands. What is likely is told by the counts of the Thai National Corpus, which ship
with pythainlp; its Latin words serve for English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf, log

from pythainlp.corpus import thai_words
from pythainlp.util import eng_to_thai, thai_to_eng

from corpus.frequencies import word_counts
from corpus.thai import CONSONANTS, TONES
from index.words import words

Read = Callable[[str], tuple[str, float]]
"""A piece -> what it says in the other layout, and by how many nats that is likelier."""

_SURE = 16.0
"""Nats from which a piece is turned."""
_LIKELY = 1.0
"""Nats from which it is turned where another of its run is."""
_SHORTEST, _LONGEST = 4, 300
"""Keys of a piece that speaks for its run, and of one that is read at all."""

_LETTER = log(44)
"""Nats of a Thai consonant in a short form, and of ๆ and ฯ."""
_STRANGE_THAI = 7.0
"""Nats of a letter in no word, and of a sign without a letter that carries it."""
_STRANGE_SIGN = 4.0
"""Nats of a sign that is no letter or digit."""
_NUMBER_INSIDE = 6.0
"""Nats of a number in a piece of Thai letters."""
_CAPITAL_INSIDE = 3.0
"""Nats of a change from small letters to capitals inside a word."""
_PLAIN_THAI, _PLAIN_ENGLISH = 4.5, 3.2
"""Nats a letter up to which a piece may be of the language."""
_UNSEEN = 0.5
"""What is added to the count of each pair of letters."""

_LATIN_RUN = re.compile(r"[!-~]+(?:\s+[!-~]+)*")
_THAI_RUN = re.compile(r"[\u0e01-\u0e4e\"]+(?:\s+[\u0e01-\u0e4e\"]+)*")
_EDGES = re.compile(r"""([("'\[]*)(.*?)([.,?!)"'\]]*)""")
_NUMBER = re.compile(r"([0-9]{2,}(?:[.,/:-][0-9]+)*)")
_ONLY_NUMBERS = re.compile(r"[0-9.,/:%()+-]+")
_LATIN_TOKEN = re.compile(r"[A-Za-z]+|.")
_ENGLISH = re.compile(r"[A-Z]?[a-z]+(?:['-][a-z]+)*[.,?!]?")
_CONSONANTS = re.compile(rf"(?:(?![ฃฅฦ])[{CONSONANTS}])+")
_IN_PLACE = re.compile(rf"(?:เเ|[เแโใไ])?[{CONSONANTS}][ัิ-ู็]?[{TONES}์]?(?:าะ|[ะาำๅ])?(?:[.ฯ]|ๆ$)?|^ๆ$|[0-9]|[๐-๙]{{2,}}$")
"""A consonant with what it carries, or a digit."""


def repair_keyboard(text: str) -> str:
    """The text with what was typed in the other layout turned; unchanged where it reads as it is."""
    text = _LATIN_RUN.sub(lambda run: _turned(run[0], _as_thai), text)
    return _THAI_RUN.sub(lambda run: _turned(run[0], _as_english), text)


def misplaced(text: str) -> str:
    """The signs that stand where no Thai spelling has them: all but consonants, what these carry, and digits."""
    return _IN_PLACE.sub("", text)


def _turned(run: str, read: Read) -> str:
    """The run with the pieces turned that are meant otherwise: one surely is, or all of them together are."""
    pieces = re.split(r"(\s+)", run)
    readings = [read(piece) for piece in pieces]
    sure = any(gain >= _SURE and len(piece) >= _SHORTEST for piece, (_, gain) in zip(pieces, readings, strict=True))
    if not sure and sum(gain for _, gain in readings) < _SURE:
        return run
    return "".join(meant if gain >= _LIKELY else piece for piece, (meant, gain) in zip(pieces, readings, strict=True))


def _as_thai(piece: str) -> tuple[str, float]:
    if piece.isspace() or _ONLY_NUMBERS.fullmatch(piece) or len(piece) > _LONGEST:
        return piece, 0.0
    cost, meant = min((_thai(meant), meant) for meant in _thai_meanings(piece))
    return meant, _english(piece) - cost if cost < _PLAIN_THAI * len(meant) else -inf


def _thai_meanings(piece: str) -> Iterator[str]:
    """The piece as Thai: whole, with its numbers kept, and with the marks around it kept too."""
    yield eng_to_thai(piece)
    yield _around_numbers(piece)
    if edges := _EDGES.fullmatch(piece):
        yield edges[1] + _around_numbers(edges[2]) + edges[3]


def _around_numbers(piece: str) -> str:
    return "".join(part if _NUMBER.fullmatch(part) else eng_to_thai(part) for part in _NUMBER.split(piece))


def _as_english(piece: str) -> tuple[str, float]:
    if piece.isspace() or len(piece) > _LONGEST:
        return piece, 0.0
    meant = thai_to_eng(piece)
    cost = _english(meant)
    plain = _ENGLISH.fullmatch(meant) and cost < _PLAIN_ENGLISH * len(meant)
    return meant, _thai(piece) - cost if plain else -inf


def _thai(text: str) -> float:
    """How unlikely the text is as Thai, in nats."""
    strange = sum(_STRANGE_SIGN if sign.isascii() else _STRANGE_THAI for sign in misplaced(text))
    signs = text.count("ๆ") + text.count("ฯ")
    numbers = len(_NUMBER.findall(text))
    return sum(map(_thai_word, words(text))) + strange + _LETTER * signs + _NUMBER_INSIDE * numbers


def _thai_word(word: str) -> float:
    if word.isdecimal():
        return len(word) * log(10)
    letters = word.replace(".", "")
    strange = len(letters) * (_LETTER if _CONSONANTS.fullmatch(letters) else _STRANGE_THAI)
    return min(strange, usual_cost(word))


def usual_cost(word: str) -> float:
    """How unlikely a Thai word is in everyday texts, in nats; infinite where it is none."""
    count = _counts().thai[word]
    return log(_counts().thai_total / (1 + count)) if count or word in thai_words() else inf


def _english(text: str) -> float:
    """How unlikely the text is as English, codes and numbers, in nats."""
    return sum(map(_latin_token, _LATIN_TOKEN.findall(text)))


def _latin_token(token: str) -> float:
    if not token.isalpha():
        return log(10) if token.isdecimal() else _STRANGE_SIGN
    if token.isupper():
        return min(_latin_word(token.lower()), len(token) * log(26))
    inside = sum(before.islower() and after.isupper() for before, after in pairwise(token))
    word = _latin_word(token.lower()) + _CAPITAL_INSIDE * inside
    return word if token.islower() else min(word, len(token) * log(52))


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often words stand in the corpus, and how often a letter follows another in its Latin words."""

    thai: Counter[str]
    latin: Counter[str]
    pairs: Counter[tuple[str, str]]
    letters: Counter[str]
    thai_total: int
    latin_total: int


@lru_cache(maxsize=1)
def _counts() -> _Counts:
    thai, latin = Counter[str](), Counter[str]()
    for word, count in word_counts().items():
        (latin if word.isascii() else thai)[word] = count
    pairs = Counter(pair for word in latin if word.isalpha() for pair in pairwise(f"^{word}$"))
    letters = Counter[str]()
    for (before, _), count in pairs.items():
        letters[before] += count
    return _Counts(thai, latin, pairs, letters, thai.total(), latin.total())


@lru_cache(maxsize=1 << 12)
def _latin_word(word: str) -> float:
    """How unlikely a word of small letters is: by its count, or by how its letters follow one another."""
    counts = _counts()
    letters = sum(
        log((counts.letters[pair[0]] + 27 * _UNSEEN) / (counts.pairs[pair] + _UNSEEN)) for pair in pairwise(f"^{word}$")
    )
    return min(letters, log(counts.latin_total / seen)) if (seen := counts.latin[word]) else letters
