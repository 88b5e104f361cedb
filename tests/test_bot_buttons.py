"""What people press and open in ``bot.py run`` whole: context, files, lists, inline results, their language."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import docx
import pytest

from corpus.office import find_office
from index.encoder import Encoder
from index.ingest import ingest
from index.store import Store
from tests.bot_process import Bot, asker, said, whole_bot
from tests.conftest import SAMPLES, Silent
from tests.telegram_server import PrivateChat, TelegramServer, User
from tests.telegram_server.people import Room
from tests.telegram_server.queries import CallbackQuery, InlineQuery
from tests.telegram_server.state import Message
from tests.telegram_server.wire import Json

pytestmark = pytest.mark.slow

QUESTION = "จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณเท่าใด"
WAIT_S = 60
PEOPLE = 12


@pytest.fixture(scope="module")
def bot(
    server: TelegramServer, tmp_path_factory: pytest.TempPathFactory, samples_home: Path, model: Path
) -> Iterator[Bot]:
    with whole_bot(server, samples_home, tmp_path_factory.mktemp("bot"), model, []) as bot:
        for _ in range(PEOPLE):
            asker(bot)
        bot.start()
        yield bot
    assert QUESTION not in bot.log


@pytest.fixture
def user(server: TelegramServer, bot: Bot) -> User:
    """A person who has not written yet."""
    written = {chat_id for chat_id, chat in server._account.world.chats.items() if chat.history}
    unused = next(user_id for user_id in bot.allowed if user_id not in written)
    return server.on_loop(lambda: server._account.world.users[unused])


@pytest.fixture
def chat(server: TelegramServer, user: User) -> PrivateChat:
    return server.private_chat(user)


def pressed(server: TelegramServer, chat: Room, user: User, message: Message, label: str) -> CallbackQuery:
    """A press that was answered; whatever the bot says after it is there too."""
    before = bot_calls(server)
    press = chat.press(user, now(chat, message), label)
    server.wait_for(lambda: press.answer is not None, timeout=WAIT_S)
    if not (press.answer or {}).get("text"):
        server.wait_for(lambda: bot_calls(server) > before, timeout=WAIT_S)
    return press


def bot_calls(server: TelegramServer) -> int:
    """How often the bot said or changed something."""
    said = ("sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageMedia", "editMessageReplyMarkup")
    return sum(call.method in said and call.status == 200 for call in server.calls)


def now(chat: Room, message: Message) -> Message:
    """A message as it stands now."""
    return next(each for each in chat.history if each.message_id == message.message_id)


def labels(message: Message) -> list[str]:
    return [label for row in message.labels for label in row]


def typed(server: TelegramServer, user: User, text: str, offset: str = "") -> InlineQuery:
    query = server.inline(user, text, offset)
    server.wait_for(lambda: query.answer is not None, timeout=WAIT_S)
    return query


def carried(chat: Room) -> Json:
    """The document of the bot's last message."""
    return cast(Json, chat.messages[-1].content["document"])


def test_a_quote_opens_in_its_context_and_one_walks_on_in_the_same_message(
    server: TelegramServer, chat: PrivateChat, user: User
) -> None:
    answer = said(server, chat, user, QUESTION)
    pressed(server, chat, user, answer, "1 ดูบริบท")
    context = chat.messages[-1]
    assert context.reply_to == answer.message_id
    assert any("ร้อยละ 15" in stretch for stretch in context.marked("bold"))
    pressed(server, chat, user, context, "ถัดไป ›")
    walked = chat.messages[-1]
    assert walked.message_id == context.message_id
    assert walked.text != context.text
    pressed(server, chat, user, walked, "‹ ก่อนหน้า")
    assert chat.messages[-1].text == context.text
    if "2 ดูบริบท" in labels(answer):
        pressed(server, chat, user, answer, "2 ดูบริบท")
        assert chat.messages[-1].message_id == context.message_id


def test_the_original_file_comes_as_it_was_ingested(server: TelegramServer, chat: PrivateChat, user: User) -> None:
    answer = said(server, chat, user, QUESTION)
    pressed(server, chat, user, answer, "📄 ไฟล์ต้นฉบับ")
    document = carried(chat)
    stored = server.on_loop(lambda: server._account.world.files[document["file_id"]])
    assert stored.upload.data == (SAMPLES / document["file_name"]).read_bytes()


def test_the_page_comes_as_a_picture_and_is_turned_in_the_same_message(
    server: TelegramServer, chat: PrivateChat, user: User
) -> None:
    answer = said(server, chat, user, "ที่ประชุมว่าอย่างไรเรื่องการกันเงินสำรองไว้รับน้ำท่วม")
    pressed(server, chat, user, answer, "🖼 หน้าเอกสาร")
    page = chat.messages[-1]
    there, back = ("‹ ก่อนหน้า", "ถัดไป ›") if "‹ ก่อนหน้า" in labels(page) else ("ถัดไป ›", "‹ ก่อนหน้า")
    pressed(server, chat, user, page, there)
    other = now(chat, page)
    assert other.content["photo"] != page.content["photo"]
    assert {page.text[-1], other.text[-1]} == {"1", "2"}
    pressed(server, chat, user, other, back)
    assert now(chat, page).text == page.text
    assert chat.messages[-1].message_id == page.message_id


@pytest.mark.skipif(find_office() is None, reason="no LibreOffice: install libreoffice-writer")
def test_the_pages_of_a_word_file_are_turned_also_after_a_restart(
    server: TelegramServer, bot: Bot, chat: PrivateChat, user: User, encoder: Encoder, tmp_path: Path
) -> None:
    path = word_minutes(tmp_path / "ชมรมพายเรือ.docx")
    ingest([path], Store(bot.home), bot.home, encoder, Silent())
    answer = said(server, chat, user, "ชมรมพายเรือเห็นชอบให้จัดซื้อเรือพายกี่ลำ")
    pressed(server, chat, user, answer, "🖼 หน้าเอกสาร")
    while not turned_to(page := chat.messages[-1]):
        pressed(server, chat, user, answer, "🖼 หน้าเอกสาร")
    _, last = turned_to(page) or (0, 0)
    assert turned_to(page) == (last, last)
    assert last > 2
    pictures = [page.content["photo"]]
    for place in range(last - 1, 0, -1):
        pressed(server, chat, user, page, "‹ ก่อนหน้า")
        assert turned_to(now(chat, page)) == (place, last)
        pictures.append(now(chat, page).content["photo"])
    assert len({str(picture) for picture in pictures}) == last
    bot.stop(signal.SIGKILL)
    bot.start()
    pressed(server, chat, user, page, "ถัดไป ›")
    server.wait_for(lambda: turned_to(now(chat, page)) == (2, last), timeout=WAIT_S)
    assert chat.messages[-1].message_id == page.message_id


def turned_to(page: Message) -> tuple[int, int] | None:
    """Which of how many pages a message shows, by its buttons."""
    found = re.search(r"(\d+)/(\d+)", " ".join(labels(page)))
    return (int(found[1]), int(found[2])) if found else None


def word_minutes(path: Path) -> Path:
    """Minutes of some pages, with what is asked on the last."""
    document = docx.Document()
    for line in ("รายงานการประชุมชมรมพายเรือบ้านริมคลอง", "ครั้งที่ 1/2565", "วันที่ 5 มีนาคม 2565", "วาระที่ 1 เรื่องทั่วไป"):
        document.add_paragraph(line)
    for number in range(1, 46):
        document.add_paragraph(f"ข้อหารือลำดับ {number} ว่าด้วยท่าน้ำและศาลา {'ซึ่งชำรุดมานาน ' * 9}")
    document.add_paragraph("วาระที่ 2 การจัดซื้อเรือ")
    document.add_paragraph("ที่ประชุมชมรมพายเรือเห็นชอบให้จัดซื้อเรือพายจำนวน 12 ลำ")
    document.save(str(path))
    return path


def test_buttons_work_after_a_restart_and_on_a_record_that_was_replaced(
    server: TelegramServer, bot: Bot, chat: PrivateChat, user: User, encoder: Encoder, tmp_path: Path
) -> None:
    answer = said(server, chat, user, QUESTION)
    pressed(server, chat, user, answer, "📄 ไฟล์ต้นฉบับ")
    name = carried(chat)["file_name"]
    bot.stop(signal.SIGKILL)
    newer = tmp_path / name
    newer.write_text((SAMPLES / name).read_text("utf-8").replace("ร้อยละ 15", "ร้อยละ 18"), "utf-8")
    ingest([newer], Store(bot.home), bot.home, encoder, Silent())
    bot.start()
    pressed(server, chat, user, answer, "1 ดูบริบท")
    context = chat.messages[-1].text
    assert "ร้อยละ 15" in context
    assert "มีฉบับใหม่แล้ว" in context
    assert "ร้อยละ 18" in said(server, chat, user, QUESTION).text
    again = tmp_path / "again" / name
    again.parent.mkdir()
    shutil.copy(SAMPLES / name, again)
    ingest([again], Store(bot.home), bot.home, encoder, Silent())


def test_a_thumb_down_asks_why_and_what_is_said_is_kept(
    server: TelegramServer, bot: Bot, chat: PrivateChat, user: User
) -> None:
    answer = said(server, chat, user, QUESTION)
    pressed(server, chat, user, answer, "👎")
    assert "ไม่ครบ" in labels(now(chat, answer))
    press = pressed(server, chat, user, answer, "ไม่ครบ")
    assert "ขอบคุณ" in (press.answer or {})["text"]
    server.wait_for(lambda: "👍" in labels(now(chat, answer)))
    rows = list(Store(bot.home).db.query("select feedback from telegram_answers where person = ?", [user.id]))
    assert [row["feedback"] for row in rows] == ["incomplete"]


def test_a_listing_question_pages_through_the_register(server: TelegramServer, chat: PrivateChat, user: User) -> None:
    answer = said(server, chat, user, "ที่ประชุมเห็นชอบเรื่องอะไรบ้าง ปี 2567")
    pressed(server, chat, user, answer, "ดูทุกรายการ")
    page = chat.messages[-1]
    assert "ทะเบียนมติ" in page.text
    command = said(server, chat, user, "/budget")
    pressed(server, chat, user, command, "ถัดไป ›")
    assert "หน้า 2" in now(chat, command).text


def test_records_are_browsed_down_to_an_items_text(server: TelegramServer, chat: PrivateChat, user: User) -> None:
    listed = said(server, chat, user, "/records")
    pressed(server, chat, user, listed, "เลือกปี")
    pressed(server, chat, user, listed, "2566")
    assert "ปี 2566" in now(chat, listed).text
    pressed(server, chat, user, listed, labels(now(chat, listed))[0])
    assert "เรื่อง" in now(chat, listed).text
    item = labels(now(chat, listed))[0]
    pressed(server, chat, user, listed, item)
    shown = now(chat, listed)
    assert shown.text.startswith(item.rstrip("…"))
    pressed(server, chat, user, listed, "‹ ระเบียบวาระ")
    pressed(server, chat, user, listed, "‹ บันทึกทั้งหมด")
    assert now(chat, listed).text == listed.text
    assert len(chat.messages) == 1
    assert "2568" in said(server, chat, user, "/latest").text


def test_the_language_is_a_persons_choice(server: TelegramServer, chat: PrivateChat, user: User) -> None:
    pressed(server, chat, user, said(server, chat, user, "/lang"), "English")
    assert "Searched" in said(server, chat, user, QUESTION).text
    assert "ภาษาไทย" in said(server, chat, user, "/lang th").text


def test_what_a_person_asked_is_deleted_when_they_wish(
    server: TelegramServer, bot: Bot, chat: PrivateChat, user: User
) -> None:
    answer = said(server, chat, user, QUESTION)
    pressed(server, chat, user, said(server, chat, user, "/forget_me"), "ลบคำถามของฉัน")
    assert "1" in chat.messages[-1].text
    assert not list(Store(bot.home).db.query("select 1 from telegram_answers where person = ?", [user.id]))
    press = pressed(server, chat, user, answer, "1 ดูบริบท")
    assert "ไม่อยู่แล้ว" in (press.answer or {})["text"]


def test_inline_results_carry_the_excerpt_its_source_and_a_link_that_opens_in_private(
    server: TelegramServer, chat: PrivateChat, user: User
) -> None:
    query = typed(server, user, "สมทบงบประมาณ")
    answer = query.answer or {}
    assert answer["is_personal"]
    assert answer["cache_time"] == 0
    assert len(answer["results"]) == 10
    more = typed(server, user, "สมทบงบประมาณ", answer["next_offset"]).answer or {}
    assert not {each["id"] for each in more["results"]} & {each["id"] for each in answer["results"]}
    best = answer["results"][0]
    sent = chat.pick(user, query, best["id"])
    assert sent.marked("expandable_blockquote")
    url = best["reply_markup"]["inline_keyboard"][0][0]["url"]
    context = said(server, chat, user, f"/start {url.partition('start=')[2]}")
    assert context.marked("bold")
    assert context.marked("bold")[0] in sent.text
    assert (typed(server, user, "").answer or {})["results"] == []


def test_a_group_gets_two_quotes_one_context_message_and_a_way_into_the_private_chat(
    server: TelegramServer, bot: Bot, chat: PrivateChat, user: User
) -> None:
    group = server.group("กลุ่มงาน", [user])
    bot.stop(signal.SIGTERM)
    bot.allowed.append(group.id)
    bot.start()
    asked = group.send(user, f"/ask {QUESTION}")
    server.wait_for(lambda: group.messages, timeout=WAIT_S)
    answer = group.messages[0]
    assert group.reactions(asked) == ("👀",)
    assert len(answer.marked("expandable_blockquote")) == 2
    for label in ("1 ดูบริบท", "2 ดูบริบท", "1 ดูบริบท"):
        pressed(server, group, user, answer, label)
    assert len(group.messages) == 2
    button = next(b for row in (answer.reply_markup or {})["inline_keyboard"] for b in row if "url" in b)
    assert "ร้อยละ 15" in said(server, chat, user, f"/start {button['url'].partition('start=')[2]}").text
