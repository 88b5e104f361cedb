"""What each generation changed can be told and taken back; going back makes a new generation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.check import problems
from index.drafts import Drafts
from index.encoder import Encoder
from index.generation import FOLDER
from index.history import Change, NothingToUndo, UnknownGeneration, UnknownRecord, history, remove, undo
from index.publish import IndexMoved
from index.search import NothingIndexed, Query, Searcher
from index.store import Store
from tests.index.test_drafts import Digests, Probe, add, minutes, names, published


@pytest.fixture
def drafts(store: Store, home: Path) -> Drafts:
    return Drafts(store, home)


def told(change: Change) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return change.added, change.replaced, change.removed


def test_a_history_tells_what_was_added_replaced_and_removed(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "คลอง.txt", "การขุดคลอง"), minutes(tmp_path, "ถนน.txt", "การซ่อมถนน"))
    published(drafts, minutes(tmp_path, "ถนน.txt", "การซ่อมถนน", "2,500"), minutes(tmp_path, "วัด.txt", "งานวัด"))
    remove("คลอง.txt", store, home, Digests(), Probe())
    found = history(store)
    assert [change.number for change in found] == [3, 2, 1]
    assert [told(change) for change in found] == [
        ((), (), ("คลอง.txt",)),
        (("วัด.txt",), ("ถนน.txt",), ()),
        (("คลอง.txt", "ถนน.txt"), (), ()),
    ]
    assert history(store, 2) == found[:2]


def test_a_new_version_under_another_name_replaces_and_so_does_its_undoing(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "ร่าง.txt", "การขุดคลอง"))
    number = add(drafts, minutes(tmp_path, "ฉบับรับรอง.txt", "การขุดคลอง", "2,500")).draft.number
    drafts.edit(number, replaces="ร่าง.txt")
    drafts.publish([number], Digests(), Probe())
    undo(store, home, Digests(), Probe())
    assert [told(change) for change in history(store, 2)] == [((), ("ร่าง.txt",), ()), ((), ("ฉบับรับรอง.txt",), ())]


def test_undo_makes_the_one_before_live_again_as_a_new_generation(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts, encoder: Encoder
) -> None:
    first = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number
    drafts.publish([first], encoder, Probe())
    second = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง", "2,500")).draft.number
    drafts.publish([second], encoder, Probe())
    shutil.rmtree(home / FOLDER)
    searcher, query = Searcher(store, home, encoder), Query("ขุดลอกคลองวงเงินเท่าไร")
    assert undo(store, home, encoder, Probe(), seen=2) == 3
    assert "1,000" in searcher.search(query)[0].text
    assert list(problems(store, home)) == []
    assert undo(store, home, encoder, Probe()) == 4
    assert "2,500" in searcher.search(query)[0].text


def test_any_generation_can_be_gone_back_to(tmp_path: Path, store: Store, home: Path, drafts: Drafts) -> None:
    for name in ("ก", "ข", "ค"):
        published(drafts, minutes(tmp_path, f"{name}.txt", f"การสร้าง{name}"))
    assert undo(store, home, Digests(), Probe(), to=1) == 4
    assert names(store) == ["ก.txt"]
    assert undo(store, home, Digests(), Probe(), to=2) == 5
    assert names(store) == ["ก.txt", "ข.txt"]
    with pytest.raises(NothingToUndo):
        undo(store, home, Digests(), Probe(), to=2)
    with pytest.raises(UnknownGeneration):
        undo(store, home, Digests(), Probe(), to=9)


def test_an_undo_of_what_is_no_longer_live_changes_nothing(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "ก.txt", "การสร้างถนน"))
    published(drafts, minutes(tmp_path, "ข.txt", "การสร้างคลอง"))
    with pytest.raises(IndexMoved):
        undo(store, home, Digests(), Probe(), seen=1)
    assert store.live_id() == 2


def test_an_undo_that_was_cut_off_after_the_switch_is_not_done_twice(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "ก.txt", "การสร้างถนน"))
    published(drafts, minutes(tmp_path, "ข.txt", "การสร้างคลอง"))
    assert undo(store, home, Digests(), Probe(), seen=2) == 3
    assert undo(store, home, Digests(), Probe(), seen=2) == 3
    assert (store.live_id(), names(store)) == (3, ["ก.txt"])
    with pytest.raises(IndexMoved):
        undo(store, home, Digests(), Probe(), seen=99)


def test_going_back_after_a_change_of_model_encodes_what_is_missing(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "ก.txt", "การสร้างถนน"))
    remove_and_add = add(drafts, minutes(tmp_path, "ก.txt", "การสร้างถนน", "9,000")).draft.number
    drafts.publish([remove_and_add], Digests("others"), Probe())
    undo(store, home, Digests("others"), Probe())
    assert (names(store), list(problems(store, home))) == (["ก.txt"], [])


def test_samples_that_left_do_not_come_back(tmp_path: Path, store: Store, home: Path, drafts: Drafts) -> None:
    published(drafts, minutes(tmp_path, "ตัวอย่าง.txt", "การตั้งศูนย์เด็กเล็ก"))
    samples = [row.revision for row in store.records()]
    for name in ("ก.txt", "ข.txt"):
        number = add(drafts, minutes(tmp_path, name, f"การสร้าง{name}")).draft.number
        drafts.publish([number], Digests(), Probe(), samples)
    undo(store, home, Digests(), Probe(), samples=samples)
    assert names(store) == ["ก.txt"]
    undo(store, home, Digests(), Probe(), to=1, samples=samples)
    assert names(store) == []


def test_the_first_record_can_be_taken_back_and_come_again(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "ก.txt", "การสร้างถนน"))
    assert undo(store, home, Digests(), Probe()) == 2
    with pytest.raises(NothingIndexed):
        Searcher(store, home, Digests()).search(Query("ถนน"))
    assert told(history(store)[0]) == ((), (), ("ก.txt",))
    assert undo(store, home, Digests(), Probe()) == 3
    assert (names(store), list(problems(store, home))) == (["ก.txt"], [])


def test_a_record_that_was_removed_stays_stored_and_another_name_is_refused(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    published(drafts, minutes(tmp_path, "ก.txt", "การสร้างถนน"), minutes(tmp_path, "ข.txt", "การสร้างคลอง"))
    revision = next(row.revision for row in store.records() if row.name == "ก.txt")
    remove("ก.txt", store, home, Digests(), Probe())
    assert names(store) == ["ข.txt"]
    assert store.revision(revision).name == "ก.txt"
    with pytest.raises(UnknownRecord):
        remove("ก.txt", store, home, Digests(), Probe())


def test_files_of_old_generations_leave_the_disk(tmp_path: Path, home: Path, drafts: Drafts) -> None:
    for name in ("ก", "ข", "ค", "ง"):
        published(drafts, minutes(tmp_path, f"{name}.txt", f"การสร้าง{name}"))
    assert sorted(folder.name for folder in (home / FOLDER).iterdir()) == ["3", "4"]
