"""A question or a command -> what is said to it."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from assistant.logs import QUESTIONS
from assistant.telegram import browsing
from assistant.telegram.access import Access
from assistant.telegram.context import context_reply
from assistant.telegram.follows import Follow, Follows, digests
from assistant.telegram.inline import read_link
from assistant.telegram.journal import Cited, Entry, Journal, entry_of
from assistant.telegram.keyboards import START, followed, forgetting, languages, under_answer
from assistant.telegram.letters import Reply
from assistant.telegram.pages import read_page, register_reply
from assistant.telegram.render import answer_messages, text_message
from assistant.telegram.requests import Kind, choices_of
from assistant.telegram.roster import Roster
from assistant.telegram.sources import Sources
from assistant.telegram.texts import LANGUAGES, Texts
from assistant.telegram.threads import InPool, OwnThread
from assistant.turns import Turns
from corpus.thai import arabic_digits
from index.registers import CLAUSES, Register
from index.store import RecordRow

log = logging.getLogger(__name__)
asked_log = logging.getLogger(QUESTIONS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the words, where and by whom, and what may be seen there."""

    text: str
    chat_id: int
    thread_id: int | None
    person: int | None
    access: Access
    texts: Texts
    bot: str
    in_group: bool


Command: TypeAlias = Callable[[Asked], Awaitable[Reply]]


class Commands:
    """What may be asked by those who have access. ``sources`` is for whole answers, ``quick`` for the rest."""

    def __init__(
        self,
        journal: OwnThread[Journal],
        roster: OwnThread[Roster],
        follows: OwnThread[Follows],
        sources: InPool[Sources],
        quick: InPool[Sources],
    ) -> None:
        self._journal = journal
        self._follows = follows
        self._roster = roster
        self._sources = sources
        self._quick = quick
        self._turns = Turns()
        self._commands: Mapping[str, Command] = {
            "start": self._start,
            "ask": self._ask,
            "records": self._records,
            "latest": self._latest,
            "follow": self._follow,
            "following": self._following,
            "digest": self._digest,
            "lang": self._language,
            "forget_me": self._forget,
        }

    async def reply(self, kind: Kind, asked: Asked) -> Reply:
        """What is said. Raises SearchError."""
        if kind in CLAUSES:
            return await self._register(kind, asked)
        command = self._commands.get(kind)
        if command:
            return await command(asked)
        texts = asked.texts
        helped = f"{texts.help}\n\n{texts.admin_help}" if asked.access.is_admin else texts.help
        return Reply(text_message(texts.not_text if kind in ("not_text", "file") else helped))

    async def _start(self, asked: Asked) -> Reply:
        """Greets, or goes on with what a link of a group or of an inline result leads to."""
        payload, seen = asked.text.strip(), asked.access.collections
        excerpt = read_link(payload)
        if excerpt:
            return await self._excerpt(excerpt, asked)
        if payload.startswith(START) and not asked.in_group:
            entry = await self._journal(Journal.linked, payload.removeprefix(START))
            if entry and entry.register:
                own = replace(entry, chat_id=asked.chat_id, person=asked.person)
                return await self._listed(own, entry.register, asked, 1)
            if entry and (seen is None or seen):
                return await self._ask(replace(asked, text=entry.question))
            return Reply(text_message(asked.texts.gone))
        return Reply(text_message(asked.texts.start))

    async def _excerpt(self, cited: Cited, asked: Asked) -> Reply:
        seen, texts = asked.access.collections, asked.texts
        revision = await self._quick(lambda sources: sources.revision(cited.revision, seen))
        if revision is None or not any(p.start <= cited.start < p.end for p in revision.passages):
            return Reply(text_message(texts.gone))
        found = Entry(asked.chat_id, asked.person, "", "answered", cited=(cited,))
        entry = await self._journal(Journal.add, found)
        live = await self._quick(lambda sources: sources.is_live(revision.sha256))
        return context_reply(entry, 0, None, revision, live, texts)

    async def _ask(self, asked: Asked) -> Reply:
        question, texts = asked.text, asked.texts
        if not question:
            return Reply(text_message(texts.ask_usage))
        seen = asked.access.collections
        chat = asked.chat_id, asked.thread_id, seen
        earlier = self._turns.of(chat)
        answer = await self._sources(lambda sources: sources.answer(question, earlier, seen))
        self._turns.add(chat, answer)
        log.info("answered: %s in %d ms", answer.status, answer.took_ms)
        asked_log.info("asked: %s", question)
        messages = answer_messages(answer, texts, asked.in_group)
        if answer.choices:
            return Reply(messages, True, choices_of(answer))
        entry = await self._journal(Journal.add, entry_of(answer, asked.chat_id, asked.person))
        if answer.status == "not_found":
            await self._followed(asked, answer.asked, (), once=True)
        return Reply(messages, True, under_answer(entry, texts, asked.bot, asked.in_group))

    async def _follow(self, asked: Asked) -> Reply:
        """Follows a question, and answers it as it stands."""
        question, seen = asked.text, asked.access.collections
        if not question:
            return Reply(text_message(asked.texts.follow_usage))
        answer = await self._sources(lambda sources: sources.answer(question, (), seen))
        added = await self._followed(asked, question, [citation.quote for citation in answer.citations], once=False)
        line = asked.texts.followed if added else asked.texts.already_followed
        return Reply((*text_message(line), *answer_messages(answer, asked.texts, asked.in_group)), True)

    async def _followed(self, asked: Asked, question: str, told: Sequence[str], once: bool) -> bool:
        generation = await self._quick(lambda sources: sources.generation())
        follow = Follow(asked.chat_id, asked.thread_id, asked.person, question, generation, once, digests(told))
        return await self._follows(Follows.add, follow)

    async def _following(self, asked: Asked) -> Reply:
        follows = await self._follows(Follows.of, asked.chat_id)
        line = asked.texts.following if follows else asked.texts.follows_nothing
        return Reply(text_message(line), keyboard=followed(follows))

    async def _digest(self, asked: Asked) -> Reply:
        """Sets the hour at which a person is told of what they follow."""
        hour = re.fullmatch(r"([01]?\d|2[0-3])(?:[:.]00)?", arabic_digits(asked.text.strip()))
        if asked.person is None or (hour is None and asked.text.strip() not in asked.texts.at_once):
            return Reply(text_message(asked.texts.digest_usage))
        await self._roster(Roster.set_digest_hour, asked.person, int(hour[1]) if hour else None)
        line = asked.texts.digest_set.format(int(hour[1])) if hour else asked.texts.digest_off
        return Reply(text_message(line))

    async def _register(self, register: Register, asked: Asked) -> Reply:
        wanted, page = read_page(asked.text)
        entry = Entry(asked.chat_id, asked.person, wanted, "answered", register=register)
        return await self._listed(entry, register, asked, page)

    async def _listed(self, entry: Entry, register: Register, asked: Asked, page: int) -> Reply:
        seen = asked.access.collections
        rows = await self._quick(lambda sources: sources.register(register, entry.question, seen))
        noted = await self._journal(Journal.add, entry)
        return register_reply(rows, noted, page, asked.texts, register, edits=False)

    async def _records(self, asked: Asked) -> Reply:
        rows = await self._rows(asked)
        year, body = browsing.read_choice(asked.text), browsing.read_body(asked.text, rows)
        return browsing.records_reply(rows, year, body, 0, asked.texts, edits=False)

    async def _latest(self, asked: Asked) -> Reply:
        rows, seen = await self._rows(asked), asked.access.collections
        if not rows:
            return Reply(text_message(asked.texts.no_records), True)
        newest = max(rows, key=lambda row: (row.date or date.min, row.name)).revision
        revision = await self._quick(lambda sources: sources.revision(newest, seen))
        if revision is None:
            return Reply(text_message(asked.texts.no_records), True)
        return browsing.record_reply(revision, True, 0, asked.texts, edits=False)

    async def _language(self, asked: Asked) -> Reply:
        code = asked.text.strip().lower()
        if code not in LANGUAGES or asked.person is None:
            return Reply(text_message(asked.texts.which_language), keyboard=languages())
        await self._roster(Roster.set_language, asked.person, code)
        return Reply(text_message(LANGUAGES[code].language_set))

    async def _forget(self, asked: Asked) -> Reply:
        if asked.in_group or asked.person is None:
            return Reply(text_message(asked.texts.forget_in_private))
        return Reply(text_message(asked.texts.forget_what), keyboard=forgetting(asked.person, asked.texts))

    async def _rows(self, asked: Asked) -> Sequence[RecordRow]:
        return await self._quick(lambda sources: sources.records(asked.access.collections))
