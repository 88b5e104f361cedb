"""Word files of before 2007 and Rich Text."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import docx
import pytest

from corpus.readers.doc import read_doc, read_rtf
from corpus.record import CorpusError, Page
from tests.formats.office import SOFFICE, convert

LINES = (
    "รายงานการประชุมคณะกรรมการคูคลองตัวอย่าง",
    "ครั้งที่ ๓/๒๕๖๗ วันที่ ๑๒ มีนาคม ๒๕๖๗",
    "ที่ประชุมมีมติเห็นชอบวงเงิน 4,500,000 บาท ประจำปี 2568",
)
ROWS = (("ลำดับ", "รายการ", "งบประมาณ"), ("1", "ขุดลอกคลอง", "1,200,000"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document as LibreOffice writes it in both formats."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not here: install libreoffice-writer")
    folder = tmp_path_factory.mktemp("doc")
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=3)
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            table.cell(number, column).text = cell
    document.add_paragraph("ปิดประชุมเวลา 16.30 น.")
    document.save(str(folder / "a.docx"))
    for suffix in ("doc", "rtf"):
        convert(folder / "a.docx", suffix)
    return folder


def test_a_word_file_gives_its_paragraphs_and_its_rows(folder: Path) -> None:
    [page] = read_doc(folder / "a.doc")
    rows = [" | ".join(row) for row in ROWS]
    assert page.text.split("\n") == [*LINES, *rows, "ปิดประชุมเวลา 16.30 น."]


def test_rich_text_gives_its_paragraphs(folder: Path) -> None:
    [page] = read_rtf(folder / "a.rtf")
    for line in (*LINES, "ขุดลอกคลอง", "1,200,000", "ปิดประชุมเวลา 16.30 น."):
        assert line in page.text


@pytest.mark.parametrize(
    "body",
    [
        r"{\rtf1\ansi\ansicpg874 \'c1\'b5\'d4\'b7\'d5\'e8\'bb\'c3\'d0\'aa\'d8\'c1}",
        r"{\rtf1\ansi\uc1 \u3617?\u3605?\u3636?\u3607?\u3637?\u3656?\u3611?\u3619?\u3632?\u3594?\u3640?\u3617?}",
    ],
)
def test_thai_of_rich_text_is_read_by_code_page_and_by_number(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.rtf").write_text(body, "ascii")
    assert [page.text.strip() for page in read_rtf(tmp_path / "a.rtf")] == ["มติที่ประชุม"]


def test_damage_is_a_plain_error_or_none(folder: Path, tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 (test data, not a secret)
    for name, read in (("a.doc", read_doc), ("a.rtf", read_rtf)):
        data = (folder / name).read_bytes()
        for _ in range(60):
            damaged = bytearray(data[: chance.randrange(len(data) // 2, len(data))])
            for _ in range(20):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            (tmp_path / name).write_bytes(damaged)
            with suppress(CorpusError):
                assert all(isinstance(page, Page) for page in read(tmp_path / name))
