"""Access in ``bot.py run`` whole: admins let people and groups in, and nobody learns of what they may not see."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.collection import OTHER
from index.store import Store
from tests.bot_process import TOKEN, WHOLE, Bot, asker
from tests.telegram_server import TelegramServer, User
from tests.telegram_server.people import Room

pytestmark = pytest.mark.slow

BOARD = "คณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา"
TOURISM = "คณะทำงานขับเคลื่อนการท่องเที่ยวกลุ่มจังหวัดลุ่มน้ำศรีธารา"
ACTIONS = (
    "จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณเท่าใด",
    "ใครเป็นประธานคณะทำงานด้านการท่องเที่ยว",
    "มหกรรมสายน้ำสี่จังหวัดได้วงเงินเท่าไร",
    "โครงการต้องมีวงเงินไม่เกินเท่าไร",
    "กสร. คืออะไร",
    "จังหวัดมีหน้าที่อะไรบ้าง",
    "อนุมัติให้ส่งดาวเทียมสำรวจดวงจันทร์กี่ดวง",
    "ประชุมวันที่ 29 พฤศจิกายน 2566 มีมติอะไร",
    "/records",
    "/decisions",
    "/roles จังหวัด",
    "/budget",
)
SHINGLE = 24
"""Letters in a row by which a text is known."""


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN) as server:
        yield server
        assert not server.violations


@pytest.fixture
def admin(server: TelegramServer) -> User:
    return server.user("ผู้ดูแล")


@pytest.fixture
def bot(server: TelegramServer, tmp_path: Path, samples_home: Path, model: Path, admin: User) -> Iterator[Bot]:
    home = tmp_path / "home"
    shutil.copytree(samples_home, home)
    bot = Bot(server, home, WHOLE, {"MATI_MODEL": str(model), "MATI_ADMINS": str(admin.id)})
    yield bot
    bot.stop(signal.SIGTERM)
    assert not any(question in bot.log for question in ACTIONS)


def said(server: TelegramServer, chat: Room, user: User, text: str) -> str:
    """What the bot says in a chat to one message."""
    before = len(chat.messages)
    chat.send(user, text if chat.id > 0 or text.startswith("/") else f"/ask {text}")
    server.wait_for(lambda: len(chat.messages) > before, timeout=60)
    return "\n".join(message.text for message in chat.messages[before:])


class Archive:
    """What the records of each collection say, to tell of whose text something is."""

    def __init__(self, home: Path) -> None:
        store = Store(home)
        self.rows = store.records()
        self.texts = {row.name: re.sub(r"\s+", "", store.whole_text(row.revision)) for row in self.rows}

    def leaks(self, message: str, seen: set[str]) -> set[str]:
        """The pieces of a message that stand in records that may not be seen, and in none that may be."""
        text = re.sub(r"\s+", "", message)
        pieces = {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}
        allowed = "\n".join(self.texts[row.name] for row in self.rows if row.collection in seen)
        hidden = "\n".join(self.texts[row.name] for row in self.rows if row.collection not in seen)
        return {piece for piece in pieces if piece in hidden and piece not in allowed}

    def meetings(self, seen: set[str]) -> int:
        return sum(row.collection in seen for row in self.rows)


def test_nobody_learns_of_what_they_may_not_see(server: TelegramServer, bot: Bot, admin: User) -> None:
    desk = server.private_chat(admin)
    insider, _ = asker(bot)
    granted: list[tuple[Room, User, set[str]]] = []
    for collections in ({BOARD}, {TOURISM}, {OTHER}, {BOARD, TOURISM}):
        user = server.user()
        granted.append((server.private_chat(user), user, collections))
    granted.append((server.group("กลุ่มท่องเที่ยว", [insider]), insider, {TOURISM}))
    bot.start()
    for chat, _, collections in granted:
        for collection in sorted(collections):
            said(server, desk, admin, f"/grant {chat.id} {collection}")
    archive = Archive(bot.home)
    told = 0
    for chat, user, collections in granted:
        for action in ACTIONS:
            message = said(server, chat, user, action)
            assert not archive.leaks(message, collections), (chat.id, action, message)
            counted = re.search(r"(?:ค้นจาก|บันทึกที่มี) ([\d,]+)", message)
            assert counted is None or int(counted[1]) == archive.meetings(collections), (action, message)
            told += bool(archive.leaks(message, set()))
    assert told >= len(granted) * 6, "the answers say so little that nothing could leak"
    chat, user, _ = granted[0]
    said(server, desk, admin, f"/revoke {chat.id}")
    for action in ACTIONS[:2]:
        chat.send(user, action)
    server.wait_for(lambda: str(user.id) in chat.messages[-1].text, timeout=30)
    assert not archive.leaks(chat.messages[-1].text, set())


def test_a_stranger_asks_to_be_let_in_and_an_admin_lets_them_in_with_a_button(
    server: TelegramServer, bot: Bot, admin: User
) -> None:
    desk, user = server.private_chat(admin), server.user("สมชาย")
    chat = server.private_chat(user)
    desk.send(admin, "/start")
    bot.start()
    server.wait_for(lambda: desk.messages, timeout=60)
    assert str(user.id) in said(server, chat, user, "/start")
    server.wait_for(lambda: len(desk.messages) == 2, timeout=30)
    request = desk.messages[1]
    assert "สมชาย" in request.text
    assert BOARD not in "".join(message.text for message in chat.messages)
    desk.press(admin, request, BOARD)
    server.wait_for(lambda: len(chat.messages) == 2, timeout=30)
    assert BOARD in chat.messages[1].text
    assert "ร้อยละ 15" in said(server, chat, user, ACTIONS[0])
    assert "คณะทำงาน" not in said(server, chat, user, "/records")
    assert "สมชาย" in said(server, desk, admin, "/who")


def test_a_group_is_approved_once_and_keeps_its_grants_as_a_supergroup(
    server: TelegramServer, bot: Bot, admin: User
) -> None:
    desk, member = server.private_chat(admin), server.user()
    group = server.group("กลุ่มงาน", [member])
    desk.send(admin, "/start")
    bot.start()
    server.wait_for(lambda: desk.messages, timeout=60)
    assert str(group.id) in said(server, group, member, ACTIONS[0])
    server.wait_for(lambda: len(desk.messages) == 2, timeout=30)
    desk.press(admin, desk.messages[1], TOURISM)
    server.wait_for(lambda: len(group.messages) == 2, timeout=30)
    supergroup = group.upgrade(member)
    message = said(server, supergroup, member, "/records")
    assert "บันทึกที่มี 1 รายการ" in message


def test_the_buttons_and_commands_of_admins_do_nothing_for_others(
    server: TelegramServer, bot: Bot, admin: User
) -> None:
    desk, user = server.private_chat(admin), server.user()
    chat = server.private_chat(user)
    bot.start()
    said(server, desk, admin, f"/grant {chat.id} {TOURISM}")
    assert "ถาม:" in said(server, chat, user, f"/grant {chat.id} *")
    assert "ถาม:" in said(server, chat, user, "/who")
    assert "บันทึกที่มี 1 รายการ" in said(server, chat, user, "/records")
    assert "ไม่มีชุดบันทึกชื่อนั้น" in said(server, desk, admin, f"/grant {chat.id} คณะที่ไม่มี")
    assert "ไม่มีสิทธิ์นั้นอยู่" in said(server, desk, admin, f"/revoke {chat.id} {BOARD}")
    assert "MATI_ADMINS" in said(server, desk, admin, f"/revoke {admin.id}")
