"""What a question asks for, read off its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from huimou.enumerations import asks_list, count_asked
from huimou.gloss import in_chinese
from huimou.quantities import Quantity, find_ordinals, find_quantities, measure_asked

Wanted = Literal["person", "date", "place", "percent", "growth", "money", "figure", "how", "why", "anything"]
FIGURES = ("figure", "growth", "percent", "money")
"""What is answered by a figure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question that stands alone, and what its words say of the answer."""

    question: str
    search: str
    """What is looked up and read: as `question`, but a figure that it asserts is asked for instead."""
    lookup: str
    """What passages are looked up by: `search`; if that is in English, after its terms in Chinese."""
    wanted: Wanted
    measure: str | None
    """The unit that the answer counts in: "条" for 多少条."""
    lists: bool
    """Several things are asked for."""
    count: int | None
    """How many, if the question says so: 6 for 哪六学."""
    confirms: bool
    """The question asserts something and asks whether it is so."""
    asserted: Quantity | None
    """The figure that it asserts; offsets are those of `question`."""
    ordinal: tuple[int, int] | None
    """Where it asserts a place in a row (第二届) and no figure."""
    english: bool


def analyse(question: str) -> Asked:
    """Read a question that stands alone."""
    confirms = asks_to_confirm(question)
    asserted = asserted_figure(question) if confirms else None
    ordinal = asserted_ordinal(question) if confirms and not asserted else None
    search = ask_for(question, asserted) if ordinal is None else ask_which(question, ordinal)
    search = as_reports_say(search)
    lists = not (asserted or ordinal) and asks_list(search)
    return Asked(
        question=question,
        search=search,
        lookup=_lookup(search),
        wanted=wanted(_FEW.sub("", search) if lists else search),
        measure=measure_asked(search),
        lists=lists,
        count=count_asked(search),
        confirms=confirms,
        asserted=asserted,
        ordinal=ordinal,
        english=is_english(question),
    )


def _lookup(search: str) -> str:
    told = in_chinese(search) if is_english(search) else ""
    return f"{told} {search}" if told else search


_FEW = re.compile("[哪这那]?几(?![年月天日号时])")
"""Asks for no number where several things are to be named: 哪几个领域, 几个难处是什么."""
_REPORTS_SAY = (
    (re.compile("啥(?!的)"), "什么"),
    (re.compile("咋"), "怎么"),
    (re.compile("GDP", re.IGNORECASE), "地区生产总值"),
    (re.compile("地区生产总值的?(?=(?:预期)?目标)"), "地区生产总值增长"),  # nobody sets one for its level
)
_OR = (
    (re.compile("经济(?:总体)?(?:增长率?|增速)(?=.{0,6}(?:目标|多少|预期|速度|是|为))"), "地区生产总值增长"),
    (re.compile("经济总量"), "地区生产总值"),
    (re.compile("细颗粒物"), "PM2.5"),
    (re.compile("PM2\\.?5", re.IGNORECASE), "细颗粒物"),
)


def as_reports_say(question: str) -> str:
    """A question in the words of a report where people use another one.

    >>> as_reports_say("去年GDP增长多少？")
    '去年地区生产总值增长多少？'
    """
    if not is_english(question):
        for said, written in _REPORTS_SAY:
            question = said.sub(written, question)
    return question


def other_wording(question: str) -> str:
    """The question in other words that reports have for the same; "" if there are none.

    >>> other_wording("今年的经济增长目标是多少？"), other_wording("地区生产总值增长多少？")
    ('今年的地区生产总值增长目标是多少？', '')
    """
    other = question
    for said, written in _OR:
        other = said.sub(written, other)
    return other if other != question else ""


def is_english(question: str) -> bool:
    """Whether a question is in English: more than half of its letters are Latin."""
    letters = [char for char in question if char.isalpha()]
    return bool(letters) and sum(char.isascii() for char in letters) > len(letters) / 2


_CONFIRM = re.compile(
    r"[，,、\s]*(?:对吗|对不对|对吧|是吗|是不是|是吧|是这样吗|没错吧|没错吗|正确吗|属实吗|准确吗|"
    r"是真的吗|真的吗|有没有错|(?:is that |isn't that |is this )?(?:right|correct|true)|isn't it|"
    r"didn't (?:it|they)|did (?:it|they))\s*[？?。.]*\s*$",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"(?:是不是|是否|真的(?:有|是)?)")
_ASKS = re.compile(
    r"多少|几|哪|什么|谁|怎|为何|如何|\b(?:what|which|who|when|where|how|why)\b", re.IGNORECASE
)


def asks_to_confirm(question: str) -> bool:
    """Whether a question asserts something and asks whether it is so.

    >>> asks_to_confirm("提出了20条建议，对吗？"), asks_to_confirm("提出了多少条建议？")
    (True, False)
    """
    if _CONFIRM.search(question):
        return True
    ends = re.search(r"[吗么吧]\s*[？?。]*\s*$", question) or _WHETHER.search(question)
    return bool(ends) and not _ASKS.search(question) and asserted_figure(question) is not None


def asserted_figure(question: str) -> Quantity | None:
    """The figure that a question asserts: the last one in it; None if there is none."""
    figures = find_quantities(question)
    return figures[-1] if figures else None


def ask_for(question: str, asserted: Quantity | None) -> str:
    """The question with an asserted figure asked for.

    >>> ask_for("提出了20条建议，对吗？", asserted_figure("提出了20条建议，对吗？"))
    '提出了多少条建议？'
    """
    if asserted is None or is_english(question):
        return question
    unit = "" if asserted.kind == "percent" else asserted.unit
    told = question[: asserted.start] + "多少" + unit + question[asserted.end :]
    told = _WHETHER.sub("", _CONFIRM.sub("", told))
    return re.sub(r"[吗么吧]?\s*[？?。]*\s*$", "？", told, count=1)


def asserted_ordinal(question: str) -> tuple[int, int] | None:
    """Where a question asserts a place in a row, the last one in it: 第二届."""
    found = [span for span in find_ordinals(question) if question[span[0]] == "第"]
    return found[-1] if found else None


def ask_which(question: str, ordinal: tuple[int, int]) -> str:
    """The question with an asserted place in a row asked for.

    >>> ask_which("办的是第二届丰收节，对吗？", (3, 6))
    '办的是第几届丰收节？'
    """
    start, end = ordinal
    unit = question[start + 1 : end].lstrip("零一二两三四五六七八九十百0123456789")
    told = f"{question[:start]}第几{unit}{question[end:]}"
    told = _WHETHER.sub("", _CONFIRM.sub("", told))
    return re.sub(r"[吗么吧]?\s*[？?。]*\s*$", "？", told, count=1)


_WORDS: tuple[tuple[Wanted, str], ...] = (
    (
        "person",
        r"(?:是|由|叫|请)?谁(?!家)|哪位|哪个人|什么人|何人|叫什么名字|叫啥名|姓名|\bwho\b|\bwhose\b|"
        r"\bname of the (?:governor|mayor|reporter|chair)",
    ),
    (
        "date",
        r"哪(?:一)?天|哪(?:一)?年|哪(?:个|一个)?月|几月|几号|几时|何时|什么时候|啥时候|什么时间|什么日期|"
        r"哪一?日|\bwhen\b|\bwhat (?:date|day|year|month)\b|\bwhich (?:day|year|month)\b|\bon what date",
    ),
    (
        "percent",
        r"百分之(?:几|多少)|(?:占比|比例|比重|普及率|覆盖率|利用率|合格率|率)(?:是|为|达到|达|有)?"
        r"(?:多少|多高|多大|几)|\bwhat (?:percentage|share|proportion|percent)\b",
    ),
    (
        "growth",
        r"(?:增长|增加|提高|提升|上升|下降|减少|降低|回落|增|降|涨|压减|缩小|改善|加快|放缓|多|少|省|变化|变动)"
        r"了?(?:多少|几)(?!到|至|钱)|增速|增幅|降幅|涨幅|升幅|增长率|涨了没|"
        r"\b(?:grow|grew|growth|increase|rise|rose|fall|fell|decrease|decline)\w*\b",
    ),
    (
        "money",
        r"多少钱|花了?多少|多少(?:万亿|亿|万|百万|千)?(?:美)?元|投了多少|投资额|多大(?:的)?投资|"
        r"how much (?:money|did .{1,40} cost)|\bcost\b",
    ),
    (
        "figure",
        r"多少|几(?![乎何])|多久|多大|多高|多长|多宽|多重|\bhow (?:many|much|large|long|big|high|far)\b",
    ),
    (
        "how",
        r"怎么|怎样|咋|如何|(?:什么|哪些|啥)(?:措施|办法|做法|方式|举措|手段|途径)|通过什么|靠什么|\bhow\b",
    ),
    ("why", r"为什么|为何|为啥|什么原因|啥原因|因为什么|原因(?:是|有)|\bwhy\b"),
    (
        "place",
        r"哪里|哪儿|何处|在哪|去哪|什么地方|啥地方|哪个?(?:省|市|县|区|镇|乡|村|地方|城市|街道|国家|乡镇)|"
        r"\bwhere\b|\bwhich (?:town|city|county|village|province|place|township)\b",
    ),
)
_WANTED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _WORDS)


def wanted(question: str) -> Wanted:
    """What kind of thing a question asks for; "anything" if its words do not say.

    >>> wanted("记者是谁？"), wanted("生产总值增长了多少？"), wanted("开了几次会？"), wanted("主线是什么？")
    ('person', 'growth', 'figure', 'anything')
    """
    return next((name for name, pattern in _WANTED if pattern.search(question)), "anything")
