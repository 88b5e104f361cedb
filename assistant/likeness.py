"""Texts of one matter, by the cosines of their vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALIKE = 0.8
"""The cosine from which two questions are of one matter."""


def groups(vectors: Sequence[NDArray[np.float32]]) -> list[list[int]]:
    """The places of unit vectors near to the first of their group, the largest group first."""
    found: list[list[int]] = []
    for place, vector in enumerate(vectors):
        near = next((group for group in found if float(vectors[group[0]] @ vector) >= ALIKE), None)
        if near is None:
            found.append([place])
        else:
            near.append(place)
    return sorted(found, key=len, reverse=True)
