"""Thai digits of a picture, told apart by their shape: Tesseract's Thai data takes ๔ and ๘ for ๕, ๗ and ๙ for letters.

A perceptron with one hidden layer looks at each shape at the height of its line; `corpus.readers.train_digits` made it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import find_objects, label

from corpus.readers.pieces import Piece, confidence, foot, words
from corpus.readers.upright import DARK
from corpus.thai import CONSONANTS

DIGITS = "๐๑๒๓๔๕๖๗๘๙"
SIDE = 28
"""Pixels of a shape's picture, which is a square."""
ABOVE, BELOW = 1.75, 0.35
"""How far the square reaches above the foot of a line and below it, in heights of a letter."""
WEIGHTS = Path(__file__).with_name("digits.npz")
_SURE = 0.95
"""How likely a digit is that Tesseract did not read."""
_LOW, _NARROW, _WIDE = 0.5, 0.4, 1.5
"""The least height of a digit, and its least and greatest width, in heights of a letter."""
_USUAL, _MOST = 1.1, 3
"""The usual width of a bold digit, in heights of a letter, and how many may touch."""
_TOUCH = np.ones((3, 3))
"""Ink is of one shape also where it meets at corners."""
_BESIDE = 0.8, 0.2
"""How far the ink of pieces may reach beside their boxes, in heights of a letter: where a blank is, and elsewhere."""
_LEFT_OUT = 0.8
"""How much of a run's width may be without a digit where there are not as many as were read, in heights of a letter."""
_BELIEVED = 0.9
"""The confidence of what is no digit and is left as it is."""
_READ = re.compile(f"[{DIGITS}]+")
_LETTER = re.compile(f"[{CONSONANTS}]")

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Ink that may be a digit: its columns, and how it looks in its line, as a square of `SIDE` pixels from 0 to 1."""

    left: int
    right: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class _Seen:
    """A shape, the digit that it is likeliest, none where it is something else, and how likely that is."""

    shape: Shape
    digit: str
    sure: float


def with_thai_digits(image: Image.Image, page: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines of a page's grey picture with the Thai digits that are seen; as they are where Tesseract reads none."""
    if not any(_READ.fullmatch(piece.text) for line in page for piece in line):
        return [list(line) for line in page]
    picture = np.asarray(image)
    return [list(_with_digits(picture, line)) for line in page]


def _with_digits(picture: Grey, line: Sequence[Piece]) -> Iterator[Piece]:
    place = 0
    for run in _runs(line):
        before, after = line[place - 1] if place else None, next(iter(line[place + len(run) :]), None)
        place += len(run)
        if all(_READ.fullmatch(piece.text) for piece in run) or _is_doubtful(run):
            yield from _seen_in(run, shapes(picture, *_columns(run, before, after), foot(line), run[0].letter))
        else:
            yield from run


def _runs(line: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of words, parted where digits begin or end; a word without Thai letters is whole."""
    for word in words(line):
        if _is_doubtful(word):
            yield word
        else:
            yield from (
                list(run) for _, run in groupby(word, key=lambda piece: _READ.fullmatch(piece.text) is not None)
            )


def _is_doubtful(word: Sequence[Piece]) -> bool:
    return confidence(word) < _BELIEVED and not any(_LETTER.search(piece.text) for piece in word)


def _columns(run: Sequence[Piece], before: Piece | None, after: Piece | None) -> tuple[int, int]:
    """From where to where the ink of a run may reach."""
    left, right = min(piece.box[0] for piece in run), max(piece.box[2] for piece in run)
    blank, none = (reach * run[0].letter for reach in _BESIDE)
    first = max(left - blank, (left + before.box[2]) / 2 if before else 0) if run[0].lead or not before else left - none
    last = min(right + blank, (right + after.box[0]) / 2 if after else right + blank)
    return round(first), round(last if after is None or after.lead else right + none)


def _seen_in(run: Sequence[Piece], found: Sequence[Shape]) -> Iterator[Piece]:
    """The run with the digits that are surely others, or as other digits where all are sure."""
    read = "".join(piece.text for piece in run)
    seen = _recognised(found)
    sure = [shape.sure >= _SURE and shape.digit != "" for shape in seen]
    if _READ.fullmatch(read) and len(seen) == len(read) == len(run):
        for piece, shape, is_sure in zip(run, seen, sure, strict=True):
            yield replace(piece, text=shape.digit) if is_sure else piece
    elif all(sure) and _is_whole(run, found):
        lead, (_, top, _, bottom) = run[0].lead, run[0].box
        for shape in seen:
            box = (shape.shape.left, top, shape.shape.right, bottom)
            yield replace(run[0], text=shape.digit, lead=lead, box=box, confidence=shape.sure)
            lead = ""
    else:
        yield from run


def _is_whole(run: Sequence[Piece], found: Sequence[Shape]) -> bool:
    """Whether the shapes stand side by side from the beginning to the end of a run."""
    ends = [min(piece.box[0] for piece in run), *(shape.right for shape in found)]
    starts = [*(shape.left for shape in found), max(piece.box[2] for piece in run)]
    return bool(found) and all(
        start - end <= _LEFT_OUT * run[0].letter for end, start in zip(ends, starts, strict=True)
    )


def shapes(picture: Grey, left: int, right: int, base: float, letter: float) -> list[Shape]:
    """What is as large as a digit in a line with this foot, where its middle lies between two columns of the picture.

    A level rule is too low, an upright one too narrow.
    """
    top, bottom = max(0, round(base - ABOVE * letter)), max(1, round(base + BELOW * letter))
    margin = round(letter)
    first = max(0, left - margin)
    line = picture[top:bottom, first : right + margin]
    parts, _ = label(line < DARK, _TOUCH)
    found = []
    for number, (rows, columns) in enumerate(find_objects(parts), 1):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        if high < _LOW * letter or not _NARROW * letter <= wide <= _MOST * _WIDE * letter:
            continue
        ink = parts[:, columns] == number
        for start, end in _parted(ink, letter):
            if left <= first + columns.start + (start + end) / 2 <= right:
                place = first + columns.start
                found.append(Shape(place + start, place + end, _square(ink[:, start:end], letter)))
    return sorted(found, key=lambda shape: shape.left)


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


def _recognised(found: Sequence[Shape]) -> list[_Seen]:
    if not found:
        return []
    hidden, bias, out, last = _weights()
    states = np.maximum(np.stack([shape.ink.ravel() for shape in found]) @ hidden + bias, 0)
    logits = states @ out + last
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    best = shares.argmax(axis=1)
    return [
        _Seen(shape, DIGITS[number] if number < len(DIGITS) else "", float(share[number]))
        for shape, number, share in zip(found, best.tolist(), shares, strict=True)
    ]


@lru_cache(1)
def _weights() -> tuple[Ink, Ink, Ink, Ink]:
    """The matrices and the biases of both layers; the last class is what is no digit."""
    with np.load(WEIGHTS) as weights:
        hidden, bias, out, last = (weights[name].astype(np.float32) for name in ("hidden", "bias", "out", "last"))
    return hidden, bias, out, last
