"""The durable inbox: what Telegram sent, and what is sent back for it, so that a kill at any moment loses nothing.

An update is ``received`` until its answer is stored, ``sending`` until every part of it is known to have been
delivered, then ``done``. A part is marked as tried before it is sent and carries its message id after; one that is
tried and has no id may or may not have been delivered.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any, Literal, cast

from assistant.telegram.letters import Letter, Part, part_of, rows_of
from assistant.telegram.migrations import connected

State = Literal["received", "sending", "done"]

KEPT_S = 2 * 24 * 3600
"""How long a done update is remembered: Telegram repeats none after a day, and may number anew after a week."""
_SUPERGROUPS = -1_000_000_000_000
"""Chat ids at or below it are supergroups, each with message ids of its own; all other chats share one counter."""


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came: ``payload`` is its JSON, ``moved`` the old and the new id of a group that it says moved.

    The message of one that is ``pressed`` is the bot's own, with the button under it.
    """

    update_id: int
    chat_id: int | None
    message_id: int | None
    payload: str
    moved: tuple[int, int] | None = None
    pressed: bool = False


class Inbox:
    """The bot's rows in the database. Belongs to the thread that opened it."""

    def __init__(self, database: Path) -> None:
        self._db = connected(database)

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()

    def store(self, updates: Sequence[Received]) -> None:
        """Writes updates that came, each once; a chat that writes is active again."""
        now = time.time()
        with self._db.atomic():
            for update in updates:
                self._db.execute(
                    "INSERT OR IGNORE INTO telegram_updates VALUES (?, ?, ?, ?, 'received', ?, ?)",
                    (update.update_id, update.chat_id, update.message_id, update.payload, now, int(update.pressed)),
                )
                if update.chat_id is not None:
                    self._db.execute(
                        "INSERT INTO telegram_chats (chat_id) VALUES (?) ON CONFLICT DO UPDATE SET active = 1",
                        (update.chat_id,),
                    )
                if update.moved:
                    self.move_chat(*update.moved)
            self._forget(now - KEPT_S)

    def _forget(self, before: float) -> None:
        old = "SELECT update_id FROM telegram_updates WHERE state = 'done' AND received_at < ?"
        self._db.execute(f"DELETE FROM telegram_parts WHERE update_id IN ({old})", (before,))  # noqa: S608 (no value)
        self._db.execute("DELETE FROM telegram_updates WHERE state = 'done' AND received_at < ?", (before,))

    def unfinished(self) -> list[str]:
        """The payloads of updates that are not done, in the order they came."""
        rows = self._rows(
            "SELECT payload FROM telegram_updates WHERE state != 'done' AND update_id > 0 ORDER BY update_id"
        )
        return [row["payload"] for row in rows]

    def notices(self) -> list[int]:
        """The numbers of what the bot says of its own accord and is not done, oldest first."""
        rows = self._rows(
            "SELECT update_id FROM telegram_updates WHERE state != 'done' AND update_id < 0 ORDER BY update_id DESC"
        )
        return [row["update_id"] for row in rows]

    def notice(self, key: str) -> int | None:
        """The number of what was stored under a key, where it still is."""
        stored = list(self._db.query("SELECT update_id FROM telegram_updates WHERE payload = ?", [key]))
        return int(stored[0]["update_id"]) if stored else None

    def notify(self, letter: Letter, key: str) -> int:
        """Stores what the bot says of its own accord; gives the number under which it is delivered, below 0.

        What was stored under the same ``key``, a name without anybody's words, is not stored again.
        """
        stored = self.notice(key)
        if stored is not None:
            return stored
        with self._db.atomic():
            number = self._rows("SELECT min(0, coalesce(min(update_id), 0)) - 1 AS id FROM telegram_updates")[0]["id"]
            last = self._last(letter.chat_id)
            self._db.execute(
                "INSERT INTO telegram_updates VALUES (?, ?, ?, ?, 'received', ?, 0)",
                (number, letter.chat_id, last, key, time.time()),
            )
            self.put(number, letter)
        return int(number)

    def waiting(self) -> int:
        """How many updates and notices are not done."""
        return int(self._rows("SELECT count(*) AS n FROM telegram_updates WHERE state != 'done'")[0]["n"])

    def state(self, update_id: int) -> State:
        """Where an update stands; one that is long forgotten is done."""
        rows = self._rows("SELECT state FROM telegram_updates WHERE update_id = ?", update_id)
        return cast(State, rows[0]["state"]) if rows else "done"

    def put(self, update_id: int, *letters: Letter) -> None:
        """Stores what is to be sent for a received update."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE telegram_updates SET state = 'sending' WHERE update_id = ? AND state = 'received'", (update_id,)
            )
            rows = (row for letter in letters for row in rows_of(letter))
            self._db.table("telegram_parts").insert_all(
                {"update_id": update_id, "number": number, **row} for number, row in enumerate(rows)
            )
            for letter in letters:
                if letter.greets:
                    self._db.execute("UPDATE telegram_chats SET greeted = 1 WHERE chat_id = ?", (letter.chat_id,))

    def next_part(self, update_id: int) -> Part | None:
        """The first part that is not known to be delivered."""
        rows = self._rows(
            """SELECT update_id, number, chat_id, thread_id, reply_to, html, plain, tried, keyboard, edits, attachment,
                      guarded, seen
                 FROM telegram_parts WHERE update_id = ? AND message_id IS NULL ORDER BY number LIMIT 1""",
            update_id,
        )
        return part_of(rows[0]) if rows else None

    def mark_tried(self, part: Part) -> None:
        """Says that the part is about to be sent: from here it may have been delivered, after all that is known."""
        self._set(part, "tried = ?", self._last(part.chat_id) or 1)

    def mark_refused(self, part: Part) -> None:
        """Says that Telegram refused the part: it was not delivered."""
        self._set(part, "tried = 0")

    def mark_sent(self, part: Part, message_id: int) -> None:
        """Says that the part was delivered, as this message; its text is no longer needed."""
        self._set(part, "html = NULL, plain = '', message_id = ?", message_id)

    def make_plain(self, part: Part) -> None:
        """From now on the part is sent without markup."""
        self._set(part, "html = NULL")

    def make_new(self, part: Part) -> None:
        """The message that the part was to take the place of is gone: it is sent as a new one."""
        self._set(part, "edits = NULL")

    def sent_for(self, update_id: int) -> int | None:
        """The last message that was sent for an update."""
        rows = self._rows("SELECT max(message_id) AS id FROM telegram_parts WHERE update_id = ?", update_id)
        return cast("int | None", rows[0]["id"])

    def shown(self, answer: int, chat_id: int) -> int | None:
        """The message in which the chat last saw the context of an answer, where that is still remembered."""
        rows = self._rows(
            """SELECT max(message_id) AS id FROM telegram_parts
                WHERE shows = :answer AND chat_id = :chat AND message_id IS NOT NULL""",
            {"answer": answer, "chat": chat_id},
        )
        return cast("int | None", rows[0]["id"])

    def drop(self, part: Part) -> None:
        """Gives the part up."""
        self._db.execute("DELETE FROM telegram_parts WHERE update_id = ? AND number = ?", (part.update_id, part.number))

    def finish(self, update_id: int) -> None:
        """The update is done; its text is no longer needed, and the key of a notice is kept."""
        self._db.execute(
            """UPDATE telegram_updates SET state = 'done', payload = iif(update_id < 0, payload, '')
                WHERE update_id = ?""",
            (update_id,),
        )

    def close_chat(self, chat_id: int) -> None:
        """The chat takes nothing more: it is inactive, and all that waits for it is given up."""
        with self._db.atomic():
            self._db.execute("UPDATE telegram_chats SET active = 0 WHERE chat_id = ?", (chat_id,))
            self._db.execute("DELETE FROM telegram_parts WHERE chat_id = ? AND message_id IS NULL", (chat_id,))
            self._db.execute("UPDATE telegram_updates SET state = 'done', payload = '' WHERE chat_id = ?", (chat_id,))

    def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: its rows, and what it may do, go with it."""
        with self._db.atomic():
            self._db.execute(
                """INSERT INTO telegram_chats (chat_id, former_id) VALUES (:new, :old)
                   ON CONFLICT DO UPDATE SET former_id = :old""",
                {"old": old, "new": new},
            )
            self._db.execute("UPDATE telegram_follows SET chat_id = ? WHERE chat_id = ?", (new, old))
            self._db.execute(
                """UPDATE telegram_parts SET chat_id = ?, reply_to = NULL, tried = min(tried, 1)
                    WHERE chat_id = ? AND message_id IS NULL""",
                (new, old),
            )
            self._db.execute(
                """UPDATE telegram_chats SET greeted = (SELECT greeted FROM telegram_chats WHERE chat_id = :old)
                    WHERE chat_id = :new AND EXISTS (SELECT 1 FROM telegram_chats WHERE chat_id = :old)""",
                {"old": old, "new": new},
            )

    def is_greeted(self, chat_id: int) -> bool:
        """Whether the chat had its one line for strangers."""
        return bool(self._rows("SELECT 1 FROM telegram_chats WHERE chat_id = ? AND greeted", chat_id))

    def chat_ids(self, chat_id: int) -> tuple[int, ...]:
        """The chat's id, and the one it had before it became a supergroup."""
        rows = self._rows("SELECT former_id FROM telegram_chats WHERE chat_id = ? AND former_id IS NOT NULL", chat_id)
        return (chat_id, *(row["former_id"] for row in rows))

    def candidates(self, part: Part, limit: int) -> list[int]:
        """Ids that the message of a tried part may have: the first that were free when it was tried.

        What came before it was tried has lower ids, however much of it is not fetched yet.
        """
        after = self._rows(
            """SELECT max(message_id) AS id FROM (
                 SELECT message_id FROM telegram_updates WHERE update_id = :update
                 UNION ALL SELECT message_id FROM telegram_parts WHERE update_id = :update
                 UNION ALL SELECT tried FROM telegram_parts WHERE update_id = :update AND message_id IS NULL)""",
            {"update": part.update_id},
        )[0]["id"]
        same_counter, values = _counter(part.chat_id)
        known = self._rows(
            f"""SELECT message_id AS id FROM telegram_updates WHERE {same_counter} AND NOT pressed
                UNION SELECT message_id FROM telegram_parts WHERE {same_counter} AND message_id IS NOT NULL""",  # noqa: S608
            values,
        )
        taken = {row["id"] for row in known}
        return list(islice((id for id in count((after or 0) + 1) if id not in taken), limit))

    def _last(self, chat_id: int) -> int | None:
        """The highest message id that is known of the chat's counter."""
        same_counter, values = _counter(chat_id)
        row = self._rows(
            f"""SELECT max(message_id) AS id FROM (
                  SELECT message_id FROM telegram_updates WHERE {same_counter}
                  UNION ALL SELECT message_id FROM telegram_parts WHERE {same_counter})""",  # noqa: S608 (no value)
            values,
        )[0]
        return cast("int | None", row["id"])

    def _set(self, part: Part, assignments: str, *values: int) -> None:
        self._db.execute(
            f"UPDATE telegram_parts SET {assignments} WHERE update_id = ? AND number = ?",  # noqa: S608
            (*values, part.update_id, part.number),
        )

    def _rows(self, sql: str, parameters: int | dict[str, int] | None = None) -> list[dict[str, Any]]:
        values = (parameters,) if isinstance(parameters, int) else parameters
        return list(self._db.query(sql, values))


def _counter(chat_id: int) -> tuple[str, dict[str, int]]:
    """The rows whose message ids come from the same counter as those of a chat, as a condition and its values."""
    condition = "chat_id = :chat" if chat_id <= _SUPERGROUPS else "chat_id > :supergroups"
    return condition, {"chat": chat_id, "supergroups": _SUPERGROUPS}
