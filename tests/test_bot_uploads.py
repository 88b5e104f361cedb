"""Files that admins send to ``bot.py run`` whole: read, shown, published, taken back."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.store import Store
from tests.bot_process import TOKEN, Bot, asker, said, whole_bot
from tests.telegram_server import Message, PrivateChat, TelegramServer, User

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

WAIT_S = 120
QUESTION = "โรงเพาะกล้าไม้ชายเลนใช้วงเงินเท่าใด"
MINUTES = """รายงานการประชุมคณะกรรมการป่าชายเลน
ครั้งที่ 1/2569
วันที่ 3 มีนาคม 2569

วาระที่ 1 การสร้างโรงเพาะกล้าไม้ชายเลน
ที่ประชุมมีมติเห็นชอบให้สร้างโรงเพาะกล้าไม้ชายเลน วงเงิน {amount} บาท

วาระที่ 2 การปลูกป่า
ที่ประชุมรับทราบแผนการปลูกป่าชายเลนของอำเภอ
"""


def minutes(amount: str = "745,000") -> bytes:
    return MINUTES.format(amount=amount).encode()


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
        yield bot
        assert "ชายเลน" not in bot.log


@pytest.fixture
def chat(server: TelegramServer, admin: User, bot: Bot) -> PrivateChat:
    bot.start()
    return server.private_chat(admin)


def buttons(message: Message) -> list[str]:
    return [label for row in message.labels for label in row]


def shown(server: TelegramServer, chat: PrivateChat, met: Callable[[Message], object]) -> Message:
    """The newest of the bot's messages that is as it should be, once there is one."""
    server.wait_for(lambda: any(map(met, chat.messages)), timeout=WAIT_S)
    return next(message for message in reversed(chat.messages) if met(message))


def preview(server: TelegramServer, chat: PrivateChat) -> Message:
    return shown(server, chat, lambda message: "✅ เผยแพร่" in buttons(message))


def pressed(server: TelegramServer, chat: PrivateChat, admin: User, message: Message, label: str) -> None:
    press = chat.press(admin, message, label)
    server.wait_for(lambda: press.answer is not None, timeout=WAIT_S)


def changed(server: TelegramServer, chat: PrivateChat, generation: int) -> Message:
    return shown(server, chat, lambda message: f"ดัชนีรุ่น {generation}" in message.text)


def test_a_file_is_shown_published_found_and_taken_back(server: TelegramServer, chat: PrivateChat, admin: User) -> None:
    sent = chat.send_document(admin, minutes(), "ป่าชายเลน.txt")
    found = preview(server, chat)
    assert found.reply_to == sent.message_id
    for part in ("คณะกรรมการป่าชายเลน", "ครั้งที่ 1/2569", "3 มีนาคม 2569", "โรงเพาะกล้าไม้ชายเลน", "1 หน้า คุณภาพข้อความ 100%"):
        assert part in found.text
    assert "745,000" not in said(server, chat, admin, QUESTION).text
    pressed(server, chat, admin, found, "✅ เผยแพร่")
    changed(server, chat, 2)
    assert "745,000" in said(server, chat, admin, QUESTION).text
    chat.send(admin, "/undo")
    changed(server, chat, 3)
    assert "745,000" not in said(server, chat, admin, QUESTION).text
    history = said(server, chat, admin, "/history")
    pressed(server, chat, admin, history, "↩︎ กลับไปรุ่น 2")
    changed(server, chat, 4)
    assert "745,000" in said(server, chat, admin, QUESTION).text


def test_a_new_version_says_what_changes_and_takes_the_place_of_the_old_one(
    server: TelegramServer, bot: Bot, chat: PrivateChat, admin: User
) -> None:
    chat.send_document(admin, minutes(), "ป่าชายเลน.txt")
    pressed(server, chat, admin, preview(server, chat), "✅ เผยแพร่")
    changed(server, chat, 2)
    chat.send_document(admin, minutes("812,000"), "ป่าชายเลน ฉบับแก้ไข.txt")
    newer = preview(server, chat)
    assert "คล้ายกับ ป่าชายเลน.txt" in newer.text
    pressed(server, chat, admin, newer, "🔁 รุ่นใหม่ของ…")
    choice = shown(server, chat, lambda message: "ป่าชายเลน.txt" in buttons(message))
    pressed(server, chat, admin, choice, "ป่าชายเลน.txt")
    newer = preview(server, chat)
    assert "เป็นรุ่นใหม่ของ ป่าชายเลน.txt" in newer.text
    assert "แก้ไข 1: วาระที่ 1 การสร้างโรงเพาะกล้าไม้ชายเลน" in newer.text
    pressed(server, chat, admin, newer, "✅ เผยแพร่")
    changed(server, chat, 3)
    assert {row.name for row in Store(bot.home).records()} == {"ป่าชายเลน ฉบับแก้ไข.txt"}


def test_a_title_and_a_date_are_corrected_by_replying(server: TelegramServer, chat: PrivateChat, admin: User) -> None:
    chat.send_document(admin, minutes(), "ป่าชายเลน.txt")
    found = preview(server, chat)
    for label, given in (("✏️ แก้หัวเรื่อง", "การประชุมป่าชายเลนสมัยวิสามัญ"), ("📅 แก้วันที่", "๙ มีนาคม ๒๕๖๙")):
        pressed(server, chat, admin, found, label)
        asked = shown(server, chat, lambda message: "ตอบกลับข้อความนี้" in message.text)
        chat.send(admin, given, reply_to=asked)
        found = preview(server, chat)
    shown(server, chat, lambda message: "9 มีนาคม 2569" in message.text and "สมัยวิสามัญ" in message.text)


def test_files_of_an_archive_are_published_together(
    server: TelegramServer, bot: Bot, chat: PrivateChat, admin: User
) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(3):
            archive.writestr(f"ป่า{number}.txt", minutes(f"{number + 1}45,000").decode() + f"\nฉบับที่ {number}")
        archive.writestr("ว่าง.txt", b"")
    chat.send_document(admin, data.getvalue(), "ป่า.zip")
    listed = shown(server, chat, lambda message: "✅ เผยแพร่ทั้งหมด" in buttons(message))
    assert "ว่าง.txt" in listed.text
    pressed(server, chat, admin, listed, "✅ เผยแพร่ทั้งหมด")
    changed(server, chat, 2)
    assert {row.name for row in Store(bot.home).records()} == {f"ป่า{number}.txt" for number in range(3)}


def test_a_discarded_file_and_one_that_cannot_be_read_end_clearly(
    server: TelegramServer, chat: PrivateChat, admin: User
) -> None:
    chat.send_document(admin, minutes(), "ป่าชายเลน.txt")
    found = preview(server, chat)
    pressed(server, chat, admin, found, "🗑 ทิ้ง")
    shown(server, chat, lambda message: "ทิ้ง ป่าชายเลน.txt แล้ว" in message.text)
    chat.press_data(admin, found, "dp:1")
    shown(server, chat, lambda message: "ร่างนี้จบไปแล้ว" in message.text)
    chat.send_document(admin, b"%PDF-1.4 broken", "เสีย.pdf")
    shown(server, chat, lambda message: "เสีย.pdf" in message.text and "ไม่ครบ" in message.text)


def test_a_kill_while_a_file_is_read_or_published_leaves_one_outcome(
    server: TelegramServer, bot: Bot, chat: PrivateChat, admin: User
) -> None:
    chat.send_document(admin, minutes(), "ป่าชายเลน.txt")
    shown(server, chat, lambda message: "รับไฟล์" in message.text)
    bot.stop(signal.SIGKILL)
    bot.start()
    found = preview(server, chat)
    pressed(server, chat, admin, found, "✅ เผยแพร่")
    shown(server, chat, lambda message: "กำลังเปลี่ยนดัชนี" in message.text)
    bot.stop(signal.SIGKILL)
    bot.start()
    server.wait_for(lambda: (Store(bot.home).live_id() or 0) > 1, timeout=WAIT_S)
    changed(server, chat, 2)
    assert "745,000" in said(server, chat, admin, QUESTION).text


def test_what_is_not_an_admins_is_no_upload(server: TelegramServer, bot: Bot, admin: User) -> None:
    user, chat = asker(bot)
    bot.start()
    admins = server.private_chat(admin)
    admins.send_document(admin, minutes(), "ป่าชายเลน.txt")
    found = preview(server, admins)
    chat.send_document(user, minutes("1"), "ของฉัน.txt")
    shown(server, chat, lambda message: "อ่านได้เฉพาะข้อความ" in message.text)
    press = chat.press_data(user, chat.messages[-1], "dp:1")
    server.wait_for(lambda: press.answer is not None, timeout=WAIT_S)
    assert "ป่าชายเลน" in found.text
    assert Store(bot.home).live_id() == 1


def test_a_file_that_settles_in_the_watched_folder_waits_for_an_admins_word(
    server: TelegramServer, samples_home: Path, tmp_path: Path, model: Path, admin: User
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    with whole_bot(server, samples_home, tmp_path, model, admin, {"MATI_INBOX": str(folder)}) as bot:
        bot.start()
        chat = server.private_chat(admin)
        (folder / "ป่าชายเลน.txt").write_bytes(minutes())
        (folder / "เสีย.pdf").write_bytes(b"%PDF-1.4 broken")
        found = preview(server, chat)
        shown(server, chat, lambda message: "เสีย.pdf" in message.text)
        server.wait_for(lambda: not [path for path in folder.iterdir() if path.is_file()], timeout=WAIT_S)
        assert (folder / "read" / "ป่าชายเลน.txt").read_bytes() == minutes()
        assert (folder / "refused" / "เสีย.pdf").exists()
        pressed(server, chat, admin, found, "✅ เผยแพร่")
        changed(server, chat, 2)
