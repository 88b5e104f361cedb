"""Records -> a new generation of the index, built beside the live one and switched to in one step.

A process that is killed at any moment leaves the old generation serving, and what it had encoded is not encoded again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from index.encoder import Encoder
from index.errors import IngestBusy, SearchError
from index.generation import FOLDER, build, embedded_text, folder_of, vector_key
from index.lock import Locked, locked
from index.precedence import Precedence
from index.store import Generation, Store

BATCH = 16
"""Passages encoded, and kept, at a time: about half a second of work."""
KEPT = 2
"""Generations whose built files stay on disk: the live one and the one before."""


class Progress(Protocol):
    """What a change of the index tells of itself."""

    def reading(self, files: int) -> Callable[[], object]:
        """Called with the number of files; the result is called after each."""

    def encoding(self, passages: int) -> Callable[[int], object]:
        """Called with the number of passages; the result is called with how many more are done."""


class IndexMoved(SearchError):
    """Something else was published or corrected in the meantime: what was confirmed no longer stands."""

    def __init__(self) -> None:
        super().__init__("มีการแก้ไขหรือเผยแพร่อย่างอื่นระหว่างนี้ จึงยังไม่เปลี่ยนอะไร กรุณาตรวจสอบแล้วสั่งใหม่")


@dataclass(frozen=True, slots=True)
class GivingWay:
    """Progress that lets those who ask go first after each step."""

    progress: Progress
    precedence: Precedence

    def reading(self, files: int) -> Callable[[], object]:
        """See `Progress`."""
        step = self.progress.reading(files)

        def after() -> None:
            step()
            self.precedence.give_way()

        return after

    def encoding(self, passages: int) -> Callable[[int], object]:
        """See `Progress`."""
        step = self.progress.encoding(passages)

        def after(more: int) -> None:
            step(more)
            self.precedence.give_way()

        return after


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Holds the lock under which the index of a data folder is changed. Raises IngestBusy."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(home / "ingest.lock"))
        except Locked as error:
            raise IngestBusy("มีการนำเข้าเอกสารอีกชุดทำงานอยู่ กรุณารอให้เสร็จแล้วสั่งใหม่") from error
        yield


def publish(
    members: Sequence[str],
    store: Store,
    home: Path,
    encoder: Encoder,
    progress: Progress,
    also: Callable[[int], None] = lambda _: None,
) -> int:
    """Builds a generation of stored revisions beside the live one, switches to it, and gives its number.

    The caller holds the ingest lock. ``also`` is called with the number inside the switch: what it writes is written
    with it, and what it raises prevents it. A generation without members leaves the index empty, as before the first.
    Raises IndexMoved, where a revision was corrected in the meantime, and SearchError.
    """
    headers = _headers(store, members)
    _encode(members, store, encoder, GivingWay(progress, Precedence(home)))
    _still(headers, store, members)
    number, live = store.next_generation(), store.live_id()
    known = folder_of(home, live) if live else None
    passages = build(store, members, encoder.fingerprint, folder_of(home, number), known) if members else 0
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with store.db.atomic():
        store.publish(Generation(number, made_at, encoder.fingerprint, encoder.name, passages, tuple(members)))
        if not members:
            store.db.table("live").delete_where()
        _still(headers, store, members)
        also(number)
    for folder in (home / FOLDER).glob("[0-9]*"):
        if int(folder.name) <= number - KEPT:
            shutil.rmtree(folder, ignore_errors=True)
    return number


def _headers(store: Store, members: Sequence[str]) -> list[tuple[str | None, ...]]:
    """What people may correct of each revision."""
    row = "select name, title, date, body from revisions where sha256 = ?"
    return [store.db.execute(row, [sha256]).fetchone() for sha256 in members]


def _still(headers: list[tuple[str | None, ...]], store: Store, members: Sequence[str]) -> None:
    """What is built holds the headers: a switch to it may not follow when they have changed. Raises IndexMoved."""
    if _headers(store, members) != headers:
        raise IndexMoved


def _encode(members: Sequence[str], store: Store, encoder: Encoder, progress: Progress) -> None:
    """Encodes the passages that have no vector yet."""
    texts: dict[str, str] = {}
    for sha256 in members:
        revision = store.revision(sha256)
        for passage in revision.passages:
            text = embedded_text(revision, passage)
            texts[vector_key(encoder.fingerprint, text)] = text
    known = store.vectors(list(texts))
    missing = sorted((key for key in texts if key not in known), key=lambda key: len(texts[key]))
    step = progress.encoding(len(missing))
    for batch in (missing[i : i + BATCH] for i in range(0, len(missing), BATCH)):
        store.add_vectors(batch, encoder.encode_passages([texts[key] for key in batch]).astype(np.float16))
        step(len(batch))
