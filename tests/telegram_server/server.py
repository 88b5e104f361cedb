"""The loopback Bot API server, as tests hold it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from tests.telegram_server.account import Account
from tests.telegram_server.endpoint import Endpoint
from tests.telegram_server.faults import Fault
from tests.telegram_server.flood import FloodGate, Limits
from tests.telegram_server.people import Group, PrivateChat
from tests.telegram_server.queries import InlineQuery, Queries
from tests.telegram_server.state import User, World
from tests.telegram_server.updates import UpdateQueue
from tests.telegram_server.webhook import Webhook
from tests.telegram_server.wire import Call

T = TypeVar("T")

TOKEN = "7000000001:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"  # noqa: S105 opens nothing but this server
_PATIENCE_S = 10.0
_LOOK_EVERY_S = 0.01


class TelegramServer:
    """Telegram for one bot, in a thread, for as long as the ``with`` block lasts.

    Its methods may be called from any thread but its own. ``port`` 0 takes a free one.
    """

    def __init__(
        self, token: str = TOKEN, *, limits: Limits | None = None, username: str = "mati_test_bot", port: int = 0
    ) -> None:
        self.token = token
        self._port = port
        self._account = _account(token, username, limits or Limits())
        self._endpoint = Endpoint(token, self._account)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram", daemon=True)
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def api(self) -> str:
        """The root that both addresses below begin with."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """For PTB's ``base_url``."""
        return f"{self.api}/bot"

    @property
    def base_file_url(self) -> str:
        """For PTB's ``base_file_url``."""
        return f"{self.api}/file/bot"

    @property
    def bot(self) -> User:
        """The bot's own account."""
        return self._account.world.bot

    @property
    def calls(self) -> tuple[Call, ...]:
        """All requests of the bot, in order of arrival."""
        return tuple(self._endpoint.calls)

    @property
    def violations(self) -> tuple[str, ...]:
        """Mistakes that Telegram would let pass silently; each was answered with a 400. A test expects none."""
        return tuple(self._endpoint.violations)

    @property
    def pending(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self._account.updates)

    def called(self, method: str) -> tuple[Call, ...]:
        """The requests for one method."""
        return tuple(call for call in self.calls if call.method == method)

    def user(self, name: str = "สมศรี", language_code: str | None = "th", username: str | None = None) -> User:
        """A person who has not met the bot yet."""
        return self.on_loop(lambda: self._account.world.new_user(name, language_code, username))

    def private_chat(self, user: User) -> PrivateChat:
        """The chat that this person has opened with the bot."""
        return PrivateChat(self._account, self.on_loop(lambda: self._account.world.private_chat(user)), self.on_loop)

    def group(
        self,
        title: str,
        members: Sequence[User],
        *,
        privacy: bool = True,
        mentions: bool = False,
        forum: bool = False,
        supergroup: bool = False,
    ) -> Group:
        """A group of these people, the first of whom brings the bot in; a forum is a supergroup.

        ``privacy`` False lets the bot read everything, as BotFather's switch does. ``mentions`` says whether a mention
        alone reaches a bot in privacy mode; reports of the real thing differ, so no bot should depend on either.
        """
        chat = self.on_loop(lambda: self._account.world.new_group(title, supergroup or forum))
        chat.privacy, chat.mentions, chat.forum, chat.bot_status = privacy, mentions, forum, "left"
        chat.members.update({member.id: member for member in members})
        group = Group(self._account, chat, self.on_loop)
        group.add_bot(members[0])
        return group

    def inline(self, user: User, text: str, offset: str = "") -> InlineQuery:
        """A person types after the bot's name; what Telegram has cached for them is the answer at once."""
        return self.on_loop(lambda: self._inline(user, text, offset))

    def block(self, user: User) -> None:
        """The person blocks the bot."""
        self.private_chat(user).block(user)

    def unblock(self, user: User) -> None:
        """The person lets the bot write again."""
        self.private_chat(user).unblock(user)

    def fail_next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Lets the next calls of a method fail; faults of one method happen in the order in which they were asked."""
        self.on_loop(lambda: self._endpoint.faults.add(method, fault, times))

    def wait_for(self, met: Callable[[], object], timeout: float = _PATIENCE_S) -> None:
        """Returns when ``met()`` is true. Raises TimeoutError, with the last calls, after ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        while not met():
            if time.monotonic() > deadline:
                last = [f"{call.method} {call.status}" for call in self.calls[-10:]]
                raise TimeoutError(f"not within {timeout} s; last calls: {last}; violations: {list(self.violations)}")
            time.sleep(_LOOK_EVERY_S)

    def on_loop(self, action: Callable[[], T]) -> T:
        """Runs something on the server's event loop, where all state lives."""

        async def run() -> T:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def _inline(self, user: User, text: str, offset: str) -> InlineQuery:
        queries = self._account.queries
        query = InlineQuery(queries.new_id(), user, text, offset, queries.cache.get(user, text, offset))
        if query.answer is None:
            queries.inline.add(query)
            shown = {"id": query.id, "from": user.to_json(), "query": text, "offset": offset}
            self._account.tell("inline_query", shown | {"chat_type": "sender"})
        return query

    async def _start(self) -> None:
        self._runner = web.AppRunner(self._endpoint.application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._delivery = asyncio.create_task(self._account.webhook.deliver(self._account.updates))

    async def _stop(self) -> None:
        self._endpoint.stopping.set()
        self._account.updates.abort("the server stops")
        if self._delivery:
            self._delivery.cancel()
            await asyncio.wait([self._delivery])
        if self._runner:
            await self._runner.cleanup()


def _account(token: str, username: str, limits: Limits) -> Account:
    bot = User(int(token.partition(":")[0]), "มติ", None, username, is_bot=True)
    queries = Queries(limits.callback_seconds, limits.inline_seconds)
    return Account(World(bot), limits, UpdateQueue(), FloodGate(limits), queries, Webhook())
