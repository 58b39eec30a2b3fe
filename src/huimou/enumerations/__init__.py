"""Whole lists out of Chinese sentences: what stands between 、 or in adjacent quotes, item by item.

There is no dictionary behind it: closed sets of words (`words`), and the likeness of the items (their
lengths, their first and last characters), tell where a list's first item begins and its last one ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from huimou.enumerations.asked import asks_list, count_asked
from huimou.enumerations.find import all_lists
from huimou.enumerations.named import asks_named, defined_set, named_set
from huimou.enumerations.shown import CLAUSE, Enumeration, Place, balanced
from huimou.enumerations.words import OPENING


def find_enumerations(text: str, start: int, end: int) -> list[Enumeration]:
    """The lists of two items or more in ``text[start:end]``, a sentence or a paragraph, by their start.

    Found are items joined by 、 (the last one also by 和, 以及 …), adjacent quoted items, two like items
    joined by 和, “A+B+C”, and 一是…；二是… or （一）… . Quotes and brackets hold lists of their own.
    """
    found = [one for one in all_lists(text, start, end) if len(one.items) > 1]
    return sorted(found, key=lambda one: (one.start, -one.end))


def whole_list(text: str, sentence: Place, span: Place) -> Enumeration | None:
    """The list that a reader's answer belongs to; None if no list of two items or more meets it.

    Of several that meet `span`, the one it overlaps most counts, of nested ones the inner. If `span` holds
    whole items of neighbouring lists too, their items are added, in order. A `span` that begins inside the
    first item (behind a lead-in that was not recognised) moves that item's start.

    Args:
        text: What all offsets refer to.
        sentence: Where to look, a sentence or a paragraph.
        span: The answer: an item, a part of the list, or a bit more than it.
    """
    found = [one for one in all_lists(text, *sentence) if _overlap(_hull(one), span)]
    if not found:
        return None
    best = max(found, key=lambda one: (_overlap(_hull(one), span), _hull(one)[0] - _hull(one)[1]))
    parts = [best] + [
        one
        for one in found
        if not _overlap(_hull(one), _hull(best))
        and any(_within(item, span) for item in one.items)
        and any(_within(item, span) for item in best.items)
        and not any(_within(_hull(one), _hull(other)) for other in found if other is not one)
    ]
    parts.sort(key=lambda one: one.start)
    items = [item for one in parts for item in one.items]
    items[0] = _moved(text, sentence[0], items[0], span)
    if len(items) < 2:
        return None
    nouns = {one.noun for one in parts}
    return Enumeration(
        start=items[0][0],
        end=max(one.end for one in parts),
        items=tuple(items),
        noun=nouns.pop() if len(nouns) == 1 else None,
    )


def best_enumeration(candidates: Sequence[Enumeration], count: int | None) -> Enumeration | None:
    """The first of `candidates` (best first) with `count` items, or else the first; None if there is none."""
    exact = [one for one in candidates if len(one.items) == count]
    return next(iter([*exact, *candidates]), None)


def _hull(one: Enumeration) -> Place:
    return one.items[0][0], one.items[-1][1]


def _overlap(left: Place, right: Place) -> int:
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def _within(inner: Place, outer: Place) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _moved(text: str, floor: int, item: Place, span: Place) -> Place:
    """The first item, begun where the reader's answer begins if that is inside it or little before it."""
    start = span[0]
    if item[0] < start < item[1] - 1 and span[1] >= item[1] and balanced(text[start : item[1]]):
        return start, item[1]
    before = text[start : item[0]] if floor <= start < item[0] else ""
    inside = bool(before) and not CLAUSE.search(before) and "、" not in before
    at_clause = start == floor or bool(CLAUSE.match(text, start - 1))
    if inside and not at_clause and not OPENING.match(before) and balanced(text[start : item[1]]):
        return start, item[1]
    return item


__all__ = [
    "Enumeration",
    "asks_list",
    "asks_named",
    "best_enumeration",
    "count_asked",
    "defined_set",
    "find_enumerations",
    "named_set",
    "whole_list",
]
