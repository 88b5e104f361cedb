"""Pages as a scanner gives them: turned a little, grey, with noise, packed as JPEG."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

TURNED, NOISE, QUALITY = 0.8, 12.0, 60
"""Degrees, grey levels and JPEG quality of a scan."""
_SEED = 7


def scanned(path: Path, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as a scanner with some dust on it would give them."""
    chance = np.random.default_rng(_SEED)
    with pypdfium2.PdfDocument(path) as document:
        return [_scan(page.render(scale=dpi / 72, grayscale=True).to_pil(), chance) for page in document]


def _scan(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    turned = page.convert("L").rotate(TURNED, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    spread = chance.normal(0, NOISE, (turned.height, turned.width))
    noisy = Image.fromarray((np.asarray(turned, np.float32) * 0.94 + spread).clip(0, 255).astype(np.uint8))
    packed = io.BytesIO()
    noisy.save(packed, "JPEG", quality=QUALITY)
    return Image.open(packed).copy()


def save(pages: Sequence[Image.Image], folder: Path, suffix: str, dpi: int) -> list[Path]:
    """The pages as one file, or as one file each in formats of one page."""
    return list(_SAVE[suffix](pages, folder, suffix, dpi))


def _as_one(pages: Sequence[Image.Image], folder: Path, suffix: str, dpi: int) -> Iterator[Path]:
    path = folder / f"scan-{dpi}.{suffix}"
    keys = {"resolution": dpi} if suffix == "pdf" else {"dpi": (dpi, dpi), "compression": "jpeg"}
    pages[0].save(path, save_all=True, append_images=pages[1:], **keys)
    yield path


def _one_each(pages: Sequence[Image.Image], folder: Path, suffix: str, dpi: int) -> Iterator[Path]:
    for number, page in enumerate(pages, 1):
        path = folder / f"scan-{dpi}-{number}.{suffix}"
        page.save(path, dpi=(dpi, dpi))
        yield path


_SAVE: dict[str, Callable[[Sequence[Image.Image], Path, str, int], Iterator[Path]]] = {
    "pdf": _as_one,
    "tiff": _as_one,
    "png": _one_each,
    "jpg": _one_each,
}
