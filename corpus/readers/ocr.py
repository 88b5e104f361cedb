"""Pictures of pages -> text, by Tesseract with Debian's Thai and English data; no file is read here but that data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

import tesserocr
from PIL import Image, ImageFilter

from corpus.lines import Layout, SetLine
from corpus.readers.bullets import with_bullets
from corpus.readers.coverage import misses_line
from corpus.readers.ghosts import without_ghosts
from corpus.readers.latin import with_english
from corpus.readers.numerals import with_thai_digits
from corpus.readers.paragraphs import paragraphs
from corpus.readers.pieces import Piece, confidence, levelled, lines, pieces_of, whole
from corpus.readers.tesseract import LANGUAGES, engine, find_data, give
from corpus.readers.tones import with_tones
from corpus.readers.upright import Box, View, grey, scaled, straight, turned
from corpus.record import UnreadableFile
from corpus.thai import normalise

_DOUBTFUL = 0.8
"""Below this confidence the page may stand on its side or its head."""
_EM = 1.5
"""The size of a font, in heights of a letter without marks."""
_FEW = 3
"""Pieces of a line that tell the height of a letter."""
_TIMEOUT_MS = 60_000
_LINE_SIZES = ((2.0, 1.0), (1.5, 1.1))
"""How far apart lines are at least, in heights of a letter, and how much larger the picture is made: at the first look
and at the second. Of more, lines that stand close are lost; of less, the marks over a line are a line of their own."""
_SURE = 0.9
"""A line with less confidence asks for a second look."""
_GUESSED = 0.5
"""The confidence of what is no text at all."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture says. Pixels are those of the picture that was given."""

    text: str
    """One line for each line of text in reading order; cells that stand wide apart have `CELL_BREAK` between."""
    words: tuple[tuple[str, Box], ...]
    """The pieces of the text in order, Thai ones often as short as a letter; no white space stands in them. A box goes
    from above the tones of its line to below its vowels."""
    confidence: float
    """The mean over what Tesseract read, 0 to 1; 0 where that is nothing."""
    layout: Layout | None = field(default=None, compare=False, repr=False)
    """How its paragraphs are set, in pixels of the picture as it was turned and scaled."""


def read_image(image: Image.Image, dpi: float | None) -> Recognised:
    """The text of a page's picture, which may be skewed by 5 degrees and stand on a side or on its head.

    ``dpi`` is the picture's resolution in dots per inch; without one, or with one that makes the page larger than
    A3, its width is that of A4. Raises `OcrMissing`, and `UnreadableFile` where the recognition takes over a minute.
    """
    view = scaled(grey(image), dpi)
    found = _recognise(straight(view), image.size)
    turn = _orientation(view.image) if found.confidence < _DOUBTFUL else 0
    if not turn:
        return found
    upright = _recognise(straight(turned(view, turn)), image.size)
    return max(found, upright, key=lambda result: result.confidence)


def _orientation(image: Image.Image) -> int:
    """How far to turn it counter-clockwise until it is upright; 0 where that cannot be told."""
    folder = find_data()
    if folder is None or not (folder / "osd.traineddata").is_file():
        return 0
    judge = engine("osd", tesserocr.PSM.OSD_ONLY)
    give(judge, image)
    answer = judge.DetectOrientationScript()
    judge.Clear()
    return int(answer["orient_deg"]) if answer else 0


def _recognise(view: View, size: tuple[int, int]) -> Recognised:
    """The page as read at the first look, or at a second where a line was doubtful or left out: what is surer on the
    whole."""
    first, second = _LINE_SIZES
    pieces = _looked(view, *first)
    if min(map(confidence, lines(pieces)), default=0.0) < _SURE or misses_line(view.image, lines(pieces)):
        pieces = max(pieces, _looked(view, *second), key=_worth)
    seen = with_thai_digits(view.image, without_ghosts(lines(pieces)))
    read = with_bullets(with_english(view.image, seen))
    usual = median([line[0].letter for line in read] or [0.0])
    text, layout = paragraphs([_set(line, usual) for line in read])
    words = tuple((piece.text, view.original(box, size)) for line in read for piece, box in levelled(line))
    return Recognised(text, words, confidence(pieces), layout)


def _looked(view: View, line_size: float, larger: float) -> list[Piece]:
    """The pieces of a page, their boxes in pixels of the view."""
    width, height = (round(side * larger) for side in view.image.size)
    image = view.image if larger == 1 else view.image.resize((width, height), Image.Resampling.BICUBIC)
    reader = engine(LANGUAGES, tesserocr.PSM.SINGLE_COLUMN)
    reader.SetVariable("textord_min_linesize", str(line_size))
    give(reader, image.filter(ImageFilter.MedianFilter(3)))
    finished = reader.Recognize(_TIMEOUT_MS)
    pieces = whole(pieces_of(reader.GetIterator())) if finished else []
    reader.Clear()
    if not finished:
        raise UnreadableFile("อ่านตัวอักษรจากภาพไม่เสร็จในเวลาที่กำหนด กรุณาสแกนใหม่เป็นขาวดำให้คมชัด ที่ 300 dpi")
    return [replace(piece, box=_shrunk(piece.box, larger), letter=piece.letter / larger) for piece in pieces]


def _shrunk(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return round(left / by), round(top / by), round(right / by), round(bottom / by)


def _worth(pieces: Iterable[Piece]) -> float:
    """Letters by how sure they are: lines that are lost count as those that are misread."""
    return sum((piece.confidence - _GUESSED) * len(piece.text) for piece in pieces)


def _set(line: Sequence[Piece], usual: float) -> SetLine:
    """The line where it stands; ``usual`` is the height of a letter on the page, for a line too short to tell."""
    text = with_tones(normalise("".join(piece.lead + piece.text for piece in line)))
    left, right = min(piece.box[0] for piece in line), max(piece.box[2] for piece in line)
    letter = usual if len(line) < _FEW else line[0].letter
    return SetLine(text, left, right, -median(piece.box[3] for piece in line), _EM * letter)
