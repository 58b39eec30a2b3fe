"""The best postings of each token: which chunks hold it, and what it adds to their BM25, in 8 bits.

Of a frequent token only the `MOST` chunks that it adds most to are kept: it adds little to any, and the
rare tokens of a question, whose postings are whole, decide which chunks are looked at (measured:
`docs/design.md`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huimou.index.seam import Rows, run_rows
from huimou.index.stream import K1, B, Stream, Tokens, count_block, sentence_blocks

MOST = 20_000
"""So many postings of a token are kept, and those that add as much as the last of them."""
STEPS = 255
"""A posting of so many steps adds all of its token's rareness."""


@dataclass(frozen=True, kw_only=True)
class _Block:
    """The entries of some chunks: by token, and by chunk below that."""

    tokens: Tokens
    """The tokens that occur, ascending."""
    firsts: Rows
    """Shape (n_tokens + 1,): where the entries of each begin."""
    sentence_holders: Rows
    """In how many sentences each stands."""
    chunks: Rows
    steps: NDArray[np.int64]
    """What each entry adds to a score, in 255ths of its token's rareness."""


def _blocks(stream: Stream, starts: Rows, chunk_lengths: NDArray[np.int32]) -> Iterator[_Block]:
    mean = float(chunk_lengths.mean()) or 1.0
    for first, end in sentence_blocks(starts):
        keys, sentences, counts = count_block(stream, int(starts[first]), int(starts[end]))
        if not len(keys):
            continue
        chunk_of = np.repeat(np.arange(first, end), np.diff(starts[first : end + 1]))
        chunks = chunk_of[sentences]
        new_token = np.concatenate([[True], keys[1:] != keys[:-1]])
        entries = np.flatnonzero(new_token | np.concatenate([[True], chunks[1:] != chunks[:-1]]))
        often = np.add.reduceat(counts, entries)
        chunks = chunks[entries]
        crowding = K1 * (1 - B + B * chunk_lengths[chunks] / mean)
        tokens = np.flatnonzero(new_token)
        yield _Block(
            tokens=keys[tokens],
            firsts=np.append(np.searchsorted(entries, tokens), len(entries)),
            sentence_holders=np.diff(np.append(tokens, len(keys))),
            chunks=chunks,
            steps=np.maximum(1, np.rint(STEPS * often / (often + crowding))).astype(np.int64),
        )


def best_postings(stream: Stream, starts: Rows, chunk_lengths: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """The arrays of `huimou.index.words.Words` that tell of tokens.

    Three passes: who holds what, what of it is kept, and keeping it. Each counts a block of chunks at a time,
    anew: all entries at once would be 4 GB for a million chunks.
    """
    seen, holders, sentence_holders = [], [], []
    for block in _blocks(stream, starts, chunk_lengths):
        seen.append(block.tokens)
        holders.append(np.diff(block.firsts))
        sentence_holders.append(block.sentence_holders)
    keys, inverse = np.unique(np.concatenate(seen or [np.zeros(0, np.uint64)]), return_inverse=True)

    def summed(parts: list[Rows]) -> Rows:
        weights = np.concatenate(parts or [np.zeros(0, np.int64)])
        return np.bincount(inverse, weights, minlength=len(keys)).astype(np.int64)

    chunk_holders = summed(holders)
    frequent = np.flatnonzero(chunk_holders > MOST)
    histogram = np.zeros((len(frequent), STEPS + 1), dtype=np.int64)
    for block in _blocks(stream, starts, chunk_lengths) if len(frequent) else ():
        _, mine, theirs = np.intersect1d(
            keys[frequent], block.tokens, assume_unique=True, return_indices=True
        )
        entries = run_rows(block.firsts[theirs], block.firsts[theirs + 1])
        token = np.repeat(mine, np.diff(block.firsts)[theirs])
        histogram += np.bincount(
            token * (STEPS + 1) + block.steps[entries], minlength=histogram.size
        ).reshape(histogram.shape)
    at_least = np.cumsum(histogram[:, ::-1], axis=1)[:, ::-1]  # entries of so many steps or more
    least = np.zeros(len(keys), dtype=np.int64)
    least[frequent] = (at_least >= MOST).sum(axis=1) - 1
    kept = chunk_holders.copy()
    kept[frequent] = at_least[np.arange(len(frequent)), least[frequent]]

    posting_starts = np.concatenate([[0], np.cumsum(kept)])
    rows = np.empty(posting_starts[-1], dtype=np.int32)
    steps = np.empty(posting_starts[-1], dtype=np.uint8)
    filled = posting_starts[:-1].copy()
    for block in _blocks(stream, starts, chunk_lengths):
        token = np.searchsorted(keys, block.tokens)
        keep = block.steps >= np.repeat(least[token], np.diff(block.firsts))
        many = np.add.reduceat(keep, block.firsts[:-1], dtype=np.int64)
        places = run_rows(filled[token], filled[token] + many)
        rows[places], steps[places] = block.chunks[keep], block.steps[keep]
        filled[token] += many
    return {
        "keys": keys,
        "chunk_holders": chunk_holders,
        "sentence_holders": summed(sentence_holders),
        "posting_starts": posting_starts,
        "posting_rows": rows,
        "posting_steps": steps,
    }
