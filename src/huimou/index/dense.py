"""Vectors under search, exact or approximate. The only faiss import.

Rows are unit vectors under the inner product, which is their cosine. Faiss reads and writes bytes in
memory, not files: its own file reader fails on Chinese paths on Windows. Only a large structure is mapped,
where the system's paths allow it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from huimou.index.seam import Rows, Scores, Spans, span_rows
from huimou.index.vectors import Given, VectorFile, blocks
from huimou.types import Vectors

if TYPE_CHECKING:
    import faiss  # takes a quarter of a second: imported where it is needed


_LISTS, _ROWS = "lists.faiss", "rows.npy"
_LISTS_A_ROOT = 4
"""Times the root of the number of rows: so many lists (4000 for a million), as faiss's own guide has it."""
_MOST_LISTS = 4096
"""More would take minutes to learn, and save a millisecond."""
_COMPARED = 20_000
"""A question is compared with about so many rows, whatever the size (measured: `docs/design.md`)."""
_TRAINED_A_LIST = 40
"""Vectors a list that its centre is learnt from; faiss warns below 39."""


class DenseIndex:
    """Unit vectors under exact inner product (cosine): quick up to some ten thousand rows."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @classmethod
    def build(cls, vectors: Given) -> DenseIndex:
        """Index `vectors`, shape (n, dim), unit rows; n may be 0."""
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
        _one_thread()
        matrix: Vectors = self._index.reconstruct_batch(rows)
        return matrix

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """Exactly the `count` rows nearest to `query`: `VectorRows.search`."""
        if within is not None:
            some = span_rows(within)
            scores = self.scores(query, some)
            best = np.lexsort((some, -scores))[:count]
            return scores[best], some[best]
        _one_thread()
        scores, rows = self._index.search(query[None, :], min(count, len(self)))
        return scores[0], rows[0]

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosine of `query` with each of `rows`: `VectorRows.scores`."""
        result: Scores = self.vectors(rows) @ query
        return result


class ListedIndex:
    """Unit vectors in lists around centres (faiss IVF), 8 bits a number, the best scored again from 16.

    A question looks into the lists of the nearest centres only, so some of its neighbours may be missed.
    """

    def __init__(self, index: Any, rows: VectorFile) -> None:
        self._index = index
        self._rows = rows

    @classmethod
    def build(cls, vectors: Given) -> ListedIndex:
        """Index `vectors`, shape (n, dim), unit rows, n at least 1; they may lie in a file, float16 too."""
        faiss = _faiss()
        count, dimension = vectors.shape
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        lists = max(1, min(_MOST_LISTS, round(_LISTS_A_ROOT * count**0.5), count // _TRAINED_A_LIST))
        index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        index.cp.niter = 10
        sample = np.sort(np.random.default_rng(0).permutation(count)[: lists * _TRAINED_A_LIST])
        index.train(np.ascontiguousarray(vectors[sample], dtype=np.float32))
        for _, block in blocks(vectors):
            index.add(np.ascontiguousarray(block))
        return cls(index, VectorFile.build(vectors))

    def save(self, path: Path) -> None:
        """Write the lists and the rows into the folder `path`."""
        faiss = _faiss()
        path.mkdir(parents=True)
        self._rows.save(path / _ROWS)
        with (path / _LISTS).open("wb") as file:
            faiss.serialize_index(self._index).tofile(file)

    @classmethod
    def open(cls, path: Path) -> ListedIndex:
        """What `save` wrote, mapped where faiss can map it."""
        faiss = _faiss()
        file = path / _LISTS
        if os.name == "nt" and not str(file.absolute()).isascii():
            index = faiss.deserialize_index(np.fromfile(file, dtype=np.uint8))
        else:
            index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        return cls(index, VectorFile.open(path / _ROWS))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of `rows`, as near as they are kept: `VectorRows.vectors`."""
        return self._rows.vectors(rows)

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosine of `query` with each of `rows`: `VectorRows.scores`."""
        return self._rows.scores(query, rows)

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """About the `count` rows nearest to `query`: `VectorRows.search`."""
        faiss = _faiss()
        _one_thread()
        lists = self._index.nlist
        probed = min(lists, max(1, round(lists * _COMPARED / len(self))))
        chosen = None
        if within is not None:
            inside = np.zeros(len(self), dtype=bool)
            inside[span_rows(within)] = True
            chosen = faiss.IDSelectorBitmap(np.packbits(inside, bitorder="little"))
        options = faiss.SearchParametersIVF(nprobe=probed, sel=chosen)
        found = self._index.search(query[None, :], count, params=options)[1][0]
        rows = found[found >= 0]
        scores = self.scores(query, rows)
        best = np.lexsort((rows, -scores))
        return scores[best], rows[best]


def _one_thread() -> None:
    """Have faiss work on one thread for whoever calls: two that wait for each other are slower than one.

    On a machine with other work the median of a search in 1000 chunks fell from 15 ms to 1 ms.
    """
    _faiss().omp_set_num_threads(1)


def _faiss() -> Any:
    """faiss, whose own types do not know what its Python side adds to its classes."""
    import faiss

    return faiss
