"""What admins do with files and with the index: each long work is a job, and says in one message how far it is."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Bot, Message
from telegram.constants import FileSizeLimit

from assistant.errors import AssistantError
from assistant.intake import Intake, Preview, Staged
from assistant.telegram.jobs import Job, Jobs, Progress
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Reply
from assistant.telegram.render import text_message
from assistant.telegram.requests import Kind
from assistant.telegram.texts import LANGUAGES, Texts
from assistant.telegram.threads import InPool, OwnThread
from assistant.telegram.upload_texts import UploadTexts
from assistant.telegram.uploads import (
    BODY,
    CANDIDATES,
    DATE,
    PUBLISH,
    REPLACES,
    SHOW,
    TITLE,
    UNDO,
    VERSION,
    changed_reply,
    history_reply,
    preview_reply,
    staged_reply,
    versions_reply,
    waiting_reply,
)
from corpus.dates import find_dates
from index.drafts import Draft
from index.errors import SearchError

log = logging.getLogger(__name__)

READING, CHANGING = "reading", "changing"
"""The lanes of jobs: files are read, and beside that one thing at a time changes the index."""
BUSY = 75
"""The exit status of a command that found the index being changed: the system's EX_TEMPFAIL."""
_AGAIN_S = 2.0
_ATTEMPTS = 3
"""Of a command that was killed or failed without a line for a person."""
_PUBLISH = "publish"
_TRACEBACK = "Traceback (most recent call last)"
_NAME = re.compile(r"[\x00-\x1f/\\]+")


class Refused(AssistantError):
    """A command's own line for a person."""


@dataclass(frozen=True, slots=True)
class Changer:
    """How the index is changed: by ``bot.py``, in a process of its own that answers go before."""

    command: tuple[str, ...]
    home: Path


class Publishing:
    """The files that admins send and what becomes of them, and the generations."""

    def __init__(
        self,
        bot: Bot,
        intake: InPool[Intake],
        jobs: OwnThread[Jobs],
        journal: OwnThread[Journal],
        changer: Changer,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._jobs = jobs
        self._journal = journal
        self._changer = changer

    async def commanded(self, kind: Kind, message: Message, update_id: int, texts: Texts) -> Reply:
        """What is said to a file, and to a command of CHANGES."""
        if kind == "file":
            return await self._received(message, update_id, texts)
        if kind == "uploads":
            return waiting_reply(await self._intake(Intake.waiting), texts)
        generations = await self._intake(Intake.history)
        if kind == "history" or not generations:
            return history_reply(generations, texts)
        command = ["reindex"] if kind == "reindex" else ["undo", "--seen", str(generations[0].number)]
        return await self._ask(command, message, update_id, None, texts)

    async def _received(self, message: Message, update_id: int, texts: Texts) -> Reply:
        """Has a file read: the largest size of a picture, or a document."""
        file = message.document or message.photo[-1]
        if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
            return Reply(text_message(texts.uploads.too_big))
        given = message.document.file_name if message.document else None
        name = _NAME.sub("-", given or f"ภาพ-{message.message_id}.jpg")
        about = {"file": file.file_id, "name": name, "by": message.chat_id}
        await self._jobs(Jobs.add, Job(READING, about, message.chat_id, update_id, language=texts.code))
        return Reply(text_message(texts.uploads.received.format(name=name)))

    async def pressed(self, kind: str, values: Sequence[str], message: Message, update_id: int, texts: Texts) -> Reply:
        """What a button under a preview, a list or the history leads to. Raises SearchError and ValueError."""
        if kind == UNDO:
            arguments = ["undo", "--to", str(int(values[0])), "--seen", str(int(values[1]))]
            return await self._ask(arguments, message, update_id, message.message_id, texts)
        first, _, last = values[0].partition("-")
        if kind == PUBLISH:
            return await self._publish(range(int(first), int(last or first) + 1), message, update_id, texts)
        draft, said = int(first), texts.uploads
        if kind == SHOW:
            return preview_reply(await self._intake(lambda intake: intake.preview(draft)), texts)
        if kind in _ASKED:
            return Reply(text_message(_ASKED[kind](said).format(draft)))
        if kind == VERSION:
            names = await self._intake(lambda intake: intake.candidates(draft, CANDIDATES))
            return versions_reply(draft, names, texts)
        if kind == REPLACES:
            return await self._replace(draft, int(values[1]), texts)
        name = await self._intake(lambda intake: intake.discard(draft))
        await self._journal(Journal.note, message.chat_id, "discard", name)
        return Reply(text_message(said.discarded.format(name)), edits=True)

    async def _publish(self, numbers: range, message: Message, update_id: int, texts: Texts) -> Reply:
        if await self._jobs(Jobs.is_asked, update_id):
            return Reply(text_message(texts.uploads.changing), edits=True)
        waiting = [draft for draft in await self._intake(Intake.waiting) if draft.number in numbers]
        if not waiting:
            preview = await self._intake(lambda intake: intake.preview(numbers[0]))
            return preview_reply(preview, texts, edits=True)
        for draft in waiting:
            await self._journal(Journal.note, message.chat_id, "publish", draft.name)
        arguments = [_PUBLISH, *(str(draft.number) for draft in waiting)]
        return await self._ask(arguments, message, update_id, message.message_id, texts)

    async def _replace(self, draft: int, place: int, texts: Texts) -> Reply:
        names = await self._intake(lambda intake: intake.candidates(draft, CANDIDATES))
        chosen = names[place] if place >= 0 else ""
        return preview_reply(await self._intake(lambda intake: intake.edit(draft, replaces=chosen)), texts, edits=True)

    async def answered(self, message: Message, texts: Texts) -> Reply | None:
        """What is said to a reply to one of the bot's requests for a title or a date; None to anything else."""
        asked = message.reply_to_message
        if asked is None or asked.text is None or message.text is None:
            return None
        given = " ".join(message.text.split())
        for said in (each.uploads for each in LANGUAGES.values()):
            for kind, line in _ASKED.items():
                draft = _asked(line(said), asked.text)
                if draft is None:
                    continue
                if kind == DATE and _day(given) is None:
                    return Reply(text_message(f"{texts.uploads.bad_date}\n{said.ask_date.format(draft)}"))
                return await self._edited(partial(_correct, kind, draft, given), texts)
        return None

    async def _edited(self, edit: Callable[[Intake], Preview], texts: Texts) -> Reply:
        try:
            return preview_reply(await self._intake(edit), texts)
        except SearchError as error:
            return Reply(text_message(str(error)))

    async def _ask(
        self, arguments: Sequence[str], message: Message, update_id: int, shown: int | None, texts: Texts
    ) -> Reply:
        job = Job(CHANGING, {"do": list(arguments)}, message.chat_id, update_id, shown, texts.code)
        await self._jobs(Jobs.add, job)
        return Reply(text_message(texts.uploads.changing), edits=shown is not None)

    async def read(self, job: Job, progress: Progress, texts: Texts) -> Reply:
        """Fetches a file and reads it into drafts."""
        name, said = job.about["name"], texts.uploads
        progress.at(said.fetching.format(name=name), 0, None)
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            file = await self._bot.get_file(job.about["file"])
            await file.download_to_drive(path)

            def on_page(file_name: str, page: int, pages: int | None) -> None:
                progress.at(said.reading.format(name=file_name), page, pages)

            def stage(intake: Intake) -> list[Staged]:
                return intake.stage(path, job.about["by"], on_page, lambda: progress.cancelled)

            staged = await self._intake(stage)
        drafts = [each.draft for each in staged if each.draft is not None]
        previews = await self._intake(lambda intake: [intake.preview(draft) for draft in drafts])
        return staged_reply(staged, previews, texts)

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
        command = (*self._changer.command, *arguments, "--home", str(self._changer.home), "--json")
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
    return [int(number) for number in arguments[1:]] if arguments[0] == _PUBLISH else []


def _published_in(drafts: Sequence[Draft]) -> int | None:
    """The generation that drafts were published in together."""
    generations = {draft.generation for draft in drafts}
    return generations.pop() if len(generations) == 1 else None


_ASKED: Mapping[str, Callable[[UploadTexts], str]] = {
    TITLE: lambda said: said.ask_title,
    DATE: lambda said: said.ask_date,
    BODY: lambda said: said.ask_body,
}
"""What a person is asked to reply to, by the button that asks."""


def _correct(kind: str, draft: int, given: str, intake: Intake) -> Preview:
    if kind == DATE:
        return intake.edit(draft, day=_day(given))
    return intake.edit(draft, title=given) if kind == TITLE else intake.edit(draft, body=given)


def _asked(template: str, text: str) -> int | None:
    """The draft of which a request was made."""
    found = re.search(re.escape(template).replace(r"\{\}", r"(\d+)"), text)
    return int(found[1]) if found else None


def _day(text: str) -> date | None:
    """The day that a text names: in Thai, or as 2023-06-15."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    return next((found.first for found in find_dates(text) if found.first == found.last), None)
