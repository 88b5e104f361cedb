"""Which Thai digit a shape of ink is: a perceptron with one hidden layer looks at each at the height of its line.

`corpus.readers.train_digits` made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.readers.upright import DARK

DIGITS = "๐๑๒๓๔๕๖๗๘๙"
SIDE = 28
"""Pixels of a shape's picture, which is a square."""
ABOVE, BELOW = 1.75, 0.35
"""How far the square reaches above the foot of a line and below it, in heights of a letter."""
WEIGHTS = Path(__file__).with_name("digits.npz")
SURE = 0.95
"""How likely a digit is that is believed though Tesseract did not read it."""
_SMALLEST = 6
"""Pixels of a letter's height under which no digit is told from another."""
_LOW, _NARROW, _WIDE = 0.5, 0.4, 1.5
"""The least height of a digit, and its least and greatest width, in heights of a letter."""
_USUAL, _MOST = 1.1, 3
"""The usual width of a bold digit, in heights of a letter, and how many may touch."""
_DUST, _STOP = 0.08, 0.45
"""The least side of a full stop or a comma, and the greatest, in heights of a letter."""
_TOUCH = np.ones((3, 3))
"""Ink is of one shape also where it meets at corners."""

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Ink that may be a digit: its columns, and how it looks in its line, as a square of `SIDE` pixels from 0 to 1."""

    left: int
    right: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class Seen:
    """A shape, the digit that it is likeliest, none where it is something else, and how likely that is, 0 to 1."""

    shape: Shape
    digit: str
    sure: float


def shapes(picture: Grey, left: int, right: int, base: float, letter: float) -> list[Shape]:
    """What is as large as a digit in a line with this foot, where its middle lies between two columns of the picture.

    A level rule is too low, an upright one too narrow.
    """
    found = []
    for place, rows, ink in _hanging_together(picture, left, right, base, letter):
        if rows >= _LOW * letter and _NARROW * letter <= ink.shape[1] <= _MOST * _WIDE * letter:
            parts = ((place + start, place + end, ink[:, start:end]) for start, end in _parted(ink, letter))
            found += [Shape(first, last, _square(part, letter)) for first, last, part in parts]
    return sorted((each for each in found if left <= (each.left + each.right) / 2 <= right), key=lambda each: each.left)


def stops(picture: Grey, left: int, right: int, base: float, letter: float) -> list[tuple[int, int]]:
    """The columns of what is as small as a full stop, a comma or a colon, between two columns of the picture."""
    found: list[tuple[int, int]] = []
    for place, rows, ink in sorted(_hanging_together(picture, left, right, base, letter), key=lambda each: each[0]):
        sides, end = (rows, ink.shape[1]), place + ink.shape[1]
        if min(sides) >= _DUST * letter and max(sides) <= _STOP * letter and left <= (place + end) / 2 <= right:
            if found and place < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((place, end))
    return found


def _hanging_together(
    picture: Grey, left: int, right: int, base: float, letter: float
) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """The ink of a line that hangs together: its first column, how many rows it has, and its columns."""
    from scipy.ndimage import find_objects, label  # which pages without Thai digits do not need: .3 s and 20 MB

    top, bottom = max(0, round(base - ABOVE * letter)), max(1, round(base + BELOW * letter))
    first = max(0, left - round(letter))
    line = picture[top:bottom, first : max(first, right + round(letter))]
    if letter < _SMALLEST or not line.size:
        return
    parts, _ = label(line < DARK, _TOUCH)
    for number, (rows, columns) in enumerate(find_objects(parts), 1):
        yield first + columns.start, rows.stop - rows.start, parts[:, columns] == number


def _parted(ink: NDArray[np.bool_], letter: float) -> list[tuple[int, int]]:
    """The columns of each digit in ink that hangs together: bold ones touch, where there is least of it."""
    wide = ink.shape[1]
    count = 1 if wide <= _WIDE * letter else round(wide / (_USUAL * letter))
    reach, held = round(_NARROW / 2 * letter), ink.sum(axis=0)
    cuts = [0]
    for middle in (round(number * wide / count) for number in range(1, count)):
        cuts.append(middle - reach + int(held[middle - reach : middle + reach + 1].argmin()))
    return list(pairwise([*cuts, wide]))


def _square(ink: NDArray[np.bool_], letter: float) -> Ink:
    """Columns of a line in the middle of a square."""
    side = round((ABOVE + BELOW) * letter)
    square, cut = np.zeros((side, side), np.float32), ink[:side, :side]
    start = (side - cut.shape[1]) // 2
    square[: cut.shape[0], start : start + cut.shape[1]] = cut
    return np.asarray(Image.fromarray(square).resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)


def recognised(found: Sequence[Shape]) -> list[Seen]:
    """What the shapes are."""
    if not found:
        return []
    hidden, bias, out, last = _weights()
    states = np.maximum(np.stack([shape.ink.ravel() for shape in found]) @ hidden + bias, 0)
    logits = states @ out + last
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    best = shares.argmax(axis=1)
    return [
        Seen(shape, DIGITS[number] if number < len(DIGITS) else "", float(share[number]))
        for shape, number, share in zip(found, best.tolist(), shares, strict=True)
    ]


@lru_cache(1)
def _weights() -> tuple[Ink, Ink, Ink, Ink]:
    """The matrices and the biases of both layers; the last class is what is no digit."""
    with np.load(WEIGHTS) as weights:
        hidden, bias, out, last = (weights[name].astype(np.float32) for name in ("hidden", "bias", "out", "last"))
    return hidden, bias, out, last
