"""Questions for lists that stand whole in a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huimou.enumerations import Enumeration, count_asked, defined_set, find_enumerations, named_set
from huimou.enumerations.shown import Place
from huimou.suggest.clauses import HAPPENED, told_paragraphs
from huimou.suggest.model import Suggestion
from huimou.text import sentence_spans
from huimou.types import Document

_NUMERAL = "[三四五六七八九十]"
# “三医联动”, 五大共享中心: they say how many there are, so it can be seen whether all of them stand there.
_QUOTED = re.compile(
    rf"“(?P<name>{_NUMERAL}(?P<word>[\u4e00-\u9fff])[\u4e00-\u9fff]{{0,5}})”"
    "(?P<after>体系|机制|目标|工作法|行动|举措|模式|制度|品牌)?"
)
_COUNTED = re.compile(rf"(?P<name>{_NUMERAL}大[\u4e00-\u9fff]{{2,6}}?)(?=[，。；、]|$)")
_LIST_TO_NAME = 4
_WENT = re.compile("(?:赴|前往)$")
_DID = re.compile("(?:开展|举办|推广|添置|安装)$")
_THERE = re.compile("(?:等地|两地|[三四五六七八九]地|等)?(?P<did>[\u4e00-\u9fff]{4,12})(?=[，。；])")
_PLACES = re.compile(
    "等(?!地)(?P<noun>[\u4e00-\u9fff]{4,8}?)"
    "(?P<did>(?:开展|举行|举办|学习|考察|调研)[\u4e00-\u9fff]{2,10})(?=[，。；])"
)
_WORKS = re.compile(
    rf"等(?:一批)?(?P<noun>[\u4e00-\u9fff]{{0,6}}(?:项目|工程))(?P<did>{HAPPENED})(?=[，。；])"
)
_NAMED = re.compile("(?P<did>(?:入选|获评|获批)(?:[\u4e00-\u9fff]|“[^“”]{2,16}”){4,20})(?=[，。；])")
_KIND = re.compile(
    r"(?P<noun>(?!(?:工作|活动|项目|任务|服务|方面|内容)[，。；\d]|领域|为)[\u4e00-\u9fff]{2,12}?)(?=近?约?\d|[，。；])"
)


def list_questions(document: Document, number: int) -> Iterator[Suggestion]:
    """Questions for the lists of a report, paragraph by paragraph."""
    for paragraph in told_paragraphs(document):
        found = [*_sets(document.text, paragraph.start, paragraph.end)]
        for start, end in sentence_spans(document.text, paragraph.start, paragraph.end, longest=400):
            for one in find_enumerations(document.text, start, end):
                question = (
                    _of_places(document.text, one)
                    or _of_kinds(document.text, one)
                    or _of_doers(document.text, one)
                )
                if question:
                    found.append((question, list(one.items)))
        for question, items in found:
            yield Suggestion(
                question=question, kind="list", document=number, start=items[0][0], end=items[-1][1]
            )


def _sets(text: str, start: int, end: int) -> Iterator[tuple[str, list[Place]]]:
    """医疗、医保、医药“三医联动”; “四联”机制，即…; 影像、心电…五大共享中心."""
    for match in _QUOTED.finditer(text, start, end):
        name = f"“{match['name']}”{match['after'] or ''}"
        question = f"{name}包括哪些？"
        items = _items_before(text, start, match.start())
        if len(items) != count_asked(question):
            items = defined_set(text, question) or named_set(text, question)
        if not items or items[0][0] < start or items[-1][1] > end or text[items[0][0]] in "是指":
            continue
        if len(match["name"]) > 2 and all(match["word"] in text[slice(*item)] for item in items):
            question = f"{name}包括哪{match['name'][:2]}？"  # 哪六学
        yield question, items
    for match in _COUNTED.finditer(text, start, end):
        question = f"{match['name']}包括哪些？"
        items = _items_before(text, start, match.start())
        if len(items) == count_asked(question):
            yield question, items


def _items_before(text: str, floor: int, place: int) -> list[Place]:
    """The longest list that ends at `place` or little before it."""
    start = max(floor, 1 + max(text.rfind(mark, floor, place) for mark in "，。；："))
    if "、" not in text[start:place]:
        return []
    ending = [
        list(found.items)
        for found in find_enumerations(text, start, place)
        if place - found.items[-1][1] <= _LIST_TO_NAME
    ]
    return max(ending, key=len, default=[])


def _of_places(text: str, one: Enumeration) -> str | None:
    """赴安吉、武夷山考察取经."""
    if not _WENT.search(text[max(0, one.start - 2) : one.start]):
        return None
    last = one.items[-1][1]
    if found := _PLACES.match(text, last):
        return f"赴哪些{found['noun']}{found['did']}？"
    found = _THERE.match(text, last)
    return f"赴哪些地方{found['did']}？" if found else None


def _of_kinds(text: str, one: Enumeration) -> str | None:
    """推广艾灸、推拿、拔罐等适宜技术15项."""
    last = one.items[-1][1]
    verb = _DID.search(text[max(0, one.start - 2) : one.start])
    if not verb or text[last : last + 1] != "等":
        return None
    found = _KIND.match(text, last + 1)
    return f"{verb[0]}了哪些{found['noun']}？" if found else None


def _of_doers(text: str, one: Enumeration) -> str | None:
    """甲水库、乙大桥等项目建成投用; 甲村、乙村入选示范村."""
    if text[one.start - 1 : one.start] not in tuple("，。；\n"):
        return None
    last = one.items[-1][1]
    if found := _WORKS.match(text, last):
        return f"哪些{found['noun']}{found['did']}？"
    kinds = {text[end - 1] for _, end in one.items}
    found = _NAMED.match(text, last) if len(kinds) == 1 and kinds <= set("村镇乡县区市") else None
    return f"哪些{kinds.pop()}{found['did']}？" if found else None
