"""Taking updates so that none is confirmed to Telegram before it is stored, polled or posted."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, cast

from aiolimiter import AsyncLimiter
from telegram import Message, Update
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from assistant.telegram.inbox import Inbox, Received
from assistant.telegram.settings import TelegramSettings
from assistant.telegram.threads import OwnThread

_TYPING = 5, 1.0
"""Of the thirty requests of a second, those that may say that the bot is typing."""
TIMEOUT_S = 10.0
"""For Telegram to take or to answer a request."""
told: ContextVar[Callable[[bool], Awaitable[None]] | None] = ContextVar("told", default=None)
"""What a task wants done when its request leaves (True), after its wait for a turn, and when it has to wait again."""


class Turnstile(AIORateLimiter):
    """Holds requests back as Telegram wishes, and says when each leaves.

    That the bot is typing is left out where many wait: it takes turns from the answers that they wait for.
    """

    def __init__(self, max_retries: int) -> None:
        super().__init__(max_retries=max_retries)
        self._typing = AsyncLimiter(*_TYPING)

    # PTB's own types of a callback and its arguments are handed on as they come
    async def process_request(self, callback: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Lets a request pass in its turn."""
        if kwargs["endpoint"] == "sendChatAction":
            if not self._typing.has_capacity():
                return True
            await self._typing.acquire()

        async def leave(*request: Any, **options: Any) -> Any:  # noqa: ANN401
            tell = told.get()
            if tell:
                await tell(True)
            try:
                return await callback(*request, **options)
            except RetryAfter:
                if tell:
                    await tell(False)
                raise

        return await super().process_request(leave, *args, **kwargs)


class InboxBot(ExtBot[None]):
    """A bot whose updates are in the inbox before anything else sees them."""

    def __init__(self, settings: TelegramSettings, inbox: OwnThread[Inbox]) -> None:
        super().__init__(
            settings.token,
            base_url=f"{settings.api}/bot",
            base_file_url=f"{settings.api}/file/bot",
            request=HTTPXRequest(read_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S),
            get_updates_request=HTTPXRequest(1, read_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S),
            # no call sets a limit of its own, so the type of such limits does not matter
            rate_limiter=cast("BaseRateLimiter[None]", Turnstile(5)),
        )
        self._inbox = inbox

    # the long list of PTB's arguments is handed on as it comes
    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:  # noqa: ANN401
        """Fetches updates and stores them. One that cannot be stored is not returned, so Telegram keeps it.

        What is being typed inline is not stored: its answer is of use for seconds.
        """
        updates = await super().get_updates(*args, **kwargs)
        try:
            await self._inbox(Inbox.store, [_received(update) for update in updates if update.inline_query is None])
        except sqlite3.Error as error:
            raise TelegramError(f"the inbox cannot be written: {error}") from error
        return updates

    async def unfinished(self) -> list[Update]:
        """The stored updates that are not done, in order."""
        payloads = await self._inbox(Inbox.unfinished)
        return [Update.de_json(json.loads(payload), self) for payload in payloads]


class StoringQueue(asyncio.Queue[object]):
    """The queue of a webhook's updates: one that cannot be stored is refused, and Telegram sends it again."""

    def __init__(self, inbox: OwnThread[Inbox]) -> None:
        super().__init__()
        self._inbox = inbox

    async def put(self, item: object) -> None:
        """Stores an update, then queues it. Raises sqlite3.Error."""
        if isinstance(item, Update) and item.inline_query is None:
            await self._inbox(Inbox.store, [_received(item)])
        await super().put(item)


def _received(update: Update) -> Received:
    chat, message = update.effective_chat, update.effective_message
    return Received(
        update.update_id,
        chat.id if chat else None,
        message.message_id if message else None,
        update.to_json(),
        _moved(message) if message else None,
        update.callback_query is not None,
    )


def _moved(message: Message) -> tuple[int, int] | None:
    """The ids before and after, where the message says that its group became a supergroup."""
    if message.migrate_to_chat_id:
        return message.chat_id, message.migrate_to_chat_id
    if message.migrate_from_chat_id:
        return message.migrate_from_chat_id, message.chat_id
    return None
