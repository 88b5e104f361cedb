"""Sending what the inbox holds, so that each part is delivered once whatever fails in between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from assistant.telegram.inbox import Inbox, Part
from assistant.telegram.threads import OwnThread

log = logging.getLogger(__name__)

PAUSE_S = 2.0
"""Between attempts while Telegram cannot be reached; a request that was cut off has arrived by then or never will."""
CANDIDATES = 20
"""How many message ids are looked at for a part that may have been delivered."""
LAST_FAILURES = 3
"""After this many failures a bot that is stopping leaves the part to its next start."""


class Delivery:
    """Sends the parts of updates, in order. ``running`` says whether the bot is not stopping."""

    def __init__(self, bot: ExtBot[None], inbox: OwnThread[Inbox], running: Callable[[], bool]) -> None:
        self._bot = bot
        self._inbox = inbox
        self._running = running

    async def deliver(self, update_id: int) -> None:
        """Sends what is left for an update, which is then done. A stopping bot may leave it to its next start."""
        failures = 0
        while part := await self._inbox(Inbox.next_part, update_id):
            pause = await self._attempt(part)
            failures += pause > 0
            if failures >= LAST_FAILURES and not self._running():
                return
            await asyncio.sleep(pause)
        await self._inbox(Inbox.finish, update_id)

    async def _attempt(self, part: Part) -> float:
        """Sends the part unless it turns out to have been delivered. Gives the seconds to wait before the next try."""
        try:
            message_id = await self._find(part) if part.tried else None
            await self._inbox(Inbox.mark_sent, part, message_id or await self._send(part))
        except Forbidden as error:
            log.warning("a chat takes no more messages: %s", error)
            await self._inbox(Inbox.close_chat, part.chat_id)
        except ChatMigrated as moved:
            await self._inbox(Inbox.move_chat, part.chat_id, moved.new_chat_id)
        except BadRequest as error:
            await self._refused(part, error)
        except RetryAfter as error:
            return _seconds(error)
        except TelegramError as error:
            log.warning("sending failed and is tried again: %s: %s", type(error).__name__, error.message)
            return PAUSE_S
        return 0.0

    async def _send(self, part: Part) -> int:
        await self._inbox(Inbox.mark_tried, part)
        try:
            message = await self._bot.send_message(
                part.chat_id,
                part.plain if part.html is None else part.html,
                parse_mode=None if part.html is None else ParseMode.HTML,
                message_thread_id=part.thread_id,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_parameters=_reply_parameters(part),
                reply_markup=_keyboard(part),
            )
        except (BadRequest, ChatMigrated, RetryAfter):
            await self._inbox(Inbox.mark_refused, part)
            raise
        return message.message_id

    async def _find(self, part: Part) -> int | None:
        """The id under which the part was delivered, if it was."""
        for message_id in await self._inbox(Inbox.candidates, part, CANDIDATES):
            if await self._is_ours(part, message_id):
                return message_id
        return None

    async def _is_ours(self, part: Part, message_id: int) -> bool:
        """Whether the bot sent this message: only its own can be edited, and this edit changes nothing."""
        try:
            await self._bot.edit_message_reply_markup(part.chat_id, message_id, reply_markup=_keyboard(part))
        except BadRequest as error:
            return "not modified" in error.message.lower()
        return True

    async def _refused(self, part: Part, error: BadRequest) -> None:
        """Markup that Telegram does not take is sent as plain text; what it takes in no form is given up."""
        log.error("Telegram refused part %d of update %d: %s", part.number, part.update_id, error.message)
        await self._inbox(Inbox.drop if part.html is None else Inbox.make_plain, part)


def _reply_parameters(part: Part) -> ReplyParameters | None:
    return None if part.reply_to is None else ReplyParameters(part.reply_to, allow_sending_without_reply=True)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    """One button a row: the names of bodies are long."""
    rows = [[InlineKeyboardButton(choice.label, callback_data=choice.data)] for choice in part.choices]
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())
