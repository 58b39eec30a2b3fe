"""What a report says on a topic that no heading names: 教育方面做了哪些工作.

The question's form names the topic; the sentences that retrieval puts highest say what there is to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.overview.points import Point
from huimou.text import comparable
from huimou.types import Document, Hit

MOST_SENTENCES = 6
_SHORTEST = 12
_RELATED = 0.6
"""Standard deviations that a sentence gains by the topic's words, and by a heading's."""
_LEAST_SHARE = 0.4
"""Of the best sentence's score, that another one must have."""
_JOINTS = re.compile("[、和与及()（）,]")


def topic_points(topic: str, hits: Sequence[Hit]) -> list[Point]:
    """The sentences of one report that say most on a topic, at most `MOST_SENTENCES`, in reading order.

    Args:
        topic: Its words.
        hits: The best passages for it; those of the first one's report count.

    Returns:
        [] if not one of them has the topic's words, in itself or in a heading above it.
    """
    pairs = {
        part[at : at + 2] for part in map(comparable, _JOINTS.split(topic)) for at in range(len(part) - 1)
    }
    document = hits[0].document
    ranked: dict[tuple[int, int], float] = {}
    said = False
    for hit in hits:
        if hit.document.path != document.path:
            continue
        headed = _says(" ".join(hit.chunk.section), pairs)
        for (start, end), score in zip(hit.chunk.sentences, hit.sentences, strict=True):
            if end - start < _SHORTEST or _is_heading(document, start):
                continue
            told = _says(document.text[start:end], pairs)
            said = said or told or headed
            ranked[start, end] = score + _RELATED * (told + headed)
    if not said:
        return []
    best = max(ranked.values())
    kept = sorted(ranked, key=lambda place: -ranked[place])[:MOST_SENTENCES]
    return [
        Point(start=start, end=end, level=0, role="sentence")
        for start, end in sorted(kept)
        if ranked[start, end] >= _LEAST_SHARE * best
    ]


def _says(text: str, pairs: set[str]) -> bool:
    folded = comparable(text)
    return any(pair in folded for pair in pairs)


def _is_heading(document: Document, start: int) -> bool:
    return any(section.start <= start < section.heading_end for section in document.sections)
