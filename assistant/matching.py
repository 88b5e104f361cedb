"""Where words of a stored text stand in the text that a page draws.

The stored text is normalised and set into lines anew, so the two are compared by their letters alone, without marks,
white space and punctuation: first the whole quote, then its lines, then the cells of a line.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.readers.layout import COLUMN_BREAK
from corpus.thai import normalise

LEAST_FOUND = 0.5
"""Where a smaller share of a quote's letters is found, nothing is marked."""
_BREAKS = ("\n", COLUMN_BREAK)
_UNRELIABLE = frozenset("าÉÊÍ")
"""Letters that are not compared: pdfium moves ำ away from its consonant, and old fonts have É for a tone."""
_LEAST_PIECE, _LEAST_HEAD = 6, 12
"""Letters of a piece of a quote, and of its first, that do not stand in another place by chance."""
_FARTHEST = 3_000
"""Letters after a piece of a quote among which the next is looked for: the foot of a page and the head of the next."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text by which it is compared, and the place of each in the text."""

    text: str
    places: tuple[int, ...]

    def within(self, span: Span) -> Span:
        """The letters of a range of the text."""
        return bisect_left(self.places, span[0]), bisect_left(self.places, span[1])

    def spans(self, wanted: str) -> list[Span]:
        """The ranges of the text whose letters are ``wanted``."""
        found = (match.span() for match in re.finditer(re.escape(wanted), self.text)) if wanted else ()
        return [(self.places[start], self.places[end - 1] + 1) for start, end in found]


def spans_of(
    text: str, stored: Letters, marked: Span, find: Callable[[str], list[Span]], breaks: tuple[str, ...] = _BREAKS
) -> Iterator[Span]:
    """Where the marked range was drawn; of several places that read the same, the one of the same rank."""
    first, last = stored.within(marked)
    places = find(stored.text[first:last])
    if places:
        rank = sum(start < marked[0] for start, _ in stored.spans(stored.text[first:last]))
        yield places[min(rank, len(places) - 1)]
    elif breaks:
        for part in _parts(text, marked, breaks[0]):
            yield from spans_of(text, stored, part, find, breaks[1:])


def _parts(text: str, span: Span, separator: str) -> Iterator[Span]:
    start = span[0]
    for part in text[slice(*span)].split(separator):
        yield start, start + len(part)
        start += len(part) + len(separator)


def pieces_of(stored: Letters, drawn: Letters, marked: Span) -> list[Span]:
    """Where the marked range was drawn, in the pieces into which the ends of pages and what stands there cut it.

    Each is the longest that is found after the one before. Of several places for the first, the one of the same rank.
    """
    first, last = stored.within(marked)
    wanted, after, until = stored.text[first:last], 0, len(drawn.text)
    found: list[Span] = []
    while wanted:
        least = min(_LEAST_PIECE if found else _LEAST_HEAD, len(wanted))
        length = _longest(wanted, lambda piece: drawn.text.find(piece, after, until) >= 0)  # noqa: B023  # called here
        if length < least:
            wanted = wanted[1:]
            continue
        piece = wanted[:length]
        if not found:
            rank, places = stored.text.count(piece, 0, first), drawn.text.count(piece)
            for _ in range(min(rank, places - 1)):
                after = drawn.text.find(piece, after) + length
        start = drawn.text.find(piece, after)
        found.append((start, start + length))
        after, until, wanted = start + length, start + length + _FARTHEST, wanted[length:]
    enough = sum(end - start for start, end in found) >= LEAST_FOUND * (last - first)
    return [(drawn.places[start], drawn.places[end - 1] + 1) for start, end in found] if enough else []


def _longest(wanted: str, is_found: Callable[[str], bool]) -> int:
    """How many letters of the beginning are found together."""
    return bisect_left(range(1, len(wanted) + 1), True, key=lambda length: not is_found(wanted[:length]))


def letters_of(text: str) -> Letters:
    """The letters of a text."""
    letters = [_compared(character) for character in text]
    places = np.repeat(np.arange(len(text)), [len(each) for each in letters])
    return Letters("".join(letters), tuple(places.tolist()))


@lru_cache(maxsize=4096)
def _compared(character: str) -> str:
    """What of a character is compared: letters and digits, without what is set above and below them."""
    if character in _UNRELIABLE:
        return ""
    parts = unicodedata.normalize("NFKD", normalise(character)).replace("แ", "เเ")
    return "".join(part for part in parts if part.isalnum() and part not in _UNRELIABLE)
