"""BM25 over our own tokens: the half of retrieval that takes words literally. The only bm25s import.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in the form
that Lucene uses, precomputed as bm25s does (Lù, arXiv:2407.03618). The scores are computed here, all at
once, and the counts behind them are kept: a text that an index had before need not be read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from huimou.index.seam import Rows, Scores, Spans, span_rows
from huimou.text import tokens

if TYPE_CHECKING:
    import bm25s  # takes a third of a second: imported where it is needed

Numbers = NDArray[np.int64]

_COUNTS = "counts.npy"
_K1, _B = 1.5, 0.75


class LexicalIndex:
    """BM25 scores of texts, in the order in which they were given."""

    def __init__(self, model: bm25s.BM25, counts: NDArray[np.int32]) -> None:
        self._model = model
        self._counts = counts
        """How often the token of each entry of the model's matrix stands in its text."""

    @classmethod
    def build(
        cls, texts: Sequence[str], before: LexicalIndex | None = None, rows: Sequence[int] = ()
    ) -> LexicalIndex:
        """Index `texts`; the same texts give the same files, byte for byte, whatever was there before.

        Args:
            texts: What is indexed.
            before: An index that may hold some of them.
            rows: For each text its place in `before`, -1 if it is not there. () if there is no `before`.
        """
        numbers = np.array(rows if before else [-1] * len(texts), dtype=np.int64)
        fresh = [number for number, row in enumerate(numbers) if row < 0]
        parts = [_count([texts[number] for number in fresh], np.array(fresh, dtype=np.int64))]
        if before:
            parts.append(_taken(before, numbers))
        counted = _merged(parts)
        # By token, and by text below that: what bm25s calls its matrix, compressed by columns.
        order = np.lexsort((counted.texts, counted.tokens))
        model = _model(
            _Counted(
                words=counted.words,
                tokens=counted.tokens[order],
                texts=counted.texts[order],
                counts=counted.counts[order],
            ),
            len(texts),
        )
        return cls(model, counted.counts[order].astype(np.int32))

    def save(self, folder: Path) -> None:
        """Write numpy arrays and JSON into `folder`; nothing is pickled."""
        self._model.save(str(folder), allow_pickle=False, show_progress=False)
        np.save(folder / _COUNTS, self._counts, allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Read what `save` wrote."""
        import bm25s

        model = bm25s.BM25.load(str(folder), allow_pickle=False, show_progress=False)
        return cls(model, np.load(folder / _COUNTS, allow_pickle=False))

    def __len__(self) -> int:
        """Number of texts."""
        return int(self._model.scores["num_docs"])

    def postings(self) -> Iterator[tuple[str, Rows, Scores]]:
        """Each token with the texts that hold it, ascending, and its share of their scores."""
        matrix = self._model.scores
        for token, column in self._model.vocab_dict.items():
            held = slice(int(matrix["indptr"][column]), int(matrix["indptr"][column + 1]))
            yield token, matrix["indices"][held], matrix["data"][held]

    def share(self, token: str) -> float:
        """Share of the texts that hold `token`, 0 to 1."""
        column = self._model.vocab_dict.get(token)
        if column is None:
            return 0.0
        starts = self._model.scores["indptr"]
        return float(starts[column + 1] - starts[column]) / int(self._model.scores["num_docs"])

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The `count` best texts, filled up with texts that share nothing: `WordRows.search`."""
        every = self._every(asked)
        rows = span_rows(within) if within is not None else np.arange(len(every))
        if len(rows) > count:
            rows = rows[np.argpartition(-every[rows], count)[:count]]
        return every[rows], rows

    def scores(self, asked: Sequence[str], rows: Rows) -> Scores:
        """BM25 of each of `rows`: `WordRows.scores`."""
        return self._every(asked)[rows]

    def _every(self, asked: Sequence[str]) -> Scores:
        """BM25 of all texts: quicker than of some, as long as they are not very many."""
        scores: Scores = self._model.get_scores_from_ids(self._model.get_tokens_ids(list(asked)))
        return scores


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted:
    """How often which token stands in which text; entry by entry, in no particular order."""

    words: Sequence[str]
    """The tokens by their numbers."""
    tokens: Numbers
    texts: Numbers
    counts: Numbers


def _count(texts: Sequence[str], numbers: Numbers) -> _Counted:
    """The tokens of `texts`, which are called by `numbers`."""
    bags = [tokens(text) for text in texts]
    words = sorted(set().union(*bags))
    number_of = {word: number for number, word in enumerate(words)}
    found = np.array([number_of[word] for bag in bags for word in bag], dtype=np.int64)
    places = np.repeat(np.arange(len(bags), dtype=np.int64), [len(bag) for bag in bags])
    pairs, counts = np.unique(found * max(1, len(bags)) + places, return_counts=True)
    token, place = np.divmod(pairs, max(1, len(bags)))
    return _Counted(words=words, tokens=token, texts=numbers[place], counts=counts.astype(np.int64))


def _taken(before: LexicalIndex, rows: Numbers) -> _Counted:
    """The counts of the texts that `before` has: text i is its text ``rows[i]``, or none of it at -1."""
    matrix = before._model.scores
    columns = np.repeat(np.arange(len(matrix["indptr"]) - 1, dtype=np.int64), np.diff(matrix["indptr"]))
    by_text = np.argsort(matrix["indices"], kind="stable")
    starts = np.searchsorted(matrix["indices"][by_text], np.arange(int(matrix["num_docs"]) + 1))
    there = np.flatnonzero(rows >= 0)
    first, end = starts[rows[there]], starts[rows[there] + 1]
    lengths = end - first
    # The entries of all these texts in one row, as `retrieve` does with sentences.
    entries = by_text[
        np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))
    ]
    return _Counted(
        words=list(before._model.vocab_dict),
        tokens=columns[entries],
        texts=np.repeat(there, lengths),
        counts=before._counts[entries].astype(np.int64),
    )


def _merged(parts: Sequence[_Counted]) -> _Counted:
    """All of it under one numbering of the tokens that occur."""
    words = sorted({part.words[number] for part in parts for number in np.unique(part.tokens)})
    number_of = {word: number for number, word in enumerate(words)}
    renumbered = [np.array([number_of.get(word, -1) for word in part.words], np.int64) for part in parts]
    return _Counted(
        words=words,
        tokens=np.concatenate([new[part.tokens] for new, part in zip(renumbered, parts, strict=True)]),
        texts=np.concatenate([part.texts for part in parts]),
        counts=np.concatenate([part.counts for part in parts]),
    )


def _model(counted: _Counted, texts: int) -> bm25s.BM25:
    """What ``bm25s.BM25.index`` makes of the same texts, in a tenth of its time."""
    import bm25s

    model = bm25s.BM25(method="lucene", backend="numpy", k1=_K1, b=_B)
    holders = np.bincount(counted.tokens, minlength=len(counted.words))
    lengths = np.bincount(counted.texts, weights=counted.counts, minlength=texts)
    rare = np.log(1 + (texts - holders + 0.5) / (holders + 0.5))
    crowding = _K1 * (1 - _B + _B * lengths / (lengths.mean() or 1.0))
    scores = rare[counted.tokens] * counted.counts / (crowding[counted.texts] + counted.counts)
    model.scores = {
        "data": scores.astype(np.float32),
        "indices": counted.texts.astype(np.int32),
        "indptr": np.concatenate([[0], np.cumsum(holders)]).astype(np.int64),
        "num_docs": texts,
    }
    model.vocab_dict = {word: number for number, word in enumerate(counted.words)}
    model.unique_token_ids_set = set(model.vocab_dict.values())
    model.nonoccurrence_array = None
    return model
