"""A follow-up and its history become a question that stands alone.

No language model: a question that says itself what it is about is left alone, whatever was asked before;
one that does not (那委员讲堂呢？, 提了几条建议？, 哪里？) takes what it lacks from the one before. To
tell them apart, and to find what to take, only the small words of the language are known (`words`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.dialogue import alone, chinese, english
from huimou.dialogue.anatomy import anatomy
from huimou.dialogue.antecedent import named
from huimou.dialogue.several import several as several
from huimou.dialogue.swap import swap
from huimou.text import comparable

History = Sequence[tuple[str, str]]
"""(question, answer) pairs, oldest first."""

_LONGEST_BEFORE = 200
"""So much of the question before is looked at: what is carried over must still fit into the encoder."""
_TURNS = 10
"""So many turns are looked back: nobody follows up on more."""
_HAN = re.compile("[\u4e00-\u9fff]")


def resolve_question(question: str, history: History = (), *, shelf: bool = False) -> str:
    """One question that stands alone; `question` itself if it does so already.

    The questions of the history may be follow-ups themselves: each is resolved by those before it. Greetings
    are passed over, and what was asked before 换个问题 is forgotten. The result is at most about
    `_LONGEST_BEFORE` characters longer than `question`.

    Args:
        question: As typed.
        history: What was asked and answered before it.
        shelf: Whether there are several reports. Then a question that names no place keeps the place and
            the year that the one before began with: 造林多少亩？ after 河北2024年建成多少高标准农田？

    >>> resolve_question("那委员讲堂呢？", [("读书活动办了几场？", "4场")])
    '委员讲堂办了几场？'
    >>> resolve_question("基层协商开展了几次？", [("读书活动办了几场？", "4场")])
    '基层协商开展了几次？'
    """
    before = answer = ""
    for asked, told in history[-_TURNS:]:
        if not _is_smalltalk(asked):
            before, answer = _resolve(asked, before, answer, shelf)[:_LONGEST_BEFORE], told
    return _resolve(question, before, answer, shelf) if history else question


def is_follow_up(question: str) -> bool:
    """Whether a question leaves out what it is about, or points back to it."""
    if _is_smalltalk(question) or len(question) > _LONGEST_BEFORE:
        return False
    return not (alone if _HAN.search(question) else english).stands_alone(question)


def _is_smalltalk(question: str) -> bool:
    return not question.strip() or alone.is_smalltalk(question) or english.is_smalltalk(question)


def _resolve(question: str, before: str, answer: str, shelf: bool) -> str:
    """`question` made to stand alone, given the question before, which does, and its answer."""
    for changed in (alone.changed_topic(question), english.changed_topic(question)):
        if changed:
            return changed
    if not before or _is_smalltalk(question):
        return question
    if not is_follow_up(question):
        return alone.framed(question, anatomy(before)) if shelf and _HAN.search(question) else question
    resolved = _follow(question, before, answer)
    return resolved if comparable(resolved) else question


def _follow(question: str, before: str, answer: str) -> str:
    """A follow-up made to stand alone, by the languages of both questions."""
    if _HAN.search(question):
        if _HAN.search(before):
            return chinese.resolve(question, before, answer)
        return chinese.resolve_after_english(question, before)
    if not _HAN.search(before):
        return english.resolve(question, before, answer)
    parts = anatomy(before)
    if year := english.year_asked(question):
        return f"{swap(parts, f'{year}年')}？"
    return english.resolve_about(question, named(parts, answer) or parts.topic)
