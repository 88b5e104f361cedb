"""The bot, wired and run."""

from __future__ import annotations

import logging
from collections.abc import Iterable
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

from assistant.errors import BadSetting
from assistant.telegram.delivery import Delivery
from assistant.telegram.handlers import Conversation, where
from assistant.telegram.inbox import Inbox
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Attachment
from assistant.telegram.polling import InboxBot
from assistant.telegram.privacy import keep_out_of_logs
from assistant.telegram.roster import Roster
from assistant.telegram.settings import TelegramSettings
from assistant.telegram.sources import Sources
from assistant.telegram.texts import ENGLISH, THAI
from assistant.telegram.threads import InPool, OwnThread
from assistant.telegram.updates import ChatOrder

__all__ = ["TelegramSettings", "serve"]

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.CHOSEN_INLINE_RESULT)
_THREADS = 2
"""For whole answers, and as many for what is quick."""


def serve(settings: TelegramSettings, database: Path, sources: Sources) -> None:
    """Runs the bot until SIGTERM or SIGINT; what was asked until then is answered first.

    Raises BadSetting when Telegram refuses the token.
    """
    keep_out_of_logs(settings.token)
    with ExitStack() as stack:
        inbox = OwnThread(lambda: Inbox(database))
        stack.callback(inbox.close, Inbox.close)
        roster = OwnThread(lambda: Roster(database, settings.allowed, settings.admins))
        stack.callback(roster.close, Roster.close)
        journal = OwnThread(lambda: Journal(database, settings.kept_days))
        stack.callback(journal.close, Journal.close)
        answering, quick = (stack.enter_context(ThreadPoolExecutor(_THREADS, name)) for name in ("answer", "quick"))
        bot = InboxBot(settings, inbox)
        start = partial(_start, admins=settings.admins)
        application = Application.builder().bot(bot).concurrent_updates(ChatOrder()).post_init(start).build()
        at_once = InPool(sources, quick)
        delivery = Delivery(bot, inbox, lambda: application.running, partial(_file, at_once))
        conversation = Conversation(InPool(sources, answering), at_once, roster, inbox, journal, delivery)
        application.add_handler(TypeHandler(Update, conversation.on_update))
        application.add_error_handler(_log_error)
        try:
            application.run_polling(bootstrap_retries=-1, drop_pending_updates=False, allowed_updates=ALLOWED_UPDATES)
        except InvalidToken:
            raise BadSetting("Telegram ไม่รับ TELEGRAM_BOT_TOKEN: กรุณาตรวจโทเคนกับ @BotFather") from None


async def _file(sources: InPool[Sources], attachment: Attachment) -> tuple[str, bytes]:
    return await sources(lambda source: source.original(attachment.revision))


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
