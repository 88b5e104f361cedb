"""The bot, wired and run."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Iterable, Sequence
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
from telegram.ext import Application, ContextTypes, TypeHandler, Updater

from assistant.errors import AssistantError, BadSetting
from assistant.intake import Intake
from assistant.telegram.changing import CHANGING, Changing
from assistant.telegram.delivery import Delivery
from assistant.telegram.follows import Follows
from assistant.telegram.handlers import Conversation
from assistant.telegram.inbox import Inbox
from assistant.telegram.jobs import Jobs, Lane
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Attachment
from assistant.telegram.news import News
from assistant.telegram.operations import Operations
from assistant.telegram.polling import InboxBot, StoringQueue
from assistant.telegram.privacy import keep_out_of_logs
from assistant.telegram.publishing import Publishing
from assistant.telegram.receiving import READING, Receiving
from assistant.telegram.reports import Failures, report, where
from assistant.telegram.roster import Roster
from assistant.telegram.settings import TelegramSettings
from assistant.telegram.sources import Sources
from assistant.telegram.tasks import end
from assistant.telegram.texts import ENGLISH, THAI
from assistant.telegram.threads import InPool, OwnThread
from assistant.telegram.updates import ChatOrder
from assistant.telegram.watched import Watched
from assistant.telegram.webhook import Webhook
from index.lock import Locked, locked

__all__ = ["TelegramSettings", "serve"]

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.CHOSEN_INLINE_RESULT)
LOCK = "bot.lock"
"""The file in the data folder that a running bot holds."""
_TASKS = "tasks"
_THREADS = 2
"""For whole answers, and as many for what is quick."""


class AlreadyRunning(AssistantError):
    """Another bot serves the data folder."""

    def __init__(self) -> None:
        super().__init__("มีบอตอื่นใช้โฟลเดอร์ข้อมูลนี้อยู่แล้ว กรุณาหยุดตัวนั้นก่อน หรือใช้ --home โฟลเดอร์อื่น")


def serve(settings: TelegramSettings, database: Path, sources: Sources, intake: Intake, command: Sequence[str]) -> None:
    """Runs the bot until SIGTERM or SIGINT; what was asked until then is answered first.

    ``command`` is that of ``bot.py``, by which the index is changed beside the bot.
    Raises BadSetting when Telegram refuses the token, AlreadyRunning where another bot serves the data folder.
    """
    keep_out_of_logs(settings.token)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(database.parent / LOCK))
        except Locked as error:
            raise AlreadyRunning from error
        inbox = OwnThread(lambda: Inbox(database))
        stack.callback(inbox.close, Inbox.close)
        roster = OwnThread(lambda: Roster(database, settings.allowed, settings.admins))
        stack.callback(roster.close, Roster.close)
        journal = OwnThread(lambda: Journal(database, settings.kept_days))
        stack.callback(journal.close, Journal.close)
        follows = OwnThread(lambda: Follows(database))
        stack.callback(follows.close, Follows.close)
        jobs = OwnThread(lambda: Jobs(database))
        stack.callback(jobs.close, Jobs.close)
        failures = Failures()
        logging.getLogger("assistant").addHandler(failures)
        stack.callback(logging.getLogger("assistant").removeHandler, failures)
        answering, quick, reading = (
            stack.enter_context(ThreadPoolExecutor(_THREADS, name)) for name in ("answer", "quick", "read")
        )
        bot = InboxBot(settings, inbox)
        in_turn, at_once = InPool(sources, answering), InPool(sources, quick)
        delivery = Delivery(bot, inbox, roster, lambda: application.running, partial(_file, at_once))
        news = News(follows, roster, inbox, journal, in_turn, delivery, lambda: bot.username)
        desk = InPool(intake, reading)
        receiving, changing = Receiving(bot, desk, jobs), Changing(desk, command, database.parent)
        publishing = Publishing(desk, jobs, journal, receiving)
        workers = {READING: receiving.read, CHANGING: changing.change}
        lanes = [Lane(name, worker, jobs, inbox, delivery, bot) for name, worker in workers.items()]
        admins = sorted(settings.admins)
        running = [lane.run for lane in lanes]
        if settings.watched:
            watched = Watched(settings.watched, settings.publishes, admins, desk, jobs, inbox, delivery)
            running.append(watched.watch)
        running += [news.watch, partial(report, failures, admins, inbox, delivery)]
        start = partial(_start, admins=admins, running=running)
        updater = Updater(bot, StoringQueue(inbox) if settings.webhook else asyncio.Queue())
        builder = Application.builder().updater(updater).concurrent_updates(ChatOrder())
        application = builder.post_init(start).post_stop(_stop).build()
        operations = Operations(journal, inbox, follows, in_turn, failures)
        conversation = Conversation(in_turn, at_once, roster, inbox, journal, follows, delivery, operations, publishing)
        application.add_handler(TypeHandler(Update, conversation.on_update))
        application.add_error_handler(_log_error)
        try:
            _run(application, settings.webhook)
        except InvalidToken:
            raise BadSetting("Telegram ไม่รับ TELEGRAM_BOT_TOKEN: กรุณาตรวจโทเคนกับ @BotFather") from None


def _run(application: Application[Any, Any, Any, Any, Any, Any], webhook: Webhook | None) -> None:
    """Gets updates until the bot is stopped. A webhook that was set before is taken away where the bot polls."""
    common: dict[str, Any] = {
        "bootstrap_retries": -1,
        "drop_pending_updates": False,
        "allowed_updates": ALLOWED_UPDATES,
    }
    if webhook is None:
        application.run_polling(**common)
        return
    application.run_webhook(
        webhook.host,
        webhook.port,
        webhook.path,
        webhook_url=webhook.url,
        secret_token=secrets.token_urlsafe(32),
        **common,
    )


async def _file(sources: InPool[Sources], attachment: Attachment) -> tuple[str, bytes]:
    if attachment.kind == "original":
        return await sources(lambda source: source.original(attachment.revision))
    drawn = await sources(lambda source: source.picture(*attachment.page_asked))
    return drawn.name, drawn.data


async def _stop(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    for task in application.bot_data[_TASKS]:
        await end(task)


async def _start(
    application: Application[Any, Any, Any, Any, Any, Any],
    admins: Iterable[int],
    running: Iterable[Callable[[], Coroutine[Any, Any, None]]],
) -> None:
    """Takes up what a former process left, before anything new, and names the commands."""
    application.bot_data[_TASKS] = [asyncio.create_task(run()) for run in running]
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
