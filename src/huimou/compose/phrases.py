"""What a reply says in its own words: Chinese, and English for a question in English. Markdown."""

from __future__ import annotations

PHRASES = {
    "quote": ("原文：", "The report says: "),
    "source": ("出处：", "Source: "),
    "items": ("共{count}项", "{count} in all"),
    "confirmed": ("是的，报告写的是{answer}", "Yes, the report says {answer}"),
    "corrected": ("不是{claim}，报告写的是{answer}", "Not {claim}: the report says {answer}"),
    "nothing": ("报告中没有找到相关内容。", "Nothing in the report matches."),
    "unanswered": ("报告中没有提到这个问题的答案。", "The report does not say."),
    "no_year": (
        "报告中没有提到：这里说的是{have}，没有{asked}的内容。",
        "The report does not say: it speaks of {have}, not of {asked}.",
    ),
    "no_place": (
        "报告中没有提到：找到的内容说的是{have}，不是{asked}。",
        "The report does not say: what it says is of {have}, not of {asked}.",
    ),
    "no_place_at_all": ("报告中没有提到{asked}。", "The report does not mention {asked}."),
    "no_date": ("报告中没有写明时间。", "The report does not give the date."),
    "no_person": ("报告中没有写明是谁。", "The report does not say who."),
    "no_money": ("报告中没有写明金额。", "The report does not give the amount of money."),
    "no_figure": ("报告中没有写明这个数字。", "The report does not give this figure."),
    "nearest": ("最接近的内容（不是答案）：", "The nearest thing it says (not an answer): "),
    "off_topic": (
        "这个问题和报告无关，我只回答报告里写的内容。",
        "That has nothing to do with the report; I only answer from what it says.",
    ),
    "no_section": (
        "报告没有这一部分：它一共有{count}个部分。",
        "There is no such section: the report has {count}.",
    ),
    "not_held": ("书架上有：{have}，没有{asked}的。", "On the shelf: {have}; none on {asked}."),
    "not_chosen": ("所选的是：{have}，没有{asked}的。", "Asked were: {have}; none on {asked}."),
    "unsaid": ("未提及", "not mentioned"),
    "no_report": ("没有它的报告", "no such report"),
    "none_says": ("{names}的报告都没有提到。", "The reports of {names} do not say."),
    "more_reports": ("等{count}份报告", " and others, {count} reports"),
    "also": ("另：《{document}》写的是{answer}", "But {document} says {answer}"),
    "on_topic": (
        "报告里与此最有关的内容（可能不全）：",
        "What the report says nearest to this (perhaps not all):",
    ),
    "greeting": (
        "你好！我是回眸，只根据报告回答问题，每个答案都标明出处。"
        "可以问数字、地点、名单，也可以让我概括全文。",
        "Hello! I am Huimou. I answer from the report alone and show where each answer stands.",
    ),
    "identity": (
        "我是回眸，根据报告原文回答问题：数字、时间、地点、名单、做法，或概括某一部分。"
        "每个答案都标明出处；报告里没有的，我会直说。",
        "I am Huimou. I answer from the report's own words: figures, dates, places, lists, or a section's "
        "gist. Every answer shows where it stands; what the report does not say, I say so.",
    ),
    "thanks": ("不客气，还可以继续问。", "You are welcome. Ask on."),
    "goodbye": ("再见！", "Goodbye!"),
}

_NUMERALS = "零一二三四五六七八九十"
_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def phrase(name: str, english: bool, **values: object) -> str:
    """A phrase with its values put in."""
    return PHRASES[name][english].format(**values)


def numeral(count: int, english: bool) -> str:
    """A small count in words: a figure in a reply is always the report's own.

    >>> numeral(6, False), numeral(12, False), numeral(4, True)
    ('六', '十二', 'four')
    """
    if english:
        return _WORDS[count] if count < len(_WORDS) else "many"
    if count <= 10:
        return _NUMERALS[count]
    tens, ones = divmod(count, 10)
    return (
        ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")
        if tens < 10
        else "许多"
    )
