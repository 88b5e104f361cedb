"""Headings: the lines that open agenda items, by the numbering words of Thai minutes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import Line

FAMILIES = {
    "วาระ": re.compile(
        r"(?P<label>(?:ระเบียบ)?วาระ(?:การประชุม)?ที่\s*(?P<number>\d+(?:\.\d+)*))(?![\d/])[\s.:)]*(?P<title>.*)"
    ),
    "ประเด็น": re.compile(r"(?P<label>ประเด็น(?:การพิจารณา)?ที่\s*(?P<number>\d+))(?![\d/])[\s.:)]*(?P<title>.*)"),
    "N. เรื่อง": re.compile(r"(?P<label>(?P<number>\d+))[\s.]*เรื่อง(?=[\s:“\"(]|$)[\s:]*(?P<title>.*)"),
    "เรื่องที่": re.compile(r"(?P<label>เรื่องที่\s*(?P<number>\d+))(?![\d/])[\s.:)]*(?P<title>.*)"),
    "ข้อ": re.compile(r"(?P<label>ข้อ\s*(?P<number>\d+))(?![\d/])[\s.:)]*(?P<title>.*)"),
}
NUMBERED = re.compile(r"(?P<label>(?P<number>\d{1,3}))\s*[.)]\s*(?P<title>\D.*)")
_CHILD = re.compile(r"(?:วาระที่\s*)?(?P<label>(?P<number>\d+\.\d+))(?![\d.])[\s:)]*(?:เรื่อง\s*)?(?P<title>\D.*)")
LONGEST_TITLE = 300
_LONGEST_NUMBERED = 150
"""A plainly numbered line longer than this is a paragraph, not a heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens an item: where it stands, its label and number, and its title."""

    start: int
    end: int
    label: str
    number: tuple[int, ...]
    title: str


def heading_of(line: Line, pattern: re.Pattern[str]) -> Heading | None:
    """The heading that a line is by a pattern with the groups label, number and title."""
    found = pattern.match(line.arabic)
    if not found:
        return None
    label, title = (line.text[slice(*found.span(name))].strip() for name in ("label", "title"))
    number = tuple(int(part) for part in found["number"].split("."))
    return Heading(line.start, line.end, label, number, title[:LONGEST_TITLE])


def headings_of(content: Sequence[Line], pattern: re.Pattern[str]) -> list[Heading]:
    """The headings among the lines, by a pattern."""
    return [heading for line in content if (heading := heading_of(line, pattern))]


def top_headings(content: Sequence[Line]) -> list[Heading]:
    """The headings of the family that opens first, since the top of an outline holds the rest; else numbered lines."""
    families = [headings for pattern in FAMILIES.values() if (headings := headings_of(content, pattern))]
    if families:
        return min(families, key=lambda headings: headings[0].start)
    numbered = in_sequence(headings_of(content, NUMBERED))
    titled = [heading for heading in numbered if heading.end - heading.start <= _LONGEST_NUMBERED]
    return numbered if len(numbered) >= 2 and len(titled) == len(numbered) and numbered[0].number == (1,) else []


def in_sequence(headings: Sequence[Heading]) -> list[Heading]:
    """The longest run of headings whose numbers rise: numbered lines inside an item drop out."""
    numbers: list[tuple[int, ...]] = []
    ends: list[int] = []
    """For each length of a run: the lowest number that one can end with, and the heading that has it."""
    before: list[int] = []
    last = -1
    chain: list[Heading] = []
    for position, heading in enumerate(headings):
        length = bisect_left(numbers, heading.number)
        before.append(ends[length - 1] if length else -1)
        last = position if length == len(numbers) else last
        numbers[length : length + 1] = [heading.number]
        ends[length : length + 1] = [position]
    position = last
    while position >= 0:
        chain.append(headings[position])
        position = before[position]
    return chain[::-1]


def with_children(headings: Sequence[Heading], content: Sequence[Line]) -> list[Heading]:
    """Adds "4.1", "4.2" … under "วาระที่ 4": lines whose number goes on from the item they stand in."""
    if not headings or "วาระ" not in headings[0].label:
        return list(headings)
    tops = {heading.start: heading for heading in headings}
    merged: list[Heading] = []
    for line in content:
        if heading := tops.get(line.start):
            merged.append(heading)
        elif merged and (child := heading_of(line, _CHILD)) and _follows(child, merged[-1]):
            merged.append(child)
    return merged


def _follows(child: Heading, last: Heading) -> bool:
    if child.number[0] != last.number[0]:
        return False
    before = last.number[1] if len(last.number) > 1 else 0
    return before < child.number[1] <= before + 2
