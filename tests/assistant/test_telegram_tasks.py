from __future__ import annotations

import asyncio
from contextlib import suppress

from assistant.telegram.tasks import end


async def stubborn(cancelled: list[int]) -> None:
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(60)
    cancelled.append(1)
    await asyncio.sleep(60)


def test_a_task_that_swallows_a_cancellation_ends_all_the_same() -> None:
    async def run() -> tuple[bool, list[int]]:
        cancelled: list[int] = []
        task = asyncio.create_task(stubborn(cancelled))
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await end(task)
        return task.cancelled(), cancelled

    assert asyncio.run(run()) == (True, [1])
