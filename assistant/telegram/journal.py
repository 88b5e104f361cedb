"""The journal: who asked what and what it was answered from, so that the buttons under an answer work for years."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from assistant.answer import Answer, Status
from assistant.telegram.migrations import connected
from index.registers import Register

Feedback = Literal["good", "bad", "wrong", "incomplete", "outdated", "miscited"]
"""What a person says of an answer: that it helped, that it did not, and then why."""
_DAY_S = 24 * 3600


class Cited(NamedTuple):
    """A quote of an answer: a range of a revision's text, in code points, and its page."""

    revision: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer that was given. ``link`` names it in links that lead to a private chat, and cannot be guessed."""

    chat_id: int
    person: int | None
    question: str
    status: Status
    took_ms: int = 0
    cited: tuple[Cited, ...] = ()
    register: Register | None = None
    """The register whose rows ``question`` chooses, where it asks to list or to count."""
    id: int = 0
    link: str = ""
    asked_at: float = 0.0
    feedback: str | None = None


def entry_of(answer: Answer, chat_id: int, person: int | None) -> Entry:
    """What is noted of an answer."""
    cited = tuple(Cited(c.revision, c.start, c.end, c.page) for c in answer.citations)
    return Entry(chat_id, person, answer.asked, answer.status, answer.took_ms, cited, answer.register)


class Journal:
    """The entries of one database. Belongs to the thread that opened it. ``kept_days`` of 0 keeps them for ever."""

    def __init__(self, database: Path, kept_days: int = 0) -> None:
        self._db = connected(database)
        self._kept_s = kept_days * _DAY_S

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()

    def add(self, entry: Entry) -> Entry:
        """Notes an answer, which gets its id and its link, and forgets what is older than is kept."""
        noted = replace(entry, link=secrets.token_hex(8), asked_at=time.time())
        if self._kept_s:
            oldest = noted.asked_at - self._kept_s
            self._db.execute("DELETE FROM telegram_answers WHERE asked_at < ?", (oldest,))
            self._db.execute("DELETE FROM telegram_follows WHERE once AND made_at < ?", (oldest,))
            self._db.execute("DELETE FROM telegram_changes WHERE at < ?", (oldest,))
        row = {name: getattr(noted, name) for name in _COLUMNS} | {"citations": json.dumps(noted.cited)}
        self._db.table("telegram_answers").insert(row)
        return replace(noted, id=self._db.execute("SELECT last_insert_rowid()").fetchone()[0])

    def entry(self, id: int) -> Entry | None:
        """An answer by its id."""
        return self._one("id = ?", id)

    def linked(self, link: str) -> Entry | None:
        """An answer by its link."""
        return self._one("link = ?", link)

    def took_ms(self, within_s: float = _DAY_S) -> list[int]:
        """What the answers of the last seconds took."""
        rows = self._db.query("SELECT took_ms FROM telegram_answers WHERE asked_at > ?", [time.time() - within_s])
        return [row["took_ms"] for row in rows if row["took_ms"]]

    def note(self, person: int | None, what: str, about: str) -> None:
        """Notes that somebody changed something: who may see what, mostly."""
        row = {"at": time.time(), "person": person, "what": what, "about": about}
        self._db.table("telegram_changes").insert(row)

    def say(self, id: int, feedback: Feedback) -> None:
        """Notes what a person says of an answer; what is said later holds."""
        self._db.execute("UPDATE telegram_answers SET feedback = ? WHERE id = ?", (feedback, id))

    def forget(self, person: int) -> int:
        """Deletes what a person asked; gives how many answers that were."""
        return int(self._db.execute("DELETE FROM telegram_answers WHERE person = ?", (person,)).rowcount)

    def _one(self, where: str, value: int | str) -> Entry | None:
        rows = self._db.query(f"SELECT * FROM telegram_answers WHERE {where}", [value])  # noqa: S608 (no value)
        return next(map(_entry, rows), None)


_COLUMNS = ("link", "chat_id", "person", "asked_at", "question", "status", "took_ms", "register")


def _entry(row: Mapping[str, Any]) -> Entry:
    cited = tuple(Cited(*each) for each in json.loads(row["citations"]))
    kept = {name: row[name] for name in (*_COLUMNS, "id", "feedback")}
    return Entry(**kept, cited=cited)
