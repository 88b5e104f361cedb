"""A document as fpdf2 prints it, with shaped Thai; or spoilt, with its glyphs set one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from pythainlp.tokenize import word_tokenize

from tests.formats.paper import THAI_DIGITS, Block, Paper
from tests.formats.spoil import Spoil, font

_BODY, _LINE, _INDENT = 13.0, 7.5, 6.0
"""The size in points, and the line's height and the bullet's indent in millimetres."""
_SHADOW = 0.12
"""Millimetres between a bold letter and its twin."""
_BOLD = ("title", "heading", "subtitle")


class Print(FPDF):
    """A4 pages of one document, with its header and, below, the page's number."""

    def __init__(self, paper: Paper, spoil: Spoil | None, folder: Path) -> None:
        super().__init__(format="A4")
        self.paper, self.spoil = paper, spoil
        self.set_margins(25, 20, 20)
        self.set_auto_page_break(True, margin=22)
        for style, weight in (("", 400), ("B", 700)):
            self.add_font("Sarabun", style, font(weight, spoil, folder))
        self.set_text_shaping(spoil is None)

    def header(self) -> None:
        """What runs over every page."""
        self.set_font("Sarabun", size=10)
        self._line(self.paper.running, "text", 0, "R")
        self.ln(3)

    def footer(self) -> None:
        """The page's number."""
        self.set_y(-15)
        self.set_font("Sarabun", size=10)
        self._line(f"หน้า {self.page_no()}".translate(THAI_DIGITS), "text", 0, "C")

    def block(self, block: Block) -> None:
        """A paragraph, broken between Thai words."""
        self.set_font("Sarabun", "B" if block.kind in _BOLD else "", _BODY)
        bullet = block.kind == "bullet"
        indent = _INDENT if bullet else 0.0
        if block.kind == "heading":
            self.ln(3)
        text = f"- {block.text}" if bullet else block.text
        for line in self._broken(text, block.kind, self.epw - indent):
            self._line(line, block.kind, indent, "C" if block.kind == "title" else "L")

    def ruled(self) -> None:
        """The table."""
        self.set_font("Sarabun", size=_BODY)
        with self.table(line_height=_LINE, align="L", v_align="TOP", first_row_as_headings=False) as table:
            for row in self.paper.rows:
                table.row([self._said(cell, "text") for cell in row])

    def _line(self, text: str, kind: str, indent: float, align: str) -> None:
        x, y = self.l_margin + indent, self.get_y()
        for shift in (_SHADOW, 0.0) if self.spoil and self.spoil.twice and kind in _BOLD else (0.0,):
            self.set_xy(x + shift, y)
            said = self._said(text, kind)
            self.cell(self.epw - indent, _LINE, said, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            y = min(y, self.get_y() - _LINE)

    def _said(self, text: str, kind: str) -> str:
        if self.spoil is None or (self.spoil.headings_only and kind not in _BOLD):
            return text
        return self.spoil.said(text)

    def _broken(self, text: str, kind: str, width: float) -> Iterator[str]:
        line = ""
        for word in word_tokenize(text, engine="newmm", keep_whitespace=True):
            if line and self.get_string_width(self._said((line + word).rstrip(), kind)) > width - 2 * self.c_margin:
                yield line.strip()
                line = ""
            line += word
        yield line.strip()


def write_pdf(paper: Paper, path: Path, spoil: Spoil | None = None) -> None:
    """Prints the document into a file."""
    sheet = Print(paper, spoil, path.parent)
    sheet.add_page()
    for block in paper.blocks:
        sheet.block(block)
    sheet.block(Block("text", paper.caption))
    sheet.ruled()
    sheet.output(str(path))
