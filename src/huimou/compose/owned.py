"""Whose figure it is: "一般公共预算收入3393亿元，居民收入增长5.5%" tells of two things, each its own.

A reader asked for what the first one grew by takes the second one's rate, for it is the only one there is.
The words before a figure say whose it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from huimou.quantities import find_quantities
from huimou.text import comparable

_CLAUSE = re.compile("[^，；、。：！？\n]+")
_GOES_ON = re.compile(
    r"(?:\d{4}年|[今去全当]年|上年|力争|突破|超过?|预期|同比|比(?:上|去)?年?[^，。]{0,6}|较[^，。]{0,6}|分别|累计|"
    r"总数|总量|总?规模|其中|平均|年均|预计|约|达到?|占比?|增长|增加|增速|增幅|下降|减少|提高|提升|上升|回落|降|增|高于|低于|快于|居|排|位)+"
)
"""What begins a clause that goes on about the thing before it."""
_SHORT = 3
"""Characters before a figure that name no thing of their own: 受理9318件，审执结8977件."""
_NEAR = 2
"""Characters that two texts share by chance."""
_NAMED_WHOLLY = 5
"""So many characters of a question's words in a row name a thing beyond doubt."""
_GENERAL = re.compile(r"\d+年|[^\u4e00-\u9fffA-Za-z]|多少|几|什么|哪[些个]?|[是有]")
"""What names nothing."""
_IN_AND_OUT = re.compile("进出口")
_OUT_OR_IN = re.compile("(?<!进)出口(?!处)|进口(?!处)")
_ALONE = re.compile("单独|光是|单是|单单|仅仅是|单论|单说|其中一|一[本家个项处]就")
_TOGETHER = re.compile("共计|总计|合计|[一总]共|总投资|总额|总量")
_PART = re.compile(
    "(?:里面?|当中|之中|中)[，,]?(?P<part>[^，,。？]{2,14}?)(?:单独|又|各|一共)?(?:占了?|贡献了?)(?:多少|几|百分)"
)
"""Of all of something, how much is such and such: 隐患里，化工企业占几处."""
_HALVES = (
    (re.compile("(?:农村|乡村|乡下|农民)[^，。？]{0,4}(?:居民|收入|人均|消费)"), re.compile("[农乡村]")),
    (re.compile("(?:城镇|城里|城市)[^，。？]{0,4}(?:居民|收入|人均|消费)"), re.compile("[城镇]")),
)
"""What a question says of a part of all people, and what the evidence must then say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """Clauses of a sentence that tell of one thing."""

    start: int
    end: int
    """In the text, end exclusive."""
    words: str
    head: str
    """What stands before the first of its figures; "" if it has none."""


def owners(text: str, sentence: tuple[int, int]) -> list[Owner]:
    """The things that a sentence tells figures of, one after another.

    >>> told = "甲产业产值3亿元、增长2%，乙产业产值5亿元"
    >>> [owner.words for owner in owners(told, (0, len(told)))]
    ['甲产业产值3亿元增长2%', '乙产业产值5亿元']
    """
    base = sentence[0]
    told = text[base : sentence[1]]
    figures = find_quantities(told)
    found: list[Owner] = []
    for clause in _CLAUSE.finditer(told):
        start, end = clause.span()
        inside = tuple(figure for figure in figures if start <= figure.start < end)
        head = told[start : inside[0].start if inside else end]
        goes_on = bool(inside) and (len(head) <= _SHORT or _GOES_ON.fullmatch(head) is not None)
        if goes_on and found:
            last = found.pop()
            found.append(
                Owner(
                    start=last.start,
                    end=base + end,
                    words=last.words + clause.group(),
                    head=last.head or head,
                )
            )
        else:
            head = head if inside else ""
            found.append(Owner(start=base + start, end=base + end, words=clause.group(), head=head))
    return found


def named(question: str, words: str) -> int:
    """How many characters of a question stand in a row in some words, figures and question words left out.

    >>> named("全市粮食产量是多少？", "粮食产量19.3万吨")
    4
    """
    told = comparable(words)
    told = told if _IN_AND_OUT.search(question) else _IN_AND_OUT.sub(" ", told)
    most = 0
    for piece in _GENERAL.split(comparable(question)):
        for left in range(len(piece)):
            while left + most < len(piece) and piece[left : left + most + 1] in told:
                most += 1
    return most


def disowned(
    question: str,
    text: str,
    sentence: tuple[int, int],
    span: tuple[int, int],
    paragraph: tuple[int, int] | None = None,
) -> tuple[bool, list[Owner]]:
    """Whether a figure is another thing's than the question names, and whose it may be instead.

    Args:
        question: The question.
        text: The document's text.
        sentence: The sentence, (start, end) in `text`, end exclusive.
        span: The figure, (start, end) in `text`, end exclusive.
        paragraph: The paragraph around it, (start, end): another sentence of it may tell of the thing.

    Returns:
        Whether it is certain; and the things that the question names better than the figure's own.
    """
    if _of_the_other_half(question, text[slice(*sentence)]):
        return True, []
    all_ = owners(text, sentence)
    mine = next((owner for owner in all_ if owner.start <= span[0] < owner.end), None)
    if mine is None:
        return False, []
    if _IN_AND_OUT.search(mine.words) and _OUT_OR_IN.search(question) and not _OUT_OR_IN.search(mine.words):
        return True, []
    if _ALONE.search(question) and _shared(text, mine.start, span):
        return True, []
    if part := _PART.search(question):
        said = [char for char in part["part"] if char not in "的类"]
        if sum(char in text[slice(*sentence)] for char in said) < len(said) / 2:
            return True, []
    own = named(question, mine.words)
    better = [owner for owner in all_ if owner is not mine and named(question, owner.head) > max(_NEAR, own)]
    others = [*better, *(owners(text, paragraph) if paragraph and mine.head else ())]
    wholly = own <= _NEAR and any(named(question, owner.head) >= _NAMED_WHOLLY for owner in others)
    return wholly, better


def _shared(text: str, start: int, span: tuple[int, int]) -> bool:
    """Whether a figure is told of several things together."""
    clause = re.split("[，。；：]", text[max(0, start - 60) : span[0]])[-1]
    return "、" in clause or _TOGETHER.search(text, start, span[1]) is not None


def _of_the_other_half(question: str, told: str) -> bool:
    """Whether a question asks for town or country, and the evidence speaks of everybody.

    >>> _of_the_other_half("农村居民收入增长多少？", "居民人均可支配收入增长5.5%")
    True
    """
    return any(asked.search(question) and not there.search(told) for asked, there in _HALVES)
