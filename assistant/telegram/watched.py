"""A folder whose files are read as if admins had sent them: they wait for an admin's word, or are published at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from assistant.intake import Intake, Staged
from assistant.telegram.changing import CHANGING
from assistant.telegram.delivery import Delivery
from assistant.telegram.inbox import Inbox
from assistant.telegram.jobs import Job, Jobs
from assistant.telegram.letters import Letter
from assistant.telegram.texts import THAI
from assistant.telegram.threads import InPool, OwnThread
from assistant.telegram.uploads import staged_reply

log = logging.getLogger(__name__)

EVERY_S = 5.0
"""Between two looks; a file that is the same in both has settled."""
READ, REFUSED = "read", "refused"
"""The folders within the watched one that files are moved to."""
_NO_UPDATE = -(10**12)
"""Below it are numbers of jobs that no update asked for."""


class Watched:
    """One folder, on behalf of the admins. With ``publishes``, what is read goes into the index at once."""

    def __init__(
        self,
        folder: Path,
        publishes: bool,
        admins: Sequence[int],
        intake: InPool[Intake],
        jobs: OwnThread[Jobs],
        inbox: OwnThread[Inbox],
        delivery: Delivery,
    ) -> None:
        self._folder = folder
        self._publishes = publishes
        self._admins = admins
        self._intake = intake
        self._jobs = jobs
        self._inbox = inbox
        self._delivery = delivery
        self._seen: dict[Path, tuple[int, int]] = {}

    async def watch(self) -> None:
        """Looks again and again, until it is cancelled."""
        while True:
            try:
                for path in self._settled():
                    await self._take(path)
            except OSError as error:
                log.error("the watched folder cannot be read: %s", type(error).__name__)
            await asyncio.sleep(EVERY_S)

    def _settled(self) -> list[Path]:
        """The files that are as they were at the look before."""
        found = {path: _state(path) for path in self._folder.iterdir() if _is_wanted(path)}
        settled = [path for path, state in sorted(found.items()) if self._seen.get(path) == state]
        self._seen = found
        return settled

    async def _take(self, path: Path) -> None:
        """Reads a file, tells the admins, and moves it, in that order: what is cut off is done again.

        Of what is published at once they are told the outcome, and at once only what could not be read.
        """
        state = _state(path)
        staged = await self._intake(lambda intake: intake.stage(path))
        drafts = [each.draft for each in staged if each.draft is not None]
        at_once = self._publishes and bool(self._admins)
        if drafts and at_once:
            about = {"do": ["publish", *map(str, drafts)]}
            await self._jobs(Jobs.add, Job(CHANGING, about, self._admins[0], _NO_UPDATE - drafts[0]))
        told = [each for each in staged if each.draft is None or not at_once]
        previews = await self._intake(lambda intake: [] if at_once else [intake.preview(draft) for draft in drafts])
        reply = staged_reply(told, previews, THAI)
        for admin in self._admins if told else ():
            key = f"watched {admin} {state[1]} {path.name}"
            number = await self._inbox(Inbox.notify, Letter(admin, reply.messages, keyboard=reply.keyboard), key)
            await self._delivery.deliver(number)
        _move(path, self._folder / (READ if _is_read(staged) else REFUSED))


def _is_read(staged: Sequence[Staged]) -> bool:
    return any(each.draft is not None for each in staged)


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _is_wanted(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$")) and not path.name.endswith((".part", ".crdownload"))


def _move(path: Path, folder: Path) -> None:
    """Into a folder, under a number where the name is taken."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 2
    while target.exists():
        target, number = folder / f"{path.stem} ({number}){path.suffix}", number + 1
    path.rename(target)
