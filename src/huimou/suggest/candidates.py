"""All questions that can be made of a report, before anybody has tried whether they are answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from huimou.suggest.amounts import amount_questions
from huimou.suggest.facts import fact_questions
from huimou.suggest.lists import list_questions
from huimou.suggest.model import Suggestion
from huimou.types import Document

_LONGEST_QUESTION = 40
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 26
_LEAST_BELOW = 40
_DULL = re.compile(r"(?:关于)?20\d\d\s*年.{0,10}")
"""2024年工作回顾: asked for only if a report has no other headings."""
_QUOTES = str.maketrans("“”", "‘’")


def candidates(document: Document, number: int) -> list[Suggestion]:
    """Questions that a report seems to answer, by kind, those of a kind in order of their places.

    Args:
        document: The report.
        number: Its index among the documents.

    A question that two places answer is none: nobody could say which is meant.
    """
    sections = list(section_questions(document, number))
    telling = [one for one in sections if not _DULL.fullmatch(one.question[1:].partition("”")[0])]
    found = [
        *amount_questions(document, number),
        *list_questions(document, number),
        *fact_questions(document, number),
        *(telling or sections),
    ]
    times = Counter(one.question for one in {(s.question, s.start): s for s in found}.values())
    seen: set[str] = set()
    kept = []
    for one in found:
        if times[one.question] == 1 and one.question not in seen and len(one.question) <= _LONGEST_QUESTION:
            seen.add(one.question)
            kept.append(one)
    return kept


def section_questions(document: Document, number: int) -> Iterator[Suggestion]:
    """What a section says, for the sections of the two upper levels."""
    for section in document.sections:
        told = section.end - section.heading_end
        if (
            section.level <= 2
            and _SHORTEST_TITLE <= len(section.title) <= _LONGEST_TITLE
            and told >= _LEAST_BELOW
        ):
            title = section.title.translate(_QUOTES)
            yield Suggestion(
                question=f"“{title}”这部分讲了什么？",
                kind="section",
                document=number,
                start=section.start,
                end=section.end,
            )
