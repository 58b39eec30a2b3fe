"""The parts of an index that stay in the database, as `huimou.index.seam` wants them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

import numpy as np
from psycopg import sql

from huimou.index.postgres.server import Server
from huimou.index.rows import chunk_of
from huimou.index.seam import Rows, Scores, Spans, span_rows
from huimou.types import Chunk, Document, Vectors

AT_ONCE = 5000
"""So many rows are sent at once where all are read."""
_CHUNKS_KEPT = 4096
_QUESTIONS_KEPT = 16
POSTING = np.dtype([("row", "<i4"), ("score", "<f4")])
"""A text that holds a token, and the token's share of its BM25."""


class DatabaseVectors:
    """Unit vectors in a table: `VectorRows`. Cosines are computed there, in float32."""

    def __init__(
        self, server: Server, table: sql.Identifier, count: int, dimension: int, *, graph: bool
    ) -> None:
        self._server = server
        self._table = table
        self._count = count
        self._dimension = dimension
        self._graph = graph
        """Whether there is an HNSW graph, of half precision; without one the search is exact."""

    def __len__(self) -> int:
        """Number of rows."""
        return self._count

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The `count` rows nearest to `query`: `VectorRows.search`."""
        half = sql.SQL("halfvec({})").format(sql.Literal(self._dimension))
        order = sql.SQL("vector::{} <#> %s::{}" if self._graph else "vector <#> %s::vector").format(
            *([half, half] if self._graph else [])
        )
        where = sql.SQL("" if within is None else "WHERE row <@ %s::int4multirange")
        found = self._server.rows(
            sql.SQL("SELECT row, vector <#> %s::vector FROM {} {} ORDER BY {} LIMIT %s").format(
                self._table, where, order
            ),
            [_vector(query), *([] if within is None else [_ranges(within)]), _vector(query), count],
        )
        rows, scores = _pairs(found)
        best = np.lexsort((rows, scores))  # the graph's order is that of half precision
        return -scores[best], rows[best]

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosine of `query` with each of `rows`: `VectorRows.scores`."""
        asked, places = np.unique(rows, return_inverse=True)
        found = self._server.rows(
            sql.SQL("SELECT row, vector <#> %s::vector FROM {} WHERE row = ANY(%s::int4[])").format(
                self._table
            ),
            [_vector(query), _array(asked)],
        )
        there, scores = _pairs(found)
        return -scores[np.argsort(there)][places]

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of `rows`, shape (n, dim), as they were given."""
        asked, places = np.unique(rows, return_inverse=True)
        matrix = np.empty((len(asked), self._dimension), dtype=np.float32)
        for first in range(0, len(asked), AT_ONCE):
            part = asked[first : first + AT_ONCE]
            found = self._server.rows(
                sql.SQL("SELECT vector FROM {} WHERE row = ANY(%s::int4[]) ORDER BY row").format(self._table),
                [_array(part)],
            )
            sent = np.frombuffer(b"".join(blob for (blob,) in found), dtype=vector_row(self._dimension))
            matrix[first : first + len(part)] = sent["vector"]
        return matrix[places]


class DatabaseWords:
    """BM25 in a table: `WordRows`. A token is a row of it, with all its `POSTING`s as one value.

    They are sent here and added up here, in the order of the question's tokens, as the index in memory does
    it: the sums are the same to the last bit.
    """

    def __init__(self, server: Server, table: sql.Identifier, count: int) -> None:
        self._server = server
        self._table = table
        self._count = count
        self._every = lru_cache(_QUESTIONS_KEPT)(self._added_up)

    def __len__(self) -> int:
        """Number of texts."""
        return self._count

    def share(self, token: str) -> float:
        """Share of the texts that hold `token`, 0 to 1."""
        return len(self._postings([token]).get(token, ())) / max(1, self._count)

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The `count` best texts, filled up with texts that share nothing: `WordRows.search`."""
        every = self._every(tuple(asked))
        rows = span_rows(within) if within is not None else np.arange(len(every))
        if len(rows) > count:
            rows = rows[np.argpartition(-every[rows], count)[:count]]
        return every[rows], rows

    def scores(self, asked: Sequence[str], rows: Rows) -> Scores:
        """BM25 of each of `rows`: `WordRows.scores`."""
        return self._every(tuple(asked))[rows]

    def _added_up(self, asked: tuple[str, ...]) -> Scores:
        """BM25 of all texts, which is asked for twice a question."""
        postings = self._postings(asked)
        every: Scores = np.zeros(self._count, dtype=np.float32)
        for token in asked:
            if token in postings:
                every[postings[token]["row"]] += postings[token]["score"]
        every.flags.writeable = False
        return every

    def _postings(self, asked: Sequence[str]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.void]]]:
        found = self._server.rows(
            sql.SQL("SELECT token, postings FROM {} WHERE token = ANY(%s)").format(self._table),
            [[token.encode() for token in asked]],
        )
        return {token.decode(): np.frombuffer(postings, dtype=POSTING) for token, postings in found}


class DatabaseChunks(Sequence[Chunk]):
    """Chunks that are read when they are asked for, row by row; the last ones are kept."""

    def __init__(
        self, server: Server, table: sql.Identifier, count: int, documents: tuple[Document, ...]
    ) -> None:
        self._server = server
        self._table = table
        self._count = count
        self._documents = documents
        self._chunk = lru_cache(_CHUNKS_KEPT)(self._read)

    def __len__(self) -> int:
        """Number of chunks."""
        return self._count

    @overload
    def __getitem__(self, row: int, /) -> Chunk: ...
    @overload
    def __getitem__(self, row: slice, /) -> list[Chunk]: ...
    def __getitem__(self, row: int | slice, /) -> Chunk | list[Chunk]:
        """One chunk, or those of a slice."""
        wanted = range(self._count)[row]
        if isinstance(wanted, int):
            return self._chunk(wanted)
        return [self._chunk(number) for number in wanted]

    def __iter__(self) -> Iterator[Chunk]:
        """All of them, in order."""
        for first in range(0, self._count, AT_ONCE):
            yield from self._between(first, first + AT_ONCE)

    def _read(self, row: int) -> Chunk:
        return self._between(row, row + 1)[0]

    def _between(self, first: int, end: int) -> list[Chunk]:
        found = self._server.rows(
            sql.SQL("SELECT chunk FROM {} WHERE row >= %s AND row < %s ORDER BY row").format(self._table),
            [first, end],
        )
        return [chunk_of(json.loads(chunk), self._documents) for (chunk,) in found]


def vector_row(dimension: int) -> np.dtype[np.void]:
    """A vector as pgvector sends it."""
    return np.dtype([("dimension", ">i2"), ("unused", ">i2"), ("vector", ">f4", (dimension,))])


def _vector(query: Vectors) -> str:
    """As pgvector reads it; the digits are those of float32 and lose nothing."""
    return f"[{','.join(map(str, query.astype(np.float32).tolist()))}]"


def _array(rows: Rows) -> str:
    return f"{{{','.join(map(str, rows.tolist()))}}}"


def _ranges(spans: Spans) -> str:
    return f"{{{','.join(f'[{first},{end})' for first, end in spans.tolist())}}}"


def _pairs(found: Sequence[tuple[int, float]]) -> tuple[Rows, Scores]:
    """Row numbers and the scores beside them."""
    return (
        np.array([row for row, _ in found], dtype=np.int64),
        np.array([score for _, score in found], dtype=np.float32),
    )
