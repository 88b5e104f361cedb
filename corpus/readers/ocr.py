"""Pictures of pages -> text, by Tesseract with Debian's Thai and English data; no file is read here but that data."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import tesserocr
from PIL import Image, ImageFilter

from corpus.lines import Layout, SetLine
from corpus.readers.paragraphs import CELL_BREAK, paragraphs
from corpus.record import UnreadableFile, UnsupportedFormat
from corpus.thai import MARKS

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom lie outside."""
Matrix = npt.NDArray[np.float64]

DPI = 220
"""What pages are scaled to: at 200 thin strokes of small type are lost, at 240 marks become lines of their own."""
_A4_INCHES = (8.27, 11.69)
_MAX_INCHES = 17.0
"""The longest side that is believed of a stated resolution: A3. Telephones state 72 dots per inch of anything."""
_MAX_ENLARGEMENT = 3.0
_MAX_PIXELS = 20_000_000
_MAX_SKEW, _COARSE, _FINE = 5.0, 0.5, 0.05
"""Degrees: how far a page may be turned, and the steps in which its angle is looked for."""
_SKEW_REDUCTION = 3
_DOUBTFUL = 0.8
"""Below this confidence the page may stand on its side or its head."""
_TABLE_GAP, _COLUMN_GAP = 1.6, 8.0
"""The least gap between two cells, in heights of a letter without marks: in a table that Tesseract finds, elsewhere."""
_EM = 1.5
"""The size of a font, in heights of what is recognised."""
_PLAIN = 0.3
"""By how much the box of a letter without marks may be higher or lower than that letter."""
_TONES, _VOWELS = 0.95, 0.45
"""How far marks reach above a letter and below it, in its heights."""
_WIDENED = 0.5
"""How far a box is widened towards the next, in heights of a letter."""
_TIMEOUT_MS = 60_000
_LANGUAGES = "tha+eng"
_VARIABLES = {"debug_file": os.devnull}
_LINE_SIZES = ((2.0, 1.0), (1.5, 1.1))
"""How far apart lines are at least, in heights of a letter, and how much larger the picture is made: at the first look
and at the second. Of more, lines that stand close are lost; of less, the marks over a line are a line of their own."""
_SURE = 0.9
"""A line with less confidence asks for a second look."""
_GUESSED = 0.5
"""The confidence of what is no text at all."""
_FOLDERS = ("/usr/share/tesseract-ocr", "/usr/share", "/usr/local/share", "/opt/homebrew/share", f"{sys.prefix}/share")

_engines = threading.local()


class OcrMissing(UnsupportedFormat):
    """Tesseract's trained data is not on this machine. ``str(error)`` is one line that may be shown to a person."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or "ยังอ่านตัวอักษรจากภาพไม่ได้ ผู้ดูแลระบบต้องติดตั้ง tesseract-ocr-tha และ tesseract-ocr-eng ก่อน")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture says. Pixels are those of the picture that was given."""

    text: str
    """One line for each line of text in reading order; cells that stand wide apart have `CELL_BREAK` between."""
    words: tuple[tuple[str, Box], ...]
    """The pieces of the text in order, Thai ones often as short as a letter; no white space stands in them. A box goes
    from above the tones of its line to below its vowels."""
    confidence: float
    """The mean over the words, 0 to 1; 0 where there are none."""
    layout: Layout | None = field(default=None, compare=False, repr=False)
    """How its paragraphs are set, in pixels of the picture as it was turned and scaled."""


@dataclass(frozen=True, slots=True)
class _View:
    """A grey picture, and the matrix that leads from its pixels to those of the picture it was made from."""

    image: Image.Image
    matrix: Matrix

    def original(self, box: Box, size: tuple[int, int]) -> Box:
        """The upright box around a box of the view, inside a picture of the given size."""
        left, top, right, bottom = box
        corners = self.matrix @ np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]])
        x, y = np.clip(corners[0], 0, size[0]), np.clip(corners[1], 0, size[1])
        return math.floor(x.min()), math.floor(y.min()), math.ceil(x.max()), math.ceil(y.max())


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    box: Box
    line: int
    lead: str
    """What stands between it and the piece before it in its line."""
    letter: float
    """The height of a letter without marks in its line."""
    confidence: float


def find_data() -> Path | None:
    """The folder that holds both tha.traineddata and eng.traineddata; TESSDATA_PREFIX goes before the usual folders."""
    roots = [Path(root) for root in (os.environ.get("TESSDATA_PREFIX"), *_FOLDERS) if root]
    folders = [
        folder for root in roots for folder in (root, root / "tessdata", *sorted(root.glob("[0-9]*/tessdata"))[::-1])
    ]
    wanted = [f"{language}.traineddata" for language in _LANGUAGES.split("+")]
    return next((folder for folder in folders if all((folder / name).is_file() for name in wanted)), None)


def read_image(image: Image.Image, dpi: float | None) -> Recognised:
    """The text of a page's picture, which may be skewed by 5 degrees and stand on a side or on its head.

    ``dpi`` is the picture's resolution in dots per inch; without one, or with one that makes the page larger than
    A3, its width is that of A4. Raises `OcrMissing`, and `UnreadableFile` where the recognition takes over a minute.
    """
    view = _scaled(_grey(image), dpi)
    found = _recognise(_straight(view), image.size)
    turn = _orientation(view.image) if found.confidence < _DOUBTFUL else 0
    if not turn:
        return found
    turned = _recognise(_straight(_turned(view, turn)), image.size)
    return max(found, turned, key=lambda result: result.confidence)


def believed_dpi(size: tuple[int, int], stated: float | None) -> float:
    """The resolution of a page's picture: the stated one, unless it makes the page larger than A3; then as if A4."""
    width, height = size
    if stated and max(size) / stated <= _MAX_INCHES:
        return stated
    return width / _A4_INCHES[width > height]


def _grey(image: Image.Image) -> Image.Image:
    """Eight bits, on white where the picture is transparent."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, np.float32)
        return Image.fromarray((values * (255 / max(1.0, float(values.max())))).clip(0, 255).astype(np.uint8))
    return image.convert("L")


def _scaled(image: Image.Image, dpi: float | None) -> _View:
    width, height = image.size
    scale = min(DPI / believed_dpi(image.size, dpi), _MAX_ENLARGEMENT, math.sqrt(_MAX_PIXELS / (width * height)))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    resized = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _View(resized, np.diag([width / size[0], height / size[1], 1.0]))


def _turned(view: _View, degrees: float) -> _View:
    """Turned counter-clockwise, on white, and as much larger as that needs."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    width, height = view.image.size
    size = (
        math.ceil(abs(width * cosine) + abs(height * sine) - 1e-6),
        math.ceil(abs(width * sine) + abs(height * cosine) - 1e-6),
    )
    x, y = size[0] / 2, size[1] / 2
    back = np.array(
        [
            [cosine, -sine, width / 2 - cosine * x + sine * y],
            [sine, cosine, height / 2 - sine * x - cosine * y],
            [0, 0, 1],
        ]
    )
    image = view.image.transform(
        size, Image.Transform.AFFINE, tuple(back[:2].ravel()), Image.Resampling.BICUBIC, fillcolor=255
    )
    return _View(image, view.matrix @ back)


def _straight(view: _View) -> _View:
    angle = _skew(view.image)
    return _turned(view, angle) if abs(angle) >= 2 * _FINE else view


def _skew(image: Image.Image) -> float:
    """The degrees to turn it by, counter-clockwise, until its rows of pixels are at their most unequal."""
    small = np.asarray(image.reduce(_SKEW_REDUCTION), np.float32)
    paper, ink = np.median(small), small.min()
    y, x = np.nonzero(small < (paper + ink) / 2)
    if paper - ink < 32 or not len(x):
        return 0.0

    def unevenness(degrees: float) -> float:
        rows = y * math.cos(math.radians(degrees)) - x * math.sin(math.radians(degrees))
        counts = np.bincount((rows - rows.min()).astype(np.intp)).astype(np.float64)
        return float(np.square(np.diff(counts)).sum())

    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + _COARSE / 2, _COARSE), key=unevenness)
    return float(max(coarse + np.arange(-_COARSE, _COARSE + _FINE / 2, _FINE), key=unevenness))


def _orientation(image: Image.Image) -> int:
    """How far to turn it counter-clockwise until it is upright; 0 where that cannot be told."""
    folder = find_data()
    if folder is None or not (folder / "osd.traineddata").is_file():
        return 0
    engine = _engine("osd", tesserocr.PSM.OSD_ONLY)
    _give(engine, image)
    answer = engine.DetectOrientationScript()
    engine.Clear()
    return int(answer["orient_deg"]) if answer else 0


def _recognise(view: _View, size: tuple[int, int]) -> Recognised:
    """The page as read at the first look, or at a second where a line was doubtful: what is surer on the whole."""
    first, second = _LINE_SIZES
    pieces = _looked(view, *first)
    if min(map(_confidence, _lines(pieces)), default=0.0) < _SURE:
        pieces = max(pieces, _looked(view, *second), key=_worth)
    text, layout = paragraphs([_set(line) for line in _lines(pieces)])
    words = tuple((piece.text, view.original(box, size)) for line in _lines(pieces) for piece, box in _levelled(line))
    return Recognised(text, words, _confidence(pieces), layout)


def _looked(view: _View, line_size: float, larger: float) -> list[_Piece]:
    """The pieces of a page, their boxes in pixels of the view."""
    width, height = (round(side * larger) for side in view.image.size)
    image = view.image if larger == 1 else view.image.resize((width, height), Image.Resampling.BICUBIC)
    engine = _engine(_LANGUAGES, tesserocr.PSM.SINGLE_COLUMN)
    engine.SetVariable("textord_min_linesize", str(line_size))
    _give(engine, image.filter(ImageFilter.MedianFilter(3)))
    finished = engine.Recognize(_TIMEOUT_MS)
    pieces = _whole(_pieces(engine.GetIterator())) if finished else []
    engine.Clear()
    if not finished:
        raise UnreadableFile("อ่านตัวอักษรจากภาพไม่เสร็จในเวลาที่กำหนด กรุณาสแกนใหม่เป็นขาวดำให้คมชัด ที่ 300 dpi")
    return [replace(piece, box=_shrunk(piece.box, larger), letter=piece.letter / larger) for piece in pieces]


def _shrunk(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return round(left / by), round(top / by), round(right / by), round(bottom / by)


def _lines(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    return [list(line) for _, line in groupby(pieces, key=lambda piece: piece.line)]


def _confidence(pieces: Sequence[_Piece]) -> float:
    return sum(piece.confidence for piece in pieces) / max(1, len(pieces))


def _worth(pieces: Iterable[_Piece]) -> float:
    """Letters by how sure they are: lines that are lost count as those that are misread."""
    return sum((piece.confidence - _GUESSED) * len(piece.text) for piece in pieces)


def _set(line: Sequence[_Piece]) -> SetLine:
    text = "".join(piece.lead + piece.text for piece in line)
    left, right = min(piece.box[0] for piece in line), max(piece.box[2] for piece in line)
    base, size = (median(measure(piece.box) for piece in line) for measure in (_foot, _height))
    return SetLine(text, left, right, -base, _EM * size)


def _foot(box: Box) -> int:
    return box[3]


def _height(box: Box) -> int:
    return box[3] - box[1]


def _pieces(words: tesserocr.PyResultIterator) -> Iterator[_Piece]:
    """What Tesseract calls words, which in Thai are letters and syllables; it also says before which are blanks."""
    line, right = 0, None
    for word in tesserocr.iterate_level(words, tesserocr.RIL.WORD):
        if word.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line, right = line + 1, None
        if word.Empty(tesserocr.RIL.WORD):
            continue
        box, text = word.BoundingBox(tesserocr.RIL.WORD), "".join(word.GetUTF8Text(tesserocr.RIL.WORD).split())
        if text and box:
            lead = _lead(word, box[0] - right) if right is not None else ""
            yield _Piece(text, box, line, lead, _letter(word), word.Confidence(tesserocr.RIL.WORD) / 100)
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


def _whole(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Marks joined to the letter that they stand on."""
    whole: list[_Piece] = []
    for piece in pieces:
        last = whole[-1] if whole else None
        if last and last.line == piece.line and not piece.lead and piece.text[0] in MARKS:
            whole[-1] = replace(
                last,
                text=last.text + piece.text,
                box=_around(last.box, piece.box),
                confidence=min(last.confidence, piece.confidence),
            )
        else:
            whole.append(piece)
    return whole


def _levelled(line: list[_Piece]) -> Iterator[tuple[_Piece, Box]]:
    """The pieces of a line with boxes of one height that meet: Tesseract's are rough at every side."""
    letter = line[0].letter
    plain = [piece.box[3] for piece in line if abs(piece.box[3] - piece.box[1] - letter) < _PLAIN * letter]
    base = median(plain or [piece.box[3] for piece in line])
    top, bottom = round(base - (1 + _TONES) * letter), round(base + _VOWELS * letter)
    ends = [line[0].box[0] - letter, *(piece.box[2] for piece in line)]
    starts = [*(piece.box[0] for piece in line), line[-1].box[2] + letter]
    margins = [max(0.0, min((start - end) / 2, _WIDENED * letter)) for end, start in zip(ends, starts, strict=True)]
    for piece, before, after in zip(line, margins, margins[1:], strict=False):
        yield piece, (round(piece.box[0] - before), top, round(piece.box[2] + after), bottom)


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _give(engine: tesserocr.PyTessBaseAPI, image: Image.Image) -> None:
    engine.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    engine.SetSourceResolution(DPI)


def _engine(languages: str, mode: int) -> tesserocr.PyTessBaseAPI:
    """One for each thread, which it may not leave. The published builds recognise in one thread of their own."""
    engine = getattr(_engines, languages, None)
    if engine is None:
        folder = find_data()
        if folder is None:
            raise OcrMissing
        engine = tesserocr.PyTessBaseAPI(init=False)
        engine.InitFull(path=f"{folder}/", lang=languages, psm=mode, variables=_VARIABLES)
        setattr(_engines, languages, engine)
    return engine
