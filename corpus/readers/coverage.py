"""Lines of ink on a page that no line of its recognition covers: Tesseract leaves one out now and then, and is sure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
from PIL import Image

from corpus.readers.pieces import Piece
from corpus.readers.upright import DARK

_ABOVE, _BELOW = 1.6, 0.6
"""How far a line covers the page above its base and below it, in heights of a letter."""
_HIGH, _HIGHEST, _FULL = 0.7, 6.0, 0.25
"""What may be a line or some: their height in heights of a letter, and the ink against that of most lines."""
_SPECKS = 3
"""Dark pixels of a row that are dust."""


def misses_line(image: Image.Image, page: Sequence[Sequence[Piece]]) -> bool:
    """Whether the grey picture of a page has a line that is none of the recognised ones."""
    if not page:
        return False
    letter = median(line[0].letter for line in page)
    ink = (np.asarray(image) < DARK).sum(axis=1)
    covered = np.zeros(len(ink), np.bool_)
    held = []
    for line in page:
        base = median(piece.box[3] for piece in line)
        rows = slice(max(0, round(base - _ABOVE * letter)), max(0, round(base + _BELOW * letter)))
        covered[rows] = True
        held.append(int(ink[rows].sum()))
    bare = (ink > _SPECKS) & ~covered
    edges = np.flatnonzero(np.diff(bare, prepend=False, append=False))
    bands = zip(edges[::2], edges[1::2], strict=True)
    full = _FULL * median(held)
    return any(
        _HIGH * letter <= end - start <= _HIGHEST * letter and ink[start:end].sum() >= full for start, end in bands
    )
