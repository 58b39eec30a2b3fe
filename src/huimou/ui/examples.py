"""Questions to begin with, read off the reports themselves, so that each has an answer in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice, zip_longest

from huimou.types import Document
from huimou.ui import strings

# "共组织开展各类学习110余次" asks itself: "组织开展各类学习多少次？". With other verbs and units the
# question reads oddly more often than not (tried on 32 reports), so only these.
_FIGURE = re.compile(
    r"(?<=[，。；、共])(?P<matter>(?:组织|开展|举办|召开|办理)[\u4e00-\u9fff]{4,14}?)(?<![等超])"
    r"\d+(?:余|多)?(?P<unit>[次期场件])"
)
_LONGEST_TITLE = 26
_QUOTES = str.maketrans("“”", "‘’")


def example_questions(documents: Sequence[Document], count: int = 4) -> list[str]:
    """At most `count` questions: about figures, and if those do not suffice about sections; reports in turn.

    Figures first, because a sentence answers them; what a section says takes more than one.
    """
    figures = _in_turn(map(_figure_questions, documents))
    sections = _in_turn(map(_section_questions, documents))
    chosen = list(islice(figures, count))
    chosen += islice(sections, count - len(chosen))
    return chosen or [strings.EXAMPLE_REPORT.format(name=document.name) for document in documents[:count]]


def _figure_questions(document: Document) -> list[str]:
    matches = (
        match
        for paragraph in document.paragraphs
        if paragraph.kind == "body"
        for match in _FIGURE.finditer(document.text, paragraph.start, paragraph.end)
    )
    return [strings.EXAMPLE_FIGURE.format(matter=match["matter"], unit=match["unit"]) for match in matches]


def _section_questions(document: Document) -> list[str]:
    return [
        strings.EXAMPLE_SECTION.format(title=section.title.translate(_QUOTES))
        for section in document.sections
        if section.level == 1 and len(section.title) <= _LONGEST_TITLE
    ]


def _in_turn(lists: Iterable[list[str]]) -> Iterable[str]:
    """The first of each list, then the second of each, …, none twice."""
    rows = zip_longest(*lists)
    return dict.fromkeys(question for question in chain.from_iterable(rows) if question)
