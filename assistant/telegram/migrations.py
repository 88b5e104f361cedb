"""The bot's own tables, as numbered migrations. A released migration is never edited: add the next one."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from index.database import Connection

migrations = Migrations("mati.telegram")


def connected(database: Path) -> Database:
    """A connection to the database with the bot's tables as they are now, for one thread."""
    db = Connection(database)
    db.enable_wal()
    migrations.apply(db)
    return db


@migrations(name="0001_inbox")
def _inbox(db: Database) -> None:
    """What came (``payload`` is Telegram's JSON until it is done), what is sent for it, and the chats."""
    db.table("telegram_updates").create(
        {
            "update_id": int,
            "chat_id": int,
            "message_id": int,
            "payload": str,
            "state": str,
            "received_at": float,
        },
        pk="update_id",
        not_null={"payload", "state", "received_at"},
        strict=True,
    )
    db.table("telegram_updates").create_index(["state", "received_at"])
    db.table("telegram_parts").create(
        {
            "update_id": int,
            "number": int,
            "chat_id": int,
            "thread_id": int,
            "reply_to": int,
            "html": str,
            "plain": str,
            "guarded": int,
            "tried": int,
            "message_id": int,
        },
        pk=("update_id", "number"),
        not_null={"chat_id", "plain", "guarded", "tried"},
        strict=True,
    )
    db.table("telegram_chats").create(
        {"chat_id": int, "active": int, "greeted": int, "former_id": int},
        pk="chat_id",
        not_null={"active", "greeted"},
        defaults={"active": 1, "greeted": 0},
        strict=True,
    )


@migrations(name="0002_choices")
def _choices(db: Database) -> None:
    """What may be pressed under a part (JSON of a list, one button each), and whether an update is such a press."""
    db.table("telegram_parts").add_column("choices", str)
    db.table("telegram_updates").add_column("pressed", int, not_null_default=0)


@migrations(name="0003_access")
def _access(db: Database) -> None:
    """Who was granted which collection by whom, who asked to be let in, and what a part was written from."""
    db.table("telegram_parts").add_column("seen", str)
    db.table("telegram_grants").create(
        {"chat_id": int, "collection": str, "granted_by": int, "granted_at": float},
        pk=("chat_id", "collection"),
        not_null={"granted_by", "granted_at"},
        strict=True,
    )
    db.table("telegram_requests").create(
        {"chat_id": int, "title": str, "asked_at": float, "waits": int},
        pk="chat_id",
        not_null={"title", "asked_at", "waits"},
        strict=True,
    )


@migrations(name="0004_answers")
def _answers(db: Database) -> None:
    """What was asked and cited (JSON), so that the buttons under an answer work for as long as it is kept.

    Buttons stand in rows; a part may take the place of a message, carry a file, or show the context of an answer.
    """
    db.execute(
        """UPDATE telegram_parts SET choices =
             (SELECT json_group_array(json_array(json(value))) FROM json_each(choices)) WHERE choices IS NOT NULL"""
    )
    db.table("telegram_parts").transform(rename={"choices": "keyboard"})
    for column, kind in (("edits", int), ("attachment", str), ("shows", int)):
        db.table("telegram_parts").add_column(column, kind)
    db.table("telegram_answers").create(
        {
            "id": int,
            "link": str,
            "chat_id": int,
            "person": int,
            "asked_at": float,
            "question": str,
            "status": str,
            "took_ms": int,
            "citations": str,
            "register": str,
            "feedback": str,
        },
        pk="id",
        not_null={"link", "chat_id", "asked_at", "question", "status", "took_ms", "citations"},
        strict=True,
    )
    db.table("telegram_answers").create_index(["link"], unique=True)
    db.table("telegram_answers").create_index(["person"])
    db.table("telegram_people").create({"person": int, "language": str}, pk="person", strict=True)


@migrations(name="0005_follows")
def _follows(db: Database) -> None:
    """What chats follow, the hour at which a person wants to be told of it, and who changed what."""
    db.table("telegram_follows").create(
        {
            "id": int,
            "chat_id": int,
            "thread_id": int,
            "person": int,
            "question": str,
            "generation": int,
            "once": int,
            "known": str,
            "made_at": float,
        },
        pk="id",
        not_null={"chat_id", "question", "generation", "once", "known", "made_at"},
        strict=True,
    )
    db.table("telegram_people").add_column("digest_hour", int)
    db.table("telegram_changes").create(
        {"id": int, "at": float, "person": int, "what": str, "about": str}, pk="id", strict=True
    )


@migrations(name="0006_jobs")
def _jobs(db: Database) -> None:
    """What takes longer than an answer: files to read and changes of the index, each asked for by one update."""
    db.table("telegram_jobs").create(
        {
            "id": int,
            "lane": str,
            "about": str,
            "chat_id": int,
            "update_id": int,
            "message_id": int,
            "language": str,
            "state": str,
            "asked_at": float,
        },
        pk="id",
        not_null={"lane", "about", "chat_id", "update_id", "state", "asked_at"},
        strict=True,
    )
    db.table("telegram_jobs").create_index(["update_id"], unique=True)


@migrations(name="0007_albums")
def _albums(db: Database) -> None:
    """A job to read is of several files where they are an album: it waits until ``ripe_at``, NULL once it has begun."""
    db.table("telegram_jobs").add_column("album", str)
    db.table("telegram_jobs").add_column("ripe_at", float)
    db.table("telegram_jobs").create_index(["chat_id", "album"], unique=True)
    db.execute(
        """UPDATE telegram_jobs SET about = json_object(
             'files', json_array(json_object(
               'file', about ->> 'file', 'name', about ->> 'name', 'message', 0)), 'by', about ->> 'by')
            WHERE lane = 'reading' AND state = 'waiting'"""
    )
