"""The bot killed again and again under faults: every question answered once, in order. Run by ``make soak``."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.bot_process import TOKEN, Bot, asker
from tests.telegram_server import Fault, TelegramServer

ROUNDS = 12
FAULTS = (Fault.BAD_GATEWAY, Fault.TIMEOUT, Fault.TIMEOUT_AFTER, Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.FLOOD)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(3))
def test_every_question_is_answered_once_and_in_order_through_kills_and_faults(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  # faults, not secrets
    with TelegramServer(token=TOKEN) as server:
        bot = Bot(server, tmp_path)
        chats = [asker(bot) for _ in range(6)]
        asked: dict[int, list[str]] = {chat.id: [] for _, chat in chats}
        bot.start()
        for round_ in range(ROUNDS):
            for user, chat in chats:
                asked[chat.id].append(f"คำถาม{round_}")
                chat.send(user, f"คำถาม{round_}")
            if chance.random() < 0.5:
                server.fail_next("sendMessage", chance.choice(FAULTS), 1)
            time.sleep(chance.random() * 0.8)
            bot.stop(signal.SIGKILL)
            bot.start()
        server.wait_for(lambda: all(len(chat.messages) >= ROUNDS for _, chat in chats), timeout=300)
        bot.stop(signal.SIGTERM)
        for _, chat in chats:
            assert [message.text.split()[1] for message in chat.messages] == asked[chat.id]
        assert not server.violations
