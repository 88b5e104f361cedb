"""Hits: the right passage first, lifted by the meeting's date, from the generation that is live."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.search import Hit, NothingIndexed, Query, Searcher, WrongModel
from index.store import Store


@pytest.fixture
def searcher(samples_home: Path, encoder: Encoder) -> Searcher:
    return Searcher(Store(samples_home), samples_home, encoder)


def test_a_hit_is_its_range_of_the_stored_text(searcher: Searcher, samples_home: Path) -> None:
    store = Store(samples_home)
    for hit in searcher.search(Query("งบประมาณของกลุ่มจังหวัด"), top=20):
        text = store.revision(hit.passage.revision).text
        assert hit.text == text[hit.passage.start : hit.passage.end]


def test_hits_come_best_first_and_no_more_than_asked(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search(Query("การท่องเที่ยว"), top=7)]
    assert len(scores) == 7
    assert scores == sorted(scores, reverse=True)


def test_the_date_of_a_meeting_lifts_its_passages(searcher: Searcher) -> None:
    day = date(2024, 3, 12)

    def held(hits: tuple[Hit, ...]) -> list[bool]:
        return [hit.meeting.meeting.date == day for hit in hits]

    plain = searcher.search(Query("มติที่ประชุมเรื่องงบประมาณ"), top=5)
    dated = searcher.search(Query("มติที่ประชุมเรื่องงบประมาณ", days=((day, day),)), top=5)
    assert held(dated)[0]
    assert sum(held(dated)) > sum(held(plain))


def test_a_search_for_nothing_finds_nothing(searcher: Searcher) -> None:
    assert searcher.search(Query("  ")) == ()


def test_an_empty_data_folder_is_said(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(NothingIndexed, match="ingest"):
        Searcher(Store(tmp_path), tmp_path, encoder).search(Query("งบประมาณ"))


def test_an_index_of_another_model_is_refused(samples_home: Path, encoder: Encoder) -> None:
    other = Encoder(encoder._model, "other", "other@1")
    with pytest.raises(WrongModel, match="MATI_MODEL"):
        Searcher(Store(samples_home), samples_home, other).search(Query("งบประมาณ"))
