"""Questions to begin with, read off the reports themselves, so that each has an answer in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from huimou.enumerations import count_asked, find_enumerations
from huimou.types import Document
from huimou.ui import strings

# "共组织开展各类学习110余次" asks itself: "组织开展各类学习多少次？". With other verbs and units the
# question reads oddly more often than not (tried on 32 reports), so only these.
_FIGURE = re.compile(
    r"(?<=[，。；、共])(?P<matter>(?:组织|开展|举办|召开|办理)[\u4e00-\u9fff]{4,14}?)(?<![等超])"
    r"\d+(?:余|多)?(?P<unit>[次期场件])"
)
# "…、…、…的“三医联动”" says how many there are, so that it can be seen whether all of them stand before it.
_LIST = re.compile(r"“(?P<name>[三四五六七八九十][\u4e00-\u9fff]{2,6})”")
_LIST_TO_NAME = 4
_LONGEST_TITLE = 26
_QUOTES = str.maketrans("“”", "‘’")


def example_questions(documents: Sequence[Document], count: int = 4) -> list[str]:
    """At most `count` questions of different kinds: figures, a list, a section's gist; reports in turn.

    Half of them ask for figures and one for a list, as far as the reports have such; the rest for sections,
    and if those do not suffice for more figures.
    """
    figures = _in_turn(map(_figure_questions, documents))
    lists = _in_turn(map(_list_questions, documents))
    sections = _in_turn(map(_section_questions, documents))
    chosen = list(chain(islice(figures, count // 2), islice(lists, 1)))
    chosen += islice(sections, count - len(chosen))
    chosen += islice(figures, count - len(chosen))
    return chosen or [strings.EXAMPLE_REPORT.format(name=document.name) for document in documents[:count]]


def _figure_questions(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs:
        if paragraph.kind == "body":
            for match in _FIGURE.finditer(document.text, paragraph.start, paragraph.end):
                yield strings.EXAMPLE_FIGURE.format(matter=match["matter"], unit=match["unit"])


def _list_questions(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs:
        if paragraph.kind == "body":
            for match in _LIST.finditer(document.text, paragraph.start, paragraph.end):
                question = strings.EXAMPLE_LIST.format(name=match["name"])
                if _items_before(document.text, paragraph.start, match.start()) == count_asked(question):
                    yield question


def _items_before(text: str, floor: int, place: int) -> int:
    """How many items the list has that ends at `place` or little before it; 0 if there is none."""
    start = max(floor, 1 + max(text.rfind(mark, floor, place) for mark in "，。；："))
    if "、" not in text[start:place]:
        return 0
    return max(
        (
            len(found.items)
            for found in find_enumerations(text, start, place)
            if place - found.items[-1][1] <= _LIST_TO_NAME
        ),
        default=0,
    )


def _section_questions(document: Document) -> Iterator[str]:
    for section in document.sections:
        if section.level == 1 and len(section.title) <= _LONGEST_TITLE:
            yield strings.EXAMPLE_SECTION.format(title=section.title.translate(_QUOTES))


def _in_turn(sources: Iterable[Iterator[str]]) -> Iterator[str]:
    """The first of each source, then the second of each, …, none twice."""
    seen = set()
    for question in chain.from_iterable(zip_longest(*sources)):
        if question is not None and question not in seen:
            seen.add(question)
            yield question
