"""Questions by the second while admins change the index: none fails, and each answer is of one whole generation."""

from __future__ import annotations

import json
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlite_utils import Database

from assistant.telegram.texts import THAI
from index.store import Store
from tests.bot_process import Bot, asker, whole_bot
from tests.conftest import SAMPLES
from tests.desk import PUBLISH, PUBLISH_ALL, Desk, buttons, minutes, zipped
from tests.telegram_server import Message, Room, TelegramServer, User

RATE = 20
"""Questions a second."""
PEOPLE = 60
"""Who ask in turn: each every three seconds, within what Telegram lets a bot send to a chat."""
DRAINED_S = 900.0
PROJECT = "โรงเพาะพันธุ์ปูทะเล"
PLACES = ("เกาะสีทอง", "ดอนหอยหลอด", "แหลมตะวัน")
AMOUNT = re.compile(r"\b\d\d7,000\b")
"""What the minutes below say and the samples do not: the place, then the version."""


def told(place: int, version: int) -> bytes:
    """A version of the minutes of a place, with an amount of its own."""
    return minutes(f"{PROJECT}{PLACES[place]}", f"{place + 1}{version}7,000")


def named(place: int) -> str:
    return f"{PROJECT}{PLACES[place]}.txt"


QUESTIONS = (
    *(json.loads(line)["question"] for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()),
    *[f"{PROJECT}ทุกแห่งใช้วงเงินเท่าใด", f"มติเรื่อง{PROJECT}มีอะไรบ้าง"] * 6,
    *(f"การสร้าง{PROJECT}{place}ใช้วงเงินเท่าใด" for place in PLACES),
)


@dataclass
class Load:
    """People who ask without waiting for answers, ``most`` questions or until it is over."""

    bot: Bot
    seats: Sequence[tuple[User, Room]]
    most: int
    asked: list[tuple[Room, Message, float]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        began = time.monotonic()
        for number in range(self.most):
            if self.over.wait(max(0.0, began + number / RATE - time.monotonic())):
                return
            user, room = self.seats[number % len(self.seats)]
            asked = time.monotonic()
            self.asked.append((room, room.send(user, QUESTIONS[number % len(QUESTIONS)]), asked))

    @property
    def answered(self) -> dict[tuple[int, int], float]:
        """When Telegram took the answer to each question, by the question's chat and number there."""
        taken = [call for call in self.bot.server.called("sendMessage") if call.status == 200]
        replies = [(call, call.params.get("reply_parameters") or {}) for call in taken]
        return {(int(call.params["chat_id"]), to["message_id"]): call.at for call, to in replies if to}

    def is_answered(self) -> bool:
        answered = self.answered
        return all((room.id, question.message_id) in answered for room, question, _ in self.asked)


Step: TypeAlias = Callable[[Desk, Desk], None]
"""What the first of two admins does to the index, or both."""


def publishes_an_archive(desk: Desk, _: Desk) -> None:
    desk.send(zipped({named(place): told(place, 1) for place in range(len(PLACES))}), "ปู.zip")
    listed = desk.shown(lambda message: PUBLISH_ALL in buttons(message))
    for place in range(len(PLACES)):
        assert named(place) in listed.text
    changes(desk, lambda: desk.press(listed, PUBLISH_ALL))


def publishes_a_new_version(desk: Desk, _: Desk) -> None:
    desk.send(told(0, 2), named(0))
    newer = desk.preview()
    assert f"เป็นรุ่นใหม่ของ {named(0)}" in newer.text
    assert f"แก้ไข 1: วาระที่ 1 การสร้าง{PROJECT}{PLACES[0]}" in newer.text
    changes(desk, lambda: desk.press(newer, PUBLISH))


def publishes_new_versions_of_the_others(desk: Desk, _: Desk) -> None:
    desk.send(zipped({named(place): told(place, 2) for place in (1, 2)}), "ปู 2.zip")
    listed = desk.shown(lambda message: PUBLISH_ALL in buttons(message))
    changes(desk, lambda: desk.press(listed, PUBLISH_ALL))


def takes_it_back(desk: Desk, _: Desk) -> None:
    changes(desk, lambda: desk.write("/undo"))


def reads_all_again(desk: Desk, _: Desk) -> None:
    changes(desk, lambda: desk.write("/reindex"))


def presses_at_the_same_time_as_another(desk: Desk, other: Desk) -> None:
    desk.send(told(0, 3), named(0))
    mine = desk.preview()
    other.write("/uploads")
    listed = other.shown(lambda message: any(named(0) in label for label in buttons(message)))
    other.press(listed, next(label for label in buttons(listed) if named(0) in label))
    theirs, live = other.preview(), desk.live
    desk.press(mine, PUBLISH)
    other.press(theirs, PUBLISH)
    for each in (desk, other):
        assert f"แก้ไข 1: {named(0)}" in each.changed(live + 1).text
    assert desk.live == live + 1


def sends_what_is_live_already(desk: Desk, _: Desk) -> None:
    desk.send(told(0, 3), named(0))
    desk.shown(lambda message: f"ไฟล์นี้อยู่ในดัชนีแล้วในชื่อ {named(0)}" in message.text)


SMALL: tuple[Step, ...] = (publishes_an_archive, publishes_a_new_version)
LARGE: tuple[Step, ...] = (
    publishes_an_archive,
    publishes_a_new_version,
    publishes_new_versions_of_the_others,
    takes_it_back,
    reads_all_again,
    presses_at_the_same_time_as_another,
    sends_what_is_live_already,
)


def changes(desk: Desk, act: Callable[[], None]) -> None:
    """Waits for the generation that an act leads to."""
    live, began = desk.live, time.monotonic()
    act()
    desk.changed(live + 1)
    print(f"generation {live + 1} {time.monotonic() - began:.1f} s after it was asked for")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_question_fails_while_files_are_published(
    server: TelegramServer, samples_home: Path, tmp_path: Path, model: Path
) -> None:
    under_load(server, samples_home, tmp_path, model, SMALL, most=200)


@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_no_question_of_thousands_fails_while_files_are_published_and_taken_back(
    server: TelegramServer, samples_home: Path, tmp_path: Path, model: Path
) -> None:
    under_load(server, samples_home, tmp_path, model, LARGE, most=6000)


def under_load(
    server: TelegramServer, samples_home: Path, folder: Path, model: Path, steps: Sequence[Step], most: int
) -> None:
    """Takes the steps while questions are asked, and looks at every answer."""
    admins = [server.user("ผู้ดูแลหนึ่ง"), server.user("ผู้ดูแลสอง")]
    with whole_bot(server, samples_home, folder, model, admins, {"MATI_LOG": "WARNING"}) as bot:
        load = Load(bot, [asker(bot) for _ in range(PEOPLE)], most)
        bot.start()
        asking = threading.Thread(target=load.run)
        asking.start()
        try:
            for step in steps:
                step(*(Desk(bot, admin, PROJECT) for admin in admins))
        finally:
            load.over.set()
            asking.join()
        server.wait_for(load.is_answered, timeout=DRAINED_S)
        tell(load)
        judge(load)
        assert "Traceback" not in bot.log


def tell(load: Load) -> None:
    """Prints how fast was asked and answered."""
    answered = load.answered
    sent = [at for _, _, at in load.asked]
    took = sorted(answered[room.id, question.message_id] - at for room, question, at in load.asked)
    came = [answered[room.id, question.message_id] for room, question, _ in load.asked]
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"{len(sent)} questions, {(len(sent) - 1) / (sent[-1] - sent[0]):.1f} a second asked")
    print(f"answered {len(came) / (max(came) - sent[0]):.1f} a second, the last {max(came) - sent[-1]:.1f} s after it")
    print(f"from question to answer p50 {statistics.median(took):.1f} s, p95 {p95:.1f} s, most {took[-1]:.1f} s")
    with Database(load.bot.home / "mati.db") as rows:
        found = [row[0] for row in rows.execute("SELECT took_ms FROM telegram_answers WHERE took_ms > 0")]
    print(
        f"finding an answer p50 {statistics.median(found):.0f} ms, p95 {statistics.quantiles(found, n=20)[-1]:.0f} ms"
    )


def judge(load: Load) -> None:
    """One answer to each question, none of failure; what one answer cites and says is of one generation."""
    store = Store(load.bot.home)
    generations = [dict(store.named(number)) for number in range(1, (store.live_id() or 0) + 1)]
    amounts = [
        {found for sha in held.values() for found in AMOUNT.findall(store.revision(sha).text)} for held in generations
    ]
    several = 0
    for room in {room.id: room for room, _, _ in load.asked}.values():
        asked = Counter(question.message_id for each, question, _ in load.asked if each.id == room.id)
        assert Counter(answer.reply_to for answer in room.messages if answer.reply_to) == asked
        for answer in room.messages:
            assert THAI.sorry not in answer.text
            said = set(AMOUNT.findall(answer.text))
            assert any(said <= known for known in amounts), answer.text
            several += len(said) > 1
    assert several, "no answer was of two records"
    with Database(load.bot.home / "mati.db") as rows:
        cited = [
            {cite[0] for cite in json.loads(row[0])} for row in rows.execute("SELECT citations FROM telegram_answers")
        ]
    assert all(any(revisions <= set(held.values()) for held in generations) for revisions in cited)
    print(
        f"{len(cited)} answers in the journal, {several} of several of the new records; {len(generations)} generations"
    )
