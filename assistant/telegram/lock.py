"""One bot at a time in a data folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError

FILE = "bot.lock"


class AlreadyRunning(AssistantError):
    """Another bot serves this data folder."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"มีบอตอื่นใช้โฟลเดอร์ข้อมูลนี้อยู่แล้ว (PID {pid}) กรุณาหยุดตัวนั้นก่อน หรือใช้ --home โฟลเดอร์อื่น")


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Holds the data folder's lock, which the system lets go with the process. Raises AlreadyRunning."""
    with (home / FILE).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise AlreadyRunning(file.read().strip() or "?") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
