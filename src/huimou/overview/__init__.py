"""Overviews without a model: what is asked to be summed up, and the report's own words that do it.

1. `asked`: a question is read by its form: the parts of the report, one of its sections, or the whole;
2. `sentences`: the key sentences of a stretch of text;
3. `points`: headings and key sentences, verbatim and in reading order, no more than a reader takes in;
4. `topics`: what is said on a topic that no heading names.
"""

from __future__ import annotations

from huimou.overview.asked import Overview, OverviewKind, asks_overview
from huimou.overview.points import MOST_POINTS, Point, overview, section_count
from huimou.overview.topics import topic_points

__all__ = [
    "MOST_POINTS",
    "Overview",
    "OverviewKind",
    "Point",
    "asks_overview",
    "overview",
    "section_count",
    "topic_points",
]
