"""Vectors in a file of rows: read where they are asked for, never searched as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huimou.index.disk import mapped
from huimou.index.seam import Rows, Scores
from huimou.types import Vectors

Given = NDArray[np.floating[Any]]
"""Vectors to be kept, shape (n, dim), float32 or float16; they may lie in a file."""

_ONE = np.float32(32767)
_BLOCK = 65536
"""So many rows are converted at a time."""


class VectorFile:
    """Unit vectors as rows of int16, 32767 being 1. A row is read from the file when it is scored.

    16 bits keep every rank that matters (8 did not: `docs/design.md`). Whole numbers become float32 more
    quickly than float16 does, and written again they are the same: a rebuild does not wear vectors down.
    """

    def __init__(self, rows: NDArray[np.int16]) -> None:
        self._rows = rows
        """Shape (n, dim)."""

    @classmethod
    def build(cls, vectors: Given) -> VectorFile:
        """Of `vectors`, shape (n, dim), unit rows."""
        rows = np.empty(vectors.shape, dtype=np.int16)
        for first, block in blocks(vectors):
            rows[first : first + len(block)] = np.rint(np.clip(block, -1, 1) * _ONE)
        return cls(rows)

    def save(self, path: Path) -> None:
        """Write them as a numpy array."""
        np.save(path, self._rows, allow_pickle=False)

    @classmethod
    def open(cls, path: Path) -> VectorFile:
        """What `save` wrote, mapped."""
        return cls(mapped(path))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of `rows`, shape (n, dim), float32."""
        matrix: Vectors = self._rows[rows].astype(np.float32) / _ONE
        return matrix

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosine of `query` with each of `rows`, in their order."""
        return along(self._rows[rows].astype(np.float32), query / _ONE)


def along(matrix: Vectors, query: Vectors) -> Scores:
    """``matrix @ query`` on one thread: BLAS takes more, which wait for each other behind other programs."""
    scores: Scores = np.einsum("ij,j->i", matrix, query)
    return scores


def blocks(vectors: Given) -> Iterator[tuple[int, Vectors]]:
    """`vectors` in pieces, float32, each with the number of its first row."""
    for first in range(0, len(vectors), _BLOCK):
        yield first, np.asarray(vectors[first : first + _BLOCK], dtype=np.float32)
