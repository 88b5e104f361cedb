"""The queue of updates: what the bot gets, when it counts as received, and who may ask."""

from __future__ import annotations

import asyncio
from collections import deque
from itertools import count

from tests.telegram_server.wire import ApiError, Json, bad_request, conflict

LIMIT = 100
"""Updates in one answer."""
LONGEST_POLL_S = 50
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that are sent only to a bot that lists them."""


class UpdateQueue:
    """Updates that the bot has not confirmed. Lives on the server's event loop."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] = frozenset()
        """The kinds that the bot listed; none means all but ``OPT_IN``."""
        self._pending: deque[Json] = deque()
        self._ids = count(731_000_001)
        self._watchers: list[asyncio.Future[None]] = []
        self._poll: asyncio.Future[ApiError | None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, kind: str, payload: Json) -> bool:
        """Queues an update unless the bot did not ask for its kind. Says whether it was queued."""
        if not self._wants(kind):
            return False
        self._pending.append({"update_id": next(self._ids), kind: payload})
        self.wake()
        return True

    def first(self) -> Json | None:
        """The oldest unconfirmed update."""
        return self._pending[0] if self._pending else None

    def confirm(self, offset: int) -> None:
        """Forgets all updates before ``offset``; a negative one counts from the end of the queue."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while offset > 0 and self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()

    def clear(self) -> None:
        """Forgets all updates."""
        self._pending.clear()

    async def fetch(self, limit: int, timeout_s: float) -> list[Json]:
        """Waits for updates, at most ``timeout_s`` seconds. Raises ApiError 409 when another poll begins."""
        self.abort("terminated by other getUpdates request; make sure that only one bot instance is running")
        poll: asyncio.Future[ApiError | None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        if not self._pending and timeout_s > 0:
            await asyncio.wait([poll], timeout=min(timeout_s, LONGEST_POLL_S))
        if refusal := poll.done() and poll.result():
            raise refusal
        poll.cancel()
        return list(self._pending)[:limit]

    def changed(self) -> asyncio.Future[None]:
        """Done when something is queued after this call."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watchers.append(watcher)
        return watcher

    def abort(self, reason: str) -> None:
        """Ends the poll that is waiting, if there is one, with a 409."""
        if self._poll and not self._poll.done():
            self._poll.set_result(conflict(reason))

    def wake(self) -> None:
        """Lets those who wait for updates look again."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)
        self._watchers.clear()

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN


def check_limit(limit: int) -> int:
    """The number of updates asked for. Raises ApiError 400."""
    if limit < 0:
        raise bad_request("limit must be positive")
    return min(limit or LIMIT, LIMIT)
