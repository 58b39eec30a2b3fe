"""Which questions the program itself answers rightly."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from huimou.suggest.model import Suggestion
from huimou.text import comparable
from huimou.types import Answer, Citation

LEAST_CONFIDENCE = 0.5
"""The place is checked too, so that nothing wrong is let in by a modest figure."""
MOST_TRIED = 60
MOST_KEPT = 40
MOST_SECONDS = 120.0
"""For all tries together, on a machine that is busy with something else."""


def checked(
    suggestions: Sequence[Suggestion],
    ask: Callable[[str], Answer],
    *,
    most: int = MOST_KEPT,
    tries: int = MOST_TRIED,
    seconds: float = MOST_SECONDS,
    progress: Callable[[int, int], None] | None = None,
) -> list[Suggestion]:
    """Those of `suggestions` that are answered rightly, in the same order.

    Args:
        suggestions: Tried from the first on.
        ask: Answers a question from the index that the suggestions belong to.
        most: So many are kept at most.
        tries: So many are asked at most.
        seconds: No further one is asked after this time.
        progress: Called with how many were tried and how many there are to try.
    """
    tried = suggestions[:tries]
    end = time.monotonic() + seconds
    kept: list[Suggestion] = []
    for number, suggestion in enumerate(tried, start=1):
        if len(kept) == most or time.monotonic() >= end:
            break
        if is_right(suggestion, ask(suggestion.question)):
            kept.append(suggestion)
        if progress:
            progress(number, len(tried))
    if progress and tried:
        progress(len(tried), len(tried))
    return kept


def is_right(suggestion: Suggestion, answer: Answer) -> bool:
    """Whether an answer is the one that the suggestion was made for, and sure of itself.

    The figure, the date or the topic must stand in the answer, a list must be told from its first item to its
    last and no further, and an overview must keep to its section; a citation must cover the place.
    """
    document = next((h.document for h in answer.hits if h.chunk.document == suggestion.document), None)
    if document is None or answer.abstained or (answer.confidence or 0.0) < LEAST_CONFIDENCE:
        return False
    cited = [citation for citation in answer.citations if citation.path == document.path]
    if not cited or len(cited) < len(answer.citations):
        return False
    if suggestion.kind == "section":
        headed = cited[0].start == suggestion.start
        return answer.kind == "overview" and headed and all(_within(one, suggestion) for one in cited)
    covered = cited[0].start <= suggestion.start and suggestion.end <= cited[-1].end
    told = comparable(document.text[suggestion.start : suggestion.end])
    if suggestion.kind == "list":
        return covered and answer.kind == "list" and _is_whole(answer.answer.split("、"), told)
    return covered and answer.kind == "fact" and told in comparable(answer.answer)


def _within(citation: Citation, suggestion: Suggestion) -> bool:
    return suggestion.start <= citation.start and citation.end <= suggestion.end


def _is_whole(items: Sequence[str], told: str) -> bool:
    """Whether a list of items is what the text tells, but for what joins them and explains them."""
    parts = [comparable(item) for item in items]
    return len(parts) > 1 and told.startswith(parts[0]) and told.endswith(parts[-1])
