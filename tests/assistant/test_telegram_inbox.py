from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from assistant.telegram.access import EVERYTHING, NOTHING, Access
from assistant.telegram.inbox import KEPT_S, Inbox, Received
from assistant.telegram.letters import Letter, Part
from assistant.telegram.pieces import plain

PRIVATE, OTHER, GROUP, SUPERGROUP = 5, 6, -400, -1001234567890


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "mati.db"


@pytest.fixture
def inbox(database: Path) -> Iterator[Inbox]:
    inbox = Inbox(database)
    yield inbox
    inbox.close()


def question(update_id: int, chat_id: int = PRIVATE, message_id: int = 10) -> Received:
    return Received(update_id, chat_id, message_id, f'{{"update_id": {update_id}}}')


def letter(*texts: str, chat_id: int = PRIVATE, seen: Access | None = EVERYTHING, greets: bool = False) -> Letter:
    return Letter(chat_id, tuple(plain(text) for text in texts), None, 10, seen, greets)


def next_part(inbox: Inbox, update_id: int) -> Part:
    part = inbox.next_part(update_id)
    assert part is not None
    return part


def test_an_update_is_received_then_sending_then_done(inbox: Inbox) -> None:
    inbox.store([question(1)])
    assert inbox.state(1) == "received"
    inbox.put(1, letter("ก"))
    assert inbox.state(1) == "sending"
    inbox.mark_sent(next_part(inbox, 1), 11)
    inbox.finish(1)
    assert inbox.state(1) == "done"
    assert inbox.next_part(1) is None


def test_unfinished_updates_are_there_after_a_reopening_in_order(inbox: Inbox, database: Path) -> None:
    inbox.store([question(3), question(1), question(2)])
    inbox.finish(1)
    inbox.close()
    again = Inbox(database)
    assert again.unfinished() == ['{"update_id": 2}', '{"update_id": 3}']
    again.close()


def test_an_update_that_comes_again_is_known(inbox: Inbox) -> None:
    inbox.store([question(1)])
    inbox.finish(1)
    inbox.store([question(1)])
    assert inbox.state(1) == "done"
    assert inbox.unfinished() == []


def test_what_is_done_keeps_no_text(inbox: Inbox, database: Path) -> None:
    inbox.store([Received(1, PRIVATE, 10, "คำถามลับ")])
    inbox.put(1, letter("คำตอบลับ"))
    inbox.mark_sent(next_part(inbox, 1), 11)
    inbox.finish(1)
    assert "ลับ" not in "\n".join(Database(database).conn.iterdump())


def test_parts_go_in_order_and_only_the_first_is_a_reply(inbox: Inbox) -> None:
    inbox.store([question(1)])
    inbox.put(1, letter("ก", "ข"))
    first = next_part(inbox, 1)
    assert (first.number, first.plain, first.reply_to, first.tried) == (0, "ก", 10, False)
    inbox.mark_tried(first)
    assert next_part(inbox, 1).tried
    inbox.mark_sent(first, 11)
    second = next_part(inbox, 1)
    assert (second.number, second.plain, second.reply_to) == (1, "ข", None)


def test_a_refused_part_is_not_tried(inbox: Inbox) -> None:
    inbox.store([question(1)])
    inbox.put(1, letter("ก"))
    inbox.mark_tried(next_part(inbox, 1))
    inbox.mark_refused(next_part(inbox, 1))
    assert not next_part(inbox, 1).tried


def test_a_part_can_be_made_plain_and_dropped(inbox: Inbox) -> None:
    inbox.store([question(1)])
    inbox.put(1, letter("<ก>"))
    assert next_part(inbox, 1).html == "&lt;ก&gt;"
    inbox.make_plain(next_part(inbox, 1))
    assert next_part(inbox, 1).html is None
    inbox.drop(next_part(inbox, 1))
    assert inbox.next_part(1) is None


@pytest.mark.parametrize("seen", [None, EVERYTHING, Access(frozenset("กข"))])
def test_a_part_tells_under_which_access_it_was_written(inbox: Inbox, seen: Access | None) -> None:
    inbox.store([question(1)])
    inbox.put(1, letter("บันทึก", seen=seen))
    assert next_part(inbox, 1).seen == seen


@pytest.mark.parametrize(
    ("seen", "now", "may"),
    [
        (Access(frozenset("กข")), Access(frozenset("กข")), True),
        (Access(frozenset("ก")), Access(frozenset("กข")), True),
        (Access(frozenset("กข")), Access(frozenset("ก")), False),
        (EVERYTHING, Access(frozenset("กข")), False),
        (Access(frozenset("ก")), EVERYTHING, True),
        (Access(frozenset("ก")), NOTHING, False),
    ],
)
def test_what_was_written_under_wider_access_is_not_covered(seen: Access, now: Access, may: bool) -> None:
    assert now.covers(seen) is may


def test_an_update_is_answered_in_several_chats(inbox: Inbox) -> None:
    inbox.store([question(1)])
    inbox.put(1, letter("ก", "ข"), letter("ค", chat_id=OTHER))
    sent = []
    while part := inbox.next_part(1):
        sent.append((part.chat_id, part.plain, part.reply_to))
        inbox.mark_sent(part, 20 + len(sent))
    assert sent == [(PRIVATE, "ก", 10), (PRIVATE, "ข", None), (OTHER, "ค", 10)]


def test_a_chat_is_greeted_with_its_letter(inbox: Inbox) -> None:
    inbox.store([question(1)])
    assert not inbox.is_greeted(PRIVATE)
    inbox.put(1, letter("ขออภัย", greets=True))
    assert inbox.is_greeted(PRIVATE)
    assert not inbox.is_greeted(OTHER)


def test_a_closed_chat_waits_for_nothing_and_opens_when_it_writes(inbox: Inbox, database: Path) -> None:
    inbox.store([question(1), question(2), question(3, OTHER)])
    inbox.put(1, letter("ก"))
    inbox.close_chat(PRIVATE)
    rows = Database(database)
    assert inbox.unfinished() == ['{"update_id": 3}']
    assert rows.table("telegram_chats").get(PRIVATE)["active"] == 0
    inbox.store([question(4)])
    assert rows.table("telegram_chats").get(PRIVATE)["active"] == 1


def test_a_moved_chat_takes_its_rows_along(inbox: Inbox) -> None:
    inbox.store([question(1, GROUP)])
    inbox.put(1, letter("ก", chat_id=GROUP, greets=True))
    inbox.store([Received(2, GROUP, 11, "{}", (GROUP, SUPERGROUP))])
    part = next_part(inbox, 1)
    assert (part.chat_id, part.reply_to) == (SUPERGROUP, None)
    assert inbox.chat_ids(SUPERGROUP) == (SUPERGROUP, GROUP)
    assert inbox.chat_ids(GROUP) == (GROUP,)
    assert inbox.is_greeted(SUPERGROUP)


def test_candidates_follow_the_question_and_leave_out_what_is_known(inbox: Inbox) -> None:
    inbox.store([question(1, PRIVATE, 10), question(2, OTHER, 11), question(3, SUPERGROUP, 12)])
    inbox.put(2, letter("ข", chat_id=OTHER))
    inbox.mark_sent(next_part(inbox, 2), 13)
    inbox.put(1, letter("ก"))
    assert inbox.candidates(next_part(inbox, 1), 3) == [12, 14, 15]


def test_a_message_under_which_a_button_was_pressed_is_still_looked_for(inbox: Inbox) -> None:
    inbox.store([question(1, PRIVATE, 11), Received(2, PRIVATE, 12, "{}", pressed=True)])
    inbox.put(1, letter("ก"))
    assert inbox.candidates(next_part(inbox, 1), 2) == [12, 13]


def test_candidates_follow_the_parts_already_sent(inbox: Inbox) -> None:
    inbox.store([question(1, PRIVATE, 10)])
    inbox.put(1, letter("ก", "ข"))
    inbox.mark_sent(next_part(inbox, 1), 14)
    assert inbox.candidates(next_part(inbox, 1), 2) == [15, 16]


def test_a_supergroup_counts_its_messages_alone(inbox: Inbox) -> None:
    inbox.store([question(1, SUPERGROUP, 10), question(2, PRIVATE, 11), question(3, SUPERGROUP, 12)])
    inbox.put(1, letter("ก", chat_id=SUPERGROUP))
    assert inbox.candidates(next_part(inbox, 1), 2) == [11, 13]


def test_done_updates_are_forgotten_and_open_ones_are_not(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.store([question(1), question(2)])
    inbox.put(1, letter("ก"))
    inbox.mark_sent(next_part(inbox, 1), 11)
    inbox.finish(1)
    later = time.time() + KEPT_S + 1
    monkeypatch.setattr(time, "time", lambda: later)
    inbox.store([question(1), question(3)])
    assert inbox.state(1) == "done"
    inbox.store([question(1)])
    assert inbox.state(1) == "received"
    assert inbox.state(2) == "received"


@given(st.lists(st.sampled_from(["store", "put", "try", "refuse", "send", "finish", "reopen"]), max_size=25))
def test_nothing_is_ever_sent_twice_or_lost_whatever_the_order_of_events(
    tmp_path_factory: pytest.TempPathFactory, events: list[str]
) -> None:
    database = tmp_path_factory.mktemp("inbox") / "mati.db"
    inbox, sent, stored = Inbox(database), [], False
    for event in events:
        part = inbox.next_part(1)
        if event == "store":
            inbox.store([question(1)])
            stored = True
        elif event == "put" and stored and inbox.state(1) == "received":
            inbox.put(1, letter("ก", "ข"))
        elif event == "try" and part:
            inbox.mark_tried(part)
        elif event == "refuse" and part:
            inbox.mark_refused(part)
        elif event == "send" and part and part.tried:
            inbox.mark_sent(part, 100 + part.number)
            sent.append(part.number)
        elif event == "finish" and part is None and inbox.state(1) == "sending":
            inbox.finish(1)
        elif event == "reopen":
            inbox.close()
            inbox = Inbox(database)
    assert sent == sorted(set(sent))
    assert bool(inbox.unfinished()) == (stored and inbox.state(1) != "done")
    inbox.close()
