from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.sealed import DamagedIndex
from index.vectors import Vectors

RANDOM = np.random.default_rng(2553)


def unit(count: int, dimension: int = 24) -> NDArray[np.float32]:
    values = RANDOM.standard_normal((count, dimension)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return values


def test_every_passage_has_its_inner_product() -> None:
    stored, query = unit(500), unit(1)[0]
    scores = Vectors.build(stored).scores(query)
    assert scores.shape == (500,)
    assert scores == pytest.approx(stored @ query, abs=1e-5)


def test_half_precision_vectors_score_as_they_are() -> None:
    stored, query = unit(50).astype(np.float16), unit(1)[0]
    assert Vectors.build(stored).scores(query) == pytest.approx(stored.astype(np.float32) @ query, abs=1e-5)


def test_allowed_positions_are_scored_in_their_order() -> None:
    stored, query = unit(100), unit(1)[0]
    allowed = np.array([99, 3, 0, 64, 7, 8])
    assert Vectors.build(stored).scores(query, allowed) == pytest.approx(stored[allowed] @ query, abs=1e-5)


def test_nobody_allowed_gives_no_scores() -> None:
    assert Vectors.build(unit(10)).scores(unit(1)[0], np.zeros(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("position", [-1, 10])
def test_an_unknown_position_raises(position: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        Vectors.build(unit(10)).scores(unit(1)[0], np.array([0, position]))


def test_an_empty_index_gives_no_scores(tmp_path: Path) -> None:
    Vectors.build(np.zeros((0, 24), np.float16)).save(tmp_path / "vectors")
    loaded = Vectors.load(tmp_path / "vectors")
    assert (len(loaded), loaded.dimension) == (0, 24)
    assert loaded.scores(unit(1)[0]).shape == (0,)


def test_values_that_are_no_vectors_raise() -> None:
    with pytest.raises(ValueError, match="finite"):
        Vectors.build(np.full((2, 24), np.nan, np.float32))
    with pytest.raises(ValueError, match="shape"):
        Vectors.build(np.zeros(24, np.float32))


@pytest.mark.parametrize("query", [np.zeros(23), np.zeros((1, 24)), np.full(24, np.inf), np.full(24, np.nan)])
def test_a_query_that_is_no_vector_of_the_index_raises(query: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="query"):
        Vectors.build(unit(3)).scores(query)


def test_a_zero_query_scores_every_passage_zero() -> None:
    assert Vectors.build(unit(3)).scores(np.zeros(24, np.float32)).tolist() == [0.0, 0.0, 0.0]


def test_saved_vectors_load_with_the_same_scores(tmp_path: Path) -> None:
    built, query = Vectors.build(unit(40)), unit(1)[0]
    built.save(tmp_path / "vectors")
    assert Vectors.load(tmp_path / "vectors").scores(query).tolist() == built.scores(query).tolist()


def test_a_flipped_byte_is_found_at_load(tmp_path: Path) -> None:
    Vectors.build(unit(40)).save(tmp_path / "vectors")
    file = tmp_path / "vectors" / "vectors.faiss"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(DamagedIndex, match=r"vectors\.faiss"):
        Vectors.load(tmp_path / "vectors")


def test_several_threads_read_one_index() -> None:
    stored, queries = unit(2000), unit(32)
    vectors = Vectors.build(stored)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(vectors.scores, queries))
    assert np.array(found) == pytest.approx(queries @ stored.T, abs=1e-5)
