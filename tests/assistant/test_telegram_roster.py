from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.telegram.access import EVERYTHING, NOTHING, Access
from assistant.telegram.roster import ALL, Holder, Roster

ADMIN, ALLOWED, PERSON, GROUP, SUPERGROUP = 7, 5, 42, -100, -1001234567890


@pytest.fixture
def roster(tmp_path: Path) -> Iterator[Roster]:
    roster = Roster(tmp_path / "mati.db", [ALLOWED], [ADMIN])
    yield roster
    roster.close()


def test_nobody_sees_anything_but_whom_the_operator_set(roster: Roster) -> None:
    assert roster.access([ADMIN]) == Access(None, is_admin=True)
    assert roster.access([ALLOWED]) == EVERYTHING
    assert roster.access([PERSON]) == roster.access([GROUP]) == NOTHING


def test_a_grant_gives_a_collection_and_no_other(roster: Roster) -> None:
    roster.grant(PERSON, "คณะ ก", ADMIN)
    roster.grant(PERSON, "คณะ ข", ADMIN)
    assert roster.access([PERSON]) == Access(frozenset({"คณะ ก", "คณะ ข"}))
    assert roster.access([GROUP]) == NOTHING


def test_a_grant_of_all_covers_what_comes_later(roster: Roster) -> None:
    roster.grant(GROUP, ALL, ADMIN)
    assert roster.access([GROUP]) == EVERYTHING


def test_what_is_taken_away_is_gone_at_once(roster: Roster) -> None:
    roster.grant(PERSON, "คณะ ก", ADMIN)
    roster.grant(PERSON, "คณะ ข", ADMIN)
    assert roster.revoke(PERSON, "คณะ ก") == 1
    assert roster.access([PERSON]) == Access(frozenset({"คณะ ข"}))
    assert roster.revoke(PERSON) == 1
    assert roster.access([PERSON]) == NOTHING
    assert roster.revoke(PERSON) == 0


def test_what_the_operator_set_is_not_taken_away(roster: Roster) -> None:
    assert roster.is_set(ALLOWED)
    assert not roster.is_set(PERSON)
    roster.revoke(ALLOWED)
    assert roster.access([ALLOWED]) == EVERYTHING


def test_a_supergroup_keeps_what_the_group_was_granted(roster: Roster) -> None:
    roster.grant(GROUP, "คณะ ก", ADMIN)
    assert roster.access([SUPERGROUP, GROUP]) == Access(frozenset({"คณะ ก"}))


def test_a_group_is_not_an_admin_because_an_admin_is_in_it(roster: Roster) -> None:
    assert roster.access([GROUP]) == NOTHING


def test_one_asks_to_be_let_in_once(roster: Roster) -> None:
    assert roster.request(PERSON, "สมชาย")
    assert not roster.request(PERSON, "สมชาย")
    assert roster.holders() == [Holder(PERSON, "สมชาย", ())]
    roster.grant(PERSON, "คณะ ก", ADMIN)
    assert roster.holders() == [Holder(PERSON, "สมชาย", ("คณะ ก",))]
    assert not roster.request(PERSON, "สมชาย")


def test_a_request_that_was_answered_waits_no_longer(roster: Roster) -> None:
    roster.request(PERSON, "สมชาย")
    roster.close_request(PERSON)
    assert roster.holders() == []


def test_grants_outlive_the_process(roster: Roster, tmp_path: Path) -> None:
    roster.grant(PERSON, "คณะ ก", ADMIN)
    again = Roster(tmp_path / "mati.db")
    assert again.access([PERSON]) == Access(frozenset({"คณะ ก"}))
    again.close()


def test_what_was_seen_under_wider_access_is_not_covered_by_narrower() -> None:
    one, two = Access(frozenset({"ก"})), Access(frozenset({"ก", "ข"}))
    assert two.covers(one)
    assert not one.covers(two)
    assert EVERYTHING.covers(two)
    assert not two.covers(EVERYTHING)
    assert NOTHING.covers(NOTHING)
