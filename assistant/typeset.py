"""Text set as a page: Thai shaped by HarfBuzz, lines broken between words, one range marked in yellow.

uharfbuzz shapes and draws by itself. Pillow's own layout would need the system's libfribidi to put Thai marks right,
so Pillow only holds the picture here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any, NamedTuple

import fontpkg
import uharfbuzz
from PIL import Image, ImageDraw
from pythainlp.tokenize import word_tokenize

from corpus.thai import cluster_start

YELLOW = (255, 236, 102)
"""The colour of what is marked, in RGB."""
WIDTH, HEIGHT = 1080, 1527
"""The picture's width and its greatest height, in pixels: an A4 page that a telephone shows legibly."""

_MARGIN, _SIZE, _SMALL, _LINE, _BASE = 60, 30.0, 22.0, 48, 35
"""The margin, the sizes of text and heading, the height of a line and its base below its top, in pixels."""
_HEADING = 50
"""The base of the heading, in pixels from the picture's top."""
_ROWS = (HEIGHT - 2 * _MARGIN) // _LINE - 2
"""Lines of text between the heading and the lower margin."""
_BEFORE, _AFTER = 3_000, 4_500
"""Code points that are looked at before and after where the quote begins: more than a screenful."""
_INK, _GREY = (17, 17, 17), (120, 120, 120)
_PIECE = re.compile(r".{1,1000}(?=\s|$)|.{1,1000}", re.DOTALL)
_CLOSING = frozenset(")]}”’»,.;:!?%ๆฯ")
_OPENING = frozenset("([{“‘«")
_JOINED = re.compile("[0-9A-Za-z๐-๙/.,:-]{2}")
_STAND_INS = str.maketrans("\t✓✔☑✗✘☒", "\u2003√√√×××")

Font = Any  # HarfBuzz's objects carry no types


class Glyph(NamedTuple):
    """A shape of the font at its place, in pixels: ``x`` from the left, ``y`` from the base of its line upwards."""

    shape: int
    cluster: int
    """The position of the character that it stands for."""
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Run:
    """Shaped text: ``edges[i]`` is where character ``i`` begins, in pixels, and the last edge is the end."""

    glyphs: tuple[Glyph, ...]
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph: ``[start, end)`` of the paragraph's run, which begins at ``offset`` in the text."""

    run: Run
    start: int
    end: int
    offset: int

    def holds(self, marked: tuple[int, int]) -> bool:
        """Whether anything of the marked range of the text stands on this line."""
        return marked[0] < self.offset + self.end and self.offset + self.start < marked[1]

    def extent(self, marked: tuple[int, int]) -> tuple[float, float]:
        """From where to where the marked range goes on this line, in pixels from the line's left."""
        first = max(marked[0] - self.offset, self.start)
        last = min(marked[1] - self.offset, self.end)
        return self.run.edges[first] - self.run.edges[self.start], self.run.edges[last] - self.run.edges[self.start]

    def glyphs(self, left: float, base: float) -> Iterator[Glyph]:
        """The line's glyphs at their places in a picture, ``base`` counted from its top."""
        left -= self.run.edges[self.start]
        for glyph in self.run.glyphs:
            if self.start <= glyph.cluster < self.end:
                yield glyph._replace(x=glyph.x + left, y=glyph.y - base)


def set_page(heading: str, text: str, marked: tuple[int, int]) -> Image.Image:
    """The screenful of ``text`` around the range ``marked``; an empty range marks nothing and shows the beginning."""
    start, end = _window(text, marked)
    marked = (marked[0] - start, marked[1] - start)
    lines = list(_lines(text[start:end]))
    top = _top_row(lines, marked)
    shown = lines[top : top + _ROWS]
    picture = Image.new("RGB", (WIDTH, 2 * _MARGIN + (len(shown) + 2) * _LINE), "white")
    _mark(picture, shown, marked)
    rows = enumerate(shown, 1)
    _draw(picture, chain.from_iterable(line.glyphs(_MARGIN, _base(row)) for row, line in rows), _SIZE, _INK)
    more = (*([0] if start or top else []), *([len(shown) + 1] if end < len(text) or lines[top + _ROWS :] else []))
    _draw_asides(picture, heading, more)
    return picture


def under_heading(picture: Image.Image, heading: str) -> Image.Image:
    """The picture with a line of small grey type on white above it."""
    headed = Image.new("RGB", (picture.width, picture.height + _MARGIN), "white")
    headed.paste(picture, (0, _MARGIN))
    _draw_asides(headed, heading, ())
    return headed


def _window(text: str, marked: tuple[int, int]) -> tuple[int, int]:
    """The part of a long text that is set: enough around the beginning of the marked range."""
    wanted = max(0, marked[0] - _BEFORE)
    line = text.rfind("\n", max(0, wanted - _BEFORE), wanted) + 1
    start = line or cluster_start(text, wanted)
    return start, cluster_start(text, min(len(text), marked[0] + _AFTER))


def _lines(text: str) -> Iterator[Line]:
    font, offset = _font(_SIZE), 0
    for paragraph in text.split("\n"):
        run, start = _shaped(font, paragraph), 0
        for end in _line_ends(paragraph, run.edges):
            yield Line(run, start, end, offset)
            start = end
        offset += len(paragraph) + 1


def _line_ends(paragraph: str, edges: Sequence[float]) -> Iterator[int]:
    """Where the paragraph's lines end; spaces at the end of a line may stand in the margin."""
    start, last, width = 0, 0, WIDTH - 2 * _MARGIN
    for stop in _word_ends(paragraph):
        inked = last + len(paragraph[last:stop].rstrip())
        if edges[inked] - edges[start] > width and last > start:
            yield last
            start = last
        while edges[inked] - edges[start] > width:
            cut = cluster_start(paragraph, bisect_right(edges, edges[start] + width) - 1)
            start = max(start + 1, cut)
            yield start
        last = stop
    yield len(paragraph)


def _word_ends(text: str) -> Iterator[int]:
    """Where a line may end: after a word, not before a closing mark nor inside a number."""
    words = chain.from_iterable(word_tokenize(piece, engine="nlpo3") for piece in _PIECE.findall(text))
    for end in accumulate(map(len, words)):
        if end >= len(text):
            break
        kept = text[end] in _CLOSING or text[end - 1] in _OPENING or _JOINED.match(text, end - 1)
        if not kept and cluster_start(text[end - 1 : end + 1], 1):
            yield end
    yield len(text)


def _top_row(lines: Sequence[Line], marked: tuple[int, int]) -> int:
    """The first line to show, so that what is marked stands in the middle, or begins near the top if it is long."""
    rows = [row for row, line in enumerate(lines) if line.holds(marked)] or [0]
    above = max(1, (_ROWS - len(rows)) // 2)
    return max(0, min(rows[0] - above, len(lines) - _ROWS))


def _base(row: int) -> int:
    """The base of a row in pixels from the picture's top; rows of text begin with 1."""
    return _MARGIN + row * _LINE + _BASE


def _mark(picture: Image.Image, lines: Iterable[Line], marked: tuple[int, int]) -> None:
    brush = ImageDraw.Draw(picture)
    for row, line in enumerate(lines, 1):
        left, right = line.extent(marked) if line.holds(marked) else (0.0, 0.0)
        if right > left:
            top = _MARGIN + row * _LINE
            brush.rectangle((_MARGIN + left - 2, top, _MARGIN + right + 2, top + _LINE - 1), YELLOW)


def _draw_asides(picture: Image.Image, heading: str, more: Iterable[int]) -> None:
    """The heading, and three dots at the rows where the text goes on."""
    font = _font(_SMALL)
    run = _shaped(font, " ".join(heading.split())[:200])
    fitting = max(0, bisect_right(run.edges, picture.width - 3 * _MARGIN) - 1)
    drawn = [*Line(run, 0, fitting, 0).glyphs(_MARGIN, _HEADING)]
    for row in more:
        drawn += Line(_shaped(font, "…"), 0, 1, 0).glyphs(WIDTH / 2, _base(row))
    _draw(picture, drawn, _SMALL, _GREY)


def _draw(picture: Image.Image, glyphs: Iterable[Glyph], size: float, colour: tuple[int, int, int]) -> None:
    """Draw glyphs whose ``y`` is counted from the picture's top and below 0."""
    font, raster = _font(size), uharfbuzz.RasterDraw()
    for glyph in glyphs:
        raster.transform = (1 / 64, 0, 0, 1 / 64, glyph.x, glyph.y)
        raster.draw_glyph(font, glyph.shape)
    raster.extents = uharfbuzz.RasterExtents(0, -picture.height, picture.width, picture.height, picture.width)
    drawn = raster.render().buffer
    if drawn:  # nothing but white space gives nothing
        picture.paste(colour, mask=Image.frombytes("L", picture.size, drawn, "raw", "L", picture.width, -1))


def _shaped(font: Font, text: str) -> Run:
    """The text from left to right, whatever its letters; every character keeps its position."""
    if not text:
        return Run((), (0.0,))
    buffer = uharfbuzz.Buffer()
    buffer.add_str("".join(map(_shown, text)))
    buffer.direction, buffer.script, buffer.language = "ltr", "Thai", "th"
    uharfbuzz.shape(font, buffer, {})
    glyphs: list[Glyph] = []
    begins: dict[int, float] = {}
    x = 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        begins.setdefault(info.cluster, x)
        glyphs.append(Glyph(info.codepoint, info.cluster, x + place.x_offset / 64, place.y_offset / 64))
        x += place.x_advance / 64
    return Run(tuple(glyphs), tuple(_edges(len(text), begins, x)))


def _edges(length: int, begins: dict[int, float], end: float) -> list[float]:
    """Where each character begins; one inside a cluster begins where the cluster ends."""
    edges = [end] * (length + 1)
    for position in range(length - 1, -1, -1):
        edges[position] = begins.get(position, edges[position + 1])
    return edges


def _font(size: float) -> Font:
    """The typeface at a size in pixels, scaled to 1/64 pixel. Each drawing has its own: threads may not share it."""
    font = uharfbuzz.Font(_face())
    font.scale = (round(size * 64), round(size * 64))
    return font


@lru_cache(maxsize=1)
def _face() -> Font:
    """Sarabun (SIL Open Font Licence 1.1), from the package fontpkg-sarabun."""
    return uharfbuzz.Face(uharfbuzz.Blob(fontpkg.path("Sarabun", 400).read_bytes()))


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """The character, or one that stands for it where the typeface has none: a bullet for symbols, else its box."""
    character = character.translate(_STAND_INS)
    if uharfbuzz.Font(_face()).get_nominal_glyph(ord(character)) is not None:
        return character
    return "•" if unicodedata.category(character) in ("So", "Co") and character not in "☐□" else character
