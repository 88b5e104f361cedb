"""Thai numerals of a scan by the shapes of digits: Tesseract takes ๔ and ๘ for ๕, ๖ for ๒๐, ๗ and ๙ for letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from PIL import Image

from corpus.readers.digits import DIGITS, SURE, Grey, Seen, recognised, shapes, stops
from corpus.readers.pieces import Piece, confidence, foot, words
from corpus.thai import CONSONANTS

_BESIDE = 0.8, 0.2
"""How far the ink of pieces may reach beside their boxes, in heights of a letter: where a blank is, and elsewhere."""
_LEFT_OUT = 0.8
"""How much of a figure's width may be without a digit or a sign, in heights of a letter."""
_BELIEVED = 0.9
"""The confidence of what is no digit and is left as it is."""
_DIGIT = re.compile(f"[{DIGITS}]+")
_STOP = re.compile("[.,:]")
_PART = re.compile(f"[{DIGITS}]+|[.,:]|[{CONSONANTS}A-Za-z0-9]|[^{CONSONANTS}().,:;/%–-]+")
"""What a part of a figure may be read as: never a bracket or a dash, nor a syllable."""
_THAI = re.compile(f"[{CONSONANTS}]")

Run = Sequence[Piece]


def with_thai_digits(image: Image.Image, page: Sequence[Run]) -> list[list[Piece]]:
    """The lines of a page's grey picture with the Thai digits that are seen; as they are where Tesseract reads none."""
    if not any(_is_digit(piece) for line in page for piece in line):
        return [list(line) for line in page]
    picture = np.asarray(image)
    return [list(_changed(picture, list(_changed(picture, line, _is_part)), _is_digit)) for line in page]


def _changed(picture: Grey, line: Run, is_part: Callable[[Piece], bool]) -> Iterator[Piece]:
    """The line with the digits of its figures, each of pieces of this kind that stand together, as they are seen."""
    place = 0
    for word in words(line):
        for run in (list(run) for _, run in groupby(word, key=is_part)):
            before, after = line[place - 1] if place else None, next(iter(line[place + len(run) :]), None)
            place += len(run)
            if is_part(run[0]) and _is_figure(run):
                yield from _seen_in(picture, run, _columns(run, before, after), foot(line))
            else:
                yield from run


def _is_part(piece: Piece) -> bool:
    return _PART.fullmatch(piece.text) is not None


def _is_digit(piece: Piece) -> bool:
    return _DIGIT.fullmatch(piece.text) is not None


def _is_figure(run: Run) -> bool:
    """Whether a run has a digit, or is doubtful and of no Thai letter."""
    is_strange = confidence(run) < _BELIEVED and not any(map(_THAI.search, (piece.text for piece in run)))
    return is_strange or any(map(_is_digit, run))


def _columns(run: Run, before: Piece | None, after: Piece | None) -> tuple[int, int]:
    """From where to where the ink of a run may reach: not over a piece beside it, whose box may be rough itself."""
    left, right = _ends(run)
    blank, none = (reach * run[0].letter for reach in _BESIDE)
    if before and not run[0].lead:
        first = max(left - none, before.box[0])
    else:
        first = max(left - blank, (left + before.box[2]) / 2 if before else 0)
    if after and not after.lead:
        last = min(right + none, after.box[0])
    else:
        last = min(right + blank, (right + after.box[0]) / 2 if after else right + blank)
    return round(first), round(last)


def _ends(run: Run) -> tuple[int, int]:
    return min(piece.box[0] for piece in run), max(piece.box[2] for piece in run)


def _seen_in(picture: Grey, run: Run, columns: tuple[int, int], base: float) -> list[Piece]:
    """The run as its digits are seen where each is sure; else with those that surely are others, where as many are."""
    letter = run[0].letter
    seen = recognised(shapes(picture, *columns, base, letter))
    signs = [piece for piece in run if _STOP.fullmatch(piece.text)]
    places = stops(picture, *columns, base, letter) if signs else []
    if len(places) == len(signs) and all(map(_is_sure, seen)) and _is_whole(run, seen):
        return _built(run, seen, list(zip(signs, places, strict=True)))
    if len(seen) == len(run) and all(_is_digit(piece) and len(piece.text) == 1 for piece in run):
        return [
            replace(piece, text=each.digit) if _is_sure(each) else piece for piece, each in zip(run, seen, strict=True)
        ]
    return list(run)


def _is_sure(seen: Seen) -> bool:
    return seen.sure >= SURE and seen.digit != ""


def _is_whole(run: Run, seen: Sequence[Seen]) -> bool:
    """Whether the digits stand side by side from the beginning to the end of a run, but for the room of a sign."""
    left, right = _ends(run)
    ends, starts = [left, *(each.shape.right for each in seen)], [*(each.shape.left for each in seen), right]
    gaps = (start - end for end, start in zip(ends, starts, strict=True))
    return bool(seen) and all(gap <= _LEFT_OUT * run[0].letter for gap in gaps)


def _built(run: Run, seen: Sequence[Seen], signs: Sequence[tuple[Piece, tuple[int, int]]]) -> list[Piece]:
    """A piece for each digit and each sign, where it stands."""
    _, top, _, bottom = run[0].box
    placed = [(sign, place, sign.text, sign.confidence) for sign, place in signs]
    placed += [(run[0], (each.shape.left, each.shape.right), each.digit, each.sure) for each in seen]
    placed.sort(key=lambda each: each[1])
    pieces = [
        replace(piece, text=text, lead="", box=(left, top, right, bottom), confidence=sure)
        for piece, (left, right), text, sure in placed
    ]
    return [replace(pieces[0], lead=run[0].lead), *pieces[1:]]
