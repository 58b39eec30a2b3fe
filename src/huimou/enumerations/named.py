"""Sets that a report names by their number and tells one by one.

“五个中心”, and then 加快国际经济中心建设…。加快国际金融中心建设…。 Nothing joins the items, so no list
is found where they stand; what they share with the name finds them: they end as it ends, or stand around one
word of their own, as 向种图强 in “五向图强”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huimou.enumerations.shown import Place
from huimou.enumerations.words import DIGIT, OPENING, numeral_value

_TERM = re.compile(rf"(?P<n>[{DIGIT}])(?:[个大项条类种])?(?P<rest>[\u4e00-\u9fff]{{2,5}})")
_CLAUSE = r"(?:^|(?<=[。；：！？\n、，）)]))(?:[一二三四五六七八九十]{1,2}[、是])?"
_FIRST_WITHIN = 1000
_NEXT_WITHIN = 3000


def named_set(text: str, question: str) -> list[Place]:
    """The items of the set that a question names, as (start, end) in `text`, in order; [] if none is told.

    They are told after the set's name, each at the beginning of a clause, as many as the name says and no
    two the same; and they are told alike: governed by the same words, or beginning with the same ones. A set
    that is told otherwise is not found: half a set would be worse than none.
    """
    for count, rest, term in _terms(text, question):
        for name in re.finditer(re.escape(term), text):
            for pattern in _patterns(rest):
                items = _told_after(text, name.end(), pattern, count)
                if items:
                    return items
    return []


def _terms(text: str, question: str) -> Iterator[tuple[int, str, str]]:
    """Names of sets in the question that the text has too: (number of items, rest of the name, name)."""
    for match in _TERM.finditer(question):
        for end in range(match.end(), match.start("rest") + 1, -1):
            term = question[match.start() : end]
            if term in text:
                yield numeral_value(match["n"]), question[match.start("rest") : end], term
                break


def _patterns(rest: str) -> Iterator[re.Pattern[str]]:
    """How the items of a set may look whose name ends with `rest`."""
    first, others = re.escape(rest[0]), re.escape(rest[1:])
    yield re.compile(rf"{_CLAUSE}(?P<lead>)(?P<item>{first}[\u4e00-\u9fff]{{1,3}}{others})")
    yield re.compile(
        rf"{_CLAUSE}(?P<lead>{OPENING.pattern})(?P<item>[\u4e00-\u9fff]{{2,16}}?{re.escape(rest)})"
    )


def _told_after(text: str, place: int, pattern: re.Pattern[str], count: int) -> list[Place]:
    """The first `count` matches after `place` if they differ and follow each other soon enough."""
    items: list[Place] = []
    leads: set[str] = set()
    within = _FIRST_WITHIN
    for match in pattern.finditer(text, place):
        start, end = match.span("item")
        if start - place > within or any(text[start:end] == text[slice(*item)] for item in items):
            break
        items.append((start, end))
        leads.add(match["lead"])
        place, within = end, _NEXT_WITHIN
        if len(items) == count:
            governed = len(leads) == 1 and len(*leads) not in (1, 2)  # 奋力打好 six times, not 实施
            alike = governed or len({text[start : start + 2] for start, _ in items}) == 1
            return items if alike else []
    return []
