"""What exact search would find in a large index: the reference of `bench_scale.py`.

Every vector is compared and every text scored, a block of rows at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from huimou.index import Index, Rows, Scores, Spans
from huimou.index.seam import WordRows
from huimou.index.stream import K1, B, count_block, rareness, sentence_blocks
from huimou.index.vectors import Given
from huimou.index.words import Words
from huimou.types import Vectors

_BLOCK = 50_000


class Found:
    """One part of an index whose search for one question is known."""

    def __init__(self, rows: Rows, vectors: Given) -> None:
        self._rows, self._vectors = rows, vectors

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, query: Vectors, count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The rows that are known."""
        rows = self._rows[:count]
        return self.scores(query, rows), rows

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """Cosines in single precision."""
        scores: Scores = self.vectors(rows) @ query
        return scores

    def vectors(self, rows: Rows) -> Vectors:
        """As they were given."""
        return np.asarray(self._vectors[rows], dtype=np.float32)


class FoundWords:
    """The words of an index with the rows that BM25 of every text puts first."""

    def __init__(self, rows: Rows, words: WordRows) -> None:
        self._rows, self._words = rows, words

    def __len__(self) -> int:
        return len(self._words)

    def share(self, token: str) -> float:
        """Of the texts that hold it."""
        return self._words.share(token)

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The rows that are known."""
        rows = self._rows[:count]
        return self.scores(asked, rows), rows

    def scores(self, asked: Sequence[str], rows: Rows) -> Scores:
        """Which are exact of any index."""
        return self._words.scores(asked, rows)


def nearest(vectors: Given, queries: Vectors, count: int) -> Rows:
    """The `count` rows of `vectors` nearest to each query, best first, shape (n_queries, count)."""
    scores = np.zeros((len(queries), 0), dtype=np.float32)
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    for first in range(0, len(vectors), _BLOCK):
        block = np.asarray(vectors[first : first + _BLOCK], dtype=np.float32)
        scores, rows = _best(scores, rows, queries @ block.T, first, count)
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.take_along_axis(rows, order, axis=1)


def best_words(words: Words, starts: Rows, asked: Sequence[Sequence[str]], count: int) -> tuple[Rows, Rows]:
    """For each question the `count` chunks and the `count` sentences with the highest BM25."""
    places = [words.places(one) for one in asked]
    keys = words.arrays["keys"]
    chunks = len(starts) - 1
    sentence_total = len(words.stream.lengths)
    found = [(np.zeros((len(asked), 0), np.float32), np.zeros((len(asked), 0), np.int64)) for _ in range(2)]
    for first, end in sentence_blocks(starts):
        begin, stop = int(starts[first]), int(starts[end])
        entries, sentences, counts = count_block(words.stream, begin, stop)
        chunk_of = np.repeat(np.arange(end - first), np.diff(starts[first : end + 1]))
        crowding = [
            K1 * (1 - B + B * lengths / mean)
            for lengths, mean in zip(
                (words.arrays["chunk_lengths"][first:end], words.stream.lengths[begin:stop]),
                words.means,
                strict=True,
            )
        ]
        totals = [np.zeros((len(asked), size), np.float32) for size in (end - first, stop - begin)]
        for question, some in enumerate(places):
            weights = (
                rareness(words.arrays["chunk_holders"][some], chunks),
                rareness(words.arrays["sentence_holders"][some], sentence_total),
            )
            for number, place in enumerate(some):
                run = slice(*np.searchsorted(entries, [keys[place], keys[place] + np.uint64(1)]))
                rows, often = sentences[run], counts[run]
                totals[1][question, rows] += weights[1][number] * often / (often + crowding[1][rows])
                inside = np.bincount(chunk_of[rows], often, minlength=end - first)
                totals[0][question] += weights[0][number] * inside / (inside + crowding[0])
        found = [
            _best(*pair, total, offset, count)
            for pair, total, offset in zip(found, totals, (first, begin), strict=True)
        ]
    return found[0][1], found[1][1]


def reference(
    index: Index,
    words: Words,
    vectors: tuple[Given, Given],
    queries: Vectors,
    asked: Sequence[Sequence[str]],
    count: int = 200,
) -> list[Index]:
    """For each question an index that puts forward what exact search does, and scores exactly."""
    near = [nearest(rows, queries, count) for rows in vectors]
    best = best_words(words, index.sentence_starts, asked, count)
    return [
        replace(
            index,
            chunk_vectors=Found(near[0][number], vectors[0]),
            sentence_vectors=Found(near[1][number], vectors[1]),
            chunk_lexical=FoundWords(best[0][number], index.chunk_lexical),
            sentence_lexical=FoundWords(best[1][number], index.sentence_lexical),
        )
        for number in range(len(queries))
    ]


def _best(scores: Scores, rows: Rows, more: Scores, first: int, count: int) -> tuple[Scores, Rows]:
    """The best `count` of each line of `scores`, called `rows`, and of `more`, called from `first` on."""
    if more.shape[1] > count:
        some = np.argpartition(-more, count, axis=1)[:, :count]
        more = np.take_along_axis(more, some, axis=1)
    else:
        some = np.broadcast_to(np.arange(more.shape[1]), more.shape)
    scores, rows = np.hstack([scores, more]), np.hstack([rows, some + first])
    if scores.shape[1] > count:
        some = np.argpartition(-scores, count, axis=1)[:, :count]
        scores, rows = np.take_along_axis(scores, some, axis=1), np.take_along_axis(rows, some, axis=1)
    return scores, rows
