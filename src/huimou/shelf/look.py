"""Where a question looks first, and what it names that the shelf does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huimou.scope import years_asked
from huimou.shelf.mentions import by_level, by_organisation, by_year, named_places
from huimou.shelf.model import Report, Shelf
from huimou.types import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """Reports to look in."""

    documents: tuple[int, ...]
    wider: bool = False
    """Whether the question points to other reports, so that these must be sure of what they answer."""
    must_say: tuple[str, ...] = ()
    """Names of which the answering sentence must say one, for the report itself is of another place. Most of
    `documents` say none of them: `saying`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Where to look for the answer to a question."""

    tries: tuple[Try, ...]
    """One after the other, until one of them answers; at least one."""
    base: tuple[int, ...]
    """The reports that the question is about, by the places that it names; all if it names none."""
    absent: tuple[str, ...]
    """The places that it names and that no report is of."""


def look_for(question: str, shelf: Shelf, within: Sequence[int], *, before: str = "") -> Look:
    """Where to look for a question that stands alone: in the reports `within`.

    `before` is the answer to the question that it follows up on: where only one report says that, the talk is
    of that one.

    A report that it names by its place comes first, and no other one of its sort is asked instead: what
    Zhejiang's does not say of Zhejiang, Shanghai's does not either. Organisation, level and year only say
    where to look first.
    """
    reports = shelf.of(within)
    if len(reports) < 2:
        return Look(tries=(Try(documents=_numbers(reports)),), base=_numbers(reports), absent=())
    named = named_places(question, shelf, within)
    own = {number for place in named for number in place.own}
    around = {number for place in named if not place.own for number in place.around}
    base = [one for one in reports if one.number in (own or around)] or reports
    first = _that_say(before, base) if before and not named else base
    for narrow in (by_organisation, by_level, by_year):
        first = narrow(question, first) or first
    held = not named or bool(own or around)
    tries = [Try(documents=_numbers(first))] if held and len(first) < len(base) else []
    names = tuple(dict.fromkeys(place.name for place in named))
    if held:
        tries.append(Try(documents=_numbers(base), wider=bool(tries)))
    if named:
        peers = {one.sort for one in base} if own or around else set()
        others = [one for one in reports if one.sort not in peers]
        if others:
            tries.append(Try(documents=_numbers(others), wider=True, must_say=names))
    return Look(
        tries=tuple(tries) or (Try(documents=_numbers(base)),),
        base=_numbers(base),
        absent=tuple(dict.fromkeys(place.name for place in named if not place.own)),
    )


def saying(documents: Sequence[Document], numbers: Sequence[int], names: Sequence[str]) -> tuple[int, ...]:
    """Those of `numbers` whose document says one of `names`; every text is read."""
    return tuple(number for number in numbers if _says(documents[number], names))


def never_held(question: str, reports: Sequence[Report]) -> list[int]:
    """The years that a question names and that none of the reports is of or looks back on, ascending."""
    held = frozenset(year for one in reports for year in one.years)
    return sorted(years_asked(question, None) - held) if held else []


def _that_say(answer: str, reports: list[Report]) -> list[Report]:
    """The one report that has these words; all if none has, or several."""
    ours = [one for one in reports if _says(one.document, [answer])]
    return ours if len(ours) == 1 else reports


def _says(document: Document, names: Sequence[str]) -> bool:
    return any(name in document.text for name in names)


def _numbers(reports: Sequence[Report]) -> tuple[int, ...]:
    return tuple(one.number for one in reports)
