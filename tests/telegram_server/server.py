"""The HTTP side: requests in, answers and faults out, in a thread of its own."""

from __future__ import annotations

import asyncio
import inspect
import re
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

# these register their methods
from tests.telegram_server import answers, chats, messages, polling, profile  # noqa: F401
from tests.telegram_server.account import Account
from tests.telegram_server.faults import Fault, FaultPlan
from tests.telegram_server.flood import FloodGate, Limits, too_many_requests
from tests.telegram_server.people import Group, PrivateChat
from tests.telegram_server.queries import InlineQuery, Queries
from tests.telegram_server.registry import METHODS, documented
from tests.telegram_server.schema import decode
from tests.telegram_server.state import User, World
from tests.telegram_server.updates import UpdateQueue
from tests.telegram_server.webhook import Webhook
from tests.telegram_server.wire import ApiError, Call, Json, Upload, Violation, bad_request

T = TypeVar("T")

TOKEN = "7000000001:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"  # noqa: S105 opens nothing but this server
BODY_BYTES = 64 * 1024 * 1024
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class TelegramServer:
    """Telegram for one bot, on the loopback, while the ``with`` block lasts."""

    def __init__(
        self, token: str = TOKEN, *, limits: Limits = Limits(), username: str = "mati_test_bot", port: int = 0
    ) -> None:
        self.token = token
        self.calls: list[Call] = []
        """All requests of the bot, in order of arrival."""
        self.violations: list[str] = []
        """Mistakes that Telegram would let pass silently; each was answered with a 400."""
        self._port = port
        self._faults = FaultPlan()
        bot = User(int(token.partition(":")[0]), "มติ", None, username, is_bot=True)
        queries = Queries(limits.callback_seconds, limits.inline_seconds)
        self._account = Account(World(bot), limits, UpdateQueue(), FloodGate(limits), queries, Webhook())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._stopping = asyncio.Event()
