"""All records are read again at an admin's word, beside the index that answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Store
from tests.bot_process import TOKEN, Bot, asker, said, whole_bot
from tests.telegram_server import Message, PrivateChat, TelegramServer, User

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

WAIT_S = 120
QUESTION = "ใครเป็นเจ้าภาพจัดงานวันเด็ก"
MINUTES = """รายงานการประชุมคณะทำงานวันเด็ก
ครั้งที่ 1/2569
วันที่ 3 มีนาคม 2569

วาระที่ 1 การจัดงานวันเด็ก
ที่ประชุมมีมติให้กองการศึกษาเป็นเจ้าภาพจัดงานวันเด็ก
"""


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN) as server:
        yield server
        assert not server.violations


@pytest.fixture
def admin(server: TelegramServer) -> User:
    return server.user("ผู้ดูแล")


@pytest.fixture
def bot(server: TelegramServer, samples_home: Path, tmp_path: Path, model: Path, admin: User) -> Iterator[Bot]:
    with whole_bot(server, samples_home, tmp_path, model, admin) as bot:
        bot.start()
        yield bot


def shown(server: TelegramServer, chat: PrivateChat, *parts: str) -> Message:
    """The newest of the bot's messages that has all the parts, in its text or on its buttons, once there is one."""

    def has(message: Message) -> bool:
        labels = " ".join(label for row in message.labels for label in row)
        return all(part in f"{message.text} {labels}" for part in parts)

    server.wait_for(lambda: any(map(has, chat.messages)), timeout=WAIT_S)
    return next(message for message in reversed(chat.messages) if has(message))


def press(server: TelegramServer, chat: PrivateChat, admin: User, message: Message, label: str) -> None:
    pressed = chat.press(admin, message, label)
    server.wait_for(lambda: pressed.answer is not None, timeout=WAIT_S)


def test_after_a_reindex_answers_are_as_before_and_old_ones_open(server: TelegramServer, bot: Bot, admin: User) -> None:
    chat = server.private_chat(admin)
    chat.send_document(admin, MINUTES.encode(), "วันเด็ก.txt")
    found = shown(server, chat, "วันเด็ก.txt", "✅ เผยแพร่")
    press(server, chat, admin, found, "🏛 แก้ชื่อคณะ")
    asked = shown(server, chat, "ตอบกลับข้อความนี้", "ชื่อคณะ")
    chat.send(admin, "คณะกรรมการการศึกษา", reply_to=asked)
    press(server, chat, admin, shown(server, chat, "คณะกรรมการการศึกษา", "✅ เผยแพร่"), "✅ เผยแพร่")
    shown(server, chat, "ดัชนีรุ่น 2", "เพิ่ม 1: วันเด็ก.txt")
    answer = said(server, chat, admin, QUESTION)
    assert "กองการศึกษา" in answer.text
    before = Store(bot.home).records()
    assert "คณะกรรมการการศึกษา" in {row.collection for row in before}

    chat.send(admin, "/reindex")
    shown(server, chat, "ดัชนีรุ่น 3", "เนื้อหาเหมือนเดิม")
    assert Store(bot.home).records() == before
    assert said(server, chat, admin, QUESTION).text == answer.text
    press(server, chat, admin, answer, next(label for row in answer.labels for label in row if "บริบท" in label))
    shown(server, chat, "รายงานการประชุมคณะทำงานวันเด็ก")


def test_who_is_no_admin_reindexes_nothing(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    said(server, chat, user, "/reindex")
    assert Store(bot.home).live_id() == 1
