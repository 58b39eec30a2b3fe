"""Several rankings become one.

Two scorers, each looking at the whole chunk and at its best sentence: the encoder's cosine knows
meaning, BM25 knows words. A sentence alone answers most questions, its chunk says what it is about;
together they rank better than either (measured: `docs/design.md`). The two scores are fused, not only
their ranks: a weighted sum of z-scores beats reciprocal rank fusion.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from huimou.index import Index, Rows, Scores, run_rows, span_rows
from huimou.text import tokens
from huimou.types import Hit, Vectors

_SENTENCE_WEIGHT = 0.3
"""Share of the dense score between sentences: within the right passages, the words decide."""

_CANDIDATES = 200
"""How many rows each of the four rankings puts forward."""

_SCORED_WHOLE = 4000
"""Up to so many chunks of chosen documents are all scored; of more, those that the rankings put forward."""


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
        question: For BM25. A token that it repeats counts once: repetition is emphasis, not evidence.
        vector: The question for the encoder, shape (dim,), float32, unit length.
        count: Most hits.
        weight: Share of the dense score, 0 to 1.
        documents: Indices of the documents to look in; none means all.
    """
    asked = [token for token in dict.fromkeys(tokens(question)) if token not in index.common_tokens]
    candidates = _candidates(index, asked, vector, documents)
    if not len(candidates):
        return ()
    # All sentences of all candidates in one row; `firsts` says where each chunk's begin.
    starts, ends = index.sentence_starts[candidates], index.sentence_starts[candidates + 1]
    firsts, rows = np.cumsum(ends - starts) - (ends - starts), run_rows(starts, ends)
    dense = index.sentence_vectors.scores(vector, rows)
    lexical = index.sentence_lexical.scores(asked, rows)
    fused = fuse(
        index.chunk_vectors.scores(vector, candidates) + np.maximum.reduceat(dense, firsts),
        index.chunk_lexical.scores(asked, candidates) + np.maximum.reduceat(lexical, firsts),
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


def _candidates(index: Index, asked: Sequence[str], vector: Vectors, documents: Collection[int]) -> Rows:
    """The chunks to score, ascending: all of a few documents, else what any of the rankings puts forward."""
    within = index.chunk_spans(documents) if documents else None
    if within is not None and int((within[:, 1] - within[:, 0]).sum()) <= _SCORED_WHOLE:
        return span_rows(within)
    sentences_within = None if within is None else index.sentence_starts[within]
    sentences = np.concatenate(
        [
            index.sentence_vectors.search(vector, _CANDIDATES, sentences_within)[1],
            index.sentence_lexical.search(asked, _CANDIDATES, sentences_within)[1],
        ]
    )
    chunks = [
        index.chunk_vectors.search(vector, _CANDIDATES, within)[1],
        index.chunk_lexical.search(asked, _CANDIDATES, within)[1],
        np.searchsorted(index.sentence_starts, sentences, side="right") - 1,
    ]
    return np.unique(np.concatenate(chunks))


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
