"""SIGKILL at any moment of an upload: nothing is half published, and what was confirmed is published once."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index.check import problems
from index.store import Store
from tests.bot_process import ROOT, TOKEN, Bot, Victim, whole_bot
from tests.desk import PUBLISH, Desk, minutes
from tests.telegram_server import TelegramServer

SEED = 20_260_303


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_upload_that_is_killed_at_a_few_moments_is_published_once(
    samples_home: Path, tmp_path: Path, model: Path
) -> None:
    killed_again_and_again(samples_home, tmp_path, model, times=4)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_an_upload_that_is_killed_at_thirty_moments_is_published_once(
    samples_home: Path, tmp_path: Path, model: Path
) -> None:
    killed_again_and_again(samples_home, tmp_path, model, times=30)


def killed_again_and_again(samples_home: Path, folder: Path, model: Path, times: int) -> None:
    """Uploads one file after the other, each with a kill somewhere between its sending and its outcome."""
    chance = random.Random(SEED)  # noqa: S311  # moments, not secrets
    with TelegramServer(token=TOKEN) as server:
        admin = server.user("ผู้ดูแล")
        with whole_bot(server, samples_home, folder, model, [admin], {"MATI_LOG": "WARNING"}) as bot:
            bot.start()
            whole_s = uploaded(Desk(bot, admin, project(0)))
            print(f"seed {SEED}; an upload takes {whole_s:.1f} s")
            for number in range(1, times + 1):
                victim, after_s = list(Victim)[number % len(Victim)], chance.uniform(0, whole_s)
                took = uploaded_through_a_kill(Desk(bot, admin, project(number)), victim, after_s)
                print(f"{number}: {victim.value} killed after {after_s:.2f} s; published after {took:.1f} s")
            assert "Traceback" not in bot.log
        assert not server.violations
        checked = [sys.executable, "bot.py", "check", "--home", str(bot.home)]
        assert subprocess.run(checked, cwd=ROOT, check=False).returncode == 0


def project(number: int) -> str:
    return f"ศาลาริมน้ำป่าชายเลนหลังที่ {number:02}"


def uploaded_through_a_kill(desk: Desk, victim: Victim, after_s: float) -> float:
    """The seconds of an upload during which something is killed."""
    killing = threading.Timer(after_s, killed, [desk.bot, victim])
    if victim is not Victim.CHILDREN:  # a file whose reader is killed is refused: see the tests of reading
        killing.start()
    try:
        return uploaded(desk, killing)
    finally:
        if killing.ident is not None:
            killing.join()


def killed(bot: Bot, victim: Victim) -> None:
    bot.kill(victim)
    assert list(problems(Store(bot.home), bot.home)) == []


def uploaded(desk: Desk, killing: threading.Timer | None = None) -> float:
    """The seconds from sending a file to its outcome; what is said of it on the way is said once.

    A kill that has not been set going is when the admin publishes.
    """
    began, live, name = time.monotonic(), desk.live, f"{desk.project}.txt"
    desk.send(minutes(desk.project), name)
    found = desk.preview()
    assert (desk.live, desk.records) == (live, set())
    desk.chat.press(desk.admin, found, PUBLISH)
    if killing and killing.ident is None:
        killing.start()
    outcome = desk.changed(live + 1)
    assert f"เพิ่ม 1: {name}" in outcome.text
    assert (desk.live, desk.records, len(desk.drafts(name))) == (live + 1, {name}, 1)
    assert [message.message_id for message in desk.messages] == [outcome.message_id]
    for said in (f"📥 {name}", f"เพิ่ม 1: {name}"):
        assert times_said(desk, said) == 1, said
    return time.monotonic() - began


def times_said(desk: Desk, said: str) -> int:
    """How often a message with these words was taken by Telegram, be it new or an edit."""
    calls = [call for call in desk.bot.server.calls if call.method in ("sendMessage", "editMessageText")]
    return sum(call.status == 200 and said in call.params.get("text", "") for call in calls)
