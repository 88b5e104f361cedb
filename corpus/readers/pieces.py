"""The pieces that Tesseract finds on a page: letters and syllables of Thai, words of English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

import tesserocr

from corpus.readers.paragraphs import CELL_BREAK
from corpus.readers.upright import Box
from corpus.thai import MARKS

_TABLE_GAP, _COLUMN_GAP = 1.6, 8.0
"""The least gap between two cells, in heights of a letter without marks: in a table that Tesseract finds, elsewhere."""
_PLAIN = 0.3
"""By how much the box of a letter without marks may be higher or lower than that letter."""
_TONES, _VOWELS = 0.95, 0.45
"""How far marks reach above a letter and below it, in its heights."""
_WIDENED = 0.5
"""How far a box is widened towards the next, in heights of a letter."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A letter, a syllable or a word, where it stands in the picture."""

    text: str
    box: Box
    line: int
    lead: str
    """What stands between it and the piece before it in its line."""
    letter: float
    """The height of a letter without marks in its line."""
    confidence: float


def lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each line."""
    return [list(line) for _, line in groupby(pieces, key=lambda piece: piece.line)]


def words(line: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of a line between blanks."""
    found: list[list[Piece]] = []
    for piece in line:
        if piece.lead or not found:
            found.append([])
        found[-1].append(piece)
    return found


def confidence(pieces: Sequence[Piece]) -> float:
    """The mean over the pieces, 0 to 1; 0 where there are none."""
    return sum(piece.confidence for piece in pieces) / max(1, len(pieces))


def pieces_of(found: tesserocr.PyResultIterator) -> Iterator[Piece]:
    """What Tesseract calls words, which in Thai are letters and syllables; it also says before which are blanks."""
    line, right = 0, None
    for word in tesserocr.iterate_level(found, tesserocr.RIL.WORD):
        if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line, right = line + 1, None
        if word.Empty(tesserocr.RIL.WORD):
            continue
        box, text = word.BoundingBox(tesserocr.RIL.WORD), "".join(word.GetUTF8Text(tesserocr.RIL.WORD).split())
        if text and box:
            lead = _lead(word, box[0] - right) if right is not None else ""
            yield Piece(text, box, line, lead, _letter(word), word.Confidence(tesserocr.RIL.WORD) / 100)
            right = box[2]


def _lead(word: tesserocr.PyResultIterator, gap: int) -> str:
    """Boxes of letters are rough, so they only tell a gap between cells; where a blank is, the recognition knows."""
    if not word.BlanksBeforeWord():
        return ""
    least = _TABLE_GAP if word.BlockType() == tesserocr.PT.TABLE else _COLUMN_GAP
    return CELL_BREAK if gap > least * _letter(word) else " "


def _letter(word: tesserocr.PyResultIterator) -> float:
    row = word.RowAttributes()
    return float(row["row_height"] + row["descenders"] - row["ascenders"])


def whole(pieces: Iterable[Piece]) -> list[Piece]:
    """Marks joined to the letter that they stand on."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.line == piece.line and not piece.lead and piece.text[0] in MARKS:
            joined[-1] = replace(
                last,
                text=last.text + piece.text,
                box=around(last.box, piece.box),
                confidence=min(last.confidence, piece.confidence),
            )
        else:
            joined.append(piece)
    return joined


def foot(line: Sequence[Piece]) -> float:
    """Where the letters of a line stand: the bottom of those without marks."""
    letter = line[0].letter
    plain = [piece.box[3] for piece in line if abs(piece.box[3] - piece.box[1] - letter) < _PLAIN * letter]
    return median(plain or [piece.box[3] for piece in line])


def levelled(line: list[Piece]) -> Iterator[tuple[Piece, Box]]:
    """The pieces of a line with boxes of one height that meet: Tesseract's are rough at every side."""
    letter, base = line[0].letter, foot(line)
    top, bottom = round(base - (1 + _TONES) * letter), round(base + _VOWELS * letter)
    ends = [line[0].box[0] - letter, *(piece.box[2] for piece in line)]
    starts = [*(piece.box[0] for piece in line), line[-1].box[2] + letter]
    margins = [max(0.0, min((start - end) / 2, _WIDENED * letter)) for end, start in zip(ends, starts, strict=True)]
    for piece, before, after in zip(line, margins, margins[1:], strict=False):
        yield piece, (round(piece.box[0] - before), top, round(piece.box[2] + after), bottom)


def around(one: Box, other: Box) -> Box:
    """The box of two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
