"""The words of all sentences as one row of numbers, from which BM25 of any sentence or chunk is counted.

A large index cannot score every row for a question: it looks for candidates (`huimou.index.postings`) and
scores these, chunk and sentence, from their words as they stand here. That is 4 bytes a word, written
once, where scores ready-made for chunks and for sentences would be some 4 kB a chunk.

A chunk counts as the sum of its sentences. It differs from its text under `LexicalIndex` only where a
sentence was cut without a mark, or where the chunk joins two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huimou.index.seam import Rows, Scores
from huimou.index.vectors import along
from huimou.text import token_words, words

K1, B = 1.5, 0.75
_WORD_BITS, _ROW_BITS = 24, 16
"""A token is two word numbers (the second 0 for a single word), an entry a token and a row of its block."""
BLOCK = 1 << _ROW_BITS
"""Most sentences that are counted at a time."""

Tokens = NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Words by their numbers, from 1; 0 stands between words that do not touch and ends a sentence."""

    vocabulary: Sequence[str]
    """Word i has number i + 1."""
    numbers: NDArray[np.uint32]
    """The sentences, one after the other."""
    starts: Rows
    """Shape (n_sentences + 1,): where each sentence begins in `numbers`."""
    lengths: NDArray[np.uint16]
    """Shape (n_sentences,): tokens of each sentence, words and pairs."""


def make_stream(sentences: Iterable[str]) -> Stream:
    """The stream of some sentences, in their order."""
    number_of: dict[str, int] = {"": 0}
    numbers: list[NDArray[np.uint32]] = []
    starts, lengths = [0], []
    for sentence in sentences:
        found = words(sentence)
        numbers.append(
            np.array([number_of.setdefault(word, len(number_of)) for word in found] + [0], dtype=np.uint32)
        )
        starts.append(starts[-1] + len(found) + 1)
        lengths.append(sum(map(bool, found)) + sum(bool(a and b) for a, b in pairwise(found)))
    if len(number_of) >= 1 << _WORD_BITS:
        raise ValueError(f"{len(number_of)} different words are more than the index can number")
    return Stream(
        vocabulary=list(number_of)[1:],
        numbers=np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.uint32),
        starts=np.array(starts, dtype=np.int64),
        lengths=np.array(lengths, dtype=np.uint16),
    )


def token_key(token: str, number_of: dict[str, int]) -> int | None:
    """A token as a number, None if one of its words is unknown."""
    known = [number_of.get(word) for word in token_words(token)]
    if not 1 <= len(known) <= 2 or None in known:
        return None
    first, second = (known[0] or 0), (known[1] or 0) if len(known) == 2 else 0
    return first << _WORD_BITS | second


def sentence_blocks(starts: Rows) -> Iterator[tuple[int, int]]:
    """Runs of chunks of at most `BLOCK` sentences: first chunk, and the one after the last."""
    first = 0
    while first < len(starts) - 1:
        end = int(np.searchsorted(starts, starts[first] + BLOCK, side="right")) - 1
        yield first, max(end, first + 1)
        first = max(end, first + 1)


def count_block(stream: Stream, first: int, end: int) -> tuple[Tokens, NDArray[np.int64], NDArray[np.int64]]:
    """Which tokens stand in the sentences `first` to `end` (at most `BLOCK`), and how often.

    Returns:
        Entry by entry, ordered by token and by sentence below that: the token's key, the sentence counted
        from `first`, and how often it stands there.
    """
    begin, stop = stream.starts[first], stream.starts[end]
    numbers = stream.numbers[begin:stop].astype(np.uint64)
    lengths = np.diff(stream.starts[first : end + 1])
    place = np.repeat(np.arange(end - first, dtype=np.uint64), lengths)
    alone = np.flatnonzero(numbers)
    pairs = np.flatnonzero((numbers[:-1] > 0) & (numbers[1:] > 0))
    word, row = np.uint64(_WORD_BITS), np.uint64(_ROW_BITS)
    packed = np.concatenate(
        [
            (numbers[alone] << word) << row | place[alone],
            (numbers[pairs] << word | numbers[pairs + 1]) << row | place[pairs],
        ]
    )
    packed.sort()
    new = np.ones(len(packed), dtype=bool)
    new[1:] = packed[1:] != packed[:-1]
    firsts = np.flatnonzero(new)
    counts = np.diff(np.append(firsts, len(packed)))
    entries = packed[firsts]
    return entries >> row, (entries & np.uint64(BLOCK - 1)).astype(np.int64), counts.astype(np.int64)


def token_counts(stream: Stream, keys: Sequence[int], sentences: Rows) -> NDArray[np.float32]:
    """How often each token of `keys` stands in each of `sentences`, shape (n_sentences, n_keys).

    Args:
        stream: Where they stand.
        keys: As `token_key` gives them, each once.
        sentences: Row numbers; may come twice.
    """
    if not (len(sentences) and len(keys)):
        return np.zeros((len(sentences), len(keys)), dtype=np.float32)
    starts, ends = stream.starts[sentences], stream.starts[sentences + 1]
    # The sentences of a chunk follow one another: a run of words each, copied at once.
    apart = np.flatnonzero(np.diff(sentences) != 1)
    runs = zip(starts[np.append(0, apart + 1)].tolist(), ends[np.append(apart, -1)].tolist(), strict=True)
    numbers = np.concatenate([stream.numbers[first:end] for first, end in runs])
    pairs = [divmod(key, 1 << _WORD_BITS) for key in keys]
    asked = sorted({word for pair in pairs for word in pair} - {0})
    code_of = {word: code for code, word in enumerate(asked, start=1)}
    codes = np.zeros(len(stream.vocabulary) + 1, dtype=np.uint16)
    codes[asked] = np.arange(1, len(asked) + 1)
    here = codes[numbers]
    # Column of a word alone at [word, 0], of a pair at [first, second]; -1 where none is asked for.
    columns = np.full((len(asked) + 1, len(asked) + 1), -1, dtype=np.int64)
    for column, (word, second) in enumerate(pairs):
        columns[code_of[word], code_of.get(second, 0)] = column
    hits = np.flatnonzero(here)
    left = here[hits]
    right = here[hits + 1]  # there is one: a sentence ends with 0
    place = np.repeat(np.arange(len(sentences), dtype=np.int32) * len(keys), ends - starts)[hits]
    alone, paired = columns[left, 0], columns[left, right]
    paired[right == 0] = -1
    found = np.concatenate([(place + alone)[alone >= 0], (place + paired)[paired >= 0]])
    counts = np.bincount(found, minlength=len(sentences) * len(keys)).astype(np.float32)
    return counts.reshape(len(sentences), len(keys))


def bm25(counts: NDArray[np.float32], lengths: NDArray[Any], mean: float, rareness: Scores) -> Scores:
    """BM25 of texts that hold tokens so often, shape (n_texts,).

    Args:
        counts: Shape (n_texts, n_tokens).
        lengths: Shape (n_texts,), in tokens.
        mean: Of the lengths of all texts of the index.
        rareness: Shape (n_tokens,): the inverse document frequency of each token.
    """
    crowding = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)
    return along(counts / (counts + crowding[:, None]), rareness)


def rareness(holders: NDArray[np.int64], texts: int) -> Scores:
    """Inverse document frequency as Lucene has it, of tokens that so many of so many texts hold."""
    scores: Scores = np.log(1 + (texts - holders + 0.5) / (holders + 0.5)).astype(np.float32)
    return scores
