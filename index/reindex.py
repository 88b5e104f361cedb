"""Reindex: every live record read and encoded anew from its stored file, beside the index that is served.

What a killed reindex had read, and encoded, is not done again. Revisions that other readers had made stay stored: what
was cited of them opens as before, and an undo goes back to them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.reading import READING, read_revision
from corpus.record import CorpusError
from index.encoder import Encoder
from index.precedence import Precedence
from index.publish import GivingWay, Progress, alone, publish
from index.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reindexed:
    """The new generation, the records that read otherwise than before, and those that stay as they were read before,
    each with the line that says why."""

    generation: int
    changed: tuple[str, ...]
    failures: tuple[str, ...]


def reindex(store: Store, home: Path, encoder: Encoder, progress: Progress) -> Reindexed:
    """Makes a generation of the live records live, read and encoded anew. Raises IngestBusy, SearchError."""
    with alone(home):
        live = store.live_id()
        named = store.named(live) if live else []
        step = GivingWay(progress, Precedence(home)).reading(len(named))
        failures: list[str] = []
        members: list[str] = []
        for name, sha256 in named:
            try:
                members.append(_known(store, sha256) or _read_again(store, name, sha256))
            except CorpusError as error:
                log.warning("cannot read %s again: %s", name, error.__cause__ or error)
                failures.append(str(error))
                members.append(sha256)
            step()
        number = publish(members, store, home, encoder, progress, lambda _: _forget(store))
        changed = (name for (name, before), now in zip(named, members, strict=True) if before != now)
        return Reindexed(number, tuple(changed), tuple(failures))


def _known(store: Store, sha256: str) -> str | None:
    """What a reindex that was cut off made of a revision."""
    found = store.db.execute("select became from rereadings where revision = ? and reading = ?", [sha256, READING])
    row = found.fetchone()
    return row[0] if row else None


def _read_again(store: Store, name: str, sha256: str) -> str:
    """Stores what the readers now make of a revision's file; gives its digest."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(store.original(sha256))
        revision = store.settled(replace(read_revision(path), name=name))
    with store.db.atomic():
        store.add_revision(revision, READING)
        row = {"revision": sha256, "reading": READING, "became": revision.sha256}
        store.db.table("rereadings").upsert(row, pk="revision")
    return revision.sha256


def _forget(store: Store) -> None:
    store.db.table("rereadings").delete_where()
