"""The integrity of a data folder: what is stored, what is built, and whether the two agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from corpus.record import Revision
from index.generation import PARTS, embedded_text, folder_of, vector_key
from index.sealed import DamagedIndex, verify
from index.store import Generation, Store


def problems(store: Store, home: Path) -> Iterator[str]:
    """One line for each thing that is wrong; none when all is well."""
    for (line,) in store.db.execute("pragma integrity_check"):
        if line != "ok":
            yield f"ฐานข้อมูล {store.path.name} เสียหาย: {line}"
    live = store.live()
    if live is None:
        return
    yield from _built(home, live)
    passages = 0
    for sha256 in live.revisions:
        revision = store.revision(sha256)
        passages += len(revision.passages)
        yield from _stored(store, revision, live)
    if passages != live.passages:
        yield f"ดัชนีรุ่น {live.id} มี {live.passages} ตอน แต่ฐานข้อมูลมี {passages} ตอน"


def _built(home: Path, live: Generation) -> Iterator[str]:
    for name in PARTS:
        try:
            verify(folder_of(home, live.id) / name)
        except DamagedIndex as error:
            yield f"{error} (จะสร้างใหม่เองเมื่อเริ่มใช้งานครั้งถัดไป)"


def _stored(store: Store, revision: Revision, live: Generation) -> Iterator[str]:
    try:
        if hashlib.sha256(store.original(revision.sha256)).hexdigest() != revision.file:
            yield f"ไฟล์ต้นฉบับของ {revision.name} ไม่ตรงกับที่บันทึกไว้"
    except KeyError:
        yield f"ไม่มีไฟล์ต้นฉบับของ {revision.name}"
    ends = [part.end for parts in (revision.items, revision.passages) for part in parts]
    if max(ends, default=0) > len(revision.text):
        yield f"ตำแหน่งข้อความของ {revision.name} อยู่นอกข้อความ"
    keys = [vector_key(live.model, embedded_text(revision, passage)) for passage in revision.passages]
    missing = len(set(keys)) - len(store.vectors(keys))
    if missing:
        yield f"{revision.name} ขาดเวกเตอร์ {missing} ตอน กรุณารัน bot.py ingest ใหม่"
