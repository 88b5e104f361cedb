"""Revisions as rows: each with its pages, agenda items and passages, whole or not at all.

A file that other readers read again may give something else. Where what it gave before was ever searched, or waits for
a person's word, that stays as it is, for it is cited; what the file gives now is a revision of its own.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlite_utils import Database

from corpus.dates import fiscal_year
from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision

_HELD = """select exists (select 1 from generation_revisions where revision = ?1)
               or exists (select 1 from drafts where revision = ?1 and not discarded)"""


def insert(db: Database, revision: Revision, reading: int) -> None:
    """Stores a revision in the place of the one of its digest, with what people corrected of its meeting."""
    with db.atomic():
        _drop(db, revision.sha256)
        row = _row(revision, reading) | _meeting_row(_corrected(db, revision))
        db.table("revisions").insert(row)
        db.table("pages").insert_all(_rows(revision.sha256, revision.pages))
        db.table("items").insert_all(_rows(revision.sha256, revision.items))
        db.table("passages").insert_all(_rows(revision.sha256, revision.passages))


def load(db: Database, sha256: str) -> Revision:
    """The stored revision; KeyError when there is none."""
    row = next(iter(db.query("select * from revisions where sha256 = ?", [sha256])), None)
    if row is None:
        raise KeyError(sha256)
    return Revision(
        row["name"],
        sha256,
        row["text"],
        tuple(_page(page) for page in _parts(db, "pages", sha256)),
        _meeting(row),
        tuple(_item(item) for item in _parts(db, "items", sha256)),
        tuple(Passage(p["item"], p["start"], p["end"], p["page"]) for p in _parts(db, "passages", sha256)),
        row["file"],
    )


def settled(db: Database, revision: Revision) -> Revision:
    """A revision that was just read, by the digest under which it is stored, or may be.

    That is the one of a stored revision of the same bytes which says the same; else the one of the bytes, or one of
    the bytes and all that was read in them where that is held already.
    """
    said = _said(replace(revision, meeting=_corrected(db, revision)))
    stored = db.execute("select sha256 from revisions where file = ? order by rowid", [revision.file]).fetchall()
    for (sha256,) in stored:
        if _said(load(db, sha256)) == said:
            return replace(revision, sha256=sha256)
    if not db.execute(_HELD, [revision.file]).fetchone()[0]:
        return replace(revision, sha256=revision.file)
    return replace(revision, sha256=hashlib.sha256(f"{revision.file}{said!r}".encode()).hexdigest())


def correct(db: Database, sha256: str, title: str | None, date: datetime.date | None, body: str | None) -> None:
    """Corrects a meeting as it was read, now and whenever its file is read again; None leaves a thing as it is."""
    with db.atomic():
        revision = load(db, sha256)
        db.table("corrections").insert({"revision": revision.file}, ignore=True)
        db.execute(
            """update corrections set title = coalesce(?, title), date = coalesce(?, date), body = coalesce(?, body)
                where revision = ?""",
            [title, date.isoformat() if date else None, body, revision.file],
        )
        db.table("revisions").update(sha256, _meeting_row(_corrected(db, revision)))


def day_of(value: str | None) -> datetime.date | None:
    """A day as the store writes it, None where there is none."""
    return datetime.date.fromisoformat(value) if value else None


def _said(revision: Revision) -> tuple[object, ...]:
    return revision.text, revision.pages, revision.meeting, revision.items, revision.passages


def _corrected(db: Database, revision: Revision) -> Meeting:
    """The meeting with what people corrected of it, in this reading of the file or in another."""
    found = db.query("select title, date, body from corrections where revision = ?", [revision.file])
    for row in found:
        known = {name: row[name] for name in ("title", "body") if row[name]}
        if day := day_of(row["date"]):
            known |= {"date": day, "last_date": day, "fiscal_year": fiscal_year(day)}
        return replace(revision.meeting, **known)
    return revision.meeting


def _drop(db: Database, sha256: str) -> None:
    for table, column in (
        ("revisions", "sha256"),
        ("pages", "revision"),
        ("items", "revision"),
        ("passages", "revision"),
    ):
        db.table(table).delete_where(f"{column} = ?", [sha256])


def _parts(db: Database, table: str, sha256: str) -> Iterator[dict[str, Any]]:
    return iter(db.table(table).rows_where("revision = ?", [sha256], order_by="position"))


def _rows(sha256: str, parts: Sequence[PageRange | AgendaItem | Passage]) -> list[dict[str, Any]]:
    rows = [{"revision": sha256, **asdict(part), "position": position} for position, part in enumerate(parts)]
    return [{**row, "cuts": json.dumps(row["cuts"])} if "cuts" in row else row for row in rows]


def _row(revision: Revision, reading: int) -> dict[str, Any]:
    return {
        "sha256": revision.sha256,
        "name": revision.name,
        "reading": reading,
        "text": revision.text,
        "file": revision.file,
        "ingested_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def _meeting_row(meeting: Meeting) -> dict[str, Any]:
    row = asdict(meeting)
    return row | {name: day.isoformat() if (day := row[name]) else None for name in ("date", "last_date")}


def _meeting(row: dict[str, Any]) -> Meeting:
    first, last = day_of(row["date"]), day_of(row["last_date"])
    return Meeting(row["title"], row["body"], row["number"], first, last, row["place"], row["fiscal_year"])


def _page(row: dict[str, Any]) -> PageRange:
    return PageRange(row["number"], row["start"], row["end"], bool(row["scanned"]), row["boxes"])


def _item(row: dict[str, Any]) -> AgendaItem:
    cuts = tuple((start, end) for start, end in json.loads(row["cuts"]))
    return AgendaItem(row["position"], row["label"], row["title"], row["start"], row["end"], row["parent"], cuts)
