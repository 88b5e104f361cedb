"""The bot's own tables, as numbered migrations. A released migration is never edited: add the next one."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("mati.telegram")


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
