"""Peers of the search: each ranks by its own means alone, over the same passages, and gives hits of the same form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot import SYSTEMS
from index.encoder import Encoder
from index.ingest import ingest
from index.peers import PEERS, peer
from index.search import Hit, NothingIndexed, Searcher
from index.store import Store
from tests.conftest import Silent

TOPICS = ("คลอง", "ถนน", "สะพาน", "โรงเรียน")
MINUTES = """รายงานการประชุมคณะกรรมการจังหวัดตัวอย่าง
ครั้งที่ 1/2567
วันอังคารที่ 12 มีนาคม 2567

ประเด็นที่ 1 การดูแลทางน้ำ
ที่ประชุมเห็นชอบให้ขุดลอกคลอง ระยะทาง 12 กิโลเมตร

ประเด็นที่ 2 การคมนาคม
ที่ประชุมรับทราบการซ่อมถนน วงเงิน 750 ล้านบาท

ประเด็นที่ 3 การศึกษา
ที่ประชุมมอบหมายให้จังหวัดสร้างโรงเรียน แล้วเสร็จโดยเร็ว
"""
SAYS = {1: "ขุดลอกคลอง", 2: "ซ่อมถนน", 3: "สร้างโรงเรียน"}


class TopicEncoder(Encoder):
    """An encoder that sees which of the topics a text names."""

    def __init__(self) -> None:
        self.name, self.fingerprint, self.dimension = "topics", "topics@1", len(TOPICS)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self.encode_query(text) for text in texts], np.float32).reshape(len(texts), len(TOPICS))

    def encode_query(self, text: str) -> NDArray[np.float32]:
        named = np.array([topic in text for topic in TOPICS], np.float32) + np.float32(0.01)
        return named / np.linalg.norm(named)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder, home = tmp_path_factory.mktemp("minutes"), tmp_path_factory.mktemp("home")
    (folder / "a.txt").write_text(MINUTES, "utf-8")
    store, encoder = Store(home), TopicEncoder()
    assert not ingest([folder], store, home, encoder, Silent()).failures
    return Searcher(store, home, encoder)


def saying(hits: Sequence[Hit]) -> list[int]:
    """Which of the agenda items' texts the hits are."""
    return [item for hit in hits for item, words in SAYS.items() if words in hit.text]


def test_eval_can_ask_every_peer() -> None:
    assert ("mati", *PEERS) == SYSTEMS


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize(("question", "item"), [("คลอง 12 กิโลเมตร", 1), ("ถนน 750 ล้านบาท", 2)])
def test_every_peer_finds_what_is_named_in_its_own_words(
    searcher: Searcher, name: str, question: str, item: int
) -> None:
    assert saying(peer(name, searcher)(question, 3))[0] == item


@pytest.mark.parametrize(
    ("name", "question", "found"),
    [
        ("words", "โรงเรียน", [3]),
        ("words", "750", [2]),
        ("words", "คลอง ซ่อม ซ่อม", [2, 1]),
        ("words", "สะพาน", []),
        ("fts5", "ระยะทาง", [1]),
        ("fts5", "ซ่อมถนน", []),
        ("fts5", "วงเงิน 750 ระยะทาง", [2, 1]),
    ],
)
def test_peers_that_match_terms_find_only_the_passages_that_hold_one(
    searcher: Searcher, name: str, question: str, found: list[int]
) -> None:
    assert saying(peer(name, searcher)(question, 9)) == found


@pytest.mark.parametrize(
    ("name", "question", "item"),
    [("dense", "โรงเรียน 750", 3), ("grams", "โรเรียน", 3), ("grams", "สร้าโรง", 3), ("rrf", "โรงเรียน 12", 3)],
)
def test_peers_that_match_likeness_find_the_likest_first(
    searcher: Searcher, name: str, question: str, item: int
) -> None:
    assert saying(peer(name, searcher)(question, 9))[0] == item


def test_ranks_are_fused_by_their_reciprocals(searcher: Searcher) -> None:
    best = peer("rrf", searcher)("โรงเรียน", 1)[0]
    assert best.score == pytest.approx(2 / 61)


def test_a_passage_that_words_do_not_find_has_only_its_rank_by_vectors(searcher: Searcher) -> None:
    dense = [hit.passage for hit in peer("dense", searcher)("โรงเรียน", 99)]
    found = {hit.passage for hit in peer("words", searcher)("โรงเรียน", 99)}
    for hit in peer("rrf", searcher)("โรงเรียน", 99):
        if hit.passage not in found:
            assert hit.score == pytest.approx(1 / (61 + dense.index(hit.passage)))


@pytest.mark.parametrize("name", PEERS)
def test_hits_come_best_first_and_no_more_than_asked(searcher: Searcher, name: str) -> None:
    scores = [hit.score for hit in peer(name, searcher)("ที่ประชุม 12 คลอง 2567", 2)]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("question", ["", "  ", "\0", "a\0b", '"', '" OR "', "NEAR(", "text: คลอง*", "!!! ???", "🙂"])
def test_strange_questions_are_no_error(searcher: Searcher, name: str, question: str) -> None:
    assert len(peer(name, searcher)(question, 3)) <= 3


def test_the_header_of_a_passage_is_searched_too(searcher: Searcher) -> None:
    assert peer("fts5", searcher)("รายงานการประชุมคณะกรรมการจังหวัดตัวอย่าง", 9)
    assert saying(peer("fts5", searcher)("การคมนาคม", 9)) == [2]


def test_an_empty_data_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingIndexed):
        peer("words", Searcher(Store(tmp_path), tmp_path, TopicEncoder()))
