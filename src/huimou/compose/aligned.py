"""Two lists told side by side: "原煤、原油产量达到6640.8万吨、1253.6万吨", "城乡居民收入分别增长6.8%和8.3%".

Asked for one of the things, a reader takes the first figure or all of them; which one it is can be counted.
"""

from __future__ import annotations

import itertools
import re

from huimou.quantities import Quantity, find_quantities
from huimou.text import comparable

_BETWEEN = re.compile(r"\s*(?:[、和与及]|以及)\s*")
_PAIRS = {"城乡": (("城镇", "城市", "城里"), ("农村", "乡村", "农民"))}
"""Words that name two things in one: what a question calls each of them."""
_MODIFIERS = re.compile(r"^.*[的将把对]")
_PREDICATE = re.compile(r"(?:分别|各自|依次|(?:增长|下降|提高|达到?|完成|实现|新增|为)$).*$")
_OWN_FIGURE = re.compile(r"(?:约|近|超过|超)?\d.*$")
_TOTAL = re.compile(r"累计|总数|总量|总共")


def aligned(question: str, text: str, sentence: tuple[int, int], start: int) -> tuple[int, int] | None:
    """The figure of the thing asked for, where `start` lies in a list of figures of several things.

    Args:
        question: The question.
        text: The document's text.
        sentence: The sentence, (start, end) in `text`, end exclusive.
        start: Where the reader's answer begins.

    Returns:
        The figure's place in `text`; None if there are no two such lists or the question names not just
        one of the things.
    """
    base = sentence[0]
    told = text[base : sentence[1]]
    runs = _runs(told, find_quantities(told))
    found = [run for run in runs if run[0].start <= start - base < run[-1].end]
    if found and _TOTAL.search(question):  # 新认定60家和30家，累计分别达到1016家和591家
        found = [run for run in runs if _TOTAL.search(_clause(told, run[0].start))] or found
    if not found:
        return None
    run = found[0]
    names = _names(told[: run[0].start], len(run))
    asked = [
        place for place, words in enumerate(names) if any(word in comparable(question) for word in words)
    ]
    if len(asked) != 1:
        return None
    figure = run[asked[0]]
    return base + figure.start, base + figure.end


_CHANGE = re.compile(
    r"[由从](?P<old>[^，。；]{1,20}?)(?:分别)?(?:提高|提升|增加|增长|上调|调整|扩大|上升|降低|下降|减少|下调|压缩|压减|缩短|缩减|降|增|升)"
    r"(?:到|至|为)(?P<new>[^，。；]{1,20})"
)
_BEFORE = re.compile(
    r"原来|原先|原本|之前|以前|此前|调整前|从前|过去|(?:提高|上调|降低|下调)前|由多少|从多少|before|previous"
)
_NOW = re.compile(r"现在|如今|目前|以后|之后|\bnow\b")


def changed(question: str, text: str, sentence: tuple[int, int], start: int) -> tuple[int, int] | None:
    """The figure from which, or to which, something changed: 由每人每月640元提高到690元.

    Args:
        question: The question.
        text: The document's text.
        sentence: The sentence, (start, end) in `text`, end exclusive.
        start: Where the reader's answer begins.

    Returns:
        The new figure's place in `text`, or the old one's if the question asks for that; None if the answer
        is no figure of such a change.
    """
    for match in _CHANGE.finditer(text, *sentence):
        if match.start() <= start < match.end():
            which = "old" if _BEFORE.search(question) and not _NOW.search(question) else "new"
            for figure in find_quantities(match[which]):
                return match.start(which) + figure.start, match.start(which) + figure.end
    return None


def _runs(told: str, figures: list[Quantity]) -> list[list[Quantity]]:
    """Figures with nothing but 、 or 和 between them, two at least."""
    runs: list[list[Quantity]] = []
    for before, figure in itertools.pairwise([None, *figures]):
        if figure is None:
            continue
        if before is not None and _BETWEEN.fullmatch(told[before.end : figure.start]):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return [run for run in runs if len(run) > 1]


def _clause(told: str, end: int) -> str:
    """What stands before `end` in its clause."""
    return re.split(r"[，；。]", told[:end])[-1]


def _names(before: str, count: int) -> list[tuple[str, ...]]:
    """What the `count` things are called, out of the clauses that stand before their figures."""
    clause = re.split(r"[。；]", before)[-1]
    for part in reversed(clause.split("，")):
        items = [item for item in re.split(r"[、和与及]", _PREDICATE.sub("", part)) if item]
        if len(items) == count:
            # Each may tell a figure of its own: 甲5人、乙8人，分别增长2%、3%.
            items = [_OWN_FIGURE.sub("", item) or item for item in items]
            # The first may carry what governs the list, the last what follows it.
            shortest = min(len(comparable(item)) for item in items)
            first = comparable(_MODIFIERS.sub("", items[0]))[-max(2, shortest) :]
            last = comparable(items[-1])
            called = [first, *(comparable(item) for item in items[1:-1]), last[: max(2, shortest)]]
            return [(name,) if len(name) > 1 else () for name in called]
    if count == 2:
        for word, names in _PAIRS.items():
            if word in clause:
                return list(names)
    return []
