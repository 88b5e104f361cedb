"""English words of a Thai line, read again by Tesseract's English data alone where the Thai reading makes no word.

With both languages at once a quarter of them is lost ("Data" becomes "0ลเล"); of Thai the English data is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np
import tesserocr
from PIL import Image

from corpus.quality import quality
from corpus.readers.pieces import Piece, around, confidence, words
from corpus.readers.tesseract import ENGLISH, engine, give
from corpus.readers.upright import DARK, Box
from corpus.thai import THAI, normalise

_LATIN = re.compile(r"[(\[\"'“]?(?=[0-9./&+-]*[A-Za-z])[A-Za-z0-9]+(?:[-./&+'’][A-Za-z0-9]+)*[)\]\"'”]?[.,;:]?")
_THAI = re.compile(f"[{THAI}]+")
_NUMBER = re.compile(r"[\d.,:/%-]+")
_ROUND = re.compile("[01]+")
"""Digits that are as often letters: O, I, l, P."""
_CAPITALS = re.compile(r"\b(?![A-Z]ll\b|[AE]l-)(?=l*[A-Z])(?=[A-Z]*l)[A-Zl]{2,}\b")
"""A word of capitals in which an I looks like an l, as in "AI"; "All" is none."""
_SURE = 0.85
"""Confidence from which the English reading is taken: that of Thai letters is .5 at most, that of English words .9."""
_BELIEVED = 0.9
"""Confidence from which English letters and numbers of the first reading are left as they are."""
_FEWEST = 2
"""Letters of a word that is taken: a single one may be a bullet."""
_ABOVE, _BELOW, _WIDEST = 2.0, 0.6, 1.0
"""How far the picture of a word reaches above its line, below it and, at most, beside it, in heights of a letter."""
_MARGIN = 3
"""Pixels of paper on each side of a word's picture."""
_MOST = 200
"""Words of a page that are read again, in 20 ms each: a page of noise has thousands."""
_TIMEOUT_MS = 1_000


def with_english(image: Image.Image, page: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines of a page's picture, with one piece for each word that is surely English."""
    turns = iter(range(_MOST))
    return [list(_with_english(image, line, turns)) for line in page]


def _with_english(image: Image.Image, line: Sequence[Piece], turns: Iterator[int]) -> Iterator[Piece]:
    for word in words(line):
        again = _read_again(image, word) if _is_doubtful(word) and next(turns, None) is not None else None
        for piece in [again] if again else word:
            yield replace(piece, text=_CAPITALS.sub(_with_eyes, piece.text))


def _with_eyes(found: re.Match[str]) -> str:
    return found[0].replace("l", "I")


def _is_doubtful(word: Sequence[Piece]) -> bool:
    text = normalise("".join(piece.text for piece in word))
    if _THAI.fullmatch(text):
        found = quality(text)
        return found.known < found.thai
    if _LATIN.fullmatch(text) or _NUMBER.fullmatch(text):
        return confidence(word) < _BELIEVED or _ROUND.fullmatch(text) is not None
    return True


def _read_again(image: Image.Image, word: Sequence[Piece]) -> Piece | None:
    """The word as English; None where that is not sure."""
    letter = word[0].letter
    box = _inked(image, reduce(around, (piece.box for piece in word)), letter)
    text, sureness = _english(image.crop(box)) if box[0] < box[2] and box[1] < box[3] else ("", 0.0)
    if sureness < _SURE or len(text) < _FEWEST or not _LATIN.fullmatch(text):
        return None
    return Piece(text, box, word[0].line, word[0].lead, letter, sureness)


def _inked(image: Image.Image, box: Box, letter: float) -> Box:
    """The box of a word's whole picture: Tesseract's is rough, so it grows on each side to the next blank column."""
    top, bottom = max(0, round(box[3] - _ABOVE * letter)), min(image.height, round(box[3] + _BELOW * letter))
    reach = round(_WIDEST * letter)
    left, right = max(0, box[0] - reach), min(image.width, box[2] + reach)
    ink = np.asarray(image.crop((left, top, right, bottom))).min(axis=0, initial=255) < DARK
    blank = np.flatnonzero(~ink) + left
    before, after = blank[blank < box[0] + _MARGIN], blank[blank > box[2] - _MARGIN]
    return (
        max(0, int(before[-1]) - _MARGIN if len(before) else left),
        top,
        min(image.width, int(after[0]) + _MARGIN if len(after) else right),
        bottom,
    )


def _english(image: Image.Image) -> tuple[str, float]:
    reader = engine(ENGLISH, tesserocr.PSM.SINGLE_LINE)
    give(reader, image)
    finished = reader.Recognize(_TIMEOUT_MS)
    found = (reader.GetUTF8Text().strip(), reader.MeanTextConf() / 100) if finished else ("", 0.0)
    reader.Clear()
    return found
