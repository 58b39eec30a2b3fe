"""The numbered styles of heading, told by the text of one block alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_CN = _DIGITS[1:] + "十百"
_SPACE = r"[ \t\u3000]"

# A style with a lower rank encloses those with a higher one.
PART, CHAPTER, SECTION, ORDINAL, BRACKETED, IS, ARABIC, ARABIC_BRACKETED = 10, 12, 13, 15, 16, 17, 18, 24

_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (PART, re.compile(rf"(第[{_CN}\d]{{1,4}}(?:部分|编|篇))[、：:\s]*")),
    (CHAPTER, re.compile(rf"(第[{_CN}\d]{{1,4}}章)[、：:\s]*")),
    (SECTION, re.compile(rf"(第[{_CN}\d]{{1,4}}节)[、：:\s]*")),
    # "一、二、三产业" is an enumeration, not the first of a series.
    (ORDINAL, re.compile(rf"([{_CN}]{{1,4}})[、．.](?![{_CN}]+[、产])\s*")),
    (BRACKETED, re.compile(rf"([（(][{_CN}]{{1,4}}[）)])[、．.]?\s*")),
    (IS, re.compile(rf"([{_CN}]{{1,3}}是)")),
    # "1.1 标题", but not "1.5万"; "1.标题", but not "3.5" or "2.0版".
    (ARABIC, re.compile(rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})[.．、]?{_SPACE}+")),
    (ARABIC, re.compile(rf"(\d{{1,3}})[.．、](?!\d){_SPACE}*")),
    # "1 标题", but not "12 月" or "3 个": with a unit it is a quantity.
    (ARABIC, re.compile(rf"(\d{{1,2}}){_SPACE}+(?![\d年月日号时点分秒个万亿元余％%℃])")),
    (ARABIC_BRACKETED, re.compile(r"([（(]\d{1,2}[）)])\s*")),
    (ARABIC_BRACKETED, re.compile(r"(\d{1,2})[）)]\s*")),
)
_MAY_BEGIN = re.compile(rf"[第（(\d{_CN}]")
_STOP = re.compile(r"[。！？；：!?;:]")
_LONGEST_TITLE = 70


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """The number that a block begins with."""

    rank: int
    text: str
    """As written, without its separator."""
    value: int
    """0 if it is not one plain number."""
    length: int
    """Where the title begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """The heading that a block is, or begins with."""

    rank: int
    number: str
    title: str
    end: int
    """Where it ends in the block's text."""
    value: int = 0
    """The number as an integer; 0 if there is none."""
    run_in: bool = False
    """Whether body text follows in the same block."""


def read_number(text: str) -> Number | None:
    """The heading or list number that `text` begins with, if any."""
    if not _MAY_BEGIN.match(text):
        return None
    for rank, pattern in _STYLES:
        found = pattern.match(text)
        if found:
            depth = len(re.findall("[.．]", found[1]))
            return Number(rank=rank + depth, text=found[1], value=_value(found[1]), length=found.end())
    return None


def _value(number: str) -> int:
    digits = number.strip("（）()第部分编篇章节是")
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_DIGITS):
        return 0
    return (_DIGITS.index(tens or "一") if ten else 0) * 10 + _DIGITS.index(ones or "零")


def numbered_heading(text: str) -> Heading | None:
    """The numbered heading that `text` is, or that its first sentence is.

    Only ``一、`` and ``（一）`` run in: an Arabic number in front of a paragraph mostly counts items.
    """
    number = read_number(text)
    if number is None:
        return None
    limit = number.length + _LONGEST_TITLE
    stops = [found.start() for found in _STOP.finditer(text, number.length, limit)]
    may_run_in = number.rank in (ORDINAL, BRACKETED)
    # A colon inside is part of the title: "（一）聚焦主业：做强做优".
    inner_colon = may_run_in and len(stops) == 1 and text[stops[0]] in "：:" and stops[0] + 1 < len(text)
    if not stops or inner_colon:
        fits = len(text) <= (limit if number.rank <= BRACKETED else number.length + 40)
        titled = len(text) > number.length or number.rank <= SECTION
        return _heading(number, text, len(text)) if fits and titled and text[-1] not in "，、," else None
    if not may_run_in or stops[0] == number.length or text[stops[0]] in "：；:;":
        return None
    whole = stops[0] + 1 == len(text)
    return _heading(number, text, len(text) if whole else stops[0])


def _heading(number: Number, text: str, end: int) -> Heading:
    title = text[number.length : end].rstrip("。！？!?")
    return Heading(
        rank=number.rank,
        number=number.text,
        title=title,
        end=end,
        value=number.value,
        run_in=end < len(text),
    )


def is_numbered_line(text: str) -> bool:
    """Whether it is a numbered heading and nothing else."""
    heading = numbered_heading(text)
    return heading is not None and not heading.run_in


def starts_with_number(text: str) -> bool:
    """Whether it begins as a numbered heading or list item does, not as the middle of a sentence may."""
    number = read_number(text)
    if number is None:
        return False
    # "60 次" or "二是" may well stand after the break of a line.
    digits = number.text.isdecimal() and text[: number.length].strip() == number.text
    weak = number.rank == IS or digits
    return not weak or is_numbered_line(text)
