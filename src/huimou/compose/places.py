"""Where things stand: citations, the sentences around a span, and report text made safe for Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.text import sentence_spans
from huimou.types import Citation, Document, Hit

_MARKDOWN = re.compile(r"[\\`*_\[\]{}()<>#|~$&!@]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def cite(
    document: Document, start: int, end: int, *, marker: int, spans: Sequence[tuple[int, int]] = ()
) -> Citation:
    """The citation of ``document.text[start:end]``, which must not be empty; the answer stands in `spans`."""
    paragraph = document.paragraph_at(start)
    return Citation(
        marker=marker,
        document=document.name,
        path=document.path,
        section=" › ".join(document.section_path(paragraph.section)),
        paragraph=paragraph.number,
        start=start,
        end=end,
        quote=document.text[start:end],
        spans=tuple(spans),
        page=paragraph.page,
    )


def source_line(citation: Citation) -> str:
    """Where a citation stands, for people: 《report》 section, paragraph."""
    where = f"《{citation.document}》"
    if citation.section:
        where += f" {citation.section}"
    if citation.page is not None:
        where += f"，第 {citation.page} 页"
    return f"{where}，第 {citation.paragraph} 段"


def sentence_of(hit: Hit, start: int, end: int) -> tuple[int, int]:
    """The sentence of a hit that holds ``[start, end)``; from the first to the last if there are several."""
    inside = [span for span in hit.chunk.sentences if span[0] < end and start < span[1]]
    return (inside[0][0], inside[-1][1]) if inside else (start, end)


def sentence_around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The sentence of a document that holds ``[start, end)``, without white space around it."""
    paragraph = document.paragraph_at(start)
    spans = sentence_spans(document.text, paragraph.start, paragraph.end)
    return next((place for place in spans if place[0] <= start and end <= place[1]), (start, end))


def best_sentence(hit: Hit) -> tuple[int, int]:
    """The sentence of a hit that is nearest to the question."""
    place = max(range(len(hit.sentences)), key=hit.sentences.__getitem__)
    return hit.chunk.sentences[place]


def escape_markdown(text: str) -> str:
    """`text`, on one line, so that Markdown and HTML in the midst of a line show it as it is.

    What Markdown makes links of by itself (www., ://, @) is escaped too; figures such as 3.5 stay verbatim.
    """
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split("\n")))
