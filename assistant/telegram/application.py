"""The bot, wired and run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

from telegram import (
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, TypeHandler

from assistant.answer import Answer
from assistant.errors import BadSetting
from assistant.followups import Turn
from assistant.registers import Listed
from assistant.telegram.access import Collections
from assistant.telegram.delivery import Delivery
from assistant.telegram.handlers import Conversation, where
from assistant.telegram.inbox import Inbox
from assistant.telegram.polling import InboxBot
from assistant.telegram.privacy import keep_out_of_logs
from assistant.telegram.roster import Roster
from assistant.telegram.settings import TelegramSettings
from assistant.telegram.sources import Sources
from assistant.telegram.texts import ENGLISH, THAI
from assistant.telegram.threads import OwnThread
from assistant.telegram.updates import ChatOrder
from index.registers import Register
from index.store import RecordRow

__all__ = ["TelegramSettings", "serve"]

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
_ANSWERING_THREADS = 2


def serve(
    settings: TelegramSettings,
    database: Path,
    answer: Callable[[str, Sequence[Turn], Collections], Answer],
    records: Callable[[Collections], Sequence[RecordRow]],
    register: Callable[[Register, str, Collections], Sequence[Listed]],
) -> None:
    """Runs the bot until SIGTERM or SIGINT; what was asked until then is answered first.

    The sources are called in threads, two at a time. Raises BadSetting when Telegram refuses the token.
    """
    keep_out_of_logs(settings.token)
    with ExitStack() as stack:
        inbox = OwnThread(lambda: Inbox(database))
        stack.callback(inbox.close, Inbox.close)
        roster = OwnThread(lambda: Roster(database, settings.allowed, settings.admins))
        stack.callback(roster.close, Roster.close)
        pool = stack.enter_context(ThreadPoolExecutor(_ANSWERING_THREADS, thread_name_prefix="answer"))
        application = build(settings, inbox, roster, Sources(answer, records, register, pool))
        try:
            application.run_polling(bootstrap_retries=-1, drop_pending_updates=False, allowed_updates=ALLOWED_UPDATES)
        except InvalidToken:
            raise BadSetting("Telegram ไม่รับ TELEGRAM_BOT_TOKEN: กรุณาตรวจโทเคนกับ @BotFather") from None


def build(
    settings: TelegramSettings, inbox: OwnThread[Inbox], roster: OwnThread[Roster], sources: Sources
) -> Application[Any, Any, Any, Any, Any, Any]:
    """The application, not yet started."""
    bot = InboxBot(settings, inbox)
    start = partial(_start, admins=settings.admins)
    application = Application.builder().bot(bot).concurrent_updates(ChatOrder()).post_init(start).build()
    delivery = Delivery(bot, inbox, lambda: application.running)
    conversation = Conversation(sources, roster, inbox, delivery)
    application.add_handler(TypeHandler(Update, conversation.on_update))
    application.add_error_handler(_log_error)
    return application


async def _start(application: Application[Any, Any, Any, Any, Any, Any], admins: Iterable[int]) -> None:
    """Takes up what a former process left, before anything new, and names the commands."""
    bot: InboxBot = application.bot
    for update in await bot.unfinished():
        application.update_queue.put_nowait(update)
    try:
        for scope in _scopes():
            await bot.set_my_commands(ENGLISH.commands, scope)
            await bot.set_my_commands(THAI.commands, scope, language_code="th")
    except TelegramError as error:
        log.warning("the command menu is not set: %s", type(error).__name__)
    for admin in admins:
        with suppress(TelegramError):  # an admin who has not written to the bot yet has no chat to set a menu for
            scope = BotCommandScopeChat(admin)
            await bot.set_my_commands((*ENGLISH.commands, *ENGLISH.admin_commands), scope)
            await bot.set_my_commands((*THAI.commands, *THAI.admin_commands), scope, language_code="th")


def _scopes() -> Iterable[BotCommandScope]:
    return BotCommandScopeDefault(), BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()


async def _log_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A failed poll, or an update that failed outside answering and waits for the next start."""
    if isinstance(context.error, TelegramError):
        log.error("polling failed: %s: %s", type(context.error).__name__, context.error.message)
    elif context.error and isinstance(update, Update):
        log.error("update %d failed: %s", update.update_id, where(context.error))
