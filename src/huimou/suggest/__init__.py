"""Questions to begin with and to go on with, made when an index is built.

1. `candidates`: what a report's own sentences and headings ask for, by the few forms that read well;
2. `pool`: those of all reports, in the order in which they are tried;
3. `checked`: the program is asked, and what it answers rightly is kept with the index;
4. `starters`, `follow_ups`: which of them a visitor is shown.
"""

from huimou.suggest.candidates import candidates
from huimou.suggest.check import MOST_KEPT, MOST_TRIED, checked, is_right
from huimou.suggest.model import Suggestion, SuggestionKind
from huimou.suggest.offer import follow_ups, starters
from huimou.suggest.pool import pool, shelf_places, unchecked

__all__ = [
    "MOST_KEPT",
    "MOST_TRIED",
    "Suggestion",
    "SuggestionKind",
    "candidates",
    "checked",
    "follow_ups",
    "is_right",
    "pool",
    "shelf_places",
    "starters",
    "unchecked",
]
