"""Whether a question wants a list, and of how many items."""

from __future__ import annotations

import re

from huimou.enumerations.shown import QUOTES
from huimou.enumerations.words import DIGIT, MEASURES, QUOTED_COUNT, numeral_value

_ASKS = re.compile(
    r"哪些|哪几|哪(?:[二两三四五六七八九]|十[一二三四五六七八九]?|\d)|分别(?:是|为|有|指)|(?:包括|包含|涵盖|涉及)了?(?:什么|谁)"
    r"|由什么(?:组成|构成)|(?:有|包括)(?:些)?谁|有些什么|列出|列举|罗列|都[^，。？?]{0,8}(?:什么(?!时候)|谁)"
    r"|几(?!何|乎)[^，。？?]{1,10}?(?:是|有|叫|指)(?:什么(?!时候)|哪)|几(?!何|乎)[^，。？?]{1,10}?(?:各|分别)[^，。？?]{0,6}(?:什么(?!时候)|哪|谁)"
    r"|有什么(?!时候|用处?[？?]?$|意义|意思|关系|区别|不同)",
)
_ASKS_ENGLISH = re.compile(
    r"\bwhat (?:are|were) (?:the|all)\b|\bwhich (?:\S+ )*?(?:are|were|do|have)\b|\b(?:which|what) "
    r"(?:two|three|four|five|six|seven|eight|nine|ten)\b|\blist\b|\bname (?:the|all)\b",
    re.IGNORECASE,
)
_ASKED_COUNT = re.compile(rf"哪(?P<n>\d{{1,2}}|[{DIGIT}]{{1,3}})(?![\d{DIGIT}年月])")
_STATED_COUNT = re.compile(rf"(?<![第\d.{DIGIT}百千万])(?P<n>\d{{1,2}}|[{DIGIT}]{{1,3}})(?:{MEASURES})")
_ENGLISH_COUNT = re.compile(
    r"\b(?:which|what|what are the|list the|name the) (two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_ENGLISH = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def asks_list(question: str) -> bool:
    """Whether a question wants several things named: 哪些, 哪几, 哪六学, 分别是; not 哪里, 哪个, 哪一年."""
    return bool(_ASKS.search(question) or _ASKS_ENGLISH.search(question))


def count_asked(question: str) -> int | None:
    """How many things a list question wants, two to ninety-nine; None if it does not say.

    >>> count_asked("三大产业是哪些？")
    3
    """
    if not asks_list(question):
        return None
    if match := _ENGLISH_COUNT.search(question):
        return _ENGLISH.index(match[1].lower()) + 2
    quoted = (QUOTED_COUNT.match(question, at + 1) for at, char in enumerate(question) if char in QUOTES)
    for match in (_ASKED_COUNT.search(question), *_STATED_COUNT.finditer(question), *quoted):
        if match and (count := numeral_value(match["n"])) > 1:
            return count
    return None
