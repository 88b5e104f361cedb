"""What is stored comes back as it was, and a generation is switched to in one step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision
from index.store import Generation, Store

REVISION = Revision(
    name="น้ำ.txt",
    sha256="a" * 64,
    text="หัวเรื่อง\nวาระที่ 1 น้ำ",
    pages=(PageRange(1, 0, 9), PageRange(None, 10, 23)),
    meeting=Meeting("ประชุมน้ำ", "คณะน้ำ", "1/2567", date(2024, 3, 12), date(2024, 3, 13), "ห้องประชุม", 2567),
    items=(AgendaItem(0, "หัวเรื่อง", "", 0, 9), AgendaItem(1, "วาระที่ 1", "น้ำ", 10, 23, 0, ((12, 14), (15, 16)))),
    passages=(Passage(0, 0, 9, 1), Passage(1, 10, 23, None)),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_revision_comes_back_as_it_was_stored(store: Store) -> None:
    store.add_revision(REVISION, reading=1)
    assert store.revision(REVISION.sha256) == REVISION
    assert store.revision_of(REVISION.file, 1) == REVISION.sha256
    assert store.revision_of(REVISION.file, 2) is None


def test_a_revision_read_again_replaces_what_was_read(store: Store) -> None:
    store.add_revision(REVISION, reading=1)
    store.add_revision(REVISION, reading=2)
    assert store.revision(REVISION.sha256) == REVISION


def test_a_revision_that_cannot_be_stored_whole_is_not_stored_at_all(store: Store) -> None:
    broken = Revision(**{**{name: getattr(REVISION, name) for name in REVISION.__slots__}, "passages": (object(),)})
    with pytest.raises(TypeError):
        store.add_revision(broken, reading=1)
    assert store.revision_of(REVISION.file, 1) is None


def test_vectors_come_back_by_key_and_unknown_keys_are_left_out(store: Store) -> None:
    vectors = np.arange(6, dtype=np.float16).reshape(2, 3)
    store.add_vectors(["a", "b"], vectors)
    assert store.vectors(["b", "c"]) == {"b": vectors[1].tobytes()}


def test_publishing_switches_the_live_generation(store: Store) -> None:
    store.add_revision(REVISION, reading=1)
    assert store.live() is None
    for number in (1, 2):
        store.publish(Generation(number, "2026-01-01T00:00:00+00:00", "m@1", "m", 2, (REVISION.sha256,)))
        assert store.live_id() == number
    assert [(row.name, row.items, row.passages) for row in store.records()] == [("น้ำ.txt", 1, 2)]
    assert store.next_generation() == 3


def test_another_thread_or_process_sees_the_switch(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path)
    store.publish(Generation(1, "2026-01-01T00:00:00+00:00", "m@1", "m", 0, ()))
    assert other.live_id() == 1
