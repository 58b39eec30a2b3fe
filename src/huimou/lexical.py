"""BM25 over our own tokens: the half of retrieval that takes words literally. The only bm25s import.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in the form
that Lucene uses, precomputed as bm25s does (Lù, arXiv:2407.03618).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from huimou.text import tokens


class LexicalIndex:
    """BM25 scores of texts, in the order in which they were given."""

    def __init__(self, model: bm25s.BM25) -> None:
        self._model = model

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index `texts`; the same texts give the same files, byte for byte."""
        bags = [tokens(text) for text in texts]
        vocabulary = {token: number for number, token in enumerate(sorted(set().union(*bags)))}
        ids = [[vocabulary[token] for token in bag] for bag in bags]
        model = bm25s.BM25(method="lucene", backend="numpy")
        model.index((ids, vocabulary), show_progress=False)
        return cls(model)

    def save(self, folder: Path) -> None:
        """Write numpy arrays and JSON into `folder`; nothing is pickled."""
        self._model.save(str(folder), allow_pickle=False, show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Read what `save` wrote."""
        return cls(bm25s.BM25.load(str(folder), allow_pickle=False, show_progress=False))

    def share(self, token: str) -> float:
        """Share of the texts that hold `token`, 0 to 1."""
        column = self._model.vocab_dict.get(token)
        if column is None:
            return 0.0
        starts = self._model.scores["indptr"]
        return float(starts[column + 1] - starts[column]) / int(self._model.scores["num_docs"])

    def scores(self, question: str, ignored: Set[str] = frozenset()) -> NDArray[np.float32]:
        """BM25 of every text for `question`, shape (n_texts,), float32, 0 where no token is shared.

        A token that the question repeats counts once: repetition is emphasis, not evidence. Tokens of
        `ignored` do not count.
        """
        asked = [token for token in dict.fromkeys(tokens(question)) if token not in ignored]
        scores: NDArray[np.float32] = self._model.get_scores_from_ids(self._model.get_tokens_ids(asked))
        return scores
