"""Characters with their places on a page -> lines of text, for formats that store no lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from corpus.lines import Layout, SetLine
from corpus.readers.paragraphs import CELL_BREAK, COLUMN_BREAK, paragraphs
from corpus.thai import MARKS

__all__ = ["CELL_BREAK", "COLUMN_BREAK", "Glyph", "Piece", "set_lines"]

_BASELINE_SHIFT = 0.4
_WORD_GAP = 0.2
_COLUMN_GAP = 1.0
_STEP_BACK = 1.0
_SARA_AA = 0.35
_SHADOW = 0.5
"""Distances in sizes of the font."""
_MARK = re.compile(f"[{MARKS}\uf701-\uf70e\uf710-\uf71a]")
"""Marks, also those that a font draws by private-use glyphs."""


class Glyph(NamedTuple):
    """One character as it is read, in points: ``left`` to ``right`` along its line, ``base`` upwards."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class Piece:
    """Characters that follow each other on one line, without a gap as wide as between two columns."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    """Whether all of them are."""
    place: int = 0
    """Its place in the order of drawing."""
    begins_bold: bool = False

    def goes_on_with(self, glyph: Glyph) -> bool:
        """Whether the next glyph belongs here; a mark always does, wherever its font draws it."""
        if _MARK.match(glyph.text):
            return True
        gap = (glyph.left - self.right) / self.size
        return self.shares_line(glyph) and -_STEP_BACK < gap < _COLUMN_GAP

    def shares_line(self, other: Glyph | Piece) -> bool:
        """Whether the other stands on the same baseline, or little above or below it."""
        return abs(other.base - self.base) <= _BASELINE_SHIFT * max(self.size, other.size)

    def add(self, glyph: Glyph) -> None:
        """Put the glyph at the end, after a space where there is room for one."""
        room = glyph.left - self.right > _WORD_GAP * self.size and not _MARK.match(glyph.text)
        if (room or glyph.text.isspace()) and not self.text.endswith(" "):
            self.text += " "
        self.text += glyph.text.strip()
        self.bold = self.bold and (glyph.bold or glyph.text.isspace())
        self.right = max(self.right, self._end_of(glyph))

    def _end_of(self, glyph: Glyph) -> float:
        """Where the glyph ends; some fonts give the box of ำ as that of its ring alone, over the consonant."""
        if glyph.text == "ำ" and glyph.right < self.right + _SARA_AA / 2 * self.size:
            return self.right + _SARA_AA * self.size
        return min(glyph.right, glyph.left + self.size) if glyph.text.isspace() else glyph.right

    def covers(self, other: Piece) -> bool:
        """Whether the two lie upon each other, as a letter and its shadow or a correction and what it hides."""
        near = _SHADOW * self.size
        return abs(self.left - other.left) < near and abs(self.right - other.right) < near


def set_lines(glyphs: Iterable[Glyph]) -> tuple[str, Layout]:
    """The text of a page from its glyphs in reading order within each piece; paragraphs from the top downwards."""
    pieces = sorted(_pieces(glyphs), key=lambda piece: -piece.base)
    return paragraphs([_placed(line) for line in _lines(pieces)])


def _pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Glyphs in a row as long as they go on from each other; white space shows as a gap."""
    pieces: list[Piece] = []
    for glyph in glyphs:
        if pieces and pieces[-1].goes_on_with(glyph):
            pieces[-1].add(glyph)
        elif not glyph.text.isspace():
            pieces.append(Piece(*glyph, place=len(pieces), begins_bold=glyph.bold))
    return pieces


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in pieces:
        if lines and lines[-1][0].shares_line(piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _joined(line: list[Piece]) -> str:
    """The pieces of one line from left to right; of two upon each other the one drawn last."""
    text, right = "", 0.0
    for piece in _seen(sorted(line, key=lambda piece: piece.left)):
        gap = (piece.left - right) / piece.size
        if text and gap >= _COLUMN_GAP:
            text = text.rstrip() + COLUMN_BREAK
        elif text and gap > _WORD_GAP and not text.endswith(" "):
            text += " "
        text += piece.text
        right = max(right, piece.right)
    return text.lstrip()


def _placed(line: list[Piece]) -> SetLine:
    left, right = min(piece.left for piece in line), max(piece.right for piece in line)
    widest = max(line, key=lambda piece: piece.right - piece.left)
    bold, begins = all(piece.bold for piece in line), min(line, key=lambda piece: piece.left).begins_bold
    return SetLine(_joined(line), left, right, widest.base, widest.size, bold, begins)


def _seen(pieces: Iterable[Piece]) -> list[Piece]:
    seen: list[Piece] = []
    for piece in pieces:
        if not seen or not piece.covers(seen[-1]):
            seen.append(piece)
        elif piece.place > seen[-1].place:
            seen[-1] = piece
    return seen
