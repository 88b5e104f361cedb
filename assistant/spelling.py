"""Words that a typing error parts from a word of the archive: "กระทวง" for "กระทรวง".

Thai is written without spaces, so a misspelt word falls into pieces when it is segmented. Pieces that stand together
are read as one word of the archive where that word, typed with errors, is far likelier than the pieces as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import log

import numpy as np
from pythainlp.corpus import thai_words
from pythainlp.util import eng_to_thai

from assistant.keyboard import misplaced, usual_cost
from corpus.thai import CONSONANTS, MARKS, TONES, fold
from index.vocabulary import RAREST
from index.words import words

_SHORTEST, _LONGEST = 5, 40
"""Letters of a word that may be meant."""
_TWO_ERRORS = 10
"""Letters of a word from which a second letter may differ."""
_MOST_PIECES = 5

_SURE = 6.0
"""Nats by which the word that is meant is likelier than the pieces."""
_APART = 2.0
"""Nats by which it is likelier than any other word."""
_UNSEEN = 0.5
"""The count of a word that no passage holds."""
_MISPLACED = 6.0
"""Nats of letters that no spelling has side by side."""
_LIKENESS, _SLIP, _OTHER = 3.0, 5.0, 8.0
"""Nats of an error: signs that are taken for one another, fingers that slip, and any other."""

_LIGHT = frozenset(f"{MARKS}ะาำ")
"""Signs that are often forgotten."""
_ALIKE = frozenset(
    frozenset(pair)
    for signs in re.findall(r"\S+", "ใไ ศษส ณน ฏฎตด ฤฦ รล ทธฑฒ ญย พภ คฆข ถฐ ชฌซ บป ิี ึื ุู ัะา เแ")
    for pair in combinations(signs, 2)
)
"""Signs that sound or look alike."""
_ROWS = (
    ("1234567890-=", "!@#$%^&*()_+"),
    ("qwertyuiop[]\\", "QWERTYUIOP{}|"),
    ("asdfghjkl;'", 'ASDFGHJKL:"'),
    ("zxcvbnm,./", "ZXCVBNM<>?"),
)
_KEYS = {
    sign: (row, column)
    for row, pair in enumerate(_ROWS)
    for keys in pair
    for column, sign in enumerate(eng_to_thai(keys))
}
"""Row and column of each Thai sign; a key has two."""

_RUN = re.compile(r"[ก-ฮะ-ฺเ-ๅ็-๎]+")
_SILENT = re.compile(f"[{CONSONANTS}][ิุ]?์")
_SILENT_END = re.compile(rf"{_SILENT.pattern}\Z")
_TITLES = frozenset(("นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง", "คุณ"))
_RANK = re.compile(
    r"(?:พล(?:เรือ|อากาศ|ตำรวจ)?|(?:พัน|ร้อย)(?:ตำรวจ)?|(?:เรือ|นาวา)(?:อากาศ)?|จ่าสิบ|สิบ)(?:เอก|โท|ตรี)|(?:ผู้ช่วย|รอง)?ศาสตราจารย์"
    r"|หม่อม(?:ราชวงศ์|หลวง|เจ้า)|(?<![ก-๎.])(?:ดร|ศ|รศ|ผศ|นพ|พญ|น\.\s?ส|ม\.\s?ล|ม\.\s?ร\.\s?ว|จ\.\s?ส\.\s?[อทต]"
    r"|(?:พล|พ|ร|น|ส|ด)\.\s?(?:[ตอร]\.\s?)?[อทต])\."
)


@dataclass(frozen=True, slots=True)
class _Mending:
    """The pieces from ``first`` up to ``last`` read as one word, which is likelier by ``gain`` nats."""

    gain: float
    first: int
    last: int
    written: str
    meant: str


class Spelling:
    """The words that the archive holds, to mend words that it does not.

    ``counts`` has the number of passages that hold a word, by the word as ``index.words.words`` gives it.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._total = sum(counts.values()) + 1
        self._words = tuple(word for word, count in counts.items() if count >= RAREST and _may_be_meant(word))
        keys = [_shortened(word) for word in self._words]
        owners = np.repeat(np.arange(len(keys), dtype=np.int32), list(map(len, keys)))
        hashes = np.fromiter(map(hash, chain.from_iterable(keys)), np.int64, len(owners))
        order = np.argsort(hashes)
        self._hashes, self._owners = np.append(hashes[order], np.iinfo(np.int64).max), owners[order]
        self._least = _SURE + _LIKENESS + min(map(self._cost, self._words), default=0.0)

    def mend(self, text: str) -> tuple[tuple[str, str], ...]:
        """(written, meant), both folded, for words of the text that a typing error parts from one of the archive.

        Nothing where the word is one, where two words are as likely, or where a person is named.
        """
        found = (self._in_run(pieces) for pieces in _runs(fold(text)))
        return tuple(dict.fromkeys((mending.written, mending.meant) for run in found for mending in run))

    def _in_run(self, pieces: Sequence[str]) -> list[_Mending]:
        """The best mendings that share no piece, in reading order."""
        chosen: list[_Mending] = []
        for mending in sorted(self._mendings(pieces), key=lambda found: -found.gain):
            if all(mending.last <= other.first or other.last <= mending.first for other in chosen):
                chosen.append(mending)
        return sorted((mending for mending in chosen if mending.meant), key=lambda found: found.first)

    def _mendings(self, pieces: Sequence[str]) -> Iterator[_Mending]:
        for first in range(len(pieces)):
            for last in range(first + 1, min(first + _MOST_PIECES, len(pieces)) + 1):
                mending = self._mending(pieces, first, last)
                if mending and mending.gain >= _SURE:
                    yield mending

    def _mending(self, pieces: Sequence[str], first: int, last: int) -> _Mending | None:
        """The pieces as one word; the word is empty where another is as likely."""
        window = pieces[first:last]
        written = "".join(window)
        cost = sum(map(self._cost, window)) + (_MISPLACED if misplaced(written) else 0)
        if cost < self._least or not _SHORTEST - 2 <= len(written) <= _LONGEST or self._is_word(written):
            return None
        meant = sorted((self._cost(word) + slip(written, word), word) for word in self._near(written) - _parts(window))
        if not meant:
            return None
        alone = len(meant) == 1 or meant[1][0] - meant[0][0] >= _APART
        return _Mending(cost - meant[0][0], first, last, written, meant[0][1] if alone else "")

    def _is_word(self, written: str) -> bool:
        return written in self._counts or written in thai_words()

    def _cost(self, word: str) -> float:
        return min(log(self._total / self._counts.get(word, _UNSEEN)), usual_cost(word))

    def _near(self, written: str) -> set[str]:
        """The words of the archive that are alike but for a letter of each, or two of each where they are long."""
        hashes = np.fromiter(map(hash, _shortened(written)), np.int64)
        starts = np.searchsorted(self._hashes, hashes)
        held = starts[self._hashes[starts] == hashes]
        ends = np.searchsorted(self._hashes, self._hashes[held], "right")
        owners = chain.from_iterable(self._owners[start:end] for start, end in zip(held, ends, strict=True))
        return {self._words[owner] for owner in owners}


def slip(written: str, meant: str) -> float:
    """How unlikely the typing errors are that make one word of the other, in nats (Damerau-Levenshtein)."""
    table = [[0.0] * (len(meant) + 1) for _ in range(len(written) + 1)]
    for end, aim in product(range(len(written) + 1), range(len(meant) + 1)):
        if end or aim:
            table[end][aim] = min(_last_steps(table, written[:end], meant[:aim]))
    return table[-1][-1]


def _last_steps(table: Sequence[Sequence[float]], written: str, meant: str) -> Iterator[float]:
    """What it costs to come to what is written from what is meant, by each way that the last signs may have gone."""
    end, aim = len(written), len(meant)
    if written:
        yield table[end - 1][aim] + _one_sign(written)
    if meant:
        yield table[end][aim - 1] + _one_sign(meant)
    if silent := _SILENT_END.search(meant):
        yield table[end][silent.start()] + _SLIP
    if written and meant:
        yield table[end - 1][aim - 1] + _replaced(written[-1], meant[-1])
    if end > 1 and aim > 1 and written[-2:] == meant[-1] + meant[-2]:
        yield table[end - 2][aim - 2] + _SLIP


def _one_sign(word: str) -> float:
    """The cost of the word's last sign typed or left out by error."""
    return _LIKENESS if word[-1] in _LIGHT or word[-2:-1] == word[-1] else _SLIP


def _replaced(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    if {typed, meant} in _ALIKE or (typed in TONES and meant in TONES):
        return _LIKENESS
    if typed not in _KEYS or meant not in _KEYS:
        return _OTHER
    (row, column), (other_row, other_column) = _KEYS[typed], _KEYS[meant]
    return _SLIP if abs(row - other_row) <= 1 and abs(column - other_column) <= 1 else _OTHER


def _runs(text: str) -> Iterator[list[str]]:
    """The pieces of each run of Thai letters, without the names of persons: what follows a title, and the run after."""
    names = 0
    for run in _RUN.findall(_RANK.sub(" นาย ", text)):
        pieces = list(_pieces(run))
        titled = next((place for place, piece in enumerate(pieces) if piece in _TITLES), len(pieces))
        if titled < len(pieces):
            names = 2 if titled == len(pieces) - 1 else 1
            yield pieces[:titled]
        elif names:
            names -= 1
        else:
            yield pieces


def _pieces(run: str) -> Iterator[str]:
    """The words of the run and what is between them: marks that no word carries."""
    place = 0
    for word in words(run):
        start = run.index(word, place)
        if start > place:
            yield run[place:start]
        yield word
        place = start + len(word)
    if place < len(run):
        yield run[place:]


def _parts(window: Sequence[str]) -> set[str]:
    """The words that pieces of the window make together: they are found as they stand."""
    return {"".join(window[first:last]) for first, last in combinations(range(len(window) + 1), 2)}


def _may_be_meant(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and _RUN.fullmatch(word) is not None


def _shortened(word: str) -> list[str]:
    """The word, and what is left of it without one letter, or a silent one with its mark, or two of a long word."""
    once = [word[:place] + word[place + 1 :] for place in range(len(word))]
    voiced = [word[: silent.start()] + word[silent.end() :] for silent in _SILENT.finditer(word)]
    if len(word) < _TWO_ERRORS:
        return [word, *once, *voiced]
    places = combinations(range(len(word)), 2)
    return [word, *once, *(word[:one] + word[one + 1 : two] + word[two + 1 :] for one, two in places)]
