"""What is followed: questions whose chats are told when a new or changed record answers them.

A question that was refused, or whose answer did not help, is followed too, until it is answered once.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from assistant.telegram.migrations import connected

MOST = 50
"""Questions that a chat may follow."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A question that a chat follows. ``generation`` is the one that it was last asked of."""

    chat_id: int
    thread_id: int | None
    person: int | None
    question: str
    generation: int
    once: bool = False
    """Whether it ends with its first answer."""
    known: frozenset[str] = frozenset()
    """The quotes that the chat was told, by digest."""
    id: int = 0
    made_at: float = 0.0


def digests(quotes: Iterable[str]) -> frozenset[str]:
    """The digests of quotes, the same for the same words in another revision."""
    return frozenset(hashlib.sha256("".join(quote.split()).encode()).hexdigest()[:16] for quote in quotes)


class Follows:
    """The follows of one database. Belongs to the thread that opened it."""

    def __init__(self, database: Path) -> None:
        self._db: Database = connected(database)

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()

    def add(self, follow: Follow) -> bool:
        """Follows a question; False where the chat follows it already, or follows as many as it may."""
        same = self._rows("chat_id = ? AND question = ?", follow.chat_id, follow.question)
        held = [each for each in same if each.once <= follow.once]
        if held or (not follow.once and len(self.of(follow.chat_id)) >= MOST):
            return False
        self._db.table("telegram_follows").insert(
            {
                "chat_id": follow.chat_id,
                "thread_id": follow.thread_id,
                "person": follow.person,
                "question": follow.question,
                "generation": follow.generation,
                "once": int(follow.once),
                "known": json.dumps(sorted(follow.known)),
                "made_at": time.time(),
            }
        )
        return True

    def of(self, chat_id: int) -> list[Follow]:
        """What a chat follows, what it waits for once left out."""
        return self._rows("chat_id = ? AND NOT once", chat_id)

    def unanswered(self) -> list[Follow]:
        """The questions that wait for their first answer, newest first."""
        return self._rows("once")[::-1]

    def before(self, generation: int) -> list[Follow]:
        """What was last asked of an earlier generation."""
        return self._rows("generation < ?", generation)

    def told(self, follow: Follow, generation: int, known: frozenset[str] | None = None) -> None:
        """Notes that a question was asked of a generation; with ``known``, that its chat was told these quotes."""
        if known is not None and follow.once:
            self.end(follow.id)
            return
        kept = json.dumps(sorted(follow.known | (known or frozenset())))
        self._db.execute(
            "UPDATE telegram_follows SET generation = ?, known = ? WHERE id = ?", (generation, kept, follow.id)
        )

    def end(self, id: int, chat_id: int | None = None) -> bool:
        """Follows a question no longer; with ``chat_id``, only where it is that chat's."""
        done = "DELETE FROM telegram_follows WHERE id = ? AND (? IS NULL OR chat_id = ?)"
        return self._db.execute(done, (id, chat_id, chat_id)).rowcount > 0

    def forget(self, person: int) -> None:
        """Deletes what a person follows or waits for."""
        self._db.execute("DELETE FROM telegram_follows WHERE person = ?", (person,))

    def _rows(self, where: str, *values: int | str) -> list[Follow]:
        rows = self._db.query(f"SELECT * FROM telegram_follows WHERE {where} ORDER BY id", values)  # noqa: S608
        return [_follow(row) for row in rows]


def _follow(row: Mapping[str, Any]) -> Follow:
    return Follow(**{**row, "once": bool(row["once"]), "known": frozenset(json.loads(row["known"]))})
