"""Whether a question and its evidence speak of the same year and the same place.

- `gazetteer`: the administrative divisions of China; `words`: what only looks like one;
- `places`: the places that a text names; `mentions`: the years that a text names;
- `years`: the years that a question asks for, and those that a report speaks of at an offset;
- `match`: what the question names and the evidence does not share.
"""

from __future__ import annotations

from huimou.scope.gazetteer import is_county
from huimou.scope.match import (
    Mismatch,
    describe,
    document_places,
    head_parts,
    mismatches,
    places_shared,
    whole_shared,
)
from huimou.scope.places import Place, find_places
from huimou.scope.years import (
    asks_planned,
    document_year,
    of_other_year,
    only_done,
    only_planned,
    report_year,
    reviewed_year,
    years_asked,
    years_missed,
    years_of,
)

__all__ = [
    "Mismatch",
    "Place",
    "asks_planned",
    "describe",
    "document_places",
    "document_year",
    "find_places",
    "head_parts",
    "is_county",
    "mismatches",
    "of_other_year",
    "only_done",
    "only_planned",
    "places_shared",
    "report_year",
    "reviewed_year",
    "whole_shared",
    "years_asked",
    "years_missed",
    "years_of",
]
