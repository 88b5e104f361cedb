"""Real bots of python-telegram-bot, for the tests of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.request import HTTPXRequest

from tests.telegram_server import TelegramServer

T = TypeVar("T")


def ask(server: TelegramServer, action: Callable[[Bot], Awaitable[T]], read_timeout: float = 5.0) -> T:
    """What one action of a bot gives."""

    async def run() -> T:
        request, polls = HTTPXRequest(read_timeout=read_timeout), HTTPXRequest(read_timeout=read_timeout)
        bot = Bot(server.token, server.base_url, server.base_file_url, request=request, get_updates_request=polls)
        async with bot:
            return await action(bot)

    return asyncio.run(run())


def refused(server: TelegramServer, action: Callable[[Bot], Awaitable[object]]) -> str:
    """The description of the 400 that an action of a bot ends with."""
    with pytest.raises(BadRequest):
        ask(server, action)
    description: str = server.calls[-1].result["description"]
    return description.removeprefix("Bad Request: ")


def updates(server: TelegramServer, offset: int | None = None) -> tuple[Update, ...]:
    """The updates that a bot gets without waiting."""
    return ask(server, lambda bot: bot.get_updates(offset))


def post(server: TelegramServer, method: str, **params: Any) -> Any:  # noqa: ANN401 any JSON value
    """What a request without any library gives: the result, or the description of the error."""
    answer = httpx.post(f"{server.base_url}{server.token}/{method}", json=params).json()
    return answer["result"] if answer["ok"] else answer["description"]


def button(label: str, data: str) -> InlineKeyboardMarkup:
    """A keyboard of one callback button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


def link(url: str) -> InlineKeyboardMarkup:
    """A keyboard of one link."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("ก", url=url)]])
