"""The places that a text names: divisions of the gazetteer, and towns and villages by their look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from huimou.scope.gazetteer import ENGLISH, divisions, full_names, is_county, short_names
from huimou.scope.words import (
    AT_BOUNDARY,
    BOUNDARY,
    INSTITUTION,
    LOWER,
    LOWER_AFTER,
    LOWER_BEFORE,
    NEEDS_KIND,
    NEVER,
    NO_NAME,
    NOT_COUNTY,
    NOT_KIND,
    VERBS,
    WORDS,
)

_ENGLISH = re.compile(
    r"(?<![a-z])(?:" + "|".join(sorted(ENGLISH, key=len, reverse=True)).replace(" ", r"\s+") + ")(?![a-z])",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place as a text names it."""

    start: int
    end: int
    """Exclusive."""
    name: str
    """As written; the Chinese short name for one in English."""
    codes: tuple[str, ...]
    """The divisions that it may mean, in the order of their codes; empty for a town or a village."""


def find_places(text: str, *, also: Collection[str] = ()) -> list[Place]:
    """The places that `text` names, in order, apart from each other, the longest name at each offset.

    A full name (平罗县) is always found, a short one (宁夏, 石嘴山) for provinces and prefectures only:
    the short names of counties are too often words (和平, 开放). Provinces are known in English too.

    Args:
        text: A question or a piece of a report.
        also: Short names of counties to be found as well (平罗): those of the shelf's own reports.
    """
    found: list[Place] = []
    at = 0
    while at < len(text) - 1:
        step = 1
        for length in _lengths().get(text[at : at + 2], ()):
            name = text[at : at + length]
            if len(name) < length:
                continue
            if name in WORDS and not _long_name_within(text, at, length):
                step = length
                break
            if _stands(text, at, name, found, also):
                found.append(Place(start=at, end=at + length, name=name, codes=_names()[name]))
                step = length
                break
        at += step
    places = [*found, *_lower(text, found), *_english(text)]
    return sorted(places, key=lambda place: place.start)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """The codes of every form of a name; a short form means the upper levels, where they have it."""
    table = dict(full_names())
    for short, codes in short_names().items():
        upper = tuple(code for code in codes if not is_county(code))
        table.setdefault(short, upper or codes)
        for code in codes:
            # 海南州 for 海南藏族自治州, 围场县; not 河南县, for 河南县域 means the province.
            kind = divisions()[code].name[-1]
            if divisions()[code].name[-3:-1] == "自治" and kind != "区" and (kind == "州" or not upper):
                table.setdefault(short + kind, (code,))
    return MappingProxyType(table)


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """By its first two characters, how long what begins so may be, longest first: names and `WORDS`."""
    table: dict[str, set[int]] = {}
    for name in (*_names(), *WORDS):
        table.setdefault(name[:2], set()).add(len(name))
    return MappingProxyType({pair: tuple(sorted(lengths)[::-1]) for pair, lengths in table.items()})


def _long_name_within(text: str, start: int, length: int) -> bool:
    """Whether a name of three characters or more begins inside a word: 中国内蒙古."""
    return any(
        longer > 2 and text[at : at + longer] in _names()
        for at in range(start + 1, start + length)
        for longer in _lengths().get(text[at : at + 2], ())
    )


def _stands(text: str, start: int, name: str, found: Sequence[Place], also: Collection[str]) -> bool:
    """Whether `name`, which begins at `start`, is a name there and no everyday word."""
    if name not in _names() or name in NEVER:
        return False
    end = start + len(name)
    if name not in full_names() and name in short_names():
        if name not in also and (name in NEEDS_KIND or is_county(_names()[name][0])):
            return False
        return INSTITUTION.match(text, end) is None
    # 忠县, 中山区, 海城市: 现代县域, 集中山区 and 沿海城市 have them too.
    if len(name) == 2 or name in AT_BOUNDARY or (len(name) == 3 and name.endswith("城市")):
        apart = not (start and _HAN.match(text, start - 1)) or text[start - 1] in BOUNDARY
        if not apart and not (found and found[-1].end == start):
            return False
    if len(name) == 2 and text[end : end + 1] in NOT_COUNTY:
        return False
    return NOT_KIND.match(text, end - 1) is None


def _english(text: str) -> Iterator[Place]:
    for match in _ENGLISH.finditer(text):
        code = ENGLISH[" ".join(match.group().lower().split())]
        yield Place(start=match.start(), end=match.end(), name=divisions()[code].short, codes=(code,))


def _lower(text: str, found: Sequence[Place]) -> Iterator[Place]:
    """Towns, villages and streets: two or three characters before 镇, 乡, 村, 街道, where a word can begin.

    No dictionary knows them, so what runs on from other characters (加快推进灵沙乡) is left alone.
    """
    spans = [(place.start, place.end) for place in found]
    for match in LOWER.finditer(text):
        kind, at, end = match.group(), match.start(), match.end()
        if any(left < end and at < right for left, right in spans):
            continue
        start = _core_start(text, max((right for _, right in spans if right <= at), default=0), at)
        core = text[start:at]
        if (
            len(core) in (2, 3)
            and core[-1] not in LOWER_BEFORE[kind]
            and not NO_NAME.intersection(core)
            and not VERBS.match(core)
            and not LOWER_AFTER[kind].match(text, end)
        ):
            spans.append((start, end))
            yield Place(start=start, end=end, name=text[start:end], codes=())


def _core_start(text: str, left: int, end: int) -> int:
    """Where a name that ends at `end` begins: after `left`, after what is not Han, after `BOUNDARY`."""
    start = end
    while start > left and end - start < 4 and _HAN.match(text, start - 1):
        if end - start > 1 and text[start - 1] in BOUNDARY:
            break
        start -= 1
    return start
