"""Many chats ask at once while Telegram fails in every way and the bot is killed: each question is answered once."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlite_utils import Database

from tests.bot_process import TOKEN, Bot
from tests.telegram_server import Fault, Limits, Message, Room, TelegramServer, User

PATIENCE_S = 240.0
REACTION = "setMessageReaction"
FAULTED = ("sendMessage", REACTION, "answerCallbackQuery", "editMessageReplyMarkup", "getUpdates")
UNTIL = 0.7
"""The part of the answers within which everything fails; the rest is for what was held up to arrive."""

Step: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class Size:
    """How many chats ask how often, and what happens meanwhile: faults of each kind, on sendMessage and on others."""

    private: int
    groups: int
    forums: int
    from_person: int
    from_group: int
    kills: int
    sends: int
    others: int
    polls: tuple[Fault, ...]

    @property
    def questions(self) -> int:
        return self.private * self.from_person + (self.groups + self.forums) * self.from_group

    def faults(self, method: str) -> list[Fault]:
        if method == "getUpdates":
            return list(self.polls)
        return list(Fault) * (self.sends if method == "sendMessage" else self.others)


QUICK = (Fault.BAD_GATEWAY, Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.FLOOD)
"""A poll that is not answered takes 20 s."""
SMALL = Size(40, 8, 2, from_person=7, from_group=3, kills=1, sends=2, others=1, polls=QUICK)
LARGE = Size(160, 30, 10, from_person=11, from_group=6, kills=2, sends=6, others=2, polls=tuple(Fault) * 2)


@dataclass
class Seat:
    """One person's place in a chat, and what they asked there."""

    room: Room
    user: User
    thread: int | None = None
    asked: list[Message] = field(default_factory=list)

    def ask(self, number: int) -> None:
        text = f"คำถาม{number}" if self.room.id > 0 else f"/ask คำถาม{number}"
        self.asked.append(self.room.send(self.user, text, thread=self.thread))

    @property
    def expected(self) -> list[tuple[int | None, str, int | None]]:
        return [(question.message_id, question.text.split()[-1], self.thread) for question in self.asked]

    @property
    def answers(self) -> list[tuple[int | None, str, int | None]]:
        """What each answer replies to, which question it repeats, and in which topic it stands."""
        return [
            (answer.reply_to, answer.text.split()[1], answer.thread if answer.in_topic else None)
            for answer in self.room.messages
        ]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN, limits=Limits(per_group_minute=60)) as server:
        yield server


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_fifty_chats_are_answered_once_and_in_order_through_faults_and_a_kill(
    server: TelegramServer, tmp_path: Path
) -> None:
    burst(Bot(server, tmp_path), SMALL, random.Random(1))  # noqa: S311  # faults, not secrets


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_two_hundred_chats_are_answered_once_and_in_order_through_faults_and_kills(
    server: TelegramServer, tmp_path: Path
) -> None:
    assert LARGE.questions == 2000
    burst(Bot(server, tmp_path), LARGE, random.Random(2))  # noqa: S311  # faults, not secrets


def burst(bot: Bot, size: Size, chance: random.Random) -> None:
    """Asks everything at once, lets everything fail meanwhile, and looks at what came of it."""
    seats, pressed = seated(bot, size), set[tuple[int, int]]()
    bot.start()
    ask_all(bot, seats, size, chance)
    happen(bot, steps(bot, seats, pressed, size, chance), size)
    bot.server.wait_for(partial(all_answered, bot, seats), timeout=PATIENCE_S)
    bot.server.wait_for(lambda: all_failed(bot.server, size) and not bot.server.pending, timeout=PATIENCE_S)
    bot.stop(signal.SIGTERM)
    assert [seat.answers for seat in seats] == [seat.expected for seat in seats]
    assert rows(bot, "SELECT 1 FROM telegram_updates WHERE state != 'done'") == 0
    assert rows(bot, "SELECT 1 FROM telegram_answers WHERE feedback = 'good'") == len(pressed)
    assert not bot.server.violations


def seated(bot: Bot, size: Size) -> list[Seat]:
    """People in private chats, in groups of both kinds, and in topics of forums; all may ask."""
    people = [bot.server.user() for _ in range(size.private)]
    seats = [Seat(bot.server.private_chat(user), user) for user in people]
    for number in range(size.groups):
        group = bot.server.group(f"กลุ่ม{number}", people[:3], supergroup=number % 2 == 0)
        seats.append(Seat(group, people[number % 3]))
    for number in range(size.forums):
        forum = bot.server.group(f"เวที{number}", people[:3], forum=True)
        seats.append(Seat(forum, people[number % 3], forum.topic(people[0], "งบ")))
    bot.allowed.extend(seat.room.id for seat in seats)
    return seats


def ask_all(bot: Bot, seats: Sequence[Seat], size: Size, chance: random.Random) -> None:
    """All questions in one burst, chats mixed. The bot answers half of them while it cannot fetch the rest."""
    order = [seat for seat in seats for _ in range(size.from_person if seat.room.id > 0 else size.from_group)]
    chance.shuffle(order)
    for fault in size.faults(REACTION):
        bot.server.fail_next(REACTION, fault)
    for number, seat in enumerate(order):
        if number == len(order) // 2:
            bot.server.wait_for(partial(has_sent, bot, 1), timeout=PATIENCE_S)
            bot.server.fail_next("getUpdates", Fault.TIMEOUT_AFTER)
        seat.ask(number)


def steps(
    bot: Bot, seats: Sequence[Seat], pressed: set[tuple[int, int]], size: Size, chance: random.Random
) -> list[Step]:
    """What happens while the bot answers: faults and presses mixed, and the kills evenly among them."""
    happening: list[Step] = [
        partial(bot.server.fail_next, method, fault)
        for method in FAULTED
        if method != REACTION
        for fault in size.faults(method)
    ]
    presses = [partial(press, seats, pressed, chance)] * 2 * len(size.faults("answerCallbackQuery"))
    happening += presses
    chance.shuffle(happening)
    happening += presses
    for kill in range(size.kills, 0, -1):
        happening.insert(len(happening) * kill // (size.kills + 1), partial(restart, bot))
    return happening


def happen(bot: Bot, happening: Sequence[Step], size: Size) -> None:
    """Takes the steps one after the other, as the sending goes on."""
    for number, step in enumerate(happening):
        sent = int(size.questions * UNTIL * number / len(happening))
        bot.server.wait_for(partial(has_sent, bot, sent), timeout=PATIENCE_S)
        step()


def has_sent(bot: Bot, count: int) -> bool:
    return bot.calls("sendMessage") >= count


def restart(bot: Bot) -> None:
    bot.stop(signal.SIGKILL)
    bot.start()


def press(seats: Sequence[Seat], pressed: set[tuple[int, int]], chance: random.Random) -> None:
    """Somebody says of an answer that it helped."""
    seat = chance.choice(seats)
    for answer in seat.room.messages[-1:]:
        seat.room.press(seat.user, answer, "👍")
        pressed.add((seat.room.id, answer.message_id))


def all_answered(bot: Bot, seats: Sequence[Seat]) -> bool:
    """Whether each chat has as many answers as questions; they are counted once enough was sent."""
    enough = sum(len(seat.asked) for seat in seats)
    accepted = sum(call.method == "sendMessage" and call.status == 200 for call in bot.server.calls)
    return accepted >= enough and all(len(seat.room.messages) >= len(seat.asked) for seat in seats)


def rows(bot: Bot, sql: str) -> int:
    with Database(bot.home / "mati.db") as database:
        return len(list(database.query(sql)))


def all_failed(server: TelegramServer, size: Size) -> bool:
    """Whether every fault that was planned befell a request."""
    ends = Counter((call.method, call.status) for call in server.calls)
    planned = {method: Counter(size.faults(method)) for method in FAULTED}
    return all(
        ends[method, 502] == faults[Fault.BAD_GATEWAY]
        and ends[method, 429] >= faults[Fault.FLOOD]
        and ends[method, None] >= faults[Fault.TIMEOUT] + faults[Fault.CUT_BEFORE]
        for method, faults in planned.items()
    )
