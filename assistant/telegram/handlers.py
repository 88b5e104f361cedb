"""Update -> letter: who asks, what is asked, and what is said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress

from telegram import CallbackQuery, ChosenInlineResult, InlineQuery, Message, Update, User
from telegram.constants import ChatAction, ChatType, MessageLimit, ReactionEmoji
from telegram.error import TelegramError
from telegram.ext import ContextTypes, ExtBot

from assistant.errors import AssistantError
from assistant.telegram import inline
from assistant.telegram.access import Access
from assistant.telegram.admission import Admission, read_decision
from assistant.telegram.commands import Asked, Commands
from assistant.telegram.delivery import Delivery, markup
from assistant.telegram.follows import Follows
from assistant.telegram.inbox import Inbox
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Letter, Reply
from assistant.telegram.operations import OPERATIONS, Operations
from assistant.telegram.presses import Gone, Press, Presses
from assistant.telegram.publishing import Publishing
from assistant.telegram.render import text_message
from assistant.telegram.reports import where
from assistant.telegram.requests import ADMIN_COMMANDS, CHANGES, Kind, read_press, read_request
from assistant.telegram.roster import Roster, access_of
from assistant.telegram.sources import Sources
from assistant.telegram.tasks import end
from assistant.telegram.texts import Texts, texts_for
from assistant.telegram.threads import InPool, OwnThread
from assistant.telegram.uploads import UPLOADS
from index.errors import SearchError

log = logging.getLogger(__name__)

_TYPING_AFTER_S = 1.0
_TYPING_EVERY_S = 4.0


class Conversation:
    """Answers updates from the inbox, each once. ``quick`` is for what does not wait behind whole answers."""

    def __init__(
        self,
        sources: InPool[Sources],
        quick: InPool[Sources],
        roster: OwnThread[Roster],
        inbox: OwnThread[Inbox],
        journal: OwnThread[Journal],
        follows: OwnThread[Follows],
        delivery: Delivery,
        operations: Operations,
        publishing: Publishing,
    ) -> None:
        self._quick = quick
        self._roster = roster
        self._inbox = inbox
        self._delivery = delivery
        self._operations = operations
        self._publishing = publishing
        self._admission = Admission(roster, journal, quick)
        self._presses = Presses(journal, roster, follows, quick)
        self._commands = Commands(journal, roster, follows, sources, quick)

    async def on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers one update, or goes on where a former process was cut off. Updates may come twice."""
        if update.inline_query:
            await self._typed(update.inline_query, context.bot)
            return
        state = await self._inbox(Inbox.state, update.update_id)
        if state == "done":
            return
        if update.chosen_inline_result:
            await self._chosen(update.chosen_inline_result, context.bot)
        message, press = update.message or _pressed(update), update.callback_query
        if state == "received" and message:
            access = await access_of(message.chat_id, self._roster, self._inbox)
            letters = await self._letters(update.update_id, message, press, access, context.bot)
            if letters:
                await self._inbox(Inbox.put, update.update_id, *letters)
        await self._delivery.deliver(update.update_id)

    async def _typed(self, query: InlineQuery, bot: ExtBot[None]) -> None:
        access = await self._roster(Roster.access, (query.from_user.id,))
        await inline.answer(query, self._quick, access, await self._texts(query.from_user), bot.username)

    async def _chosen(self, chosen: ChosenInlineResult, bot: ExtBot[None]) -> None:
        access = await self._roster(Roster.access, (chosen.from_user.id,))
        await inline.recheck(chosen, self._quick, access, await self._texts(chosen.from_user), bot)

    async def _texts(self, person: User | None) -> Texts:
        if person is None:
            return texts_for(None)
        return texts_for(await self._roster(Roster.language, person.id) or person.language_code)

    async def _letters(
        self, update_id: int, message: Message, press: CallbackQuery | None, access: Access, bot: ExtBot[None]
    ) -> Sequence[Letter]:
        person = press.from_user if press else message.from_user
        texts = await self._texts(person)
        request = read_press(press, bot.bot) if press else read_request(message, bot.bot)
        if press and request is None:
            return await self._after_press(update_id, press, message, access, texts, bot)
        if press:
            await _acknowledge(press)
        if request is None:
            return ()
        if access.is_stranger:
            return await self._to_stranger(message, texts)
        if access.is_admin and not press:
            changed = await self._changed(update_id, request.kind, message, texts)
            if changed:
                return [_letter(changed, message, access, message.message_id)]
        if request.kind in OPERATIONS and access.is_admin:
            return [_letter(await self._operations.reply(request.kind, texts), message, access, message.message_id)]
        if request.kind in ADMIN_COMMANDS and access.is_admin:
            return [await self._admission.commanded(request, message, texts)]
        asked = message.reply_to_message if press and message.reply_to_message else message
        text, who = request.text[: MessageLimit.MAX_TEXT_LENGTH], person.id if person else None
        group = _is_group(message)
        wanted = Asked(text, message.chat_id, _thread(message), who, access, texts, bot.username, group)
        if group and request.kind == "ask" and not press:
            await _look(bot, message)
        async with _typing(bot, message):
            reply = await _guarded(self._commands.reply(request.kind, wanted), texts)
        return [_letter(reply, message, access, asked.message_id)]

    async def _changed(self, update_id: int, kind: Kind, message: Message, texts: Texts) -> Reply | None:
        """What is said to an admin's file, command or correction that is about the index; None to all else."""
        if kind in CHANGES:
            return await _guarded(self._publishing.commanded(kind, message, update_id, texts), texts)
        return await self._publishing.answered(message, texts)

    async def _after_press(
        self,
        update_id: int,
        press: CallbackQuery,
        message: Message,
        access: Access,
        texts: Texts,
        bot: ExtBot[None],
    ) -> Sequence[Letter]:
        """What a pressed button leads to; what is gone and what may not be seen are one line to a person."""
        decision = read_decision(press)
        if decision:
            await _acknowledge(press)
            return await self._admission.decided(decision, message, access, texts)
        kind, *values = (press.data or "").split(":")
        ids = await self._inbox(Inbox.chat_ids, message.chat_id)
        pressed = Press(
            tuple(values), ids, press.from_user.id, access, texts, bot.username, _is_group(message), _thread(message)
        )
        try:
            if kind in UPLOADS and access.is_admin:
                reply = await self._publishing.pressed(kind, values, message, update_id, texts)
            else:
                reply = await self._presses.reply(kind, pressed)
        except (SearchError, AssistantError) as error:
            reply = Reply(text_message(str(error)))
        except Gone:
            await _acknowledge(press, texts.gone)
            return ()
        except Exception as error:
            log.error("a press failed: %s", where(error))
            await _acknowledge(press, texts.sorry)
            return ()
        await _acknowledge(press, reply.notice)
        if not reply.messages:
            with suppress(TelegramError):
                await press.edit_message_reply_markup(markup(reply.keyboard))
            return ()
        edits = message.message_id if reply.edits else None
        if edits is None and reply.shows is not None:
            edits = await self._inbox(Inbox.shown, reply.shows, message.chat_id)
        return [_letter(reply, message, access, message.message_id, edits)]

    async def _to_stranger(self, message: Message, texts: Texts) -> Sequence[Letter]:
        if await self._inbox(Inbox.is_greeted, message.chat_id):
            return ()
        line = texts.strange_group if _is_group(message) else texts.stranger
        said = text_message(line.format(id=message.chat_id))
        greeting = Letter(message.chat_id, said, _thread(message), message.message_id, greets=True)
        return [greeting, *await self._admission.asked(message)]


async def _guarded(reply: Awaitable[Reply], texts: Texts) -> Reply:
    """A reply; an error becomes one line for the person and its place for the log."""
    try:
        return await reply
    except (AssistantError, SearchError) as error:
        log.error("answering failed: %s", where(error))
        return Reply(text_message(str(error)), True)
    except Exception as error:
        log.error("answering failed: %s", where(error))
        return Reply(text_message(texts.sorry), True)


def _letter(reply: Reply, message: Message, access: Access, asked: int, edits: int | None = None) -> Letter:
    return Letter(
        message.chat_id,
        reply.messages,
        _thread(message),
        asked,
        access if reply.guarded else None,
        keyboard=reply.keyboard,
        edits=edits,
        attachment=reply.attachment,
        shows=reply.shows,
    )


def _pressed(update: Update) -> Message | None:
    """The bot's own message under which a button was pressed, where Telegram still has it."""
    press = update.callback_query
    return press.message if press and isinstance(press.message, Message) else None


def _is_group(message: Message) -> bool:
    return message.chat.type != ChatType.PRIVATE


async def _look(bot: ExtBot[None], message: Message) -> None:
    """Shows a group at once that its question was seen."""
    with suppress(TelegramError):
        await bot.set_message_reaction(message.chat_id, message.message_id, ReactionEmoji.EYES)


async def _acknowledge(press: CallbackQuery, line: str = "") -> None:
    """Ends the button's waiting sign; one that was pressed long ago takes no answer."""
    with suppress(TelegramError):
        await press.answer(line or None)


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


@asynccontextmanager
async def _typing(bot: ExtBot[None], message: Message) -> AsyncIterator[None]:
    task = asyncio.create_task(_type(bot, message))
    try:
        yield
    finally:
        await end(task)


async def _type(bot: ExtBot[None], message: Message) -> None:
    await asyncio.sleep(_TYPING_AFTER_S)
    while True:
        with suppress(TelegramError):
            await bot.send_chat_action(message.chat_id, ChatAction.TYPING, message_thread_id=_thread(message))
        await asyncio.sleep(_TYPING_EVERY_S)
