"""The nouns of Huimou: frozen, keyword-only dataclasses and nothing else.

All offsets count Unicode characters (Python string indices) into `Document.text`; a start is
inclusive, an end exclusive, so ``document.text[x.start:x.end]`` is always the thing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One vector, shape (dim,), or rows of them, shape (n, dim)."""

ParagraphKind = Literal["title", "subtitle", "byline", "heading", "body", "caption"]
AnswerKind = Literal["fact", "list", "overview", "correction", "refusal", "smalltalk"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    """Something of the source file that is not in the document's text, and why."""

    line: int
    """Where it stood, counted as `Paragraph.line` is; 0 for what stands beside the text (the header and the
    footnotes of a Word file)."""
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One line of `Document.text`: a block as a reader sees it, page breaks mended."""

    number: int
    """1-based position among all paragraphs of the document, headings and captions counted."""
    kind: ParagraphKind
    start: int
    end: int
    section: int | None
    """Index into `Document.sections` of the innermost section; None before the first heading."""
    line: int
    """Where it begins in the source file, from 1: the line of a text file; the paragraph of a Word file or
    of a web page, those in tables and the empty ones counted; the page of a PDF."""
    page: int | None = None
    """1-based page of a PDF on which it begins; None for the other formats."""
    table: int | None = None
    """1-based number of the table whose row it is; None outside tables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading and everything under it, up to the next heading of its level or a higher one.

    A heading that runs into its paragraph stands at the head of less: a paragraph that turns to the whole
    assembly (各位代表！…) ends its section too.
    """

    number: str
    """The number as written, without its separator: "1", "一", "（一）", "第一部分"; "" if none."""
    title: str
    """The heading without its number."""
    level: int
    """1 is the top level."""
    parent: int | None
    """Index into `Document.sections` of the enclosing section."""
    start: int
    """Where the heading begins."""
    heading_end: int
    """Where the heading ends. A run-in heading ends inside its paragraph."""
    end: int
    """Where the last text of the section ends, its subsections included."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A report: the text that everything else points into, and its structure."""

    name: str
    """What citations call it: the file name without its suffix."""
    path: str
    """The source file as given, relative to the working directory where it lies inside it."""
    sha256: str
    """Digest of the source file's bytes."""
    title: str
    subtitle: str
    byline: str
    text: str
    """The paragraphs, joined by one line feed each. The author's characters, unchanged; but the row of a
    table is put in words, and the numbers that Word or a browser gives to the items of a list are written."""
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]

    def section_path(self, section: int | None) -> tuple[str, ...]:
        """The headings from the top level down to `section`, as written in the text."""
        path: list[str] = []
        while section is not None:
            node = self.sections[section]
            path.append(self.text[node.start : node.heading_end])
            section = node.parent
        return tuple(reversed(path))

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds the character at `offset`.

        Raises:
            IndexError: `offset` is outside the text.
        """
        for paragraph in self.paragraphs:
            if paragraph.start <= offset <= paragraph.end:
                return paragraph
        raise IndexError(f"offset {offset} is outside {self.name} (0 to {len(self.text)})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """An exact slice of one document (what the literature calls a passage)."""

    document: int
    """Index of the document in its index's list of documents."""
    section: tuple[str, ...]
    """The headings above it, outermost first."""
    start: int
    end: int
    text: str
    """``document.text[start:end]``"""
    sentences: tuple[tuple[int, int], ...]
    """Spans of its sentences, (start, end) in the document, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A retrieved chunk. Scores compare hits of one question only; they are no confidence."""

    rank: int
    """1 is the best."""
    score: float
    document: Document
    """What `chunk` is a slice of."""
    chunk: Chunk
    sentences: tuple[float, ...]
    """One score for each of `chunk.sentences`, on the scale of one another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A place in a report: ``quote == document.text[start:end]``."""

    marker: int
    """What the reply calls it: 1 is [1]."""
    document: str
    path: str
    section: str
    """The headings above it, outermost first, joined by " › "; "" before the first heading."""
    paragraph: int
    start: int
    end: int
    quote: str
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """Where in the document the answer itself stands, within the quote; () if all of it is the answer. For
    highlighting: no part of the JSON contract."""
    page: int | None = None
    """1-based page of a PDF; None for the other formats."""

    def to_json(self) -> dict[str, Any]:
        """The citation as a JSON-ready mapping; "page" is in it only where it is known."""
        return {
            name: value
            for name, value in asdict(self).items()
            if name != "spans" and (name != "page" or value is not None)
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a question gets. `to_json` is the contract that other programs read."""

    question: str
    answer: str
    """The short direct answer; "" for a refusal."""
    kind: AnswerKind
    abstained: bool
    confidence: float | None
    """Calibrated, 0 to 1; None while nothing can judge it."""
    text: str
    """The full reply as shown in the chat, Markdown."""
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    """Best first."""
    elapsed_ms: float

    def to_json(self) -> dict[str, Any]:
        """The answer as a JSON-ready mapping, with the first five hits."""
        return {
            "question": self.question,
            "answer": self.answer,
            "kind": self.kind,
            "abstained": self.abstained,
            "confidence": self.confidence,
            "text": self.text,
            "citations": [citation.to_json() for citation in self.citations],
            "hits": hits_json(self.hits[:5]),
            "elapsed_ms": round(self.elapsed_ms, 1),
        }


def hits_json(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits as JSON-ready mappings, in their order."""
    return [
        {
            "rank": hit.rank,
            "score": round(hit.score, 4),
            "document": hit.document.name,
            "start": hit.chunk.start,
            "end": hit.chunk.end,
            "text": hit.chunk.text,
        }
        for hit in hits
    ]
