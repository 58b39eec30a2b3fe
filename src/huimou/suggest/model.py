"""A question that a report answers, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SuggestionKind = Literal["figure", "list", "fact", "section"]
"""What is asked for: an amount; several things by name; a date or a topic; what a section says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A question in Chinese that a report answers."""

    question: str
    kind: SuggestionKind
    document: int
    """Index into `Index.documents`."""
    start: int
    """Where the answer stands in the document's text: the figure, the list from its first item to its last,
    the date or topic, the whole section."""
    end: int
    """Exclusive."""
