"""Reports of any number of chunks for `bench_scale.py`: real ones first, then ones mixed from them.

A mixed chunk stands between two real ones. Each of its sentences is a real sentence of one of them with a
clause of another put in and its figures drawn anew, so that hardly a sentence comes twice; its vectors lie
between theirs, with noise, so that a question has near neighbours in thousands as it would on a shelf of
that size, and not in a crowd of random points that are all equally far.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from huimou.index import Index, Rows
from huimou.index.vectors import Given
from huimou.types import Chunk, Document, Paragraph, Vectors

CHUNKS_A_REPORT = 100
_BLOCK = 20_000
_CLAUSES = re.compile(r"[^，、：]+[，、：]?")
_FIGURE = re.compile("[0-9]+")
_CHUNK_NOISE, _SENTENCE_NOISE = 0.15, 0.15
"""Length of the noise beside a unit vector."""


@dataclass(frozen=True, kw_only=True)
class Mixture:
    """Documents, their chunks, and the vectors of these and of their sentences, float16."""

    documents: list[Document]
    chunks: list[Chunk]
    chunk_vectors: Given
    sentence_vectors: Given


def mixture(real: Index, size: int, folder: Path, seed: int = 0) -> Mixture:
    """`size` chunks. The vectors of mixed ones are written into `folder`, for memory would not hold them."""
    count = min(size, len(real.chunks))
    chunks = list(real.chunks[:count])
    documents = list(real.documents[: chunks[-1].document + 1])
    vectors = real.chunk_vectors.vectors(np.arange(count)).astype(np.float16)
    sentences = real.sentence_vectors.vectors(np.arange(real.sentence_starts[count])).astype(np.float16)
    if size == count:
        return Mixture(documents=documents, chunks=chunks, chunk_vectors=vectors, sentence_vectors=sentences)
    numbers, draw = np.random.default_rng(seed), random.Random(seed)
    pairs = numbers.integers(0, len(real.chunks), (size - count, 2))
    sources: list[tuple[int, int]] = []
    for first in range(0, len(pairs), CHUNKS_A_REPORT):
        document, cut, used = _report(real, pairs[first : first + CHUNKS_A_REPORT], len(documents), draw)
        documents.append(document)
        chunks += cut
        sources += used
    folder.mkdir(parents=True, exist_ok=True)
    shares = numbers.uniform(0.5, 0.9, len(pairs)).astype(np.float32)
    old = real.chunk_vectors.vectors(np.arange(len(real.chunks)))
    old_sentences = real.sentence_vectors.vectors(np.arange(len(real.sentence_vectors)))
    used_rows = np.array(sources)
    sentence_shares = np.full(len(used_rows), 0.75, dtype=np.float32)
    return Mixture(
        documents=documents,
        chunks=chunks,
        chunk_vectors=_written(
            folder / "chunks.f16", vectors, _mixed(old, pairs, shares, _CHUNK_NOISE, numbers), len(pairs)
        ),
        sentence_vectors=_written(
            folder / "sentences.f16",
            sentences,
            _mixed(old_sentences, used_rows, sentence_shares, _SENTENCE_NOISE, numbers),
            len(used_rows),
        ),
    )


def _report(
    real: Index, pairs: Rows, number: int, draw: random.Random
) -> tuple[Document, list[Chunk], list[tuple[int, int]]]:
    """A report of mixed chunks, a paragraph each; and for each sentence the two that it was mixed from."""
    text, paragraphs, cut, used = "", [], [], []
    for place, (one, other) in enumerate(pairs.tolist()):
        rows = [list(range(*real.sentence_starts[chunk : chunk + 2].tolist())) for chunk in (one, other)]
        start = len(text)
        spans = []
        for row in rows[0]:
            base, second = (row, draw.choice(rows[1])) if draw.random() < 0.7 else (draw.choice(rows[1]), row)
            sentence = _sentence(_text(real, base), _text(real, second), draw)
            spans.append((len(text), len(text) + len(sentence)))
            used.append((base, second))
            text += sentence
        cut.append(
            Chunk(
                document=number,
                section=real.chunks[one].section,
                start=start,
                end=len(text),
                text=text[start:],
                sentences=tuple(spans),
            )
        )
        paragraphs.append(
            Paragraph(number=place + 1, kind="body", start=start, end=len(text), section=None, line=place + 1)
        )
        text += "\n"
    name = f"第{number}号工作报告"
    document = replace(
        real.documents[0],
        name=name,
        path=f"{name}.txt",
        title=name,
        subtitle="",
        byline="",
        text=text,
        paragraphs=tuple(paragraphs),
        sections=(),
        dropped=(),
    )
    return document, cut, used


def _text(real: Index, row: int) -> str:
    chunk_row = int(np.searchsorted(real.sentence_starts, row, side="right")) - 1
    chunk = real.chunks[chunk_row]
    start, end = chunk.sentences[row - int(real.sentence_starts[chunk_row])]
    return real.documents[chunk.document].text[start:end]


def _sentence(base: str, second: str, draw: random.Random) -> str:
    """`base` with one clause of `second` in the place of one of its own, and other figures."""
    clauses = _CLAUSES.findall(base)
    others = _CLAUSES.findall(second)[:-1]
    if others and len(clauses) > 1:
        clauses[draw.randrange(len(clauses) - 1)] = draw.choice(others)
    return _FIGURE.sub(
        lambda figure: str(draw.randrange(10 ** (len(figure.group()) - 1), 10 ** len(figure.group()))),
        "".join(clauses),
    )


def _mixed(
    old: Vectors, pairs: Rows, shares: Vectors, noise: float, numbers: np.random.Generator
) -> Iterator[Vectors]:
    """Unit vectors between two of `old` each, block by block."""
    for first in range(0, len(pairs), _BLOCK):
        part, share = pairs[first : first + _BLOCK], shares[first : first + _BLOCK, None]
        vectors = share * old[part[:, 0]] + (1 - share) * old[part[:, 1]]
        length = noise / old.shape[1] ** 0.5
        vectors += numbers.standard_normal(vectors.shape, dtype=np.float32) * np.float32(length)
        yield vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _written(path: Path, real: Given, blocks: Iterator[Vectors], count: int) -> Given:
    file = np.memmap(path, dtype=np.float16, mode="w+", shape=(len(real) + count, real.shape[1]))
    file[: len(real)] = real
    first = len(real)
    for block in blocks:
        file[first : first + len(block)] = block
        first += len(block)
    file.flush()
    return file
