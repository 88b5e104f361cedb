"""The generations of the index, what each changed, and the way back to an earlier one.

Going back is a step forward: what an earlier generation held is built again as a new one, and switched to at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from index.encoder import Encoder
from index.errors import SearchError
from index.publish import IndexMoved, Progress, alone, publish
from index.store import Store

SHOWN = 10
"""Generations that a history shows."""

Members: TypeAlias = dict[str, str]
"""The revisions of a generation, by record name."""


class NothingToUndo(SearchError):
    """The index already holds what it would go back to."""

    def __init__(self) -> None:
        super().__init__("ไม่มีอะไรให้ย้อนกลับ ดัชนีตรงกับรุ่นนั้นอยู่แล้ว")


class UnknownGeneration(SearchError):
    """There is no generation of that number."""


class UnknownRecord(SearchError):
    """No live record has that name."""


@dataclass(frozen=True, slots=True)
class Change:
    """A generation, and the names of the records that it changed against the one before it, each in order."""

    number: int
    made_at: str
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]


def history(store: Store, limit: int = SHOWN) -> list[Change]:
    """The last generations, newest first: the first is the one that is served."""
    rows = store.db.execute("select id, made_at from generations order by id desc limit ?", [limit + 1]).fetchall()
    members: list[Members] = [dict(store.named(number)) for number, _ in rows]
    if rows and len(rows) <= limit:
        members.append({})
    versions = _versions(store)
    return [
        Change(number, made_at, *_changes(now, before, versions))
        for (number, made_at), (now, before) in zip(rows, pairwise(members), strict=False)
    ]


def undo(
    store: Store,
    home: Path,
    encoder: Encoder,
    progress: Progress,
    to: int | None = None,
    *,
    seen: int | None = None,
    samples: Collection[str] = (),
) -> int:
    """Makes what generation ``to`` held live again as a new generation, and gives its number.

    Without ``to`` it is the last one before that held something else, so that two in a row change nothing. ``seen`` is
    the generation that was live when a person asked: where it was undone in just that way since, that is not done
    again. Revisions whose digest is among ``samples`` come back only where they are live.
    Raises NothingToUndo, UnknownGeneration, IndexMoved, IngestBusy, SearchError.
    """
    with alone(home):
        latest = store.next_generation() - 1
        if seen not in (None, latest, latest - 1):
            raise IndexMoved
        members = _before(store, latest if seen is None else seen, to, samples)
        if seen in (None, latest):
            return publish(members, store, home, encoder, progress)
        if set(members) != set(_revisions(store, latest)):
            raise IndexMoved
        return latest


def _before(store: Store, latest: int, to: int | None, samples: Collection[str]) -> list[str]:
    """What an undo of generation ``latest`` makes live. Raises NothingToUndo, UnknownGeneration."""
    now = set(_revisions(store, latest))
    gone = store.revisions_of(samples) - now
    for number in _earlier(store, latest) if to is None else [_known(store, to)]:
        members = [sha256 for sha256 in _revisions(store, number) if sha256 not in gone]
        if set(members) != now:
            return members
    raise NothingToUndo


def remove(name: str, store: Store, home: Path, encoder: Encoder, progress: Progress) -> int:
    """Makes a generation live that is without a record, and gives its number; the record's revisions stay stored.

    Raises UnknownRecord, IngestBusy, SearchError.
    """
    with alone(home):
        live = {row.name: row.revision for row in store.records()}
        if live.pop(name, None) is None:
            raise UnknownRecord(f"ไม่มีบันทึกชื่อ {name} ในดัชนี")
        return publish([sha256 for _, sha256 in sorted(live.items())], store, home, encoder, progress)


def _revisions(store: Store, number: int) -> tuple[str, ...]:
    return store.generation(number).revisions if number else ()


def _earlier(store: Store, number: int) -> Iterator[int]:
    for (earlier,) in store.db.execute("select id from generations where id < ? order by id desc", [number]).fetchall():
        yield earlier
    yield 0  # before the first, nothing was live


def _known(store: Store, number: int) -> int:
    if store.db.execute("select 1 from generations where id = ?", [number]).fetchone() is None:
        raise UnknownGeneration(f"ไม่มีดัชนีรุ่นที่ {number}")
    return number


def _versions(store: Store) -> Members:
    """The record that each published revision took the place of by another name."""
    rows = store.db.execute(
        "select revision, replaces from drafts where generation is not null and replaces is not null order by id"
    )
    return dict(rows.fetchall())


def _changes(
    now: Members, before: Members, versions: Members
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The names added, replaced and removed; a new version under another name, or its undoing, replaces."""
    added, removed = now.keys() - before.keys(), before.keys() - now.keys()
    replaced = {name for name in now.keys() & before.keys() if now[name] != before[name]}
    forth = {(name, versions.get(now[name])) for name in added}
    back = {(versions.get(before[name]), name) for name in removed}
    renamed = {(new, old) for new, old in forth | back if new in added and old in removed}
    replaced |= {new for new, _ in renamed if new}
    added, removed = added - {new for new, _ in renamed}, removed - {old for _, old in renamed}
    return tuple(sorted(added)), tuple(sorted(replaced)), tuple(sorted(removed))
