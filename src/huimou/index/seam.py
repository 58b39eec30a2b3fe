"""What `retrieve` needs of an index, whatever engine holds it: the seam between asking and storing.

An `Index` is put together from parts, and these are what its parts must be. Today's vectors and BM25 in
memory are one set of such parts, those of a large index on disk another, a database server can be a
third. Nothing here hands out an array over all rows: a large index cannot afford it and a server would
have to send it.

Rows are numbered from 0. Chunks lie document by document and sentences chunk by chunk, so the chunks of a
document, and the sentences of a chunk, are a run of rows. The two arrays that say where these runs begin
(`Index.document_starts`, `Index.sentence_starts`) are 8 bytes a document or chunk: any engine can keep
them as they are, in memory, in a mapped file or as one binary value.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from huimou.types import Vectors

Rows = NDArray[np.int64]
"""Row numbers, shape (n,)."""
Scores = NDArray[np.float32]
"""One score for each of some rows, shape (n,)."""
Spans = NDArray[np.int64]
"""Runs of rows, shape (n, 2), ascending and apart: first row and the row after the last."""


class VectorRows(Protocol):
    """Unit vectors, a row each, under the cosine."""

    def __len__(self) -> int:
        """Number of rows."""
        ...

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """About the `count` rows nearest to `query`, best first: their cosines and row numbers.

        An approximate structure may miss some of the nearest, and return fewer than `count`; one that is kept
        only for `scores` returns none. No row comes twice.

        Args:
            query: Shape (dim,), float32, unit length.
            count: Most rows that are returned, at least 1.
            within: Only rows of these runs; None means all.
        """
        ...

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """The cosine of `query` with each of `rows`, in their order; rows may come twice."""
        ...

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of `rows`, in their order, shape (n, dim), float32: what a rebuild takes over."""
        ...


class WordRows(Protocol):
    """Texts, a row each, under BM25 in the form of Lucene (k1 = 1.5, b = 0.75)."""

    def __len__(self) -> int:
        """Number of rows."""
        ...

    def share(self, token: str) -> float:
        """Share of the texts that hold `token`, 0 to 1."""
        ...

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """About the `count` rows with the highest BM25, in any order: their scores and row numbers.

        Fewer where fewer share a token; an engine may fill up with rows that share none. One that is kept
        only for `scores` returns none.

        Args:
            asked: The tokens of the question (`huimou.text.tokens`), each once.
            count: Most rows that are returned, at least 1.
            within: Only rows of these runs; None means all.
        """
        ...

    def scores(self, asked: Sequence[str], rows: Rows) -> Scores:
        """BM25 of each of `rows`, in their order; 0 where no token is shared. Rows may come twice."""
        ...


@runtime_checkable
class Saved(Protocol):
    """A part that is kept in files; one in a database server is not."""

    def save(self, path: Path) -> None:
        """Write it to `path`, a file or a folder that is not there yet."""
        ...


def run_rows(starts: Rows, ends: Rows) -> Rows:
    """The rows of runs one after the other: from ``starts[i]`` to ``ends[i]``, end exclusive."""
    lengths = ends - starts
    rows: Rows = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return rows + np.arange(len(rows))


def span_rows(spans: Spans) -> Rows:
    """The rows of some runs, ascending."""
    return run_rows(spans[:, 0], spans[:, 1])
