"""Thai digits are told apart in a typeface that none of the training examples had."""

from __future__ import annotations

from dataclasses import replace

import fontpkg
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.readers.digits import DIGITS
from corpus.readers.numerals import with_thai_digits
from corpus.readers.pieces import Piece

FOOT, SIZE = 80, 40


def line(text: str, read: str, weight: int = 400, noise: float = 10) -> tuple[Image.Image, list[Piece]]:
    """A line of digits and blanks as a scan shows it, and as pieces that Tesseract may make of it."""
    face = ImageFont.truetype(str(fontpkg.path("Sarabun", weight)), SIZE)
    image = Image.new("L", (900, 120), 245)
    draw = ImageDraw.Draw(image)
    draw.text((60, FOOT), text, font=face, fill=30, anchor="ls")
    spread = np.random.default_rng(3).normal(0, noise, (120, 900))
    picture = Image.fromarray((np.asarray(image, np.float32) + spread).clip(0, 255).astype(np.uint8))
    letter = -face.getbbox("ก", anchor="ls")[1]
    lefts = [60 + face.getlength(text[:place]) for place in range(len(text) + 1)]
    boxes = zip(text, read, lefts, lefts[1:], strict=False)
    pieces, lead = [], ""
    for _, letter_read, left, right in boxes:
        if letter_read != " ":
            box = (round(left) + 2, FOOT - round(letter), round(right) - 2, FOOT)
            pieces.append(Piece(letter_read, box, 1, lead, letter, 0.97))
        lead = " " if letter_read == " " else ""
    return picture, pieces


def said(image: Image.Image, *lines: list[Piece]) -> str:
    return "\n".join("".join(p.lead + p.text for p in found) for found in with_thai_digits(image, lines))


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("noise", [0, 10, 20])
def test_what_is_taken_for_another_digit_is_set_right(weight: int, noise: float) -> None:
    text = "๒๕๖๗ ๔๘ ๙๓๑๐"
    assert said(*line(text, "๒๕๕๕ ๕๕ ๕๓๑๐", weight, noise)) == text
    assert said(*line(text, text, weight, noise)) == text


def test_each_digit_is_seen() -> None:
    assert said(*line(DIGITS, "๑" * 10)) == DIGITS


def test_doubtful_signs_are_digits_where_they_look_so_and_the_page_has_some() -> None:
    image, (digit, sign) = line("๓ ๗", "๓ v")
    doubtful = Piece("ov", sign.box, 1, " ", sign.letter, 0.3)
    assert said(image, [digit, doubtful]) == "๓ ๗"
    assert said(image, [doubtful]) == " ov"
    sure = Piece("ov", sign.box, 1, " ", sign.letter, 0.95)
    assert said(image, [digit, sure]) == "๓ ov"


@pytest.mark.parametrize("text", ["๑๒,๕๐๐.๗๕", "(๑)", "๔.", "๓.๒.๑", "๐๙.๓๐", "๒๕๖๗-๒๕๗๐", "๑๐%"])
@pytest.mark.parametrize("sure", [0.5, 0.85, 0.97])
def test_signs_between_digits_stay(text: str, sure: float) -> None:
    image, pieces = line(text, text)
    assert said(image, [replace(piece, confidence=sure) for piece in pieces]) == text


def test_a_rough_box_takes_no_digit_of_the_next_piece() -> None:
    image, pieces = line("๕๖๐,๔๐๒", "๕๕๐,๕๐๒")
    _, top, _, bottom = pieces[2].box
    rough = replace(pieces[2], box=(pieces[0].box[0], top, pieces[6].box[2], bottom))
    assert said(image, [*pieces[:2], rough, *pieces[3:]]) == "๕๖๐,๔๐๒"


def test_boxes_outside_the_picture_change_nothing() -> None:
    image, (digit,) = line("๓", "๓")
    for box in ((60, 500, 80, 540), (2000, 60, 2020, 80), (60, 79, 61, 80)):
        assert said(image, [replace(digit, box=box)]) == "๓"
    assert said(image, [replace(digit, letter=0.1)]) == "๓"


@pytest.mark.parametrize("text", ["ก", "No", "•", "25", "%"])
def test_what_is_no_digit_stays(text: str) -> None:
    image, pieces = line(f"๓ {text}", f"๓ {text}")
    doubtful = [pieces[0], *(Piece(p.text, p.box, 1, p.lead, p.letter, 0.3) for p in pieces[1:])]
    assert said(image, doubtful) == f"๓ {text}"


def test_a_digit_that_meets_a_rule_is_not_lost() -> None:
    image, pieces = line("๑๕", "๑๕")
    ImageDraw.Draw(image).line((85, FOOT - 2, 500, FOOT - 2), fill=10, width=4)
    assert said(image, pieces) == "๑๕"


def test_digits_that_are_read_as_more_are_as_many_as_are_seen() -> None:
    image, (one, six) = line("๑๖", "๑๖")
    left, top, right, bottom = six.box
    halves = [
        Piece("๒", (left, top, (left + right) // 2, bottom), 1, "", six.letter, 0.8),
        Piece("๐", ((left + right) // 2, top, right, bottom), 1, "", six.letter, 0.8),
    ]
    assert said(image, [one, *halves]) == "๑๖"
