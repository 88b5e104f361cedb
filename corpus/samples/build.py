"""Write the sample minutes that are not plain UTF-8 text: the .docx, the .pdf and the TIS-620 .txt.

Their words are in ``sources/*.md``, a small markup: ``# `` a line of the meeting header, ``## `` an agenda heading,
``### `` an item, ``- `` a bullet, ``| a | b |`` a table row (the first row is the head), anything else a paragraph.
The same sources always give the same bytes. To change a sample, edit its source and run, from the project's folder::

    pip install fpdf2==2.8.9 uharfbuzz==0.57.0 fontpkg-sarabun==1.0 python-docx==1.2.0 pythainlp==5.4.0
    python corpus/samples/build.py

The Sarabun typeface (SIL Open Font Licence 1.1) is embedded in the .pdf.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import docx
import fontpkg
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from pythainlp.tokenize import word_tokenize

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources"
DOCX = "2567-06-20-คณะทำงานงบประมาณ-ครั้งที่-2-2567"
PDF = "2566-06-15-คณะทำงานงบประมาณ-ครั้งที่-2-2566"
TIS_620 = "2566-11-29-tourism-working-group-1-2567"

MARKS = {"# ": "title", "## ": "agenda", "### ": "item", "- ": "bullet", "| ": "row"}
DOCX_STYLES = {"title": "Title", "agenda": "Heading 1", "item": "Heading 2", "bullet": "List Bullet", "text": "Normal"}
ZIP_DATE = (2024, 6, 20, 0, 0, 0)

BODY, LINE = 12.0, 7.0
"""The .pdf's text size in points and its line height in millimetres."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a source: its kind (a value of ``MARKS``, or "text") and its words without the mark."""

    kind: str
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells of a table row."""
        return [cell.strip() for cell in self.text.removesuffix("|").split("|")]


def blocks(name: str) -> list[Block]:
    """The blocks of one source, in order."""
    lines = (SOURCES / f"{name}.md").read_text(encoding="utf-8").splitlines()
    return [_block(line) for line in lines if line.strip()]


def _block(line: str) -> Block:
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark).strip())
    return Block("text", line.strip())


def _runs(found: list[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Neighbouring blocks of one kind together, so that a table's rows are seen as one table."""
    for kind, run in groupby(found, key=lambda block: block.kind):
        yield kind, list(run)


def write_tis_620(name: str) -> None:
    """Write the source as plain text in the Thai code page 874, with the line ends of its day."""
    marks = {"bullet": "- ", "agenda": "\n"}
    text = "\n".join(marks.get(block.kind, "") + block.text for block in blocks(name))
    (FOLDER / f"{name}.txt").write_bytes(f"{text}\n".replace("\n", "\r\n").encode("cp874"))


def write_docx(name: str) -> None:
    """Write the source as a Word document with its styles and a table."""
    document = docx.Document()
    _dress(document)
    for kind, run in _runs(blocks(name)):
        if kind == "row":
            _word_table(document, [block.cells for block in run])
            continue
        for block in run:
            paragraph = document.add_paragraph(block.text, style=DOCX_STYLES[kind])
            if kind == "title":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    packed = io.BytesIO()
    document.save(packed)
    (FOLDER / f"{name}.docx").write_bytes(_undated(packed.getvalue()))


def _dress(document: Document) -> None:
    """Thai typefaces and sizes, and the same properties at every run."""
    for style, size in {"Normal": 16, "Title": 18, "Heading 1": 17, "Heading 2": 16, "List Bullet": 16}.items():
        font = document.styles[style].font
        font.name, font.size = "TH Sarabun New", Pt(size)
        fonts = document.styles[style].element.rPr.rFonts
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:cs"), "TH Sarabun New")
    core = document.core_properties
    core.title, core.author, core.language = "รายงานการประชุม (เอกสารตัวอย่างสมมติ)", "Mati", "th-TH"
    core.created = core.modified = datetime(*ZIP_DATE[:3], tzinfo=UTC)


def _word_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0


def _undated(packed: bytes) -> bytes:
    """The same ZIP with one date for every entry: the clock must not show in the bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, ZIP_DATE), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class Minutes(FPDF):
    """An A4 page with a running header, a page number below, and shaped Thai."""

    def __init__(self, running: str) -> None:
        super().__init__(format="A4")
        self.running = running
        self.set_margins(25, 20, 20)
        self.set_auto_page_break(True, margin=22)
        for style, weight in (("", 400), ("B", 700)):
            self.add_font("Sarabun", style, fontpkg.path("Sarabun", weight))
        self.set_text_shaping(True)
        self.set_creation_date(datetime(*ZIP_DATE[:3], tzinfo=UTC))
        self.set_title(running)
        self.set_lang("th-TH")

    def header(self) -> None:
        """The meeting's short name at the right of every page."""
        self.set_font("Sarabun", size=9)
        self.cell(0, 6, self.running, align="R", border="B", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(4)

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-15)
        self.set_font("Sarabun", size=9)
        self.cell(0, 6, f"หน้า {self.page_no()} จาก {{nb}}", align="C")

    def paragraph(self, text: str, *, bold: bool = False, indent: float = 0, align: str = "L") -> None:
        """Lines that break between Thai words, which have no spaces between them."""
        self.set_font("Sarabun", "B" if bold else "", BODY)
        for line in self._lines(text, self.epw - indent):
            self.set_x(self.l_margin + indent)
            self.cell(self.epw - indent, LINE, line, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _lines(self, text: str, width: float) -> Iterator[str]:
        line = ""
        for word in word_tokenize(text, engine="newmm", keep_whitespace=True):
            if line and self.get_string_width((line + word).rstrip()) > width - 2 * self.c_margin:
                yield line.strip()
                line = ""
            line += word
        yield line.strip()

    def ruled(self, rows: list[list[str]]) -> None:
        """A ruled table; its first row is the head."""
        self.set_font("Sarabun", size=11)
        self.ln(1)
        with self.table(
            col_widths=(30, 38, 12, 20), line_height=LINE, text_align=("L", "L", "R", "R"), align="L"
        ) as table:
            for row in rows:
                table.row(row)
        self.ln(2)


def write_pdf(name: str) -> None:
    """Write the source as a born-digital .pdf with a running header, page numbers and a ruled table."""
    found = blocks(name)
    minutes = Minutes("รายงานการประชุมคณะทำงานพิจารณางบประมาณ ครั้งที่ 2/2566")
    minutes.add_page()
    for kind, run in _runs(found):
        if kind == "row":
            minutes.ruled([block.cells for block in run])
            continue
        for block in run:
            _print(minutes, block)
    minutes.output(str(FOLDER / f"{name}.pdf"))


def _print(minutes: Minutes, block: Block) -> None:
    if block.kind == "agenda":
        minutes.ln(2)
    bold = block.kind in {"title", "agenda", "item"}
    align = "C" if block.kind == "title" else "L"
    bullet = block.kind == "bullet"
    minutes.paragraph(f"- {block.text}" if bullet else block.text, bold=bold, indent=6 if bullet else 0, align=align)


if __name__ == "__main__":
    write_docx(DOCX)
    write_pdf(PDF)
    write_tis_620(TIS_620)
