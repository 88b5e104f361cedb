"""A document as Word and LibreOffice write it: styles, bullets of the format's own, a table, header and footer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import docx
import fontpkg
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

from tests.formats.paper import Paper

SOFFICE = shutil.which("soffice")
FILTERS = {"pdf": "pdf", "odt": "odt", "doc": "doc:MS Word 97", "rtf": "rtf", "html": "html"}
"""What LibreOffice makes of a .docx: by suffix, the name of its filter."""
_STYLES = {
    "title": "Title",
    "heading": "Heading 1",
    "subtitle": "Heading 2",
    "bullet": "List Bullet",
    "text": "Normal",
}
_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    "<include>/etc/fonts/fonts.conf</include><dir>{folder}</dir></fontconfig>"
)
_TYPEFACE = "Sarabun"
_SIZES = {"Normal": 12, "Title": 14, "Heading 1": 13, "Heading 2": 12, "List Bullet": 12}
"""Points, of Thai letters too; Sarabun's 12 look like the 16 of official papers, whose typeface is drawn smaller."""


def write_docx(paper: Paper, path: Path) -> None:
    """Writes the document by python-docx."""
    document = docx.Document()
    _dress(document)
    for block in paper.blocks:
        paragraph = document.add_paragraph(block.text, style=_STYLES[block.kind])
        if block.kind == "title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(paper.caption, style=_STYLES["text"])
    table = document.add_table(rows=0, cols=len(paper.rows[0]), style="Table Grid")
    for row in paper.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    section = document.sections[0]
    section.header.paragraphs[0].text = paper.running
    form = OxmlElement("w:pgNumType")
    form.set(qn("w:fmt"), "thaiNumbers")
    section._sectPr.append(form)
    _number_pages(section.footer.paragraphs[0].add_run("หน้า "))
    document.save(str(path))


def convert(path: Path, suffix: str) -> Path:
    """A .docx file as LibreOffice saves it in another format, beside it."""
    assert SOFFICE, "needs LibreOffice: apt-get install libreoffice-writer"
    folder = path.parent
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(folder=Path(fontpkg.path("Sarabun", 400)).parent), "utf-8")
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", FILTERS[suffix]]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, env=environment)
    return path.with_suffix(f".{suffix}")


def _dress(document: Document) -> None:
    for style, size in _SIZES.items():
        font = document.styles[style].font
        font.name, font.size = _TYPEFACE, Pt(size)
        fonts = document.styles[style].element.rPr.rFonts
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:cs"), _TYPEFACE)
        properties = document.styles[style].element.rPr
        for old in properties.findall(qn("w:szCs")):
            properties.remove(old)
        thai = OxmlElement("w:szCs")
        thai.set(qn("w:val"), str(2 * size))
        properties.append(thai)


def _number_pages(run: Run) -> None:
    """The page's number after the run."""
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = code or None
        run._r.append(element)
