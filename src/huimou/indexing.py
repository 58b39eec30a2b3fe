"""Chunks become an index: what the build before has encoded keeps its vectors, the rest is encoded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from huimou import __version__
from huimou.config import Settings
from huimou.embed import Encoder, Progress
from huimou.index import Index, VectorRows, make_index
from huimou.index.model import chunk_rows, chunk_texts, sentence_rows, sentence_texts
from huimou.index.structure import structure_for
from huimou.types import Chunk, Document, Vectors


def index_chunks(
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    encoder: Encoder | None,
    settings: Settings,
    progress: Progress | None = None,
    *,
    before: Index | None = None,
    about: Mapping[str, Any] | None = None,
) -> Index:
    """Encode `chunks` and their sentences, and index them in memory.

    Args:
        documents: In the order that `Chunk.document` refers to.
        chunks: What is indexed.
        encoder: May be None where `texts_to_encode` finds none.
        settings: What the manifest tells of them.
        progress: Called while they are encoded.
        before: An index of the same encoder, from which texts take their vectors.
        about: Further fields of the manifest.
    """
    texts, sentences = chunk_texts(chunks), sentence_texts(documents, chunks)
    missing = texts_to_encode(documents, chunks, before, settings)
    giver = _giver(before, chunks, settings)
    if encoder:
        name, digest, dimension = encoder.name, encoder.digest, encoder.dimension
    elif before and not missing:
        was = before.manifest
        name, digest, dimension = was.encoder, was.encoder_digest, was.dimension
    else:
        raise ValueError("there are texts to encode, and no encoder")
    fresh = np.zeros((0, dimension), dtype=np.float32)
    if encoder and missing:
        fresh = encoder.encode_passages(missing, progress)
    new = dict(zip(missing, fresh, strict=True))
    return make_index(
        documents,
        chunks,
        chunk_vectors=_vectors(
            texts, chunk_rows(giver, texts), giver.chunk_vectors if giver else None, new, dimension
        ),
        sentence_vectors=_vectors(
            sentences,
            sentence_rows(giver, sentences),
            giver.sentence_vectors if giver else None,
            new,
            dimension,
        ),
        about={
            "huimou": __version__,
            "corpus_root": Path(settings.corpus).absolute().as_posix(),
            "encoder": name,
            "encoder_digest": digest,
            "chunk_size": settings.chunk_size,
            "chunk_overlap": settings.chunk_overlap,
        }
        | dict(about or {}),
        structure=settings.structure,
        before=before,
    )


def texts_to_encode(
    documents: Sequence[Document], chunks: Sequence[Chunk], before: Index | None, settings: Settings
) -> list[str]:
    """The texts of `chunks` and of their sentences, each once, that `before` has no vector of."""
    texts, sentences = chunk_texts(chunks), sentence_texts(documents, chunks)
    giver = _giver(before, chunks, settings)
    rows = chunk_rows(giver, texts) + sentence_rows(giver, sentences)
    return list(dict.fromkeys(text for text, row in zip(texts + sentences, rows, strict=True) if row < 0))


def _vectors(
    texts: Sequence[str],
    rows: Sequence[int],
    old: VectorRows | None,
    new: Mapping[str, Vectors],
    dimension: int,
) -> Vectors:
    """The vectors of `texts`: those at `rows` of `old`, at -1 the new ones."""
    at = np.array(rows, dtype=np.int64)
    vectors = np.empty((len(texts), dimension), dtype=np.float32)
    if old is not None:
        vectors[at >= 0] = old.vectors(at[at >= 0])
    for number, row in enumerate(rows):
        if row < 0:
            vectors[number] = new[texts[number]]
    return vectors


def _giver(before: Index | None, chunks: Sequence[Chunk], settings: Settings) -> Index | None:
    """The index that vectors are taken from: none that has rounded them, where they are to be exact."""
    exact = structure_for(settings.structure, len(chunks)) == "exact"
    return None if before and exact and before.manifest.structure != "exact" else before
