"""The real bot process against the loopback Bot API server: what is asked is answered, once, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.bot_process import ROOT, SMALL, TOKEN, Bot, asker, said
from tests.telegram_server import Fault, Group, PrivateChat, TelegramServer

Chat = Group | PrivateChat


pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN) as server:
        yield server
        assert not server.violations


@pytest.fixture
def bot(server: TelegramServer, tmp_path: Path) -> Iterator[Bot]:
    bot = Bot(server, tmp_path)
    yield bot
    bot.stop(signal.SIGTERM)
    assert TOKEN not in bot.log
    assert "คำถาม" not in bot.log


def answers(chat: Chat) -> list[str]:
    """What the bot said in a chat, in order."""
    return [message.text for message in chat.messages]


def grown(chat: Chat, before: int) -> bool:
    """Whether the bot said more in a chat than before."""
    return len(answers(chat)) > before


def answered(chat: Chat) -> Counter[str]:
    """The questions that the bot answered in a chat, and how often each."""
    return Counter(text.split()[1] for text in answers(chat))


def once(*questions: str) -> Counter[str]:
    return Counter(questions)


def test_a_question_is_answered_with_its_citation(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    question = chat.send(user, "คำถาม1")
    server.wait_for(lambda: answers(chat), timeout=10)
    assert answers(chat)[0].startswith("คำตอบ คำถาม1")
    assert answers(chat)[0].endswith("ค้นจาก 3 การประชุม")
    assert "18 มกราคม 2553" in answers(chat)[0]
    assert chat.messages[0].reply_to == question.message_id
    assert len(chat.messages[0].marked("expandable_blockquote")) == 1


def test_commands_are_answered_in_private_and_in_groups(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    group = server.group("กลุ่ม", [user])
    bot.allowed.append(group.id)
    bot.start()
    rooms: list[Chat] = [chat, group]
    for room in rooms:
        for text in ("/start", "/help", "/ask", "/records"):
            room.send(user, text)
    server.wait_for(lambda: all(len(answers(room)) == 4 for room in rooms), timeout=20)
    for room in rooms:
        assert answers(room)[3] == "บันทึกที่มี 1 รายการ"
    assert bot.searched == []


def test_empty_emoji_markup_and_long_questions_are_answered(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    for text in ("🙂", "<b>&amp;</i>", "ก" * 4096):
        chat.send(user, text)
    server.wait_for(lambda: len(answers(chat)) == 3, timeout=10)
    assert bot.searched == ["🙂", "<b>&amp;</i>", "ก" * 4096]
    assert answers(chat)[1].startswith("คำตอบ <b>&amp;</i>")


def test_ten_questions_in_flight_survive_a_kill_and_each_is_answered_once(server: TelegramServer, bot: Bot) -> None:
    chats = [asker(bot) for _ in range(5)]
    bot.start()
    for number, (user, chat) in enumerate(chats):
        chat.send(user, f"คำถามช้า{number}ก")
        chat.send(user, f"คำถามช้า{number}ข")
    server.wait_for(lambda: bot.searched, timeout=10)
    bot.stop(signal.SIGKILL)
    assert sum(len(answers(chat)) for _, chat in chats) < 10
    bot.start()
    server.wait_for(lambda: all(len(answers(chat)) >= 2 for _, chat in chats), timeout=60)
    bot.stop(signal.SIGTERM)
    for number, (_, chat) in enumerate(chats):
        assert list(answered(chat)) == [f"คำถามช้า{number}ก", f"คำถามช้า{number}ข"]
        assert set(answered(chat).values()) == {1}


@pytest.mark.parametrize("kind", ["private", "group", "supergroup"])
def test_a_kill_between_delivery_and_its_record_repeats_nothing(server: TelegramServer, bot: Bot, kind: str) -> None:
    user, private = asker(bot)
    chat: Chat = private
    if kind != "private":
        chat = server.group("กลุ่ม", [user], supergroup=kind == "supergroup")
        bot.allowed.append(chat.id)
    bot.start()
    server.fail_next("sendMessage", Fault.TIMEOUT_AFTER, 1)
    chat.send(user, "/ask คำถาม1")
    server.wait_for(lambda: answers(chat), timeout=10)
    bot.stop(signal.SIGKILL)
    chat.send(user, "/ask คำถาม2")
    bot.start()
    server.wait_for(lambda: len(answers(chat)) >= 2, timeout=20)
    bot.stop(signal.SIGTERM)
    assert answered(chat) == once("คำถาม1", "คำถาม2")


def test_a_kill_before_delivery_loses_nothing(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    server.fail_next("sendMessage", Fault.TIMEOUT, 1)
    sends = bot.calls("sendMessage")
    chat.send(user, "คำถาม1")
    server.wait_for(lambda: bot.calls("sendMessage") > sends, timeout=10)
    bot.stop(signal.SIGKILL)
    assert answers(chat) == []
    bot.start()
    server.wait_for(lambda: answers(chat), timeout=20)
    bot.stop(signal.SIGTERM)
    assert answered(chat) == once("คำถาม1")


def test_an_answer_in_two_messages_goes_on_where_it_was_cut_off(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    chat.send(user, "คำถามยาว")
    server.wait_for(lambda: len(answers(chat)) == 2, timeout=10)
    whole = answers(chat)
    server.fail_next("sendMessage", Fault.TIMEOUT_AFTER, 1)
    chat.send(user, "คำถามยาว")
    server.wait_for(lambda: len(answers(chat)) == 3, timeout=10)
    bot.stop(signal.SIGKILL)
    bot.start()
    server.wait_for(lambda: len(answers(chat)) >= 4, timeout=20)
    bot.stop(signal.SIGTERM)
    assert answers(chat) == whole * 2


def test_who_lost_access_meanwhile_is_not_sent_what_was_waiting(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    other, other_chat = asker(bot)
    bot.start()
    server.fail_next("sendMessage", Fault.TIMEOUT, 1)
    sends = bot.calls("sendMessage")
    chat.send(user, "คำถาม1")
    server.wait_for(lambda: bot.calls("sendMessage") > sends, timeout=10)
    bot.stop(signal.SIGKILL)
    bot.allowed.remove(user.id)
    bot.start()
    other_chat.send(other, "คำถาม2")
    server.wait_for(lambda: answers(other_chat), timeout=20)
    bot.stop(signal.SIGTERM)
    assert answers(chat) == []


def test_a_slow_search_holds_up_nobody_else(server: TelegramServer, bot: Bot) -> None:
    (slow, slow_chat), (user, chat) = asker(bot), asker(bot)
    bot.start()
    slow_chat.send(slow, "คำถามช้า")
    server.wait_for(lambda: bot.searched, timeout=10)
    chat.send(user, "/help")
    server.wait_for(lambda: answers(chat), timeout=1)
    assert answers(slow_chat) == []
    server.wait_for(lambda: answers(slow_chat), timeout=10)
    assert bot.calls("sendChatAction")


def test_each_chat_is_answered_in_order(server: TelegramServer, bot: Bot) -> None:
    chats = [asker(bot) for _ in range(3)]
    bot.start()
    for number in range(6):
        for user, chat in chats:
            chat.send(user, f"คำถาม{'ช้า' if number == 0 else ''}{number}")
    server.wait_for(lambda: all(len(answers(chat)) == 6 for _, chat in chats), timeout=30)
    for _, chat in chats:
        assert [text.split()[1][-1] for text in answers(chat)] == list("012345")


def test_sigterm_answers_what_is_in_flight(server: TelegramServer, bot: Bot) -> None:
    chats = [asker(bot) for _ in range(6)]
    bot.start()
    for user, chat in chats:
        chat.send(user, "คำถามช้า")
        chat.send(user, "คำถาม2")
    server.wait_for(lambda: server.pending == 0, timeout=10)
    assert sum(len(answers(chat)) for _, chat in chats) < 12
    bot.stop(signal.SIGTERM)
    assert [answered(chat) for _, chat in chats] == [once("คำถามช้า", "คำถาม2")] * 6


def test_a_burst_of_429_loses_nothing(server: TelegramServer, bot: Bot) -> None:
    chats = [asker(bot) for _ in range(5)]
    bot.start()
    server.fail_next("sendMessage", Fault.FLOOD, 4)
    for user, chat in chats:
        for number in range(3):
            chat.send(user, f"คำถาม{number}")
    server.wait_for(lambda: all(len(answers(chat)) >= 3 for _, chat in chats), timeout=60)
    bot.stop(signal.SIGTERM)
    assert [answered(chat) for _, chat in chats] == [once("คำถาม0", "คำถาม1", "คำถาม2")] * 5


@pytest.mark.parametrize(
    "fault",
    [
        Fault.BAD_GATEWAY,
        Fault.TIMEOUT,
        Fault.TIMEOUT_AFTER,
        Fault.CUT_BEFORE,
        Fault.CUT_AFTER,
    ],
)
def test_a_failed_send_is_answered_once_whether_it_was_delivered_or_not(
    server: TelegramServer, bot: Bot, fault: Fault
) -> None:
    user, chat = asker(bot)
    bot.start()
    server.fail_next("sendMessage", fault, 1)
    chat.send(user, "คำถาม1")
    chat.send(user, "คำถาม2")
    server.wait_for(lambda: len(answers(chat)) >= 2, timeout=40)
    bot.stop(signal.SIGTERM)
    assert answered(chat) == once("คำถาม1", "คำถาม2")


def test_a_delivered_answer_is_found_behind_many_messages_that_are_not_fetched_yet(
    server: TelegramServer, bot: Bot
) -> None:
    user, chat = asker(bot)
    strangers = [server.user() for _ in range(60)]
    others = [server.private_chat(stranger) for stranger in strangers]
    bot.start()
    chat.send(user, "คำถามช้า1")
    server.wait_for(lambda: bot.searched, timeout=10)
    server.fail_next("getUpdates", Fault.CUT_BEFORE, 4)
    chat.send(user, "/start")  # ends the poll that waits: those that fail come after it
    server.fail_next("sendMessage", Fault.CUT_AFTER, 1)
    for stranger, other in zip(strangers, others, strict=True):
        other.send(stranger, "สวัสดี")
    server.wait_for(lambda: all(map(answers, others)), timeout=40)
    server.wait_for(lambda: len(answers(chat)) > 1, timeout=10)
    assert answered(chat)["คำถามช้า1"] == 1


def test_a_stranger_gets_one_line_with_their_id_and_nothing_is_searched(server: TelegramServer, bot: Bot) -> None:
    user = server.user()
    chat = server.private_chat(user)
    known, known_chat = asker(bot)
    bot.start()
    for text in ("คำถาม1", "/records", "คำถาม2"):
        chat.send(user, text)
    known_chat.send(known, "คำถาม3")
    server.wait_for(lambda: answers(known_chat) and answers(chat), timeout=10)
    bot.stop(signal.SIGTERM)
    assert len(answers(chat)) == 1
    assert str(user.id) in answers(chat)[0]
    assert "\n" not in answers(chat)[0]
    assert bot.searched == ["คำถาม3"]


def test_an_english_reader_is_answered_in_english(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot, language_code="en")
    bot.start()
    chat.send(user, "/start")
    server.wait_for(lambda: answers(chat), timeout=10)
    assert answers(chat)[0].startswith("Hello")


def test_a_group_is_answered_only_when_it_addresses_the_bot(server: TelegramServer, bot: Bot) -> None:
    user, _ = asker(bot)
    group, strange = server.group("กลุ่ม", [user], privacy=False), server.group("อื่น", [user])
    bot.allowed.append(group.id)
    bot.start()
    group.send(user, "คำถาม0")
    asked = group.send(user, "/ask คำถาม1")
    server.wait_for(lambda: len(answers(group)) == 1, timeout=10)
    group.send(user, "คำถาม2", reply_to=group.messages[-1])
    group.send(user, "@mati_test_bot คำถาม3")
    group.send(user, "คำถาม4", reply_to=asked)
    server.wait_for(lambda: len(answers(group)) == 3, timeout=10)
    strange.send(user, "คำถาม5")
    strange.send(user, "/ask คำถาม6")
    strange.send(user, "/ask คำถาม7")
    server.wait_for(lambda: answers(strange), timeout=10)
    bot.stop(signal.SIGTERM)
    assert answered(group) == once("คำถาม1", "คำถาม2", "คำถาม3")
    assert len(answers(strange)) == 1
    assert str(strange.id) in answers(strange)[0]
    assert bot.searched == ["คำถาม1", "คำถาม2", "คำถาม3"]


def test_markup_that_telegram_refuses_is_sent_as_plain_text(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    server.fail_next("sendMessage", Fault.TIMEOUT, 1)
    chat.send(user, "คำถาม<1>")
    server.wait_for(lambda: bot.waiting() == 1, timeout=10)
    bot.stop(signal.SIGKILL)
    bot.execute("UPDATE telegram_parts SET html = '<b>' || html")
    bot.start()
    server.wait_for(lambda: answers(chat), timeout=20)
    bot.stop(signal.SIGTERM)
    assert answered(chat) == once("คำถาม<1>")
    assert not [message.entities for message in chat.messages if message.entities]


def test_an_error_is_one_line_to_the_person_and_its_place_in_the_log(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    chat.send(user, "คำถามผิดพลาด")
    chat.send(user, "คำถาม2")
    server.wait_for(lambda: len(answers(chat)) == 2, timeout=10)
    assert answers(chat)[0].startswith("ขออภัย")
    assert "ValueError" in bot.log
    assert "small_bot.py" in bot.log


def test_an_error_is_reported_to_admins_once_without_anybodys_words(server: TelegramServer, tmp_path: Path) -> None:
    admin, user = server.user("ผู้ดูแล"), server.user()
    desk, chat = server.private_chat(admin), server.private_chat(user)
    bot = Bot(server, tmp_path, SMALL, {"MATI_ADMINS": str(admin.id)})
    bot.allowed.append(user.id)
    desk.send(admin, "/start")
    bot.start()
    for number in range(2):
        said(server, chat, user, f"ผิดพลาด {number}")
    server.wait_for(lambda: any("เกิดข้อผิดพลาด" in message.text for message in desk.messages), timeout=30)
    said(server, chat, user, "ผิดพลาด 3")
    (report,) = (message.text for message in desk.messages if "เกิดข้อผิดพลาด" in message.text)
    bot.stop(signal.SIGTERM)
    assert "ValueError" in report
    assert "ผิดพลาด 0" not in report


def test_a_group_that_becomes_a_supergroup_is_answered_there(server: TelegramServer, bot: Bot) -> None:
    user, _ = asker(bot)
    group = server.group("กลุ่ม", [user])
    bot.allowed.append(group.id)
    bot.start()
    group.send(user, "/ask คำถามช้า")
    server.wait_for(lambda: bot.searched, timeout=10)
    new = group.upgrade(user)
    new.send(user, "/ask คำถาม2")
    server.wait_for(lambda: len(answers(new)) == 2, timeout=20)
    bot.stop(signal.SIGTERM)
    assert answered(new) == once("คำถามช้า", "คำถาม2")
    assert answers(group) == []


def test_an_answer_stays_in_its_forum_topic(server: TelegramServer, bot: Bot) -> None:
    user, _ = asker(bot)
    forum = server.group("กลุ่ม", [user], forum=True)
    bot.allowed.append(forum.id)
    topic = forum.topic(user, "งบ")
    bot.start()
    forum.send(user, "/ask คำถาม1", thread=topic)
    server.wait_for(lambda: answers(forum), timeout=10)
    assert forum.messages[0].thread == topic
    assert forum.messages[0].in_topic


def test_a_person_who_blocked_the_bot_does_not_hold_up_others(server: TelegramServer, bot: Bot) -> None:
    (blocker, blocked), (user, chat) = asker(bot), asker(bot)
    bot.start()
    blocked.send(blocker, "คำถาม1")
    blocked.block(blocker)
    server.wait_for(lambda: "no more messages" in bot.log, timeout=10)
    chat.send(user, "คำถาม2")
    server.wait_for(lambda: answers(chat), timeout=10)
    blocked.unblock(blocker)
    blocked.send(blocker, "คำถาม3")
    server.wait_for(lambda: answers(blocked), timeout=10)
    assert answered(blocked) == once("คำถาม3")


def test_a_refused_token_ends_the_process_with_one_line(server: TelegramServer, tmp_path: Path) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": "1:refused", "MATI_TELEGRAM_API": server.api}
    done = subprocess.run(
        [*SMALL, "--home", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode != 0
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "1:refused" not in said


def test_a_server_that_is_down_at_the_start_is_waited_for(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    server.fail_next("getMe", Fault.BAD_GATEWAY, 2)
    chat.send(user, "คำถาม1")
    bot.start()
    server.wait_for(lambda: answers(chat), timeout=20)
    assert answered(chat) == once("คำถาม1")


def test_a_short_form_of_two_bodies_is_asked_back_and_its_button_answers_after_a_restart(
    server: TelegramServer, bot: Bot
) -> None:
    user, chat = asker(bot)
    bot.start()
    asked = chat.send(user, "กบจ. มีหน้าที่อะไร")
    server.wait_for(lambda: answers(chat), timeout=10)
    bot.stop(signal.SIGKILL)
    bot.start()
    press = chat.press(user, chat.messages[0], "คณะกรรมการบริหารจังหวัด")
    server.wait_for(lambda: len(answers(chat)) == 2, timeout=20)
    assert "คณะกรรมการบริหารจังหวัด มีหน้าที่อะไร" in answers(chat)[1]
    assert chat.messages[1].reply_to == asked.message_id
    server.wait_for(lambda: press.answer is not None, timeout=5)


def test_a_question_goes_on_from_those_of_its_own_chat_alone(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    other, elsewhere = asker(bot)
    bot.start()
    for person, room, text in ((user, chat, "คำถามก่อน"), (other, elsewhere, "คำถามต่อ"), (user, chat, "คำถามต่อ")):
        before = len(answers(room))
        room.send(person, text)
        server.wait_for(partial(grown, room, before), timeout=10)
    assert "ต่อจาก" not in answers(elsewhere)[0]
    assert "ต่อจาก คำถามก่อน" in answers(chat)[1]
