"""A follow-up and its history become a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.text import comparable

History = Sequence[tuple[str, str]]
"""(question, answer) pairs, oldest first."""

_POINTS_BACK = re.compile(
    r"^(那|它|他|她|其中|该项|上述|还有呢|另外呢|(then|and|what about|how about|it|they|those|these)\b)"
    r"|他们|她们|它们|其中|这些|那些|这项|此事|呢[？?]?$"
)
_SHORT = 6
"""A question of at most this many characters says too little to be looked up by itself."""


_LONGEST_BEFORE = 200
"""So much of the question before is carried over: the follow-up must still fit into the encoder."""


def resolve_question(question: str, history: History = ()) -> str:
    """The question to look up: a follow-up has the question before it put in front.

    >>> resolve_question("那委员讲堂呢？", [("读书活动办了几场？", "4场")])
    '读书活动办了几场？ 那委员讲堂呢？'
    >>> resolve_question("基层协商开展了几次？", [("读书活动办了几场？", "4场")])
    '基层协商开展了几次？'
    """
    if not history or not is_follow_up(question):
        return question
    return f"{history[-1][0][:_LONGEST_BEFORE]} {question}"


def is_follow_up(question: str) -> bool:
    """Whether a question points back at the one before, or is too short to stand alone."""
    asked = question.strip().lower()
    return len(comparable(asked)) <= _SHORT or bool(_POINTS_BACK.search(asked))
