"""Word files: paragraphs with their notes, and tables, without headers, footers, deleted and hidden text."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.readers.layout import CELL_BREAK
from corpus.readers.numbering import Numbering
from corpus.readers.packed import check_unpacked
from corpus.record import EmptyRecord, Page, UnreadableFile

Element = Any  # lxml carries no types; every element here is one of its
_PAGE_BREAK, _RENDERED_BREAK = "\f", "\v"
"""A page break that was typed, and one that Word noted where it last laid out a new page."""
_NOTES = {RT.FOOTNOTES: qn("w:footnoteReference"), RT.ENDNOTES: qn("w:endnoteReference")}
_SKIPPED = {qn(f"w:{name}") for name in ("pPr", "rPr", "del", "moveFrom", "sdtPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:lastRenderedPageBreak"): _RENDERED_BREAK,
}

log = logging.getLogger(__name__)


def read_docx(path: Path) -> tuple[Page, ...]:
    """Numbered pages where the file notes page breaks, else one page without a number."""
    check_unpacked(path)
    body, parts = _open(path)
    pages = _pages(_blocks(body, parts))
    if not any(page.strip() for page in pages):
        raise EmptyRecord("ไม่มีข้อความ หากเป็นภาพสแกนกรุณาส่งฉบับที่เป็นข้อความ")
    if len(pages) == 1:
        return (Page(None, pages[0]),)
    return tuple(Page(number, text) for number, text in enumerate(pages, 1))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What paragraphs refer to. Notes are by the tag of their references and their number; each is given once."""

    numbering: Numbering
    notes: dict[tuple[str, str], Element]


def _open(path: Path) -> tuple[Element, _Parts]:
    try:
        document = docx.Document(str(path))
        body = document.element.body
        parts = _Parts(Numbering(document), _notes(document))
    except Exception as error:  # python-docx and lxml answer a broken part with whatever it leads to
        log.warning("docx not opened: %s", type(error).__name__)
        raise _broken() from error
    if body is None:
        raise _broken()
    return body, parts


def _notes(document: Document) -> dict[tuple[str, str], Element]:
    """The footnotes and endnotes of a document."""
    notes: dict[tuple[str, str], Element] = {}
    for relation in document.part.rels.values():
        if (tag := _NOTES.get(relation.reltype)) and not relation.is_external:
            notes |= {(tag, note.get(qn("w:id"), "")): note for note in parse_xml(relation.target_part.blob)}
    return notes


def _broken() -> UnreadableFile:
    return UnreadableFile("ไฟล์ Word ชำรุดหรือไม่ครบ กรุณาเปิดด้วย Word แล้วบันทึกใหม่เป็น .docx")


def _blocks(parent: Element, parts: _Parts) -> Iterator[str]:
    """The text of each paragraph and table row, with marks where pages break."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield _paragraph(child, parts)
        elif child.tag == qn("w:tbl"):
            yield from (_row(row, parts) for row in child.iter(qn("w:tr")) if _table_of(row) is child)
        elif child.tag not in _SKIPPED:
            yield from _blocks(child, parts)


def _paragraph(paragraph: Element, parts: _Parts) -> str:
    """Its number, its text, and its notes below; an empty paragraph counts in its list, and the number is left out."""
    label = parts.numbering.label(paragraph)
    breaks, text = _leading_breaks("".join(_inline(paragraph, parts)))
    notes = "".join(f"\n{note}" for note in _noted(paragraph, parts) if note)
    return breaks + (label if text.strip() else "") + text + notes


def _noted(paragraph: Element, parts: _Parts) -> Iterator[str]:
    """The notes to which a paragraph itself refers, a line each."""
    for reference in paragraph.iter(*_NOTES.values()):
        note = parts.notes.pop((reference.tag, reference.get(qn("w:id"), "")), None)
        if note is not None:
            yield " ".join(" ".join(_blocks(note, parts)).split())


def _leading_breaks(text: str) -> tuple[str, str]:
    rest = text.lstrip(_PAGE_BREAK + _RENDERED_BREAK)
    return text[: len(text) - len(rest)], rest


def _inline(parent: Element, parts: _Parts) -> Iterator[str]:
    """The text inside a paragraph; a text box becomes lines of its own after what stands before it."""
    for child in parent:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield _PAGE_BREAK if child.get(qn("w:type")) == "page" else "\n"
        elif child.tag == qn("w:txbxContent"):
            yield "\n" + "\n".join(_blocks(child, parts)) + "\n"
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED and not _is_hidden(child):
            yield from _inline(child, parts)


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val"), "true") not in ("0", "false", "off")


def _table_of(row: Element) -> Element:
    """The table that a row belongs to, through content controls but not out of a nested table."""
    return next(row.iterancestors(qn("w:tbl")))


def _row(row: Element, parts: _Parts) -> str:
    """One line a row. A cell merged with the one above it is not repeated; a page break goes before the row."""
    cells = [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]
    texts = ["\n".join(_blocks(cell, parts)) for cell in cells if not _continues_above(cell)]
    breaks, _ = _leading_breaks(texts[0] if texts else "")
    return breaks + CELL_BREAK.join(" ".join(text.split()) for text in texts).rstrip()


def _continues_above(cell: Element) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _pages(blocks: Iterable[str]) -> list[str]:
    """Blocks as the lines of pages.

    Word's note of a new page inside a paragraph takes effect after it, so that no sentence is cut, and adds
    nothing where a typed break has just begun the page.
    """
    pages: list[list[str]] = [[]]
    for block in blocks:
        first, *more = block.split(_PAGE_BREAK)
        if first.startswith(_RENDERED_BREAK) and any(line.strip() for line in pages[-1]):
            pages.append([])
        pages[-1].append(first.replace(_RENDERED_BREAK, ""))
        pages += ([part.replace(_RENDERED_BREAK, "")] for part in more)
        if _RENDERED_BREAK in (first, *more)[-1].lstrip(_RENDERED_BREAK):
            pages.append([])
    return ["\n".join(lines).strip("\n") for lines in pages]
