"""Vectors in a file of rows: read where they are asked for, never searched as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from huimou.index.seam import Rows, Scores, Spans
from huimou.types import Vectors

Kind = Literal["float16", "int8"]
"""float16 costs two bytes a number and no recall; int8 one, and a step of a hundredth of the largest."""

_BLOCK = 65536
"""So many rows are converted at a time."""


class VectorFile:
    """Unit vectors as float16 or int8 rows. A row is read from the file when it is scored.

    int8 rows have a scale of their own each: the largest number of a row is 127 steps. Written again they are
    the same bytes, so a rebuild that takes vectors over does not wear them down.
    """

    def __init__(self, codes: NDArray[Any], scales: Vectors | None) -> None:
        self._codes = codes
        """Shape (n, dim), float16 or int8."""
        self._scales = scales
        """Shape (n,), of int8 rows."""

    @classmethod
    def build(cls, vectors: Vectors, kind: Kind) -> VectorFile:
        """Of `vectors`, shape (n, dim), float32 or float16; they may lie in a file."""
        codes = np.empty(vectors.shape, dtype=kind)
        scales = np.empty(len(vectors), dtype=np.float32) if kind == "int8" else None
        for first, block in blocks(vectors):
            place = slice(first, first + len(block))
            if scales is None:
                codes[place] = block
            else:
                scales[place] = _steps(np.maximum(np.abs(block).max(axis=1), 1e-9))
                codes[place] = np.rint(block / scales[place, None])
        return cls(codes, scales)

    def save(self, path: Path) -> None:
        """Write them into the folder `path`."""
        path.mkdir(parents=True)
        np.save(path / "rows.npy", self._codes, allow_pickle=False)
        if self._scales is not None:
            np.save(path / "scales.npy", self._scales, allow_pickle=False)

    @classmethod
    def open(cls, path: Path) -> VectorFile:
        """What `save` wrote, mapped."""
        scales = path / "scales.npy"
        codes = np.load(path / "rows.npy", mmap_mode="r", allow_pickle=False)
        return cls(codes, np.load(scales, allow_pickle=False) if scales.is_file() else None)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._codes)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of `rows`, as near as they are kept: `VectorRows.vectors`."""
        matrix: Vectors = self._codes[rows].astype(np.float32)
        if self._scales is not None:
            matrix *= self._scales[rows, None]
        return matrix

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosine of `query` with each of `rows`: `VectorRows.scores`."""
        scores: Scores = self._codes[rows].astype(np.float32) @ query
        return scores if self._scales is None else scores * self._scales[rows]

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """Nothing: there is no structure to search."""
        return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)


def _steps(largest: Vectors) -> Vectors:
    """What one step of a row is whose largest number is 127 steps.

    Rounded up to 16 binary digits, so that 127 steps are a float32 and give the same step again.
    """
    steps = (largest.astype(np.float32) / np.float32(127)).view(np.uint32)
    return ((steps + np.uint32(0xFF)) & np.uint32(0xFFFFFF00)).view(np.float32)


def blocks(vectors: Vectors) -> Iterator[tuple[int, Vectors]]:
    """`vectors` in pieces, float32, each with the number of its first row."""
    for first in range(0, len(vectors), _BLOCK):
        yield first, np.asarray(vectors[first : first + _BLOCK], dtype=np.float32)
