"""Telling chats of new and changed records that answer what they follow: each once, and only what they may see."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from assistant.answer import Answer, Citation
from assistant.errors import AssistantError
from assistant.telegram.access import Access
from assistant.telegram.delivery import Delivery
from assistant.telegram.follows import Follow, Follows, digests
from assistant.telegram.inbox import Inbox
from assistant.telegram.journal import Journal, entry_of
from assistant.telegram.keyboards import under_answer
from assistant.telegram.letters import Letter
from assistant.telegram.pieces import bold
from assistant.telegram.render import answer_messages, one_line
from assistant.telegram.roster import Roster, access_of
from assistant.telegram.sources import Sources
from assistant.telegram.texts import Texts, texts_for
from assistant.telegram.threads import InPool, OwnThread
from index.errors import SearchError

log = logging.getLogger(__name__)

EVERY_S = 5.0
"""Between looks at whether there is a new generation."""
BANGKOK = ZoneInfo("Asia/Bangkok")
_ANYTHING = "มติที่ประชุม"
_QUESTION = 300
"""Code points of a followed question that are shown."""


class News:
    """Looks for a new generation of the index, and asks it what is followed."""

    def __init__(
        self,
        follows: OwnThread[Follows],
        roster: OwnThread[Roster],
        inbox: OwnThread[Inbox],
        journal: OwnThread[Journal],
        sources: InPool[Sources],
        delivery: Delivery,
        bot: Callable[[], str],
        now: Callable[[], datetime] = lambda: datetime.now(BANGKOK),
    ) -> None:
        self._follows = follows
        self._roster = roster
        self._inbox = inbox
        self._journal = journal
        self._sources = sources
        self._delivery = delivery
        self._bot = bot
        self._now = now
        self._warmed = set[tuple[int, frozenset[str]]]()

    async def watch(self) -> None:
        """Looks again and again, until it is cancelled."""
        for number in await self._inbox(Inbox.notices):
            await self._delivery.deliver(number)
        while True:
            try:
                await self.look()
            except Exception as error:
                log.error("looking for news failed: %s", type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Tells what the live generation has for those who follow something."""
        live = await self._sources(lambda sources: sources.generation())
        await self._warm(live)
        for follow in await self._follows(Follows.before, live):
            if await self._is_due(follow):
                await self._ask(follow, live)

    async def _warm(self, live: int) -> None:
        """Has what chats may see opened before they ask: the index of some collections is built in seconds."""
        for seen in await self._roster(Roster.granted):
            if live and (live, seen) not in self._warmed:
                self._warmed.add((live, seen))
                with suppress(SearchError):
                    await self._sources(partial(_open, seen=seen))

    async def _is_due(self, follow: Follow) -> bool:
        """Whether it is the hour at which the person wants to be told."""
        hour = await self._roster(Roster.digest_hour, follow.person) if follow.person and not follow.once else None
        return hour is None or self._now().hour == hour

    async def _ask(self, follow: Follow, live: int) -> None:
        access = await access_of(follow.chat_id, self._roster, self._inbox)
        if access.is_stranger:
            return
        seen = access.collections
        arrived = await self._sources(lambda sources: sources.arrived(follow.generation, seen))
        answer = await self._answer(follow, access) if arrived else None
        new = _new(follow, answer.citations, arrived) if answer else ()
        if answer is None or not new or (follow.once and answer.status != "answered"):
            await self._follows(Follows.told, follow, live)
            return
        await self._tell(follow, answer, new, access)
        await self._follows(Follows.told, follow, live, digests(c.quote for c in answer.citations))

    async def _answer(self, follow: Follow, access: Access) -> Answer | None:
        seen = access.collections
        try:
            answer = await self._sources(lambda sources: sources.answer(follow.question, (), seen))
        except (AssistantError, SearchError):
            return None
        return answer if answer.status != "not_found" else None

    async def _tell(self, follow: Follow, answer: Answer, new: Sequence[Citation], access: Access) -> None:
        texts = await self._texts(follow)
        entry = await self._journal(Journal.add, entry_of(answer, follow.chat_id, follow.person))
        in_group = follow.chat_id < 0
        head = texts.now_answered if follow.once else texts.news
        messages = (
            bold(head.format(one_line(follow.question)[:_QUESTION])),
            *answer_messages(answer, texts, in_group),
        )
        keyboard = under_answer(entry, texts, self._bot(), in_group)
        letter = Letter(follow.chat_id, messages, follow.thread_id, seen=access, keyboard=keyboard)
        told = hashlib.sha256(" ".join(sorted(digests(c.quote for c in new))).encode()).hexdigest()[:16]
        number = await self._inbox(Inbox.notify, letter, f"follow {follow.id} {told}")
        await self._delivery.deliver(number)

    async def _texts(self, follow: Follow) -> Texts:
        return texts_for(await self._roster(Roster.language, follow.person) if follow.person else None)


def _open(sources: Sources, seen: frozenset[str]) -> None:
    sources.search(_ANYTHING, 1, seen)


def _new(follow: Follow, citations: Sequence[Citation], arrived: frozenset[str]) -> Sequence[Citation]:
    """The quotes that stand in a revision that has come since, and that the chat was not told."""
    return [c for c in citations if c.revision in arrived and not digests([c.quote]) <= follow.known]
