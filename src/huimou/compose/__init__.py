"""Spans become an `Answer`: a fact, a list, a correction, or a refusal.

question → `analyse` → `Asked`
Asked, spans → `choose` → the best span, or why there is none → `compose_answer` → `Answer`
"""

from huimou.compose.answer import compose_answer, compose_named, compose_overview, decline, say
from huimou.compose.asked import Asked, analyse, is_english, other_wording
from huimou.compose.choose import Choice, choose
from huimou.compose.places import cite, escape_markdown, source_line
from huimou.compose.several import compose_several
from huimou.compose.table import TableRow, compose_table

__all__ = [
    "Asked",
    "Choice",
    "TableRow",
    "analyse",
    "choose",
    "cite",
    "compose_answer",
    "compose_named",
    "compose_overview",
    "compose_several",
    "compose_table",
    "decline",
    "escape_markdown",
    "is_english",
    "other_wording",
    "say",
    "source_line",
]
