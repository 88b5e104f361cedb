"""What went wrong, for admins: where and of what kind, never anybody's words."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.telegram.delivery import Delivery
from assistant.telegram.inbox import Inbox
from assistant.telegram.letters import Letter
from assistant.telegram.render import text_message
from assistant.telegram.texts import THAI
from assistant.telegram.threads import OwnThread

EVERY_S = 5.0
SILENT_S = 3600.0
"""For which an error that was told is not told again."""
_KEPT = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """An error: when it was logged, in seconds since 1970, and its line in the log."""

    at: float
    line: str


class Failures(logging.Handler):
    """The last errors that the bot logged. Its own lines carry no text of people or records."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last: deque[Failure] = deque(maxlen=_KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a line."""
        self.last.append(Failure(record.created, f"{record.name}: {record.getMessage()}"))


async def report(failures: Failures, admins: Sequence[int], inbox: OwnThread[Inbox], delivery: Delivery) -> None:
    """Tells admins of each kind of error once an hour, until it is cancelled."""
    told: dict[str, float] = {}
    seen = 0.0
    while True:
        fresh = [failure for failure in list(failures.last) if failure.at > seen]
        for failure in fresh:
            seen = failure.at
            kind = re.sub(r"\d+", "#", failure.line)
            if time.time() - told.get(kind, 0.0) > SILENT_S:
                told[kind] = time.time()
                await _tell(failure, admins, inbox, delivery)
        await asyncio.sleep(EVERY_S)


async def _tell(failure: Failure, admins: Sequence[int], inbox: OwnThread[Inbox], delivery: Delivery) -> None:
    said = text_message(THAI.failure.format(failure.line))
    for admin in admins:
        number = await inbox(Inbox.notify, Letter(admin, said), f"failure {admin} {failure.at}")
        await delivery.deliver(number)


def where(error: BaseException) -> str:
    """The error's type and the lines it went through, without its message, which may hold a question."""
    lines = (f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__))
    return " ".join([type(error).__name__, *lines])
