"""Who asks goes before an ingest: it waits, step by step, while an answer is being found.

Priorities of the system do not do it: two threads of one core slow each other down whatever theirs are.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_S = 2.0
"""How long an ingest waits between two steps, so that it ends however much is asked."""
_LOOK_EVERY_S = 0.01


class Precedence:
    """What those who answer and an ingest over one data folder know of each other: a lock file there."""

    def __init__(self, home: Path) -> None:
        self._path = home / "answering.lock"

    @contextmanager
    def first(self) -> Iterator[None]:
        """While an answer is being found; any number of them may be at once."""
        with self._path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield

    def give_way(self) -> None:
        """Returns when no answer is being found, or after `LONGEST_S`."""
        until = time.monotonic() + LONGEST_S
        with self._path.open("w") as file:
            while time.monotonic() < until:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(_LOOK_EVERY_S)
                else:
                    return
