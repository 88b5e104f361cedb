"""A page's picture -> a grey view of it at one resolution, with its lines level."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from corpus.readers.tesseract import DPI

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom lie outside."""
Matrix = npt.NDArray[np.float64]

DARK = 128
"""Grey levels below this are ink."""
_A4_INCHES = (8.27, 11.69)
_MAX_INCHES = 17.0
"""The longest side that is believed of a stated resolution: A3. Telephones state 72 dots per inch of anything."""
_MAX_ENLARGEMENT = 3.0
_MAX_PIXELS = 20_000_000
_MAX_SKEW, _COARSE, _FINE = 5.0, 0.5, 0.05
"""Degrees: how far a page may be turned, and the steps in which its angle is looked for."""
_SKEW_REDUCTION = 3


@dataclass(frozen=True, slots=True)
class View:
    """A grey picture, and the matrix that leads from its pixels to those of the picture it was made from."""

    image: Image.Image
    matrix: Matrix

    def original(self, box: Box, size: tuple[int, int]) -> Box:
        """The upright box around a box of the view, inside a picture of the given size."""
        left, top, right, bottom = box
        corners = self.matrix @ np.array([[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]])
        x, y = np.clip(corners[0], 0, size[0]), np.clip(corners[1], 0, size[1])
        return math.floor(x.min()), math.floor(y.min()), math.ceil(x.max()), math.ceil(y.max())


def believed_dpi(size: tuple[int, int], stated: float | None) -> float:
    """The resolution of a page's picture: the stated one, unless it makes the page larger than A3; then as if A4."""
    width, height = size
    if stated and max(size) / stated <= _MAX_INCHES:
        return stated
    return width / _A4_INCHES[width > height]


def grey(image: Image.Image) -> Image.Image:
    """Eight bits, on white where the picture is transparent."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, np.float32)
        return Image.fromarray((values * (255 / max(1.0, float(values.max())))).clip(0, 255).astype(np.uint8))
    return image.convert("L")


def scaled(image: Image.Image, dpi: float | None) -> View:
    """At `DPI`, as far as its size allows."""
    width, height = image.size
    scale = min(DPI / believed_dpi(image.size, dpi), _MAX_ENLARGEMENT, math.sqrt(_MAX_PIXELS / (width * height)))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    resized = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return View(resized, np.diag([width / size[0], height / size[1], 1.0]))


def turned(view: View, degrees: float) -> View:
    """Turned counter-clockwise, on white, and as much larger as that needs."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    width, height = view.image.size
    size = (
        math.ceil(abs(width * cosine) + abs(height * sine) - 1e-6),
        math.ceil(abs(width * sine) + abs(height * cosine) - 1e-6),
    )
    x, y = size[0] / 2, size[1] / 2
    back = np.array(
        [
            [cosine, -sine, width / 2 - cosine * x + sine * y],
            [sine, cosine, height / 2 - sine * x - cosine * y],
            [0, 0, 1],
        ]
    )
    image = view.image.transform(
        size, Image.Transform.AFFINE, tuple(back[:2].ravel()), Image.Resampling.BICUBIC, fillcolor=255
    )
    return View(image, view.matrix @ back)


def straight(view: View) -> View:
    """Turned until its lines are level."""
    angle = _skew(view.image)
    return turned(view, angle) if abs(angle) >= 2 * _FINE else view


def _skew(image: Image.Image) -> float:
    """The degrees to turn it by, counter-clockwise, until its rows of pixels are at their most unequal."""
    small = np.asarray(image.reduce(_SKEW_REDUCTION), np.float32)
    paper, ink = np.median(small), small.min()
    y, x = np.nonzero(small < (paper + ink) / 2)
    if paper - ink < 32 or not len(x):
        return 0.0

    def unevenness(degrees: float) -> float:
        rows = y * math.cos(math.radians(degrees)) - x * math.sin(math.radians(degrees))
        counts = np.bincount((rows - rows.min()).astype(np.intp)).astype(np.float64)
        return float(np.square(np.diff(counts)).sum())

    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + _COARSE / 2, _COARSE), key=unevenness)
    return float(max(coarse + np.arange(-_COARSE, _COARSE + _FINE / 2, _FINE), key=unevenness))
