from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update

from assistant.telegram.privacy import TokenMask
from assistant.telegram.threads import OwnThread
from assistant.telegram.updates import ChatOrder


def update(update_id: int, chat_id: int) -> Update:
    return Update(update_id, Message(update_id, datetime(2026, 1, 1, tzinfo=UTC), Chat(chat_id, "private"), text="ก"))


def test_each_chat_keeps_its_order_and_chats_run_beside_each_other() -> None:
    done: list[int] = []

    async def work(update_id: int) -> None:
        await asyncio.sleep(0.05 if update_id < 10 else 0)
        done.append(update_id)

    async def run() -> None:
        order = ChatOrder()
        await asyncio.gather(
            *(
                order.process_update(update(id, chat), work(id))
                for chat, id in [(1, 1), (1, 2), (1, 13), (2, 14), (2, 15)]
            )
        )

    asyncio.run(run())
    assert done == [14, 15, 1, 2, 13]


def test_a_failed_update_does_not_stop_its_chat() -> None:
    async def fail() -> None:
        raise ValueError

    async def run() -> None:
        order = ChatOrder()
        with pytest.raises(ValueError):  # noqa: PT011 (raised just above)
            await order.process_update(update(1, 1), fail())
        await order.process_update(update(2, 1), asyncio.sleep(0))

    asyncio.run(run())


def test_a_value_in_its_own_thread_is_called_there_in_order() -> None:
    async def run(words: OwnThread[list[str]]) -> int:
        await asyncio.gather(*(words(list.append, word) for word in "กขค"))
        return await words(list.index, "ค")

    words = OwnThread(list[str])
    assert asyncio.run(run(words)) == 2
    closed: list[int] = []
    words.close(lambda value: closed.append(len(value)))
    assert closed == [3]


def test_the_token_is_masked_in_messages_and_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(TokenMask("123:secret"))
    try:
        raise ValueError("bad 123:secret")
    except ValueError:
        logging.getLogger("somewhere").exception("asked %s", "https://example.org/bot123:secret/getMe")
    assert "bad <token>" in caplog.text
    assert "/bot<token>/getMe" in caplog.text
    assert "secret" not in caplog.text
