"""A comparison becomes a table: a row a report, each with a question to that report alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from huimou.compose import is_english
from huimou.scope.mentions import YearMention, year_mentions
from huimou.shelf.look import look_for
from huimou.shelf.mentions import Named, by_organisation, by_year, named_places
from huimou.shelf.model import Report, Shelf

MOST_ROWS = 60
"""A table of more rows is no answer, and takes too long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table."""

    label: str
    """The place, or the year."""
    documents: tuple[int, ...]
    """Where to look; none if the shelf holds no such report."""
    question: str
    """What to ask there: the question without what tells the rows apart, but for the year."""


_ASKS = re.compile(r"多少|几|什么|哪|谁|怎|如何|\b(?:what|which|who|when|where|how)\b", re.IGNORECASE)
_EACH = "分别|各自|各(?=[是为有定达增占要设将多])"
_WHICH = "哪个|哪一个|哪[省市县地]|谁(?=的|更|高|低|多|少|大|小|快|慢)"
_CUE = re.compile(
    rf"{_EACH}|{_WHICH}|比较|对比|相比|比一比|\b(?:each|respectively|compare|comparison|versus|vs)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    "合作|携手|联合|共建|协同|之间|协作|往来|签[订署约]|对口|援助|帮扶|支援|相距|到.{0,6}的(?:高铁|铁路|航线|列车)"
)
"""What two places do with each other stands in one report, and once."""
_TOWARDS = re.compile("[去赴到在向对与从往至]$")
_JOINED = re.compile(
    r"\s*(?:[省市县区]?\s*(?:[、，,/]|和|与|跟|同|及|以及|还有|\band\b|\bvs\b\.?|\bversus\b)\s*)+",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"^\s*(?:这?[两二三四五六七八九十]|\d)个?(?:省区市|省市|省区|省份|地方|报告|者|[地省市县区])"
)
_EVERY = re.compile(
    r"(?:全国)?(?:各个?|每个?|所有的?|全部的?|\d{1,2}个?|[二三四五六七八九十]{2,3}个?)"
    r"(?P<level>省[市区、]*[市区]|省[份级]?|地[方市区]?|[市县区镇乡]|份?报告)的?(?:政府)?(?:工作)?(?:报告)?(?:[里中]的?)?"
    r"|哪个(?P<which>[省市县区])(?=.*最[高低多少大小快慢])"
    r"|\b(?:each|every|all)(?: of)?(?: the)?(?: \d+)? (?P<english>province|report)s?\b(?:'s)?",
    re.IGNORECASE,
)
_VALUES = re.compile("多少|分别|目标|几")
"""What 各地 and 各县 must be asked for to mean the reports of the shelf: they stand in every report too."""
_MOST = re.compile(r"的?(?:是)?(?:哪个|哪一个|谁)?的?最[高低多少大小快慢]的?(?:是)?(?:哪个|哪一个|谁)?")
_BETTER = re.compile(r"(?:比较)?更?[高低多少大小快慢](?:一些|一点)?\s*[？?]?\s*$")
_SET = re.compile("(?:定了|定的是?|定[为在]|设了|设[为在])多少")
_DROPPED = re.compile(
    rf"{_EACH}|(?:请|帮我|想)?(?:比较|对比|列出|列举|汇总)(?:一下|下)?|比一比|相比(?:之下)?[，,]?|都(?=[是有为])"
    rf"|(?:哪个(?:[省市县区]|地方)|{_WHICH})的?|,? *respectively|\b(?:compare|each)\b",
    re.IGNORECASE,
)


def table_rows(question: str, shelf: Shelf, within: Sequence[int]) -> tuple[Row, ...]:
    """The rows of the table that a question asks for; () if it asks for none.

    Several places side by side (上海和浙江的…分别是多少), every place (各省…是多少), or several years of
    one place (2024年和2025年…分别是多少).
    """
    reports = shelf.of(within)
    if len(reports) < 2:
        return ()
    named = named_places(question, shelf, within)
    rows = _places(question, named, reports) if named else _every(question, reports)
    return rows or _years(question, shelf, reports)


def _places(question: str, named: Sequence[Named], reports: Sequence[Report]) -> tuple[Row, ...]:
    held = {place.own for place in named if place.own}
    cue = _CUE.search(question) is not None
    between = [question[left.end : right.start] for left, right in pairwise(named)]
    side_by_side = bool(between) and all(_JOINED.fullmatch(gap) for gap in between)
    if len(named) < 2 or not held or _TOGETHER.search(question):
        return ()
    plain = side_by_side and len(held) == len(named) and not _TOWARDS.search(question[: named[0].start])
    if not cue and not (plain and _ASKS.search(question)):
        return ()
    base = question[: named[0].start] + _SEVERAL.sub("", question[named[-1].end :])
    asked = _bare(base, question)
    rows = {
        place.own or (place.name,): Row(
            label=_label(place, reports), documents=_one_sort(question, reports, place.own), question=asked
        )
        for place in named
    }
    return tuple(rows.values()) if len(rows) > 1 else ()


def _label(place: Named, reports: Sequence[Report]) -> str:
    return next((one.info.place for one in reports if one.number in place.own), place.name)


def _one_sort(question: str, reports: Sequence[Report], numbers: Sequence[int]) -> tuple[int, ...]:
    """Of the reports of one place those that the question means by organisation and year."""
    ours = [one for one in reports if one.number in numbers]
    for narrow in (by_organisation, by_year):
        ours = narrow(question, ours) or ours
    return tuple(one.number for one in ours)


def _every(question: str, reports: Sequence[Report]) -> tuple[Row, ...]:
    match = _EVERY.search(question)
    if match is None or not (_ASKS.search(question) or _CUE.search(question) or len(question) < 30):
        return ()
    level = match["level"] or match["which"] or ("省" if (match["english"] or "").startswith("p") else "报告")
    if level[0] in "地市县区镇乡" and match["which"] is None and not _VALUES.search(question):
        return ()
    if level[0] == "省":
        ours = [one for one in reports if any(code.endswith("0000") for code in one.codes)]
    elif level[0] in "市县区镇乡":
        ours = [one for one in reports if one.level == level[0]]
    else:
        ours = list(reports)
    for narrow in (by_organisation, by_year):
        ours = narrow(question, ours) or ours
    if not 2 <= len(ours) <= MOST_ROWS:
        return ()
    rest = question[: match.start()] + question[match.end() :]
    asked = _bare(_MOST.sub("是多少", rest, count=1) if _MOST.search(rest) else rest, question)
    ours.sort(key=lambda one: (min(one.codes, default="9"), one.info.year or 0))
    places = [one.info.place for one in ours]
    return tuple(Row(label=_unique(one, places), documents=(one.number,), question=asked) for one in ours)


def _unique(report: Report, places: Sequence[str]) -> str:
    """The place, or the report's name if there is none or two reports are of it."""
    place = report.info.place
    if place and places.count(place) == 1:
        return place
    return report.document.name


def _years(question: str, shelf: Shelf, reports: Sequence[Report]) -> tuple[Row, ...]:
    found = [one for one in year_mentions(question, report=None, short=True) if one.role == "own"]
    if len({one.year for one in found}) < 2 or not (_joined(question, found) and _CUE.search(question)):
        return ()
    rows = []
    for year in sorted({one.year for one in found}):
        asked = f"{question[: found[0].start]}{year}年{question[found[-1].end :]}"
        look = look_for(asked, shelf, [one.number for one in reports])
        of = {one.info.place for one in reports if one.number in look.base}
        if len(of) > 1 or look.absent:
            return ()
        rows.append(
            Row(label=f"{year}年", documents=look.tries[0].documents, question=_bare(asked, question))
        )
    return tuple(rows)


def _joined(question: str, found: Sequence[YearMention]) -> bool:
    gaps = [question[left.end : right.start] for left, right in pairwise(found)]
    return all(_JOINED.fullmatch(gap) for gap in gaps)


def _bare(base: str, question: str) -> str:
    """A question without the words that ask for a comparison."""
    which = re.search(_WHICH, question) is not None
    asked = _DROPPED.sub("", base)
    if which and not re.search("多少\\s*[？?]?$", asked):
        asked = _BETTER.sub("是多少", asked)
    asked = re.sub(r"^[\s，,、的：:]+|[\s，,。？?！!]+$", "", asked)
    asked = re.sub(r"([，,])[，,、的]+", r"\1", asked)
    asked = _SET.sub("是多少", asked)
    if is_english(question):
        return asked + "?"
    return asked + ("？" if _ASKS.search(asked) else "是多少？")
