"""Dense ranking: exact inner products over unit vectors, with FAISS.

A flat index gives the score of every passage, which fusion needs, in one pass. The 16-bit quantiser of FAISS halves
the memory and takes eight times as long to give them all.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.sealed import DamagedIndex, sealed_folder, verify

_FILE = "vectors.faiss"


class Vectors:
    """The passages' vectors, in passage order. Immutable; safe to read from several threads."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float16] | NDArray[np.float32]) -> Vectors:
        """From unit vectors of shape (passages, dimension). Raises ValueError for other shapes and values."""
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise ValueError("vectors must be finite, of shape (passages, dimension)")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def scores(self, query: NDArray[np.float32], allowed: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """The inner product with every passage, or with the ``allowed`` positions only, in their order.

        ``query`` has shape (dimension,). Raises ValueError for another shape, a value not finite, an unknown position.
        """
        if query.shape != (self.dimension,) or not np.isfinite(query).all():
            raise ValueError("the query must be one finite vector of the index's dimension")
        chosen = faiss.SearchParameters()
        if allowed is not None:
            self._check(allowed)
            chosen.sel = faiss.IDSelectorBatch(allowed)
        faiss.omp_set_num_threads(1)  # the setting belongs to the calling thread; two threads are slower when shared
        row = np.ascontiguousarray(query[None, :], dtype=np.float32)
        _, scores, positions = self._index.range_search(row, float("-inf"), params=chosen)
        found = np.zeros(len(self), np.float32)
        found[positions] = scores
        return found if allowed is None else found[allowed]

    def _check(self, allowed: NDArray[np.int64]) -> None:
        if allowed.size and not 0 <= allowed.min() <= allowed.max() < len(self):
            raise ValueError("a position is outside the index")

    def save(self, path: Path) -> None:
        """Write a sealed folder. Raises FileExistsError where ``path`` exists."""
        with sealed_folder(path) as folder:
            faiss.write_index(self._index, str(folder / _FILE))

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Read what ``save`` wrote. Raises DamagedIndex where a byte is not as written."""
        verify(path)
        try:
            return cls(faiss.read_index(str(path / _FILE)))
        except RuntimeError as error:
            raise DamagedIndex(f"{path.name}/{_FILE}") from error
