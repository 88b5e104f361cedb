"""The Office files of a data folder as PDFs: each is made once, one at a time, and kept in a folder of theirs."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock, Thread
from typing import TypeAlias

from assistant.errors import AssistantError
from assistant.pdf_page import is_pdf
from corpus.office import KINDS, find_office, to_pdf

log = logging.getLogger(__name__)

FOLDER = "renderings"
WAIT_S = 4.0
"""How long a person waits for a rendering: most take two or three seconds."""
MOST_BYTES = 200_000_000
"""What is kept on disk; those that were looked at longest ago go first."""
PREPARING = "กำลังเตรียมภาพหน้า กดดูใหม่ได้ในครู่เดียว ระหว่างนี้แสดงเป็นข้อความ"
"""What stands over the text that is shown meanwhile."""

Convert: TypeAlias = Callable[[bytes, str], bytes | None]


class Unfinished(AssistantError):
    """The rendering is being made."""


class Renderings:
    """The renderings of one data folder. Any number of threads may ask at once; one of them waits."""

    def __init__(
        self, home: Path, convert: Convert = to_pdf, wait_s: float = WAIT_S, most_bytes: int = MOST_BYTES
    ) -> None:
        self._folder = home / FOLDER
        self._convert, self._wait_s, self._most_bytes = convert, wait_s, most_bytes
        self._jobs: dict[str, Future[bytes | None]] = {}
        self._asking, self._converting, self._waiting = Lock(), Lock(), Lock()

    def pdf(self, revision: str, name: str, original: bytes) -> bytes | None:
        """The PDF of a revision's file; None where it is no Office file, or cannot be converted. Raises Unfinished."""
        suffix = Path(name).suffix.lower()
        if suffix not in KINDS or is_pdf(original):
            return None
        with self._asking:
            kept = self._kept(revision)
            if kept is not None or find_office() is None:
                return kept
            job = self._jobs.get(revision) or self._begin(revision, suffix, original)
        return self._awaited(job)

    def _kept(self, revision: str) -> bytes | None:
        path = self._folder / f"{revision}.pdf"
        try:
            data = path.read_bytes()
            path.touch()
        except OSError:
            return None
        return data

    def _begin(self, revision: str, suffix: str, original: bytes) -> Future[bytes | None]:
        """A job that stays only where it failed: the file is not tried again until the next start."""
        job = self._jobs[revision] = Future()
        Thread(target=self._make, args=(job, revision, suffix, original), daemon=True).start()
        return job

    def _awaited(self, job: Future[bytes | None]) -> bytes | None:
        if job.done():
            return job.result()
        if not self._waiting.acquire(blocking=False):
            raise Unfinished
        try:
            return job.result(self._wait_s)
        except TimeoutError as error:
            raise Unfinished from error
        finally:
            self._waiting.release()

    def _make(self, job: Future[bytes | None], revision: str, suffix: str, original: bytes) -> None:
        data = None
        try:
            with self._converting:
                data = self._convert(original, suffix)
            if data is not None:
                self._keep(revision, data)
        except OSError as error:
            log.warning("cannot make or keep a rendering: %s", error)
        job.set_result(data)

    def _keep(self, revision: str, data: bytes) -> None:
        """Writes a rendering whole or not at all, and takes away the oldest."""
        self._folder.mkdir(exist_ok=True)
        partial = self._folder / f"{revision}.partial"
        partial.write_bytes(data)
        with self._asking:
            partial.replace(self._folder / f"{revision}.pdf")
            self._jobs.pop(revision, None)
            left = self._most_bytes
            for path in sorted(self._folder.glob("*.pdf"), key=os.path.getmtime, reverse=True):
                left -= path.stat().st_size
                if left < 0:
                    path.unlink(missing_ok=True)
