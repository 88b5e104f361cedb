"""A pressed button -> what is said to it. What a button carries is not to be trusted: rights are looked at again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias, cast, get_args

from telegram.constants import FileSizeLimit

from assistant.pictures import NoPicture
from assistant.telegram import browsing, context
from assistant.telegram.access import Access
from assistant.telegram.follows import Follow, Follows, digests
from assistant.telegram.journal import Entry, Feedback, Journal
from assistant.telegram.keyboards import END, FEEDBACK, FOLLOW, FORGET, LANGUAGE, followed, under_answer
from assistant.telegram.letters import Attachment, Reply
from assistant.telegram.pages import REGISTER, register_reply
from assistant.telegram.render import text_message
from assistant.telegram.roster import Roster
from assistant.telegram.sources import Sources
from assistant.telegram.texts import LANGUAGES, Texts, texts_for
from assistant.telegram.threads import InPool, OwnThread
from corpus.record import Revision


@dataclass(frozen=True, slots=True)
class Press:
    """A press in a chat, by the ids that the chat has and had; ``values`` are what the button carries."""

    values: tuple[str, ...]
    chat_ids: tuple[int, ...]
    person: int
    access: Access
    texts: Texts
    bot: str
    in_group: bool
    thread_id: int | None = None


class Gone(Exception):
    """What a button leads to is not there, or may not be seen: to a person that is the same."""


_OWN = (LANGUAGE, FORGET)
"""What everybody may press: it is about themselves."""

View: TypeAlias = Callable[[Press], Awaitable[Reply]]


class Presses:
    """What the buttons under answers and lists lead to."""

    def __init__(
        self,
        journal: OwnThread[Journal],
        roster: OwnThread[Roster],
        follows: OwnThread[Follows],
        sources: InPool[Sources],
    ) -> None:
        self._journal = journal
        self._follows = follows
        self._roster = roster
        self._sources = sources
        self._views: Mapping[str, View] = {
            context.CONTEXT: self._context,
            context.ORIGINAL: self._original,
            context.PAGE: partial(self._page, "page"),
            context.RENDERED: partial(self._page, "rendered"),
            REGISTER: self._register,
            FEEDBACK: self._feedback,
            browsing.RECORDS: self._records,
            browsing.YEARS: self._years,
            browsing.BODIES: self._bodies,
            browsing.RECORD: self._record,
            browsing.ITEM: self._item,
            browsing.FILE: self._file,
            FOLLOW: self._follow,
            END: self._end,
            LANGUAGE: self._language,
            FORGET: self._forget,
        }

    async def reply(self, kind: str, press: Press) -> Reply:
        """What is said to a press. Raises Gone."""
        view = self._views.get(kind)
        if view is None or (press.access.is_stranger and kind not in _OWN):
            raise Gone
        try:
            return await view(press)
        except (ValueError, IndexError, KeyError, OverflowError) as error:
            raise Gone from error

    async def _context(self, press: Press) -> Reply:
        entry, number, *places = await self._entry(press), *map(int, press.values[1:3])
        revision = await self._revision(entry.cited[_natural(number)].revision, press)
        live = await self._sources(lambda sources: sources.is_live(revision.sha256))
        return context.context_reply(entry, number, places[0] if places else None, revision, live, press.texts)

    async def _original(self, press: Press) -> Reply:
        entry = await self._entry(press)
        cited = entry.cited[_natural(int(press.values[1]))]
        return await self._file_of(await self._revision(cited.revision, press), press.texts)

    async def _file_of(self, revision: Revision, texts: Texts) -> Reply:
        _, data = await self._sources(lambda sources: sources.original(revision.sha256))
        if len(data) > FileSizeLimit.FILESIZE_UPLOAD:
            return Reply(text_message(texts.too_large))
        return context.original_reply(revision, texts)

    async def _page(self, kind: Literal["page", "rendered"], press: Press) -> Reply:
        entry, number, *places = await self._entry(press), *map(int, press.values[1:3])
        cited = entry.cited[_natural(number)]
        revision = await self._revision(cited.revision, press)
        place = _natural(places[0]) if places else revision.page_place(cited.start)
        asked = Attachment(kind, revision.sha256, cited.start, cited.end, place)
        try:
            drawn = await self._sources(lambda sources: sources.picture(*asked.page_asked))
        except NoPicture as error:
            return Reply(text_message(str(error)))
        return context.page_reply(f"{entry.id}:{number}", drawn, asked, revision, press.texts, bool(places))

    async def _register(self, press: Press) -> Reply:
        entry = await self._entry(press)
        register = entry.register
        if register is None:
            raise Gone
        seen = press.access.collections
        rows = await self._sources(lambda sources: sources.register(register, entry.question, seen))
        return register_reply(rows, entry, int(press.values[1]), press.texts, register, edits=True)

    async def _feedback(self, press: Press) -> Reply:
        entry, said = await self._entry(press), press.values[1]
        if said not in get_args(Feedback):
            raise Gone
        await self._journal(Journal.say, entry.id, cast(Feedback, said))
        if said == "bad" and entry.question:
            await self._wait(entry, press.thread_id)
        keyboard = under_answer(entry, press.texts, press.bot, press.in_group, said == "bad")
        return Reply((), keyboard=keyboard, notice="" if said == "bad" else press.texts.thanks)

    async def _records(self, press: Press) -> Reply:
        year, body, page = press.values
        rows = await self._sources(lambda sources: sources.records(press.access.collections))
        return browsing.records_reply(rows, year, body, int(page), press.texts, edits=True)

    async def _years(self, press: Press) -> Reply:
        _, body = press.values
        rows = await self._sources(lambda sources: sources.records(press.access.collections))
        return browsing.years_reply(rows, body, press.texts)

    async def _bodies(self, press: Press) -> Reply:
        year, _ = press.values
        rows = await self._sources(lambda sources: sources.records(press.access.collections))
        return browsing.bodies_reply(rows, year, press.texts)

    async def _record(self, press: Press) -> Reply:
        digest, page = press.values
        revision = await self._revision(digest, press)
        live = await self._sources(lambda sources: sources.is_live(revision.sha256))
        return browsing.record_reply(revision, live, int(page), press.texts, edits=True)

    async def _item(self, press: Press) -> Reply:
        digest, position, page = press.values
        revision = await self._revision(digest, press)
        return browsing.item_reply(revision, revision.items[_natural(int(position))], int(page), press.texts)

    async def _file(self, press: Press) -> Reply:
        return await self._file_of(await self._revision(press.values[0], press), press.texts)

    async def _wait(self, entry: Entry, thread_id: int | None) -> None:
        """The question of an answer that did not help waits for one that does."""
        generation = await self._sources(lambda sources: sources.generation())
        wait = Follow(entry.chat_id, thread_id, entry.person, entry.question, generation, once=True)
        await self._follows(Follows.add, wait)

    async def _follow(self, press: Press) -> Reply:
        entry, texts = await self._entry(press), press.texts
        if not entry.question:
            raise Gone
        known = await self._known(entry, press)
        generation = await self._sources(lambda sources: sources.generation())
        follow = Follow(press.chat_ids[0], press.thread_id, press.person, entry.question, generation, known=known)
        added = await self._follows(Follows.add, follow)
        keyboard = under_answer(entry, texts, press.bot, press.in_group)
        return Reply((), keyboard=keyboard, notice=texts.followed if added else texts.already_followed)

    async def _known(self, entry: Entry, press: Press) -> frozenset[str]:
        """The quotes of an answer, which its chat was told."""
        seen = press.access.collections

        def quotes(sources: Sources) -> list[str]:
            held = [(cited, sources.revision(cited.revision, seen)) for cited in entry.cited]
            return [revision.text[cited.start : cited.end] for cited, revision in held if revision]

        return digests(await self._sources(quotes))

    async def _end(self, press: Press) -> Reply:
        if not await self._follows(Follows.end, int(press.values[0]), press.chat_ids[0]):
            raise Gone
        left = await self._follows(Follows.of, press.chat_ids[0])
        line = press.texts.following if left else press.texts.follows_nothing
        return Reply(text_message(line), keyboard=followed(left), edits=True)

    async def _language(self, press: Press) -> Reply:
        (language,) = press.values
        await self._roster(Roster.set_language, press.person, language if language in LANGUAGES else None)
        texts = texts_for(language)
        return Reply(text_message(texts.language_set), edits=True)

    async def _forget(self, press: Press) -> Reply:
        if press.in_group or press.values != (str(press.person),):
            raise Gone
        count = await self._journal(Journal.forget, press.person)
        await self._follows(Follows.forget, press.person)
        return Reply(text_message(press.texts.forgotten.format(count)), edits=True)

    async def _entry(self, press: Press) -> Entry:
        entry = await self._journal(Journal.entry, int(press.values[0]))
        if entry is None or entry.chat_id not in press.chat_ids:
            raise Gone
        return entry

    async def _revision(self, digest: str, press: Press) -> Revision:
        revision = await self._sources(lambda sources: sources.revision(digest, press.access.collections))
        if revision is None:
            raise Gone
        return revision


def _natural(number: int) -> int:
    """The number, which counts from the first. Raises IndexError."""
    if number < 0:
        raise IndexError(number)
    return number
