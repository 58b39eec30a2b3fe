"""Documents and chunks as JSON has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huimou.types import Chunk, Document, Dropped, Paragraph, Section


def chunk_row(chunk: Chunk) -> list[Any]:
    """A chunk without its text, which its document has."""
    return [chunk.document, list(chunk.section), chunk.start, chunk.end, [list(s) for s in chunk.sentences]]


def chunk_of(row: list[Any], documents: Sequence[Document]) -> Chunk:
    """What `chunk_row` wrote."""
    document, section, start, end, sentences = row
    return Chunk(
        document=document,
        section=tuple(section),
        start=start,
        end=end,
        text=documents[document].text[start:end],
        sentences=tuple((left, right) for left, right in sentences),
    )


def document_of(row: dict[str, Any]) -> Document:
    """What `dataclasses.asdict` made of a document."""
    return Document(
        **row
        | {
            "paragraphs": tuple(Paragraph(**item) for item in row["paragraphs"]),
            "sections": tuple(Section(**item) for item in row["sections"]),
            "dropped": tuple(Dropped(**item) for item in row["dropped"]),
        }
    )
