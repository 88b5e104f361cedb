import numpy as np
import pytest
from numpy.typing import NDArray

from index.fusion import CONTENDERS, fuse, normalise_scores


def scores(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def test_scores_are_scaled_between_the_lowest_and_the_highest() -> None:
    assert normalise_scores(scores(2, 4, 6)).tolist() == [0.0, 0.5, 1.0]
    assert normalise_scores(scores(-1, 3)).tolist() == [0.0, 1.0]


def test_only_the_best_scores_are_told_apart() -> None:
    many = normalise_scores(np.arange(CONTENDERS + 50, dtype=np.float32))
    assert many[:50].max() == 0
    assert many[-1] == 1
    assert np.count_nonzero(many) == CONTENDERS - 1


@pytest.mark.parametrize("same", [scores(0), scores(0, 0), scores(7, 7, 7)])
def test_equal_scores_tell_nothing_apart(same: NDArray[np.float32]) -> None:
    assert normalise_scores(same).tolist() == [0.0] * len(same)


def test_a_single_candidate_that_scores_is_the_best() -> None:
    assert normalise_scores(scores(5)).tolist() == [1.0]


def test_no_candidates_give_no_scores() -> None:
    assert normalise_scores(scores()).shape == (0,)
    assert fuse({"words": scores(), "dense": scores()}, {"words": 0.5, "dense": 0.5}).shape == (0,)


def test_rankings_add_up_by_their_weights() -> None:
    fused = fuse({"words": scores(0, 5, 10), "dense": scores(0.9, 0.8, 0.7)}, {"words": 0.25, "dense": 0.75})
    assert fused == pytest.approx([0.75, 0.5, 0.25])
    assert fused.dtype == np.float32


def test_a_ranking_that_knows_nothing_leaves_the_others_order() -> None:
    fused = fuse({"words": scores(0, 0, 0), "dense": scores(0.1, 0.3, 0.2)}, {"words": 0.6, "dense": 0.4})
    assert fused.argsort().tolist() == [0, 2, 1]


def test_a_change_of_scale_in_one_ranking_changes_nothing() -> None:
    weights = {"words": 0.5, "dense": 0.5}
    words, dense = scores(1, 7, 3), scores(0.2, 0.1, 0.4)
    assert fuse({"words": words * 40 + 3, "dense": dense}, weights) == pytest.approx(
        fuse({"words": words, "dense": dense}, weights), abs=1e-5
    )


@pytest.mark.parametrize("weights", [{}, {"words": 1.0}, {"words": 0.5, "dense": 0.4, "dates": 0.1}])
def test_each_ranking_needs_its_weight_and_the_reverse(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="names"):
        fuse({"words": scores(1), "dense": scores(1)}, weights)


def test_rankings_of_different_candidates_raise() -> None:
    with pytest.raises(ValueError, match="same candidates"):
        fuse({"words": scores(1, 2), "dense": scores(1)}, {"words": 0.5, "dense": 0.5})
