"""Files of many pages: what reading them takes, and how soon it ends. ``python -m tests.formats.long``."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pypdfium2

from corpus.contained import Cancelled, Limits, OnPage, read_contained
from tests.conftest import SAMPLES
from tests.corpus.watching import Watch
from tests.formats.paper import paper_of
from tests.formats.scan import save, scanned
from tests.formats.typeset import write_pdf

PAGES = 500
_STOPPED_AFTER = 5
"""Pages of the long scan that are read before it is stopped."""
_PATIENT = Limits(page_s=60.0)


def main() -> None:
    """Prints what 500 pages take, and how soon after a stop the process is gone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed, scan = long_files(folder, PAGES)
        watch = Watch()
        began = time.perf_counter()
        pages = read_contained(printed, on_page=watch.look).pages
        took = time.perf_counter() - began
        empty = sum(not page.text for page in pages)
        print(f"{len(pages)} printed pages: {took:.0f} s, {watch.peak / 1e6:.0f} MB at most, {empty} empty")
        print(f"stopped after 250 pages: {stopped(printed, 250):.2f} s until it was gone")
        watch = Watch()
        late = stopped(scan, _STOPPED_AFTER, watch.look)
        print(f"{PAGES} scanned pages, stopped after {_STOPPED_AFTER}: {late:.2f} s, {watch.peak / 1e6:.0f} MB at most")


def long_files(folder: Path, pages: int) -> tuple[Path, Path]:
    """A printed and a scanned PDF of so many pages, of one of the sample minutes again and again."""
    sample = next(iter(sorted(SAMPLES.glob("2567*.txt"))))
    write_pdf(paper_of(sample.read_text("utf-8")), folder / "one.pdf")
    [scan] = save(scanned(folder / "one.pdf", 200), folder, "pdf", 200)
    return repeated(folder / "one.pdf", pages), repeated(scan, pages)


def repeated(path: Path, pages: int) -> Path:
    """A PDF with the pages of another one again and again."""
    long = path.with_stem(f"{path.stem}-{pages}")
    with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as document:
        document.import_pages(source, [number % len(source) for number in range(pages)])
        document.save(str(long))
    return long


def stopped(path: Path, after: int, on_page: OnPage = lambda *_: None) -> float:
    """Seconds from the word to stop, given after so many pages, to the end of the reading."""
    read = 0
    said = 0.0

    def count(pages: int, of: int | None) -> None:
        nonlocal read
        read = pages
        on_page(pages, of)

    def cancelled() -> bool:
        nonlocal said
        if read >= after:
            said = said or time.perf_counter()
        return read >= after

    try:
        read_contained(path, _PATIENT, count, cancelled)
    except Cancelled:
        return time.perf_counter() - said
    raise AssertionError("the file was read to its end")


if __name__ == "__main__":
    main()
