"""The workshop summary in every format: errors, answers, seconds and memory. ``python -m tests.bench_documents``.

Prints the tables of docs/documents.md. Words given to the command choose the rows whose names hold one of them;
``--letters`` leaves the questions out.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.evaluate import read_questions
from corpus.album import bind
from corpus.readers.tesseract import find_data
from corpus.readers.text import decode
from corpus.thai import normalise
from index.model import default_model
from tests.bench import REPO, SHARED
from tests.formats.asking import MISREAD, Asking, Desk, pages_of
from tests.formats.measure import Cost, errors, read, said
from tests.formats.office import FILTERS, SOFFICE, convert, write_docx
from tests.formats.paper import Paper, paper_of
from tests.formats.scan import save, scanned
from tests.formats.spoil import SPOILS, Spoil
from tests.formats.typeset import write_pdf


@dataclass(frozen=True, slots=True)
class Copy:
    """The document in one format: how its files are made in an empty folder, and the PDF that shows its pages."""

    name: str
    engine: str
    make: Callable[[Path], tuple[list[Path], Path | None]]
    paper: Paper
    scan: bool = False


def main(words: Sequence[str] = ()) -> None:
    """Prints a row for each format."""
    if not SOFFICE or not find_data():
        print("formats: needs LibreOffice and Tesseract's Thai: apt-get install libreoffice-writer tesseract-ocr-tha")
        return
    source = next((SHARED / "records" / "workshop-2553").glob("*.txt"), None)
    if source is None:
        print("formats: the workshop summary is not here: set MATI_SHARED to its folder")
        return
    paper = paper_of(normalise(decode(source.read_bytes())))
    questions = read_questions(SHARED / "data" / "questions-workshop-dev.jsonl")
    words, asks = [word for word in words if word != "--letters"], "--letters" not in words
    desk = Desk(default_model(REPO / "data" / "models")) if asks else None
    print(
        "| format | engine | wrong letters | pages | empty | s a page | peak MB | answered | page | refused | failed |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for copy in copies(paper):
        if not words or any(word in copy.name for word in words):
            with tempfile.TemporaryDirectory() as folder:
                paths, shown = copy.make(Path(folder))
                truth = pages_of(shown) if shown else []
                wrong, cost = measured(paths, copy.paper)
                misread = MISREAD if copy.scan else 0.0
                asking = desk.ask(paths, Path(folder) / "home", questions, truth, misread) if desk else None
                print(row(copy, wrong, cost, asking), flush=True)


def copies(paper: Paper) -> Iterator[Copy]:
    """The document in each format."""
    for name, encoding in (("UTF-8", "utf-8"), ("Windows-874", "cp874"), ("UTF-16", "utf-16")):
        yield Copy(f"TXT, {name}", "own", partial(_text, paper, encoding), paper)
    yield Copy("DOCX", "python-docx", partial(_docx, paper), paper)
    engines = {
        "pdf": "text objects",
        "odt": "own, on lxml",
        "doc": "LibreOffice, python-docx",
        "rtf": "LibreOffice, python-docx",
        "html": "own, on lxml",
    }
    for suffix in FILTERS:
        yield Copy(f"{suffix.upper()}, LibreOffice", engines[suffix], partial(_converted, paper, suffix), paper)
    yield Copy("PDF, fpdf2", "text objects", partial(_pdf, paper, None), paper)
    yield Copy("PDF, Thai digits", "text objects", partial(_pdf, paper.in_thai_digits(), None), paper.in_thai_digits())
    for spoil in SPOILS:
        yield Copy(f"spoilt PDF: {spoil.name}", "text objects, repaired", partial(_pdf, paper, spoil), paper)
    for dpi in (300, 200):
        for suffix in ("pdf", "tiff", "png", "jpg"):
            name = f"scan of {dpi} dpi, {suffix.upper()}"
            yield Copy(name, "Tesseract", partial(_scan, paper, dpi, suffix), paper, scan=True)
    yield Copy(
        "scan of 300 dpi, Thai digits",
        "Tesseract",
        partial(_scan, paper.in_thai_digits(), 300, "pdf"),
        paper,
        scan=True,
    )


def _text(paper: Paper, encoding: str, folder: Path) -> tuple[list[Path], None]:
    path = folder / "a.txt"
    path.write_bytes(paper.plain.encode(encoding, "replace"))
    return [path], None


def _docx(paper: Paper, folder: Path) -> tuple[list[Path], None]:
    write_docx(paper, folder / "a.docx")
    return [folder / "a.docx"], None


def _converted(paper: Paper, suffix: str, folder: Path) -> tuple[list[Path], Path | None]:
    write_docx(paper, folder / "a.docx")
    path = convert(folder / "a.docx", suffix)
    return [path], path if suffix == "pdf" else None


def _pdf(paper: Paper, spoil: Spoil | None, folder: Path) -> tuple[list[Path], Path]:
    """The spoilt pages are those of the clean file, but for lines that a spoilt width breaks elsewhere."""
    write_pdf(paper, folder / "a.pdf", spoil)
    return [folder / "a.pdf"], folder / "a.pdf"


def _scan(paper: Paper, dpi: int, suffix: str, folder: Path) -> tuple[list[Path], Path]:
    """Pictures of a page each are an album, as they are sent to the bot."""
    write_docx(paper, folder / "a.docx")
    shown = convert(folder / "a.docx", "pdf")
    paths = save(scanned(shown, dpi), folder, suffix, dpi)
    if len(paths) == 1:
        return paths, shown
    bind(paths, folder / "album.pdf")
    return [folder / "album.pdf"], shown


def measured(paths: Sequence[Path], paper: Paper) -> tuple[float, Cost]:
    """Letters wrong for each expected, and the cost; a header that is read once is as right as none."""
    read_files = [read(path) for path in paths]
    text = "\n".join(said(revision) for revision, _ in read_files)
    costs = [cost for _, cost in read_files]
    wrong = min(errors(expected, text) for expected in (paper.text, f"{paper.running}\n{paper.text}"))
    return wrong, Cost(
        sum(cost.seconds for cost in costs),
        max(cost.memory for cost in costs),
        sum(cost.pages for cost in costs),
        sum(cost.empty for cost in costs),
        sum(cost.scanned for cost in costs),
    )


def row(copy: Copy, wrong: float, cost: Cost, asking: Asking | None) -> str:
    """One line of the table."""
    answers = ["", "", "", ""] if asking is None else _answers(asking)
    cells = [
        *(copy.name, copy.engine, f"{wrong:.2%}", cost.pages, cost.empty),
        *(f"{cost.seconds / cost.pages:.2f}", f"{cost.memory / 1e6:.0f}"),
        *answers,
    ]
    return f"| {' | '.join(map(str, cells))} |"


def _answers(asking: Asking) -> list[str]:
    paged = "–" if asking.paged is None else f"{asking.paged} of {asking.right}"
    right, refused = f"{asking.right} of {asking.answerable}", f"{asking.refused} of {asking.unanswerable}"
    return [right, paged, refused, " ".join(asking.failed)]


if __name__ == "__main__":
    main(sys.argv[1:])
