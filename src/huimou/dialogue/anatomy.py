"""A Chinese question that stands alone, taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from huimou.dialogue.lexer import Kind, Word, take_apart
from huimou.dialogue.parts import NOMINAL, Parts

_END = " \t\u3000？?！!。.，,；;…~～呢啊呀吧哈"
_LEADS = re.compile(
    r"(?:(?:请问|想问|我想问|想知道|我想知道|请告诉我|告诉我|麻烦问|问|再问)(?:一下|下)?|那么?(?![里儿边些个年天次场项])"
    r"|(?:请|帮我|给我)?(?:介绍|说明|说|讲|谈|总结|概括|列举|列出|查)(?:一下|下|说|讲|谈)|然后|另外|还有|此外|对了|好的|嗯|顺便)"
    r"[，,、 ]*"
)
_COUNTED = re.compile("多少|几|第几|哪(?!里|儿)|什么(?!时|地)")
"""Asks for a thing or a number, not for place or time."""
_BESIDE = frozenset("给向从往把被比靠按与跟为用") | {"按照", "根据"}
"""What begins a phrase that belongs to the predicate: 政协给县里出了几条, 产量比上年增加多少."""
_AFTER_TOPIC = ("方面", "向", "给")


def bare(question: str) -> str:
    """A question without polite beginnings, connectives and end marks."""
    text = question.strip().rstrip(_END)
    while (lead := _LEADS.match(text)) and lead.end() < len(text):
        text = text[lead.end() :]
    return text


def anatomy(question: str) -> Parts:
    """Take a question apart. Every string has an anatomy, if only a subject."""
    text = bare(question)
    row = _with_verbs(take_apart(text))
    asking = next((place for place, word in enumerate(row) if word.kind is Kind.ASKING), None)
    head, verb = _predicate(row, len(row) if asking is None else asking, asked=asking is not None)
    start = row[head].start if head < len(row) else len(text)
    time, preposition, about, subject = _before(row[:head])
    return Parts(
        text=text,
        time=time,
        preposition=preposition,
        about=about,
        subject=subject,
        predicate=start,
        verb=verb,
        asking=(row[asking].start, row[asking].end) if asking is not None else (start, start),
        thing=_thing(row, asking) if asking is not None else _object(row, verb[1]),
    )


def _with_verbs(row: Sequence[Word]) -> list[Word]:
    """What stands before 了 or 过 is a verb, listed or not: two characters of it, as most verbs have."""
    found: list[Word] = []
    for word, after in zip_longest(row, row[1:]):
        if word.kind is Kind.CONTENT and after is not None and after.text in ("了", "过"):
            cut = max(len(word.text) - 2, 0)
            found += [Word(Kind.CONTENT, word.text[:cut], word.start)] if cut else []
            word = Word(Kind.VERB, word.text[cut:], word.start + cut)
        found.append(word)
    return found


def _predicate(row: Sequence[Word], asking: int, *, asked: bool) -> tuple[int, tuple[int, int]]:
    """Index of the predicate's first word, and the span of its verb with aspects."""
    if not asked:
        return _statement(row)
    place = asking
    while place and row[place - 1].kind in (Kind.ASPECT, Kind.ADVERB, Kind.NUMBER, Kind.CONNECTIVE):
        place -= 1
    verb = (row[asking].start, row[asking].start)
    if place > 1 and row[place - 1].kind is Kind.PLACE and row[place - 2].kind is Kind.VERB:
        place -= 1  # 排全国第几
    if place and row[place - 1].kind in (Kind.VERB, Kind.LIGHT):
        if place > 2 and row[place - 1].text in ("在", "到", "于") and row[place - 2].kind is Kind.VERB:
            place -= 1  # 出生在哪里
        verb = (row[place - 1].start, row[asking].start)
        place -= 1
    elif not any(word.kind is Kind.ADVERB for word in row[place:asking]):
        place = asking
    if verb[0] == verb[1]:  # 怎么解决的, 为什么没完成: the verb comes after
        after = next((word for word in row[asking + 1 :] if word.kind is Kind.VERB), None)
        if after is not None and not _COUNTED.match(row[asking].text):
            verb = (after.start, after.end)
    if verb[0] < row[asking].start and row[place].kind is Kind.LIGHT:  # 是哪一年成立的, 在哪里举办
        after = next((word for word in row[asking + 1 :] if word.kind is Kind.VERB), None)
        verb = (after.start, after.end) if after is not None else verb
    while place and row[place - 1].kind is Kind.ADVERB:
        place -= 1
    if all(word.kind is Kind.VERB for word in row[:place]):
        place = 0  # 组织去了哪些
    phrase = next((n for n in range(1, place) if row[n].text in _BESIDE), place)
    return phrase, verb


def _statement(row: Sequence[Word]) -> tuple[int, tuple[int, int]]:
    """`_predicate` of a question without 谁, 几, …: 生态环境改善了吗, 提出了20条建议对吗, 委员讲堂."""
    for place, word in enumerate(row):
        after = row[place + 1].kind if place + 1 < len(row) else Kind.PARTICLE
        last = after in (Kind.ASPECT, Kind.PARTICLE, Kind.NUMBER)
        if place and (
            (word.kind is Kind.VERB and last) or word.text in ("是", "有", "叫", "为", "在", "称为")
        ):
            if word.kind is Kind.VERB and place + 1 == len(row):
                continue  # a noun that is also a verb: 生态保护
            end = word.end
            for aspect in row[place + 1 :]:
                if aspect.kind is not Kind.ASPECT:
                    break
                end = aspect.end
            while place and row[place - 1].kind is Kind.ADVERB:
                place -= 1
            return place, (word.start, end)
    end = row[-1].end if row else 0
    return len(row), (end, end)


def _before(row: Sequence[Word]) -> tuple[tuple[int, int], str, tuple[int, int], tuple[int, int]]:
    """Time, preposition, what it is about, and subject, in what stands before the predicate."""
    end = row[-1].end if row else 0
    time = about = (end, end)
    preposition = ""
    if row and row[0].kind is Kind.TIME:
        last = 0
        while last + 1 < len(row) and row[last + 1].kind is Kind.TIME:
            last += 1
        time, row = (row[0].start, row[last].end), row[last + 1 :]
    elif len(row) > 1 and row[-1].kind is Kind.TIME:
        time, row = (row[-1].start, row[-1].end), row[:-1]
    else:
        time = next(((word.start, word.end) for word in row if word.kind is Kind.TIME), time)
    row = list(row)
    while row and (row[0].kind in (Kind.CONNECTIVE, Kind.PARTICLE) or row[0].text == "的"):
        row.pop(0)
    place = next((n for n, word in enumerate(row) if word.kind is Kind.ABOUT), None)
    if place is not None and place + 1 < len(row):
        preposition = row[place].text
        ends = (
            n
            for n in range(place + 1, len(row))
            if row[n].kind is Kind.PARTICLE or row[n].text in _AFTER_TOPIC
        )
        stop = next(ends, len(row))
        about = (row[place + 1].start, row[stop - 1].end) if stop > place + 1 else about
        row = row[:place] or row[stop:]
    while row and row[-1].kind in (Kind.PARTICLE, Kind.ADVERB, Kind.CONNECTIVE):
        row.pop()
    while row and row[0].kind in (Kind.PARTICLE, Kind.CONNECTIVE):
        row.pop(0)
    return time, preposition, about, (row[0].start, row[-1].end) if row else (end, end)


def _thing(row: Sequence[Word], asking: int) -> tuple[int, int]:
    """The noun phrase right after the asking word, if that counts or chooses: 几, 多少, 哪些, 什么."""
    here = row[asking].end
    if not _COUNTED.match(row[asking].text):
        return here, here
    rest = list(row[asking + 1 :])
    while rest and rest[0].kind in (Kind.ADVERB, Kind.CONNECTIVE):
        rest.pop(0)
    return _phrase(rest, here)


def _object(row: Sequence[Word], end: int) -> tuple[int, int]:
    """The noun phrase right after the verb of a statement: 交通隐患 in 三中门口有交通隐患."""
    return _phrase([word for word in row if word.start >= end], end)


def _phrase(rest: Sequence[Word], here: int) -> tuple[int, int]:
    """The noun phrase that `rest` begins with."""
    phrase: list[Word] = []
    for word, after in zip_longest(rest, rest[1:]):
        verbal = word.kind is Kind.VERB and (after is None or after.kind not in NOMINAL | {Kind.VERB})
        fits = word.kind in NOMINAL | {Kind.POINTING, Kind.VERB} or word.text == "的"
        if verbal or not fits:
            break
        phrase.append(word)
    while phrase and phrase[-1].text == "的":
        phrase.pop()
    return (phrase[0].start, phrase[-1].end) if phrase else (here, here)
