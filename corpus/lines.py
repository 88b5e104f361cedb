"""Lines: of a text, with their places in it, and of a page, where they are set."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.thai import MARKS, arabic_digits

_MARK = re.compile(f"[{MARKS}]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``text`` without the white space around it, at ``[start, end)``."""

    start: int
    end: int
    text: str
    gap: int
    """How many blank lines stand before it."""
    arabic: str
    """``text`` with Arabic digits."""


def letters_in(text: str) -> int:
    """How many characters of a text stand beside each other: marks stand over and under others."""
    return len(_MARK.sub("", text))


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a page: where it stands, upwards from the foot, in one unit; a last space is a space of the text."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    """Whether all of it is, as far as that is known."""
    begins_bold: bool = False

    @property
    def letter(self) -> float:
        """The mean width of a letter."""
        return (self.right - self.left) / max(1, letters_in(self.text))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is set, in its lines' unit."""

    paragraphs: tuple[tuple[SetLine, SetLine], ...]
    """The first and the last line of each."""
    left: float
    right: float | None
    """The edge at which lines end, where several share one."""
    size: float
    """Of most lines."""


def lines_of(text: str) -> list[Line]:
    """The lines of ``text`` that are not blank."""
    lines: list[Line] = []
    position = gap = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            lines.append(Line(start, start + len(stripped), stripped, gap, arabic_digits(stripped)))
            gap = 0
        else:
            gap += 1
        position += len(raw) + 1
    return lines
