"""How admins let people and groups in, in ``bot.py run`` whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot_process import Bot, said, whole_bot
from tests.telegram_server import TelegramServer, User

pytestmark = pytest.mark.slow

BOARD = "คณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา"
TOURISM = "คณะทำงานขับเคลื่อนการท่องเที่ยวกลุ่มจังหวัดลุ่มน้ำศรีธารา"
QUESTION = "จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณเท่าใด"


@pytest.fixture(scope="module", autouse=True)
def bot(
    server: TelegramServer, tmp_path_factory: pytest.TempPathFactory, samples_home: Path, model: Path, admin: User
) -> Iterator[Bot]:
    desk = server.private_chat(admin)
    desk.send(admin, "/start")
    with whole_bot(server, samples_home, tmp_path_factory.mktemp("bot"), model, [admin]) as bot:
        bot.start()
        server.wait_for(lambda: desk.messages, timeout=60)
        yield bot
    assert QUESTION not in bot.log


def test_a_stranger_asks_to_be_let_in_and_an_admin_lets_them_in_with_a_button(
    server: TelegramServer, admin: User
) -> None:
    desk, user = server.private_chat(admin), server.user("สมชาย")
    chat, before = server.private_chat(user), len(desk.messages)
    assert str(user.id) in said(server, chat, user, "/start").text
    server.wait_for(lambda: len(desk.messages) == before + 1, timeout=30)
    request = desk.messages[-1]
    assert "สมชาย" in request.text
    assert BOARD not in "".join(message.text for message in chat.messages)
    desk.press(admin, request, BOARD)
    server.wait_for(lambda: len(chat.messages) == 2, timeout=30)
    assert BOARD in chat.messages[1].text
    assert "ร้อยละ 15" in said(server, chat, user, QUESTION).text
    assert "คณะทำงาน" not in said(server, chat, user, "/records").text
    assert "สมชาย" in said(server, desk, admin, "/who").text


def test_a_group_is_approved_once_and_keeps_its_grants_as_a_supergroup(server: TelegramServer, admin: User) -> None:
    desk, member = server.private_chat(admin), server.user()
    group, before = server.group("กลุ่มงาน", [member]), len(desk.messages)
    assert str(group.id) in said(server, group, member, QUESTION).text
    server.wait_for(lambda: len(desk.messages) == before + 1, timeout=30)
    desk.press(admin, desk.messages[-1], TOURISM)
    server.wait_for(lambda: len(group.messages) == 2, timeout=30)
    supergroup = group.upgrade(member)
    message = said(server, supergroup, member, "/records").text
    assert "บันทึกที่มี 1 รายการ" in message


def test_the_buttons_and_commands_of_admins_do_nothing_for_others(server: TelegramServer, admin: User) -> None:
    desk, user = server.private_chat(admin), server.user()
    chat = server.private_chat(user)
    said(server, desk, admin, f"/grant {chat.id} {TOURISM}")
    assert "ถาม:" in said(server, chat, user, f"/grant {chat.id} *").text
    assert "ถาม:" in said(server, chat, user, "/who").text
    assert "บันทึกที่มี 1 รายการ" in said(server, chat, user, "/records").text
    assert "ไม่มีชุดบันทึกชื่อนั้น" in said(server, desk, admin, f"/grant {chat.id} คณะที่ไม่มี").text
    assert "ไม่มีสิทธิ์นั้นอยู่" in said(server, desk, admin, f"/revoke {chat.id} {BOARD}").text
    assert "MATI_ADMINS" in said(server, desk, admin, f"/revoke {admin.id}").text
