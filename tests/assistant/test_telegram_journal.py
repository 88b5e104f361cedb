from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from assistant.answer import Answer, Citation
from assistant.telegram.journal import Cited, Entry, Journal, entry_of

CITATION = Citation("งบ", "a.txt", "f" * 64, "การประชุม", date(2024, 1, 2), "1 ก", 3, 10, 12)
ANSWER = Answer("answered", "งบ [1]", (CITATION,), took_ms=400, asked="งบเท่าไร")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "mati.db"


@pytest.fixture
def journal(database: Path) -> Iterator[Journal]:
    journal = Journal(database)
    yield journal
    journal.close()


def test_an_answer_is_found_again_by_its_number_and_by_its_link(journal: Journal) -> None:
    noted = journal.add(entry_of(ANSWER, -5, 6))
    assert journal.entry(noted.id) == journal.linked(noted.link) == noted
    assert noted.cited == (Cited("f" * 64, 10, 12, 3),)
    assert journal.entry(noted.id + 1) is None
    assert journal.linked("") is None


def test_links_differ_and_fit_into_a_start_payload(journal: Journal) -> None:
    links = {journal.add(entry_of(ANSWER, 5, 5)).link for _ in range(50)}
    assert len(links) == 50
    assert all(len(f"q{link}") <= 64 and link.isalnum() for link in links)


def test_what_is_said_last_of_an_answer_holds(journal: Journal) -> None:
    noted = journal.add(entry_of(ANSWER, 5, 5))
    journal.say(noted.id, "bad")
    journal.say(noted.id, "outdated")
    assert (journal.entry(noted.id) or noted).feedback == "outdated"


def test_a_person_is_forgotten_and_others_are_not(journal: Journal) -> None:
    mine, others = journal.add(entry_of(ANSWER, 5, 5)), journal.add(entry_of(ANSWER, -7, 6))
    assert journal.forget(5) == 1
    assert journal.entry(mine.id) is None
    assert journal.entry(others.id)


def test_what_is_older_than_is_kept_is_deleted_with_the_next_answer(database: Path, journal: Journal) -> None:
    old, kept = journal.add(entry_of(ANSWER, 5, 5)), journal.add(entry_of(ANSWER, 5, 5))
    ago = time.time() - 40 * 24 * 3600
    Database(database).execute("UPDATE telegram_answers SET asked_at = ? WHERE id = ?", [ago, old.id])
    bounded = Journal(database, kept_days=30)
    bounded.add(entry_of(ANSWER, 5, 5))
    bounded.close()
    assert journal.entry(old.id) is None
    assert journal.entry(kept.id)


def test_the_register_of_a_listing_question_is_noted(journal: Journal) -> None:
    noted = journal.add(Entry(5, 5, "งบกลาง", "answered", register="budget"))
    assert (journal.entry(noted.id) or noted).register == "budget"


def test_latencies_are_those_of_the_last_day(database: Path, journal: Journal) -> None:
    noted = journal.add(entry_of(ANSWER, 5, 5))
    journal.add(entry_of(ANSWER, 5, 5))
    Database(database).execute("UPDATE telegram_answers SET asked_at = 0 WHERE id = ?", [noted.id])
    assert journal.took_ms() == [400]
