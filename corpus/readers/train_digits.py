"""How ``digits.npz`` was trained: ``python -m corpus.readers.train_digits FONT...``. A few minutes on two cores.

Each face draws the digits and what is none, as large as scans of 150 to 300 dpi show it, blurred, with noise and a
little turned. docs/documents.md says which faces drew them, and how well others are read.
"""

from __future__ import annotations

import argparse
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from torch import nn

from corpus.readers.digits import DIGITS, SURE, WEIGHTS, Ink, shapes

_LATIN = "".join(letter for letter in string.ascii_letters + string.digits if letter not in "oO0")
"""Latin letters and digits but those that look like ๐."""
_OTHERS = f"กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาเแโใไๆฯ{_LATIN}•●▪■-–()[]/%&:;,.\"'"
"""What is no digit."""
_PAPER = 170
_LETTER = (15.0, 36.0)
"""Heights of a letter in pixels."""
_HIDDEN, _BATCH, _STEPS = 64, 256, 6_000
_OTHER_SHARE = 0.35
_CLASSES = len(DIGITS) + 1


def drawn(character: str, font: Path, chance: np.random.Generator) -> Ink | None:
    """A character as a scan shows it; None where it is smaller than a digit, or in two parts. The face must have it."""
    letter = chance.uniform(*_LETTER)
    face = ImageFont.truetype(str(font), 100)
    size = round(100 * letter / max(1, face.getbbox("ก")[3] - face.getbbox("ก")[1]))
    face = ImageFont.truetype(str(font), max(8, size))
    image = Image.new("L", (_PAPER, _PAPER), int(chance.integers(215, 256)))
    base = _PAPER * 2 // 3
    ImageDraw.Draw(image).text((_PAPER // 2, base), character, font=face, fill=int(chance.integers(0, 80)), anchor="ms")
    turned = image.rotate(
        chance.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, center=(_PAPER // 2, base), fillcolor=255
    )
    blurred = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0, 0.06) * letter))
    noisy = np.asarray(blurred, np.float32) + chance.normal(0, chance.uniform(0, 16), (_PAPER, _PAPER))
    picture = noisy.clip(0, 255).astype(np.uint8)
    foot, height = base + chance.normal(0, 0.05) * letter, letter * chance.uniform(0.9, 1.1)
    found = shapes(picture, 0, _PAPER, foot, height)
    return found[0].ink if len(found) == 1 else None


def examples(fonts: list[Path], count: int, chance: np.random.Generator) -> Iterator[tuple[Ink, int]]:
    """Pictures with their classes."""
    while count:
        font = fonts[int(chance.integers(len(fonts)))]
        number = int(chance.integers(len(DIGITS)))
        is_other = chance.random() < _OTHER_SHARE
        character = str(chance.choice(list(_OTHERS))) if is_other else DIGITS[number]
        if (ink := drawn(character, font, chance)) is not None:
            count -= 1
            yield ink, len(DIGITS) if is_other else number


def batch(fonts: list[Path], count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Pictures ``(count, SIDE * SIDE)`` and classes ``(count,)``."""
    pairs = list(examples(fonts, count, np.random.default_rng(seed)))
    inks = torch.from_numpy(np.stack([ink.ravel() for ink, _ in pairs]))
    return inks, torch.tensor([number for _, number in pairs])


def trained(inks: torch.Tensor, numbers: torch.Tensor, seed: int = 0) -> tuple[nn.Linear, nn.Linear]:
    """The two layers of the perceptron."""
    torch.manual_seed(seed)
    hidden, out = nn.Linear(inks.shape[1], _HIDDEN), nn.Linear(_HIDDEN, _CLASSES)
    model = nn.Sequential(hidden, nn.ReLU(), out)
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=0.05)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, _STEPS)
    for _ in range(_STEPS):
        chosen = torch.randint(len(inks), (_BATCH,))
        loss = nn.functional.cross_entropy(model(inks[chosen]), numbers[chosen], label_smoothing=0.01)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own annotation
        optimizer.step()
        rate.step()
    return hidden, out


def main() -> None:
    """Trains on the fonts that are named, tries the others, and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, nargs="+")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="fonts that only try it")
    parser.add_argument("--examples", type=int, default=60_000)
    options = parser.parse_args()
    hidden, out = trained(*batch(options.fonts, options.examples, 0))
    for fonts in (options.fonts, *([font] for font in options.held_out)):
        inks, numbers = batch(fonts, 3_000, 1)
        with torch.inference_mode():
            shares, best = out(hidden(inks).relu()).softmax(1).max(1)
        wrong, sure = best != numbers, shares >= SURE
        shown = f"{(best != numbers).float().mean():.2%} wrong, {sure.float().mean():.2%} sure"
        print(f"{fonts[0].name}: {shown}, {(wrong & sure).sum()} surely wrong")
    layers = (hidden.weight.T, hidden.bias, out.weight.T, out.bias)
    first, bias, second, last = (each.detach().numpy().astype(np.float16) for each in layers)
    np.savez_compressed(WEIGHTS, hidden=first, bias=bias, out=second, last=last)


if __name__ == "__main__":
    main()
