"""What a revision changes against an earlier one, and the live records that it is like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pythainlp.tokenize import word_tokenize

from corpus.record import AgendaItem, Revision
from index.store import Store

NEAR = 0.3
"""The likeness from which two records are near duplicates: 178 minutes of one cabinet are 0.15 alike at most, and one
letter in sixteen misread leaves 0.32 and more."""
EDITS = 5
"""Edits of an item that are told."""
_SHINGLE, _SAMPLED = 8, 4
"""Characters that are hashed together, and one of how many hashes is kept where whole records are compared."""
_LIKE_TITLE, _LIKE_TEXT = 0.75, 0.4
"""From either of them two items are one, whatever their labels."""
_LABELLED_TITLE, _LABELLED_TEXT = 0.5, 0.2
"""From either of them two items of one label are one."""

Range: TypeAlias = tuple[int, int]
Hashes: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that stand in the new text for words of the old one: a range of each, one of them may be empty."""

    old: Range
    new: Range


@dataclass(frozen=True, slots=True)
class Changed:
    """An item whose title or text changed, with its first edits."""

    old: AgendaItem
    new: AgendaItem
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """The items that came, went, and changed, in their order, and how many are the same."""

    added: tuple[AgendaItem, ...]
    gone: tuple[AgendaItem, ...]
    changed: tuple[Changed, ...]
    same: int


@dataclass(frozen=True, slots=True)
class Near:
    """A live record that resembles a revision."""

    name: str
    revision: str
    likeness: float
    """Of the texts, 0 to 1: the share of their runs of letters that both have."""
    same_meeting: bool
    """Whether both name one body, and one date or one number of a year."""


@dataclass(frozen=True, slots=True)
class Twins:
    """The live record of the very same bytes, and those that are near, the likest first."""

    exact: str | None
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """An item with what is its own: neither its label, nor its children's text, nor running headers."""

    item: AgendaItem
    ranges: tuple[Range, ...]
    title: str
    text: str
    """Without white space: where lines end says nothing."""
    hashes: Hashes


def compare(old: Revision, new: Revision) -> Differences:
    """What changed by agenda item: items are matched by label, likeness of the titles and of the texts together.

    An item that only has another label now counts as the same.
    """
    before, after = _parts(old), _parts(new)
    pairs = sorted(_pairs(before, after))
    changed = [(before[i], after[j]) for i, j in pairs if _said(before[i]) != _said(after[j])]
    kept, found = {i for i, _ in pairs}, {j for _, j in pairs}
    return Differences(
        added=tuple(part.item for j, part in enumerate(after) if j not in found),
        gone=tuple(part.item for i, part in enumerate(before) if i not in kept),
        changed=tuple(Changed(a.item, b.item, _edits(old, a, new, b)) for a, b in changed),
        same=len(pairs) - len(changed),
    )


def twins(revision: Revision, store: Store) -> Twins:
    """The live records that are the revision, or are like it, or of the same meeting."""
    rows = store.db.query(
        """select r.sha256, r.name, r.text, r.body, r.number, r.date from live l
             join generation_revisions g on g.generation = l.generation join revisions r on r.sha256 = g.revision"""
    )
    own, exact, near = _sampled(revision.text), None, list[Near]()
    for row in rows:
        if row["sha256"] == revision.sha256:
            exact = row["name"]
            continue
        likeness = _likeness(own, _sampled(row["text"]))
        together = _same_meeting(revision, row["body"], row["number"], row["date"])
        if likeness >= NEAR or together:
            near.append(Near(row["name"], row["sha256"], likeness, together))
    return Twins(exact, tuple(sorted(near, key=lambda each: (-each.likeness, each.name))))


def _same_meeting(revision: Revision, body: str | None, number: str | None, day: str | None) -> bool:
    meeting = revision.meeting
    if not meeting.body or not body or _flat(meeting.body) != _flat(body):
        return False
    held = meeting.date is not None and meeting.date.isoformat() == day
    return held or (number is not None and "/" in number and meeting.number == number)


def _parts(revision: Revision) -> list[_Part]:
    owned: list[list[Range]] = [[] for _ in revision.items]
    for passage in revision.passages:
        item = revision.items[passage.item]
        start = passage.start
        if revision.text.startswith(item.label, item.start) and start == item.start:
            start += len(item.label)
        if item.start <= start < item.end:
            owned[passage.item].append((start, passage.end))
    return [_part(revision.text, item, owned[item.position]) for item in revision.items]


def _part(text: str, item: AgendaItem, ranges: Sequence[Range]) -> _Part:
    own = _flat("".join(text[start:end] for start, end in ranges))
    return _Part(item, tuple(ranges), _flat(item.title), own, np.unique(_hashes(own)))


def _said(part: _Part) -> tuple[str, str]:
    return part.title, part.text


def _pairs(before: Sequence[_Part], after: Sequence[_Part]) -> list[tuple[int, int]]:
    """The places of items that are one: those that are the same first, then the likest."""
    same = list(_identical(before, after))
    left = sorted(set(range(len(before))) - {i for i, _ in same})
    right = sorted(set(range(len(after))) - {j for _, j in same})
    scored = [(_score(before[i], after[j]), i, j) for j in right for i in left]
    for score, i, j in sorted(scored, key=lambda each: (-each[0], abs(each[1] - each[2]), each)):
        if score > 0 and i in left and j in right:
            same.append((i, j))
            left.remove(i)
            right.remove(j)
    return same


def _identical(before: Sequence[_Part], after: Sequence[_Part]) -> Iterator[tuple[int, int]]:
    """The items of the same label, title and text; where several are, in their order."""
    places: dict[tuple[str, str, str, int], int] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for i, part in enumerate(before):
        key = part.item.label, *_said(part)
        places[*key, seen[key]] = i
        seen[key] += 1
    seen.clear()
    for j, part in enumerate(after):
        key = part.item.label, *_said(part)
        if (i := places.get((*key, seen[key]), -1)) >= 0:
            yield i, j
        seen[key] += 1


def _score(one: _Part, other: _Part) -> float:
    """How much speaks for two items being one; 0 where too little does."""
    labelled = one.item.label == other.item.label
    least = _LABELLED_TITLE if labelled else _LIKE_TITLE
    title, text = _like_titles(one.title, other.title, least), _likeness(one.hashes, other.hashes)
    untitled = labelled and not (one.title and other.title)
    if untitled or title >= least or text >= (_LABELLED_TEXT if labelled else _LIKE_TEXT):
        return title + text + labelled / 2
    return 0.0


def _like_titles(one: str, other: str, least: float) -> float:
    """The likeness of two titles, 0 where it cannot reach ``least``."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if not one or not other or min(matcher.real_quick_ratio(), matcher.quick_ratio()) < least:
        return 0.0
    return matcher.ratio()


def _edits(old: Revision, before: _Part, new: Revision, after: _Part) -> tuple[Edit, ...]:
    was, now = list(_words(old.text, before.ranges)), list(_words(new.text, after.ranges))
    matcher = SequenceMatcher(None, [word for word, _ in was], [word for word, _ in now])
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return tuple(Edit(_spanned(was, i, k), _spanned(now, j, m)) for _, i, k, j, m in codes[:EDITS])


def _words(text: str, ranges: Sequence[Range]) -> Iterator[tuple[str, Range]]:
    for start, end in ranges:
        at = start
        for word in word_tokenize(text[start:end], engine="nlpo3", keep_whitespace=False):
            at = text.index(word, at)
            yield word, (at, at + len(word))
            at += len(word)


def _spanned(words: Sequence[tuple[str, Range]], first: int, last: int) -> Range:
    """From the first word to the one before the last; an empty range where that word would stand."""
    if first < last:
        return words[first][1][0], words[last - 1][1][1]
    at = words[first - 1][1][1] if first else words[0][1][0] if words else 0
    return at, at


def _sampled(text: str) -> Hashes:
    hashes = _hashes(_flat(text))
    return np.unique(hashes[hashes % np.uint64(_SAMPLED) == 0])


def _hashes(text: str) -> Hashes:
    """A hash of every run of letters; a text that is shorter is one run."""
    codes = np.frombuffer(text.ljust(_SHINGLE, "\0").encode("utf-32-le"), "<u4").astype(np.uint64)
    runs = np.zeros(len(codes) - _SHINGLE + 1, np.uint64)
    for place in range(_SHINGLE):
        runs *= np.uint64(0x100000001B3)
        runs += codes[place : place + len(runs)]
    runs ^= runs >> np.uint64(29)
    runs *= np.uint64(0xBF58476D1CE4E5B9)
    return runs ^ runs >> np.uint64(32)


def _likeness(one: Hashes, other: Hashes) -> float:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / max(1, len(one) + len(other) - both)


def _flat(text: str) -> str:
    return "".join(text.split())
