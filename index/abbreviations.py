"""Short forms and what they stand for: as the records explain them, as the seed table and an admin's table say.

Learnt pairs keep where they were seen. A short form is known by its letters: "ป.ป.ช.", "ปปช" and "ป. ป. ช." are one.
"""

from __future__ import annotations

import csv
import json
import logging
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.abbreviations import find_abbreviations, short_key
from corpus.record import Revision
from corpus.thai import CONSONANTS, THAI, fold, normalise, thai_share
from index.sealed import DamagedIndex, sealed_folder, verify

log = logging.getLogger(__name__)

SEED = Path(__file__).with_name("abbreviations.csv")
"""The table that a new data folder begins with."""
TABLE = "abbreviations.csv"
"""The data folder's own table, which an admin may add to."""
COLUMNS = ("ชื่อย่อ", "ชื่อเต็ม")
MOST_MEANINGS = 2
_SAME = 0.5
"""Of full forms that end alike, the longest is meant whose count is more than this part of the highest."""
_ANOTHER = 0.3
"""The part of a short form's places from which another meaning counts."""
_ENDING = 12
"""Code points at the end by which full forms are alike."""
_USUAL = 2
"""Times that a pair is seen from which the records know better than the seed."""
_HARDLY = 3
"""Passages that write a short form, up to which the records hardly do."""
_MOSTLY_THAI = 0.5
_SHORTEST_PHRASE = 3
WRITTEN = re.compile(
    rf"(?<![{THAI}A-Za-z])(?:(?:[{CONSONANTS}]{{1,6}}\.\s?)+[{CONSONANTS}]{{0,6}}|[{CONSONANTS}]{{2,7}}|[A-Za-z][A-Za-z&-]{{1,11}})"
    rf"(?![{THAI}A-Za-z])"
)
"""A short form as it is written."""
_FILE = "abbreviations.json"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a short form stands for, and where a record says so first: ``text[start:end]`` of the revision."""

    short: str
    full: str
    times: int
    revision: str
    start: int
    end: int


class Abbreviations:
    """Full forms by short form, the most likely meaning first. Everyday and English words count as short forms."""

    def __init__(self, *sources: Iterable[tuple[str, str]]) -> None:
        """Pairs of short and full form; what an earlier source knows, a later one does not say."""
        self._letters: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, tuple[str, ...]] = {}
        for source in sources:
            letters, phrases = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
            for short, full in source:
                if _is_letters(short):
                    letters[short_key(short)].append(full)
                elif len(short) >= _SHORTEST_PHRASE:
                    phrases[fold(short)].append(full)
            self._letters = {key: tuple(fulls) for key, fulls in letters.items()} | self._letters
            self._phrases = {phrase: tuple(fulls) for phrase, fulls in phrases.items()} | self._phrases
        self._lengths = sorted(set(map(len, self._phrases)), reverse=True)

    def names(self, text: str) -> tuple[str, ...]:
        """What the short forms and everyday words of a text stand for, each once; English words in English text."""
        english = thai_share(text) < _MOSTLY_THAI
        found = (*map(self._letters.__getitem__, self._keys(text, english)), *self._spoken(fold(text), english))
        return tuple(dict.fromkeys(full for fulls in found for full in fulls[:MOST_MEANINGS] if full not in text))

    def as_written(self, text: str, passage: str) -> str:
        """The text with the full form in the place of each short form of letters for which a passage has only that."""
        folded = fold(passage)
        return WRITTEN.sub(lambda written: self._in_full(written[0], folded), text)

    def _in_full(self, short: str, folded: str) -> str:
        fulls = self._letters.get(short_key(short), ())
        written = next((full for full in fulls if fold(full) in folded), short)
        return short if fold(short) in folded else written

    def _keys(self, text: str, english: bool) -> Iterator[str]:
        for match in WRITTEN.finditer(text):
            if not english or _is_letters(match[0]):
                yield from self._known(match[0])

    def _known(self, written: str) -> Iterator[str]:
        """The key of what is written as a whole, or else of its pieces: "ผอ. สคทช.", "สป.ทส."."""
        if short_key(written) in self._letters:
            yield short_key(written)
        elif len(pieces := written.split()) > 1:
            yield from (key for piece in pieces for key in self._known(piece))
        elif "." in written:
            yield from (part for part in re.findall(f"[{CONSONANTS}]{{2,}}", written) if part in self._letters)

    def _spoken(self, folded: str, english: bool) -> Iterator[tuple[str, ...]]:
        """The full forms of the longest phrases that stand in a folded text."""
        place = 0
        while place < len(folded):
            phrase = next((p for n in self._lengths if (p := folded[place : place + n]) in self._phrases), "")
            latin = phrase.isascii()
            if phrase and latin <= english and not (latin and _inside_word(folded, place, place + len(phrase))):
                yield self._phrases[phrase]
                place += len(phrase)
            else:
                place += 1


def _is_letters(short: str) -> bool:
    """Whether a short form is one of letters, as against an everyday word: Latin ones have capitals."""
    return WRITTEN.fullmatch(short) is not None and (not short.isascii() or sum(map(str.isupper, short)) > 1)


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin word goes on before or after the range."""
    around = text[max(start - 1, 0) : start], text[end : end + 1]
    return any(letter.isascii() and letter.isalnum() for letter in around)


def read_table(path: Path) -> list[tuple[str, str]]:
    """The pairs of a table of two columns, short form and full form; lines that begin with # are passed over.

    A line that is no pair is logged and left out, and so is a file that cannot be read.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        log.warning("cannot read the table of abbreviations %s: %s", path.name, error)
        return []
    pairs = []
    for number, line in enumerate(lines, start=1):
        row = _row(line)
        if not row or line.startswith("#") or row == list(COLUMNS):
            continue
        if len(row) != len(COLUMNS) or not all(map(str.strip, row)):
            log.warning("%s line %d is not a short form and a full form", path.name, number)
            continue
        pairs.append((normalise(row[0]).strip(), normalise(row[1]).strip()))
    return pairs


def _row(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return [line]


def begin_table(home: Path) -> Path:
    """The data folder's table; one that is not there is begun with the seed."""
    path = home / TABLE
    if not path.exists():
        with TemporaryDirectory(dir=home) as draft:
            Path(shutil.copyfile(SEED, Path(draft) / TABLE)).rename(path)
    return path


def merged(
    table: Sequence[tuple[str, str]], learnt: Sequence[Meaning], written: Callable[[str], float]
) -> Abbreviations:
    """One set: what an admin added, then what the records say more than once, then the seed, then the rest.

    The seed's Thai short forms count where the records hardly write them, in ``written`` passages: over cabinet records
    the whole seed lost .02 of hit@1, and so used it gained.
    """
    seed = set(read_table(SEED))
    kept = [pair for pair in table if pair in seed and (_is_english(pair[0]) or written(pair[0]) < _HARDLY)]
    usual = [(meaning.short, meaning.full) for meaning in learnt if meaning.times >= _USUAL]
    rare = [(meaning.short, meaning.full) for meaning in learnt if meaning.times < _USUAL]
    return Abbreviations(added(table), usual, kept, rare)


def added(table: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of a data folder's table that the seed does not have: what an admin says."""
    seed = set(read_table(SEED))
    return [pair for pair in table if pair not in seed]


def _is_english(short: str) -> bool:
    return short.isascii() and not _is_letters(short)


def learn(revisions: Iterable[Revision]) -> tuple[Meaning, ...]:
    """The pairs that the texts explain, each with the meanings that are seen most, most often first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    places, first = Counter[str](), dict[tuple[str, str], tuple[str, str, int, int]]()
    for revision in revisions:
        for found in find_abbreviations(revision.text):
            key = short_key(found.short)
            places[key] += 1
            counts[key].update(found.fulls)
            for full in found.fulls:
                first.setdefault((key, full), (found.short, revision.sha256, found.start, found.end))
    return tuple(
        Meaning(first[key, full][0], full, counts[key][full], *first[key, full][1:])
        for key in sorted(counts)
        for full in _meanings(counts[key], places[key])
    )


def _meanings(counts: Counter[str], places: int) -> Iterator[str]:
    """The full forms that are meant; of several beginnings of one name, the longest that is usual."""
    left = dict(counts)
    for _ in range(MOST_MEANINGS):
        usual = max(left, key=left.__getitem__, default="")
        if not usual or left[usual] < _ANOTHER * places:
            return
        ending = usual[-_ENDING:]
        alike = {full: times for full, times in left.items() if full.endswith(ending) or ending.endswith(full)}
        yield max((full for full, times in alike.items() if times > _SAME * left[usual]), key=len)
        left = {full: times for full, times in left.items() if full not in alike}


def save(meanings: Sequence[Meaning], path: Path) -> None:
    """Write a sealed folder. Raises FileExistsError where ``path`` exists."""
    with sealed_folder(path) as folder:
        rows = [asdict(meaning) for meaning in meanings]
        (folder / _FILE).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def load(path: Path) -> tuple[Meaning, ...]:
    """What ``save`` wrote. Raises DamagedIndex where a byte is not as written."""
    verify(path)
    try:
        return tuple(Meaning(**row) for row in json.loads((path / _FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedIndex(path.name) from error
