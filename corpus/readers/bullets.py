"""Bullets of a scan, which are recognised as what they look like: a digit one, a dot, a degree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.pieces import Piece

_BULLET = "•"
_LIKE = frozenset(("๑", "๐", ".", "°", "*", "¢", "«"))
_SECOND = ("๒", "2")
"""What a line begins with where a one begins a numbering."""
_FEWEST = 2
"""Lines of a page that begin so."""


def with_bullets(page: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines of a page, with bullets where several begin with what looks like one and stands alone."""
    alone = [len(line) > 1 and line[1].lead == " " for line in page]
    is_numbered = any(is_alone and line[0].text in _SECOND for line, is_alone in zip(page, alone, strict=True))
    like = [is_alone and line[0].text in _LIKE for line, is_alone in zip(page, alone, strict=True)]
    if is_numbered or sum(like) < _FEWEST:
        return [list(line) for line in page]
    return [_bulleted(line) if is_like else list(line) for line, is_like in zip(page, like, strict=True)]


def _bulleted(line: Sequence[Piece]) -> list[Piece]:
    return [replace(line[0], text=_BULLET), *line[1:]]
