"""Who may see which collections: what admins granted to people and groups, kept in the database.

What the operator sets stands beside it and cannot be taken away in Telegram: admins, and those who see everything.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.telegram.access import EVERYTHING, NOTHING, Access
from assistant.telegram.inbox import Inbox
from assistant.telegram.migrations import connected
from assistant.telegram.threads import OwnThread

ALL = "*"
"""The collection of a grant that covers every collection, those to come included."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or a group with what was granted; ``collections`` is empty while a request waits."""

    chat_id: int
    title: str
    collections: tuple[str, ...]


class Roster:
    """The grants. Belongs to the thread that opened it."""

    def __init__(self, database: Path, allowed: Iterable[int] = (), admins: Iterable[int] = ()) -> None:
        self._db = connected(database)
        self._allowed = frozenset(allowed)
        self.admins = frozenset(admins)

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()

    def access(self, chat_ids: Iterable[int]) -> Access:
        """What a chat may see, by its id and the one it had before; a private chat's id is the person's.

        What is said in a group is seen by all of it, so there only what the group was granted counts.
        """
        ids = frozenset(chat_ids)
        if ids & self.admins:
            return Access(None, is_admin=True)
        if ids & self._allowed:
            return EVERYTHING
        granted = {collection for chat_id in ids for collection in self._granted(chat_id)}
        if ALL in granted:
            return EVERYTHING
        return Access(frozenset(granted)) if granted else NOTHING

    def is_set(self, chat_id: int) -> bool:
        """Whether the operator's settings give a chat its access."""
        return chat_id in self._allowed | self.admins

    def grant(self, chat_id: int, collection: str, by: int) -> None:
        """Gives a chat a collection, or ALL of them, and closes its request."""
        with self._db.atomic():
            self._db.execute(
                "INSERT OR IGNORE INTO telegram_grants VALUES (?, ?, ?, ?)", (chat_id, collection, by, time.time())
            )
            self.close_request(chat_id)

    def revoke(self, chat_id: int, collection: str | None = None) -> int:
        """Takes a collection, or all that was granted, from a chat at once; gives how many grants that were."""
        taken = "DELETE FROM telegram_grants WHERE chat_id = ? AND (? IS NULL OR collection = ?)"
        return int(self._db.execute(taken, (chat_id, collection, collection)).rowcount)

    def request(self, chat_id: int, title: str) -> bool:
        """Notes that a chat asks to be let in; False where its request waits already, or was answered."""
        asked = "INSERT OR IGNORE INTO telegram_requests VALUES (?, ?, ?, 1)"
        return self._db.execute(asked, (chat_id, title, time.time())).rowcount > 0

    def close_request(self, chat_id: int) -> None:
        """Notes that a chat's request was answered."""
        self._db.execute("UPDATE telegram_requests SET waits = 0 WHERE chat_id = ?", (chat_id,))

    def title(self, chat_id: int) -> str:
        """The name of a chat that asked to be let in, "" for another."""
        rows = list(self._db.query("SELECT title FROM telegram_requests WHERE chat_id = ?", [chat_id]))
        return str(rows[0]["title"]) if rows else ""

    def language(self, person: int) -> str | None:
        """The language that a person chose; None where Telegram's is theirs."""
        rows = list(self._db.query("SELECT language FROM telegram_people WHERE person = ?", [person]))
        return rows[0]["language"] if rows else None

    def set_language(self, person: int, language: str | None) -> None:
        """Notes the language that a person chose."""
        self._db.table("telegram_people").upsert({"person": person, "language": language}, pk="person")

    def digest_hour(self, person: int) -> int | None:
        """The hour of the day at which a person wants to be told of what they follow; None for at once."""
        rows = list(self._db.query("SELECT digest_hour FROM telegram_people WHERE person = ?", [person]))
        return rows[0]["digest_hour"] if rows else None

    def set_digest_hour(self, person: int, hour: int | None) -> None:
        """Notes the hour at which a person wants to be told."""
        self._db.table("telegram_people").upsert({"person": person, "digest_hour": hour}, pk="person")

    def holders(self) -> list[Holder]:
        """All who hold a grant or wait for one, those who wait last."""
        rows = self._db.query("SELECT DISTINCT chat_id FROM telegram_grants ORDER BY chat_id")
        waiting = self._db.query("SELECT chat_id FROM telegram_requests WHERE waits ORDER BY asked_at")
        ids = dict.fromkeys([row["chat_id"] for row in (*rows, *waiting)])
        return [Holder(chat_id, self.title(chat_id), tuple(self._granted(chat_id))) for chat_id in ids]

    def granted(self) -> list[frozenset[str]]:
        """The sets of collections that chats hold, those who see all of them left out."""
        sets = {frozenset(holder.collections) for holder in self.holders()}
        return [each for each in sets if each and ALL not in each]

    def _granted(self, chat_id: int) -> Sequence[str]:
        rows = self._db.query("SELECT collection FROM telegram_grants WHERE chat_id = ? ORDER BY collection", [chat_id])
        return [row["collection"] for row in rows]


async def access_of(chat_id: int, roster: OwnThread[Roster], inbox: OwnThread[Inbox]) -> Access:
    """What a chat may see now, by all the ids that it has and had."""
    return await roster(Roster.access, await inbox(Inbox.chat_ids, chat_id))
