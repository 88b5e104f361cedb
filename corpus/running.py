"""Running page headers and footers: lines that the page carries and the text does not mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from corpus.lines import Line
from corpus.record import PageRange
from corpus.verbs import RESOLVING

_EDGE = 3
"""Lines at the top and at the bottom of a page that may be running."""
_PAGE_NUMBER = re.compile(
    r"(?:[^\w\s]{1,2}\s*)?(?:หน้า(?:ที่)?\s*)?(\d{1,4})(?:\s*(?:/|จาก|of)\s*\d{1,4})?(?:\s*[^\w\s]{1,2})?$", re.IGNORECASE
)
_CATCHWORD = re.compile(r"/\s*\S.{0,40}(?:\.{2,}|…)\s*$")
"""Thai official papers end a page with the next page's first words: "/ทั้งนี้ ..."."""
_MEETING = re.compile(r"(?:สรุปผล|รายงาน)?การ(?:ประชุม|สัมมนา|อบรม)")
_TITLE = re.compile(r"(?:สรุปผล|สรุป|รายงาน|บันทึก|มติ|ระเบียบวาระ)\s*(?:ผล)?การ(?:ประชุม|สัมมนา|อบรม)")
_DATED = re.compile(r"(?:วัน\S*ที่|เมื่อวันที่|ระหว่างวันที่)\s*\d{1,2}.{0,60}\d{4}$")
_ITEM = re.compile(r"[-•*]|\(?\d+[.)]|(?:ระเบียบวาระ|วาระ|ประเด็น|เรื่อง|ข้อ)(?:ที่)?\s*\d")
_HEADING = re.compile(r"(?:ระเบียบวาระ|วาระ|ประเด็น)(?:ที่)?\s*\d")
"""What differs in its number alone is another heading, and no running line."""
_RESOLVED = re.compile(rf"(?:มติ(?:ที่ประชุม)?|ที่ประชุม)\s*:?\s*(?:มีมติ)?\s*(?:{'|'.join(RESOLVING.values())})")
"""What a text means though short minutes have it at the edges of several pages."""
_LONGEST = 120
_SHORTEST = 5
"""Letters from which a repeated line is running: shorter ones are a table's cells."""
_FACING = 3
"""Left or right pages that must have a line, besides three quarters of them all, where the others have another."""
_LIKENESS, _MISREAD = 0.7, 8
"""How alike two readings of one line are, 0 to 1, and of how many lines other readings are looked for in a scan."""
_PAGE_GAP = 2
"""Blank lines from which a text without pages is taken to have a page break."""


def running_lines(lines: Sequence[Line], pages: Sequence[PageRange]) -> tuple[tuple[int, int], ...]:
    """Ranges of the running headers, footers and page numbers, in order."""
    by_page = [[line for line in lines if page.start <= line.start < page.end] for page in pages]
    misread = _misread([page for page, on in zip(by_page, pages, strict=True) if on.scanned])
    ranges = [*_repeated(by_page), *misread, *_header_blocks(lines)]
    return tuple(sorted(set(ranges)))


def _repeated(by_page: Sequence[Sequence[Line]]) -> Iterator[tuple[int, int]]:
    """Lines at the edges of at least half of the pages, whatever their numbers, and page numbers themselves.

    Of papers that are printed on both sides, the left pages may have other lines than the right ones.
    """
    if len(by_page) < 2:
        return
    least = max(2, len(by_page) / 2)
    shapes = _shapes(by_page)
    facing = [_shapes(by_page[side::2]) for side in (0, 1)]
    enough = [max(_FACING, 0.75 * len(by_page[side::2])) for side in (0, 1)]
    offsets = Counter(
        offset for place, page in enumerate(by_page) for offset in {_offset(line, place) for line in _edges(page)}
    )
    for place, page in enumerate(by_page):
        for line in _edges(page):
            offset = _offset(line, place)
            numbered = offset is not None and offsets[offset] >= least
            shape, side = _shape(line), place % 2
            repeated = shapes[shape] >= least or facing[side][shape] >= enough[side]
            worded = len(shape) > _SHORTEST and repeated
            if numbered or (worded and (place > 0 or _is_no_title(line, page))) or _CATCHWORD.match(line.arabic):
                yield line.start, line.end


def _misread(by_page: Sequence[Sequence[Line]]) -> Iterator[tuple[int, int]]:
    """Lines of recognised pages that are alike at the edges of at least half of them, but for letters read wrong.

    The first page's are left: one may be the title.
    """
    least = max(2, len(by_page) / 2)
    for shape, count in _shapes(by_page).most_common(_MISREAD):
        if count > 1 and _SHORTEST < len(shape) <= _LONGEST:
            found = [[line for line in _edges(page) if _is_alike(_shape(line), shape)] for page in by_page]
            if sum(map(bool, found)) >= least:
                yield from ((line.start, line.end) for page in found[1:] for line in page)


def _is_alike(shape: str, other: str) -> bool:
    matcher = SequenceMatcher(None, shape, other, autojunk=False)
    return all(ratio() >= _LIKENESS for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def _shapes(pages: Sequence[Sequence[Line]]) -> Counter[str]:
    """How many of the pages have a line of each shape at an edge."""
    return Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})


def _is_no_title(line: Line, page: Sequence[Line]) -> bool:
    """Whether a running line of the first page stands at its foot, or over the title: else it may be the title."""
    if line in page[_EDGE:]:
        return True
    below = page[page.index(line) + 1 : 2 * _EDGE]
    return not _TITLE.match(line.text) and any(_TITLE.match(other.text) for other in below)


def _offset(line: Line, place: int) -> int | None:
    """By how much a page number is ahead of its page's place, the same on all pages; None for another line."""
    found = _PAGE_NUMBER.match(line.arabic)
    return int(found[1]) - place if found else None


def _edges(page: Sequence[Line]) -> Sequence[Line]:
    """What may be running."""
    edges = page if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]
    return [line for line in edges if not _RESOLVED.match(line.text)]


def _shape(line: Line) -> str:
    spaced = re.sub(r"\s+", " ", line.arabic)
    return spaced if _HEADING.match(spaced) else re.sub(r"\d+", "0", spaced)


def _header_blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where a text lost its pages: a block after a page's gap, not the first, that names a meeting and its date."""
    for block in _blocks(lines)[1:]:
        short = all(len(line.text) <= _LONGEST and not _ITEM.match(line.arabic) for line in block)
        dated = any(_DATED.search(line.arabic) for line in block)
        if short and dated and _MEETING.match(block[0].text):
            yield block[0].start, block[-1].end


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines between gaps: a page's gap opens a block, any blank line ends it."""
    blocks: list[list[Line]] = [[]]
    opened = True
    for line in lines:
        if line.gap >= _PAGE_GAP:
            blocks.append([])
            opened = True
        elif line.gap:
            opened = False
        if opened:
            blocks[-1].append(line)
    return [block for block in blocks if block]
