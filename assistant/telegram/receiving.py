"""The files that admins send: each is fetched and read into drafts, as the jobs of one lane.

The pictures of an album are the pages of one document, and one job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Bot, Message
from telegram.constants import FileSizeLimit

from assistant.errors import AssistantError
from assistant.intake import Intake, Staged
from assistant.telegram.jobs import Job, Jobs, Progress
from assistant.telegram.letters import Reply
from assistant.telegram.render import text_message
from assistant.telegram.texts import Texts
from assistant.telegram.threads import InPool, OwnThread
from assistant.telegram.uploads import staged_reply
from corpus.readers import PICTURES
from corpus.record import shown_name

READING = "reading"
"""The lane of jobs: one file after another is read."""
_NAME = re.compile(r"[\x00-\x1f/\\]+")


class Unfetched(AssistantError):
    """A picture of an album that Telegram lets no bot fetch."""


class Receiving:
    """What admins send, and what is read of it."""

    def __init__(self, bot: Bot, intake: InPool[Intake], jobs: OwnThread[Jobs]) -> None:
        self._bot = bot
        self._intake = intake
        self._jobs = jobs

    async def received(self, message: Message, update_id: int, texts: Texts) -> Reply:
        """Has a document read, or the largest size of a picture. Of an album's pictures only the first is told of."""
        said, file = texts.uploads, _file(message)
        job = Job(READING, {"files": [file], "by": message.chat_id}, message.chat_id, update_id, language=texts.code)
        if message.media_group_id and _is_picture(message):
            gathered = await self._jobs(Jobs.gather, job, message.media_group_id)
            if gathered != "late":
                return Reply(text_message(said.received_album) if gathered == "first" else ())
        if file["file"] is None:
            return Reply(text_message(said.too_big))
        await self._jobs(Jobs.add, job)
        return Reply(text_message(said.received.format(name=file["name"])))

    async def read(self, job: Job, progress: Progress, texts: Texts) -> Reply:
        """Fetches files and reads them into drafts."""
        said, files = texts.uploads, sorted(job.about["files"], key=lambda file: file["message"])
        with TemporaryDirectory() as folder:
            paths = await self._fetched(files, Path(folder), progress, texts)

            def on_page(file_name: str, page: int, pages: int | None) -> None:
                progress.at(said.reading.format(name=file_name), page, pages)

            def stage(intake: Intake) -> list[Staged]:
                how = job.about["by"], on_page, lambda: progress.cancelled
                return intake.stage(paths[0], *how) if len(paths) == 1 else intake.stage_album(paths, *how)

            staged = await self._intake(stage)
        drafts = [each.draft for each in staged if each.draft is not None]
        previews = await self._intake(lambda intake: [intake.preview(draft) for draft in drafts])
        return staged_reply(staged, previews, texts)

    async def _fetched(
        self, files: Sequence[Mapping[str, Any]], folder: Path, progress: Progress, texts: Texts
    ) -> list[Path]:
        """The files in their order, each in a folder of its own. Raises Unfetched."""
        said, paths = texts.uploads, list[Path]()
        for number, file in enumerate(files, 1):
            path = folder / str(number) / file["name"]
            if file["file"] is None:
                raise Unfetched(f"{said.picture.format(number=number, name=shown_name(path))}: {said.too_big}")
            progress.at(said.fetching.format(name=files[0]["name"]), number - 1, len(files) if len(files) > 1 else None)
            path.parent.mkdir()
            fetched = await self._bot.get_file(file["file"])
            await fetched.download_to_drive(path)
            paths.append(path)
        return paths


def _file(message: Message) -> dict[str, Any]:
    """What is kept of a message's file: its id, None where it is too large to fetch, its name, and the message."""
    file = message.document or message.photo[-1]
    given = message.document.file_name if message.document else None
    name = _NAME.sub("-", given or f"ภาพ-{message.message_id}.jpg")
    is_too_big = (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD
    return {"file": None if is_too_big else file.file_id, "name": name, "message": message.message_id}


def _is_picture(message: Message) -> bool:
    document = message.document
    if document is None:
        return True
    return (document.mime_type or "").startswith("image/") or Path(document.file_name or "").suffix.lower() in PICTURES
