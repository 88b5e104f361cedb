"""Update -> letter: who asks, what is asked, and what is said."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import cast

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatAction, ChatType, MessageLimit
from telegram.error import TelegramError
from telegram.ext import ContextTypes, ExtBot

from assistant.errors import AssistantError
from assistant.telegram.access import NOTHING, Access
from assistant.telegram.admission import Admission, read_decision
from assistant.telegram.delivery import Delivery
from assistant.telegram.inbox import Choice, Inbox, Letter
from assistant.telegram.pages import read_page, register_messages
from assistant.telegram.pieces import Piece
from assistant.telegram.render import answer_messages, records_messages, text_message
from assistant.telegram.requests import ADMIN_COMMANDS, Request, choices_of, read_press, read_request
from assistant.telegram.roster import Roster
from assistant.telegram.sources import Sources
from assistant.telegram.texts import Texts, texts_for
from assistant.telegram.threads import OwnThread
from assistant.turns import Turns
from index.errors import SearchError
from index.registers import CLAUSES, Register

log = logging.getLogger(__name__)

_TYPING_AFTER_S = 1.0
_TYPING_EVERY_S = 4.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a request; ``guarded`` where it may carry what the records say."""

    messages: tuple[Piece, ...]
    guarded: bool = False
    choices: tuple[Choice, ...] = ()


class Conversation:
    """Answers updates from the inbox, each once."""

    def __init__(
        self, sources: Sources, roster: OwnThread[Roster], inbox: OwnThread[Inbox], delivery: Delivery
    ) -> None:
        self._sources = sources
        self._roster = roster
        self._inbox = inbox
        self._delivery = delivery
        self._admission = Admission(roster, sources)
        self._turns = Turns()

    async def on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers one update, or goes on where a former process was cut off. Updates may come twice."""
        state = await self._inbox(Inbox.state, update.update_id)
        if state == "done":
            return
        message, press = update.message or _pressed(update), update.callback_query
        access = await self._decide(message) if message else NOTHING
        if state == "received" and message:
            letters = await self._letters(message, press, access, context.bot)
            if letters:
                await self._inbox(Inbox.put, update.update_id, *letters)
        else:
            await self._inbox(Inbox.withdraw, update.update_id, access)
        await self._delivery.deliver(update.update_id)

    async def _decide(self, message: Message) -> Access:
        return await self._roster(Roster.access, await self._inbox(Inbox.chat_ids, message.chat_id))

    async def _letters(
        self, message: Message, press: CallbackQuery | None, access: Access, bot: ExtBot[None]
    ) -> Sequence[Letter]:
        decision = read_decision(press) if press else None
        request = read_press(press, bot.bot) if press else read_request(message, bot.bot)
        sender = press.from_user if press else message.from_user
        texts = texts_for(sender.language_code if sender else None)
        if press:
            await _acknowledge(press, "" if request or decision else texts.ask_again)
        if decision:
            return await self._admission.decided(decision, message, access, texts)
        if request is None:
            return ()
        if access.is_stranger:
            return await self._to_stranger(message, texts)
        if request.kind in ADMIN_COMMANDS and access.is_admin:
            return [await self._admission.commanded(request, message, texts)]
        async with _typing(bot, message):
            reply = await self._said(request, texts, message, access)
        asked = message.reply_to_message if press and message.reply_to_message else message
        seen = access if reply.guarded else None
        return [
            Letter(message.chat_id, reply.messages, _thread(message), asked.message_id, seen, choices=reply.choices)
        ]

    async def _to_stranger(self, message: Message, texts: Texts) -> Sequence[Letter]:
        if await self._inbox(Inbox.is_greeted, message.chat_id):
            return ()
        line = texts.stranger if message.chat.type == ChatType.PRIVATE else texts.strange_group
        said = text_message(line.format(id=message.chat_id))
        greeting = Letter(message.chat_id, said, _thread(message), message.message_id, greets=True)
        return [greeting, *await self._admission.asked(message)]

    async def _said(self, request: Request, texts: Texts, message: Message, access: Access) -> Reply:
        if request.kind == "ask" and request.text:
            return await self._guarded(lambda: self._answered(request.text, texts, message, access), texts)
        if request.kind == "records":
            return await self._guarded(
                lambda: Reply(records_messages(self._sources.records(access.collections), texts), True), texts
            )
        if request.kind in CLAUSES:
            return await self._guarded(lambda: self._listed(request, texts, access), texts)
        line = {"start": texts.start, "ask": texts.ask_usage, "not_text": texts.not_text}
        helped = f"{texts.help}\n\n{texts.admin_help}" if access.is_admin else texts.help
        return Reply(text_message(line.get(request.kind, helped)))

    def _answered(self, question: str, texts: Texts, message: Message, access: Access) -> Reply:
        chat = message.chat_id, _thread(message), access.collections
        answer = self._sources.answer(
            question[: MessageLimit.MAX_TEXT_LENGTH], self._turns.of(chat), access.collections
        )
        self._turns.add(chat, answer)
        messages = answer_messages(answer, texts, message.chat.type != ChatType.PRIVATE)
        return Reply(messages, True, choices_of(answer))

    def _listed(self, request: Request, texts: Texts, access: Access) -> Reply:
        register = cast(Register, request.kind)
        wanted, page = read_page(request.text)
        rows = self._sources.register(register, wanted, access.collections)
        return Reply(register_messages(rows, register, wanted, page, texts), True)

    async def _guarded(self, say: Callable[[], Reply], texts: Texts) -> Reply:
        """What ``say`` gives, made in the pool; an error becomes one line for the person and its place for the log."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._sources.pool, say)
        except (AssistantError, SearchError) as error:
            log.error("answering failed: %s", where(error))
            return Reply(text_message(str(error)), True)
        except Exception as error:
            log.error("answering failed: %s", where(error))
            return Reply(text_message(texts.sorry), True)


def where(error: BaseException) -> str:
    """The error's type and the lines it went through, without its message, which may hold a question."""
    lines = (f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__))
    return " ".join([type(error).__name__, *lines])


def _pressed(update: Update) -> Message | None:
    """The bot's own message under which a button was pressed, where Telegram still has it."""
    press = update.callback_query
    return press.message if press and isinstance(press.message, Message) else None


async def _acknowledge(press: CallbackQuery, line: str) -> None:
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
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _type(bot: ExtBot[None], message: Message) -> None:
    await asyncio.sleep(_TYPING_AFTER_S)
    while True:
        with suppress(TelegramError):
            await bot.send_chat_action(message.chat_id, ChatAction.TYPING, message_thread_id=_thread(message))
        await asyncio.sleep(_TYPING_EVERY_S)
