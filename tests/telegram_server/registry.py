"""Which function answers which method."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.telegram_server.account import Account
from tests.telegram_server.wire import Json

Answer = Callable[[Account, Json], object]
"""Gives the result, or an awaitable of it; raises ApiError."""

A = TypeVar("A", bound=Answer)

METHODS: dict[str, Answer] = {}
"""By the documented name. Telegram ignores the case of names."""


def method(name: str) -> Callable[[A], A]:
    """Registers what answers ``name``."""

    def register(answer: A) -> A:
        METHODS[name] = answer
        return answer

    return register


def documented(name: str) -> str | None:
    """The documented spelling of a method's name, whatever the case; None where no such method is answered."""
    return next((known for known in METHODS if known.lower() == name.lower()), None)
