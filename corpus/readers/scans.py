"""The picture of a page -> the page, with where its words stand on it."""

from __future__ import annotations

from PIL import Image

from corpus.boxes import pack, place_words
from corpus.readers.ocr import read_image
from corpus.record import Page
from corpus.repair import repaired
from corpus.thai import normalise


def read_scan(number: int, image: Image.Image, dpi: float | None) -> Page:
    """Page ``number``, whose text is recognised in its picture. Raises as ``corpus.readers.ocr.read_image`` does."""
    found = read_image(image, dpi)
    text = normalise(repaired(found.text))
    return Page(number, text, True, pack(place_words(found.words, image.size, text)), found.layout)
