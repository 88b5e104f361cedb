"""The order of work: one chat's updates one after the other, chats beside each other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 10_000
"""Far above what the searching threads take, so that a chat with many questions delays no other."""


class ChatOrder(BaseUpdateProcessor):
    """Processes the updates of each chat in the order they came."""

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._turns: WeakValueDictionary[object, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for the chat's turn; a lock serves those who wait in order."""
        turn = self._turns.setdefault(_whose(update), asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _whose(update: object) -> object:
    """Whose turn an update waits for: its chat's, or, for what is typed inline, its person's."""
    if not isinstance(update, Update):
        return None
    chat, person = update.effective_chat, update.effective_user
    return chat.id if chat else ("inline", person.id if person else 0)
