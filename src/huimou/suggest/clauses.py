"""Figures with what stands beside them, as far as a question can be made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huimou.enumerations.shown import HIDDEN, masked, partners
from huimou.quantities import Quantity, find_quantities
from huimou.types import Document, Paragraph

_LONGEST_PLAN = 24
"""Characters: a longer heading only mentions a plan among other things."""
_STOP = re.compile(r"[，。；：！？,;:!?\s]")
_MARK = re.compile(r"[，。；：！？、,;:!?\s]")
HAPPENED = (
    "(?:正式|全线|全面|顺利|成功|如期)?(?:建成投用|建成投产|竣工投产|建成通车|竣工|投产|投用|投入使用|投入运营|通车"
    "|开通|通水|开工建设|开工|开园|开馆|开街|开学|开业|挂牌成立|挂牌|成立|揭牌|上线|启用|出版发行|关停|落成|开幕)"
)
"""How something new began, or something old ended."""
_PLAN = re.compile(
    "任务|打算|安排|部署|计划|规划|展望|思路|目标|要求|下一步|今后|重点工作|20\\d\\d年(?:政府)?工作$"
    "|(?:存在|困难|不足).{0,5}问题|问题[和与及]|短板"
)
"""In headings: below them stands what is yet to be done, or what went wrong."""
_PLANNED = re.compile("力争|目标|预期|将|计划|拟(?!合)|争取|预计")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure and the rest of its clause; places are offsets into the document's text."""

    quantity: Quantity
    """Its own offsets count from the paragraph's start."""
    start: int
    end: int
    head: str
    """The clause up to the figure, without what is told before a 、 that follows another figure."""
    listed: bool
    """Such a 、 stands right before `head`: the verb is that of the figure before."""
    tail: str
    """What follows up to the next mark."""
    sentence: str
    """The sentence up to the figure."""


def told_paragraphs(document: Document) -> Iterator[Paragraph]:
    """The paragraphs that tell of what was done, not of plans and faults."""
    for paragraph in document.paragraphs:
        path = document.section_path(paragraph.section)
        planned = any(_PLAN.search(heading) and len(heading) < _LONGEST_PLAN for heading in path)
        if paragraph.kind == "body" and not planned:
            yield paragraph


def figures(text: str, start: int, end: int) -> Iterator[Figure]:
    """The figures of a paragraph that stand in no quote or bracket and in no sentence about the future."""
    told = text[start:end]
    mask = masked(told, 0, len(told), partners(told, 0, len(told)))
    last = 0
    for quantity in find_quantities(told):
        if HIDDEN in mask[quantity.start : quantity.end]:
            continue
        left = max((match.end() for match in _STOP.finditer(mask, 0, quantity.start)), default=0)
        listed = last > left and mask[last] == "、"
        left = last + 1 if listed else left
        right = _MARK.search(mask, quantity.end)
        sentence = max(mask.rfind(mark, 0, quantity.start) for mark in "。！？；") + 1
        last = quantity.end
        if not _PLANNED.search(told, sentence, quantity.start):
            yield Figure(
                quantity=quantity,
                start=start + quantity.start,
                end=start + quantity.end,
                head=told[left : quantity.start].strip(),
                listed=listed,
                tail=told[quantity.end : right.start() if right else len(told)],
                sentence=told[sentence : quantity.start],
            )
