"""The lines of a text, with their places in it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.thai import arabic_digits


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
