"""Vectors under exact search. The only faiss import.

Rows are unit vectors under the inner product, which is their cosine: exact search is right up to
about 100,000 rows. Faiss reads and writes bytes in memory, not files: its own file reader fails on
Chinese paths on Windows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from huimou.index.seam import Rows, Scores, Spans, span_rows
from huimou.types import Vectors

if TYPE_CHECKING:
    import faiss  # takes a quarter of a second: imported where it is needed


class DenseIndex:
    """Unit vectors under exact inner product (cosine): right up to about 100,000 rows."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index `vectors`, shape (n, dim), float32, unit rows; n may be 0."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        import faiss

        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def open(cls, path: Path) -> DenseIndex:
        """Read what `save` wrote."""
        import faiss

        return cls(faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8)))

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of `rows`, shape (n, dim), as they were given."""
        matrix: Vectors = self._index.reconstruct_batch(rows)
        return matrix

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """Exactly the `count` rows nearest to `query`: `VectorRows.search`."""
        if within is not None:
            some = span_rows(within)
            scores = self.scores(query, some)
            best = np.lexsort((some, -scores))[:count]
            return scores[best], some[best]
        scores, rows = self._index.search(query[None, :], min(count, len(self)))
        return scores[0], rows[0]

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosine of `query` with each of `rows`: `VectorRows.scores`."""
        result: Scores = self.vectors(rows) @ query
        return result
