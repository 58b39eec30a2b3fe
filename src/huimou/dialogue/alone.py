"""Does a Chinese question say itself what it is about?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from huimou.dialogue import words
from huimou.dialogue.anatomy import bare
from huimou.dialogue.lexer import Kind, Word, take_apart
from huimou.dialogue.parts import Parts
from huimou.dialogue.phrases import ADVERBIAL, CHANGE, ENDS_OPEN, PARTLY, SMALLTALK, YES_NO, is_fixed
from huimou.dialogue.swap import is_place, places_at

_OF_TEXTS = re.compile("报道|报告|文章|第.{1,2}(?:部分|章|节|段)")


def is_smalltalk(question: str) -> bool:
    """Whether nothing is asked of a report: a greeting, thanks, what can you do."""
    return bool(SMALLTALK.fullmatch(question.strip()))


def changed_topic(question: str) -> str | None:
    """The question after 换个问题，…; None if no change is announced."""
    match = CHANGE.match(question)
    return question[match.end() :].strip() if match else None


def meaningful(text: str) -> list[Word]:
    """The words of a question without its particles and marks."""
    return [word for word in take_apart(text) if word.kind is not Kind.PARTICLE]


def asks(row: Sequence[Word], text: str) -> bool:
    """Whether something is asked: by 谁, 几, …, or yes or no."""
    return any(word.kind is Kind.ASKING for word in row) or bool(YES_NO.search(text))


def stands_alone(question: str) -> bool:
    """Whether a Chinese question says itself what it is about.

    >>> stands_alone("崇岗镇有多少亩土地灌溉困难？"), stands_alone("提了几条建议？")
    (True, False)
    """
    text = bare(question)
    row = meaningful(text)
    if (
        is_fixed(text)
        or PARTLY.match(text)
        or (any(word.kind is Kind.POINTING for word in row) and not _points_within(row))
    ):
        return False
    if asks(row, text):
        return _has_subject(row)
    if ENDS_OPEN.search(question):
        return False
    return not (row and all(word.kind is Kind.TIME or word.text == "的" for word in row))


def framed(question: str, before: Parts) -> str:
    """A question that stands alone, with the place and time of the one before, if that began with a place.

    Itself if it names a place, asks nothing, or asks of the report as a text.
    """
    text = bare(question)
    row = meaningful(text)
    subject = before.of(before.subject)
    places = places_at(subject)
    local = any(word.kind is Kind.PLACE or places_at(word.text) for word in row if word.kind is not Kind.VERB)
    of_text = any(role in text for role in words.ROLES_OF_TEXTS) or _OF_TEXTS.search(text)
    if not places or local or of_text or not asks(row, text):
        return question
    time = "" if any(word.kind is Kind.TIME for word in row) else before.of(before.time)
    return f"{subject[: places[-1][1]]}{time}{text}？"


def _points_within(row: Sequence[Word]) -> bool:
    """Whether a pronoun may stand for what was said before it in the question: 刘胜死后谁继承他的王位."""
    for word in row:
        if word.kind is Kind.POINTING:
            return False
        if word.kind is Kind.PLACE or (word.kind is Kind.CONTENT and len(word.text) > 1):
            return True
    return False


def _has_subject(row: Sequence[Word]) -> bool:
    """Whether a row of words that asks something has a subject of its own."""
    if len(row) > 2 and row[0].text == "什么" and row[1].text in ("是", "叫"):
        return True  # 什么是五月艾
    if any(word.kind is Kind.ABOUT and after.kind is not Kind.ASKING for word, after in pairwise(row)):
        return True  # 关于城市更新
    acting = [word for word in row if word.kind not in (Kind.ADVERB, Kind.CONNECTIVE, Kind.ASPECT)]
    if len(acting) > 1 and acting[0].text in words.DEPENDENT and acting[1].kind is Kind.ASKING:
        return False  # 涉及几个小区
    content = [word for word in row if word.kind is Kind.CONTENT]
    said = sum(len(word.text) for word in content)
    nouns = any(word.kind in (Kind.GENERIC, Kind.RELATION) for word in row)
    verbs = sum(word.kind is Kind.VERB for word in row)
    counts = any(word.kind is Kind.ASKING and re.match("多|几|第|怎|如何", word.text) for word in row)
    if any(word.kind is Kind.PLACE for word in row):
        return (
            nouns or said > 1 or verbs > 1 or not counts
        )  # 云南增长了多少 lacks one, 河北出口增长了多少 does not
    if said < 2:
        return _is_compound(row) or _is_plan(row)
    if len(content) == 1 and is_place(content[0].text):
        return nouns or verbs > 0 or not counts
    if len(acting) == 1 and said == 2:
        return False  # 够用吗
    return not _begins_with_predicate(row, content[0], said, nouns=nouns)


def _begins_with_predicate(row: Sequence[Word], content: Word, said: int, *, nouns: bool) -> bool:
    """栽植了多少棵, 有多少学生, 什么时候完工: little said, and a verb or what is asked comes first."""
    lead = next((n for n, word in enumerate(row) if word.kind not in (Kind.ADVERB, Kind.CONNECTIVE)), 0)
    first, row = row[lead], row[lead:]
    if first is content and lead and len(first.text) == 2 and row[1:] and row[1].kind is Kind.ASKING:
        return True  # 能容纳多少孩子
    if first is content and len(row) > 1 and row[1].text in ("了", "过") and len(first.text) == 2:
        return said < 4  # a verb that nobody listed
    if first.kind is Kind.LIGHT:
        asking = next((n for n, word in enumerate(row) if word.kind is Kind.ASKING), None)
        nominal = (Kind.CONTENT, Kind.GENERIC, Kind.RELATION)
        return asking is not None and said < 3 and not any(word.kind in nominal for word in row[:asking])
    if first.kind is not Kind.ASKING or said > 2 or nouns:
        return False
    does = any(word.kind is Kind.VERB for word in row) and row[-1].kind in (Kind.VERB, Kind.ASPECT)
    return bool(ADVERBIAL.match(first.text)) or (first.text[0] == "哪" and does)  # 哪家公司建的


def _is_compound(row: Sequence[Word]) -> bool:
    """Whether small words make up a name between them: 城市改造项目, 主席会议."""
    run = 0
    for word, after in zip_longest(row, row[1:]):
        noun = word.kind in (Kind.GENERIC, Kind.RELATION) or (word.kind is Kind.VERB and len(word.text) > 1)
        run = run + 1 if noun else 0
        modifies = word.kind is Kind.RELATION and after is not None and after.kind is Kind.GENERIC
        if run > 2 or (modifies and word.end == after.start):
            return True
    return False


def _is_plan(row: Sequence[Word]) -> bool:
    """2026年的目标是什么: of the report as a whole."""
    plan = any(word.text in ("目标", "任务", "计划", "安排", "重点", "工作", "打算") for word in row)
    what = any(word.text in ("什么", "哪些", "怎么样", "如何") for word in row)
    return bool(row) and row[0].kind is Kind.TIME and plan and what
