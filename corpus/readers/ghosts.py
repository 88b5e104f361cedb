"""What Tesseract reads where nothing is: letters twice, dust beside a line, the marks of a line as another line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.lines import letters_in
from corpus.readers.pieces import Piece, confidence, foot, words
from corpus.thai import CONSONANTS

_LETTER = re.compile(f"[{CONSONANTS}ะ-ูเ-ๆ]")
_DOUBTFUL = 0.5
"""The confidence under which a word may be none."""
_OVERLAP = 0.3
"""How much of the narrower of two pieces with a blank between them may be under the other."""
_NARROW = 0.2
"""The least width of a letter, in heights of one."""
_MARKS = (0.9, 1.6)
"""Where over the foot of a line its marks are, in heights of a letter."""
_SURE = 0.7
"""The confidence of a reading that stays beside another of other letters."""


def without_ghosts(page: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines of a page without those that are none, nor the words that are none."""
    read = [list(_once(line)) for line in page]
    kept = [line for line, below in zip_longest(read, read[1:]) if not (below and _is_in_marks(line, below))]
    return [found for line in kept if (found := _seen(line))]


def _once(line: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without Thai that is read twice; of two readings the surer stays."""
    last: Piece | None = None
    for piece in line:
        if last and _is_twice(last, piece):
            last = max(last, replace(piece, lead=last.lead), key=lambda one: one.confidence)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _is_twice(one: Piece, other: Piece) -> bool:
    """Whether the narrower of two Thai pieces with a blank between lies much upon the other and is like it, or unsure.

    Boxes of other signs are too rough, and so are those of two cells.
    """
    (left, _, right, _), (start, _, end, _) = one.box, other.box
    letters, others = (set(_LETTER.findall(piece.text)) for piece in (one, other))
    is_like = letters & others or min(one.confidence, other.confidence) < _SURE
    upon = min(right, end) - max(left, start) > _OVERLAP * min(right - left, end - start)
    return other.lead == " " and bool(letters and others and is_like) and upon


def _is_in_marks(line: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether a doubtful line is but the marks over the next one."""
    least, most = (foot(below) - reach * below[0].letter for reach in reversed(_MARKS))
    return confidence(line) < _DOUBTFUL and least <= foot(line) <= most


def _seen(line: Sequence[Piece]) -> list[Piece]:
    """The pieces of the words that stand on the line, in so much room as letters need, or of which it is sure."""
    base, pieces = foot(line), list[Piece]()
    for word in words(line):
        under = all(piece.box[1] >= base for piece in word)
        width = max(piece.box[2] for piece in word) - min(piece.box[0] for piece in word)
        narrow = width < _NARROW * word[0].letter * sum(letters_in(piece.text) for piece in word)
        if confidence(word) >= _DOUBTFUL or not (under or narrow):
            pieces += word
    return [replace(pieces[0], lead=""), *pieces[1:]] if pieces else []
