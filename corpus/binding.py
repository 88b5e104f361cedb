"""Pages -> the text of a record, in which a paragraph that goes on over the end of a page is whole.

What runs along the edges of the two pages is put before and after such a paragraph, each still on its page, so that
passages and quotes go on as the text does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from corpus.boxes import WordBox, pack, unpack
from corpus.lines import Layout, lines_of
from corpus.readers.paragraphs import goes_over
from corpus.record import Page, PageRange
from corpus.running import running_lines


def bind(pages: Sequence[Page]) -> tuple[str, tuple[PageRange, ...]]:
    """The text of the normalised pages, and where each stands: after a line end, or in the midst of a paragraph."""
    leaves = _leaves(pages)
    glues = [_turn(above, below) for above, below in pairwise(leaves)]
    return _joined([leaf.bound() for leaf in leaves], glues)


def _joined(pages: Sequence[Page], glues: Sequence[str]) -> tuple[str, tuple[PageRange, ...]]:
    """The text of the pages with what stands between each and the next."""
    parts, ranges, start = list[str](), list[PageRange](), 0
    for glue, page in zip(("", *glues), pages, strict=False):
        start += len(glue)
        ranges.append(PageRange(page.number, start, start + len(page.text), page.scanned, page.boxes))
        start += len(page.text)
        parts += [glue, page.text]
    return "".join(parts), tuple(ranges)


@dataclass(slots=True)
class _Leaf:
    """A page while it is bound. Lines are named by their places."""

    page: Page
    lines: list[str]
    body: list[int]
    """The lines that the text means, from the top: those that do not run along the page's edges."""
    first: int | None = None
    """The line that goes on from the page before."""
    last: int | None = None
    """The line that goes on on the next page."""

    @property
    def layout(self) -> Layout | None:
        """How each of its lines is set, where that is known."""
        layout = self.page.layout
        return layout if layout and len(layout.paragraphs) == len(self.lines) else None

    def bound(self) -> Page:
        """The page with what goes on from the page before at its top, and what goes on on the next at its foot."""
        places = range(len(self.lines))
        order = sorted(places, key=lambda place: (place != self.first, place == self.last))
        if order == list(places):
            return self.page
        boxes = _moved(unpack(self.page.boxes), [len(line) + 1 for line in self.lines], order)
        return replace(self.page, text="\n".join(self.lines[place] for place in order), boxes=pack(boxes))


def _leaves(pages: Sequence[Page]) -> list[_Leaf]:
    text, ranges = _joined(pages, ["\n"] * (len(pages) - 1))
    running = {start for start, _ in running_lines(lines_of(text), ranges)}
    return [_leaf(page, {start - on.start for start in running}) for page, on in zip(pages, ranges, strict=True)]


def _leaf(page: Page, running: set[int]) -> _Leaf:
    lines = page.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    body = [bisect_right(starts, line.start) - 1 for line in lines_of(page.text) if line.start not in running]
    return _Leaf(page, lines, body)


def _turn(above: _Leaf, below: _Leaf) -> str:
    """What stands between two pages; notes on them the lines that are one paragraph, where there are such."""
    if above.body and below.body and above.layout and below.layout and above.body[-1] != above.first:
        glue = goes_over(above.layout, above.body[-1], below.layout, below.body[0])
        if glue is not None:
            above.last, below.first = above.body[-1], below.body[0]
            return glue
    return "\n"


def _moved(boxes: Sequence[WordBox], lengths: Sequence[int], order: Sequence[int]) -> list[WordBox]:
    """The words of a page whose lines, of these lengths with their ends, are put into another order."""
    starts = list(accumulate(lengths, initial=0))
    news = dict(zip(order, accumulate((lengths[line] for line in order), initial=0), strict=False))
    shifts = [news[line] - starts[line] for line in range(len(lengths))]
    lines = [bisect_right(starts, box.start) - 1 for box in boxes]
    return [
        box._replace(start=box.start + shifts[line], end=box.end + shifts[line])
        for box, line in zip(boxes, lines, strict=True)
    ]
