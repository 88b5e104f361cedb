"""``bot.py run`` whole: real minutes, the real model and index, against the loopback Bot API server."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.check import problems
from index.store import opened
from tests.bot_process import TOKEN, WHOLE, Bot, asker
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.slow

QUESTIONS = (
    "จังหวัดต้องสมทบงบประมาณร้อยละเท่าไร",
    "ใครเป็นเจ้าภาพจัดมหกรรมสายน้ำสี่จังหวัด",
    "ต้องรายงานผลการเบิกจ่ายเมื่อไร",
    "มติเรื่องการยืมเครื่องสูบน้ำ",
    "หลักเกณฑ์การจัดสรรงบประมาณของกลุ่มจังหวัด",
)


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN) as server:
        yield server
        assert not server.violations


@pytest.fixture
def bot(server: TelegramServer, tmp_path: Path, samples_home: Path, model: Path) -> Iterator[Bot]:
    home = tmp_path / "home"
    shutil.copytree(samples_home, home)
    bot = Bot(server, home, WHOLE, {"MATI_MODEL": str(model)})
    yield bot
    bot.stop(signal.SIGTERM)
    assert TOKEN not in bot.log
    assert not any(question in bot.log for question in QUESTIONS)


def test_a_question_is_answered_from_the_minutes_with_a_quote_that_stands_in_them(
    server: TelegramServer, bot: Bot
) -> None:
    user, chat = asker(bot)
    bot.start()
    chat.send(user, QUESTIONS[0])
    server.wait_for(lambda: chat.messages, timeout=30)
    message = chat.messages[0]
    assert message.text.startswith("คำตอบ")
    assert message.marked("expandable_blockquote")
    quote = message.text.partition("[1] “")[2].partition("”")[0]
    with opened(bot.home) as store:
        texts = [store.revision(row.revision).text for row in store.records()]
    assert any(quote.removesuffix("…") in text for text in texts)


def test_records_lists_the_minutes(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    chat.send(user, "/records")
    server.wait_for(lambda: chat.messages, timeout=30)
    assert any("19 มิถุนายน 2568" in label for row in chat.messages[0].labels for label in row)


def test_ten_questions_in_flight_when_it_is_killed_are_each_answered_once(server: TelegramServer, bot: Bot) -> None:
    chats = [asker(bot) for _ in range(5)]
    bot.start()
    asked = [(chat, chat.send(user, text)) for user, chat in chats for text in QUESTIONS[:2]]
    server.wait_for(lambda: any(chat.messages for _, chat in chats), timeout=30)
    bot.stop(signal.SIGKILL)
    bot.start()
    server.wait_for(lambda: sum(len(chat.messages) for _, chat in chats) >= len(asked), timeout=60)
    bot.stop(signal.SIGTERM)
    for user_chat in chats:
        replied = [message.reply_to for message in user_chat[1].messages]
        assert replied == [question.message_id for chat, question in asked if chat is user_chat[1]]
    with opened(bot.home) as store:
        assert list(problems(store, bot.home)) == []
