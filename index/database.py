"""A connection to the data folder's SQLite file, which several threads and processes read and write at once."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

_BUSY_MS = 30_000


class Connection(Database):
    """One thread's connection: what it says is written is on the disk, and it waits for other writers."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        self.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        """A transaction, or a part of the one that is open.

        It waits for other writers when it begins: one that has read, as sqlite-utils does before it writes, is not let
        wait by SQLite but fails (SQLITE_BUSY_SNAPSHOT, https://sqlite.org/rescode.html#busy_snapshot).
        """
        if self.conn.in_transaction:
            with super().atomic():
                yield self
            return
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield self
            self.conn.execute("COMMIT")
        except BaseException:
            self.conn.rollback()
            raise
