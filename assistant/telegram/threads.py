"""A value that lives in one thread of its own, called from the event loop without blocking it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


class OwnThread(Generic[T]):
    """Makes a value in a new thread and makes every call on it there, in order."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1)
        self._value = self._executor.submit(make).result()

    async def __call__(self, call: Callable[Concatenate[T, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """``call(value, *args)`` in the thread, awaited: ``await inbox(Inbox.finish, 7)``."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, partial(call, self._value, *args, **kwargs))

    def close(self, last: Callable[[T], None]) -> None:
        """Makes the last call, and ends the thread."""
        self._executor.submit(last, self._value).result()
        self._executor.shutdown()


class InPool(Generic[T]):
    """A value that any thread may use, called from the event loop in the threads of a pool."""

    def __init__(self, value: T, pool: ThreadPoolExecutor) -> None:
        self._value = value
        self._pool = pool

    async def __call__(self, call: Callable[[T], R]) -> R:
        """``call(value)`` in a thread of the pool, awaited."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, call, self._value)
