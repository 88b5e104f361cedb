"""Agenda item -> passages: bounded pieces that end where a sentence or a bullet does.

A heading stays with the resolution under it, and a condition with its exception: public questions over Thai minutes
find the resolution only by its heading (TextSum, 2026).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from corpus.outline import HEADER_LABEL
from corpus.record import AgendaItem, PageRange, Passage
from corpus.thai import cluster_start

TARGET = 500
"""Code points from which a passage is full (records measured: 35,566 passages of 500)."""
LONGEST = 800
"""No passage is longer, but for one that must hold a heading and its resolution."""

_BOUND = re.compile(
    r"(?:ทั้งนี้|เว้นแต่|ยกเว้น|อย่างไรก็ตาม|อย่างไรก็ดี|แต่ทั้งนี้|โดยมีเงื่อนไข|กรณี(?:ที่)?ไม่|เงื่อนไข|ข้อยกเว้น|มติที่ประชุม|ที่ประชุมมีมติ)"
)
"""Openings of a line that says how the one before it holds, or what was decided on it."""
_SPACE = re.compile(r"[ \t]+")
_NOT_A_STOP = re.compile(r"(?:พ\.ศ\.|ค\.ศ\.|ที่|มาตรา|ข้อ|ร้อยละ|จำนวน|เรื่อง|ฉบับที่|ครั้งที่|วันที่|นาย|นาง|นางสาว)$")

Range = tuple[int, int]


def cut_passages(
    text: str, items: Sequence[AgendaItem], running: Sequence[Range], pages: Sequence[PageRange]
) -> tuple[Passage, ...]:
    """The passages of a record, in the order of its items; running headers become passages of the header item."""
    starts = [page.start for page in pages]
    passages = []
    for item, own in _own_ranges(items, running):
        for start, end in _packed(text, list(_units(text, own))):
            number = pages[max(0, bisect_right(starts, start) - 1)].number if pages else None
            passages.append(Passage(item.position, start, end, number))
    return tuple(passages)


def _own_ranges(items: Sequence[AgendaItem], running: Sequence[Range]) -> Iterator[tuple[AgendaItem, Range]]:
    """The ranges that are each item's own, neither its children's nor cut out of it: no passage crosses their ends."""
    for item in items:
        children = [(child.start, child.end) for child in items if child.parent == item.position]
        headers = running if item.label == HEADER_LABEL else ()
        for own in (*_without((item.start, item.end), sorted({*children, *item.cuts})), *headers):
            yield item, own


def _without(whole: Range, holes: Sequence[Range]) -> list[Range]:
    ranges, position = [], whole[0]
    for start, end in holes:
        if start > position:
            ranges.append((position, start))
        position = max(position, end)
    if position < whole[1]:
        ranges.append((position, whole[1]))
    return ranges


def _units(text: str, own: Range) -> Iterator[Range]:
    """Lines, and pieces of those that are longer than a passage, without the white space around them."""
    for line in re.finditer(r"\S[^\n]*", text[slice(*own)]):
        start = own[0] + line.start()
        yield from _pieces(text, start, start + len(line[0].rstrip()))


def _pieces(text: str, start: int, end: int) -> Iterator[Range]:
    """Cuts a long line at the last space that ends a phrase before it is full, at any place where there is none."""
    while end - start > LONGEST:
        cut = _stop(text, start, start + TARGET)
        kept = start + len(text[start:cut].rstrip())
        yield start, kept
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield start, end


def _stop(text: str, start: int, limit: int) -> int:
    """The place of the last space in the second half of ``[start, limit)`` that does not part a name or a number."""
    for space in reversed(list(_SPACE.finditer(text, start + TARGET // 2, limit))):
        after = text[space.end() : space.end() + 1]
        if not after.isdigit() and not _NOT_A_STOP.search(text, max(start, space.start() - 12), space.start()):
            return space.end()
    return cluster_start(text, limit)


def _packed(text: str, units: Sequence[Range]) -> Iterator[Range]:
    """Gathers units into passages: a passage is closed when full, unless the next unit belongs to the last one."""
    start = end = -1
    count = 0
    for unit_start, unit_end in units:
        length = unit_end - start
        together = (count == 1 and end - start < TARGET // 2) or _BOUND.match(text, unit_start) is not None
        if start >= 0 and (length > LONGEST or (length > TARGET and not together)):
            yield start, end
            start, count = unit_start, 0
        elif start < 0:
            start = unit_start
        end = unit_end
        count += 1
    if start >= 0:
        yield start, end
