"""An index, put together from the parts of `huimou.index.seam`, and the manifest that tells its making."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from huimou.index.dense import DenseIndex
from huimou.index.lexical import LexicalIndex
from huimou.index.parts import Parts, large_parts
from huimou.index.seam import Rows, Spans, WordRows
from huimou.index.structure import Structure, structure_for
from huimou.index.vectors import Given
from huimou.suggest import Suggestion
from huimou.text import tokens
from huimou.types import Chunk, Document

FORMAT = 5
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
    """Path of each report below `corpus_root` → SHA-256 of its bytes, in the order of the documents."""
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Those of `corpus` that could not be read, and so are no documents → why."""
    reading: str = ""
    """SHA-256 of the code that read and cut them."""
    reader: str = ""
    """The setting `reader` with which suggestions were tried; "" if none were."""
    documents: int
    chunks: int
    sentences: int
    structure: Structure = "exact"
    """How it is searched: `huimou.index.structure`."""
    huimou: str
    """Version of Huimou."""
    format: int = FORMAT
    build: str = ""
    """The build's id, which is its folder's name; "" for an index that was never saved."""
    before: str = ""
    """The build in whose place it came; "" if there was none."""
    created: str = ""
    """ISO 8601, UTC."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Each file of the build but this one → its SHA-256."""


@dataclass(frozen=True, kw_only=True)
class Index(Parts):
    """An index that can be asked. Which engine holds its parts is nobody's business but theirs."""

    manifest: Manifest
    documents: Sequence[Document]
    """May be read as they are asked for."""
    chunks: Sequence[Chunk]
    """Document by document. May be read as they are asked for."""
    document_starts: Rows
    """Shape (n_documents + 1,): the chunks of document i are rows starts[i] to starts[i + 1], exclusive."""
    sentence_starts: Rows
    """Shape (n_chunks + 1,): the sentences of chunk i are rows starts[i] to starts[i + 1], exclusive."""
    common_tokens: frozenset[str]
    """Tokens of every report's title that run through the reports: they tell no passage from another."""
    suggestions: tuple[Suggestion, ...] = ()
    """Questions that it was seen to answer; none if it was built without a reader."""

    def chunk_spans(self, documents: Collection[int]) -> Spans:
        """The runs of chunks that `documents` have."""
        numbers = np.array(sorted(documents), dtype=np.int64)
        return np.stack([self.document_starts[numbers], self.document_starts[numbers + 1]], axis=1)


def make_index(
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    *,
    chunk_vectors: Given,
    sentence_vectors: Given,
    about: Mapping[str, Any],
    structure: str = "auto",
    before: Index | None = None,
) -> Index:
    """An index in memory.

    Args:
        documents: In the order that `Chunk.document` refers to.
        chunks: In the order of the rows of `chunk_vectors`, document by document.
        chunk_vectors: Shape (n_chunks, dim), float32, unit rows.
        sentence_vectors: Shape (n_sentences, dim): the sentences of the first chunk, of the second, …
        about: The fields of `Manifest` that only the caller knows.
        structure: "exact", "ivf", or "auto": by the number of chunks.
        before: An index that may have some of the texts: it saves time and changes nothing.
    """
    manifest = Manifest(
        dimension=int(chunk_vectors.shape[1]),
        documents=len(documents),
        chunks=len(chunks),
        sentences=len(sentence_vectors),
        structure=structure_for(structure, len(chunks)),
        **about,
    )
    starts = np.cumsum([0, *(len(chunk.sentences) for chunk in chunks)], dtype=np.int64)
    numbers = np.array([chunk.document for chunk in chunks], dtype=np.int64)
    if len(chunk_vectors) != len(chunks) or len(sentence_vectors) != starts[-1]:
        raise ValueError(f"{len(chunk_vectors)} chunk vectors and {len(sentence_vectors)} sentence vectors")
    if (np.diff(numbers) < 0).any():
        raise ValueError("the chunks do not lie document by document")
    if manifest.structure == "exact":
        parts = _exact_parts(documents, chunks, chunk_vectors, sentence_vectors, before)
    else:
        parts = large_parts(documents, chunks, chunk_vectors, sentence_vectors, starts)
    return assemble_index(
        manifest,
        documents,
        chunks,
        parts=parts,
        document_starts=np.searchsorted(numbers, np.arange(len(documents) + 1)),
        sentence_starts=starts,
        common_tokens=_common_tokens(documents, parts.chunk_lexical),
    )


def _exact_parts(
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    chunk_vectors: Given,
    sentence_vectors: Given,
    before: Index | None,
) -> Parts:
    """The parts of structure "exact"; word counts are taken over from `before`, text by text."""
    texts, sentences = chunk_texts(chunks), sentence_texts(documents, chunks)
    there = (
        (before.chunk_lexical, before.sentence_lexical)
        if before
        and isinstance(before.chunk_lexical, LexicalIndex)
        and isinstance(before.sentence_lexical, LexicalIndex)
        else (None, None)
    )
    return Parts(
        chunk_vectors=DenseIndex.build(chunk_vectors),
        sentence_vectors=DenseIndex.build(sentence_vectors),
        chunk_lexical=LexicalIndex.build(texts, there[0], chunk_rows(before, texts)),
        sentence_lexical=LexicalIndex.build(sentences, there[1], sentence_rows(before, sentences)),
    )


def documents_by_path(index: Index) -> dict[str, int]:
    """The numbers of an index's documents by their paths below its corpus, in order."""
    paths = [path for path in index.manifest.corpus if path not in index.manifest.skipped]
    return {path: number for number, path in enumerate(paths)}


def chunk_texts(chunks: Sequence[Chunk]) -> list[str]:
    """The texts of the rows of `Index.chunk_vectors`."""
    return [chunk.text for chunk in chunks]


def sentence_texts(documents: Sequence[Document], chunks: Sequence[Chunk]) -> list[str]:
    """The texts of the rows of `Index.sentence_vectors`."""
    return [documents[chunk.document].text[start:end] for chunk in chunks for start, end in chunk.sentences]


def chunk_rows(index: Index | None, texts: Sequence[str]) -> list[int]:
    """For each text the row of a chunk of `index` that is the same, -1 if there is none."""
    return _rows(chunk_texts(index.chunks) if index else (), texts)


def sentence_rows(index: Index | None, texts: Sequence[str]) -> list[int]:
    """For each text the row of a sentence of `index` that is the same, -1 if there is none."""
    return _rows(sentence_texts(index.documents, index.chunks) if index else (), texts)


def _rows(there: Sequence[str], texts: Sequence[str]) -> list[int]:
    row_of = {text: row for row, text in enumerate(there)}
    return [row_of.get(text, -1) for text in texts]


def assemble_index(
    manifest: Manifest,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    *,
    parts: Parts,
    document_starts: Rows,
    sentence_starts: Rows,
    common_tokens: Collection[str],
    suggestions: Sequence[Suggestion] = (),
) -> Index:
    """An index out of its parts; the other arguments are its fields.

    Raises:
        ValueError: The vectors are not as many as the chunks and their sentences.
    """
    rows = (len(chunks), len(parts.chunk_vectors), len(sentence_starts) - 1, document_starts[-1])
    if len({*rows, manifest.chunks}) > 1 or len(parts.sentence_vectors) != sentence_starts[-1]:
        raise ValueError(f"rows of chunks {rows}, vectors of sentences {len(parts.sentence_vectors)}")
    return Index(
        manifest=manifest,
        documents=documents,
        chunks=chunks,
        document_starts=document_starts,
        sentence_starts=sentence_starts,
        common_tokens=frozenset(common_tokens),
        suggestions=tuple(suggestions),
        **{field.name: getattr(parts, field.name) for field in fields(Parts)},
    )


def _common_tokens(documents: Sequence[Document], chunks: WordRows) -> frozenset[str]:
    """The tokens that every report's title has and many chunks have."""
    titles = [set(tokens(f"{d.name} {d.title} {d.subtitle}")) for d in documents]
    shared = set.intersection(*titles) if titles else set()
    return frozenset(token for token in shared if chunks.share(token) >= _COMMON)
