"""Records -> a new generation of the index, built beside the live one and switched to in one step.

A process that is killed at any moment leaves the old generation serving, and what it had encoded is not encoded again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.reading import READING
from corpus.record import Revision
from index.encoder import Encoder
from index.errors import SearchError
from index.generation import FOLDER, build, embedded_text, folder_of, vector_key
from index.lock import Locked, locked
from index.precedence import Precedence
from index.store import Generation, Store

BATCH = 16
"""Passages encoded, and kept, at a time: about half a second of work."""
KEPT = 2
"""Generations whose built files stay on disk: the live one and the one before."""


class IngestBusy(SearchError):
    """Another process changes the index of this data folder."""


class Progress(Protocol):
    """What a change of the index tells of itself."""

    def reading(self, files: int) -> Callable[[], object]:
        """Called with the number of files; the result is called after each."""

    def encoding(self, passages: int) -> Callable[[int], object]:
        """Called with the number of passages; the result is called with how many more are done."""


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
    fresh: Iterable[Revision],
    store: Store,
    home: Path,
    encoder: Encoder,
    progress: Progress,
    drafts: Sequence[int] = (),
) -> int:
    """Makes the members, revisions by digest, a new generation and the live one; gives its number.

    Those that are ``fresh`` are stored first; ``drafts`` are marked as published in the same step. The caller holds
    ``alone``. Raises SearchError.
    """
    _keep(fresh, members, store, encoder, progress)
    number, live = store.next_generation(), store.live_id()
    known = folder_of(home, live) if live else None
    passages = build(store, members, encoder.fingerprint, folder_of(home, number), known)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    generation = Generation(number, made_at, encoder.fingerprint, encoder.name, passages, tuple(members))
    store.publish(generation, drafts)
    for folder in (home / FOLDER).iterdir():
        if folder.name.isdigit() and int(folder.name) <= number - KEPT:
            shutil.rmtree(folder, ignore_errors=True)
    return number


def _keep(
    fresh: Iterable[Revision], members: Sequence[str], store: Store, encoder: Encoder, progress: Progress
) -> None:
    """Stores the fresh revisions, and encodes the passages that have no vector yet."""
    for revision in fresh:
        store.add_revision(revision, READING)
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
