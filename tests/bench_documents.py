"""The workshop summary in every format: errors, answers, seconds and memory. ``python -m tests.bench_documents``.

LibreOffice makes the formats, pdfium the scans: turned a little, with noise, as JPEG in a PDF. Prints the table of
docs/documents.md. Errors are of characters, without white space, against the text as it was given to LibreOffice.
"""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import docx
import numpy as np
import pypdfium2
from PIL import Image

from corpus.contained import read_contained
from corpus.readers.text import decode
from corpus.thai import normalise
from tests.bench import SHARED

TURNED, NOISE, QUALITY = 0.8, 12.0, 60
"""Degrees, grey levels and JPEG quality of a scan."""
SEED = 7


@dataclass(frozen=True)
class Figures:
    """What reading one file gave: the share of wrong characters, pages, empty pages, seconds and bytes at most."""

    errors: float
    pages: int
    empty: int
    seconds: float
    memory: int


def main() -> None:
    """Prints a row for each format."""
    soffice = shutil.which("soffice") or sys.exit("needs LibreOffice: apt-get install libreoffice-writer")
    [source] = (SHARED / "records" / "workshop-2553").glob("*.txt")
    text = normalise(decode(source.read_bytes()))
    print("| format | characters wrong | pages | empty | s a page | peak memory, MB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in _files(text, Path(folder), soffice):
            found = measured(path, text)
            print(
                f"| {name} | {found.errors:.2%} | {found.pages} | {found.empty} "
                f"| {found.seconds / found.pages:.2f} | {found.memory / 1e6:.0f} |",
                flush=True,
            )


def measured(path: Path, expected: str) -> Figures:
    """Reads one file, contained."""
    began = time.perf_counter()
    pages = read_contained(path).pages
    took = time.perf_counter() - began
    read = "\n".join(page.text for page in pages)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Figures(errors(expected, read), len(pages), sum(not page.text.strip() for page in pages), took, memory)


def errors(expected: str, read: str) -> float:
    """The share of the expected characters that are missing, wrong or too many, without white space."""
    one, other = ("".join(normalise(text).split()) for text in (expected, read))
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in changes if kind != "equal") / len(one)


def _files(text: str, folder: Path, soffice: str) -> Iterator[tuple[str, Path]]:
    """The document in each format, by what it is."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(folder / "a.docx"))
    (folder / "utf8.txt").write_text(text, "utf-8")
    (folder / "cp874.txt").write_bytes(text.encode("cp874", "replace"))
    yield "TXT, UTF-8", folder / "utf8.txt"
    yield "TXT, Windows-874", folder / "cp874.txt"
    yield "DOCX", folder / "a.docx"
    for kind in ("pdf", "odt", "doc:MS Word 97", "rtf", "html"):
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(folder), str(folder / "a.docx")], check=True, capture_output=True)
        suffix = kind.partition(":")[0]
        yield f"{suffix.upper()}, by LibreOffice", folder / f"a.{suffix}"
    for dpi in (300, 200):
        pages = scanned(folder / "a.pdf", dpi)
        for suffix, save in _SCANS.items():
            path = folder / f"scan-{dpi}{suffix}"
            save(pages, path, dpi)
            yield f"scan of {dpi} dpi, {suffix[1:].upper()}", path


def scanned(path: Path, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as a scanner with some dust on it would give them."""
    chance = np.random.default_rng(SEED)
    with pypdfium2.PdfDocument(path) as document:
        return [_scan(page.render(scale=dpi / 72, grayscale=True).to_pil(), chance) for page in document]


def _scan(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    turned = page.convert("L").rotate(TURNED, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    spread = chance.normal(0, NOISE, (turned.height, turned.width))
    noisy = Image.fromarray((np.asarray(turned, np.float32) * 0.94 + spread).clip(0, 255).astype(np.uint8))
    packed = io.BytesIO()
    noisy.save(packed, "JPEG", quality=QUALITY)
    return Image.open(packed)


def _save_pdf(pages: Sequence[Image.Image], path: Path, dpi: int) -> None:
    pages[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])


def _save_tiff(pages: Sequence[Image.Image], path: Path, dpi: int) -> None:
    pages[0].save(path, "TIFF", dpi=(dpi, dpi), save_all=True, append_images=pages[1:])


_SCANS: dict[str, Callable[[Sequence[Image.Image], Path, int], None]] = {".pdf": _save_pdf, ".tiff": _save_tiff}


if __name__ == "__main__":
    main()
