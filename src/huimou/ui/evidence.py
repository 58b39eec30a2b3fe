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
    """The evidence pane for `answer`: what it cites, then what else was found, folded away.

    What a refusal cites is no evidence but the nearest passage: it is announced and marked as such.
    """
    passages = cited_passages(answer)
    others = [hit for hit in answer.hits if not any(_holds(passage, hit) for passage in passages)]
    parts = [_passage_html(passage) for passage in passages]
    if answer.abstained and answer.hits:
        parts.insert(0, _note(strings.EVIDENCE_NEAREST))
    elif not passages:
        parts.append(_note(strings.EVIDENCE_NONE))
    if others:
        label = (strings.OTHERS if passages else strings.NEAREST).format(count=len(others))
        rows = "".join(_hit_html(hit) for hit in others)
        opened = "" if passages else " open"
        parts.append(f'<details class="others"{opened}><summary>{label}</summary>{rows}</details>')
    return pane("".join(parts), refused=answer.abstained)


def empty_pane() -> str:
    """The evidence pane before the first question."""
    return pane(_note(strings.EVIDENCE_EMPTY))


def pane(inner: str, *, refused: bool = False) -> str:
    """`inner`, which is HTML, under the pane's heading."""
    kind = "pane refused" if refused else "pane"
    return f'<section class="{kind}"><h2>{strings.EVIDENCE}</h2>{inner}</section>'


def cited_passages(answer: Answer) -> list[Passage]:
    """The passages that hold the citations of `answer`, each once, in the order of its first marker.

    A citation is shown inside the retrieved chunk that holds it; where none does, inside its paragraph.
    Stretches that overlap, or that only a line break parts, are one passage.
    """
    passages: list[Passage] = []
    for citation in answer.citations:
        passage = _around(citation, answer.hits)
        joined = [other for other in passages if _meet(other, passage)]
        for other in joined:
            passage = _union(passage, other)
        place = passages.index(joined[0]) if joined else len(passages)
        passages = [other for other in passages if other not in joined]
        passages.insert(place, passage)
    return passages


def _around(citation: Citation, hits: Sequence[Hit]) -> Passage:
    """What is shown around one citation, and its score if it was a hit."""
    start, text, score = citation.start, citation.quote, None
    holding = [hit for hit in hits if hit.document.path == citation.path]
    for hit in holding:
        chunk = hit.chunk
        if chunk.start <= citation.start and citation.end <= chunk.end:
            start, text, score = chunk.start, chunk.text, hit.score
            break
    else:
        if holding:
            document = holding[0].document
            start = document.paragraph_at(citation.start).start
            text = document.text[start : document.paragraph_at(citation.end - 1).end]
    return Passage(
        document=citation.document,
        path=citation.path,
        section=citation.section,
        text=text,
        start=start,
        citations=(citation,),
        score=score,
    )


def _meet(left: Passage, right: Passage) -> bool:
    """Whether two passages overlap, or are of one section and follow each other."""
    if left.path != right.path:
        return False
    first, second = sorted((left, right), key=lambda passage: passage.start)
    gap = second.start - (first.start + len(first.text))
    return gap < 0 or (gap <= 1 and left.section == right.section)


def _union(left: Passage, right: Passage) -> Passage:
    """Two passages that meet as one, under the section of the first."""
    first, second = sorted((left, right), key=lambda passage: passage.start)
    end = first.start + len(first.text)
    behind = second.text[end - second.start :] if end >= second.start else f"\n{second.text}"
    citations = {*first.citations, *second.citations}
    return Passage(
        document=first.document,
        path=first.path,
        section=first.section,
        text=first.text + behind,
        start=first.start,
        citations=tuple(sorted(citations, key=lambda one: (one.start, one.end))),
        score=max((score for score in (left.score, right.score) if score is not None), default=None),
    )


def _holds(passage: Passage, hit: Hit) -> bool:
    """Whether all of a hit's text is shown in a passage."""
    inside = passage.start <= hit.chunk.start and hit.chunk.end <= passage.start + len(passage.text)
    return inside and hit.document.path == passage.path


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
    named = escape(passage.section or strings.FRONT)
    section = "" if passage.text == passage.section else f'<p class="section">{named}</p>'
    return (
        f'<article class="slip"><header>{markers}'
        f'<span class="report">{_report(passage.document)}</span></header>{section}'
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
