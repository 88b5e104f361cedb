"""Lines as they stand on a page -> paragraphs: a line ends where the next word had no room, and goes on below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pythainlp.tokenize import word_tokenize

from corpus.headings import FAMILIES
from corpus.repair import repaired, with_marks
from corpus.thai import MARKS, THAI, arabic_digits, normalise

CELL_BREAK = " | "
"""What stands between two cells of a table row, where the format has tables."""
COLUMN_BREAK = "  "
"""What stands between two pieces of a line that are far apart: cells of a table row, a number and its heading."""

_OPENS = re.compile(
    r"[-–—•●▪*\uf020-\uf0ff]\s|\(?\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+\s|\(?[ก-ฮ][.)]|มติ|เริ่มประชุม|เลิกประชุม|ปิดประชุม|ผู้(?:ไม่)?(?:มา|เข้า)"
)
"""What begins a paragraph, besides a heading."""
_RULE = re.compile(r"\s*[-–—_=*.~]{3,}")
_SYMBOL = re.compile(r"[\uf020-\uf0ff]\s+")
"""A bullet of a symbol font, which no other font shows."""
_LABEL = re.compile(r"\A\S{1,3}\s")
"""What may be a bullet or a number that was misread, where the next line is indented."""
_MARK = re.compile(f"[{MARKS}]")
_ROW = re.compile(f"{re.escape(COLUMN_BREAK)}|{re.escape(CELL_BREAK)}")
_THAI = re.compile(f"[{THAI}]")
_EDGE, _INDENT, _HANGING, _SPARE = 3.0, 0.8, 6.0, 0.75
"""In sizes of the font: how far lines end from the edge that they share; what is an indent, and how wide a marked one
may be; and how much wider than its first word what stands together in the next line may be."""
_STEP, _SIZE = 1.4, 1.3
"""How much farther than usual below, and how much larger or smaller, the next line of a paragraph may be."""
_NARROW = 15.0
"""Sizes of the font that a line is wide at least to be thought full."""
_FEWEST = 2
"""Lines that must share an edge."""
_WORD = 40
"""Code points in which the first word of a line is looked for."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a page: where it stands, upwards from the foot, in one unit; a last space is a space of the text."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def letter(self) -> float:
        """The mean width of a letter."""
        return (self.right - self.left) / max(1, len(_MARK.sub("", self.text)))


def paragraphs(lines: Sequence[SetLine]) -> str:
    """The text of the lines, from the top of a page downwards, with a line end after each paragraph."""
    return "".join(_parts(lines)).rstrip()


def _parts(lines: Sequence[SetLine]) -> Iterator[str]:
    edge = _shared_edge(lines)
    step = median([_step(above, below) for above, below in pairwise(lines)] or [0.0])
    is_first = True
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        goes_on = (
            following is not None
            and edge is not None
            and _step(line, following) <= _STEP * step
            and _is_full(line, following, edge)
            and _goes_on(line, following, is_first)
        )
        yield _bulleted(line.text.strip()) + (_glue(line, following) if goes_on and following else "\n")
        is_first = not goes_on


def _bulleted(text: str) -> str:
    found = _SYMBOL.match(text)
    return f"• {text[found.end() :]}" if found else text


def _step(line: SetLine, following: SetLine) -> float:
    return (line.base - following.base) / max(line.size, following.size)


def _shared_edge(lines: Sequence[SetLine]) -> float | None:
    """The rightmost place near which several lines end."""
    ends = sorted((line.right for line in lines), reverse=True)
    size = median([line.size for line in lines] or [0.0])
    least = max(_FEWEST, len(lines) // 8)
    return next((end for end in ends if sum(end - _EDGE * size <= other <= end for other in ends) >= least), None)


def _is_full(line: SetLine, following: SetLine, edge: float) -> bool:
    """Whether the first word of the next line had no room in this one."""
    if line.right - line.left < _NARROW * line.size:
        return False
    first = word_tokenize(following.text[:_WORD], engine="nlpo3")[:1] or [""]
    room = len(_MARK.sub("", first[0])) * following.letter + _SPARE * line.size
    return line.right + (room / 2 if _is_centred(line, following) else room) > edge


def _is_centred(line: SetLine, following: SetLine) -> bool:
    """Whether both are set about one middle, of unlike length."""
    apart = abs(line.left + line.right - following.left - following.right) / 2
    return apart <= _INDENT * line.size < abs(line.left - following.left)


def _goes_on(line: SetLine, following: SetLine, is_first: bool) -> bool:
    """Whether two lines may be of one paragraph, by what they hold and how they are indented."""
    sizes = sorted((line.size, following.size))
    if sizes[1] > _SIZE * sizes[0] or _is_row(line.text) or _is_row(following.text):
        return False
    if _begins(following.text) or _RULE.match(following.text) or _RULE.match(line.text):
        return False
    indent = (following.left - line.left) / line.size
    if abs(indent) <= _INDENT or _is_centred(line, following):
        return True
    return is_first and -_HANGING <= indent <= _HANGING * (_LABEL.match(line.text) is not None)


def _is_row(text: str) -> bool:
    """Whether it has cells; what stands wide apart after a bullet or a number is none."""
    return _ROW.search(_LABEL.sub("", text.strip(), 1).strip()) is not None


def _begins(text: str) -> bool:
    arabic = arabic_digits(normalise(repaired(with_marks(text.strip()[:_WORD].replace("\uffff", "")))))
    return _OPENS.match(arabic) is not None or any(pattern.match(arabic) for pattern in FAMILIES.values())


def _glue(line: SetLine, following: SetLine) -> str:
    """Thai has no space between words, so there is none where a line ends without one."""
    is_thai = _THAI.match(line.text[-1:]) and _THAI.match(following.text[:1])
    return "" if is_thai else " "
