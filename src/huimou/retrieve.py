"""Several rankings become one.

Two scorers, each looking at the whole chunk and at its best sentence: the encoder's cosine knows
meaning, BM25 knows words. A sentence alone answers most questions, its chunk says what it is about;
together they rank better than either (measured: `docs/design.md`). The two scores are fused, not only
their ranks: a weighted sum of z-scores beats reciprocal rank fusion.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from huimou.index import Index, Rows
from huimou.types import Hit, Vectors

Scores = NDArray[np.float32]

_SENTENCE_WEIGHT = 0.3
"""Share of the dense score between sentences: within the right passages, the words decide."""

_CANDIDATES = 200
"""How many rows each of the four rankings puts forward."""


def retrieve(
    index: Index,
    question: str,
    vector: Vectors,
    *,
    count: int,
    weight: float,
    documents: Collection[int] = (),
) -> tuple[Hit, ...]:
    """The `count` best chunks for a question, best first.

    Args:
        index: Where to look.
        question: For BM25.
        vector: The question for the encoder, shape (dim,), float32, unit length.
        count: Most hits.
        weight: Share of the dense score, 0 to 1.
        documents: Indices of the documents to look in; none means all.
    """
    chunk_lexical = index.chunk_lexical.scores(question, index.common_tokens)
    sentence_lexical = index.sentence_lexical.scores(question, index.common_tokens)
    candidates = (
        np.array(
            [row for row, chunk in enumerate(index.chunks) if chunk.document in documents], dtype=np.intp
        )
        if documents
        else _candidates(index, vector, chunk_lexical, sentence_lexical)
    )
    if not len(candidates):
        return ()
    # All sentences of all candidates in one row; `lengths` says where one chunk's end.
    starts = index.sentence_starts
    lengths = starts[candidates + 1] - starts[candidates]
    firsts = np.cumsum(lengths) - lengths
    rows = np.repeat(starts[candidates] - firsts, lengths) + np.arange(int(lengths.sum()))
    dense = index.sentence_vectors.scores(vector, rows)
    lexical = sentence_lexical[rows]
    fused = fuse(
        index.chunk_vectors.scores(vector, candidates) + np.maximum.reduceat(dense, firsts),
        chunk_lexical[candidates] + np.maximum.reduceat(lexical, firsts),
        weight,
    )
    sentence_scores = np.split(fuse(dense, lexical, _SENTENCE_WEIGHT), firsts[1:])
    best = np.lexsort((candidates, -fused))[:count]
    return tuple(
        Hit(
            rank=rank,
            score=float(fused[place]),
            document=index.documents[index.chunks[candidates[place]].document],
            chunk=index.chunks[candidates[place]],
            sentences=tuple(float(score) for score in sentence_scores[place]),
        )
        for rank, place in enumerate(best, start=1)
    )


def _candidates(index: Index, vector: Vectors, chunk_lexical: Scores, sentence_lexical: Scores) -> Rows:
    """The chunks that any of the four rankings puts forward, ascending, shape (at most 4 · 200,)."""
    sentences = np.concatenate(
        [index.sentence_vectors.search(vector, _CANDIDATES)[1], _top(sentence_lexical, _CANDIDATES)]
    )
    chunks = [
        index.chunk_vectors.search(vector, _CANDIDATES)[1],
        _top(chunk_lexical, _CANDIDATES),
        np.searchsorted(index.sentence_starts, sentences, side="right") - 1,
    ]
    return np.unique(np.concatenate(chunks))


def _top(scores: Scores, count: int) -> Rows:
    """The rows of the `count` highest scores, in no particular order; all rows if there are fewer."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def fuse(dense: Scores, lexical: Scores, weight: float) -> Scores:
    """``weight · z(dense) + (1 - weight) · z(lexical)``, element by element, float32.

    z is the score minus the mean, over the standard deviation. A ranking that tells nothing apart
    (all scores equal, as BM25's for an English question on a Chinese report) adds nothing.
    """
    fused: Scores = (weight * zscore(dense) + (1 - weight) * zscore(lexical)).astype(np.float32)
    return fused


def zscore(scores: Scores) -> Scores:
    """Scores as standard deviations from their mean; zeros if all are equal."""
    spread = float(scores.std()) if len(scores) else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    standard: Scores = ((scores - scores.mean()) / spread).astype(np.float32)
    return standard
