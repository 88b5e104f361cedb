"""Nothing is searchable before it is confirmed, and a kill leaves a draft waiting, or published and live."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.reading import READING, read_revision
from corpus.record import UnreadableFile
from index.check import problems
from index.drafts import Added, AlreadyDiscarded, AlreadyLive, AlreadyPublished, Drafts, SameName, UnknownDraft
from index.encoder import Encoder
from index.errors import IngestBusy
from index.generation import load
from index.history import UnknownRecord
from index.publish import IndexMoved
from index.search import Query, Searcher
from index.store import Store, opened

REPO = Path(__file__).parent.parent.parent
MINUTES = """รายงานการประชุมคณะกรรมการ{body}
ครั้งที่ 1/2567
วันอังคารที่ 12 มีนาคม 2567

ประเด็นที่ 1 {topic}
ที่ประชุมมีมติเห็นชอบ{topic} วงเงิน {amount} บาท
"""


class Digests(Encoder):
    """An encoder whose vectors are of the texts' digests: quick, and the same everywhere."""

    def __init__(self, name: str = "digests") -> None:
        self.name, self.fingerprint, self.dimension = name, f"{name}@1", 8

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        digests = [hashlib.sha256(text.encode()).digest()[:8] for text in texts]
        rows = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 8).astype(np.float32) + 1
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class Probe:
    """A progress that does something once, before the passages are encoded."""

    def __init__(self, act: Callable[[], object] = lambda: None) -> None:
        self._act = act

    def reading(self, files: int) -> Callable[[], object]:  # noqa: ARG002  # the protocol's form
        return lambda: None

    def encoding(self, passages: int) -> Callable[[int], object]:  # noqa: ARG002  # the protocol's form
        self._act()
        return lambda _: None


def minutes(folder: Path, name: str, topic: str, amount: str = "1,000") -> Path:
    path = folder / name
    path.write_text(MINUTES.format(body=path.stem, topic=topic, amount=amount), "utf-8")
    return path


def add(drafts: Drafts, path: Path, by: int | None = None) -> Added:
    return drafts.add(read_revision(path), path.read_bytes(), by)


def published(drafts: Drafts, *paths: Path) -> int:
    return drafts.publish([add(drafts, path).draft.number for path in paths], Digests(), Probe())


def names(store: Store) -> list[str]:
    return sorted(row.name for row in store.records())


@pytest.fixture
def drafts(store: Store, home: Path) -> Drafts:
    return Drafts(store, home)


def test_a_draft_is_searchable_only_once_it_is_published(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts, encoder: Encoder
) -> None:
    first = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft
    assert drafts.publish([first.number], encoder, Probe()) == 1
    second = add(drafts, minutes(tmp_path, "ถนน.txt", "การซ่อมถนน"), by=42).draft
    searcher, query = Searcher(store, home, encoder), Query("ซ่อมถนนวงเงินเท่าไร")
    assert {hit.meeting.name for hit in searcher.search(query)} == {"คลอง.txt"}
    assert (second.added_by, second.state, drafts.waiting()) == (42, "waiting", [second])
    assert drafts.publish([second.number], encoder, Probe()) == 2
    assert searcher.search(query)[0].meeting.name == "ถนน.txt"
    assert (drafts.get(second.number).state, drafts.get(second.number).generation) == ("published", 2)
    assert (drafts.waiting(), list(problems(store, home))) == ([], [])


def test_the_same_file_twice_is_one_draft(tmp_path: Path, drafts: Drafts) -> None:
    path = minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")
    first, second = add(drafts, path, by=1), add(drafts, path, by=2)
    assert (first.again, second.again, second.draft) == (False, True, first.draft)


def test_the_same_file_from_many_threads_is_one_draft(tmp_path: Path, store: Store, drafts: Drafts) -> None:
    path = minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")
    revision, data, found = read_revision(path), path.read_bytes(), list[Added]()

    def send() -> None:
        found.append(drafts.add(revision, data))
        store.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(added.again for added in found) == [False] + [True] * 5
    assert len(drafts.waiting()) == 1


def test_what_is_live_is_not_added_again(tmp_path: Path, drafts: Drafts) -> None:
    path = minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")
    published(drafts, path)
    with pytest.raises(AlreadyLive, match=r"คลอง\.txt"):
        add(drafts, path.rename(tmp_path / "สำเนา.txt"))
    assert drafts.waiting() == []


def test_bytes_that_are_not_those_that_were_read_are_refused(tmp_path: Path, drafts: Drafts) -> None:
    with pytest.raises(UnreadableFile):
        drafts.add(read_revision(minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")), b"other")
    assert drafts.waiting() == []


def test_corrections_reach_the_index_and_stay_when_the_file_is_read_again(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts
) -> None:
    path = minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")
    number = add(drafts, path).draft.number
    drafts.edit(number, date=date(2024, 5, 1))
    draft = drafts.edit(number, title=" ประชุม\nคลอง ", replaces="")
    assert (draft.title, draft.date) == ("ประชุม คลอง", date(2024, 5, 1))
    drafts.publish([number], Digests(), Probe())
    store.add_revision(read_revision(path), READING)
    assert [(row.title, row.date) for row in store.records()] == [("ประชุม คลอง", date(2024, 5, 1))]
    assert list(problems(store, home)) == []


def test_a_new_version_takes_the_place_of_the_one_it_names_and_of_its_own_name(
    tmp_path: Path, store: Store, drafts: Drafts
) -> None:
    paths = [minutes(tmp_path, f"{name}.txt", f"การสร้าง{name}") for name in ("คลอง", "ถนน", "สะพาน")]
    published(drafts, *paths)
    draft = add(drafts, minutes(tmp_path, "ถนน.txt", "การสร้างถนน", "2,500")).draft
    draft = drafts.edit(draft.number, replaces="คลอง.txt")
    assert drafts.displaces(draft) == ("คลอง.txt", "ถนน.txt")
    drafts.publish([draft.number], Digests(), Probe())
    assert names(store) == ["ถนน.txt", "สะพาน.txt"]
    assert store.is_live(draft.revision)


def test_a_version_of_no_live_record_is_refused(tmp_path: Path, drafts: Drafts) -> None:
    number = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number
    with pytest.raises(UnknownRecord):
        drafts.edit(number, title="ชื่อใหม่", replaces="ไม่มี.txt")
    assert drafts.get(number).title != "ชื่อใหม่"


def test_a_published_draft_is_neither_published_nor_changed_again(tmp_path: Path, store: Store, drafts: Drafts) -> None:
    number = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number
    drafts.publish([number], Digests(), Probe())
    for act in (
        lambda: drafts.publish([number], Digests(), Probe()),
        lambda: drafts.edit(number, title="อื่น"),
        lambda: drafts.discard(number),
    ):
        with pytest.raises(AlreadyPublished):
            act()
    assert store.live_id() == 1


def test_a_discarded_draft_is_gone_until_its_file_comes_again(tmp_path: Path, drafts: Drafts) -> None:
    path = minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")
    number = add(drafts, path).draft.number
    drafts.discard(number)
    drafts.discard(number)
    assert drafts.waiting() == []
    with pytest.raises(AlreadyDiscarded):
        drafts.publish([number], Digests(), Probe())
    assert add(drafts, path).draft.number != number
    with pytest.raises(UnknownDraft):
        drafts.get(99)


def test_two_drafts_of_one_name_are_not_published_together(tmp_path: Path, store: Store, drafts: Drafts) -> None:
    numbers = [
        add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดคลอง", amount)).draft.number for amount in ("1,000", "2,000")
    ]
    with pytest.raises(SameName):
        drafts.publish(numbers, Digests(), Probe())
    assert (store.live_id(), len(drafts.waiting())) == (None, 2)


def test_publishing_at_the_same_time_is_refused(tmp_path: Path, drafts: Drafts) -> None:
    number = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number

    def again() -> None:
        with pytest.raises(IngestBusy):
            drafts.publish([number], Digests(), Probe())

    assert drafts.publish([number], Digests(), Probe(again)) == 1


@pytest.mark.parametrize("what", ["title", "replaces", "discard"])
def test_a_draft_that_changes_while_it_is_published_stays_as_it_was_said_last(
    tmp_path: Path, store: Store, home: Path, drafts: Drafts, what: str
) -> None:
    published(drafts, minutes(tmp_path, "เดิม.txt", "การตั้งศูนย์เด็กเล็ก"))
    number = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number
    acts: dict[str, Callable[[], object]] = {
        "title": lambda: drafts.edit(number, title="ชื่อที่แก้แล้ว"),
        "replaces": lambda: drafts.edit(number, replaces="เดิม.txt"),
        "discard": lambda: drafts.discard(number),
    }
    with pytest.raises(IndexMoved):
        drafts.publish([number], Digests(), Probe(acts[what]))
    assert (store.live_id(), names(store), list(problems(store, home))) == (1, ["เดิม.txt"], [])
    if what != "discard":
        assert drafts.publish([number], Digests(), Probe()) == 2


def test_another_model_encodes_what_was_live_too(tmp_path: Path, store: Store, home: Path, drafts: Drafts) -> None:
    published(drafts, minutes(tmp_path, "เดิม.txt", "การตั้งศูนย์เด็กเล็ก"))
    number = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number
    drafts.publish([number], Digests("others"), Probe())
    assert (len(names(store)), list(problems(store, home))) == (2, [])


def test_samples_leave_when_another_record_is_published(tmp_path: Path, store: Store, drafts: Drafts) -> None:
    published(drafts, minutes(tmp_path, "ตัวอย่าง.txt", "การตั้งศูนย์เด็กเล็ก"))
    samples = [row.revision for row in store.records()]
    number = add(drafts, minutes(tmp_path, "คลอง.txt", "การขุดลอกคลอง")).draft.number
    drafts.publish([number], Digests(), Probe(), samples)
    assert names(store) == ["คลอง.txt"]


def test_sigkill_before_any_statement_leaves_a_draft_waiting_or_live(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as store:
        drafts = Drafts(store, home)
        published(drafts, minutes(tmp_path, "เดิม.txt", "การตั้งศูนย์เด็กเล็ก"))
        add(drafts, minutes(tmp_path, "ใหม่.txt", "การขุดลอกคลอง"))
    subprocess.run([sys.executable, "-m", __name__, home, tmp_path / "killed"], cwd=REPO, check=True, timeout=120)
    outcomes = [_outcome(killed) for killed in sorted((tmp_path / "killed").iterdir())]
    switch = outcomes.index("published")
    assert outcomes == ["waiting"] * switch + ["published"] * (len(outcomes) - switch)
    assert switch > 20
    assert len(outcomes) - switch >= 2


def _outcome(home: Path) -> str:
    """The state of the draft after a kill, all else being well; it is published in the end."""
    with opened(home) as store:
        drafts = Drafts(store, home)
        live, state = store.live_id(), drafts.get(2).state
        assert (live, state, names(store)) in (
            (1, "waiting", ["เดิม.txt"]),
            (2, "published", ["เดิม.txt", "ใหม่.txt"]),
        )
        assert live is not None
        assert list(problems(store, home)) == []
        assert len(load(store, home, live).meetings) == live
        if state == "waiting":
            assert drafts.publish([2], Digests(), Probe()) == 2
            assert names(store) == ["เดิม.txt", "ใหม่.txt"]
        return state


def _kill_everywhere(home: Path, killed: Path) -> int:
    """Publishes in copies of a data folder, each in a process that kills itself one statement later than the last.

    Gives the exit status of the one that comes to its end.
    """
    for statement in itertools.count(1):
        copy = shutil.copytree(home, killed / f"{statement:03}")
        child = os.fork()
        if not child:
            _publish_and_die(copy, statement)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != -signal.SIGKILL:
            return status
    raise AssertionError


def _publish_and_die(home: Path, statement: int) -> None:
    store, left = Store(home), iter(range(statement - 1, -1, -1))

    def count(_: str) -> None:
        if next(left, -1) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    store.db.conn.set_trace_callback(count)
    Drafts(store, home).publish([2], Digests(), Probe())
    store.live_id()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(_kill_everywhere(Path(sys.argv[1]), Path(sys.argv[2])))
