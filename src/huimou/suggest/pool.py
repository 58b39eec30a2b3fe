"""The questions of a whole shelf, in the order in which they are tried."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TypeVar

from huimou.scope import document_places
from huimou.suggest.candidates import candidates, section_questions
from huimou.suggest.model import Suggestion, SuggestionKind
from huimou.types import Document

_KINDS: tuple[SuggestionKind, ...] = ("figure", "list", "section", "fact")
_GOLDEN = 0.618034
_OF_WHOLE = re.compile("^(共?)全[省市县区镇乡州]")

T = TypeVar("T")


def pool(documents: Sequence[Document], only: Collection[int] | None = None) -> list[Suggestion]:
    """Untried questions of all reports: reports and kinds in turn, places in a report far apart.

    On a shelf of several reports each question says which place it is about; where that is not known, a
    question that another report asks too is left out.

    Args:
        documents: The shelf.
        only: The numbers of the reports whose questions are wanted; None means all.
    """
    rows: list[Iterator[Suggestion]] = []
    places = shelf_places(documents)
    wanted = sorted(only) if only is not None else list(range(len(documents)))
    # Those of all reports are looked for, which takes long on a full shelf, only where they are compared.
    compared = wanted if all(number in places for number in wanted) else range(len(documents))
    every = {number: candidates(documents[number], number) for number in compared}
    times = Counter(one.question for found in every.values() for one in found)
    for number in wanted:
        bare = every[number]
        place = places.get(number, "")
        found = [_of_place(one, place) for one in bare if place or times[one.question] == 1]
        by_kind: dict[SuggestionKind, list[Suggestion]] = defaultdict(list)
        for one in found:
            by_kind[one.kind].append(one)
        # The next report begins with the next kind, so that a long shelf gets all of them in one round.
        turned = [*_KINDS[number % len(_KINDS) :], *_KINDS[: number % len(_KINDS)]]
        rows.append(_in_turn(_spread(by_kind[kind], number) for kind in turned))
    return list(_in_turn(rows))


def unchecked(documents: Sequence[Document]) -> list[Suggestion]:
    """What can be asked of an index without checked suggestions: what its sections, or its reports, say."""
    places = shelf_places(documents)
    sections = [
        _of_place(one, places.get(number, ""))
        for number, document in enumerate(documents)
        for one in section_questions(document, number)
    ]
    return sections or [
        Suggestion(
            question=f"《{document.name}》主要讲了什么？",
            kind="section",
            document=number,
            start=0,
            end=len(document.text),
        )
        for number, document in enumerate(documents)
    ]


def shelf_places(documents: Sequence[Document]) -> dict[int, str]:
    """What each report is about, as its title says it; only such places as just one report is about.

    A single report has none: nobody asks which one is meant.
    """
    if len(documents) < 2:
        return {}
    named: dict[int, str] = {}
    for number, document in enumerate(documents):
        title = f"{document.title} {document.subtitle} {document.name}"
        there = [place for place in document_places(document) if place in title]
        if there:
            named[number] = min(there, key=lambda place: (title.index(place), -len(place)))
    times = Counter(named.values())
    return {number: place for number, place in named.items() if times[place] == 1}


def _of_place(one: Suggestion, place: str) -> Suggestion:
    """The question with the place that it is about, where it does not say so."""
    question = one.question
    if not place or place in question:
        return one
    if one.kind == "section":
        return replace(one, question=f"{place}报告的{question}")
    if question[0] == place[-1]:  # 区实验小学 of 临泽区
        question = question[1:]
    return replace(one, question=place + _OF_WHOLE.sub(r"\1", question))


def _spread(places: Sequence[T], first: int) -> list[T]:
    """The same things, so that the first few of them are far apart; `first` turns the order."""
    order = sorted(range(len(places)), key=lambda at: ((at + first) * _GOLDEN) % 1)
    return [places[at] for at in order]


def _in_turn(sources: Iterable[Iterable[T]]) -> Iterator[T]:
    """The first of each source, then the second of each, and so on."""
    return (one for one in chain.from_iterable(zip_longest(*sources)) if one is not None)
