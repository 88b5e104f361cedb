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
        self._changed = asyncio.Event()
        self._poll: asyncio.Future[ApiError] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, kind: str, payload: Json) -> bool:
        """Queues an update unless the bot did not ask for its kind. Says whether it was queued."""
        if not self._wants(kind):
            return False
        self._pending.append({"update_id": next(self._ids), kind: payload})
        self._wake()
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
        ended: asyncio.Future[ApiError] = asyncio.get_running_loop().create_future()
        self._poll = ended
        try:
            await self._wait(ended, timeout_s)
        finally:
            if self._poll is ended:
                self._poll = None
        if ended.done():
            raise ended.result()
        return list(self._pending)[:limit]

    async def wait_changed(self) -> None:
        """Until something is queued."""
        self._changed.clear()
        await self._changed.wait()

    def abort(self, reason: str) -> None:
        """Ends the poll that is waiting, if there is one, with a 409."""
        if self._poll and not self._poll.done():
            self._poll.set_result(conflict(reason))
        self._wake()

    async def _wait(self, ended: asyncio.Future[ApiError], timeout_s: float) -> None:
        deadline = asyncio.get_running_loop().time() + min(timeout_s, LONGEST_POLL_S)
        while not self._pending and not ended.done():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return
            try:
                await asyncio.wait_for(self.wait_changed(), left)
            except TimeoutError:
                return

    def _wake(self) -> None:
        self._changed.set()

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN


def check_limit(limit: int) -> int:
    """The number of updates asked for. Raises ApiError 400."""
    if limit < 0:
        raise bad_request("limit must be positive")
    return min(limit or LIMIT, LIMIT)
