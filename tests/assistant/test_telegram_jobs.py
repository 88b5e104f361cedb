"""Jobs: done after they were acknowledged, each outcome said once; how far one is, as its message says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from assistant.telegram.delivery import Delivery
from assistant.telegram.inbox import Inbox, Received
from assistant.telegram.jobs import Job, Jobs, Lane, Progress, shown_progress
from assistant.telegram.letters import Attachment, Letter, Reply
from assistant.telegram.render import text_message
from assistant.telegram.roster import Roster
from assistant.telegram.texts import ENGLISH, Texts
from assistant.telegram.threads import OwnThread
from tests.telegram_server import TelegramServer

UPDATE = 7


def test_the_outcome_of_a_job_comes_after_its_acknowledgement(tmp_path: Path) -> None:
    async def act(inbox: OwnThread[Inbox], chat: int, lane: Lane) -> None:
        await inbox(Inbox.store, [Received(UPDATE, chat, 1, "{}")])
        running = asyncio.create_task(lane.run())
        await asyncio.sleep(1.0)
        await inbox(Inbox.put, UPDATE, Letter(chat, text_message("รับแล้ว")))
        await lane._delivery.deliver(UPDATE)
        await ended(running, lane)

    assert said(tmp_path, act) == (["เสร็จแล้ว"], 1, 2)


def test_a_stored_outcome_is_said_once_and_the_job_not_done_again(tmp_path: Path) -> None:
    async def act(inbox: OwnThread[Inbox], chat: int, lane: Lane) -> None:
        number = await inbox(Inbox.notify, Letter(chat, text_message("เสร็จแล้ว")), "job 1")
        running = asyncio.create_task(lane.run())
        await asyncio.gather(*(lane._delivery.deliver(number) for _ in range(3)))
        await ended(running, lane)

    assert said(tmp_path, act) == (["เสร็จแล้ว"], 0, 1)


Act = Callable[[OwnThread[Inbox], int, Lane], Awaitable[None]]


async def ended(running: asyncio.Task[None], lane: Lane) -> None:
    """Lets a lane do its job, and ends it."""
    async with asyncio.timeout(20):
        while await lane._jobs(Jobs.waiting, "reading"):  # noqa: ASYNC110 (of another thread)
            await asyncio.sleep(0.05)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def said(folder: Path, act: Act) -> tuple[list[str], int, int]:
    """What a chat shows after an act on a lane with one job, how often the job was done, and the calls it took."""
    done: list[Job] = []

    async def work(job: Job, _: Progress, __: Texts) -> Reply:
        done.append(job)
        return Reply(text_message("เสร็จแล้ว"))

    async def nothing(_: Attachment) -> tuple[str, bytes]:
        raise KeyError

    with TelegramServer() as server, ExitStack() as stack:
        chat, database = server.private_chat(server.user()), folder / "mati.db"
        inbox, jobs = OwnThread(lambda: Inbox(database)), OwnThread(lambda: Jobs(database))
        roster = OwnThread(lambda: Roster(database, frozenset(), frozenset()))
        stack.callback(inbox.close, Inbox.close)
        stack.callback(jobs.close, Jobs.close)
        stack.callback(roster.close, Roster.close)

        async def run() -> None:
            async with ExtBot[None](server.token, server.base_url, server.base_file_url) as bot:
                delivery = Delivery(bot, inbox, roster, lambda: True, nothing)
                await jobs(Jobs.add, Job("reading", {}, chat.id, UPDATE))
                await act(inbox, chat.id, Lane("reading", work, jobs, inbox, delivery, bot))

        asyncio.run(run())
        told = len(server.called("sendMessage")) + len(server.called("editMessageText"))
        return [message.text for message in chat.messages], len(done), told


def test_work_whose_end_is_not_known_has_a_number_and_no_bar() -> None:
    progress = Progress()
    assert shown_progress(progress, ENGLISH) == ""
    progress.at("Reading a.pdf", 3, None)
    assert shown_progress(progress, ENGLISH) == "Reading a.pdf 3"


def test_the_time_left_follows_from_the_speed_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    progress = Progress()
    progress.at("Reading a.pdf", 0, 120)
    assert shown_progress(progress, ENGLISH) == "Reading a.pdf\n░░░░░░░░░░░░ 0/120"
    now += 30
    progress.at("Reading a.pdf", 20, 120)
    assert shown_progress(progress, ENGLISH) == "Reading a.pdf\n▓▓░░░░░░░░░░ 20/120 · about 3 min left"
    now += 120
    progress.at("Reading a.pdf", 100, 120)
    assert shown_progress(progress, ENGLISH).endswith("▓▓▓▓▓▓▓▓▓▓░░ 100/120 · about 30 s left")


def test_another_line_of_work_starts_its_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    progress = Progress()
    progress.at("Reading", 0, 2)
    now += 500
    progress.at("Indexing", 0, 10)
    now += 1
    progress.at("Indexing", 5, 10)
    assert shown_progress(progress, ENGLISH).endswith("5/10 · about 1 s left")
