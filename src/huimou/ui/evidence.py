"""An `Answer` becomes HTML: pure functions, no gradio. Everything from outside is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from huimou.types import Answer, Citation, Hit
from huimou.ui import strings


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of a report with the places in it that the reply cites."""

    document: str
    path: str
    section: str
    text: str
    start: int
    """Where `text` begins in the document."""
    citations: tuple[Citation, ...]
    """In the order of the text; all lie inside it."""
    score: float | None
    """Of the hit it comes from; None if no hit holds it."""


def evidence_html(answer: Answer) -> str:
    """The evidence pane for `answer`."""
    passages = cited_passages(answer)
    shown = {(passage.path, passage.start) for passage in passages}
    others = [hit for hit in answer.hits if (hit.document.path, hit.chunk.start) not in shown]
    parts = [_passage_html(passage) for passage in passages]
    if not passages:
        parts.append(_note(strings.EVIDENCE_NEAREST if others else strings.EVIDENCE_NONE))
    if others:
        label = (strings.OTHERS if passages else strings.NEAREST).format(count=len(others))
        rows = "".join(_hit_html(hit) for hit in others)
        opened = "" if passages else " open"
        parts.append(f'<details class="others"{opened}><summary>{label}</summary>{rows}</details>')
    return pane("".join(parts))


def empty_pane() -> str:
    """The evidence pane before the first question."""
    return pane(_note(strings.EVIDENCE_EMPTY))


def pane(inner: str) -> str:
    """`inner`, which is HTML, under the pane's heading."""
    return f'<section class="pane"><h2>{strings.EVIDENCE}</h2>{inner}</section>'


def cited_passages(answer: Answer) -> list[Passage]:
    """The passages that hold the citations of `answer`, each once, in the order of its first marker.

    A citation is shown inside the retrieved chunk that holds it; where none does, inside its paragraph.
    """
    groups: dict[tuple[str, int, int], list[Citation]] = {}
    scores: dict[tuple[str, int, int], float] = {}
    texts: dict[tuple[str, int, int], str] = {}
    for citation in answer.citations:
        start, end, text, score = _surroundings(citation, answer.hits)
        key = (citation.path, start, end)
        groups.setdefault(key, []).append(citation)
        texts[key] = text
        if score is not None:
            scores[key] = score
    return [
        Passage(
            document=citations[0].document,
            path=key[0],
            section=citations[0].section,
            text=texts[key],
            start=key[1],
            citations=tuple(sorted(citations, key=lambda citation: (citation.start, citation.end))),
            score=scores.get(key),
        )
        for key, citations in groups.items()
    ]


def _surroundings(citation: Citation, hits: Sequence[Hit]) -> tuple[int, int, str, float | None]:
    """Where the text to show around a citation begins and ends, the text, and its score if it was a hit."""
    for hit in hits:
        chunk = hit.chunk
        inside = chunk.start <= citation.start and citation.end <= chunk.end
        if inside and hit.document.path == citation.path:
            return chunk.start, chunk.end, chunk.text, hit.score
    for document in (hit.document for hit in hits):
        if document.path == citation.path:
            start = document.paragraph_at(citation.start).start
            end = document.paragraph_at(citation.end - 1).end
            return start, end, document.text[start:end], None
    return citation.start, citation.end, citation.quote, None


def marked(text: str, start: int, citations: Iterable[Citation]) -> str:
    """`text`, which begins at `start` in its document, as HTML with each citation in a ``<mark>``.

    Args:
        text: Plain text.
        start: Its offset in the document.
        citations: In the order of the text. Where two overlap, the second mark begins after the first.
    """
    parts: list[str] = []
    done = 0
    for citation in citations:
        left, right = max(citation.start - start, done), citation.end - start
        if left < right:
            parts.append(f"{escape(text[done:left])}<sup>{citation.marker}</sup>")
            parts.append(f"<mark>{escape(text[left:right])}</mark>")
            done = right
    return "".join([*parts, escape(text[done:])])


def _passage_html(passage: Passage) -> str:
    markers = "".join(
        f'<span class="marker">{citation.marker}</span>'
        for citation in sorted(passage.citations, key=lambda citation: citation.marker)
    )
    numbers = sorted({citation.paragraph for citation in passage.citations})
    places = "、".join(strings.PARAGRAPH.format(number=number) for number in numbers)
    score = f"<span>{strings.SCORE.format(score=passage.score)}</span>" if passage.score is not None else ""
    return (
        f'<article class="slip"><header>{markers}'
        f'<span class="report">{_report(passage.document)}</span></header>'
        f'<p class="section">{escape(passage.section or strings.FRONT)}</p>'
        f'<p class="passage">{marked(passage.text, passage.start, passage.citations)}</p>'
        f'<footer><span class="place">{places}</span>{score}</footer></article>'
    )


def _hit_html(hit: Hit) -> str:
    section = " › ".join(hit.chunk.section) or strings.FRONT
    return (
        f'<article class="other"><p class="section">{escape(section)}</p>'
        f'<p class="passage">{escape(hit.chunk.text)}</p>'
        f"<footer><span>{_report(hit.document.name)}</span>"
        f"<span>{strings.SCORE.format(score=hit.score)}</span></footer></article>"
    )


def _report(name: str) -> str:
    return escape(strings.REPORT.format(name=name))


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'
