"""Two revisions beside each other: which agenda items came, went and changed, and how alike two texts are."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.record import AgendaItem, Revision

_SHINGLE, _STEP = 12, 32
"""Characters that are compared at once, and one in how many of them is taken."""
_SAME_TITLE = 0.6
"""From this likeness of their titles on, two items are the same matter."""
_COMPARED = 400
"""Characters of two titles or texts that are compared."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The items, as citations name them, that one revision has and another has not, and those that differ."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


def compare(old: Revision, new: Revision) -> Changes:
    """What changed by agenda item, matched by label and title, then by title alone."""
    before, after = _leaves(old), _leaves(new)
    pairs = _matched(before, after)
    kept, found = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    return Changes(
        added=tuple(item.agenda for item in after if id(item) not in found),
        gone=tuple(item.agenda for item in before if id(item) not in kept),
        changed=tuple(b.agenda for a, b in pairs if _said(old, a) != _said(new, b)),
    )


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share that two texts have in common, 0 to 1, from their ``shingles``."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def shingles(text: str) -> frozenset[int]:
    """A sample of the text's runs of letters, the same for the same run wherever it stands."""
    letters = "".join(text.split()).encode("utf-32-le")
    size = 4 * _SHINGLE
    runs = (zlib.crc32(letters[start : start + size]) for start in range(0, len(letters) - size + 1, 4))
    return frozenset(run for run in runs if run % _STEP == 0)


def _leaves(revision: Revision) -> list[AgendaItem]:
    """The items that hold no others; of a record without items, none."""
    parents = {item.parent for item in revision.items}
    return [item for item in revision.items if item.position not in parents and item.position > 0]


def _matched(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> list[tuple[AgendaItem, AgendaItem]]:
    """Items of the same label and a like title; of those left, in order, of a like title."""
    left = list(after)
    pairs: list[tuple[AgendaItem, AgendaItem]] = []
    for by_label in (True, False):
        for item in before:
            if any(item is matched for matched, _ in pairs):
                continue
            fits = [other for other in left if (other.label == item.label or not by_label) and _alike(item, other)]
            if fits:
                pairs.append((item, fits[0]))
                left.remove(fits[0])
    return pairs


def _alike(one: AgendaItem, other: AgendaItem) -> bool:
    a, b = one.title[:_COMPARED], other.title[:_COMPARED]
    if a == b:
        return True
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= _SAME_TITLE and matcher.ratio() >= _SAME_TITLE


def _said(revision: Revision, item: AgendaItem) -> str:
    return "".join(revision.text[item.start : item.end].split())
