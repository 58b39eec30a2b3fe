"""The years that a text names, and what part each plays there.

A year in these texts is a number of four digits (2024年, 2024, 二〇二四年), of two (24年), or a word that
counts from the report's own year (去年, 今年, last year).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["own", "base", "since", "until", "span"]
"""own: what is said holds for it; base: what is said is compared with it (比2023年增长); since and until:
a period begins or ends with it (2012年以来, 到2027年); span: one of a period's years (2021—2025年)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearMention:
    """Where a text names a year."""

    start: int
    end: int
    """Exclusive."""
    year: int
    role: Role


_FULL_WIDTH = {ord("０") + value: str(value) for value in range(10)}
_HAN_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_DASH = "(?:[-—–―~～－]{1,2}|至|到|to|through)"
_FOUR = r"(?:19[4-9]|20[0-4])\d"
_MEASURE = (
    "[.,:%％‰〕亿万千百余多个元人次家户件名条项公平米吨亩台座套辆张份位所号届栋只艘株头斤处支批种本篇期步场间里点"
    "克瓦升度]"
)
"""What follows a number that is no year: 2000亩, 2025个. Not 年, not 年度."""
_SPAN = re.compile(rf"(?<![\d.])(?P<first>{_FOUR})\s*年?\s*{_DASH}\s*(?P<last>{_FOUR}|\d\d(?=\s*年))(?!\d)")
_NUMBER = re.compile(
    rf"(?<![\d.,〔])(?P<full>{_FOUR})(?:\s*(?:财年|年)|(?!\d|\s*{_MEASURE})(?=\s*[\u3000-\u9fff\uff00-\uffef?]|\s*$))"
    r"|(?P<han>[一二][〇○零一二三四五六七八九]{3})年"
    # Not: of 2000 households.
    rf"|(?:\b(?:in|for|of|during|by|since|until|than|from|to|the|year|fy|vs|versus)\s+|['’]s\s+|^)(?P<english>{_FOUR})"
    r"(?![\d%]|[.,]\d|\s*[\u3000-\u9fff]|\s+(?!was|is|as|has|does|its|this|versus)[a-z]+s\b)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    # 24年 is a year, 连续24年 and 24年来 are so many years.
    r"(?<![\d.第近续去来达时计共约超过满每前后历用已了长龄工])(?P<short>[0-4]\d)年(?![来间内前后多期以级均之限]|.?龄)"
)
_RELATIVE = (
    (re.compile("(?<![当现如])今年(?![轻龄])|(?<![基成资根])本年(?!龄)|this year|the current year", re.I), 0),
    (
        re.compile(
            "(?<![失过])去年(?![轻龄均])|(?<!the )last year",
            re.I,
        ),
        -1,
    ),
    (re.compile("(?<!年)前年|the year before last", re.I), -2),
    (re.compile("(?<!文)明年|下一年|next year", re.I), 1),
)
_YEAR_BEFORE = re.compile("(?<![以马晚])上一?年度?(?![龄纪轻夜])|(?:previous|prior) year", re.I)
"""The year before the one that is told of."""
_IN_FIGURES = re.compile(rf"[（(]{_FOUR}\s*年?[）)]")
"""今年（2026年）: whoever asks says which one is meant."""
_LAST_YEAR = re.compile("过去(?:的)?(?:这)?一年|一年来")
"""The year that a report looks back on."""

_BASE_BEFORE = re.compile(
    r"(?:比|较|相比|相较于?|对比|超过|高于|低于|多于|少于|不如|好于"
    r"|than|over|from|versus|vs\.?|compared (?:with|to))\s*(?:in |that of |the )?$",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile("(?:度|末|底|全年|同期|同时期|的|水平){0,3}(?:相比|比较|比，|比,|持平)")
_WITH = re.compile("[与和同跟]$")
_SINCE_BEFORE = re.compile(r"(?:自从?|从|since)\s*$", re.IGNORECASE)
_SINCE_AFTER = re.compile(r"(?:\d{1,2}月)?(?:度|初|底|末)?(?:以来|开始|起(?!步))")
_UNTIL_BEFORE = re.compile(r"(?:(?<!截)[到至]|力争|by|until|till)\s*$", re.IGNORECASE)
_UNTIL_AFTER = re.compile("(?:底|末)?(?:以前|之前|前(?!三?季度|列))")


def year_mentions(
    text: str, *, report: int | None, last: int | None = None, short: bool = False
) -> list[YearMention]:
    """The years that `text` names, in order.

    Args:
        text: A question, a sentence or a heading.
        report: The report's year, which 今年 means; None leaves such words out.
        last: The year that the report looks back on, which 过去一年 means; None leaves such words out.
        short: Whether 24年 is 2024年: so in questions, hardly in reports.
    """
    text = text.translate(_FULL_WIDTH)
    mentions: list[YearMention] = []
    taken: list[tuple[int, int]] = []
    for match in _SPAN.finditer(text):
        first = int(match["first"])
        final = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
        if first < final <= first + 30:
            taken.append(match.span())
            mentions += [
                YearMention(start=match.start(), end=match.end(), year=year, role="span")
                for year in range(first, final + 1)
            ]
    for start, end, year in _single(text, report, last, short):
        if not any(left < end and start < right for left, right in taken):
            taken.append((start, end))
            mentions.append(YearMention(start=start, end=end, year=year, role=_role(text, start, end)))
    return sorted(mentions, key=lambda mention: (mention.start, mention.year))


def _single(text: str, report: int | None, last: int | None, short: bool) -> Iterator[tuple[int, int, int]]:
    """(start, end, year) of every single year; what may overlap comes in order of trust."""
    for match in _NUMBER.finditer(text):
        if match["han"]:
            yield *match.span(), int("".join(_HAN_DIGITS[char] for char in match["han"]))
        else:
            kind = "full" if match["full"] else "english"
            yield match.start(kind), match.end(), int(match[kind])
    if short:
        for match in _SHORT.finditer(text):
            year = 2000 + int(match["short"])
            if abs(year - (report or 2025)) <= 10:
                yield *match.span(), year
    if last is not None:
        for match in _LAST_YEAR.finditer(text):
            yield *match.span(), last
    told = report if last is None else last
    if told is not None:
        for match in _YEAR_BEFORE.finditer(text):
            yield *match.span(), told - 1
    if report is not None:
        for pattern, distance in _RELATIVE:
            for match in pattern.finditer(text):
                if not _IN_FIGURES.match(text, match.end()):
                    yield *match.span(), report + distance


def _role(text: str, start: int, end: int) -> Role:
    before, after = text[:start], text[end:]
    if _BASE_BEFORE.search(before):
        return "base"
    if _WITH.search(before) and _BASE_AFTER.match(after):
        return "base"
    if _SINCE_BEFORE.search(before) or _SINCE_AFTER.match(after):
        return "since"
    if _UNTIL_BEFORE.search(before) or _UNTIL_AFTER.match(after):
        return "until"
    return "own"
