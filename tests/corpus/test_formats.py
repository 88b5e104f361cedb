"""The same minutes in each format: one agenda and one header, and text that fonts spoilt is put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.reading import read_revision
from corpus.record import Revision
from tests.conftest import SAMPLES
from tests.formats.measure import distance, errors, said
from tests.formats.office import SOFFICE, convert, write_docx
from tests.formats.paper import Paper, paper_of
from tests.formats.spoil import SPOILS, Spoil
from tests.formats.typeset import write_pdf

SAMPLE = SAMPLES / "2567-03-12-คณะกรรมการบริหารงาน-ครั้งที่-1-2567.txt"
MOST_WRONG, MOST_WRONG_REPAIRED = 0.005, 0.01
PAPER = paper_of(SAMPLE.read_text("utf-8"))
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here: install libreoffice-writer")

Write = Callable[[Path], Path]


def text_in(encoding: str) -> Write:
    def write(folder: Path) -> Path:
        (folder / "a.txt").write_bytes(PAPER.plain.encode(encoding, "replace"))
        return folder / "a.txt"

    return write


def docx(folder: Path) -> Path:
    write_docx(PAPER, folder / "a.docx")
    return folder / "a.docx"


def pdf(folder: Path, spoil: Spoil | None = None) -> Path:
    write_pdf(PAPER, folder / "a.pdf", spoil)
    return folder / "a.pdf"


def converted(suffix: str) -> Write:
    return lambda folder: convert(docx(folder), suffix)


FORMATS = {
    "UTF-8": text_in("utf-8"),
    "Windows-874": text_in("cp874"),
    "UTF-16": text_in("utf-16"),
    "docx": docx,
    "pdf": pdf,
}
OFFICE = ("pdf", "odt", "doc", "rtf", "html")


NOT_YET = {"each letter of bold twice": "the place stands on two lines where letters take twice the room"}


def marks_of(spoil: Spoil) -> list[pytest.MarkDecorator]:
    reason = NOT_YET.get(spoil.name)
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.fixture(scope="module")
def sample() -> Revision:
    return read_revision(SAMPLE)


def flat(text: str) -> str:
    """Without spaces, which letters that are set apart do not tell of."""
    return "".join(text.split())


def check(path: Path, sample: Revision, most_wrong: float = MOST_WRONG, paper: Paper = PAPER) -> None:
    found = read_revision(path)
    assert errors(paper.text, said(found)) <= most_wrong
    assert [item.label for item in found.items] == [item.label for item in sample.items]
    for item, expected in zip(found.items, sample.items, strict=True):
        assert bool(item.title) == bool(expected.title)
        assert flat(expected.title).startswith(flat(item.title))  # which may go on in the next line of a page
    assert flat(found.meeting.place or "") == flat(sample.meeting.place or "")
    for name in ("number", "date", "fiscal_year", "body"):
        assert getattr(found.meeting, name) == getattr(sample.meeting, name), name


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_agenda_and_header(name: str, sample: Revision, tmp_path: Path) -> None:
    check(FORMATS[name](tmp_path), sample)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("suffix", OFFICE)
def test_what_libreoffice_saves_gives_the_same_agenda_and_header(suffix: str, sample: Revision, tmp_path: Path) -> None:
    check(converted(suffix)(tmp_path), sample)


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [pytest.param(spoil, id=spoil.name, marks=marks_of(spoil)) for spoil in SPOILS])
def test_a_spoilt_pdf_gives_the_same_agenda_and_header(spoil: Spoil, sample: Revision, tmp_path: Path) -> None:
    check(pdf(tmp_path, spoil), sample, MOST_WRONG_REPAIRED)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("", "มติ", 3), ("มติ", "มติ", 0), ("เห็นชอบ", "เห็นซอบ", 1), ("วาระ", "วารระ", 1), ("กขคง", "ขคงจ", 2)],
)
def test_the_distance_of_two_texts(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


def test_the_distance_to_the_nearest_stretch_of_a_text() -> None:
    assert distance("เห็นชอบ", "ที่ประชุมมีมติเห็นซอบตามเสนอ", within=True) == 1
    assert distance("เห็นชอบ", "เห็นชอบ", within=True) == 0
