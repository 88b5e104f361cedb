"""Short forms that the records explain as two bodies, and whether a question says which of them it means.

Full forms are two bodies where each has a telling word that the other lacks in any spelling. Where only one has words
more, in its middle ("กลุ่มจังหวัด" beside "จังหวัด"), they are two if a record explains them side by side or the
records explain each more than once. Words more at an end are one name, shorter and longer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, groupby, pairwise, permutations

from pythainlp.corpus import thai_words

from assistant.question import word_weight
from corpus.abbreviations import short_key
from corpus.dates import find_dates
from corpus.thai import CONSONANTS, THAI, fold, normalise
from index.abbreviations import Meaning
from index.words import words

_USUAL = 2
"""Times that a full form is explained from which it is no slip."""
_BESIDE = 300
"""Code points between two explanations that stand side by side."""
_ALIKE = 0.7
"""The likeness of two spellings of one word, 0 to 1."""
_ENDING = 3
"""Letters of a word's ending or beginning; a word is longer."""
_LINKING = frozenset(
    re.findall(
        r"\S+",
        """
        คณะ การ ความ ด้าน ของ แห่ง และ หรือ เพื่อ ใน ที่ เป็น ว่า แห่งชาติ ไทย ประเทศไทย
        the of for and to on in a an
        """,
    )
)
"""Words that a name may have or leave out."""
_OFFICES = frozenset(
    re.findall(r"\S+", "ประธาน รองประธาน เลขา เลขาธิการ เลขานุการ ผู้อำนวยการ อธิบดี ปลัด กรรมการ ผู้แทน หัวหน้า")
)
"""Who speaks for a body: every body has one, whatever its name says."""
_ANY_DAY = date(2000, 12, 31)
"""With it a day without its year is found; which year it gets does not matter."""
_BEFORE = (
    rf"(?:(?<![{THAI}A-Za-z.])"
    r"|(?<=ของ)|(?<=จาก)|(?<=โดย)|(?<=ใน)|(?<=มติ)|(?<=ให้)|(?<=กับ)|(?<=และ)|(?<=หรือ))"
)
_AFTER = rf"(?:\.(?!\s?[{CONSONANTS}]{{1,5}}\.)|(?![{THAI}A-Za-z.]))"


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A short form of a question that stands for several bodies."""

    short: str
    """As the question writes it."""
    fulls: tuple[str, ...]
    """The full forms, the one that the records explain most often first."""


def ambiguous(text: str, learnt: Sequence[Meaning], added: Iterable[tuple[str, str]] = ()) -> Ambiguity | None:
    """The first short form of a question of which neither the question nor an admin says which body it means.

    ``learnt`` is what the records explain; ``added`` are the pairs that an admin's table adds to the seed.
    """
    plain = _plain(text)
    settled = {short_key(short) for short, _ in added}
    unsaid = [
        (place.start(), Ambiguity(place[0], fulls))
        for meanings in _several(learnt)
        if (place := next(_places(plain, meanings[0].short), None)) and short_key(place[0]) not in settled
        if _are_several(meanings) and not _says_which(plain, fulls := tuple(meaning.full for meaning in meanings))
    ]
    return min(unsaid, key=lambda found: found[0])[1] if unsaid else None


def clarified(text: str, short: str, full: str) -> str:
    """The question with the full form where the short form stands, so that no other full form is searched with it."""
    plain = _plain(text)
    for place in reversed(list(_places(plain, short))):
        plain = f"{plain[: place.start()]}{full} {plain[place.end() :].lstrip()}".rstrip()
    return plain


def _plain(text: str) -> str:
    return " ".join(normalise(text).split())


def _several(learnt: Iterable[Meaning]) -> Iterator[list[Meaning]]:
    """The meanings of each short form that is explained in several ways."""
    meanings = defaultdict[str, list[Meaning]](list)
    for meaning in learnt:
        meanings[short_key(meaning.short)].append(meaning)
    yield from (several for several in meanings.values() if len(several) > 1)


def _places(text: str, short: str) -> Iterator[re.Match[str]]:
    """Where a short form stands in a text, with its dots or without; a month in a date is none, nor is a word."""
    letters = re.findall(r"\w", short)
    written = re.compile(_BEFORE + r"(?:\.\s?)?".join(letters) + _AFTER)
    for match in written.finditer(text):
        dated = any(date.start < match.end() and match.start() < date.end for date in find_dates(text, _ANY_DAY))
        if not dated and match[0] not in _undotted_words():
            yield match


@lru_cache(maxsize=1)
def _undotted_words() -> frozenset[str]:
    return frozenset(word for word in thai_words() if "." not in word)


def _are_several(meanings: Sequence[Meaning]) -> bool:
    return any(_are_two(one, other) for one, other in combinations(meanings, 2))


def _are_two(one: Meaning, other: Meaning) -> bool:
    ours, theirs = _own(one.full, other.full), _own(other.full, one.full)
    if any(map(word_weight, ours)) and any(map(word_weight, theirs)):
        return True
    if not (ours or theirs) or _goes_on(one.full, other.full) or _goes_on(other.full, one.full):
        return False
    beside = one.revision == other.revision and abs(one.start - other.start) < _BESIDE
    return beside or min(one.times, other.times) >= _USUAL


def _own(full: str, other: str) -> list[str]:
    """The words of a full form that the other has in no spelling; what a misspelling broke up is taken as a whole."""
    slips = ["".join(run) for run in _new(other, words(full))]
    runs = (run for run in _new(full, words(other)) if not any(_alike("".join(run), slip) for slip in slips))
    return [word for run in runs for word in run]


def _new(full: str, known: Sequence[str]) -> list[list[str]]:
    """The runs of words of a full form that are like none of the known ones."""
    pieces = groupby(words(full), key=lambda word: word not in _LINKING and not any(_alike(word, k) for k in known))
    return [list(run) for is_new, run in pieces if is_new]


def _alike(one: str, other: str) -> bool:
    """Whether two words are one with another ending or beginning, or one misspelt."""
    short, long = sorted((one, other), key=len)
    near = len(short) > _ENDING and len(long) - len(short) <= _ENDING
    part = near and (long.startswith(short) or long.endswith(short))
    return short == long or part or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _goes_on(short: str, long: str) -> bool:
    """Whether a full form is the beginning or the end of the other, but for spaces."""
    part, whole = ("".join(words(full)) for full in (short, long))
    return whole.startswith(part) or whole.endswith(part)


def _says_which(text: str, fulls: Sequence[str]) -> bool:
    """Whether a question's words tell one of the full forms from another."""
    asked, folded = words(text), fold(text)
    phrases = [*filter(_tells, asked), *(before + word for before, word in pairwise(asked) if not word_weight(before))]
    return any(
        any(phrase in full and phrase not in other for phrase in phrases)
        or any(word in folded for word in filter(_tells, _own(full, other)))
        or any(_is_bare(asked, added, word) for added, word in _additions(full, other))
        for full, other in permutations(map(fold, fulls), 2)
    )


def _tells(word: str) -> bool:
    """Whether a word says by itself which body is meant."""
    return len(word) >= _ENDING and word not in _OFFICES and word_weight(word) > 0


def _additions(full: str, other: str) -> list[tuple[str, str]]:
    """Each word that the other full form has more, with the word after it; none where this one has words of its own."""
    more = [] if _own(full, other) else _own(other, full)
    return [(word, following) for word, following in pairwise(words(other)) if word in more]


def _is_bare(asked: Sequence[str], added: str, word: str) -> bool:
    """Whether a question has a word without the one added before it: "จังหวัด" that is no "กลุ่มจังหวัด"."""
    return any(here == word and before != added for before, here in pairwise(["", *asked]))
