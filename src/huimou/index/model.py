"""An index in memory, and the manifest that says what it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from huimou.index.dense import DenseIndex, Rows
from huimou.lexical import LexicalIndex
from huimou.text import tokens
from huimou.types import Chunk, Document, Vectors

FORMAT = 2
"""Of the files of a build, and of the tokens in them; another one is refused."""
_COMMON = 0.1
"""Share of the chunks from which on a word of every title counts as running through the reports."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What an index was built from and with."""

    encoder: str
    encoder_digest: str
    dimension: int
    chunk_size: int
    chunk_overlap: int
    corpus_root: str
    """The folder or file that was indexed, absolute."""
    corpus: Mapping[str, str] = field(default_factory=dict)
    """Path of each report below `corpus_root` → SHA-256 of its bytes."""
    documents: int
    chunks: int
    sentences: int
    huimou: str
    """Version of Huimou."""
    format: int = FORMAT
    build: str = ""
    """The build's id, which is its folder's name; "" for an index that was never saved."""
    created: str = ""
    """ISO 8601, UTC."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Each file of the build but this one → its SHA-256."""


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index in memory."""

    manifest: Manifest
    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    chunk_vectors: DenseIndex
    """Row i is chunk i."""
    sentence_vectors: DenseIndex
    """The sentences of chunk 0, of chunk 1, …"""
    sentence_starts: Rows
    """Shape (n_chunks + 1,): the sentences of chunk i are rows starts[i] to starts[i + 1], exclusive."""
    chunk_lexical: LexicalIndex
    sentence_lexical: LexicalIndex
    common_tokens: frozenset[str]
    """Tokens of every report's title that run through the reports: they tell no passage from another."""


def make_index(
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    *,
    chunk_vectors: Vectors,
    sentence_vectors: Vectors,
    about: Mapping[str, Any],
) -> Index:
    """An index in memory.

    Args:
        documents: In the order that `Chunk.document` refers to.
        chunks: In the order of the rows of `chunk_vectors`.
        chunk_vectors: Shape (n_chunks, dim), float32, unit rows.
        sentence_vectors: Shape (n_sentences, dim): the sentences of the first chunk, of the second, …
        about: The fields of `Manifest` that only the caller knows.
    """
    manifest = Manifest(
        dimension=int(chunk_vectors.shape[1]),
        documents=len(documents),
        chunks=len(chunks),
        sentences=len(sentence_vectors),
        **about,
    )
    return assemble_index(
        manifest,
        documents,
        chunks,
        chunk_vectors=DenseIndex.build(chunk_vectors),
        sentence_vectors=DenseIndex.build(sentence_vectors),
        chunk_lexical=LexicalIndex.build([chunk.text for chunk in chunks]),
        sentence_lexical=LexicalIndex.build(
            [
                documents[chunk.document].text[left:right]
                for chunk in chunks
                for left, right in chunk.sentences
            ]
        ),
    )


def assemble_index(
    manifest: Manifest,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    *,
    chunk_vectors: DenseIndex,
    sentence_vectors: DenseIndex,
    chunk_lexical: LexicalIndex,
    sentence_lexical: LexicalIndex,
) -> Index:
    """An index out of its parts, with what can be derived from them.

    Raises:
        ValueError: The vectors are not as many as the chunks and their sentences.
    """
    starts = np.cumsum([0] + [len(chunk.sentences) for chunk in chunks], dtype=np.int64)
    if len(chunk_vectors) != len(chunks) or len(sentence_vectors) != starts[-1]:
        raise ValueError(f"{len(chunk_vectors)} chunk vectors and {len(sentence_vectors)} sentence vectors")
    return Index(
        manifest=manifest,
        documents=tuple(documents),
        chunks=tuple(chunks),
        chunk_vectors=chunk_vectors,
        sentence_vectors=sentence_vectors,
        sentence_starts=starts,
        chunk_lexical=chunk_lexical,
        sentence_lexical=sentence_lexical,
        common_tokens=_common_tokens(documents, chunk_lexical),
    )


def _common_tokens(documents: Sequence[Document], chunks: LexicalIndex) -> frozenset[str]:
    """The tokens that every report's title has and many chunks have."""
    titles = [set(tokens(f"{d.name} {d.title} {d.subtitle}")) for d in documents]
    shared = set.intersection(*titles) if titles else set()
    return frozenset(token for token in shared if chunks.share(token) >= _COMMON)
