"""Whether a question asks for an overview, and of what: told by its form alone, before any retrieval.

Every pattern must match the whole question, so a word such as 概括 or 第三部分 inside an ordinary question
decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from huimou.overview import english
from huimou.overview.topic_asked import asked_topic
from huimou.text import fold_numerals, normalize

OverviewKind = Literal["parts", "section", "whole", "topic"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """What a question wants summed up."""

    kind: OverviewKind
    ordinals: tuple[int, ...] = ()
    """Which section: (3,) is the third, (3, 2) the second within it, (-1,) the last."""
    heading: str = ""
    """The words that name it, a piece of a heading mostly. For "whole" the work or the year that is asked
    about: a part that is headed so is meant if there is one, else the whole report."""
    brief: bool = False
    """One sentence is asked for."""


_HAN = re.compile("[\u3400-\u9fff]")
_CN = "[\u3400-\u9fff]"
_POLITE = re.compile(
    "(?:请问|请|麻烦|劳驾|能不能|能否|可不可以|可以|可否|能|你|您|帮忙|帮我?|给我|替我|为我|跟我|向我"
    "|我(?=想|要|需)|想要?|需要|要|"
    "(?:知道|了解|看)(?:一下|看)?|告诉我|再|那么|那(?!部|一|个)|先|,|:)*"
)
_TAIL = re.compile(r"(?:吗|呢|吧|啊|呀|嘛|好吗|好不好|可以吗|行吗|谢谢[你您]?|[,。?!;.~…])+$")
_FEW = "一两二三几123"
_LENGTH = re.compile(
    rf",?(?:请?用)?(?:[{_FEW}](?:句|段|两句)话|[{_FEW}]两句话|[0-9一二两三五十百]{{1,4}}个?字(?:以内|左右)?"
    r"|自己的话|(?:最)?简[单短明要洁]的?(?:话|语言))"
    r"(?:来|以内|左右)?|,?(?:控制在|不超过|不多于)\d{2,4}个?字(?:以内)?"
)
_ONE_SENTENCE = re.compile("[一1]句话")

_YEAR = (
    "(?:[0-9零〇一二三四五六七八九]{4}年度?|[去今全当]年|[本上]年度?|年度|(?:过去|刚刚过去|这"
    "|上)的?一年(?:来|里|中)?|一年来?|整年)"
)
# A body that gives account of its year; 小区 or 企业 in the same place would be a topic.
_BODY = (
    f"(?:(?![为对向给与同和在就把被让由从请])(?:{_CN}{{0,10}}(?:政协|政府|人大|法院|检察院)(?:常委会)?"
    f"|[全我本该][省市县区州镇乡]|{_CN}{{2,8}}(?:[省县]|自治[区州])|{_CN}{{2,4}}(?<!城)(?<!超)市|我们|他们))"
)
_WHO = rf"(?:(?:{_YEAR}|{_BODY})的?,?){{0,3}}"
# Reports of something else, which a report may speak of.
_OTHER = "(?!请示|调[研查]|考察|视察|审[计议]|评估|研究|检[测查]|听取|提案|预算|决算|财政|专题|学习|向|作)"
_DOC = (
    rf"(?:(?:在|从)?(?:(?:这|那|该|本|此)(?:一?[份篇个部])?|整[份篇个部]|全[篇部])?(?:{_WHO}"
    rf"|{_OTHER}{_CN}{{2,4}}的?)"
    r"(?:年度|年终|政府|政协|人大|法院|检察院|常委会)*(?:工作)?(?:报告|报道|文章|(?<=工作)(?:回眸|总结|要点))"
    r"|[本全此该]文|(?:这|该|本|那)(?:一?[份篇个部])?(?:材料|文件|资料|总结|稿子|文档|文本|新闻|通讯|内容"
    r"|东西))"
    r"(?:的?全文|里面?|中|当中|上)?"
)
_WORK = (
    r"(?:(?:主要|重点|整体|总体|全部|所有|各项|具体)的?)*(?:(?:履职)?工作(?:情况|内容|成绩|成效|成果|亮点"
    r"|概况|要点|进展|重点)?"
    r"|履职情况|成绩|成就|成效|成果|亮点)"
)
_UNIT = "(?:部分|章节?|节|篇章?|板块|小节|大块|块|方面)"
_N = "[0-9零一二三四五六七八九十百]{1,4}"
_SECTION = (
    rf"(?:{_DOC}的?)?(?P<ref>第(?P<n>{_N})个?大?{_UNIT}|最后(?:[的那这])?[一1]?个?大?{_UNIT}"
    rf"|倒数第(?P<back>{_N})个?大?{_UNIT})"
    rf"(?:的?第(?P<inner>{_N})[个小大]*(?:部分|节|小节|点|标题|方面|条|段))?"
    r"(?:[\"“《「(][^\"”》」)]{1,40}[\"”》」)])?(?:里面?|中|内)?(?:的|这|那)?"
)
_NOUN = "(?:部分|章节?|板块|篇章|小节|大块)(?:里面?|中|内)?的?"
_THIS = f"的?[这那]一?个?{_NOUN}"
_LINK = f"(?:{_THIS}|的?{_NOUN})"
_QUOTED = r"[\"“「『《](?P<quoted>[^\"”」』》]{2,40})[\"”」』》]"
_NUMBERED = (
    r"[\"“]?(?P<numbered>\(?(?:[一二三四五六七八九十]{1,3}[)、.](?![一二三四五六七八九十])"
    r"|\d{1,2}[)、.](?!\d))"
    r"[^\"”]{2,40}?)[\"”]?"
)
_LOOSE = "(?:关于|有关|讲|谈|说|写|介绍)?(?P<loose>[^,。?!;]{2,30}?)"
_NO_NAME = re.compile(
    f"{_DOC}|.*(?:第{_N}|什么|哪|几|多少|谁|怎|如何|啥).*|[大各每前后这那上下一整主要其余]+|其[他它中]"
)

_WHAT = "(?:什么|啥|哪些|哪几|些什么|些啥)"
_TELLS = (
    "(?:主要|都|具体|大概|大致|到底|究竟|分别)*是?(?:讲|说|写|谈|介绍)(?:述|到|的|了|过)*是?(?:主要)?"
    f"{_WHAT}[个项点件]?(?:主要|重点|具体)?的?(?:内容|工作|事情?|要点|东西|情况|重点|信息)?"
)
_ABOUT = (
    r"(?:(?:主要|都|具体|大概|大致|到底|究竟|分别|重点|[一总]共)*是?(?:讲|说|写|谈|介绍|提|包括|包含|涉及"
    r"|总结|汇报|报道|论述|强调|反映|记录|描述|回顾|阐述|聚焦|做|干|开展|有)"
    rf"(?:述|到|的|了|过|出)*是?(?:主要)?{_WHAT}[个项点件]?(?:主要|重点|具体)?的?(?:内容|工作|事情?|要点|东西"
    r"|情况|重点|信息)?"
    rf"|(?:主要)?是(?:关于|有关|讲|写|说)?(?:什么|啥|哪方面)(?:内容)?的?)"
)
_GIST_NOUN = "(?:内容|要点|重点|大意|主旨|中心思想|主题思想|梗概|概要|摘要|亮点|核心|看点|概况)"
_GIST = (
    rf"(?:的?(?:主要|核心|大致|大概|基本|重点|关键|中心|整体)*的?{_GIST_NOUN}(?:[和、及与]{_GIST_NOUN})?"
    rf"(?:都?[是有]|包括|分别是|讲的是)?(?:{_WHAT}[个点项]?|怎样的?)?)"
)
_ASPECTS = (
    f"(?:{_WHAT}|哪[一二三四五六七八九十两]|几|多少)个?(?:主要|大)*个?的?(?:部分|章节?|节|板块|方面|篇章"
    "|大块|模块|层次"
    "|[一二大小]级?标题|标题|点|块|内容部分)"
)
_DIVIDED = (
    r"(?:(?:主要|都|大致|大概|大体|[一总]?共|分别|具体|是|由)*(?:分为|分成|分|划分为|有|包括|包含|含|由|讲"
    rf"|说|写|谈|介绍|涉及|总结|从)?了?{_ASPECTS}"
    r"(?:组成|构成)?(?:的?(?:内容|工作))?"
    rf"|(?:都|主要|分别)*是?从{_ASPECTS}来?(?:进行)?(?:总结|介绍|回顾|概括|讲述?|写|说|展开|论述|阐述|报道"
    rf"|汇报)的?了?(?:{_WHO}的?(?:{_WORK}|事情?))?)"
)
_CONTENTS = "(?:目录|大纲|提纲|纲要|[大小]标题|各级标题|章节|结构|框架|脉络|各部分(?:的?(?:标题|名称))?)"

_STRONG = "(?:概括|总结|概述|归纳|综述|简述|小结|提炼|浓缩)"
_WEAK = "(?:简单介绍|简要介绍|介绍|讲讲|说说|谈谈|讲一讲|说一说|梳理|回顾|简介|解读|说明|讲|说)"
_ADVERB = "(?:简单|简要|简略|简短|大致|大概|大体|全面|快速|详细|分点|分条|逐条|分别|地|来|按部分)*"
_ONCE = "(?:一下|下|一遍)?"
_MAKE = "(?:做|作|写|来|进行|给|出|生成|提供|列|整理)?(?:出|一|[个份篇段下]|简单|简要|简短|简明|的)*"
_SUMMARY = "(?:概括|总结|摘要|概述|概要|小结|归纳|梳理|综述|提要|梗概|要点|主要内容|内容提要|大意|简介)"
_SHOW = "(?:列出|列一下|列|给出|显示|看看|看|展示|输出|写出|说说|介绍|介绍一下|说一下|查看)?"

_PARTS = re.compile(
    # 几点？ and 包括哪些方面？ by themselves follow up something else.
    rf"(?:{_DOC}的?{_DIVIDED}|(?!.*(?:方面|[^标]点|块|层次)(?:组成|构成)?$){_DIVIDED})"
    r"(?:,?(?:都|分别|各)*(?:是|有|叫|讲)了?(?:什么|哪些|啥|哪几个))?|(?:这"
    r"|那)?(?:[几一二三四五六七八九十两]个|各)大?部分(?:都|分别|各)+[是叫](?:什么|哪些|啥)"
    rf"|{_SHOW}(?:{_DOC}的?)?{_CONTENTS}(?:[是有]?(?:什么|哪些|啥|怎样|怎么样"
    r"|如何)的?|怎么安排的?)?"
    rf"|{_DOC}是?(?:怎么|如何|怎样)(?:组织|划分|分|安排|架构|构成)的?"
)
_SECTION_ASKED = re.compile(
    rf"(?:(?:{_ADVERB}(?:{_STRONG}|{_WEAK}){_ONCE}|把|将|对)?){_SECTION}"
    rf"(?:{_ABOUT}|{_GIST}|{_DIVIDED}|的?(?:大|小)?(?:标题|题目|工作)(?:是|叫|有)?{_WHAT}?"
    rf"|{_MAKE}{_SUMMARY}{_ONCE})?"
)
# 最有名的部分是什么 asks for a fact: what may be no section must be told about (讲了什么).
_NAMED_ASKED = (
    re.compile(
        rf"(?:{_ADVERB}(?:{_STRONG}|{_WEAK}){_ONCE}|把|将|对)(?:{_DOC}的?)?"
        rf"(?:{_QUOTED}(?:{_LINK})?|{_NUMBERED}(?:{_LINK})?|{_LOOSE}{_LINK})(?:{_GIST}"
        rf"|{_MAKE}{_SUMMARY}{_ONCE})?"
    ),
    re.compile(
        rf"(?:{_DOC}的?)?(?:{_QUOTED}{_LINK}|{_NUMBERED}(?:{_LINK})?|{_LOOSE}{_THIS})"
        rf"(?:{_ABOUT}|{_GIST}|{_DIVIDED})"
    ),
    re.compile(rf"(?:{_DOC}的?)?(?:{_QUOTED}|{_LOOSE}{_NOUN})的?{_TELLS}"),
)
_EACH = rf"(?:{_DOC}的?)?[每各]一?个?大?{_UNIT}的?(?:都|分别)?"
_ANY = f"(?:{_DOC}|(?P<%s>{_WHO}{_WORK})|{_EACH})"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ADVERB}{_STRONG}{_ONCE}(?:{_ANY % 'work'})?(?:{_GIST}|{_ONCE})",
        rf"{_ADVERB}{_WEAK}{_ONCE}{_ANY % 'work'}(?:{_GIST})?",
        rf"(?:把|将|对|给|就|为)?{_ANY % 'work'}的?{_ADVERB}{_MAKE}{_SUMMARY}{_ONCE}",
        rf"{_MAKE}{_ADVERB}(?:{_ANY % 'work'}的?)?{_ADVERB}(?:的)?{_SUMMARY}",
        rf"(?:{_DOC}|{_EACH})(?:{_ABOUT}|{_GIST})",
        rf"(?:{_GIST}|(?:主要|大概|到底|都)+[讲说写]了?(?:什么|啥))",
        rf"(?P<work>{_YEAR}的?{_BODY}?的?{_WORK})",
        rf"(?P<work>{_WHO}{_WORK})(?:都?[是有](?:什么|哪些|啥|怎样的)|包括(?:哪些|什么)|怎么样|如何"
        r"|做得(?:怎么样|如何))",
        rf"(?:{_DOC})?(?P<who>{_WHO})(?:主要|都|[一总]共|大概|到底|究竟|具体)*(?:做|干|开展|完成|推进"
        rf"|抓)了{_WHAT}(?:方面|项)?(?:的)?(?:主要|重点|大)?的?(?:工作|事情)",
        rf"(?P<who>{_WHO})(?:主要|都|[一总]共)*(?:取得|实现)了?(?:{_WHAT}|怎样的|怎么样的)(?:主要|重要|突出"
        r"|新)?的?(?:工作)?(?:成绩|成就|成效|成果|进展)",
        rf"(?P<who>(?:{_YEAR}|{_BODY}){{1,3}})的?(?:主要|都)*[做干]了(?:些)?(?:什么|啥|哪些事)",
    )
)
# 概括教育工作: a heading may say just that; if none does, the question is an ordinary one.
_TOPIC = re.compile(
    rf"{_ADVERB}{_STRONG}(?:一下)?(?P<topic>(?!起来|会|大会|表彰|出|性|了|为"
    rf"|成)[^,。?!;什哪几多谁怎如啥吗]{{2,20}}?){_GIST}?"
)
# 改善民生那一块讲了哪些事, 概括自身建设方面的工作; 教育方面做了哪些工作 is an ordinary question.
_SIDE = "[这那]一?个?(?:方面|块|部分|板块)"
_SIDE_WORK = re.compile(
    rf"(?:{_WHO}(?:在|围绕|就|关于)?(?P<side>(?![这那])[^?!;什哪几多谁怎如啥吗]{{2,24}}?){_SIDE}的?(?:工作)?,?{_WHO}"
    rf"(?:主要|都|[一总]共|具体|重点)*(?:做|干|开展|完成|推进|抓|讲|说)了(?:些)?(?:{_WHAT}|哪几)(?:个?方面)?(?:项|件)?的?"
    r"(?:主要|重点|具体)?的?(?:工作|事情?)?"
    rf"|{_ADVERB}{_STRONG}{_ONCE}{_WHO}(?P<summed>[^?!;什哪几多谁怎如啥吗]{{2,24}}?)方面的?(?:工作|情况|内容)?)"
)
_LONGEST = 120
"""Characters; a longer question has more to it than an overview."""


def asks_overview(question: str) -> Overview | None:
    """Which overview a question asks for, if it does.

    The words are judged without the report, so a `heading` may name nothing in it: `overview` then gives
    None, and a question that names a section by words, not by an ordinal, is best asked as any other.

    >>> asks_overview("第三部分讲了什么？")
    Overview(kind='section', ordinals=(3,), heading='第三部分', brief=False)
    """
    text = normalize(question)
    if len(text) > _LONGEST:
        return None
    if not _HAN.search(text):
        found = english.asked(text)
        return None if found is None else Overview(kind=found[0], ordinals=found[1], brief=found[2])
    text = re.sub(r"\s+", "", text)
    brief = _ONE_SENTENCE.search(text) is not None
    text, shortened = _LENGTH.subn("", _bare(text))
    text = _bare(text)
    if not text:  # 用三句话 alone says nothing of what
        return None
    if shortened and text in ("说", "讲", "介绍", "来说"):
        return Overview(kind="whole", brief=brief)
    if _PARTS.fullmatch(text):
        return Overview(kind="parts")
    for pattern in _WHOLE:
        if whole := pattern.fullmatch(text):
            return Overview(kind="whole", heading=_heading(whole), brief=brief)
    if section := _SECTION_ASKED.fullmatch(text):
        return Overview(kind="section", ordinals=_ordinals(section), heading=section["ref"], brief=brief)
    if named := _name(text):
        return Overview(kind="section", heading=named, brief=brief)
    topic = asked_topic(text)
    return Overview(kind="topic", heading=topic, brief=brief) if topic else None


def _bare(text: str) -> str:
    """Without what is said for politeness, at either end."""
    text = _TAIL.sub("", text)
    polite = _POLITE.match(text)
    return text[polite.end() :] if polite else text


def _heading(whole: re.Match[str]) -> str:
    """What work of which year is asked about; "" if no year is named."""
    groups = whole.groupdict()
    words = groups.get("work") or groups.get("who") or ""
    return words if re.search(_YEAR, words) else ""


def _name(text: str) -> str:
    """The words by which a question names a section; "" if it names none."""
    for pattern in _NAMED_ASKED:
        if found := pattern.fullmatch(text):
            words = found["quoted"] or found.groupdict().get("numbered")
            return words or ("" if _NO_NAME.fullmatch(found["loose"]) else found["loose"])
    if side := _SIDE_WORK.fullmatch(text):
        words = side["side"] or side["summed"]
        return "" if _NO_NAME.fullmatch(words) else words
    topic = _TOPIC.fullmatch(text)
    return topic["topic"] if topic and not _NO_NAME.fullmatch(topic["topic"]) else ""


def _ordinals(section: re.Match[str]) -> tuple[int, ...]:
    first = section["n"] or section["back"] or "1"
    places = [_integer(first) if section["n"] else -_integer(first)]
    if section["inner"]:
        places.append(_integer(section["inner"]))
    return tuple(places)


def _integer(numeral: str) -> int:
    """Of Arabic or Chinese digits; 0 if they are no number."""
    digits = re.fullmatch(r"第(\d+)", fold_numerals("第" + numeral))
    return int(digits[1]) if digits else 0
