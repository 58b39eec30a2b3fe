"""BM25 for a large index: candidates from the best postings of each token, scores from the stream.

A token's postings are the chunks that hold it with what it adds to their score, in 8 bits. Of a frequent
token only the `MOST` that it adds most to are kept: it adds little to any, and the rare tokens of a
question, whose postings are whole, decide which chunks are looked at (measured: `docs/design.md`).
What is looked at is then scored in full.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huimou.index.seam import Rows, Scores, Spans, run_rows
from huimou.index.stream import (
    K1,
    B,
    Stream,
    Tokens,
    bm25,
    count_block,
    make_stream,
    rareness,
    sentence_blocks,
    token_counts,
    token_key,
)

MOST = 20_000
"""So many postings of a token are kept, and those that add as much as the last of them."""
_GROUP = 256
"""Rows of which only the best is looked at, to find what the best rows of all are."""
_STEPS = 255

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Words:
    """The words of an index: the stream of its sentences, and the postings of its chunks."""

    stream: Stream
    arrays: Arrays
    """`keys` (n_tokens,), ascending; how many chunks (`chunk_holders`) and sentences (`sentence_holders`)
    hold each; `posting_starts` (n_tokens + 1,) into `posting_rows` and `posting_steps`; `sentence_starts`;
    `chunk_lengths` in tokens."""

    @cached_property
    def number_of(self) -> dict[str, int]:
        """Word → its number."""
        return {word: number for number, word in enumerate(self.stream.vocabulary, start=1)}

    @cached_property
    def means(self) -> tuple[float, float]:
        """Mean length of a chunk and of a sentence, in tokens."""
        total = int(self.arrays["chunk_lengths"].sum(dtype=np.int64))
        return total / max(1, len(self.arrays["chunk_lengths"])), total / max(1, len(self.stream.lengths))

    def places(self, asked: Sequence[str]) -> Rows:
        """Where the tokens of a question that the index knows stand in `keys`."""
        known = {key for token in asked if (key := token_key(token, self.number_of)) is not None}
        wanted = np.array(sorted(known), dtype=np.uint64)
        keys = self.arrays["keys"]
        place = np.searchsorted(keys, wanted)
        place = place[place < len(keys)]
        return place[keys[place] == wanted[: len(place)]]

    def save(self, path: Path) -> None:
        """Write arrays and the vocabulary into the folder `path`."""
        path.mkdir(parents=True)
        (path / "vocabulary.json").write_text(
            json.dumps(list(self.stream.vocabulary), ensure_ascii=False), encoding="utf-8"
        )
        stream = {
            "stream": self.stream.numbers,
            "stream_starts": self.stream.starts,
            "sentence_lengths": self.stream.lengths,
        }
        for name, array in (stream | dict(self.arrays)).items():
            np.save(path / f"{name}.npy", array, allow_pickle=False)

    @classmethod
    def open(cls, path: Path) -> Words:
        """What `save` wrote, mapped."""
        arrays = {
            file.stem: np.load(file, mmap_mode="r", allow_pickle=False) for file in sorted(path.glob("*.npy"))
        }
        stream = Stream(
            vocabulary=json.loads((path / "vocabulary.json").read_text(encoding="utf-8")),
            numbers=arrays.pop("stream"),
            starts=arrays.pop("stream_starts"),
            lengths=arrays.pop("sentence_lengths"),
        )
        return cls(stream, arrays)


def build_words(sentences: Iterator[str], sentence_starts: Rows) -> Words:
    """The words of an index whose chunk i has the sentences starts[i] to starts[i + 1] of `sentences`."""
    stream = make_stream(sentences)
    lengths = np.concatenate([[0], np.cumsum(stream.lengths, dtype=np.int64)])
    chunk_lengths = np.diff(lengths[sentence_starts]).astype(np.int32)
    arrays = {"sentence_starts": np.asarray(sentence_starts), "chunk_lengths": chunk_lengths}
    return Words(stream, arrays | _postings(stream, sentence_starts, chunk_lengths))


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
            steps=np.maximum(1, np.rint(_STEPS * often / (often + crowding))).astype(np.int64),
        )


def _postings(stream: Stream, starts: Rows, chunk_lengths: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """The arrays of `Words`, in three passes: who holds what, what of it is kept, and keeping it.

    Each pass counts a block of chunks at a time, anew: all entries at once would be 4 GB for a million.
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
    histogram = np.zeros((len(frequent), _STEPS + 1), dtype=np.int64)
    for block in _blocks(stream, starts, chunk_lengths) if len(frequent) else ():
        _, mine, theirs = np.intersect1d(
            keys[frequent], block.tokens, assume_unique=True, return_indices=True
        )
        entries = run_rows(block.firsts[theirs], block.firsts[theirs + 1])
        token = np.repeat(mine, np.diff(block.firsts)[theirs])
        histogram += np.bincount(
            token * (_STEPS + 1) + block.steps[entries], minlength=histogram.size
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


class ChunkWords:
    """BM25 of the chunks of a large index."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __len__(self) -> int:
        """Number of chunks."""
        return len(self.words.arrays["chunk_lengths"])

    def share(self, token: str) -> float:
        """Share of the chunks that hold `token`: `WordRows.share`."""
        return float(self.words.arrays["chunk_holders"][self.words.places([token])].sum() / max(1, len(self)))

    def scores(self, asked: Sequence[str], rows: Rows) -> Scores:
        """BM25 of each of `rows`: `WordRows.scores`."""
        words, places = self.words, self.words.places(asked)
        if not len(places) or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        starts = words.arrays["sentence_starts"]
        first, end = starts[rows], starts[rows + 1]
        counts = token_counts(words.stream, words.arrays["keys"][places].tolist(), run_rows(first, end))
        counts = np.add.reduceat(counts, np.cumsum(end - first) - (end - first), axis=0)
        return bm25(
            counts,
            words.arrays["chunk_lengths"][rows],
            words.means[0],
            rareness(words.arrays["chunk_holders"][places], len(self)),
        )

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """About the `count` best chunks, by the postings that are kept: `WordRows.search`."""
        arrays, places = self.words.arrays, self.words.places(asked)
        total = np.zeros(-(-len(self) // _GROUP) * _GROUP, dtype=np.float32)
        weights = rareness(arrays["chunk_holders"][places], len(self)) / _STEPS
        for place, weight in zip(places, weights, strict=True):
            run = slice(*arrays["posting_starts"][place : place + 2])
            total[arrays["posting_rows"][run]] += arrays["posting_steps"][run] * weight
        if within is not None:
            inside = np.zeros_like(total)
            for first, end in within:
                inside[first:end] = total[first:end]
            total = inside
        # The best of each group bound the best of all from below, for a fraction of the sorting.
        best = total.reshape(-1, _GROUP).max(axis=1)
        least = np.partition(best, -count)[-count] if len(best) > count else 0
        rows = np.flatnonzero(total >= max(least, 1e-9))
        if len(rows) > count:
            rows = rows[np.argpartition(-total[rows], count)[:count]]
        return total[rows], rows


class SentenceWords:
    """BM25 of the sentences of a large index: only of those that are asked for."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __len__(self) -> int:
        """Number of sentences."""
        return len(self.words.stream.lengths)

    def share(self, token: str) -> float:
        """Share of the sentences that hold `token`: `WordRows.share`."""
        holders = self.words.arrays["sentence_holders"]
        return float(holders[self.words.places([token])].sum() / max(1, len(self)))

    def scores(self, asked: Sequence[str], rows: Rows) -> Scores:
        """BM25 of each of `rows`: `WordRows.scores`."""
        words, places = self.words, self.words.places(asked)
        if not len(places) or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        return bm25(
            token_counts(words.stream, words.arrays["keys"][places].tolist(), rows),
            words.stream.lengths[rows],
            words.means[1],
            rareness(words.arrays["sentence_holders"][places], len(self)),
        )

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """Nothing: sentences are found by their chunks."""
        return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)
