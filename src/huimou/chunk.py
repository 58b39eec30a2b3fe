"""A document becomes chunks: exact slices, cut at sentence ends, inside one section."""

from __future__ import annotations

from itertools import groupby

from huimou.text import sentence_spans
from huimou.types import Chunk, Document, Paragraph

_FRONT_MATTER = ("title", "subtitle", "byline")


def chunk_document(document: Document, index: int, *, size: int = 240, overlap: int = 60) -> list[Chunk]:
    """Cut `document` into chunks that cover all of it but white space.

    A chunk never crosses a section, and front matter, captions and running text do not mix: a photo
    caption in the middle of an argument is nobody's context.

    Args:
        document: What to cut.
        index: Its place in the index's list of documents, kept in each chunk.
        size: Most characters in a chunk; a longer sentence is cut at a clause.
        overlap: The last sentence of a chunk opens the next one if it has at most this many characters.

    Returns:
        The chunks in reading order; ``chunk.text == document.text[chunk.start:chunk.end]``.
    """
    chunks: list[Chunk] = []
    for (section, _), group in groupby(document.paragraphs, key=_block):
        sentences = [span for paragraph in group for span in _spans(document, paragraph, size)]
        chunks += [
            Chunk(
                document=index,
                section=document.section_path(section),
                start=window[0][0],
                end=window[-1][1],
                text=document.text[window[0][0] : window[-1][1]],
                sentences=tuple(window),
            )
            for window in _windows(sentences, size, overlap)
        ]
    return chunks


def _spans(document: Document, paragraph: Paragraph, size: int) -> list[tuple[int, int]]:
    """The sentences of a paragraph. A row of a table is one: a value without its row says nothing."""
    if paragraph.table is not None and paragraph.end - paragraph.start <= size:
        return [(paragraph.start, paragraph.end)]
    return sentence_spans(document.text, paragraph.start, paragraph.end, longest=size)


def _block(paragraph: Paragraph) -> tuple[int | None, str]:
    """Paragraphs that share this may share a chunk."""
    kind = paragraph.kind
    if kind in _FRONT_MATTER:
        return paragraph.section, "front matter"
    return paragraph.section, "caption" if kind == "caption" else "text"


def _windows(sentences: list[tuple[int, int]], size: int, overlap: int) -> list[list[tuple[int, int]]]:
    """Runs of sentences of at most `size` characters from first to last, even in length.

    Even, because filling each run to the brim leaves a stub at the end of every section.
    """
    if not sentences:
        return []
    total = sentences[-1][1] - sentences[0][0]
    even = total / -(-total // size)  # the ceiling is the fewest runs that can hold it
    windows: list[list[tuple[int, int]]] = [[]]
    for start, end in sentences:
        window = windows[-1]
        if window and (end - window[0][0] > size or window[-1][1] - window[0][0] >= even):
            last = window[-1]
            repeat = len(window) > 1 and last[1] - last[0] <= overlap and end - last[0] <= size
            windows.append([last] if repeat else [])
        windows[-1].append((start, end))
    return windows
