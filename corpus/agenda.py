"""Agenda lists: the titles at the start of a record that appear again over the items themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.align import align, likeness
from corpus.headings import FAMILIES, LONGEST_TITLE, NUMBERED, Heading, heading_of
from corpus.lines import Line

_UNNUMBERED = re.compile(r"\s*(?:\d+\s*[.)]?\s*)?(?:เรื่อง[\s:]*)?(?P<title>.*)")
_MOST_LISTED = 300
"""Headings from which there is no agenda list: each entry is compared with each line that could repeat it."""
_LIST_REPEATS = 0.5
"""Likeness of two titles under the same number from which the second is taken for the item itself."""
_HEADING_LIKENESS = 0.5
_LIKENESS_WITH_NUMBER = 0.25
"""Likeness from which a line repeats an entry: under another number, and under the same."""
_SAME_TITLE = 0.8
_NUMBER_BONUS = 0.3


def agenda_list(headings: Sequence[Heading]) -> list[Heading]:
    """The headings before the first one that repeats an earlier number and title."""
    seen: dict[tuple[int, ...], str] = {}
    for position, heading in enumerate(headings[: _MOST_LISTED + 1]):
        earlier = seen.get(heading.number)
        if earlier is not None and likeness(earlier, heading.title) >= _LIST_REPEATS:
            return _from_first_number(headings[:position])
        seen.setdefault(heading.number, heading.title)
    return []


def _from_first_number(listed: Sequence[Heading]) -> list[Heading]:
    """A body heading that the list has under another number ends the list too: only the rising run is the list."""
    run = list(listed[:1])
    for heading in listed[1:]:
        if heading.number <= run[-1].number and any(
            likeness(heading.title, entry.title) > _SAME_TITLE for entry in run[:2]
        ):
            break
        run.append(heading)
    return run


def listed_items(headings: Sequence[Heading], listed: Sequence[Heading], content: Sequence[Line]) -> list[Heading]:
    """The items' own headings: the lines after the list that best repeat its entries, in its order."""
    after = [line for line in content if line.start > listed[-1].start]
    known = {heading.start: heading for heading in headings}
    openings = {_key(entry.title) for entry in listed}
    candidates = [found for line in after if (found := known.get(line.start) or _candidate(line, openings))]
    pairs = align([[_match(entry, candidate) for candidate in candidates] for entry in listed])
    pairs += _out_of_order(listed, candidates, pairs)
    items = [_titled(candidates[j], listed[i]) for i, j in sorted(pairs, key=lambda pair: pair[1])]
    return sorted([*items, *_unlisted(items, headings, listed)], key=lambda heading: heading.start)


def _titled(candidate: Heading, entry: Heading) -> Heading:
    """The item's own heading under the list's number, which counts where the two differ."""
    label = candidate.label if candidate.number == entry.number else entry.label
    return Heading(candidate.start, candidate.end, label, entry.number, candidate.title)


def _out_of_order(
    listed: Sequence[Heading], candidates: Sequence[Heading], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Entries that the list has in another order than the items: under the same number, with the same title."""
    entries, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        (i, j)
        for i, entry in enumerate(listed)
        for j, candidate in enumerate(candidates)
        if i not in entries
        and j not in taken
        and entry.number == candidate.number
        and likeness(entry.title, candidate.title) >= _SAME_TITLE
    ]


def _unlisted(found: Sequence[Heading], headings: Sequence[Heading], listed: Sequence[Heading]) -> Iterator[Heading]:
    """Items that the list left out: their number is missing there and fits between those of their neighbours."""
    numbers = {entry.number for entry in listed}
    last = found[-1].number if found else ()
    for heading in headings:
        before = max((item for item in found if item.start < heading.start), key=lambda item: item.start, default=None)
        after = next((item for item in sorted(found, key=lambda item: item.start) if item.start > heading.start), None)
        if before is None or heading.number in numbers:
            continue
        if after is None and heading.number == (last[0] + 1,):
            last = heading.number
            yield heading
        elif after and before.number < heading.number < after.number:
            yield heading


@lru_cache(maxsize=8192)
def _key(title: str) -> str:
    return re.sub(r"\s", "", title)[:12]


def _candidate(line: Line, openings: set[str]) -> Heading | None:
    """A line that may open a listed item: numbered, or beginning as one of the listed titles does."""
    numbered = heading_of(line, FAMILIES["N. เรื่อง"]) or heading_of(line, NUMBERED)
    if numbered:
        return numbered
    title = _UNNUMBERED.match(line.text)["title"]  # type: ignore[index]  # the pattern matches any line
    if line.text.lstrip().startswith("เรื่อง") or _key(title) in openings:
        return Heading(line.start, line.end, "", (), title[:LONGEST_TITLE])
    return None


def _match(entry: Heading, candidate: Heading) -> float:
    """How well a candidate repeats a listed entry; 0 where it does not."""
    same_number = entry.number == candidate.number
    if not same_number and _key(entry.title) != _key(candidate.title):
        return 0.0
    alike = likeness(entry.title, candidate.title)
    if alike < (_LIKENESS_WITH_NUMBER if same_number else _HEADING_LIKENESS):
        return 0.0
    return alike + _NUMBER_BONUS * same_number
