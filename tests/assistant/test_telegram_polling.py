"""What is asked of Telegram, in its turn, by the bot's own limiter against the loopback server."""

from __future__ import annotations

import asyncio
from typing import cast

from telegram.constants import ChatAction
from telegram.ext import BaseRateLimiter, ExtBot

from assistant.telegram.polling import Turnstile
from tests.bot_process import TOKEN
from tests.telegram_server import TelegramServer

PEOPLE = 25


def test_of_many_signs_of_typing_a_few_leave_and_every_message_does() -> None:
    with TelegramServer(token=TOKEN) as server:
        chats = [server.private_chat(server.user()) for _ in range(PEOPLE)]

        async def talk() -> None:
            limiter = cast("BaseRateLimiter[None]", Turnstile(5))
            async with ExtBot(TOKEN, server.base_url, server.base_file_url, rate_limiter=limiter) as bot:
                typing = (bot.send_chat_action(chat.id, ChatAction.TYPING) for chat in chats)
                await asyncio.gather(*typing, *(bot.send_message(chat.id, "ก") for chat in chats))

        asyncio.run(talk())
        assert 1 <= len(server.called("sendChatAction")) <= 6
        assert all(len(chat.messages) == 1 for chat in chats)
