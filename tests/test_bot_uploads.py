"""Files that admins send to ``bot.py run`` whole: read, shown, published, taken back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.store import Store
from tests.bot_process import TOKEN, Bot, asker, said, whole_bot
from tests.desk import PUBLISH, WAIT_S, Desk, buttons, minutes, zipped
from tests.telegram_server import TelegramServer, User

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PLACES = (
    "บ้านท่าเรือ",
    "ปากคลองมะพร้าว",
    "เกาะสีทอง",
    "ดอนหอยหลอด",
    "แหลมตะวัน",
    "หนองปูดำ",
    "บางกระเบน",
    "วังปลาทู",
    "ทุ่งนกยูง",
    "อ่าวมรกต",
    "เขาสามยอด",
    "คลองโพธิ์งาม",
    "ป่าเสม็ดแดง",
    "หาดทรายแก้ว",
)
"""More than there are tests: each has an admin, a chat and a project of its own, and all share one bot."""
BROKEN = b"%PDF-1.4 broken"


@pytest.fixture(scope="module")
def admins(server: TelegramServer) -> list[User]:
    return [server.user(f"ผู้ดูแล{number}") for number in range(len(PLACES))]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture(scope="module")
def bot(
    server: TelegramServer,
    samples_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    model: Path,
    admins: list[User],
    inbox: Path,
) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("bot")
    with whole_bot(server, samples_home, folder, model, admins, {"MATI_INBOX": str(inbox)}) as bot:
        asker(bot)
        bot.start()
        yield bot
        assert "ชายเลน" not in bot.log


@pytest.fixture
def desk(bot: Bot, admins: list[User]) -> Desk:
    admin = admins.pop()
    return Desk(bot, admin, f"โรงเพาะกล้าไม้ชายเลน{PLACES[len(admins)]}")


def test_a_file_is_shown_published_found_and_taken_back(desk: Desk) -> None:
    live = desk.live
    sent = desk.send(minutes(desk.project, "723,000"), f"{desk.project}.txt")
    found = desk.preview()
    assert found.reply_to == sent.message_id
    for part in ("คณะกรรมการป่าชายเลน", "ครั้งที่ 1/2569", "3 มีนาคม 2569", desk.project, "1 หน้า คุณภาพข้อความ 100%"):
        assert part in found.text
    assert "723,000" not in desk.answer()
    desk.press(found, PUBLISH)
    done = desk.changed(live + 1)
    assert f"เพิ่ม 1: {desk.project}.txt" in done.text
    assert done.message_id == found.message_id
    assert "723,000" in desk.answer()
    desk.write("/undo")
    desk.changed(live + 2)
    assert "723,000" not in desk.answer()
    desk.press(said(desk.bot.server, desk.chat, desk.admin, "/history"), f"↩︎ กลับไปรุ่น {live + 1}")
    desk.changed(live + 3)
    assert "723,000" in desk.answer()


def test_a_new_version_says_what_changes_and_takes_the_place_of_the_old_one(desk: Desk) -> None:
    live, old, new = desk.live, f"{desk.project}.txt", f"{desk.project} ฉบับแก้ไข.txt"
    desk.publish(minutes(desk.project), old)
    desk.send(minutes(desk.project, "812,000"), new)
    newer = desk.preview()
    assert f"คล้ายกับ {old}" in newer.text
    desk.press(newer, "🔁 รุ่นใหม่ของ…")
    desk.press(desk.shown(lambda message: old in buttons(message)), old)
    newer = desk.preview()
    assert f"เป็นรุ่นใหม่ของ {old}" in newer.text
    assert f"แก้ไข 1: วาระที่ 1 การสร้าง{desk.project}" in newer.text
    desk.press(newer, PUBLISH)
    desk.changed(live + 2)
    assert desk.records == {new}


def test_what_was_read_of_the_meeting_is_corrected_by_replying(desk: Desk) -> None:
    desk.send(minutes(desk.project), f"{desk.project}.txt")
    found = desk.preview()
    for label, asked_for, given, read in (
        ("✏️ แก้หัวเรื่อง", "หัวเรื่อง", "การประชุมป่าชายเลนสมัยวิสามัญ", "สมัยวิสามัญ"),
        ("📅 แก้วันที่", "วันประชุม", "๙ มีนาคม ๒๕๖๙", "9 มีนาคม 2569"),
        ("🏛 แก้ชื่อคณะ", "ชื่อคณะ", "คณะกรรมการทรัพยากรชายฝั่ง", "ชุดบันทึก คณะกรรมการทรัพยากรชายฝั่ง"),
    ):
        desk.press(found, label)
        asked = desk.says(f"ตอบกลับข้อความนี้ด้วย{asked_for}")
        desk.chat.send(desk.admin, given, reply_to=asked)
        found = desk.says(read, PUBLISH)
    assert "สมัยวิสามัญ" in found.text
    assert "9 มีนาคม 2569" in found.text


def test_after_a_reindex_answers_are_as_before_and_old_ones_open(desk: Desk) -> None:
    desk.publish(minutes(desk.project), f"{desk.project}.txt")
    server, live, before = desk.bot.server, desk.live, Store(desk.bot.home).records()
    answer = said(server, desk.chat, desk.admin, f"การสร้าง{desk.project}ใช้วงเงินเท่าใด")
    desk.write("/reindex")
    assert "เนื้อหาเหมือนเดิม" in desk.changed(live + 1).text
    assert Store(desk.bot.home).records() == before
    desk.press(answer, next(label for label in buttons(answer) if "ดูบริบท" in label))
    desk.shown(lambda message: "745,000" in message.text and message.message_id > answer.message_id)
    assert desk.answer() == answer.text


def test_files_of_an_archive_are_published_together(desk: Desk) -> None:
    live = desk.live
    files = {f"{desk.project}{n}.txt": minutes(f"{desk.project}ที่ {n}", f"{n + 1}45,000") for n in range(3)}
    desk.send(zipped({**files, "ว่าง.txt": b""}), "ป่า.zip")
    listed = desk.shown(lambda message: "✅ เผยแพร่ทั้งหมด" in buttons(message))
    assert "ว่าง.txt" in listed.text
    desk.press(listed, "✅ เผยแพร่ทั้งหมด")
    desk.changed(live + 1)
    assert desk.records == set(files)


def test_a_discarded_file_and_one_that_cannot_be_read_end_clearly(desk: Desk) -> None:
    desk.send(minutes(desk.project), f"{desk.project}.txt")
    found = desk.preview()
    desk.press(found, "🗑 ทิ้ง")
    desk.shown(lambda message: f"ทิ้ง {desk.project}.txt แล้ว" in message.text)
    (draft,) = desk.drafts(f"{desk.project}.txt")
    desk.chat.press_data(desk.admin, found, f"dp:{draft}")
    desk.shown(lambda message: "ร่างนี้จบไปแล้ว: ทิ้งแล้ว" in message.text)
    desk.send(BROKEN, "เสีย.pdf")
    desk.shown(lambda message: "เสีย.pdf" in message.text and "ไม่ครบ" in message.text)


def test_the_same_file_sent_twice_is_one_draft_and_then_a_record(desk: Desk) -> None:
    live, name = desk.live, f"{desk.project}.txt"
    desk.send(minutes(desk.project), name)
    first = desk.preview()
    desk.send(minutes(desk.project), name)
    second = desk.shown(lambda message: PUBLISH in buttons(message) and message.message_id != first.message_id)
    assert second.text == first.text
    assert len(desk.drafts(name)) == 1
    desk.press(second, PUBLISH)
    desk.changed(live + 1)
    desk.press(first, PUBLISH)
    desk.shown(lambda message: message.message_id == first.message_id and "เผยแพร่แล้ว" in message.text)
    desk.send(minutes(desk.project), name)
    desk.shown(lambda message: f"ไฟล์นี้อยู่ในดัชนีแล้วในชื่อ {name}" in message.text)
    assert desk.live == live + 1


def test_two_admins_who_publish_one_draft_at_once_are_both_told_the_one_generation(
    desk: Desk, bot: Bot, admins: list[User]
) -> None:
    live, name, other = desk.live, f"{desk.project}.txt", Desk(bot, admins.pop(), desk.project)
    desk.send(minutes(desk.project), name)
    mine = desk.preview()
    other.write("/uploads")
    listed = other.shown(lambda message: any(name in label for label in buttons(message)))
    other.press(listed, next(label for label in buttons(listed) if name in label))
    theirs = other.preview()
    desk.press(mine, PUBLISH)
    other.press(theirs, PUBLISH)
    for each in (desk, other):
        assert f"เพิ่ม 1: {name}" in each.changed(live + 1).text
    assert desk.live == live + 1
    assert desk.records == {name}


def test_a_kill_while_a_file_is_read_or_published_leaves_one_outcome(desk: Desk) -> None:
    live = desk.live
    desk.send(minutes(desk.project), f"{desk.project}.txt")
    desk.shown(lambda message: "รับไฟล์" in message.text)
    desk.bot.stop(signal.SIGKILL)
    desk.bot.start()
    found = desk.preview()
    desk.press(found, PUBLISH)
    desk.shown(lambda message: "กำลังเปลี่ยนดัชนี" in message.text)
    desk.bot.stop(signal.SIGKILL)
    desk.bot.start()
    desk.changed(live + 1)
    assert "745,000" in desk.answer()
    assert desk.live == live + 1


def test_what_is_not_an_admins_is_no_upload(desk: Desk, bot: Bot) -> None:
    server, live = bot.server, desk.live
    user = server.user()
    chat = server.private_chat(user)
    desk.send(minutes(desk.project), f"{desk.project}.txt")
    desk.preview()
    (draft,) = desk.drafts(f"{desk.project}.txt")
    chat.send_document(user, minutes(desk.project, "1"), "ของฉัน.txt")
    server.wait_for(lambda: chat.messages, timeout=WAIT_S)
    press = chat.press_data(user, chat.messages[-1], f"dp:{draft}")
    server.wait_for(lambda: press.answer is not None, timeout=WAIT_S)
    assert desk.live == live
    assert desk.drafts("ของฉัน.txt") == []


def test_a_file_that_settles_in_the_watched_folder_waits_for_an_admins_word(desk: Desk, inbox: Path) -> None:
    live, name = desk.live, f"{desk.project}.txt"
    (inbox / name).write_bytes(minutes(desk.project))
    (inbox / "เสีย.pdf").write_bytes(BROKEN)
    found = desk.preview()
    desk.shown(lambda message: "เสีย.pdf" in message.text)
    desk.bot.server.wait_for(lambda: not [path for path in inbox.iterdir() if path.is_file()], timeout=WAIT_S)
    assert (inbox / "read" / name).read_bytes() == minutes(desk.project)
    assert (inbox / "refused" / "เสีย.pdf").exists()
    assert desk.live == live
    desk.press(found, PUBLISH)
    desk.changed(live + 1)


def test_a_file_that_settles_in_a_folder_that_publishes_is_answered_from(
    samples_home: Path, tmp_path: Path, model: Path
) -> None:
    inbox, project = tmp_path / "inbox", "สะพานไม้ไผ่ชมป่าชายเลน"
    inbox.mkdir()
    settings = {"MATI_INBOX": str(inbox), "MATI_INBOX_PUBLISH": "1"}
    with TelegramServer(token=TOKEN) as server, ExitStack() as stack:
        admin = server.user("ผู้ดูแลโฟลเดอร์")
        bot = stack.enter_context(whole_bot(server, samples_home, tmp_path, model, [admin], settings))
        bot.start()
        desk = Desk(bot, admin, project)
        whole = {f"{project}.txt": minutes(project), "ว่าง.txt": b""}
        (inbox / "ป่า.zip").write_bytes(zipped(whole))
        (inbox / "เสีย.pdf").write_bytes(BROKEN)
        assert f"เพิ่ม 1: {project}.txt" in desk.changed(2).text
        assert "745,000" in desk.answer()
        for name in ("ว่าง.txt", "เสีย.pdf"):
            assert desk.says("⚠️", name).text.startswith("⚠️")
        assert (inbox / "read" / "ป่า.zip").exists()
        assert (inbox / "refused" / "เสีย.pdf").exists()
        assert not any(PUBLISH in buttons(message) for message in desk.messages)
