"""Who may see some collections is answered as if there were no others: from counts to suggestions and scores."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.analysis import Analysis
from index.check import problems
from index.collection import OTHER, collection_of
from index.encoder import Encoder
from index.generation import build, embedded_text, folder_of, load, load_part
from index.ingest import ingest
from index.search import NothingIndexed, Query, Searcher
from index.store import Generation, Store
from tests.conftest import SAMPLES, Silent

BOARD = "คณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา"
TOURISM = "คณะทำงานขับเคลื่อนการท่องเที่ยวกลุ่มจังหวัดลุ่มน้ำศรีธารา"


@pytest.fixture(scope="module")
def store(samples_home: Path) -> Store:
    return Store(samples_home)


@pytest.fixture(scope="module")
def searcher(samples_home: Path, store: Store, encoder: Encoder) -> Searcher:
    return Searcher(store, samples_home, encoder)


def test_a_collection_is_what_a_body_keeps() -> None:
    assert collection_of(" คณะกรรมการ \n ตัวอย่าง") == "คณะกรรมการ ตัวอย่าง"
    assert collection_of(None) == OTHER


def test_what_is_seen_is_as_if_there_was_nothing_else(
    searcher: Searcher, store: Store, encoder: Encoder, tmp_path: Path
) -> None:
    names = {row.name for row in store.records() if row.collection == BOARD}
    minutes = sorted(path for path in SAMPLES.iterdir() if path.name in names)
    assert len(minutes) == 4
    alone = Store(tmp_path)
    # the same vectors to the bit: what a text is encoded along with changes its last digits
    alone.db.table("vectors").insert_all(store.db.table("vectors").rows)
    ingest(minutes, alone, tmp_path, encoder, Silent())
    other = Searcher(alone, tmp_path, encoder)
    seen = searcher.seeing({BOARD})
    assert list(seen.rankings().vocabulary.items()) == list(other.rankings().vocabulary.items())
    assert seen.rankings().abbreviations == other.rankings().abbreviations
    assert seen.rankings().registers == other.rankings().registers
    for text in ("เงินสมทบร้อยละเท่าไร", "การท่องเที่ยว", "กสร.", "มหกรรมสายน้ำ ปี 2566", "xyz"):
        assert seen.search(Query(text), 50) == other.search(Query(text), 50)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built_alone(store: Store, generation: Generation, revisions: Sequence[str], folder: Path) -> dict[str, bytes]:
    """The files of a generation of some revisions, without what it keeps for parts of its own."""
    build(store, revisions, generation.model, folder)
    shutil.rmtree(folder / "analysis")
    return files(folder)


@pytest.fixture
def own_home(samples_home: Path, tmp_path: Path) -> Path:
    """The samples' data folder to change, without parts."""
    home = tmp_path / "own"
    return shutil.copytree(samples_home, home, ignore=shutil.ignore_patterns("partial"))


def part_folder(home: Path, number: int) -> Path:
    [folder] = (folder_of(home, number) / "partial").iterdir()
    return folder


def read_nothing(*_: object) -> Analysis:
    raise AssertionError("the texts are read again")


@pytest.mark.parametrize("seed", range(6))
def test_a_part_is_to_the_byte_what_its_records_alone_give(
    own_home: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(own_home)
    live, chance = store.live(), np.random.default_rng(seed)
    assert live
    chosen = set(chance.choice(live.revisions, chance.integers(1, len(live.revisions)), replace=False).tolist())
    members = [revision for revision in live.revisions if revision in chosen]
    alone = built_alone(store, live, members, tmp_path / "alone")
    monkeypatch.setattr(Analysis, "of", read_nothing)
    part = load_part(store, own_home, live.id, chosen)
    assert part.generation.revisions == tuple(part.meetings) == tuple(members)
    assert part.words.size == len(part.passages) == len(part.vectors) > 0
    assert files(part_folder(own_home, live.id)) == alone
    store.close()


@pytest.mark.parametrize(
    "name", ["analysis/grams.places.npy", "analysis/members.jsonl", "registers/registers.jsonl", "BUILD"]
)
def test_a_part_of_a_damaged_generation_is_found_in_the_texts(
    own_home: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(own_home)
    live = store.live()
    assert live
    members = live.revisions[::2]
    alone = built_alone(store, live, members, tmp_path / "alone")
    (folder_of(own_home, live.id) / name).write_bytes(b"0")
    monkeypatch.setattr(Analysis, "of", read_nothing)
    with pytest.raises(AssertionError, match="read again"):
        load_part(store, own_home, live.id, members)
    monkeypatch.undo()
    load_part(store, own_home, live.id, members)
    assert files(part_folder(own_home, live.id)) == alone
    store.close()


def test_a_generation_that_grew_is_to_the_byte_what_its_records_give_anew(own_home: Path, tmp_path: Path) -> None:
    store = Store(own_home)
    live = store.live()
    assert live
    build(store, live.revisions[1::2], live.model, tmp_path / "before")
    build(store, live.revisions, live.model, tmp_path / "anew")
    build(store, live.revisions, live.model, tmp_path / "grown", known=tmp_path / "before")
    assert files(tmp_path / "grown") == files(tmp_path / "anew")
    store.close()


def test_a_revision_that_was_read_anew_is_looked_at_again(own_home: Path) -> None:
    store = Store(own_home)
    live = store.live()
    assert live
    before = [store.revision(sha256) for sha256 in live.revisions[:2]]
    after = [before[0], replace(before[1], items=before[1].items[:-1])]
    texts = [[embedded_text(revision, passage) for passage in revision.passages] for revision in before]
    grown, anew = Analysis.of(before, texts).of_these(after, texts), Analysis.of(after, texts)
    assert (grown.members, grown.registers) == (anew.members, anew.registers)
    assert grown.counts["titles"].lengths.tolist() == anew.counts["titles"].lengths.tolist()
    store.close()


def test_what_parts_are_built_from_is_checked_and_built_again(own_home: Path) -> None:
    store = Store(own_home)
    kept = folder_of(own_home, 1) / "analysis" / "words.places.npy"
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert len(list(problems(store, own_home))) == 1
    load(store, own_home, 1)
    assert kept.read_bytes() == whole
    assert list(problems(store, own_home)) == []
    store.close()


def test_all_collections_are_the_whole_index(searcher: Searcher, store: Store) -> None:
    everything = {row.collection for row in store.records()}
    assert searcher.seeing(everything).rankings() is searcher.rankings()
    assert {BOARD, TOURISM, OTHER} < everything


def test_who_may_see_nothing_learns_nothing(searcher: Searcher) -> None:
    for collections in (set[str](), {"คณะที่ไม่มี"}):
        with pytest.raises(NothingIndexed):
            searcher.seeing(collections).rankings()


def test_records_are_listed_by_what_may_be_seen(store: Store) -> None:
    assert {row.collection for row in store.records({BOARD})} == {BOARD}
    assert store.records(set()) == []
    assert len(store.records()) == 11
