"""Which reports the words of a question name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huimou.scope import asks_planned, find_places, years_asked
from huimou.scope.gazetteer import ancestors
from huimou.shelf.model import Report, Shelf

_LEVEL = re.compile(
    "(?<![各地级])(?:[全我本]([省市县区州旗镇乡村])"
    "|([省市县区州旗镇乡村])(?:委|里|政府|政协|人大|领导|长(?!期)))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A place that a question names, and the reports that it leads to."""

    start: int
    end: int
    """Exclusive."""
    name: str
    own: tuple[int, ...]
    """The reports of that place."""
    around: tuple[int, ...]
    """The reports of a place that it lies in."""


def named_places(question: str, shelf: Shelf, within: Sequence[int]) -> list[Named]:
    """The places of the gazetteer, and those of the reports, that a question names, in order.

    `within` are the numbers of the reports that are asked: of no others it is said that it leads to them.
    """
    chosen = None if len(within) == len(shelf.reports) else frozenset(within)

    def reports_of(places: Iterable[str]) -> tuple[int, ...]:
        numbers = {number for place in places for number in shelf.of_place.get(place, ())}
        return tuple(sorted(numbers if chosen is None else numbers & chosen))

    found = [
        Named(
            start=place.start,
            end=place.end,
            name=place.name,
            own=reports_of(place.codes),
            around=reports_of(outer for code in place.codes for outer in ancestors(code)),
        )
        for place in find_places(question, also=shelf.shorts)
        if place.codes
    ]
    for name in shelf.unlisted:
        at = question.find(name)
        if at >= 0 and (own := reports_of([name])):
            found.append(Named(start=at, end=at + len(name), name=name, own=own, around=()))
    return sorted(found, key=lambda place: place.start)


def by_organisation(question: str, reports: Sequence[Report]) -> list[Report]:
    """The reports of the bodies that a question names: 政协, 法院, 民政局. Not 政府: all speak of it."""
    return [one for one in reports if one.body and one.body in question]


def by_level(question: str, reports: Sequence[Report]) -> list[Report]:
    """The reports of such places as a question speaks of: 县委, 全县 lead to those of counties."""
    levels = {match[1] or match[2] for match in _LEVEL.finditer(question)}
    return [one for one in reports if one.level in levels]


def by_year(question: str, reports: Sequence[Report]) -> list[Report]:
    """The reports of the years that a question names, first of all those that tell what was, or is to be.

    A report of 2025 tells what was done in 2024 and what is planned for 2025: 2024年…增长了多少 is a question
    to it, 2024年的目标 one to the report of 2024.
    """
    asked = years_asked(question, None)
    if not asked:
        return []
    planned = asks_planned(question)
    best = [one for one in reports if (one.info.year if planned else one.reviewed) in asked]
    return best or [one for one in reports if one.info.year in asked or one.reviewed in asked]
