"""Chinese follow-ups made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.dialogue import english
from huimou.dialogue.alone import asks, meaningful, stands_alone
from huimou.dialogue.anatomy import anatomy, bare
from huimou.dialogue.antecedent import asks_place, named, resolve_pronouns
from huimou.dialogue.lexer import Kind, Word, take_apart
from huimou.dialogue.parts import Parts, relation_at_end
from huimou.dialogue.phrases import CHECK, DETAIL, ENDS_OPEN, LATER, MANNERS, MEANT, MORE, PARTLY, WHICH, WHY
from huimou.dialogue.swap import is_place, question_of, swap, with_time

_MANNER_WORDS = {"where": "在哪里", "when": "什么时候", "who": "是谁", "how": "怎么"}
_SORT = re.compile("^(?:学校|医院|企业|公司|单位|部门|地方|城市|国家|地区|人|[省市县区镇乡村国])")
"""What 哪所, 哪个, … choose from."""


def resolve(question: str, before: str, answer: str) -> str:
    """A follow-up made to stand alone.

    Args:
        question: A Chinese question that does not stand alone.
        before: The Chinese question before it, which does.
        answer: What was answered to that.
    """
    text = bare(question)
    parts = anatomy(before)
    if not parts.text:
        return question
    if CHECK.fullmatch(text):
        return before
    told = answered(parts, answer)
    fixed = _resolve_fixed(text, parts, told, answer)
    if fixed:
        return _asked(fixed)
    if any(word.kind is Kind.POINTING for word in meaningful(text)):
        text = resolve_pronouns(text, parts, answer)
        open_end = ENDS_OPEN.search(question) and not any(w.kind is Kind.ASKING for w in take_apart(text))
        if open_end and "的" in text:  # 那他的职务呢？
            return _asked(f"{_noun(text)}{question_of(relation_at_end(_noun(text)))}")
        if not open_end and stands_alone(f"{text}？"):
            return _asked(text)
    row = meaningful(text)
    return _asked(_carried(told, text, row) if asks(row, text) else swap(parts, _noun(text)))


def resolve_after_english(question: str, before: str) -> str:
    """A Chinese follow-up made to stand alone, when the question before was asked in English."""
    text = bare(question)
    parts = english.anatomy(before)
    row = meaningful(text)
    if year := re.fullmatch("((?:19|20)[0-9]{2})年?(?:的|呢)*", text):
        return f"{english.swap(parts, year[1])}?"
    if not asks(row, text) and not any(word.kind is Kind.POINTING for word in row):
        return f"{english.swap(parts, _noun(text))}?"
    if row and row[0].text in ("它", "它们", "这", "那"):
        return _asked(f"{parts.topic}{text[row[0].end :]}")
    return _asked(f"关于{parts.topic}，{text}")


def answered(parts: Parts, answer: str) -> Parts:
    """哪所学校有隐患？ and its answer as a statement: 三中有隐患. The question as it is if no name was given.

    Nor if it asks who did something: what follows is about what was done.
    """
    name = named(parts, answer)
    if not name or parts.asking[0] != parts.predicate:
        return parts
    if parts.acts and not asks_place(parts) and parts.of(parts.content):
        return parts
    rest = _SORT.sub("", parts.text[parts.asking[1] :])
    return anatomy(f"{parts.text[: parts.asking[0]]}{name}{rest}")


def _asked(text: str) -> str:
    return f"{text.rstrip('？?。！! ')}？"


def _noun(text: str) -> str:
    """A noun phrase without what surrounds it in speech: 呢, 的, 怎么样."""
    return re.sub(r"(?:的?(?:呢|吗|话)|怎么样|如何)+$", "", text.strip("，,。 ")) or text


def _resolve_fixed(text: str, parts: Parts, told: Parts, answer: str) -> str:
    """One of the questions that are always said the same way; "" if it is none of them."""
    if meant := MEANT.fullmatch(text):
        return swap(parts, _noun(meant["new"]))
    if WHY.fullmatch(text):
        return _why(told, answer)
    if LATER.fullmatch(text):
        how = "" if text.endswith(("样", "何", "了")) else "怎么样"
        return f"{told.when}{told.topic}{text}{how}"
    for manner, pattern in MANNERS.items():
        if pattern.fullmatch(text):
            return _manner(told, manner)
    if MORE.fullmatch(text):
        return _more(parts)
    if DETAIL.fullmatch(text):
        return f"{told.when}{told.topic}具体有哪些内容" if told.topic else parts.text
    which = WHICH.fullmatch(text)
    return _which(told, text, which["asking"]) if which else ""


def _why(parts: Parts, answer: str) -> str:
    """为什么 asked of what the question before asked after."""
    if parts.of(parts.asking) in ("为什么", "为何", "为啥"):
        return parts.text
    start, end = parts.asking
    head = parts.text[: parts.predicate]
    if start == end:
        yes = re.sub(
            r"[，, ]*(?:对吗|是吗|对不对|是不是|没有|吗|么)$", "", parts.rest.replace("有没有", "有")
        )
        return f"{head}为什么{yes}" if yes else f"{head}是为什么"
    told = answer.strip().rstrip("。")
    if re.fullmatch(r"[^，。；\n*\\]{1,16}", told) and re.search(r"\d|[一二三四五六七八九十百]", told):
        return f"{head}为什么{parts.text[parts.predicate : start]}{told}{parts.text[end:]}"
    if parts.acts:
        return f"{head or parts.of(parts.time)}为什么{parts.acts}{parts.of(parts.thing)}"
    return f"{parts.when}{parts.topic}的原因是什么"


def _more(parts: Parts) -> str:
    """还有呢？ asked of what the question before asked after: how many becomes which."""
    start, end = parts.asking
    if not parts.rest:
        return f"{parts.when}{parts.topic}还有哪些"
    which = "哪些" if re.match("多少|几", parts.of(parts.asking)) else parts.of(parts.asking)
    return f"{parts.text[: parts.predicate]}还{parts.text[parts.predicate : start]}{which}{parts.text[end:]}"


def _manner(parts: Parts, manner: str) -> str:
    """哪里？ 什么时候？ 谁？ 怎么做的？ asked of what the question before spoke of."""
    asking = _MANNER_WORDS[manner]
    if not parts.acts:
        asking = {"how": "怎么样", "when": "是什么时候"}.get(manner, asking)
        return f"{'' if manner == 'when' else parts.when}{parts.topic}{asking}"
    time = "" if manner == "when" else parts.when
    about = f"{parts.preposition}{parts.of(parts.about)}" if parts.of(parts.about) else ""
    if manner == "who":
        return f"{time}{about or parts.topic}是谁{parts.acts}的"
    whole = f"{parts.of(parts.subject)}{about}"
    if whole:
        return f"{time}{whole}{asking}{parts.acts}{parts.of(parts.thing)}的"
    return f"{time}{parts.topic}{asking}{parts.acts}的"


def _which(parts: Parts, text: str, asking: str) -> str:
    """哪些？ 几次？ in the place of what the question before asked."""
    start, end = parts.asking
    counted = re.match("多少|几|第几|哪(?!里|儿|一?[年天])|什么(?!时|地)", parts.of(parts.asking))
    if counted and "包" not in text and not (text != asking and start == parts.predicate):
        return f"{parts.text[:start]}{asking}{parts.text[end:]}"
    if text != asking:
        return f"{parts.when}{parts.topic}{text}"
    if parts.acts:
        return f"{parts.when}{parts.topic}{parts.acts}了{asking}"
    return f"{parts.when}{parts.topic}{'有' if asking[0] in '哪几多' else '是'}{asking}"


def _carried(parts: Parts, text: str, row: Sequence[Word]) -> str:
    """A question that leaves out what it is about, with the topic of the one before put in front."""
    times = next((n for n, word in enumerate(row) if word.kind is not Kind.TIME), len(row))
    if times:
        parts = anatomy(with_time(parts, text[: row[times - 1].end]))
        text, row = text[row[times - 1].end :].removeprefix("的"), row[times:]
    if not row:
        return parts.text
    if is_place(row[0].text) and len(row) > 1:  # 云南增长了多少
        parts = anatomy(swap(parts, row[0].text))
        return f"{parts.when}{parts.topic}{text[len(row[0].text) :].removeprefix('的')}"
    first = next((n for n, word in enumerate(row) if word.kind is not Kind.ADVERB), 0)
    after = row[first + 1].kind if first + 1 < len(row) else None
    if row[first].kind is Kind.RELATION and after in (None, Kind.LIGHT, Kind.ASKING, Kind.ADVERB):
        related = swap(parts, row[first].text)
        owned = related[: related.rfind(row[first].text)]
        return f"{owned}{text}"
    about = f"{parts.preposition}{parts.of(parts.about)}" if parts.of(parts.about) else ""
    asks_what = any(word.text in ("什么", "哪些") or word.kind is Kind.GENERIC for word in row)
    if about or (parts.actor and row[first].kind is Kind.VERB and asks_what):
        return f"{parts.when}{parts.actor}{about}{text}"
    topic, noun = parts.topic, row[first].text
    if row[first].kind is Kind.GENERIC and noun in parts.text:  # 会议 is that of which was just spoken
        topic = topic.removesuffix(noun) if topic.endswith(noun) else ""
    return f"{parts.when}{topic}{'中' if topic and PARTLY.match(text) else ''}{text}"
