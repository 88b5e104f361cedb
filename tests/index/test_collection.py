"""Who may see some collections is answered as if there were no others: from counts to suggestions and scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import OTHER, collection_of
from index.encoder import Encoder
from index.ingest import ingest
from index.search import NothingIndexed, Query, Searcher
from index.store import Store
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
    files = sorted(path for path in SAMPLES.iterdir() if path.name in names)
    assert len(files) == 4
    alone = Store(tmp_path)
    # the same vectors to the bit: what a text is encoded along with changes its last digits
    alone.db.table("vectors").insert_all(store.db.table("vectors").rows)
    ingest(files, alone, tmp_path, encoder, Silent())
    other = Searcher(alone, tmp_path, encoder)
    seen = searcher.seeing({BOARD})
    assert set(seen.rankings().vocabulary.items()) == set(other.rankings().vocabulary.items())
    assert seen.rankings().abbreviations == other.rankings().abbreviations
    assert seen.rankings().registers == other.rankings().registers
    for text in ("เงินสมทบร้อยละเท่าไร", "การท่องเที่ยว", "กสร.", "มหกรรมสายน้ำ ปี 2566", "xyz"):
        assert seen.search(Query(text), 50) == other.search(Query(text), 50)


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
