"""The index is changed by ``bot.py`` in a process of its own, as the jobs of one lane."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.intake import Intake
from assistant.telegram.jobs import Job, Progress
from assistant.telegram.letters import Reply
from assistant.telegram.texts import Texts
from assistant.telegram.threads import InPool
from assistant.telegram.uploads import changed_reply
from index.drafts import Draft

log = logging.getLogger(__name__)

CHANGING = "changing"
"""The lane of jobs: one thing at a time changes the index."""
PUBLISHES = "publish"
"""The command that publishes drafts, before their numbers."""
BUSY = 75
"""The exit status of a command that found the index being changed: the system's EX_TEMPFAIL."""
_AGAIN_S = 2.0
_ATTEMPTS = 3
"""Of a command that was killed or failed without a line for a person."""
_TRACEBACK = "Traceback (most recent call last)"


class Refused(AssistantError):
    """A command's own line for a person."""


class Changing:
    """How the index is changed: by ``command``, that of ``bot.py``, over the data folder ``home``."""

    def __init__(self, intake: InPool[Intake], command: Sequence[str], home: Path) -> None:
        self._intake = intake
        self._command = command
        self._home = home

    async def change(self, job: Job, progress: Progress, texts: Texts) -> Reply:
        """Runs the command that changes the index; where another one does that, it waits its turn.

        One that was cut off is run again. Drafts that are published already, by a former process or another admin,
        are published.
        """
        arguments, attempts = job.about["do"], 0
        while True:
            progress.at(texts.uploads.changing, 0, None)
            status, last, line = await self._run(arguments, progress, texts)
            drafts = await self._intake(lambda intake: intake.drafts(_drafts_of(arguments)))
            generation = last.get("generation") if status == 0 else _published_in(drafts)
            if generation is not None:
                return changed_reply(generation, await self._intake(Intake.history), texts)
            if line:
                raise Refused(line)
            attempts += status != BUSY
            if attempts == _ATTEMPTS:
                log.error("the index could not be changed")
                raise Refused(texts.uploads.not_changed)
            await asyncio.sleep(_AGAIN_S)

    async def _run(self, arguments: Sequence[str], progress: Progress, texts: Texts) -> tuple[int, dict[str, Any], str]:
        """The exit status of a command, the last object that it printed, and its line for a person, or ""."""
        pipe = asyncio.subprocess.PIPE
        command = (*self._command, *arguments, "--home", str(self._home), "--json")
        child = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
        last: dict[str, Any] = {}
        lines = {"reading": texts.uploads.rereading, "encoding": texts.uploads.encoding}
        try:
            assert child.stdout  # noqa: S101 (a pipe, as the next)
            assert child.stderr  # noqa: S101
            errors = asyncio.create_task(child.stderr.read())
            async for line in child.stdout:
                last = json.loads(line)
                doing = lines.get(last.get("step", ""), texts.uploads.changing)
                progress.at(doing, last.get("done", 0), last.get("total"))
            said, status = (await errors).decode("utf-8", "replace"), await child.wait()
            if status not in (0, 1, BUSY) or _TRACEBACK in said:
                log.warning("a command that changes the index ended with %d", status)
            return status, last, _line(status, said)
        finally:
            if child.returncode is None:
                with suppress(ProcessLookupError):
                    child.send_signal(signal.SIGTERM)
                await child.wait()


def _line(status: int, said: str) -> str:
    """What a command that ended with 1 says to a person: its last line, where that is not of a traceback."""
    lines = said.strip().splitlines() if status == 1 and _TRACEBACK not in said else []
    return lines[-1] if lines else ""


def _drafts_of(arguments: Sequence[str]) -> list[int]:
    """The drafts that a command publishes."""
    return [int(number) for number in arguments[1:]] if arguments[0] == PUBLISHES else []


def _published_in(drafts: Sequence[Draft]) -> int | None:
    """The generation that drafts were published in together."""
    generations = {draft.generation for draft in drafts}
    return generations.pop() if len(generations) == 1 else None
