"""``bot.py run`` whole: real minutes, the real model and index, against the loopback Bot API server."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.check import problems
from index.store import opened
from tests.bot_process import TOKEN, Bot, whole_bot
from tests.telegram_server import PrivateChat, TelegramServer, User

pytestmark = pytest.mark.slow

PEOPLE = 7
QUESTIONS = (
    "จังหวัดต้องสมทบงบประมาณร้อยละเท่าไร",
    "ใครเป็นเจ้าภาพจัดมหกรรมสายน้ำสี่จังหวัด",
    "ต้องรายงานผลการเบิกจ่ายเมื่อไร",
    "มติเรื่องการยืมเครื่องสูบน้ำ",
    "หลักเกณฑ์การจัดสรรงบประมาณของกลุ่มจังหวัด",
)


@pytest.fixture(scope="module")
def people(server: TelegramServer) -> list[tuple[User, PrivateChat]]:
    """Those who may ask and have not yet: each test takes its own."""
    return [(user, server.private_chat(user)) for user in (server.user() for _ in range(PEOPLE))]


@pytest.fixture(scope="module")
def bot(
    server: TelegramServer,
    tmp_path_factory: pytest.TempPathFactory,
    samples_home: Path,
    model: Path,
    people: list[tuple[User, PrivateChat]],
) -> Iterator[Bot]:
    with whole_bot(server, samples_home, tmp_path_factory.mktemp("bot"), model, []) as bot:
        bot.allowed += [user.id for user, _ in people]
        bot.start()
        yield bot
    assert TOKEN not in bot.log
    assert not any(question in bot.log for question in QUESTIONS)


def test_a_question_is_answered_from_the_minutes_with_a_quote_that_stands_in_them(
    server: TelegramServer, bot: Bot, people: list[tuple[User, PrivateChat]]
) -> None:
    user, chat = people.pop()
    chat.send(user, QUESTIONS[0])
    server.wait_for(lambda: chat.messages, timeout=30)
    message = chat.messages[0]
    assert message.text.startswith("คำตอบ")
    assert message.marked("expandable_blockquote")
    quote = message.text.partition("[1] “")[2].partition("”")[0]
    with opened(bot.home) as store:
        texts = [store.revision(row.revision).text for row in store.records()]
    assert any(quote.removesuffix("…") in text for text in texts)


@pytest.mark.usefixtures("bot")
def test_records_lists_the_minutes(server: TelegramServer, people: list[tuple[User, PrivateChat]]) -> None:
    user, chat = people.pop()
    chat.send(user, "/records")
    server.wait_for(lambda: chat.messages, timeout=30)
    assert any("19 มิถุนายน 2568" in label for row in chat.messages[0].labels for label in row)


# The last: it leaves the bot stopped.
def test_ten_questions_in_flight_when_it_is_killed_are_each_answered_once(
    server: TelegramServer, bot: Bot, people: list[tuple[User, PrivateChat]]
) -> None:
    chats = [people.pop() for _ in range(5)]
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
