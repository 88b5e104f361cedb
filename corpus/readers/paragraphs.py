"""Lines as they stand on a page -> paragraphs: a line ends where the next word had no room, and goes on below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from statistics import median

from pythainlp.tokenize import word_tokenize

from corpus.headings import FAMILIES
from corpus.lines import Layout, SetLine, letters_in
from corpus.repair import repaired, with_marks
from corpus.thai import THAI, arabic_digits, normalise

CELL_BREAK = " | "
"""What stands between two cells of a table row, where the format has tables."""
COLUMN_BREAK = "  "
"""What stands between two pieces of a line that are far apart: cells of a table row, a number and its heading."""

_OPENS = re.compile(
    r"[-–—•●▪*\uf020-\uf0ff]\s|\(?\d{1,3}(?:\.\d+)*[.)]|\d+(?:\.\d+)+\s|\(?[ก-ฮ][.)]|มติ|เริ่มประชุม|เลิกประชุม|ปิดประชุม|ผู้(?:ไม่)?(?:มา|เข้า)"
)
"""What begins a paragraph, besides a heading."""
_RULE = re.compile(r"\s*[-–—_=*.~]{3,}")
_SYMBOL = re.compile(r"[\uf020-\uf0ff]\s+")
"""A bullet of a symbol font, which no other font shows."""
_LABEL = re.compile(r"\A\S{1,3}\s")
"""What may be a bullet or a number that was misread, where the next line is indented."""
_ROW = re.compile(f"{re.escape(COLUMN_BREAK)}|{re.escape(CELL_BREAK)}")
_THAI, _THAI_END = re.compile(f"[{THAI}]"), re.compile(rf"[{THAI}]-?\Z")
_CLINGS_ON, _CLINGS = re.compile(r"[/(\[“‘]\Z"), re.compile(r"[/)\]”’,;%]")
_RAGGED, _INDENT, _HANGING, _SPARE = 3.0, 0.8, 6.0, 0.75
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


def paragraphs(lines: Sequence[SetLine]) -> tuple[str, Layout]:
    """The text of the lines, from the top of a page downwards, with a line end after each paragraph; how it is set."""
    size = median([line.size for line in lines] or [0.0])
    right = _shared_edge([line.right for line in lines], _RAGGED * size)
    left = _shared_edge([-line.left for line in lines], _INDENT / 2 * size)
    gathered = list(_gathered(lines, right))
    text = "\n".join(_bulleted("".join(_joined(paragraph)).strip()) for paragraph in gathered).rstrip()
    ends = tuple((paragraph[0], paragraph[-1]) for paragraph in gathered)
    return text, Layout(ends, 0.0 if left is None else -left, right, size)


def goes_over(above: Layout, last: int, below: Layout, first: int) -> str | None:
    """What stands between paragraph ``last`` of a page and ``first`` of the next where they are one, else None."""
    opening, line = above.paragraphs[last]
    following = _moved(below.paragraphs[first][0], below, above)
    if above.right is None or not _is_full(line, following, above.right) or _is_centred(line, following):
        return None
    return _glue(line, following) if _goes_on(line, following, opening == line) else None


def _moved(line: SetLine, page: Layout, onto: Layout) -> SetLine:
    """The line as it would stand on another page, whose pictures may be of another scale and cut otherwise."""
    scale = onto.size / page.size
    left, right = (onto.left + (place - page.left) * scale for place in (line.left, line.right))
    return replace(line, left=left, right=right, base=line.base * scale, size=line.size * scale)


def _gathered(lines: Sequence[SetLine], edge: float | None) -> Iterator[list[SetLine]]:
    """The lines of each paragraph."""
    step = median([_step(above, below) for above, below in pairwise(lines)] or [0.0])
    paragraph: list[SetLine] = []
    for line, following in zip_longest(lines, lines[1:]):
        paragraph.append(line)
        goes_on = (
            following is not None
            and edge is not None
            and _step(line, following) <= _STEP * step
            and _is_full(line, following, edge)
            and _goes_on(line, following, len(paragraph) == 1)
        )
        if not goes_on:
            yield paragraph
            paragraph = []


def _joined(paragraph: Sequence[SetLine]) -> Iterator[str]:
    for line, following in zip_longest(paragraph, paragraph[1:]):
        yield line.text.strip() + (_glue(line, following) if following else "")


def _bulleted(text: str) -> str:
    found = _SYMBOL.match(text)
    return f"• {text[found.end() :]}" if found else text


def _step(line: SetLine, following: SetLine) -> float:
    return (line.base - following.base) / max(line.size, following.size)


def _shared_edge(ends: Sequence[float], reach: float) -> float | None:
    """The outermost place near which several lines end, within ``reach``."""
    least = max(_FEWEST, len(ends) // 8)
    outermost = sorted(ends, reverse=True)
    return next((end for end in outermost if sum(end - reach <= other <= end for other in ends) >= least), None)


def _is_full(line: SetLine, following: SetLine, edge: float) -> bool:
    """Whether the first word of the next line had no room in this one."""
    if line.right - line.left < _NARROW * line.size:
        return False
    room = letters_in(_unbroken(following.text)) * following.letter + _SPARE * line.size
    return line.right + (room / 2 if _is_centred(line, following) else room) > edge


def _unbroken(text: str) -> str:
    """What stands together at the beginning of a line: a word, and the next after a slash."""
    words = word_tokenize(normalise(text[:_WORD]), engine="nlpo3")
    end = next((place for place, pair in enumerate(pairwise(words), 1) if "/" not in pair), len(words))
    return "".join(words[:end])


def _is_centred(line: SetLine, following: SetLine) -> bool:
    """Whether both are set about one middle, of unlike length; what has a bullet or a number is not."""
    apart = abs(line.left + line.right - following.left - following.right) / 2
    return not _OPENS.match(line.text) and apart <= _INDENT * line.size < abs(line.left - following.left)


def _goes_on(line: SetLine, following: SetLine, is_first: bool) -> bool:
    """Whether two lines may be of one paragraph, by what they hold and how they are indented."""
    sizes = sorted((line.size, following.size))
    if sizes[1] > _SIZE * sizes[0] or _is_row(line.text) or _is_row(following.text):
        return False
    if line.bold and not following.begins_bold:
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
    """Thai has no space between words, so there is none where a line ends without one, or with a hyphen.

    Nor is there one after what opens, before what closes, or at a slash.
    """
    is_thai = _THAI_END.search(line.text) and _THAI.match(following.text)
    return "" if is_thai or _CLINGS_ON.search(line.text) or _CLINGS.match(following.text) else " "
