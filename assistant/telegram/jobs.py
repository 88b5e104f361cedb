"""What takes longer than an answer: files to read, records to publish. It waits in the database, so that none is lost.

A job is done one after another of its lane, from the start again where a former process was cut off, and its outcome is
said once: in the message that showed how far it was.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Literal, TypeAlias

from telegram import Bot
from telegram.error import TelegramError

from assistant.errors import AssistantError
from assistant.telegram.delivery import Delivery
from assistant.telegram.inbox import Inbox
from assistant.telegram.letters import Letter, Reply
from assistant.telegram.migrations import connected
from assistant.telegram.render import text_message
from assistant.telegram.reports import where
from assistant.telegram.tasks import end
from assistant.telegram.texts import Texts, texts_for
from assistant.telegram.threads import OwnThread
from corpus.record import CorpusError
from index.errors import SearchError

log = logging.getLogger(__name__)

TELL_EVERY_S = 2.0
"""Between two edits of the message that shows how far a job is; a group takes 20 a minute."""
LOOK_EVERY_S = 0.5
LOOKS = 60
"""How often a job looks whether its update is answered; where Telegram takes nothing, it goes on after that."""
SETTLE_S = 3.0
"""After the last picture of an album, and after a start, for more of it to come: Telegram hands them on together."""
_BAR = 12
_LONG_S = 90.0


Gathered: TypeAlias = Literal["first", "more", "late"]
"""What a file is to its album: the one that asked for it to be read, one of the others, or one that came after that."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job of a lane, for a person in a chat. ``about`` is what the lane's worker needs to know."""

    lane: str
    about: Mapping[str, Any]
    chat_id: int
    update_id: int
    """The update that asked for it, in which the message is that shows how far it is."""
    message_id: int | None = None
    """That message, where it was there before the update."""
    language: str | None = None
    id: int = 0


@dataclass(slots=True)
class Progress:
    """How far a job is, as its worker says from any thread; ``cancelled`` is asked by the worker."""

    line: str = ""
    done: int = 0
    total: int | None = None
    cancelled: bool = False
    _began: float = 0.0
    _first: int = 0

    def at(self, line: str, done: int, total: int | None) -> None:
        """Says where the job is: ``done`` of ``total``, None where that is not known."""
        if line != self.line or done < self.done:
            self._began, self._first = time.monotonic(), done
        self.line, self.done, self.total = line, done, total

    @property
    def left_s(self) -> float | None:
        """The seconds that the line's work goes on at its speed so far; None where nothing is known of it yet."""
        more = self.done - self._first
        if not self.total or more <= 0:
            return None
        return (time.monotonic() - self._began) / more * (self.total - self.done)


Worker: TypeAlias = Callable[[Job, Progress, Texts], Awaitable[Reply]]
"""Does a job. What it raises of the project's own errors is its outcome in one line."""


class Jobs:
    """The jobs of one database. Belongs to the thread that opened it."""

    def __init__(self, database: Path) -> None:
        self._db = connected(database)
        settled = "UPDATE telegram_jobs SET ripe_at = ? WHERE ripe_at IS NOT NULL AND state = 'waiting'"
        self._db.execute(settled, (time.time() + SETTLE_S,))

    def close(self) -> None:
        """Closes the connection."""
        self._db.close()

    def add(self, job: Job) -> int:
        """Stores a job; one that the same update asked for is not stored again. Gives its id."""
        asked = list(self._db.query("SELECT id FROM telegram_jobs WHERE update_id = ?", [job.update_id]))
        return int(asked[0]["id"]) if asked else self._insert(job)

    def gather(self, job: Job, album: str) -> Gathered:
        """Stores the job of one of an album's files, or adds that file to the job of the album, which begins once no
        more have come for a while."""
        (file,) = job.about["files"]
        with self._db.atomic():
            values = [job.chat_id, album]
            rows = list(self._db.query("SELECT * FROM telegram_jobs WHERE chat_id = ? AND album = ?", values))
            if not rows:
                self._insert(job, album, time.time() + SETTLE_S)
                return "first"
            gathering, about = rows[0], json.loads(rows[0]["about"])
            if gathering["update_id"] == job.update_id:
                return "first"
            if file in about.get("files", ()):
                return "more"
            if gathering["ripe_at"] is None:
                return "late"
            more = json.dumps(about | {"files": [*about["files"], file]}, ensure_ascii=False)
            changed = {"about": more, "ripe_at": time.time() + SETTLE_S}
            self._db.table("telegram_jobs").update(gathering["id"], changed)
            return "more"

    def _insert(self, job: Job, album: str | None = None, ripe_at: float | None = None) -> int:
        row = {
            "lane": job.lane,
            "about": json.dumps(dict(job.about), ensure_ascii=False),
            "chat_id": job.chat_id,
            "update_id": job.update_id,
            "message_id": job.message_id,
            "language": job.language,
            "state": "waiting",
            "asked_at": time.time(),
            "album": album,
            "ripe_at": ripe_at,
        }
        self._db.table("telegram_jobs").insert(row)
        return int(self._db.execute("SELECT last_insert_rowid()").fetchone()[0])

    def next(self, lane: str) -> Job | None:
        """The oldest job of a lane that is not done and waits for no more files; nothing is added to it from here."""
        rows = self._db.query(
            """SELECT * FROM telegram_jobs WHERE lane = ? AND state = 'waiting' AND (ripe_at IS NULL OR ripe_at <= ?)
                ORDER BY id LIMIT 1""",
            [lane, time.time()],
        )
        job = next(map(_job, rows), None)
        if job is not None:
            self._db.execute("UPDATE telegram_jobs SET ripe_at = NULL WHERE id = ?", (job.id,))
        return job

    def waiting(self, lane: str) -> int:
        """How many jobs of a lane are not done."""
        found = self._db.execute("SELECT count(*) FROM telegram_jobs WHERE lane = ? AND state = 'waiting'", (lane,))
        return int(found.fetchone()[0])

    def is_asked(self, update_id: int) -> bool:
        """Whether an update has asked for a job."""
        return bool(list(self._db.query("SELECT 1 FROM telegram_jobs WHERE update_id = ?", [update_id])))

    def finish(self, id: int) -> None:
        """The job is done, and its outcome stored."""
        self._db.execute("UPDATE telegram_jobs SET state = 'done', about = '{}' WHERE id = ?", (id,))


def _job(row: Mapping[str, Any]) -> Job:
    kept = {name: row[name] for name in ("lane", "chat_id", "update_id", "message_id", "language", "id")}
    return Job(about=json.loads(row["about"]), **kept)


class Lane:
    """Does the jobs of one lane, one after another."""

    def __init__(
        self, name: str, worker: Worker, jobs: OwnThread[Jobs], inbox: OwnThread[Inbox], delivery: Delivery, bot: Bot
    ) -> None:
        self._name = name
        self._worker = worker
        self._jobs = jobs
        self._inbox = inbox
        self._delivery = delivery
        self._bot = bot

    async def run(self) -> None:
        """Does what waits, and what comes, until it is cancelled."""
        while True:
            job = await self._jobs(Jobs.next, self._name)
            if job is None:
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            await self._do(job)

    async def _do(self, job: Job) -> None:
        """Does a job, unless a former process has stored its outcome, and says the outcome."""
        key = f"job {job.id}"
        number = await self._inbox(Inbox.notice, key)
        if number is None:
            await self._acknowledged(job)
            number = await self._inbox(Inbox.notify, await self._outcome(job), key)
        await self._delivery.deliver(number)
        await self._jobs(Jobs.finish, job.id)

    async def _acknowledged(self, job: Job) -> None:
        """Waits until the update is answered: the outcome takes the place of that, and not the other way about."""
        for _ in range(LOOKS):
            if await self._inbox(Inbox.state, job.update_id) == "done":
                return
            await asyncio.sleep(LOOK_EVERY_S)

    async def _outcome(self, job: Job) -> Letter:
        texts, progress = texts_for(job.language), Progress()
        message = job.message_id or await self._inbox(Inbox.sent_for, job.update_id)
        telling = asyncio.create_task(self._tell(job, message, progress, texts))
        try:
            reply = await self._worker(job, progress, texts)
        except (AssistantError, CorpusError, SearchError) as error:
            log.warning("a job of %s ended: %s", self._name, type(error).__name__)
            reply = Reply(text_message(str(error)))
        except Exception as error:
            log.error("a job of %s failed: %s", self._name, where(error))
            reply = Reply(text_message(texts.sorry))
        finally:
            progress.cancelled = True
            await end(telling)
        return Letter(job.chat_id, reply.messages, keyboard=reply.keyboard, edits=message)

    async def _tell(self, job: Job, message: int | None, progress: Progress, texts: Texts) -> None:
        """Shows how far the job is, and that it goes on, until it ends; an edit that fails is not tried again."""
        glasses = cycle("⏳⌛")
        while message is not None:
            await asyncio.sleep(TELL_EVERY_S)
            said = shown_progress(progress, texts)
            if said:
                with suppress(TelegramError):
                    await self._bot.edit_message_text(f"{next(glasses)} {said}", job.chat_id, message)


def shown_progress(progress: Progress, texts: Texts) -> str:
    """A line, a bar where the end is known, the numbers, and the time that is left."""
    if not progress.line:
        return ""
    if not progress.total:
        return f"{progress.line} {progress.done:,}"
    full = min(_BAR, _BAR * progress.done // progress.total)
    bar = f"{progress.line}\n{'▓' * full}{'░' * (_BAR - full)} {progress.done:,}/{progress.total:,}"
    left, said = progress.left_s, texts.uploads
    if left is None:
        return bar
    if left < _LONG_S:
        return f"{bar} · {said.seconds_left.format(math.ceil(left))}"
    return f"{bar} · {said.minutes_left.format(math.ceil(left / 60))}"
