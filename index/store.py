"""The SQLite file: revisions of records, their vectors, and which generation of the index is live.

One `Store` may be used from several threads: each gets its own connection. Ranges are code points of the text.
"""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision
from index.collection import collection_of
from index.migrations import migrations

FILE = "mati.db"
_BUSY_S = 30
_KEYS = 500
"""Keys asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One whole built index: its id, the fingerprint and the name of its model, and its revisions in order."""

    id: int
    made_at: str
    model: str
    model_name: str
    passages: int
    revisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record of the live generation, as lists show it."""

    name: str
    revision: str
    title: str
    date: datetime.date | None
    items: int
    passages: int
    collection: str


class Store:
    """The store of one data folder."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.path = home / FILE
        self._local = threading.local()
        self.db.enable_wal()
        migrations.apply(self.db)

    @property
    def db(self) -> Database:
        """This thread's connection."""
        if not hasattr(self._local, "db"):
            self._local.db = Database(self.path)
            self._local.db.execute(f"PRAGMA busy_timeout = {_BUSY_S * 1000}")
            self._local.db.execute("PRAGMA synchronous = FULL")
        db: Database = self._local.db
        return db

    def close(self) -> None:
        """Closes this thread's connection."""
        if hasattr(self._local, "db"):
            self._local.db.close()
            del self._local.db

    def has_revision(self, sha256: str, reading: int) -> bool:
        """Whether the revision is stored whole, read by this version of the readers."""
        found = self.db.execute("select 1 from revisions where sha256 = ? and reading = ?", [sha256, reading])
        return found.fetchone() is not None

    def add_vectors(self, keys: Sequence[str], vectors: NDArray[np.float16]) -> None:
        """Keeps vectors, shape (n, dimension), under their keys."""
        rows = [{"key": key, "values": vector.tobytes()} for key, vector in zip(keys, vectors, strict=True)]
        self.db.table("vectors").insert_all(rows, ignore=True)

    def add_original(self, sha256: str, data: bytes) -> None:
        """Keeps a file's bytes."""
        self.db.table("originals").insert({"sha256": sha256, "bytes": data}, ignore=True)

    def add_revision(self, revision: Revision, reading: int) -> None:
        """Stores a revision whole or not at all."""
        with self.db.atomic():
            self._drop(revision.sha256)
            self.db.table("revisions").insert(_revision_row(revision, reading))
            self._apply_corrections(revision.sha256)
            self.db.table("pages").insert_all(_rows(revision.sha256, revision.pages))
            self.db.table("items").insert_all(_rows(revision.sha256, revision.items))
            self.db.table("passages").insert_all(_rows(revision.sha256, revision.passages))

    def correct(self, sha256: str, title: str | None = None, date: datetime.date | None = None) -> None:
        """Corrects a meeting's title or date as they were read, now and whenever the revision is read again."""
        with self.db.atomic():
            self.db.table("corrections").insert({"revision": sha256}, ignore=True)
            self.db.execute(
                "update corrections set title = coalesce(?, title), date = coalesce(?, date) where revision = ?",
                [title, date.isoformat() if date else None, sha256],
            )
            self._apply_corrections(sha256)

    def _apply_corrections(self, sha256: str) -> None:
        self.db.execute(
            """update revisions set title = coalesce(c.title, revisions.title), date = coalesce(c.date, revisions.date),
                      last_date = coalesce(c.date, revisions.last_date),
                      fiscal_year = iif(c.date is null, revisions.fiscal_year,
                                        strftime('%Y', c.date) + 543 + (strftime('%m', c.date) >= '10'))
                 from corrections c where c.revision = revisions.sha256 and revisions.sha256 = ?""",
            [sha256],
        )

    def _drop(self, sha256: str) -> None:
        for table, column in (
            ("revisions", "sha256"),
            ("pages", "revision"),
            ("items", "revision"),
            ("passages", "revision"),
        ):
            self.db.table(table).delete_where(f"{column} = ?", [sha256])

    def revision(self, sha256: str) -> Revision:
        """The stored revision; KeyError when there is none."""
        row = next(iter(self.db.query("select * from revisions where sha256 = ?", [sha256])), None)
        if row is None:
            raise KeyError(sha256)
        return Revision(
            row["name"],
            sha256,
            row["text"],
            tuple(_page(page) for page in self._parts("pages", sha256)),
            _meeting(row),
            tuple(_item(item) for item in self._parts("items", sha256)),
            tuple(Passage(p["item"], p["start"], p["end"], p["page"]) for p in self._parts("passages", sha256)),
        )

    def find_revision(self, digest: str) -> str | None:
        """The digest of the revision, live now or before, whose digest begins so; None where none does, or several."""
        rows = self.db.execute(
            """select sha256 from revisions where substr(sha256, 1, ?) = ?
                  and exists (select 1 from generation_revisions where revision = sha256) limit 2""",
            [len(digest), digest],
        ).fetchall()
        return rows[0][0] if len(rows) == 1 else None

    def _parts(self, table: str, sha256: str) -> Iterator[dict[str, Any]]:
        return iter(self.db.table(table).rows_where("revision = ?", [sha256], order_by="position"))

    def text(self, sha256: str, start: int, end: int) -> str:
        """A range of the revision's text."""
        found = self.db.execute(
            "select substr(text, ?, ?) from revisions where sha256 = ?", [start + 1, end - start, sha256]
        )
        text: str = found.fetchone()[0]
        return text

    def whole_text(self, sha256: str) -> str:
        """The revision's text; KeyError when there is none."""
        row = self.db.execute("select text from revisions where sha256 = ?", [sha256]).fetchone()
        if row is None:
            raise KeyError(sha256)
        text: str = row[0]
        return text

    def original(self, sha256: str) -> bytes:
        """The bytes of the file; KeyError when there is none."""
        row = self.db.execute("select bytes from originals where sha256 = ?", [sha256]).fetchone()
        if row is None:
            raise KeyError(sha256)
        data: bytes = row[0]
        return data

    def vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The float16 vectors under the keys; a key without one is left out."""
        found: dict[str, bytes] = {}
        for batch in _batches(keys, _KEYS):
            marks = ",".join("?" * len(batch))
            rows = self.db.execute(f'select key, "values" from vectors where key in ({marks})', batch)  # noqa: S608  # marks only
            found.update(rows)
        return found

    def live(self) -> Generation | None:
        """The generation that is served."""
        row = self.db.execute("select generation from live").fetchone()
        return self.generation(row[0]) if row else None

    def live_id(self) -> int | None:
        """The id of the generation that is served: cheap enough to ask before every search."""
        row = self.db.execute("select generation from live").fetchone()
        return row[0] if row else None

    def is_live(self, sha256: str) -> bool:
        """Whether a revision is of the live generation."""
        found = self.db.execute(
            "select 1 from live l join generation_revisions g on g.generation = l.generation where g.revision = ?",
            [sha256],
        )
        return found.fetchone() is not None

    def generation(self, number: int) -> Generation:
        """A generation by its id."""
        row = next(iter(self.db.query("select * from generations where id = ?", [number])))
        members = self.db.execute(
            "select revision from generation_revisions where generation = ? order by position", [number]
        )
        return Generation(**row, revisions=tuple(member[0] for member in members))

    def next_generation(self) -> int:
        """An id that no generation has had."""
        return int(self.db.execute("select coalesce(max(id), 0) + 1 from generations").fetchone()[0])

    def publish(self, generation: Generation) -> None:
        """Makes a built generation the live one, in one step."""
        row = asdict(generation)
        revisions = row.pop("revisions")
        with self.db.atomic():
            self.db.table("generations").insert(row)
            self.db.table("generation_revisions").insert_all(
                {"generation": generation.id, "position": position, "revision": sha256}
                for position, sha256 in enumerate(revisions)
            )
            self.db.table("live").upsert({"only": 1, "generation": generation.id})

    def named(self, number: int) -> list[tuple[str, str]]:
        """The name and the revision of each record of a generation, in its order."""
        return self.db.execute(
            """select r.name, r.sha256 from generation_revisions g join revisions r on r.sha256 = g.revision
                where g.generation = ? order by g.position""",
            [number],
        ).fetchall()

    def members(self, number: int, collections: Container[str]) -> list[str]:
        """The revisions of a generation that are in some collections, in its order."""
        rows = self.db.execute(
            """select r.sha256, r.body from generation_revisions g join revisions r on r.sha256 = g.revision
                where g.generation = ? order by g.position""",
            [number],
        )
        return [sha256 for sha256, body in rows if collection_of(body) in collections]

    def records(self, collections: Container[str] | None = None) -> list[RecordRow]:
        """The records of the live generation, or those of some collections, by date."""
        rows = self.db.query(
            """select r.name, r.sha256 as revision, r.title, r.date, r.body as collection,
                      (select count(*) from items i where i.revision = r.sha256 and i.position > 0) as items,
                      (select count(*) from passages p where p.revision = r.sha256) as passages
                 from live l join generation_revisions g on g.generation = l.generation
                 join revisions r on r.sha256 = g.revision order by r.date, r.name"""
        )
        every = (
            RecordRow(**{**row, "date": day_of(row["date"]), "collection": collection_of(row["collection"])})
            for row in rows
        )
        return [record for record in every if collections is None or record.collection in collections]


@contextmanager
def opened(home: Path) -> Iterator[Store]:
    """The store of a data folder, closed at the end."""
    store = Store(home)
    try:
        yield store
    finally:
        store.close()


def _batches(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[i : i + size] for i in range(0, len(values), size))


def _rows(sha256: str, parts: Sequence[PageRange | AgendaItem | Passage]) -> list[dict[str, Any]]:
    rows = [{"revision": sha256, **asdict(part), "position": position} for position, part in enumerate(parts)]
    return [{**row, "cuts": json.dumps(row["cuts"])} if "cuts" in row else row for row in rows]


def _revision_row(revision: Revision, reading: int) -> dict[str, Any]:
    meeting = asdict(revision.meeting)
    dates = {name: day.isoformat() if (day := meeting[name]) else None for name in ("date", "last_date")}
    return {
        "sha256": revision.sha256,
        "name": revision.name,
        "reading": reading,
        "text": revision.text,
        **meeting,
        **dates,
        "ingested_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def _meeting(row: dict[str, Any]) -> Meeting:
    first, last = day_of(row["date"]), day_of(row["last_date"])
    return Meeting(row["title"], row["body"], row["number"], first, last, row["place"], row["fiscal_year"])


def _page(row: dict[str, Any]) -> PageRange:
    return PageRange(row["number"], row["start"], row["end"], bool(row["scanned"]), row["boxes"])


def _item(row: dict[str, Any]) -> AgendaItem:
    cuts = tuple((start, end) for start, end in json.loads(row["cuts"]))
    return AgendaItem(row["position"], row["label"], row["title"], row["start"], row["end"], row["parent"], cuts)


def day_of(value: str | None) -> datetime.date | None:
    """A day as the store writes it, None where there is none."""
    return datetime.date.fromisoformat(value) if value else None
