"""Several rankings of the same candidates become one: min-max normalisation, then a weighted sum."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def normalise_scores(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale scores to 0..1 over their candidates.

    Equal scores tell nothing apart and all become 0; so does a single candidate. No candidates give an empty array.
    """
    if not scores.size:
        return np.zeros(0, np.float32)
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros(scores.shape, np.float32)
    return ((scores - low) / (high - low)).astype(np.float32)


def fuse(scores: Mapping[str, NDArray[np.float32]], weights: Mapping[str, float]) -> NDArray[np.float32]:
    """The weighted sum of the normalised rankings, of shape (candidates,), between 0 and the sum of the weights.

    Every ranking in ``scores`` needs a weight in ``weights`` and the reverse; lengths must agree. Raises ValueError.
    """
    if not scores or scores.keys() != weights.keys():
        raise ValueError("rankings and weights must have the same names, at least one")
    if len({ranking.shape for ranking in scores.values()}) > 1:
        raise ValueError("rankings must score the same candidates")
    fused = np.zeros(next(iter(scores.values())).shape, np.float32)
    for name, ranking in scores.items():
        fused += weights[name] * normalise_scores(ranking)
    return fused
