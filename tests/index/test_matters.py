"""Items of the sample meetings that are on one matter, and those that are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.generation import Rankings
from index.matters import Matters
from index.search import Searcher
from index.store import Store

TODAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def store(samples_home: Path) -> Store:
    return Store(samples_home)


@pytest.fixture(scope="module")
def rankings(store: Store, samples_home: Path, encoder: Encoder) -> Rankings:
    return Searcher(store, samples_home, encoder).rankings()


def chain(rankings: Rankings, store: Store, meeting: str, label: str) -> list[tuple[str, str]]:
    """The meeting's day and the label of each item on the matter of one."""
    (row,) = (row for row in rankings.meetings.values() if row.name.startswith(meeting))
    (item,) = (item for item in row.items if item.label == label)
    found = Matters(rankings).chain(row.revision, item.position, store.text, TODAY)
    return [(place.meeting.name[:10], place.item.label) for place in found]


@pytest.mark.parametrize(
    "matter",
    [
        [("2566-11-29", "4.3"), ("2567-03-12", "3.2")],
        [("2567-03-12", "4.2"), ("2567-08-06", "4.1")],
        [("2567-03-12", "5.1"), ("2567-08-06", "5.1")],
        [("2567-06-20", "3.1"), ("2567-08-06", "4.2")],
    ],
)
def test_items_on_one_matter_are_linked_from_each_end_oldest_first(
    rankings: Rankings, store: Store, matter: list[tuple[str, str]]
) -> None:
    assert [chain(rankings, store, *place) for place in matter] == [matter] * len(matter)


@pytest.mark.parametrize(("meeting", "label"), [("2566-02-14", "ระเบียบวาระที่ 2"), ("2567-03-12", "ระเบียบวาระที่ 5")])
def test_what_every_meeting_has_on_its_agenda_is_no_matter(
    rankings: Rankings, store: Store, meeting: str, label: str
) -> None:
    assert chain(rankings, store, meeting, label) == [(meeting, label)]
