"""Whether a question asks all about a topic: 教育方面做了哪些工作, 那一节讲了哪些事."""

from __future__ import annotations

import re

_T = "(?P<topic>[^,。?!;什哪几多谁怎如啥吗]{2,20}?)"
_ANYBODY = "[^。?!;什哪几多谁怎如啥吗]{0,16}?"
_THINGS = (
    r"(?:些)?(?:什么|啥|哪些|哪几)[个项件点块]?(?:方面)?的?(?:主要|重点|具体)?的?(?:工作|事情?|努力|内容)?"
)
_DID = rf"(?:主要|都|具体|重点|又|还|[一总]?共)*(?:做|干|开展|推进|抓)了{_THINGS}"
_OUTCOME = r"(?:,?(?:结果|效果|成效|进展)(?:如何|怎样|怎么样))?"
_FIELD = "(?:方面|领域|工作上|工作中|这一?[块方]面?|这件?事上?)"
_ASKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ANYBODY}(?:围绕|针对|为了){_T}{_FIELD}?(?:,{_ANYBODY})?{_DID}{_OUTCOME}",
        rf"{_ANYBODY}在{_T}(?:{_FIELD}|上)(?:,{_ANYBODY})?{_DID}{_OUTCOME}",
        rf"(?:{_ANYBODY}[的里])?{_T}方面(?:,{_ANYBODY})?{_DID}{_OUTCOME}",
        rf"(?:{_ANYBODY}里)?(?:讲|写|说|谈|关于)?{_T}的?[那这]一?(?:节|部分|块|段|章),?"
        rf"(?:主要|都|具体)*(?:讲|说|写|谈|介绍)了{_THINGS}",
    )
)
_PREFIX = re.compile(
    r"^(?:(?:20)?\d\d年度?|[今去全当本]年|(?:过去|这)?一?年(?:里|来)?|[全本我][省市县区镇乡]|[省市县区镇乡]里|的|,)+"
)
_LONGEST = 60


def asked_topic(text: str) -> str:
    """The topic that a question asks all about, by its form; "" if it does not.

    Args:
        text: The question, normalized, without white space and without what is said for politeness.

    >>> asked_topic("2025年县政协在自身建设方面做了哪些工作"), asked_topic("社会法制委员会做了哪些工作")
    ('自身建设', '')
    """
    if len(text) > _LONGEST:
        return ""
    for pattern in _ASKED:
        if found := pattern.fullmatch(text):
            return _PREFIX.sub("", found["topic"])
    return ""
