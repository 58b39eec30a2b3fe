"""Questions for dates and topics: when a bridge was opened, what a meeting was about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huimou.quantities import find_dates
from huimou.suggest.clauses import HAPPENED, told_paragraphs
from huimou.suggest.model import Suggestion
from huimou.types import Document

_THING = r"(?P<thing>(?:[^，。；：！？、的“”]|“[^“”]{1,16}”){3,24}?)"
_BEFORE_DATE = re.compile(rf"(?:^|.*[，。；：！？的\s]){_THING}(?:如期|已|正式)?于$")
_AFTER_DATE = re.compile(rf"(?:在[\u4e00-\u9fff]{{2,8}}?)?(?P<verb>{HAPPENED})(?=[，。；])")
_THEN = re.compile(rf"，(?:[^，。；]{{2,40}}的)?{_THING}(?P<verb>{HAPPENED})(?=[，。；])")
_TOPIC = re.compile(
    r"围绕“(?P<topic>[^“”]{4,40})”(?:议题|主题)?(?P<verb>召开|开展|举办|举行)"
    r"(?P<what>(?![了过])[\u4e00-\u9fff]{4,14})(?=[，。；])"
)


def fact_questions(document: Document, number: int) -> Iterator[Suggestion]:
    """Questions for dates and topics of a report, paragraph by paragraph."""
    for paragraph in told_paragraphs(document):
        told = document.text[paragraph.start : paragraph.end]
        for question, start, end in (*_dates(told), *_topics(told)):
            yield Suggestion(
                question=question,
                kind="fact",
                document=number,
                start=paragraph.start + start,
                end=paragraph.start + end,
            )


def _dates(told: str) -> Iterator[tuple[str, int, int]]:
    for start, end in find_dates(told):
        if "月" not in told[start:end]:
            continue
        more = re.compile("底|初|中旬|上旬|下旬").match(told, end)
        end = more.end() if more else end
        before = _BEFORE_DATE.search(told[:start])
        after = _AFTER_DATE.match(told, end) if before else _THEN.match(told, end)
        if after:
            thing = (before or after)["thing"]
            yield f"{thing}什么时候{after['verb']}？", start, end


def _topics(told: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOPIC.finditer(told):
        what = re.sub("(?<=会议)协商$", "", match["what"])
        yield f"围绕什么议题{match['verb']}了{what}？", *match.span("topic")
