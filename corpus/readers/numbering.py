"""The numbers that Word shows before the paragraphs of a list and does not store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

Element = Any  # lxml carries no types; every element here is one of its

BULLET = "•"
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
"""Those that Word counts by, which are not all there are."""
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_DEEPEST_STYLE = 12
_LAST_WRITTEN = 9_999
"""Past it letters and Roman numerals would grow without end."""


def whole(value: str | None, default: int) -> int:
    """A number as files have it, of 9 digits at most; the default where it is none."""
    return int(value) if value and re.fullmatch("[0-9]{1,9}", value) else default


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, the kind of number, the text with %1 to %9, and what follows it."""

    start: int
    kind: str
    text: str
    follower: str

    def number(self, count: int) -> str:
        """The count as this level writes it."""
        grows = count > _LAST_WRITTEN and self.kind != "thaiNumbers"
        return str(count) if grows else _KINDS.get(self.kind, str)(count)


@dataclass(frozen=True, slots=True)
class List:
    """The levels of a list by depth from 0; lists with the same ``counter`` count on from each other."""

    counter: str
    levels: dict[int, Level]


class Numbering:
    """The lists of one document. Paragraphs are asked about in their order, because lists count."""

    def __init__(self, document: Document) -> None:
        self._lists = _lists(document)
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Element) -> str:
        """The number or bullet of a paragraph with the space after it; empty where it has none."""
        list_id, depth = self._place(paragraph)
        found = self._lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        counts = self._counts.setdefault(found.counter, {})
        counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return _shown(found.levels, depth, counts)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and the depth that a paragraph has by itself or by its style."""
        list_id = depth = None
        for owner in self._owners(paragraph):
            place = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            list_id = list_id or _value(place, "w:numId")
            depth = depth or _value(place, "w:ilvl")
        return list_id or "", whole(depth, 0)

    def _owners(self, paragraph: Element) -> Iterator[Element]:
        """The paragraph, its style, and the styles that this one is based on."""
        yield paragraph
        style_id = _value(paragraph.find(qn("w:pPr")), "w:pStyle")
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = _value(style, "w:basedOn")


def _lists(document: Document) -> dict[str, List]:
    try:
        part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)  # typed as a part without XML
    except KeyError:
        return {}  # the document has no lists
    abstracts = {abstract.get(qn("w:abstractNumId")): abstract for abstract in part.element.iter(qn("w:abstractNum"))}
    return {number.get(qn("w:numId")): _list(number, abstracts) for number in part.element.iter(qn("w:num"))}


def _list(number: Element, abstracts: dict[str, Element]) -> List:
    abstract_id = _value(number, "w:abstractNumId") or ""
    sources = [*abstracts.get(abstract_id, ()), *number.iter(qn("w:lvl"))]
    levels = {whole(level.get(qn("w:ilvl")), 0): _level(level) for level in sources if level.tag == qn("w:lvl")}
    restarts = next(number.iter(qn("w:startOverride")), None) is not None
    counter = f"list {number.get(qn('w:numId'))}" if restarts else f"abstract {abstract_id}"
    return List(counter, levels)


def _level(level: Element) -> Level:
    return Level(
        start=whole(_value(level, "w:start"), 1),
        kind=_value(level, "w:numFmt") or "decimal",
        text=_value(level, "w:lvlText") or "",
        follower="" if _value(level, "w:suff") == "nothing" else " ",
    )


def _value(parent: Element | None, name: str) -> str | None:
    child = None if parent is None else parent.find(qn(name))
    return None if child is None else child.get(qn("w:val"))


def _shown(levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
    level = levels[depth]
    if level.kind == "bullet":
        return (level.text if level.text in ("-", "–", "*", "o") else BULLET) + level.follower

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        above = levels.get(place, level)
        return above.number(counts.get(place, above.start))

    text = re.sub("%([1-9])", number, level.text)
    return text + level.follower if text else ""


def _letters(alphabet: str) -> Callable[[int], str]:
    """Word's way past the end of an alphabet: the letter is doubled, then tripled."""

    def number(count: int) -> str:
        turns, place = divmod(max(count, 1) - 1, len(alphabet))
        return alphabet[place] * (turns + 1)

    return number


def _roman(count: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        written += sign * times
    return written


_KINDS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "thaiNumbers": lambda count: str(count).translate(_THAI_DIGITS),
    "thaiLetters": _letters(_THAI_LETTERS),
    "lowerLetter": _letters(_LATIN_LETTERS),
    "upperLetter": _letters(_LATIN_LETTERS.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
}
