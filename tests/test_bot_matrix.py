"""Who sees what in ``bot.py run`` whole: every chat does everything, and nothing tells of what it may not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from corpus.thai import normalise
from index.collection import OTHER
from index.store import Store
from tests.bot_process import TOKEN, Bot, said, whole_bot
from tests.conftest import SAMPLES
from tests.telegram_server import Limits, TelegramServer, User
from tests.telegram_server.people import Room
from tests.telegram_server.queries import InlineQuery
from tests.telegram_server.state import Message
from tests.telegram_server.wire import Json

pytestmark = pytest.mark.slow

BOARD = "คณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา"
TOURISM = "คณะทำงานขับเคลื่อนการท่องเที่ยวกลุ่มจังหวัดลุ่มน้ำศรีธารา"
QUESTIONS = (
    "จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณเท่าใด",
    "ใครเป็นประธานคณะทำงานด้านการท่องเที่ยว",
    "มหกรรมสายน้ำสี่จังหวัดได้วงเงินเท่าไร",
    "กสร. คืออะไร",
    "จังหวัดมีหน้าที่อะไรบ้าง",
    "อนุมัติให้ส่งดาวเทียมสำรวจดวงจันทร์กี่ดวง",
    "ประชุมวันที่ 29 พฤศจิกายน 2566 มีมติอะไร",
)
COMMANDS = ("/records", "/latest", "/decisions", "/roles จังหวัด", "/budget", f"/follow {QUESTIONS[1]}", "/following")
TYPED = ("สมทบงบประมาณ", "ประธานคณะทำงาน", "มหกรรมสายน้ำ")
SHINGLE = 24
"""Letters in a row by which a text is known."""
PRESSES = 14
"""Buttons of one message that are pressed, one after the other, as it changes."""
UNDONE = "select 1 from telegram_updates where state != 'done'"
WAIT_S = 60


@dataclass(frozen=True)
class Seat:
    """A chat, the person who writes there, and what it may see."""

    chat: Room
    user: User
    seen: Set[str]


class Archive:
    """What the records of each collection say, to tell of whose text something is."""

    def __init__(self, home: Path) -> None:
        store = Store(home)
        self.rows = store.records()
        self._texts = {row.name: _packed(f"{row.title} {store.whole_text(row.revision)}") for row in self.rows}

    def leaks(self, message: str, seen: Set[str]) -> set[str]:
        """The pieces of a message that stand in records that may not be seen, and in none that may be."""
        lines = [_packed(line) for line in message.split("\n")]
        pieces = {line[start : start + SHINGLE] for line in lines for start in range(len(line) - SHINGLE + 1)}
        allowed = "\n".join(self._texts[row.name] for row in self.rows if row.collection in seen)
        hidden = "\n".join(self._texts[row.name] for row in self.rows if row.collection not in seen)
        return {piece for piece in pieces if piece in hidden and piece not in allowed}

    def meetings(self, seen: Set[str]) -> int:
        return sum(row.collection in seen for row in self.rows)

    def files(self, seen: Set[str]) -> set[bytes]:
        return {(SAMPLES / row.name).read_bytes() for row in self.rows if row.collection in seen}


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", normalise(text))


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN, limits=Limits(flood=False)) as server:
        yield server
        assert not server.violations


@pytest.fixture
def admin(server: TelegramServer) -> User:
    return server.user("ผู้ดูแล")


@pytest.fixture
def bot(server: TelegramServer, tmp_path: Path, samples_home: Path, model: Path, admin: User) -> Iterator[Bot]:
    with whole_bot(server, samples_home, tmp_path, model, [admin]) as bot:
        bot.start()
        yield bot
    assert not any(question in bot.log for question in QUESTIONS)


def press(bot: Bot, seat: Seat, message: Message, data: str) -> str:
    """A press with whatever data a hostile client sends; gives the bot's notice once it has done with it."""
    query = seat.chat.press_data(seat.user, message, data)
    bot.server.wait_for(lambda: query.answer is not None, timeout=WAIT_S)
    bot.server.wait_for(lambda: not list(Store(bot.home).db.query(UNDONE)), timeout=WAIT_S)
    return str((query.answer or {}).get("text", ""))


def everything(chat: Room) -> str:
    """All that the bot says in a chat, its buttons and the names of its files with it."""
    return "\n".join(
        part for message in chat.messages for part in (message.text, *_labels(message), _file_name(message))
    )


def _file_name(message: Message) -> str:
    return str(cast(Json, message.content.get("document", {})).get("file_name", ""))


def _labels(message: Message) -> list[str]:
    return [label for row in message.labels for label in row]


def callbacks(message: Message) -> list[str]:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def do_everything(bot: Bot, seat: Seat) -> None:
    """Asks, browses, lists, follows, and presses what there is to press."""
    for text in (*QUESTIONS, *COMMANDS):
        message = said(bot.server, seat.chat, seat.user, text)
        pressed: set[str] = set()
        for _ in range(PRESSES):
            now = next(each for each in seat.chat.history if each.message_id == message.message_id)
            fresh = [data for data in callbacks(now) if data not in pressed and not data.startswith(("w", "u", "k"))]
            if not fresh:
                break
            pressed.add(fresh[0])
            press(bot, seat, now, fresh[0])


def typed(server: TelegramServer, user: User) -> str:
    """All that inline mode shows a person."""
    shown: list[str] = []
    for text in TYPED:
        query = server.inline(user, text)
        server.wait_for(partial(_is_answered, query), timeout=WAIT_S)
        shown += [f"{each['title']}\n{each['description']}\n{each['text']}" for each in (query.answer or {})["results"]]
    return "\n".join(shown)


def _is_answered(query: InlineQuery) -> bool:
    return query.answer is not None


def documents(server: TelegramServer, chat: Room) -> set[bytes]:
    sent = [cast(Json, message.content["document"]) for message in chat.messages if "document" in message.content]
    ids = [str(document["file_id"]) for document in sent]
    files = server.on_loop(lambda: dict(server._account.world.files))
    return {files[id].upload.data for id in ids}


@pytest.mark.timeout(1200)
def test_nobody_learns_of_what_they_may_not_see(server: TelegramServer, bot: Bot, admin: User) -> None:
    desk, archive = server.private_chat(admin), Archive(bot.home)
    seats = []
    for seen in ({BOARD}, {TOURISM}, {OTHER}, {BOARD, TOURISM}):
        user = server.user()
        seats.append(Seat(server.private_chat(user), user, seen))
    seats.append(Seat(server.group("กลุ่มท่องเที่ยว", [seats[0].user], supergroup=True), seats[0].user, {TOURISM}))
    for seat in seats:
        for collection in sorted(seat.seen):
            said(server, desk, admin, f"/grant {seat.chat.id} {collection}")
    for seat in seats:
        do_everything(bot, seat)
        shown = everything(seat.chat)
        shown += typed(server, seat.user) if seat.chat.id > 0 else ""
        assert not archive.leaks(shown, seat.seen), seat
        assert archive.leaks(shown, set()), "so little is said that nothing could leak"
        for count in re.findall(r"(?:ค้นจาก|บันทึกที่มี) ([\d,]+)", shown):
            assert int(count) <= archive.meetings(seat.seen)
        assert documents(server, seat.chat) <= archive.files(seat.seen)
    assert any(documents(server, seat.chat) for seat in seats)
    forged(bot, archive, seats)
    revoked(bot, archive, desk, admin, seats[0])


def forged(bot: Bot, archive: Archive, seats: list[Seat]) -> None:
    """Buttons that the bot never showed: of other chats' answers, and of records by their digests."""
    server, seat = bot.server, seats[1]
    message = seat.chat.messages[0]
    hidden = [row.revision[:12] for row in archive.rows if row.collection not in seat.seen]
    others = {data for other in seats if other is not seat for each in other.chat.messages for data in callbacks(each)}
    own = {data for each in seat.chat.messages for data in callbacks(each)}
    records = [data for digest in hidden for data in (f"r:{digest}:0", f"i:{digest}:1:0", f"f:{digest}")]
    answers = sorted(data for data in others - own if data.startswith(("c", "o", "p", "g", "k", "w")))
    for data in (*records, *answers):
        assert "ไม่อยู่แล้ว" in press(bot, seat, message, data), data
    for start in (f"x{digest}_100_200" for digest in hidden):
        assert "ไม่อยู่แล้ว" in said(server, seat.chat, seat.user, f"/start {start}").text
    assert not archive.leaks(everything(seat.chat), seat.seen)


def revoked(bot: Bot, archive: Archive, desk: Room, admin: User, seat: Seat) -> None:
    """Rights that are taken away end at once: for old buttons, lists, files, what is typed, and what was chosen."""
    server = bot.server
    query = server.inline(seat.user, TYPED[0])
    server.wait_for(lambda: query.answer is not None, timeout=WAIT_S)
    chosen = (query.answer or {})["results"][0]["id"]
    pressable = [(message, data) for message in seat.chat.messages for data in callbacks(message)]
    before = everything(seat.chat), len(seat.chat.messages)
    said(server, desk, admin, f"/revoke {seat.chat.id}")
    sent = seat.chat.pick(seat.user, query, chosen)
    server.wait_for(lambda: "ไม่อยู่แล้ว" in _now(seat.chat, sent).text, timeout=WAIT_S)
    for message, data in pressable:
        assert "ไม่อยู่แล้ว" in press(bot, seat, message, data), data
    assert not archive.leaks(everything(seat.chat).removeprefix(before[0]), set())
    for text in (*QUESTIONS[:2], *COMMANDS):
        seat.chat.send(seat.user, text)
    server.wait_for(lambda: len(seat.chat.messages) > before[1], timeout=WAIT_S)
    assert not archive.leaks("\n".join(message.text for message in seat.chat.messages[before[1] :]), set())
    assert archive.leaks(typed(server, seat.user), set()) == set()


def _now(chat: Room, message: Message) -> Message:
    return next(each for each in chat.history if each.message_id == message.message_id)
