"""Telegram's flood limits: what a chat, a group and the whole bot may send."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from telegram.constants import FloodLimit

from tests.telegram_server.wire import ApiError


@dataclass(frozen=True, slots=True)
class Limits:
    """How strictly the server limits. Sizes of texts and files are not here: they never change."""

    flood: bool = True
    """Whether sending too fast is refused with a 429."""
    private_burst: int = 5
    """Messages that a private chat takes at once, before one a second is the limit. Telegram publishes no figure."""
    per_group_minute: int = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
    per_second: int = FloodLimit.MESSAGES_PER_SECOND
    callback_seconds: float = 15.0
    """How long a callback query can be answered."""
    inline_seconds: float = 10.0
    """How long an inline query can be answered."""


@dataclass(frozen=True, slots=True)
class _Window:
    """At most ``count`` events in any ``seconds``."""

    count: int
    seconds: float


class FloodGate:
    """Counts what is sent and refuses what is too fast."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sent: defaultdict[object, deque[float]] = defaultdict(deque)

    def admit(self, chat_id: int) -> None:
        """Counts a message to this chat. Raises ApiError 429, in which case it is not counted."""
        if not self._limits.flood:
            return
        now = time.monotonic()
        windows = {"all": _Window(self._limits.per_second, 1.0), chat_id: self._window(chat_id)}
        wait = max(self._wait(key, window, now) for key, window in windows.items())
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for key in windows:
            self._sent[key].append(now)

    def _window(self, chat_id: int) -> _Window:
        if chat_id < 0:
            return _Window(self._limits.per_group_minute, 60.0)
        return _Window(self._limits.private_burst, float(self._limits.private_burst))

    def _wait(self, key: object, window: _Window, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - window.seconds:
            sent.popleft()
        return sent[0] + window.seconds - now if len(sent) >= window.count else 0.0


def too_many_requests(seconds: int) -> ApiError:
    """Telegram's 429."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
