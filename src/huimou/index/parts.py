"""The parts of an index that is kept in files: built, written, opened, by its structure.

    exact   chunks.faiss, sentences.faiss           every vector, float32, in memory when opened
            lexical/chunks/, lexical/sentences/     BM25 scores of every text, in memory too
    ivf     chunks/, sentences/                     lists of 8-bit vectors to search, 16-bit rows to score
            words/                                  the sentences' words and the chunks' postings

The files of "ivf" are mapped: the system reads what is asked for, and keeps it as long as it has room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from huimou.index.dense import DenseIndex, ListedIndex
from huimou.index.lexical import LexicalIndex
from huimou.index.seam import Rows, Saved, VectorRows, WordRows
from huimou.index.structure import Structure
from huimou.index.vectors import Given
from huimou.index.words import ChunkWords, SentenceWords, Words, build_words
from huimou.types import Chunk, Document


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What an index is searched by: `huimou.index.seam`."""

    chunk_vectors: VectorRows
    """Row i is chunk i."""
    sentence_vectors: VectorRows
    """The sentences of chunk 0, of chunk 1, …"""
    chunk_lexical: WordRows
    sentence_lexical: WordRows


def large_parts(
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    chunk_vectors: Given,
    sentence_vectors: Given,
    sentence_starts: Rows,
) -> Parts:
    """The parts of structure "ivf"; the vectors may lie in a file, float16 or float32."""
    words = build_words(each_sentence(documents, chunks), sentence_starts)
    return Parts(
        chunk_vectors=ListedIndex.build(chunk_vectors),
        sentence_vectors=ListedIndex.build(sentence_vectors),
        chunk_lexical=ChunkWords(words),
        sentence_lexical=SentenceWords(words),
    )


def each_sentence(documents: Sequence[Document], chunks: Sequence[Chunk]) -> Iterator[str]:
    """The texts of the rows of `Parts.sentence_vectors`."""
    for chunk in chunks:
        text = documents[chunk.document].text
        for start, end in chunk.sentences:
            yield text[start:end]


def save_parts(parts: Parts, target: Path) -> None:
    """Write them into the folder of a build.

    Raises:
        TypeError: They are held by an engine that keeps no files.
    """
    exact = isinstance(parts.chunk_vectors, DenseIndex)
    suffix = ".faiss" if exact else ""
    named: list[tuple[VectorRows | WordRows, str]] = [
        (parts.chunk_vectors, f"chunks{suffix}"),
        (parts.sentence_vectors, f"sentences{suffix}"),
    ]
    if isinstance(parts.chunk_lexical, ChunkWords):
        parts.chunk_lexical.words.save(target / "words")
    else:
        named += [(parts.chunk_lexical, "lexical/chunks"), (parts.sentence_lexical, "lexical/sentences")]
    for part, name in named:
        if not isinstance(part, Saved):
            raise TypeError(f"{name} is held by another engine")
        part.save(target / name)


def open_parts(structure: Structure, target: Path) -> Parts:
    """What `save_parts` wrote."""
    if structure == "exact":
        return Parts(
            chunk_vectors=DenseIndex.open(target / "chunks.faiss"),
            sentence_vectors=DenseIndex.open(target / "sentences.faiss"),
            chunk_lexical=LexicalIndex.open(target / "lexical" / "chunks"),
            sentence_lexical=LexicalIndex.open(target / "lexical" / "sentences"),
        )
    words = Words.open(target / "words")
    return Parts(
        chunk_vectors=ListedIndex.open(target / "chunks"),
        sentence_vectors=ListedIndex.open(target / "sentences"),
        chunk_lexical=ChunkWords(words),
        sentence_lexical=SentenceWords(words),
    )
