"""A quote is a range of a revision's text. It is cut where phrases end, and checked before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.months import MONTHS
from corpus.thai import cluster_start

LONGEST = 350
"""Code points of the longest quote."""

_BREAK = re.compile(r"[ \t]*\n\s*|[ \t]+")


class UnverifiedQuote(Exception):
    """A quote that is not, byte for byte, its range of the revision's text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a text, in code points."""

    start: int
    end: int


def verify(quote: str, text: str, start: int, end: int) -> None:
    """Raises UnverifiedQuote unless ``quote`` is ``text[start:end]``, byte for byte."""
    if not quote or quote.encode() != text[start:end].encode():
        raise UnverifiedQuote(f"the quote at {start}:{end} is not the text there")


def phrases(text: str, start: int, end: int) -> Iterator[Span]:
    """The phrases of ``text[start:end]``: Thai parts them by spaces, which stand inside names and amounts too."""
    position = start
    for found in _BREAK.finditer(text, start, end):
        if found.start() > position and ("\n" in found[0] or not _joined(text, found.start(), found.end())):
            yield Span(position, found.start())
            position = found.end()
    kept = position + len(text[position:end].rstrip())
    if kept > position:
        yield Span(position, kept)


_OPEN = re.compile(
    r"(?:พ\.ศ\.|ค\.ศ\.|นาย|นาง|นางสาว|ที่|มาตรา|ข้อ|ร้อยละ|จำนวน|วงเงิน|ไม่เกิน|ประมาณ|ฉบับ|เรื่อง|\(|“|\d|[–\-:])$"
)
_CLOSE = re.compile(rf"[\d)”%–\-]|บาท|ล้าน|ราย|คน|วัน|เดือน|ปี|พ\.ศ\.|{'|'.join(name for name, _, _ in MONTHS)}")


def _joined(text: str, start: int, end: int) -> bool:
    """Whether the space at ``[start, end)`` is inside a name, a date or an amount."""
    return _OPEN.search(text, max(0, start - 10), start) is not None or _CLOSE.match(text, end) is not None


def windows(text: str, start: int, end: int, longest: int) -> list[Span]:
    """The runs of phrases that fill ``longest`` code points, one opening at each phrase; a long phrase is cut."""
    parts = [piece for part in phrases(text, start, end) for piece in _pieces(text, part, longest)]
    runs: list[Span] = []
    for first, part in enumerate(parts):
        last = first
        while last + 1 < len(parts) and parts[last + 1].end - part.start <= longest:
            last += 1
        if not runs or parts[last].end > runs[-1].end:
            runs.append(Span(part.start, parts[last].end))
    return runs


def _pieces(text: str, part: Span, longest: int) -> Iterator[Span]:
    start = part.start
    while part.end - start > longest:
        cut = cluster_start(text, start + longest)
        cut = cut if cut > start else start + longest
        yield Span(start, cut)
        start = cut
    yield Span(start, part.end)
