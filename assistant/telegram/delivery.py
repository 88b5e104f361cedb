"""Sending what the inbox holds, so that each part is delivered once whatever fails in between."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from assistant.telegram.inbox import Inbox
from assistant.telegram.letters import Attachment, Button, Keyboard, Part
from assistant.telegram.polling import told
from assistant.telegram.roster import Roster, access_of
from assistant.telegram.threads import OwnThread

log = logging.getLogger(__name__)

PAUSE_S = 2.0
"""Between attempts while Telegram cannot be reached; a request that was cut off has arrived by then or never will."""
CANDIDATES = 50
"""How many message ids are looked at for a part that may have been delivered: more than are on their way at once."""
LAST_FAILURES = 3
"""After this many failures a bot that is stopping leaves the part to its next start."""
_NOT_MODIFIED = "not modified"
_GONE = re.compile(r"message to edit not found|message can't be edited|no text in the message", re.IGNORECASE)
"""Why a message cannot be edited that another can take the place of."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


Fetch: TypeAlias = Callable[[Attachment], Awaitable[tuple[str, bytes]]]
"""An attachment's file name and bytes. Raises KeyError where it is not there."""


class Delivery:
    """Sends the parts of updates, in order, each if its chat may see it then.

    ``running`` says whether the bot is not stopping.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        inbox: OwnThread[Inbox],
        roster: OwnThread[Roster],
        running: Callable[[], bool],
        fetch: Fetch,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._roster = roster
        self._running = running
        self._fetch = fetch
        self._under_way = WeakValueDictionary[int, asyncio.Lock]()

    async def deliver(self, update_id: int) -> None:
        """Sends what is left for an update, which is then done. A stopping bot may leave it to its next start.

        Where it is being sent already, waits for that.
        """
        async with self._under_way.setdefault(update_id, asyncio.Lock()):
            await self._deliver(update_id)

    async def _deliver(self, update_id: int) -> None:
        failures = 0
        while part := await self._inbox(Inbox.next_part, update_id):
            if not await self._may_see(part):
                await self._inbox(Inbox.drop, part)
                continue
            pause = await self._attempt(part)
            failures += pause > 0
            if failures >= LAST_FAILURES and not self._running():
                return
            await asyncio.sleep(pause)
        await self._inbox(Inbox.finish, update_id)

    async def _may_see(self, part: Part) -> bool:
        """Whether the chat may still see what the part was written from."""
        if part.seen is None:
            return True
        access = await access_of(part.chat_id, self._roster, self._inbox)
        return access.covers(part.seen)

    async def _attempt(self, part: Part) -> float:
        """Sends the part unless it turns out to have been delivered. Gives the seconds to wait before the next try."""
        sought = part.tried and not part.edits
        try:
            if sought and await self._updates_wait():
                return PAUSE_S
            message_id = await self._find(part) if sought else None
            await self._inbox(Inbox.mark_sent, part, message_id or await self._send(part))
        except Forbidden as error:
            log.warning("a chat takes no more messages: %s", error)
            await self._inbox(Inbox.close_chat, part.chat_id)
        except ChatMigrated as moved:
            await self._inbox(Inbox.move_chat, part.chat_id, moved.new_chat_id)
        except BadRequest as error:
            await self._refused(part, error)
        except KeyError:
            log.error("part %d of update %d carries a file that is gone", part.number, part.update_id)
            await self._inbox(Inbox.drop, part)
        except RetryAfter as error:
            log.warning("Telegram takes no more messages for now")
            return _seconds(error)
        except TelegramError as error:
            log.warning("sending failed and is tried again: %s: %s", type(error).__name__, error.message)
            return PAUSE_S
        return 0.0

    async def _send(self, part: Part) -> int:
        before = told.set(lambda left: self._inbox(Inbox.mark_tried if left else Inbox.mark_refused, part))
        try:
            return await self._edit(part, part.edits) if part.edits else (await self._post(part)).message_id
        except (BadRequest, ChatMigrated, RetryAfter):
            await self._inbox(Inbox.mark_refused, part)
            raise
        finally:
            told.reset(before)

    async def _edit(self, part: Part, message_id: int) -> int:
        where: dict[str, Any] = {
            "chat_id": part.chat_id,
            "message_id": message_id,
            "reply_markup": markup(part.keyboard),
        }
        try:
            if part.attachment is None:
                await self._bot.edit_message_text(
                    _text(part), parse_mode=_mode(part), link_preview_options=_NO_PREVIEW, **where
                )
            else:
                name, data = await self._fetch(part.attachment)
                await self._bot.edit_message_media(
                    InputMediaPhoto(data, _text(part), _mode(part), filename=name), **where
                )
        except BadRequest as error:
            if _NOT_MODIFIED not in error.message.lower():
                raise
        return message_id

    async def _post(self, part: Part) -> Message:
        where: dict[str, Any] = {
            "chat_id": part.chat_id,
            "message_thread_id": part.thread_id,
            "reply_parameters": _reply_parameters(part),
            "reply_markup": markup(part.keyboard),
            "parse_mode": _mode(part),
        }
        if part.attachment is None:
            return await self._bot.send_message(text=_text(part), link_preview_options=_NO_PREVIEW, **where)
        name, data = await self._fetch(part.attachment)
        file = InputFile(data, name)
        if part.attachment.kind == "original":
            return await self._bot.send_document(document=file, caption=_text(part), **where)
        return await self._bot.send_photo(photo=file, caption=_text(part), **where)

    async def _updates_wait(self) -> bool:
        """Whether there are messages that the bot has not fetched: any of their ids might be a sought part's."""
        return bool((await self._bot.get_webhook_info()).pending_update_count)

    async def _find(self, part: Part) -> int | None:
        """The id under which the part was delivered, if it was."""
        for message_id in await self._inbox(Inbox.candidates, part, CANDIDATES):
            if await self._is_ours(part, message_id):
                return message_id
        await self._inbox(Inbox.mark_refused, part)
        return None

    async def _is_ours(self, part: Part, message_id: int) -> bool:
        """Whether the bot sent this message: only its own can be edited, and this edit changes nothing."""
        try:
            await self._bot.edit_message_reply_markup(part.chat_id, message_id, reply_markup=markup(part.keyboard))
        except BadRequest as error:
            return _NOT_MODIFIED in error.message.lower()
        return True

    async def _refused(self, part: Part, error: BadRequest) -> None:
        """Markup that Telegram does not take is sent as plain text; what it takes in no form is given up."""
        if part.edits and _GONE.search(error.message):
            await self._inbox(Inbox.make_new, part)
            return
        if "chat not found" in error.message.lower():
            log.warning("a chat is not there: its person has not started the bot")
            await self._inbox(Inbox.close_chat, part.chat_id)
            return
        log.error("Telegram refused part %d of update %d: %s", part.number, part.update_id, error.message)
        await self._inbox(Inbox.drop if part.html is None else Inbox.make_plain, part)


def _reply_parameters(part: Part) -> ReplyParameters | None:
    return None if part.reply_to is None else ReplyParameters(part.reply_to, allow_sending_without_reply=True)


def _text(part: Part) -> str:
    return part.plain if part.html is None else part.html


def _mode(part: Part) -> ParseMode | None:
    return None if part.html is None else ParseMode.HTML


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in keyboard]) if keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label,
        callback_data=button.data or None,
        url=button.url or None,
        copy_text=CopyTextButton(button.copy) if button.copy else None,
    )


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())
