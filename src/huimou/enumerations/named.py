"""Sets that a report names by their number and tells one by one.

“五个中心”, and then 加快国际经济中心建设…。加快国际金融中心建设…。 Nothing joins the items, so no list
is found where they stand; what they share with the name finds them: they end as it ends, or stand around one
word of their own, as 向种图强 in “五向图强”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from huimou.enumerations.shown import Place
from huimou.enumerations.words import DIGIT, MEASURES, OPENING, numeral_value

_TERM = re.compile(
    rf"(?P<n>[{DIGIT}])(?:[个大项条类种])?(?P<rest>(?:(?![二两三四五六七八九十])[\u4e00-\u9fff]){{1,5}})"
)
_CLAUSE = r"(?:^|(?<=[。；：！？\n、，）)]))(?:[一二三四五六七八九十]{1,2}[、是])?"
_DEFINED = re.compile(
    r"[”’」』]?[\u4e00-\u9fff]{0,8}(?:[：:]|[，（(]?即|，?(?:分别|指的?)是)(?P<told>[^。！？\n：:]{4,240})"
)
_ORDINAL = re.compile(rf"^(?:[{DIGIT}]是|（[{DIGIT}]）|第[{DIGIT}][，、])")
_NO_NAME = tuple("哪这那几第")
_MEASURE = re.compile(rf"[{DIGIT}](?:{MEASURES}|[个大]类|大类|条线)")
_MEANS = re.compile("内涵|含义|意思|指的?是?什么|指什么|是什么|是啥|解释|具体内容|具体是")
_FIRST_WITHIN = 1000
_NEXT_WITHIN = 3000
_LONGEST_ITEM = 20


def asks_named(question: str) -> bool:
    """Whether a question may ask what a named set holds, by its words: 内涵, 指什么, 是什么.

    >>> asks_named("“三个一批”的内涵是什么？"), asks_named("“三个一批”有几项？")
    (True, False)
    """
    return bool(_MEANS.search(question)) and any(numeral_value(m["n"]) > 1 for m in _TERM.finditer(question))


def named_set(text: str, question: str) -> list[Place]:
    """The items of the set that a question names, as (start, end) in `text`, in order; [] if none is told.

    They follow the set's name, as many as it says and no two the same: behind a colon, or each at the
    beginning of a clause. Those are told alike: one right after the other, governed by the same words, or
    beginning with the same ones. A set that is told otherwise is not found: half a set would be worse than
    none.
    """
    for count, rest, term in _terms(text, question):
        for name in re.finditer(re.escape(term), text):
            items = _defined(text, name.end(), count, rest)
            for pattern in [] if items else _patterns(rest):
                items = items or _told_after(text, name.end(), pattern, count)
            if items:
                return items
    return []


def defined_set(text: str, question: str) -> list[Place]:
    """The items of the set that a question names, where a colon or 即 tells them right behind its name."""
    for count, rest, term in _terms(text, question):
        for name in re.finditer(re.escape(term), text):
            if items := _defined(text, name.end(), count, rest):
                return items
    return []


def _terms(text: str, question: str) -> Iterator[tuple[int, str, str]]:
    """Names of sets in the question that the text has too: (number of items, rest of the name, name)."""
    for match in _TERM.finditer(question):
        count = numeral_value(match["n"])
        before = question[: match.start()]
        if before.rfind("“") > before.rfind("”") and not before.endswith("“"):
            continue  # 两送 of “两进两送” is no name
        if before.endswith(_NO_NAME):
            continue
        quoted = before.endswith("“") and question.startswith("”", match.end())
        shortest = match.end() - 1 if quoted else match.start("rest")  # “四个一点” is not “四个一”
        for end in range(match.end(), shortest, -1):
            term = question[match.start() : end]
            part = question[end : end + 1] and question[end] in DIGIT  # 三进 of “三进三送” is no name
            if count > 1 and term in text and not part and (quoted or not _MEASURE.fullmatch(term)):
                yield count, question[match.start("rest") : end], term
                break


def _defined(text: str, place: int, count: int, rest: str) -> list[Place]:
    """The `count` parts of what a colon right after the name introduces."""
    told = _DEFINED.match(text, place)
    if told is None:
        return []
    base = told.start("told")
    for mark, ends in (("；", ""), ("，", ""), ("、", "，；）)"), ("、", "")):
        whole = re.split(f"[{ends}]", told["told"])[0] if ends else told["told"]
        parts = [match.span() for match in re.finditer(f"[^{mark}]+", whole)]
        parts = [(base + start, base + end) for start, end in parts]
        like = [part for part in parts if rest in text[slice(*part)]]  # 一 in each of “四个一”
        for found in (parts, like):
            if len(found) == count:
                return [_shortened(text, start, end, rest) for start, end in found]
    return []


def _shortened(text: str, start: int, end: int, rest: str) -> Place:
    """An item without its ordinal, and without the clauses that explain it if it is long."""
    ordinal = _ORDINAL.match(text[start:end])
    start += ordinal.end() if ordinal else 0
    comma = text.find("，", start, end)
    if comma > start and rest not in text[start:comma] and rest in text[comma:end]:
        start = text.rfind("，", start, text.rfind(rest, start, end)) + 1  # …城市，打造…基地 of “三地”
        return start, end
    return (start, comma) if comma > start and end - start > _LONGEST_ITEM else (start, end)


def _patterns(rest: str) -> Iterator[re.Pattern[str]]:
    """How the items of a set may look whose name ends with `rest`."""
    if len(rest) < 2:
        return
    first, others, whole = re.escape(rest[0]), re.escape(rest[1:]), re.escape(rest)
    yield re.compile(rf"{_CLAUSE}(?P<lead>)(?P<item>{first}[\u4e00-\u9fff]{{1,3}}{others})")
    yield re.compile(rf"{_CLAUSE}(?P<lead>)(?P<item>{whole}[\u4e00-\u9fff]{{2,8}})(?=[，。；、：])")
    yield re.compile(rf"{_CLAUSE}(?P<lead>{OPENING.pattern})(?P<item>[\u4e00-\u9fff]{{2,16}}?{whole})")
    yield re.compile(rf"{_CLAUSE}(?P<lead>)(?P<item>[\u4e00-\u9fff]{{2,12}}?{whole})(?=[，。；、])")


def _told_after(text: str, place: int, pattern: re.Pattern[str], count: int) -> list[Place]:
    """The first `count` matches after `place` if they differ, are alike and follow each other soon enough."""
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
            return items if _alike(text, items, leads) else []
    return []


def _alike(text: str, items: list[Place], leads: set[str]) -> bool:
    governed = len(leads) == 1 and len(*leads) > 2  # 奋力打好 six times, not 实施
    same = (
        len({text[start : start + 2] for start, _ in items}) == 1
        or len({text[start] + text[end - 2 : end] for start, end in items}) == 1
    )
    adjacent = all(text[left[1] : right[0]] in ("、", "，", "；") for left, right in pairwise(items))
    return governed or same or adjacent
