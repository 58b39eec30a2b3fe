"""Which questions a visitor is shown: to begin with, and after an answer."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from huimou.suggest.model import Suggestion
from huimou.text import comparable
from huimou.types import Answer, Citation, Document

_APART = 400
"""Characters between two questions of one report that begin a talk, as far as there are such."""


def starters(suggestions: Sequence[Suggestion], *, count: int = 4, seed: str) -> list[str]:
    """At most `count` questions to begin with, drawn by `seed`: other ones on each visit.

    Kinds take turns, and so do reports; in one report they stand apart.
    """
    drawn = random.Random(seed).sample(suggestions, len(suggestions))  # noqa: S311 (nothing is secret here)
    chosen: list[Suggestion] = []
    while drawn and len(chosen) < count:
        best = min(drawn, key=lambda one: _crowding(one, chosen))
        drawn.remove(best)
        chosen.append(best)
    return [one.question for one in chosen]


def _crowding(one: Suggestion, chosen: Sequence[Suggestion]) -> tuple[int, int, int]:
    """How much of what `one` would add is among the chosen already; the first of equals was drawn first."""
    same = [other for other in chosen if other.document == one.document]
    near = sum(max(one.start, other.start) - min(one.start, other.start) < _APART for other in same)
    return sum(other.kind == one.kind for other in chosen), len(same), near


def follow_ups(
    answer: Answer, suggestions: Sequence[Suggestion], asked: Collection[str], *, count: int = 3
) -> list[str]:
    """At most `count` questions near to what was answered: of its paragraph, its section, then further on.

    Args:
        answer: What was told last.
        suggestions: Those of the index that it was told from.
        asked: The questions so far.
        count: So many at most.

    None that was asked, and none that asks for what the answer has just told. No questions after small talk;
    after a refusal those near to the passage that it shows.
    """
    if not answer.citations or not answer.hits:
        return []
    citation = answer.citations[0]
    hit = next((hit for hit in answer.hits if hit.document.path == citation.path), None)
    if hit is None:
        return []
    told = {comparable(question) for question in (*asked, answer.question)}
    near = [
        one
        for one in suggestions
        if one.document == hit.chunk.document
        and comparable(one.question) not in told
        and not _is_told(one, answer, hit.document)
    ]
    place = _answered(citation)[0]
    near.sort(key=lambda one: _distance(one, place, hit.document))
    return [one.question for one in near[:count]]


def _answered(citation: Citation) -> tuple[int, int]:
    """Where in a citation the answer stands."""
    if not citation.spans:
        return citation.start, citation.end
    return min(start for start, _ in citation.spans), max(end for _, end in citation.spans)


def _is_told(one: Suggestion, answer: Answer, document: Document) -> bool:
    """Whether a question asks for what has been answered."""
    cited = [citation for citation in answer.citations if citation.path == document.path]
    if answer.abstained:
        return False
    if answer.kind == "overview" or one.kind == "section":
        # Of a section, the heading comes first and nothing outside it is cited.
        headed = one.kind == "section" and answer.kind == "overview" and cited[0].start == one.start
        return headed and all(citation.end <= one.end for citation in cited)
    start, end = _answered(cited[0])
    if answer.kind == "list":
        end = max(end, cited[-1].end if len(cited) > 1 else end)
    return one.start < end and start < one.end


def _distance(one: Suggestion, place: int, document: Document) -> tuple[int, bool, int]:
    """Same paragraph, same section (what all of it says comes last), further on, before; nearer first."""
    here = document.paragraph_at(place)
    whole = one.kind == "section"
    if here.start <= one.start < here.end and not whole:
        return 0, False, abs(one.start - place)
    around = [s for s in document.sections if s.start <= place < s.end]
    inner = max(around, key=lambda section: section.level, default=None)
    if inner and inner.start <= one.start < inner.end:
        return 1, whole, abs(one.start - place)
    return (2, False, one.start - place) if one.start > place else (3, False, place - one.start)
