"""All records are read and encoded anew beside the live index, and what was cited of them stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import index.reindex
from corpus.reading import file_digest, read_revision
from corpus.record import Revision, UnreadableFile
from index.check import problems
from index.drafts import Drafts
from index.history import history, undo
from index.ingest import ingest
from index.reindex import reindex
from index.store import Store
from tests.index.test_drafts import Digests, Probe, minutes, published


@pytest.fixture
def two(tmp_path: Path, store: Store, home: Path) -> dict[str, str]:
    """The revisions of two live records, by name."""
    published(
        Drafts(store, home), minutes(tmp_path, "คลอง.txt", "การขุดคลอง"), minutes(tmp_path, "ถนน.txt", "การซ่อมถนน")
    )
    return live(store)


def live(store: Store) -> dict[str, str]:
    return {row.name: row.revision for row in store.records()}


def read_otherwise(path: Path) -> Revision:
    """What readers of another version make of a file: they find another word in the text of one."""
    folder = path.parent / "otherwise"
    folder.mkdir(exist_ok=True)
    other = folder / path.name
    other.write_text(path.read_text("utf-8").replace("ขุดคลอง", "ขุดลอกคลอง"), "utf-8")
    digest = file_digest(path)
    return replace(read_revision(other), sha256=digest, file=digest)


def test_readers_that_read_the_same_leave_the_revisions_as_they_are(
    store: Store, home: Path, two: dict[str, str]
) -> None:
    done = reindex(store, home, Digests(), Probe())
    assert (done.generation, done.changed, done.failures) == (2, (), ())
    assert live(store) == two
    assert store.live_id() == 2
    assert list(problems(store, home)) == []


def test_what_reads_otherwise_is_another_revision_and_the_cited_one_stays(
    store: Store, home: Path, two: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.revision(two["คลอง.txt"])
    monkeypatch.setattr(index.reindex, "read_revision", read_otherwise)
    assert reindex(store, home, Digests(), Probe()).changed == ("คลอง.txt",)
    now = live(store)
    assert now["ถนน.txt"] == two["ถนน.txt"]
    assert now["คลอง.txt"] != two["คลอง.txt"]
    assert "ขุดลอกคลอง" in store.revision(now["คลอง.txt"]).text
    assert store.revision(two["คลอง.txt"]) == before
    assert store.find_revision(two["คลอง.txt"][:12]) == two["คลอง.txt"]
    assert store.original(now["คลอง.txt"]) == store.original(two["คลอง.txt"])
    assert history(store)[0].replaced == ("คลอง.txt",)
    assert list(problems(store, home)) == []
    assert reindex(store, home, Digests(), Probe()).changed == ()
    undo(store, home, Digests(), Probe(), to=1)
    assert live(store) == two


def test_an_ingest_of_the_same_file_finds_the_newest_reading_of_it(
    tmp_path: Path, store: Store, home: Path, two: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.reindex, "read_revision", read_otherwise)
    reindex(store, home, Digests(), Probe())
    now = live(store)
    assert now != two
    assert ingest([tmp_path / "คลอง.txt"], store, home, Digests(), Probe()).unchanged == ("คลอง.txt",)
    assert live(store) == now


def test_a_file_that_can_no_longer_be_read_stays_as_it_was_read(
    store: Store, home: Path, two: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> Revision:
        if path.name == "ถนน.txt":
            raise UnreadableFile("ไฟล์ ถนน.txt: อ่านไม่ได้")
        return read_otherwise(path)

    monkeypatch.setattr(index.reindex, "read_revision", broken)
    done = reindex(store, home, Digests(), Probe())
    assert (done.changed, done.failures) == (("คลอง.txt",), ("ไฟล์ ถนน.txt: อ่านไม่ได้",))
    assert live(store)["ถนน.txt"] == two["ถนน.txt"]


def test_what_a_reindex_that_was_cut_off_had_read_is_not_read_again(
    store: Store, home: Path, two: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    read: list[str] = []

    def counted(path: Path) -> Revision:
        read.append(path.name)
        return read_otherwise(path)

    monkeypatch.setattr(index.reindex, "read_revision", counted)
    with pytest.raises(KeyboardInterrupt):
        reindex(store, home, Digests(), Probe(killed))
    assert live(store) == two
    assert reindex(store, home, Digests(), Probe()).changed == ("คลอง.txt",)
    assert sorted(read) == ["คลอง.txt", "ถนน.txt"]
    reindex(store, home, Digests(), Probe())
    assert len(read) == 4


def test_what_people_corrected_stays_in_another_reading(
    tmp_path: Path, store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = minutes(tmp_path, "คลอง.txt", "การขุดคลอง")
    drafts = Drafts(store, home)
    number = drafts.add(read_revision(path), path.read_bytes()).draft.number
    drafts.edit(number, title="ประชุมคลอง", date=date(2024, 5, 1), body="คณะกรรมการลุ่มน้ำ")
    drafts.publish([number], Digests(), Probe())
    monkeypatch.setattr(index.reindex, "read_revision", read_otherwise)
    assert reindex(store, home, Digests(), Probe()).changed == ("คลอง.txt",)
    [row] = store.records()
    assert (row.title, row.date, row.collection) == ("ประชุมคลอง", date(2024, 5, 1), "คณะกรรมการลุ่มน้ำ")
    assert reindex(store, home, Digests(), Probe()).changed == ()
