"""OpenDocument text: paragraphs, lists and tables in order, without headers, footers, comments and deleted text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from corpus.readers.layout import CELL_BREAK
from corpus.readers.numbering import BULLET, Level, whole
from corpus.readers.packed import ZIP_ERRORS, check_unpacked
from corpus.record import EmptyRecord, OversizedFile, Page, UnreadableFile

MAX_REPEATED = 1_000_000
"""Characters that repeated cells and rows may add."""
_MAX_TIMES = 100
_DEEPEST_STYLE = 12
_ENCRYPTED = 0x1

Element = Any  # lxml carries no types; every element here is one of its
_NAMES = {
    **{
        prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
        for prefix in ("office", "style", "text", "table", "script")
    },
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@cache
def _qn(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_NAMES[prefix]}}}{local}"


_PAGE, _SPACE, _TAB, _LINE, _SOFT = "\f\x01\x02\x03\x04"
"""Marks that no XML can hold: a new page, white space to keep, a new page where the text was last laid out."""
_BREAKS = (_PAGE, _SOFT)
_WHITE = str.maketrans({_SPACE: " ", _TAB: "\t", _LINE: "\n", _SOFT: ""})
_CHARACTERS = {_qn("text:tab"): _TAB, _qn("text:line-break"): _LINE, _qn("text:soft-page-break"): _SOFT}
_PARAGRAPHS = {_qn("text:p"), _qn("text:h")}
_LIST, _ITEM, _TABLE = _qn("text:list"), _qn("text:list-item"), _qn("table:table")
_ROW_GROUPS = set(map(_qn, ("table:table-header-rows", "table:table-row-group", "table:table-rows")))
_SKIPPED = set(map(_qn, ("office:annotation", "text:tracked-changes", "text:number", "text:ruby-text", "text:script")))
_ALPHABETS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"} | {
    "ก": "thaiLetters",
    "๑": "thaiNumbers",
    "0": "decimalZero",
}
"""Kinds of numbers by how their format begins: "ก, ข, ค, ..."."""

log = logging.getLogger(__name__)


def read_odt(path: Path) -> tuple[Page, ...]:
    """Numbered pages where the file notes page breaks, else one page without a number.

    Raises `UnreadableFile`, also for a password, `OversizedFile`, `EmptyRecord`.
    """
    check_unpacked(path)
    content, styles = _parts(path)
    body = content.find(f"{_qn('office:body')}/{_qn('office:text')}")
    if body is None:
        raise UnreadableFile("ไม่ใช่เอกสารข้อความ ODT กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกเป็น .odt หรือ .docx")
    pages = _pages(_Text(_Styles(styles, content)).blocks(body))
    if not any(page.strip() for page in pages):
        raise EmptyRecord("ไม่มีข้อความ หากเป็นภาพสแกนกรุณาส่งฉบับที่เป็นข้อความ")
    if len(pages) == 1:
        return (Page(None, pages[0]),)
    return tuple(Page(number, text) for number, text in enumerate(pages, 1))


def _parts(path: Path) -> tuple[Element, Element]:
    """The roots of the content and of the styles, which may be missing."""
    try:
        with ZipFile(path) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in entries else b""
            if b"encryption-data" in manifest or any(entry.flag_bits & _ENCRYPTED for entry in entries.values()):
                raise UnreadableFile("มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งใหม่")
            content = _parsed(archive.read("content.xml"))
            return content, _parsed(archive.read("styles.xml")) if "styles.xml" in entries else None
    except (*ZIP_ERRORS, etree.XMLSyntaxError) as error:
        log.warning("odt not opened: %s", type(error).__name__)
        raise UnreadableFile("ไฟล์ ODT ชำรุดหรือไม่ครบ กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่") from error


def _parsed(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def _pages(blocks: Iterable[str]) -> list[str]:
    """Blocks as the lines of pages; no page is without lines."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        if block in _BREAKS:
            pages.append([])
        else:
            pages[-1].append(block)
    return ["\n".join(lines).strip("\n") for lines in pages if lines]


class _Styles:
    """The styles of paragraphs and lists; those of the content go before the common ones."""

    def __init__(self, styles: Element | None, content: Element) -> None:
        common = None if styles is None else styles.find(_qn("office:styles"))
        groups = [group for group in (common, content.find(_qn("office:automatic-styles"))) if group is not None]
        self._styles = {
            (style.get(_qn("style:family")), style.get(_qn("style:name"))): style
            for group in groups
            for style in group.iter(_qn("style:style"))
        }
        self.lists = {
            style.get(_qn("style:name")): _levels(style)
            for group in groups
            for style in group.iter(_qn("text:list-style"))
        }
        outline = next((style for group in groups for style in group.iter(_qn("text:outline-style"))), ())
        self.outline = _levels(outline)

    def value(self, name: str | None, family: str, attribute: str) -> str | None:
        """What a style says, or the nearest one that it is based on; None where none does."""
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get((family, name))
            if style is None:
                return None
            properties = style.find(_qn(f"style:{family}-properties"))
            for owner in (style, properties):
                found: str | None = None if owner is None else owner.get(_qn(attribute))
                if found is not None:
                    return found
            name = style.get(_qn("style:parent-style-name"))
        return None


def _levels(style: Element) -> dict[int, Level]:
    """The levels of a list style by depth from 1."""
    levels = (level for level in style if level.get(_qn("text:level")))
    return {whole(level.get(_qn("text:level")), 1): _level(level) for level in levels}


def _level(level: Element) -> Level:
    """One level. Its text has %1% to %10% where the numbers stand, as LibreOffice writes it."""
    depth = whole(level.get(_qn("text:level")), 1)
    sample = level.get(_qn("style:num-format"), "")
    kind = _ALPHABETS.get(sample[:1], "decimal") if sample else "none"
    text = level.get(_qn("loext:num-list-format"))
    if not level.tag.endswith(("number", "outline-level-style")):
        kind, text = "bullet", _bullet(level.get(_qn("text:bullet-char")))
    elif text is None:
        first = max(1, depth + 1 - whole(level.get(_qn("text:display-levels")), 1))
        numbers = ".".join(f"%{place}%" for place in range(first, depth + 1))
        text = level.get(_qn("style:num-prefix"), "") + numbers + level.get(_qn("style:num-suffix"), "")
    followers = (
        child.get(_qn("text:label-followed-by")) for child in level.iter(_qn("style:list-level-label-alignment"))
    )
    return Level(
        start=whole(level.get(_qn("text:start-value")), 1),
        kind=kind,
        text=text,
        follower="" if "nothing" in followers else " ",
    )


def _bullet(character: str | None) -> str:
    return character if character in ("-", "–", "*", "o") else BULLET


@dataclass(frozen=True, slots=True)
class _List:
    """A list that is open: its style, its depth from 1, and the counts of its levels so far."""

    style: str
    levels: dict[int, Level]
    depth: int
    counts: dict[int, int]


def _label(found: _List, start: str | None) -> str:
    """Counts an item; its number or bullet with the space after it. Levels above that have no item count as begun."""
    for depth in range(1, found.depth):
        found.counts.setdefault(depth, found.levels[depth].start if depth in found.levels else 1)
    level = found.levels.get(found.depth)
    last = found.counts.get(found.depth, level.start - 1 if level else 0)
    found.counts[found.depth] = whole(start, last + 1)
    _restart_below(found.depth, found.counts)
    return _shown(level, found) if level else ""


def _restart_below(depth: int, counts: dict[int, int]) -> None:
    for deeper in [deeper for deeper in counts if deeper > depth]:
        del counts[deeper]


def _shown(level: Level, found: _List) -> str:
    """A level without a number keeps the words around it, and takes no part in the numbers of deeper ones."""

    def number(match: re.Match[str]) -> str:
        above = found.levels.get(int(match[1]), level)
        count = found.counts.get(int(match[1]), above.start)
        written = above.number(count)
        return written + (match[2] or "") if written else ""

    text = re.sub(r"%([0-9]{1,2})%(\.(?=%))?", number, level.text)
    is_shown = level.kind == "bullet" or any(map(str.isalnum, text))
    return text + level.follower if is_shown else ""


@dataclass(frozen=True, slots=True)
class _Asides:
    """What stands in a paragraph and is read after it."""

    notes: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


def _texts(blocks: Iterable[str]) -> list[str]:
    return [block for block in blocks if block not in _BREAKS]


def _flat(blocks: Iterable[str]) -> str:
    return " ".join(" ".join(_texts(blocks)).split())


class _Text:
    """Walks one document in its order, because lists count. The parser allows no nesting that is too deep for it."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._outline = _List("", styles.outline, 1, {})
        self._by_style: dict[str, dict[int, int]] = {}
        self._by_id: dict[str, dict[int, int]] = {}
        self._repeated = 0

    def blocks(self, parent: Element, inside: _List | None = None, label: str = "") -> Iterator[str]:
        """The text of each paragraph and table row, and a mark where a page begins. The label goes to the first."""
        for child in parent:
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, label if inside else self._outline_label(child))
                label = ""
            elif child.tag == _LIST:
                yield from self._list(child, inside)
            elif child.tag == _TABLE:
                yield from self._broken(child, "table", self._table(child))
            elif child.tag == _qn("text:soft-page-break"):
                yield _SOFT
            elif child.tag not in _SKIPPED and child.get(_qn("text:display")) != "none":
                yield from self.blocks(child, inside)

    def _broken(self, element: Element, family: str, blocks: Iterable[str]) -> Iterator[str]:
        """The blocks with the page breaks that the style of their element sets around them."""
        name = element.get(_qn("table:style-name" if family == "table" else "text:style-name"))
        master = self._styles.value(name, family, "style:master-page-name")
        if master or self._styles.value(name, family, "fo:break-before") == "page":
            yield _PAGE
        yield from blocks
        if self._styles.value(name, family, "fo:break-after") == "page":
            yield _PAGE

    def _paragraph(self, paragraph: Element, label: str) -> Iterator[str]:
        return self._broken(paragraph, "paragraph", self._lines(paragraph, label))

    def _lines(self, paragraph: Element, label: str) -> Iterator[str]:
        """Its number, text and notes, then its text boxes. An empty one counts in its list without a number.

        A page that was laid out to begin inside begins after it, so that no sentence is cut.
        """
        asides = _Asides()
        raw = re.sub("[ \t\r\n]+", " ", "".join(self._inline(paragraph, asides))).strip(" ")
        if raw.startswith(_SOFT):
            yield _SOFT
        text = raw.translate(_WHITE) + "".join(f" [{note}]" for note in asides.notes if note)
        yield label + text if text.strip() else text
        yield from asides.boxes
        if _SOFT in raw.lstrip(_SOFT):
            yield _SOFT

    def _inline(self, parent: Element, asides: _Asides) -> Iterator[str]:
        yield parent.text or ""
        for child in parent:
            if child.tag in _CHARACTERS:
                yield _CHARACTERS[child.tag]
            elif child.tag == _qn("text:s"):
                yield _SPACE * min(whole(child.get(_qn("text:c")), 1), _MAX_TIMES)
            elif child.tag == _qn("text:note"):
                asides.notes.append(_flat(self.blocks(child)))
            elif child.tag == etree.Entity or child.tag.startswith(f"{{{_NAMES['draw']}}}"):
                asides.boxes.extend(_texts(self.blocks(child)))
            elif child.tag not in _SKIPPED:
                yield from self._inline(child, asides)
            yield child.tail or ""

    def _list(self, element: Element, outer: _List | None) -> Iterator[str]:
        found = self._opened(element, outer)
        for item in element:
            style = item.get(_qn("text:style-override"))
            own = _List(style, self._styles.lists.get(style, {}), found.depth, found.counts) if style else found
            first = next((child.tag for child in item if child.tag in _PARAGRAPHS or child.tag == _LIST), None)
            numbered = item.tag == _ITEM and first in _PARAGRAPHS
            label = _label(own, item.get(_qn("text:start-value"))) if numbered else ""
            yield from self.blocks(item, own, label)

    def _opened(self, element: Element, outer: _List | None) -> _List:
        """The list with the counts that it goes on from: of the list it is in, of one before it, or none.

        As in LibreOffice, a list that does not begin its item begins anew.
        """
        style = element.get(_qn("text:style-name")) or (outer.style if outer else self._style_below(element))
        continues = element.get(_qn("text:continue-numbering")) == "true"
        counts: dict[int, int] = {}
        if outer:
            counts = outer.counts
            if not continues and element.getprevious() is not None:
                _restart_below(outer.depth, counts)
        elif continues:
            counts = self._by_style.get(style, counts)
        else:
            counts = self._by_id.get(element.get(_qn("text:continue-list"), ""), counts)
        self._by_style[style] = self._by_id[element.get(_qn("xml:id"), "-")] = counts
        return _List(style, self._styles.lists.get(style, {}), outer.depth + 1 if outer else 1, counts)

    def _style_below(self, element: Element) -> str:
        """The list style that its first paragraph has."""
        paragraph = next((child for child in element.iter() if child.tag in _PARAGRAPHS), None)
        name = None if paragraph is None else paragraph.get(_qn("text:style-name"))
        return self._styles.value(name, "paragraph", "style:list-style-name") or ""

    def _outline_label(self, paragraph: Element) -> str:
        """The number of a heading that is in no list."""
        level = whole(paragraph.get(_qn("text:outline-level")), 1)
        listed = self._styles.value(paragraph.get(_qn("text:style-name")), "paragraph", "style:list-style-name")
        is_plain = paragraph.tag == _qn("text:p") or paragraph.get(_qn("text:is-list-header")) == "true"
        if is_plain or listed is not None:
            return ""
        start = paragraph.get(_qn("text:start-value")) if paragraph.get(_qn("text:restart-numbering")) else None
        return _label(_List("", self._outline.levels, level, self._outline.counts), start)

    def _table(self, table: Element) -> Iterator[str]:
        """One line a row; what merged cells cover is not repeated."""
        for child in table:
            if child.tag == _qn("table:table-row"):
                yield from self._row(child)
            elif child.tag == _qn("text:soft-page-break"):
                yield _SOFT
            elif child.tag in _ROW_GROUPS:
                yield from self._table(child)

    def _row(self, row: Element) -> Iterator[str]:
        """Only where the text was laid out can a page begin in a row, and it does so after it."""
        cells: list[str] = []
        breaks = False
        for cell in row.iterchildren(_qn("table:table-cell")):
            blocks = list(self.blocks(cell))
            breaks = breaks or _SOFT in blocks
            cells += self._times(_flat(blocks), cell.get(_qn("table:number-columns-repeated")))
        line = CELL_BREAK.join(cells).rstrip()
        yield from self._times(line, row.get(_qn("table:number-rows-repeated"))) if line else [line]
        if breaks:
            yield _SOFT

    def _times(self, text: str, value: str | None) -> list[str]:
        times = min(whole(value, 1), _MAX_TIMES)
        self._repeated += len(text) * (times - 1)
        if self._repeated > MAX_REPEATED:
            raise OversizedFile("มีตารางที่ขยายแล้วใหญ่ผิดปกติ กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่ หรือแบ่งเป็นไฟล์ย่อย")
        return [text] * times
