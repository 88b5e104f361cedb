"""The tables of the store, as numbered migrations. A released migration is never edited: add the next one."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("mati.index")


@migrations(name="0001_records")
def _records(db: Database) -> None:
    """Revisions of records: the bytes, the text, and what was read in it."""
    db.table("originals").create({"sha256": str, "bytes": bytes}, pk="sha256", strict=True)
    db.table("revisions").create(
        {
            "sha256": str,
            "name": str,
            "reading": int,
            "text": str,
            "title": str,
            "body": str,
            "number": str,
            "date": str,
            "last_date": str,
            "place": str,
            "fiscal_year": int,
            "ingested_at": str,
        },
        pk="sha256",
        not_null={"name", "reading", "text", "title", "ingested_at"},
        strict=True,
    )
    db.table("pages").create(
        {"revision": str, "position": int, "number": int, "start": int, "end": int},
        pk=("revision", "position"),
        strict=True,
    )
    db.table("items").create(
        {
            "revision": str,
            "position": int,
            "label": str,
            "title": str,
            "start": int,
            "end": int,
            "parent": int,
            "cuts": str,
        },
        pk=("revision", "position"),
        strict=True,
    )
    db.table("passages").create(
        {"revision": str, "position": int, "item": int, "start": int, "end": int, "page": int},
        pk=("revision", "position"),
        strict=True,
    )
    db.table("vectors").create({"key": str, "values": bytes}, pk="key", strict=True)


@migrations(name="0002_generations")
def _generations(db: Database) -> None:
    """Whole built indexes, the records in each, and the one that is served."""
    db.table("generations").create(
        {"id": int, "made_at": str, "model": str, "model_name": str, "passages": int},
        pk="id",
        not_null={"made_at", "model", "model_name", "passages"},
        strict=True,
    )
    db.table("generation_revisions").create(
        {"generation": int, "position": int, "revision": str}, pk=("generation", "position"), strict=True
    )
    db.table("live").create({"only": int, "generation": int}, pk="only", strict=True)


@migrations(name="0003_scans")
def _scans(db: Database) -> None:
    """Whether a page's text was recognised in a picture."""
    db.table("pages").add_column("scanned", int, not_null_default=0)


@migrations(name="0004_drafts")
def _drafts(db: Database) -> None:
    """Revisions that wait for a person's word, with what they replace; and what people corrected in what was read."""
    db.table("drafts").create(
        {
            "id": int,
            "revision": str,
            "added_by": int,
            "added_at": str,
            "replaces": str,
            "generation": int,
            "discarded": int,
        },
        pk="id",
        not_null={"revision", "added_at", "discarded"},
        defaults={"discarded": 0},
        strict=True,
    )
    db.table("drafts").create_index(["revision"])
    db.table("corrections").create({"revision": str, "title": str, "date": str}, pk="revision", strict=True)


@migrations(name="0005_readings")
def _readings(db: Database) -> None:
    """Several revisions of one file's bytes, as they were read at several times; how far a reindex has come."""
    db.table("revisions").add_column("file", str)
    db.execute("update revisions set file = sha256")
    db.table("revisions").create_index(["file"])
    db.table("corrections").add_column("body", str)
    db.table("rereadings").create({"revision": str, "reading": int, "became": str}, pk="revision", strict=True)


@migrations(name="0006_boxes")
def _boxes(db: Database) -> None:
    """Where the words of a scanned page stand on it; empty for the pages that were read before."""
    db.table("pages").add_column("boxes", str, not_null_default="")
