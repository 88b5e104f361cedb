"""What admins do with what was read of files, and with the generations of the index."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial

from telegram import Message

from assistant.intake import Intake, Preview
from assistant.telegram.changing import CHANGING, PUBLISHES
from assistant.telegram.jobs import Job, Jobs
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Reply
from assistant.telegram.receiving import Receiving
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
    history_reply,
    preview_reply,
    versions_reply,
    waiting_reply,
)
from corpus.dates import find_dates
from index.errors import SearchError


class Publishing:
    """What becomes of drafts and generations: each long work is a job, and says in one message how far it is."""

    def __init__(
        self,
        intake: InPool[Intake],
        jobs: OwnThread[Jobs],
        journal: OwnThread[Journal],
        receiving: Receiving,
    ) -> None:
        self._intake = intake
        self._jobs = jobs
        self._journal = journal
        self._receiving = receiving

    async def commanded(self, kind: Kind, message: Message, update_id: int, texts: Texts) -> Reply:
        """What is said to a file, and to a command of CHANGES."""
        if kind == "file":
            return await self._receiving.received(message, update_id, texts)
        if kind == "uploads":
            return waiting_reply(await self._intake(Intake.waiting), texts)
        generations = await self._intake(Intake.history)
        if kind == "history" or not generations:
            return history_reply(generations, texts)
        command = ["reindex"] if kind == "reindex" else ["undo", "--seen", str(generations[0].number)]
        return await self._ask(command, message, update_id, None, texts)

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
        arguments = [PUBLISHES, *(str(draft.number) for draft in waiting)]
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
