"""Scores of characters become spans of a document."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huimou.types import Hit

Scores = NDArray[np.float32]

LONGEST_ANSWER = 120
"""Characters. A whole list may be as long as this."""

_PER_PASSAGE = 12
"""How many spans of a passage are put forward."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a reader makes of one question and one passage of C characters."""

    start: Scores
    """(1 + C,): how well the answer begins at each character; first the score of "no answer". -inf where
    none can begin."""
    end: Scores
    """(1 + C,): how well it ends with each character (inclusive); first the score of "no answer"."""
    answerable: float
    """Log odds that the passage answers the question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What speaks for a span."""

    margin: float
    """The reader's score of the span above "no answer"."""
    answerable: float
    """The reader's log odds that the passage answers."""
    passage: float
    """The retrieval score of the passage."""
    sentence: float
    """The retrieval score of the sentence that the span begins in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """Turns scores into the log odds that a span is right: fitted, see the reader's card."""

    margin: float
    """Weight of the span's score above "no answer"."""
    answerable: float
    """Weight of the passage's log odds."""
    passage: float
    """Weight of the retrieval score of the passage."""
    sentence: float
    """Weight of the retrieval score of the sentence that the span begins in."""
    bias: float

    def logit(self, evidence: Evidence) -> float:
        """The log odds that a span with this evidence is right."""
        return (
            self.margin * evidence.margin
            + self.answerable * evidence.answerable
            + self.passage * evidence.passage
            + self.sentence * evidence.sentence
            + self.bias
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A place in a document that may answer."""

    start: int
    end: int
    hit: Hit
    """Where it was found: offsets are those of its document."""
    evidence: Evidence
    logit: float
    """Calibrated log odds that it answers the question."""

    @property
    def text(self) -> str:
        """The characters of the span."""
        return self.hit.document.text[self.start : self.end]

    @property
    def confidence(self) -> float:
        """`logit` as a probability, 0 to 1."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, self.logit))))


def read_spans(
    readings: Sequence[Reading],
    hits: Sequence[Hit],
    calibration: Calibration,
    pieces: Callable[[str], Sequence[tuple[int, int]]] = lambda text: (),
) -> list[Span]:
    """The best spans of all passages, best first; no place twice.

    Args:
        readings: One for each hit, in the same order.
        hits: The passages.
        calibration: The reader's.
        pieces: Gives places of a passage that are put forward beside the reader's own best (its figures,
            say), as (start, end) in the passage.
    """
    best: dict[tuple[str, int, int], Span] = {}
    for reading, hit in zip(readings, hits, strict=True):
        none = float(reading.start[0] + reading.end[0])
        places = best_places(reading) + [
            (start, end)
            for start, end in pieces(hit.chunk.text)
            if 0 <= start < end <= len(reading.start) - 1
        ]
        for start, end in dict.fromkeys(places):
            margin = float(reading.start[1 + start] + reading.end[end]) - none
            if not math.isfinite(margin):
                continue
            evidence = Evidence(
                margin=margin,
                answerable=reading.answerable,
                passage=hit.score,
                sentence=_sentence_score(hit, hit.chunk.start + start),
            )
            span = Span(
                start=hit.chunk.start + start,
                end=hit.chunk.start + end,
                hit=hit,
                evidence=evidence,
                logit=calibration.logit(evidence),
            )
            key = (hit.document.path, span.start, span.end)
            if key not in best or best[key].logit < span.logit:
                best[key] = span
    return sorted(best.values(), key=lambda span: (-span.logit, span.hit.rank, span.start, span.end))


def _sentence_score(hit: Hit, start: int) -> float:
    """The retrieval score of the sentence of a hit that holds the character at `start`."""
    spans = zip(hit.chunk.sentences, hit.sentences, strict=True)
    return next((score for (_, end), score in spans if start < end), 0.0)


def best_places(reading: Reading, count: int = _PER_PASSAGE) -> list[tuple[int, int]]:
    """The `count` best spans of a passage, best first, as (start, end) in it, end exclusive."""
    starts = _finite(reading.start[1:])
    ends = _finite(reading.end[1:])
    if not len(starts) or not len(ends):
        return []
    # The best 24 of each suffice: a span with a worse border is among no passage's best twelve.
    starts = starts[np.argsort(-reading.start[1 + starts], kind="stable")[:24]]
    ends = ends[np.argsort(-reading.end[1 + ends], kind="stable")[:24]]
    first, last = (axis.ravel() for axis in np.meshgrid(starts, ends, indexing="ij"))
    fits = (last >= first) & (last < first + LONGEST_ANSWER)
    first, last = first[fits], last[fits]
    order = np.argsort(-(reading.start[1 + first] + reading.end[1 + last]), kind="stable")[:count]
    return [(int(first[place]), int(last[place]) + 1) for place in order]


def _finite(scores: Scores) -> NDArray[np.intp]:
    return np.flatnonzero(np.isfinite(scores))
