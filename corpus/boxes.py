"""Where the words of a scanned page stand on it, packed into a short text that goes with the page."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

UNITS = 4_000
"""A page is so many units wide and as many high, whatever its picture's pixels."""


class WordBox(NamedTuple):
    """The range ``[start, end)`` of the page's text, and the box on the page in `UNITS` from its top left."""

    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int


def place_words(
    words: Iterable[tuple[str, tuple[int, int, int, int]]], size: tuple[int, int], text: str
) -> list[WordBox]:
    """The words of a page's picture, with their boxes in pixels of its size, where the page's text has them.

    The text may have been repaired since it was recognised: it is compared with the words without its white space,
    and a word that it no longer has is left out.
    """
    words = list(words)
    ranges = _ranges("".join(word for word, _ in words), text)
    scale = [UNITS / pixels for pixels in (*size, *size)]
    placed, first = list[WordBox](), 0
    for word, box in words:
        held = [held for held in ranges[first : first + len(word)] if held is not None]
        first += len(word)
        if held:
            units = (round(pixels * factor) for pixels, factor in zip(box, scale, strict=True))
            placed.append(WordBox(held[0][0], held[-1][1], *units))
    return placed


def _ranges(letters: str, text: str) -> list[tuple[int, int] | None]:
    """The range of the text that each letter stands for; None for one that it has lost."""
    kept = [place for place, character in enumerate(text) if not character.isspace()]
    ranges: list[tuple[int, int] | None] = [None] * len(letters)
    matcher = SequenceMatcher(None, letters, "".join(text[place] for place in kept), autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        for offset in range(end - start if kind in ("equal", "replace") else 0):
            one, other = (first + offset, first + offset) if kind == "equal" else (first, last - 1)
            ranges[start + offset] = kept[one], kept[other] + 1
    return ranges


def pack(boxes: Sequence[WordBox]) -> str:
    """The boxes as about seven characters for each."""
    table = np.array(boxes, np.int32).reshape(-1, len(WordBox._fields))
    steps = np.diff(table, axis=0, prepend=np.zeros((1, table.shape[1]), np.int32))
    return base64.b85encode(zlib.compress(steps.T.astype("<i4").tobytes(), 9)).decode() if len(table) else ""


def unpack(packed: str) -> list[WordBox]:
    """What was packed; none of an empty text."""
    if not packed:
        return []
    steps = np.frombuffer(zlib.decompress(base64.b85decode(packed)), "<i4").reshape(len(WordBox._fields), -1)
    return [WordBox(*row) for row in np.cumsum(steps, axis=1).T.tolist()]
