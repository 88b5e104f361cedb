"""Enumerations in running text: where the entries "1) … 2) … 3) …" of one list stand, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.thai import arabic_digits

_ENTRY = re.compile(r"(?<!\S)(?<!ข้อ )(?P<open>\(?)(?P<number>\d{1,2}(?:\.\d{1,2})*)(?P<close>[.)])(?=\s|[ก-ฮเ-ไA-Z])")
"""What opens a numbered entry: "1.", "1)", "(1)", "4.2.1)"; "ข้อ (3)" speaks of one."""
_BULLET = re.compile(r"^[ \t]*(?P<sign>[-–•●▪*])[ \t]+(?=\S)", re.MULTILINE)
_FEWEST = 2
"""Entries of the shortest list."""
_LONGEST_ENTRY = 1500
"""Code points from one bullet to the next of the same list."""


Enumeration = tuple[int, ...]
"""A list, by where each of its entries begins."""


def find_enumerations(text: str) -> list[Enumeration]:
    """The lists of a text by their beginnings; a list inside an entry of another is one of its own."""
    return sorted([*_numbered(arabic_digits(text)), *_bulleted(text)])


def _numbered(text: str) -> Iterator[Enumeration]:
    """Runs of 1, 2, 3 … written in one way; entries of other lists may stand between them."""
    running: dict[str, list[int]] = {}
    for entry in _ENTRY.finditer(text):
        *parents, number = map(int, entry["number"].split("."))
        style = f"{entry['open']}{parents}{entry['close']}"
        begun = running.get(style, [])
        if begun and number == len(begun) + 1:
            begun.append(entry.start())
        else:
            yield from _closed(begun)
            running[style] = [entry.start()] if number == 1 else []
    for begun in running.values():
        yield from _closed(begun)


def _bulleted(text: str) -> Iterator[Enumeration]:
    """Lines that open with one sign, with not too much between them."""
    running: dict[str, list[int]] = {}
    for bullet in _BULLET.finditer(text):
        begun = running.setdefault(bullet["sign"], [])
        if begun and bullet.start() - begun[-1] > _LONGEST_ENTRY:
            yield from _closed(begun)
            begun = running[bullet["sign"]] = []
        begun.append(bullet.start())
    for begun in running.values():
        yield from _closed(begun)


def _closed(begun: list[int]) -> Iterator[Enumeration]:
    if len(begun) >= _FEWEST:
        yield tuple(begun)
