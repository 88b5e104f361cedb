"""Web pages, also those that Word and LibreOffice save: lines as a browser breaks them, lists with their numbers.

The text is taken from the parser's events, and no tree is built, so that nesting of any depth is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from corpus.readers.layout import CELL_BREAK
from corpus.readers.numbering import Level
from corpus.readers.text import decode
from corpus.record import EmptyRecord, Page, UnreadableFile, UnsupportedFormat

_HEAD_BYTES = 4096
_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_THAI_CHARSETS = frozenset(b"tis-620 tis620 windows-874 x-windows-874 cp874 ms874 iso-8859-11 iso8859-11".split())
_VISIBLE_ASCII = bytes(range(0x21, 0x7F))
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)

_SPACES = re.compile("[ \t\r\n\f]+")
_LEFT_OUT = frozenset(("head", "script", "style", "nav", "template", "noscript", "svg", "xml", "del"))
_RUNNING = ("header", "footer")
"""Titles of the parts in which LibreOffice saves what runs over every page."""
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-element:comment")
_BREAK_BEFORE = re.compile(r"(?<!column-)break-before:(?:always|page|left|right)|mso-break-type:page-break")
_BREAK_AFTER = re.compile(r"break-after:(?:always|page|left|right)")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hr|html|legend|li|main|menu|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|"
    "tr|ul"
)
_CELLS = frozenset(("td", "th"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_BULLET = "- "
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "thai": "thaiNumbers",
    **dict.fromkeys(("lower-alpha", "lower-latin"), "lowerLetter"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "upperLetter"),
    **{"lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none"},
}
"""How a list counts, by its attribute and by its style."""
_STYLED = re.compile(f"list-style(?:-type)?:[^;]*?({'|'.join(_STYLES)})")
_COUNT = re.compile(r"\s*(-?[0-9]{1,9})")


def read_html(path: Path) -> tuple[Page, ...]:
    """Numbered pages where the file breaks pages for print, else one page without a number.

    Raises `UnsupportedFormat` for MHTML, `UnreadableFile` for text that is garbled, `EmptyRecord`.
    """
    data = path.read_bytes()
    if not data.lstrip().startswith(b"<") and _MHTML.search(data[:_HEAD_BYTES]):
        raise UnsupportedFormat("เป็นหน้าเว็บแบบ MHTML กรุณาเปิดแล้วบันทึกเป็น .html หรือ .docx แล้วส่งใหม่")
    pages = _pages(_decoded(data))
    if not any(pages):
        raise EmptyRecord("ไม่มีข้อความ กรุณาตรวจสอบไฟล์แล้วส่งใหม่")
    texts = ["\n".join(lines) for lines in pages]
    if len(texts) == 1:
        return (Page(None, texts[0]),)
    return tuple(Page(number, text) for number, text in enumerate(texts, 1))


def _decoded(data: bytes) -> str:
    is_thai = b"\x00" not in data and _is_thai_in_one_byte(data)
    return data.decode("cp874", "replace") if is_thai else decode(data)


def _is_thai_in_one_byte(data: bytes) -> bool:
    """Whether the bytes are TIS-620 or Windows-874, as the file declares or as they read without the markup.

    UTF-8 that decodes is UTF-8 whatever is declared. The Latin letters of the markup would hide that the text
    is Thai; of other encodings none is declared so reliably that finding it out is worse.
    """
    if _decodes(data, "utf-8"):
        return False
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared and declared[1].lower() in _THAI_CHARSETS and _decodes(data, "cp874"):
        return True
    text = data.translate(None, _VISIBLE_ASCII)
    return decode(text) == text.decode("cp874", "replace")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _pages(text: str) -> list[list[str]]:
    parser = etree.HTMLParser(target=_Lines(), encoding="utf-8", huge_tree=True, no_network=True)
    try:
        pages: list[list[str]] = etree.HTML(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("หน้าเว็บชำรุดหรือไม่ครบ กรุณาเปิดแล้วบันทึกใหม่") from error
    return pages


class _Items:
    """A list that is open, which counts."""

    def __init__(self, tag: str, attributes: Mapping[str, str], style: str) -> None:
        styled = _STYLED.search(style)
        default = "decimal" if tag == "ol" else ""
        kind = _STYLES[styled[1]] if styled else _KINDS.get(attributes.get("type", ""), default)
        self._kind = kind if tag == "ol" or kind == "none" else ""
        self._next = _count(attributes.get("start"), 1)

    def label(self, attributes: Mapping[str, str]) -> str:
        """What stands before the next item."""
        number = _count(attributes.get("value"), self._next)
        self._next = number + 1
        if self._kind in ("", "none"):
            return "" if self._kind else _BULLET
        kind = self._kind if number >= 1 or self._kind == "thaiNumbers" else "decimal"
        return Level(number, kind, "", " ").number(number) + ". "


def _count(value: str | None, default: int) -> int:
    found = _COUNT.match(value or "")
    return int(found[1]) if found else default


class _Lines:
    """Takes the parser's events and gives the lines of each page.

    A row is collected until it ends. One that holds another table is layout, as is one of a single cell: the
    lines of their cells stay lines.
    """

    def __init__(self) -> None:
        self._pages: list[list[str]] = [[]]
        self._line: list[str] = []
        self._row: list[list[str]] | None = None
        self._label = ""
        self._left_out = 0
        """How many elements are open from the outermost that is left out."""
        self._breaks: list[bool] = []
        """For each open element, whether a page ends after it."""
        self._page_ends = False
        self._lists: list[_Items] = []
        self._preformatted = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; the parser ends every one that it begins."""
        style = "".join(attributes["style"].lower().split()) if "style" in attributes else ""
        running = tag == "div" and attributes.get("title") in _RUNNING
        if self._left_out or tag in _LEFT_OUT or running or "hidden" in attributes or _HIDDEN.search(style):
            self._left_out += 1
            return
        self._breaks.append(_BREAK_AFTER.search(style) is not None)
        if _BLOCK.fullmatch(tag):
            self._end_line()
        if _BREAK_BEFORE.search(style):
            self._end_page()
        self._start_part(tag, attributes, style)

    def _start_part(self, tag: str, attributes: Mapping[str, str], style: str) -> None:
        if tag == "table":
            self._row = [[line for cell in self._row or [] for line in cell]]
            self._end_row()
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in _CELLS and self._row is not None:
            self._row.append([])
        elif tag in _LISTS:
            self._lists.append(_Items(tag, attributes, style))
        elif tag == "li":
            self._label += self._lists[-1].label(attributes) if self._lists else _BULLET
        elif tag == "pre":
            self._preformatted += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._left_out:
            self._left_out -= 1
            return
        if _BLOCK.fullmatch(tag):
            self._end_line()
        self._end_part(tag)
        if self._breaks.pop():
            self._end_page()

    def _end_part(self, tag: str) -> None:
        if tag in ("table", "tr"):
            self._end_row()
        elif tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif tag == "pre":
            self._preformatted -= 1

    def data(self, text: str) -> None:
        """A piece of text; white space is one space, and none at the beginning of a line."""
        if self._left_out:
            return
        if self._preformatted:
            first, *more = text.split("\n")
            self._line.append(first)
            for line in more:
                self._end_line()
                self._line.append(line)
            return
        text = _SPACES.sub(" ", text)
        if not self._line or self._line[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self._line.append(text)

    def close(self) -> list[list[str]]:
        """The pages, when the file has ended."""
        self._end_row()
        return self._pages if self._pages[-1] else self._pages[:-1]

    def _end_line(self) -> None:
        line = "".join(self._line).strip(" \r")
        self._line.clear()
        if line.strip():
            self._add(self._label + line)
            self._label = ""

    def _add(self, line: str) -> None:
        (self._row[-1] if self._row else self._pages[-1]).append(line)

    def _end_row(self) -> None:
        """Writes the row that is open, and the page break that stood in it."""
        self._end_line()
        cells, self._row = self._row or [], None
        if len(cells) == 1:
            self._pages[-1] += cells[0]
        elif any(cells):
            self._pages[-1].append(CELL_BREAK.join(map(" ".join, cells)).rstrip())
        if self._page_ends:
            self._end_page()

    def _end_page(self) -> None:
        """Begins a page, after the row where one is open; no page is without text."""
        self._end_line()
        self._page_ends = bool(self._row)
        if not self._page_ends and self._pages[-1]:
            self._pages.append([])
