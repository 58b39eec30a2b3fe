"""BM25 for a large index: candidates from postings, scores from the stream of words.

The postings (`huimou.index.postings`) say about which chunks a question's tokens add most to. These are then
scored in full, they and their sentences, from the words as they stand in the stream
(`huimou.index.stream`). So a sentence is found where its chunk is among the best `LOOKED_AT`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huimou.index.disk import mapped
from huimou.index.postings import STEPS, best_postings
from huimou.index.seam import Rows, Scores, Spans, run_rows
from huimou.index.stream import Stream, bm25, make_stream, rareness, token_counts, token_key

LOOKED_AT = 1600
"""So many chunks are scored in full to find the best of them, and the best of their sentences."""
_GROUP = 256
"""Rows of which only the best is looked at, to find what the best rows of all are."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The chunks that a question's tokens add most to, and their sentences, each with its BM25."""

    chunks: Rows
    chunk_scores: Scores
    sentences: Rows
    sentence_scores: Scores


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
        known_places: Rows = place[keys[place] == wanted[: len(place)]]
        return known_places

    def look(self, asked: tuple[str, ...], within: Spans | None = None) -> Scored:
        """The best `LOOKED_AT` chunks of `within` (None: of all) by the postings, and all their sentences."""
        if within is None:
            return self._looked(asked)
        return self._look(asked, within)

    @cached_property
    def _looked(self) -> Callable[[tuple[str, ...]], Scored]:
        """Chunks and sentences are searched one after the other for the same question."""
        return lru_cache(maxsize=4)(self._look)

    def _look(self, asked: tuple[str, ...], within: Spans | None = None) -> Scored:
        chunks = self._candidates(self.places(asked), within)
        starts = self.arrays["sentence_starts"]
        sentences = run_rows(starts[chunks], starts[chunks + 1])
        counts = self._counts(asked, sentences)
        return Scored(
            chunks=chunks,
            chunk_scores=self._chunk_scores(asked, chunks, counts),
            sentences=sentences,
            sentence_scores=self._sentence_scores(asked, sentences, counts),
        )

    def chunk_scores(self, asked: Sequence[str], chunks: Rows) -> Scores:
        """BM25 of some chunks."""
        starts = self.arrays["sentence_starts"]
        counts = self._counts(asked, run_rows(starts[chunks], starts[chunks + 1]))
        return self._chunk_scores(asked, chunks, counts)

    def sentence_scores(self, asked: Sequence[str], sentences: Rows) -> Scores:
        """BM25 of some sentences."""
        return self._sentence_scores(asked, sentences, self._counts(asked, sentences))

    def _counts(self, asked: Sequence[str], sentences: Rows) -> NDArray[np.float32]:
        return self._counted(tuple(asked), sentences.tobytes())

    @cached_property
    def _counted(self) -> Callable[[tuple[str, ...], bytes], NDArray[np.float32]]:
        """Chunks are scored by the same counts as their sentences, right after each other."""

        def count(asked: tuple[str, ...], sentences: bytes) -> NDArray[np.float32]:
            keys = self.arrays["keys"][self.places(asked)]
            return token_counts(self.stream, keys.tolist(), np.frombuffer(sentences, dtype=np.int64))

        return lru_cache(maxsize=4)(count)

    def _chunk_scores(self, asked: Sequence[str], chunks: Rows, counts: NDArray[np.float32]) -> Scores:
        """BM25 of chunks in whose sentences, one after the other, the tokens stand so often."""
        starts = self.arrays["sentence_starts"]
        many = starts[chunks + 1] - starts[chunks]
        if len(chunks):
            counts = np.add.reduceat(counts, np.cumsum(many) - many, axis=0)
        holders = self.arrays["chunk_holders"][self.places(asked)]
        lengths = self.arrays["chunk_lengths"]
        return bm25(counts, lengths[chunks], self.means[0], rareness(holders, len(lengths)))

    def _sentence_scores(self, asked: Sequence[str], sentences: Rows, counts: NDArray[np.float32]) -> Scores:
        holders = self.arrays["sentence_holders"][self.places(asked)]
        lengths = self.stream.lengths
        return bm25(counts, lengths[sentences], self.means[1], rareness(holders, len(lengths)))

    def _candidates(self, places: Rows, within: Spans | None) -> Rows:
        """The chunks that the tokens at `places` add most to, ascending: about `LOOKED_AT`."""
        total = np.zeros(-(-len(self.arrays["chunk_lengths"]) // _GROUP) * _GROUP, dtype=np.float32)
        starts, rows, steps = (self.arrays[f"posting_{name}"] for name in ("starts", "rows", "steps"))
        weights = rareness(self.arrays["chunk_holders"][places], len(self.arrays["chunk_lengths"])) / STEPS
        for place, weight in zip(places, weights, strict=True):
            run = slice(starts[place], starts[place + 1])
            total[rows[run]] += steps[run] * weight
        if within is not None:
            inside = np.zeros_like(total)
            for first, end in within:
                inside[first:end] = total[first:end]
            total = inside
        # The best of each group bound the best of all from below, for a fraction of the sorting.
        best = total.reshape(-1, _GROUP).max(axis=1)
        least = np.partition(best, -LOOKED_AT)[-LOOKED_AT] if len(best) > LOOKED_AT else 0
        found = np.flatnonzero(total >= max(least, 1e-9))
        if len(found) > LOOKED_AT:
            found = np.sort(found[np.argpartition(-total[found], LOOKED_AT)[:LOOKED_AT]])
        return found

    def save(self, path: Path) -> None:
        """Write arrays and the vocabulary into the folder `path`."""
        path.mkdir(parents=True)
        (path / "vocabulary.json").write_text(
            json.dumps(list(self.stream.vocabulary), ensure_ascii=False), encoding="utf-8"
        )
        stream: dict[str, NDArray[Any]] = {
            "stream": self.stream.numbers,
            "stream_starts": self.stream.starts,
            "sentence_lengths": self.stream.lengths,
        }
        for name, array in (stream | dict(self.arrays)).items():
            np.save(path / f"{name}.npy", array, allow_pickle=False)

    @classmethod
    def open(cls, path: Path) -> Words:
        """What `save` wrote, mapped."""
        arrays: dict[str, NDArray[Any]] = {file.stem: mapped(file) for file in sorted(path.glob("*.npy"))}
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
    arrays: dict[str, NDArray[Any]] = {"sentence_starts": sentence_starts, "chunk_lengths": chunk_lengths}
    return Words(stream, arrays | best_postings(stream, sentence_starts, chunk_lengths))


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
        return self.words.chunk_scores(asked, rows)

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The `count` best of those that are looked at: `WordRows.search`."""
        found = self.words.look(tuple(asked), within)
        return _best(found.chunk_scores, found.chunks, count)


class SentenceWords:
    """BM25 of the sentences of a large index."""

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
        return self.words.sentence_scores(asked, rows)

    def search(self, asked: Sequence[str], count: int, within: Spans | None = None) -> tuple[Scores, Rows]:
        """The `count` best sentences of the chunks that are looked at: `WordRows.search`."""
        starts = self.words.arrays["sentence_starts"]
        chunks = None if within is None else np.searchsorted(starts, within)  # runs end where chunks do
        found = self.words.look(tuple(asked), chunks)
        return _best(found.sentence_scores, found.sentences, count)


def _best(scores: Scores, rows: Rows, count: int) -> tuple[Scores, Rows]:
    """The `count` best that share a token."""
    some = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    some = some[scores[some] > 0]
    return scores[some], rows[some]
