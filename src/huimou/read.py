"""Question and hits become spans: the places that answer, or nothing.

For now a span is a whole sentence, the best of the best passages, and nothing judges whether it
answers at all; a reader that does both takes this place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huimou.types import Hit


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A place in a document that answers."""

    start: int
    end: int
    hit: Hit
    """Where it was found: offsets are those of its document."""
    confidence: float | None
    """That it answers the question, 0 to 1; None while nothing can judge it."""


def read_spans(hits: Sequence[Hit]) -> list[Span]:
    """The best sentence of the hits, or nothing if there are no hits."""
    if not hits:
        return []
    _, hit, place = max(
        ((score, hit, place) for hit in hits for place, score in enumerate(hit.sentences)),
        key=lambda item: item[0],
    )
    start, end = hit.chunk.sentences[place]
    return [Span(start=start, end=end, hit=hit, confidence=None)]
