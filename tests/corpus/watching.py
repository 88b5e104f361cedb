"""The memory of the processes that read files, as the system tells it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_EVERY_S = 0.02
_READER = "corpus.contained"


class Watch:
    """The most bytes of memory that a reader has had, among those that were seen at a look.

    A child that has not yet become one has the memory of this process.
    """

    def __init__(self) -> None:
        self.peak = 0

    def look(self, *_: object) -> None:
        """Asks the system for the peaks of this process's readers."""
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                is_reader = _READER in (status.parent / "cmdline").read_text()
                if is_reader and int(fields["PPid"]) == os.getpid():
                    self.peak = max(self.peak, 1024 * int(fields["VmHWM"].split()[0]))
            except (OSError, KeyError):
                continue


@contextmanager
def watching() -> Iterator[Watch]:
    """Looks again and again until the block ends."""
    watch, over = Watch(), threading.Event()

    def look() -> None:
        while not over.wait(_LOOK_EVERY_S):
            watch.look()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()
