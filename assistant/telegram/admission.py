"""Letting people and groups in: what admins are asked, and what they decide with a button or a command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, Message

from assistant.telegram.access import Access
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Button, Keyboard, Letter, column
from assistant.telegram.render import text_message
from assistant.telegram.requests import Request
from assistant.telegram.roster import ALL, Holder, Roster
from assistant.telegram.sources import Sources
from assistant.telegram.texts import THAI, Texts
from assistant.telegram.threads import InPool, OwnThread

_LET = "let"
"""How the data of a decision's button begins, before the chat and the button's place."""
_CHOICES = 90
"""Collections that are shown as buttons; Telegram takes 100 under a message, and /grant names any."""
_SHOWN = 100
"""Holders that are listed at once."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an admin decides for a chat: the collection that it gets, ALL of them, or "" for none."""

    chat_id: int
    collection: str


def decisions_of(chat_id: int, collections: Sequence[str], texts: Texts) -> Keyboard:
    """The buttons of a request: everything, each collection, nothing."""
    labels = (texts.let_all, *collections[:_CHOICES], texts.let_none)
    return column(Button(label, f"{_LET}:{chat_id}:{place}") for place, label in enumerate(labels))


def read_decision(press: CallbackQuery) -> Decision | None:
    """What a pressed button of a request decides; None for a button of another kind."""
    found = re.fullmatch(rf"{_LET}:(-?\d+):(\d+)", press.data or "")
    message = press.message
    if found is None or not isinstance(message, Message) or message.reply_markup is None:
        return None
    labels = [button.text for row in message.reply_markup.inline_keyboard for button in row]
    place, last = int(found[2]), len(labels) - 1
    if place > last:
        return None
    return Decision(int(found[1]), ALL if place == 0 else "" if place == last else labels[place])


def read_named(text: str, collections: Sequence[str]) -> Decision | None:
    """What the words after /grant or /revoke name: a chat's id and, where it is given, a collection or "*"."""
    found = re.fullmatch(r"(-?\d+)(?:\s+(.+))?", text.strip(), re.DOTALL)
    if found is None:
        return None
    named = " ".join((found[2] or "").split())
    known = [collection for collection in (ALL, *collections) if collection.casefold() == named.casefold()]
    return Decision(int(found[1]), known[0] if known else named)


class Admission:
    """What is said to admins, and to those whom they let in."""

    def __init__(self, roster: OwnThread[Roster], journal: OwnThread[Journal], sources: InPool[Sources]) -> None:
        self._roster = roster
        self._journal = journal
        self._sources = sources

    async def asked(self, message: Message) -> list[Letter]:
        """Asks every admin whether the chat of a message may be let in."""
        chat = message.chat
        title = " ".join((chat.title or chat.full_name or "").split())
        await self._roster(Roster.request, chat.id, title)
        said = text_message(THAI.asks_in.format(title=title, id=chat.id))
        keyboard = decisions_of(chat.id, await self._collections(), THAI)
        admins = await self._roster(lambda roster: sorted(roster.admins))
        return [Letter(admin, said, keyboard=keyboard) for admin in admins]

    async def decided(self, decision: Decision, message: Message, access: Access, texts: Texts) -> list[Letter]:
        """Does what an admin's button says, and tells the admin and the chat; another's button does nothing."""
        if not access.is_admin:
            return []
        told = [Letter(message.chat_id, text_message(await self._decide(decision, message.chat_id, texts)))]
        if not decision.collection:
            return told
        given = THAI.let_in.format(collection=_named(decision.collection, THAI))
        return [*told, Letter(decision.chat_id, text_message(given))]

    async def _decide(self, decision: Decision, by: int, texts: Texts) -> str:
        who = await self._who(decision.chat_id)
        if not decision.collection:
            await self._roster(Roster.close_request, decision.chat_id)
            await self._journal(Journal.note, by, "refuse", str(decision.chat_id))
            return texts.refused_done.format(who=who)
        await self._roster(Roster.grant, decision.chat_id, decision.collection, by)
        await self._journal(Journal.note, by, "grant", f"{decision.chat_id} {decision.collection}")
        return texts.let_done.format(who=who, collection=_named(decision.collection, texts))

    async def commanded(self, request: Request, message: Message, texts: Texts) -> Letter:
        """What /grant, /revoke and /who say to an admin."""
        collections = await self._collections()
        keyboard: Keyboard = ()
        named = read_named(request.text, collections)
        if request.kind == "who":
            line = holders_text(await self._roster(Roster.holders), texts)
        elif named is None:
            line = texts.grant_usage if request.kind == "grant" else texts.revoke_usage
        elif await self._roster(Roster.is_set, named.chat_id):
            line = texts.is_set.format(who=named.chat_id)
        elif request.kind == "revoke":
            line = await self._revoked(named, message.chat_id, texts)
        elif not named.collection:
            line = texts.which.format(who=await self._who(named.chat_id))
            keyboard = decisions_of(named.chat_id, collections, texts)
        elif named.collection in (ALL, *collections):
            line = await self._decide(named, message.chat_id, texts)
        else:
            line = texts.no_collection.format(collections=", ".join(collections))
        return Letter(message.chat_id, text_message(line), None, message.message_id, keyboard=keyboard)

    async def _revoked(self, named: Decision, by: int, texts: Texts) -> str:
        taken = await self._roster(Roster.revoke, named.chat_id, named.collection or None)
        await self._journal(Journal.note, by, "revoke", f"{named.chat_id} {named.collection or ALL}")
        return (texts.taken if taken else texts.not_held).format(who=await self._who(named.chat_id))

    async def _who(self, chat_id: int) -> str:
        return f"{await self._roster(Roster.title, chat_id)} {chat_id}".strip()

    async def _collections(self) -> list[str]:
        rows = await self._sources(lambda sources: sources.records(None))
        return sorted({row.collection for row in rows})


def _named(collection: str, texts: Texts) -> str:
    return texts.let_all if collection == ALL else collection


def holders_text(holders: Sequence[Holder], texts: Texts) -> str:
    """Who holds what, a line each."""
    if not holders:
        return texts.nobody
    lines = [_line(holder, texts) for holder in holders[:_SHOWN]]
    more = [texts.more.format(len(holders) - _SHOWN)] if len(holders) > _SHOWN else []
    return "\n".join([*lines, *more])


def _line(holder: Holder, texts: Texts) -> str:
    granted = [_named(each, texts) for each in holder.collections]
    return f"{holder.chat_id} {holder.title}".strip() + ": " + (", ".join(granted) or texts.waits)
