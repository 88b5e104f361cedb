"""The outline of a record: its agenda items, found by their headings, and what is not an item's text.

A heading is a line that begins with a numbering word ("ระเบียบวาระที่ 4", "ประเด็นที่ 5", "เรื่องที่ 2", "12. เรื่อง",
"ข้อ 3"). One family of headings makes the top of a record; "4.2" inside "วาระที่ 4" is its child. An agenda list at the
start, whose titles appear again over the items themselves, is recognised and lifted out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.agenda import agenda_list, listed_items
from corpus.headings import Heading, in_sequence, top_headings, with_children
from corpus.lines import Line, lines_of
from corpus.record import AgendaItem, PageRange
from corpus.running import running_lines

HEADER_LABEL = "หัวเรื่อง"
"""The label of the item that holds what stands before the first agenda item."""

_ORNAMENT = re.compile(r"[\s*_=~.\-–—•]*$")


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of a record in order, the first being its header, and the ranges of running page headers."""

    items: tuple[AgendaItem, ...]
    running: tuple[tuple[int, int], ...]
    agenda_list: tuple[int, int] | None
    listed: int
    """How many entries the agenda list has; 0 where there is none."""


def read_outline(text: str, pages: Sequence[PageRange]) -> Outline:
    """Finds the agenda items of a record's normalised text."""
    lines = lines_of(text)
    running = running_lines(lines, pages)
    content = [line for line in lines if not _inside(line.start, running)]
    headings = top_headings(content)
    listed = agenda_list(headings)
    items = listed_items(headings, listed, content) if listed else []
    held = (listed[0].start, items[0].start) if items else None
    headings = with_children(items or in_sequence(headings), content)
    parted = _items(headings, text, running, held, _sections(content, held))
    return Outline(parted, running, held, len(listed))


def _inside(position: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in ranges)


def _sections(content: Sequence[Line], agenda_list: tuple[int, int] | None) -> set[str]:
    """Unnumbered lines of the agenda list ("กฎหมาย", "แต่งตั้ง"): they part the items and belong to none."""
    if not agenda_list:
        return set()
    start, end = agenda_list
    before = [line for line in content if line.start < start][-1:]
    inside = [line for line in content if start <= line.start < end and not re.match(r"\s*\d", line.text)]
    return {line.text.strip() for line in [*before, *inside] if len(line.text.strip()) <= 40}


def _items(
    headings: Sequence[Heading],
    text: str,
    running: Sequence[tuple[int, int]],
    agenda_list: tuple[int, int] | None,
    sections: set[str],
) -> tuple[AgendaItem, ...]:
    first = headings[0].start if headings else len(text)
    cuts = _within((*running, *([agenda_list] if agenda_list else [])), 0, first)
    items = [AgendaItem(0, HEADER_LABEL, "", 0, _trimmed(text, 0, first, sections, running), cuts=cuts)]
    places = _places(headings, len(text))
    for position, (heading, (parent, end)) in enumerate(zip(headings, places, strict=True), start=1):
        end = _trimmed(text, heading.start, end, sections, running)
        cuts = _within(running, heading.start, end)
        items.append(AgendaItem(position, heading.label, heading.title, heading.start, end, parent, cuts))
    return tuple(items)


def _places(headings: Sequence[Heading], length: int) -> list[tuple[int | None, int]]:
    """For each heading the position from 1 of the one above it, and where its item ends: at the next not below it."""
    parents, ends = list[int | None](), [length] * len(headings)
    above: list[int] = []
    for place, heading in enumerate(headings):
        while above and len(headings[above[-1]].number) >= len(heading.number):
            ends[above.pop()] = heading.start
        parents.append(above[-1] + 1 if above else None)
        above.append(place)
    return list(zip(parents, ends, strict=True))


def _within(ranges: Iterable[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple((a, min(b, end)) for a, b in sorted(ranges) if start <= a < end)


def _trimmed(text: str, start: int, end: int, sections: set[str], running: Sequence[tuple[int, int]]) -> int:
    """The end of an item without the blank lines, ornaments, section names and running lines that stand after it."""
    while True:
        kept = start + len(text[start:end].rstrip())
        line = text.rfind("\n", start, kept) + 1
        if line <= start:
            return kept
        if not (_ORNAMENT.match(text, line, kept) or text[line:kept].strip() in sections or _inside(line, running)):
            return kept
        end = line
