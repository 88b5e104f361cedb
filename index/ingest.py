"""Files -> revisions -> a new generation of the index."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.readers import SUFFIXES
from corpus.reading import READING, file_digest, read_revision
from corpus.record import CorpusError, Revision, UnreadableFile
from index.encoder import Encoder
from index.precedence import Precedence
from index.publish import GivingWay, Progress, alone, publish
from index.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and the line that says why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did. ``generation`` is None when nothing changed."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    failures: tuple[Failure, ...]
    passages: int
    generation: int | None


def ingest(
    paths: Iterable[Path],
    store: Store,
    home: Path,
    encoder: Encoder,
    progress: Progress,
    samples: Collection[str] = (),
) -> Ingested:
    """Reads the files and those of the folders, encodes what is new, and makes a new generation live.

    A file that cannot be read becomes a `Failure`, and the others go on. Revisions whose digest is among ``samples``
    leave the index when others come, unless they are among the files. Raises IngestBusy, SearchError.
    """
    with alone(home):
        live = store.live()
        records = store.records()
        before = {row.name: row.revision for row in records}
        files, failures = find_files(paths)
        known = {row.name: row.file for row in records}
        read, unread = _read(files, store, known, GivingWay(progress, Precedence(home)))
        changed = {name: revision for name, revision in read.items() if before.get(name) != revision.sha256}
        for revision in read.values():
            if revision.name in changed or store.revision_of(revision.file, READING) is None:
                store.add_revision(revision, READING)
        generation = None
        if changed or (live and live.model != encoder.fingerprint):
            members = _members(before, read, store.revisions_of(samples))
            generation = publish(members, store, home, encoder, progress)
        return Ingested(
            added=tuple(name for name in changed if name not in before),
            replaced=tuple(name for name in changed if name in before),
            unchanged=tuple(name for name in read if name not in changed),
            failures=(*failures, *unread),
            passages=sum(len(revision.passages) for revision in changed.values()),
            generation=generation,
        )


def _members(before: dict[str, str], read: dict[str, Revision], samples: Collection[str]) -> list[str]:
    """The revisions of the next generation, by record name."""
    now = {name: revision.sha256 for name, revision in read.items()}
    kept = before if set(now.values()) <= set(samples) else {n: sha for n, sha in before.items() if sha not in samples}
    return [sha256 for _, sha256 in sorted({**kept, **now}.items())]


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Failure]]:
    """The files to read, in order: those named, and those in the folders named that some reader takes."""
    files: list[Path] = []
    failures: list[Failure] = []
    for path in paths:
        found = sorted(_inside(path)) if path.is_dir() else [path]
        if path.is_dir() and not found:
            failures.append(Failure(path, f"ไม่พบไฟล์ที่อ่านได้ในโฟลเดอร์ {path.name} (รองรับ {' '.join(sorted(SUFFIXES))})"))
        files += found
    return list(dict.fromkeys(files)), failures


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith((".", "~$")):
            yield path


def _read(
    files: Sequence[Path], store: Store, before: dict[str, str], progress: Progress
) -> tuple[dict[str, Revision], list[Failure]]:
    """The revisions by record name: those stored already are taken from the store.

    ``before`` are the live records by name, each with the digest of its file.
    """
    read: dict[str, Revision] = {}
    failures: list[Failure] = []
    step = progress.reading(len(files))
    for path in files:
        try:
            revision = _revision(path, store)
            _refuse_twin(revision, {**before, **{name: other.file for name, other in read.items()}}, read)
            read[revision.name] = revision
        except CorpusError as error:
            log.warning("cannot read %s: %s", path.name, error.__cause__ or error)
            failures.append(Failure(path, str(error)))
        step()
    return read, failures


def _revision(path: Path, store: Store) -> Revision:
    try:
        if known := store.revision_of(file_digest(path), READING):
            return replace(store.revision(known), name=path.name)
        revision = read_revision(path)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"เปิดไฟล์ {path.name} ไม่ได้ กรุณาตรวจสอบว่ามีไฟล์อยู่และมีสิทธิ์อ่าน") from error
    if hashlib.sha256(data).hexdigest() != revision.file:
        raise UnreadableFile(f"ไฟล์ {path.name} ถูกแก้ไขระหว่างอ่าน กรุณานำเข้าใหม่")
    store.add_original(revision.file, data)
    return store.settled(revision)


def _refuse_twin(revision: Revision, others: dict[str, str], read: dict[str, Revision]) -> None:
    """A record is known by its file's name, and a revision by its bytes: neither may stand for two."""
    if revision.name in read:
        raise UnreadableFile(f"มีไฟล์ชื่อ {revision.name} มากกว่าหนึ่งไฟล์ กรุณาเปลี่ยนชื่อให้ต่างกัน")
    twin = next((name for name, file in others.items() if file == revision.file and name != revision.name), None)
    if twin:
        raise UnreadableFile(f"ไฟล์ {revision.name} มีเนื้อหาเหมือนกับ {twin} จึงไม่นำเข้าซ้ำ")
