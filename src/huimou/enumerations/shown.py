"""What stands at one depth of quotes and brackets, and the lists as they are handed out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Place = tuple[int, int]
"""(start, end): start inclusive, end exclusive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enumeration:
    """A list in a text; all offsets are into that text, ends exclusive."""

    start: int
    """Where its first item begins."""
    end: int
    """Where its last item or its noun ends, whichever is later."""
    items: tuple[Place, ...]
    """In order, disjoint, without 等, trailing punctuation, or the quotes of an item that is all quoted."""
    noun: Place | None
    """What the items are, if the text says so behind them (等红色教育基地, 三大产业)."""


PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'} | {
    "（": "）", "(": ")", "【": "】", "[": "]", "《": "》", "〈": "〉"
}  # fmt: skip
QUOTES = '“‘「『"'
TITLES = "《〈"
"""A 、 in a book's title separates nothing."""
HIDDEN = "\ue000"
"""Stands for each character inside quotes and brackets, so that no rule looks in there."""

CLAUSE = re.compile(r"[，。；！？：;!?\n—…“”‘’「」『』\"]|[,:](?!\d)")
"""Marks that end a list; a quote still visible has no partner."""
_TRAILING = "，。；！？：、,;:!?.—… \u3000\t\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What stands at one depth of quotes and brackets. Places are relative to `offset`."""

    text: str
    pairs: dict[int, int]
    offset: int
    mask: str
    """The characters of that depth; all inside a pair, its marks too, are `HIDDEN`."""

    def item(self, place: Place) -> Place | None:
        """`place` in the text, trimmed, without its quotes if it is all quoted; None if nothing is left."""
        start, end = place[0] + self.offset, place[1] + self.offset
        while True:
            while start < end and self.text[start] in _TRAILING:
                start += 1
            while start < end and self.text[end - 1] in _TRAILING:
                end -= 1
            if start >= end or self.text[start] not in QUOTES or self.pairs.get(start) != end - 1:
                break
            start, end = start + 1, end - 1
        return (start, end) if any(char.isalnum() for char in self.text[start:end]) else None

    def opens(self, at: int) -> bool:
        """Whether a quote or a title begins at `at`."""
        here = at + self.offset
        return here in self.pairs and self.text[here] in QUOTES + TITLES

    def raw(self, place: Place) -> str:
        """The characters of `place`."""
        return self.text[place[0] + self.offset : place[1] + self.offset]


def partners(text: str, start: int, end: int) -> dict[int, int]:
    """Where each quote or bracket that has its partner opens: where it closes."""
    pairs: dict[int, int] = {}
    open_: list[int] = []
    for at in range(start, end):
        char = text[at]
        partner = next((i for i in reversed(range(len(open_))) if PAIRS[text[open_[i]]] == char), None)
        if partner is not None:
            pairs[open_[partner]] = at
            del open_[partner:]
        elif char in PAIRS:
            open_.append(at)
    return pairs


def masked(text: str, start: int, end: int, pairs: dict[int, int]) -> str:
    """``text[start:end]`` with each pair in it hidden, character by character."""
    shown: list[str] = []
    at = start
    while at < end:
        width = pairs[at] + 1 - at if at in pairs else 1
        shown.append(HIDDEN * width if at in pairs else text[at])
        at += width
    return "".join(shown)


def split(mask: str, marks: re.Pattern[str], place: Place) -> list[Place]:
    """The places between the marks."""
    ends = [(match.start(), match.end()) for match in marks.finditer(mask, *place)]
    starts = [place[0], *(end for _, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), place[1]], strict=True))


def balanced(text: str) -> bool:
    """Whether every quote and bracket has its partner."""
    return all(
        text.count(opener) == text.count(closer) if opener != closer else text.count(opener) % 2 == 0
        for opener, closer in PAIRS.items()
    )


def finished(shown: Shown, places: Sequence[Place], noun: Place | None) -> Iterator[Enumeration]:
    """The list of these items, if each of them is something."""
    items = [item for place in places if (item := shown.item(place))]
    if len(items) < len(places):
        return
    named = shown.item(noun) if noun else None
    if named and named[1] - named[0] < 2:  # 等地, 等人
        named = None
    end = max(items[-1][1], named[1] if named else 0)
    yield Enumeration(start=items[0][0], end=end, items=tuple(items), noun=named)
