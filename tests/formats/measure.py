"""What reading a file costs and gives, and how far two texts are apart. ``python -m tests.formats.measure FILE``."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from corpus.outline import read_outline
from corpus.reading import read_revision
from corpus.record import Revision
from corpus.thai import normalise
from tests.bench import REPO

_BULLET = re.compile("^[ \t]*[-•·\uf0b7][ \t]+", re.MULTILINE)
_BESIDE = re.compile(r"\s|\|")
_RULE = re.compile(r"([-–_=*.])\1{3,}")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the whole file and bytes at most of the process that read it."""

    seconds: float
    memory: int
    pages: int
    empty: int
    scanned: int


def read(path: Path) -> tuple[Revision, Cost]:
    """Reads one file, contained, in a process whose only child that is: the memory is of that child alone."""
    command = [sys.executable, "-m", __name__, str(path)]
    found = json.loads(subprocess.run(command, cwd=REPO, check=True, capture_output=True, text=True).stdout)
    revision = read_revision(path)
    empty = sum(not revision.text[page.start : page.end].strip() for page in revision.pages)
    scanned = sum(page.scanned for page in revision.pages)
    return revision, Cost(found["seconds"], found["memory"], len(revision.pages), empty, scanned)


def main(path: Path) -> None:
    """Prints the seconds and the bytes as JSON."""
    began = time.perf_counter()
    read_revision(path)
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(json.dumps({"seconds": took, "memory": memory}))


def said(revision: Revision) -> str:
    """The text without the running headers and footers that the outline cuts."""
    text, position = "", 0
    for start, end in read_outline(revision.text, revision.pages).running:
        text += revision.text[position:start]
        position = max(position, end)
    return text + revision.text[position:]


def letters(text: str) -> str:
    """What is compared: no white space, no marks of bullets and none between cells; rules are of one length."""
    return _RULE.sub(r"\1\1\1", _BESIDE.sub("", _BULLET.sub("", normalise(text))))


def errors(expected: str, found: str) -> float:
    """Letters wrong, missing and too many, for each letter expected."""
    one, other = letters(expected), letters(found)
    return distance(one, other) / len(one)


def distance(one: str, other: str, *, within: bool = False) -> int:
    """The least number of letters to change, add or take out; ``within``: to make ``one`` a stretch of ``other``.

    By the bit vectors of Myers: a column of the table is two numbers, of where it rises and where it falls.
    """
    places: dict[str, int] = {}
    if not one:
        return 0 if within else len(other)
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << place
    every, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    rises, falls, score = every, 0, len(one)
    best = score
    for letter in other:
        same = places.get(letter, 0)
        level = same | falls
        carry = (((same & rises) + rises) ^ rises) | same
        right_rises, right_falls = falls | ~(carry | rises) & every, rises & carry
        score += bool(right_rises & last) - bool(right_falls & last)
        best = min(best, score)
        right_rises, right_falls = right_rises << 1 | (not within), right_falls << 1
        rises, falls = (right_falls | ~(level | right_rises)) & every, right_rises & level
    return best if within else score


if __name__ == "__main__":
    main(Path(sys.argv[1]))
