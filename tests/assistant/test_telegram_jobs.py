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


def picture(number: int, album_chat: int = 1) -> Job:
    """What the ``number``th message asks for, a picture of an album."""
    file = {"file": f"f{number}", "name": f"{number}.jpg", "message": number}
    return Job("reading", {"files": [file], "by": album_chat}, album_chat, 100 + number)


def test_an_album_is_one_job_that_begins_when_no_more_of_it_comes(tmp_path: Path, shortly: float) -> None:
    jobs = Jobs(tmp_path / "a.db")
    assert [jobs.gather(picture(n), "a") for n in (2, 1, 3)] == ["first", "more", "more"]
    assert jobs.next("reading") is None
    time.sleep(shortly)
    job = jobs.next("reading")
    assert job is not None
    assert job.update_id == 102
    assert [file["message"] for file in job.about["files"]] == [2, 1, 3]


def test_an_update_that_is_answered_again_adds_nothing(tmp_path: Path, shortly: float) -> None:
    jobs = Jobs(tmp_path / "a.db")
    assert [jobs.gather(picture(n), "a") for n in (1, 2, 1, 2)] == ["first", "more", "first", "more"]
    time.sleep(shortly)
    job = jobs.next("reading")
    assert job is not None
    assert [jobs.gather(picture(n), "a") for n in (1, 2)] == ["first", "more"]
    jobs.finish(job.id)
    assert jobs.gather(picture(1), "a") == "first"
    assert jobs.next("reading") is None


def test_what_comes_after_its_album_was_begun_is_told_from_it(tmp_path: Path, shortly: float) -> None:
    jobs = Jobs(tmp_path / "a.db")
    jobs.gather(picture(1), "a")
    time.sleep(shortly)
    assert jobs.next("reading")
    assert jobs.gather(picture(2), "a") == "late"


def test_albums_of_two_chats_are_two_jobs(tmp_path: Path, shortly: float) -> None:
    jobs = Jobs(tmp_path / "a.db")
    assert [jobs.gather(picture(n, n), "a") for n in (1, 2)] == ["first", "first"]
    time.sleep(shortly)
    assert jobs.waiting("reading") == 2


def test_after_a_start_more_of_an_album_is_waited_for(tmp_path: Path, shortly: float) -> None:
    jobs = Jobs(tmp_path / "a.db")
    jobs.gather(picture(1), "a")
    time.sleep(shortly)
    jobs = Jobs(tmp_path / "a.db")
    assert jobs.next("reading") is None
    assert jobs.gather(picture(2), "a") == "more"
    time.sleep(shortly)
    job = jobs.next("reading")
    assert job is not None
    again = Jobs(tmp_path / "a.db").next("reading")
    assert again == job, "one that was begun is not waited for"


@pytest.fixture
def shortly(monkeypatch: pytest.MonkeyPatch) -> float:
    """The seconds after which an album is whole here."""
    monkeypatch.setattr("assistant.telegram.jobs.SETTLE_S", 0.2)
    return 0.3


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
