"""A yellow pen over a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw

from assistant.typeset import YELLOW
from corpus.boxes import UNITS, WordBox

_WIDEST_GAP = 2
"""The gap that is marked between two characters of a line, in heights of the line."""
_WIDEST_WORD_GAP = 1
"""The same between words of a scan, whose boxes go from above the tones to below the vowels."""

Corners = list[tuple[float, float]]


class Box(NamedTuple):
    """A rectangle in pixels from the top left of a picture, and whether its text runs up or down the picture."""

    left: int
    top: int
    right: int
    bottom: int
    turned: bool

    def goes_on_with(self, other: Box) -> bool:
        """Whether the other stands next on the same line."""
        common = (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.bottom, other.bottom) - max(self.top, other.top),
        )
        along, beside = common if not self.turned else common[::-1]
        size = other.right - other.left if self.turned else other.bottom - other.top
        return self.turned == other.turned and 2 * beside > size and along > -_WIDEST_GAP * size

    def joined(self, other: Box) -> Box:
        """The smallest box that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Box(left, top, max(self.right, other.right), max(self.bottom, other.bottom), self.turned)


def mark_lines(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The picture with lines marked that are straight in it, by the boxes of their characters in order."""
    lines: list[Box] = []
    for box in boxes:
        if lines and lines[-1].goes_on_with(box):
            lines[-1] = lines[-1].joined(box)
        else:
            lines.append(box)
    return _highlighted(picture, [_corners(*line[:4]) for line in lines])


def mark_words(picture: Image.Image, words: Sequence[WordBox]) -> Image.Image:
    """The picture of a scanned page with words marked in order, and what is between those of a line."""
    x, y = picture.width / UNITS, picture.height / UNITS
    boxes = [(word.left * x, word.top * y, word.right * x, word.bottom * y) for word in words]
    between = (_between(one, other) for one, other in pairwise(boxes))
    return _highlighted(picture, [*(_corners(*box) for box in boxes), *filter(None, between)])


def _between(one: tuple[float, ...], other: tuple[float, ...]) -> Corners | None:
    """From the side of a word to the facing side of the next on its line; None where no line goes on."""
    left, right = sorted((one, other))
    common = min(left[3], right[3]) - max(left[1], right[1])
    height = left[3] - left[1]
    if 2 * common > height and 0 < right[0] - left[2] < _WIDEST_WORD_GAP * height:
        return [(left[2], left[1]), (right[0], right[1]), (right[0], right[3]), (left[2], left[3])]
    return None


def _corners(left: float, top: float, right: float, bottom: float) -> Corners:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _highlighted(picture: Image.Image, marked: Sequence[Corners]) -> Image.Image:
    """The picture as if a yellow pen had gone over it: white turns yellow and ink stays."""
    if not marked:
        return picture
    pen = Image.new("L", picture.size)
    brush = ImageDraw.Draw(pen)
    for corners in marked:
        brush.polygon(corners, 255)
    return Image.composite(ImageChops.multiply(picture, Image.new("RGB", picture.size, YELLOW)), picture, pen)
