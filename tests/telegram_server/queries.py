"""Queries that wait for one answer: pressed buttons, and what people type after the bot's name."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from tests.telegram_server.state import Message, User
from tests.telegram_server.wire import Json, bad_request

CACHE_SECONDS = 300
"""How long Telegram shows an inline answer again when the bot sets no time."""


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button. ``answer`` is the parameters of answerCallbackQuery, None until then."""

    id: str
    user: User
    message: Message
    data: str
    answer: Json | None = None


@dataclass(slots=True)
class InlineQuery:
    """What a person typed after the bot's name. ``answer`` is the parameters of answerInlineQuery with parsed texts."""

    id: str
    user: User
    text: str
    offset: str = ""
    answer: Json | None = None


Q = TypeVar("Q", CallbackQuery, InlineQuery)


@dataclass(slots=True)
class Waiting(Generic[Q]):
    """Queries of one kind that are still to be answered."""

    seconds: float
    _open: dict[str, tuple[Q, float]] = field(default_factory=dict)

    def add(self, query: Q) -> None:
        """From now on it can be answered, for ``seconds``."""
        self._open[query.id] = (query, time.monotonic() + self.seconds)

    def take(self, query_id: str) -> Q:
        """The query, which cannot be taken again. Raises ApiError 400 when unknown, answered or too old."""
        query, deadline = self._open.pop(query_id, (None, 0.0))
        if query is None or time.monotonic() > deadline:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query


class InlineCache:
    """Answers that Telegram shows again without asking the bot: to everybody, unless they are personal."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str, int | None], tuple[Json, float]] = {}

    def put(self, query: InlineQuery, answer: Json) -> None:
        """Keeps an answer for as long as the bot allows."""
        seconds = answer.get("cache_time")
        until = time.monotonic() + (CACHE_SECONDS if seconds is None else seconds)
        whose = query.user.id if answer.get("is_personal") else None
        self._answers[query.text, query.offset, whose] = (answer, until)

    def get(self, user: User, text: str, offset: str) -> Json | None:
        """The answer that this person is shown without asking, if there is one."""
        for whose in (user.id, None):
            answer, until = self._answers.get((text, offset, whose), (None, 0.0))
            if answer is not None and time.monotonic() < until:
                return answer
        return None


class Queries:
    """All queries of one bot."""

    def __init__(self, callback_seconds: float, inline_seconds: float) -> None:
        self.callbacks: Waiting[CallbackQuery] = Waiting(callback_seconds)
        self.inline: Waiting[InlineQuery] = Waiting(inline_seconds)
        self.cache = InlineCache()
        self._ids = count(4_382_000_001)

    def new_id(self) -> str:
        """An id for a query of either kind."""
        return str(next(self._ids))
