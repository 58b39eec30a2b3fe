"""Dates and ordinals in Chinese text: the numerals that count nothing."""

from __future__ import annotations

import re

from huimou.quantities.units import COUNTED, DIGIT, GAP, HAN

Span = tuple[int, int]
"""Start inclusive, end exclusive, in Python string indices."""

# 近2000年 is a span of time.
_YEAR = rf"(?<![近逾约超0-9０-９.])(?:[12１２]{DIGIT}{{3}}|[一二][零〇一二三四五六七八九]{{3}})"
_MONTH = rf"(?<![0-9０-９.{HAN}])(?:[1１][0-2０-２]|[0０]?[1-9１-９]|十[一二]?|[一二三四五六七八九])"
_DAY = rf"(?<![0-9０-９.])(?:[12１２]{DIGIT}|[3３][01０１]|[0０]?[1-9１-９])(?!{DIGIT})"
_DAY_HAN = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_TO = f"{GAP}[—–~～至-]{GAP}"
_DAY_AFTER_MONTH = rf"{GAP}(?:{_DAY}|{_DAY_HAN}){GAP}[日号]"
_DATE = re.compile(
    rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}"
    rf"|{_YEAR}(?:{_TO}{_YEAR})?{GAP}年(?:{GAP}{_MONTH}{GAP}月(?:{_DAY_AFTER_MONTH})?)?"
    rf"|{_MONTH}(?:{_TO}{_MONTH})?{GAP}月(?![龄嫂饼])(?:{_DAY_AFTER_MONTH})?"
    rf"|{_DAY}{GAP}日(?![均益常产照])"
)

_MEETING = "(?:全体)?(?:会议|全会)"
_SITTING = rf"(?<![第{HAN}])[{HAN}]+[次中]"
_SITTINGS = rf"{_SITTING}(?:[、和]{_SITTING}){{0,6}}"
_ORDINAL = re.compile(
    rf"第{GAP}(?:{DIGIT}+|[{HAN}]+)(?:{GAP}(?:次{_MEETING}|{COUNTED}|[号年天级]|季度|产业|方(?!面)))?"
    # 连续十四届 counts.
    rf"|(?<!连续)(?<!举办)(?<!举办了)(?<!过去)(?<!总共)(?<!一共)(?<![近第{HAN}])[{HAN}]+届"
    rf"(?:(?:人大|政协|人民代表大会|委员会)?{_SITTINGS}{_MEETING})?"
    rf"|{_SITTINGS}(?:全体)?全会"
    rf"|(?<=[大协会]){_SITTING}会议"
)


def find_dates(text: str) -> list[Span]:
    """Years, months and days, in order, disjoint.

    2025年, 二〇二五年, 2024—2025年, 2025年1月15日, 1—11月, 15日. “十四五” and 上半年 are no dates.
    """
    return [match.span() for match in _DATE.finditer(text)]


def find_ordinals(text: str) -> list[Span]:
    """Places in a row, in order, disjoint: 第十三辑, 第4位, 十二届四次会议, 二十届二中、三中全会."""
    return [match.span() for match in _ORDINAL.finditer(text)]
