"""Tasks that go on beside something else, and end with it."""

from __future__ import annotations

import asyncio

_AGAIN_S = 0.5


async def end(task: asyncio.Task[None]) -> None:
    """Cancels a task until it has ended: one that waits for its turn to send may swallow a cancellation."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_AGAIN_S)
