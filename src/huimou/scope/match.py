"""What a question names and its evidence does not share: years and places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from huimou.scope.gazetteer import ABBREVIATIONS, PLAIN_ABBREVIATIONS, ancestors, divisions, is_county
from huimou.scope.places import Place, find_places
from huimou.scope.years import years_missed, years_of
from huimou.types import Document

_SOURCE = re.compile("^.*(?:来源|记者|编辑|责编).*$", re.MULTILINE)
"""A line of the byline that names a newspaper: 来源：北京日报 says nothing about Beijing."""

_ABBREVIATED = re.compile(f"[{''.join(ABBREVIATIONS.values())}]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mismatch:
    """A year or a place that a question names and its evidence does not share."""

    kind: Literal["year", "place"]
    asked: str
    """As it is to be shown: 2024年, 石嘴山市."""
    have: str
    """What the evidence speaks of instead: 2025年, 平罗县."""


def mismatches(
    question: str, document: Document, sentence: tuple[int, int], *, shorts: Collection[str] = ()
) -> list[Mismatch]:
    """What `question` names and the evidence does not share, years first; empty when all fits.

    Args:
        question: The question, standing alone.
        document: The report that the evidence stands in.
        sentence: The sentence that is to answer, (start, end) in the document's text, end exclusive.
        shorts: Short names of counties to be known as places too: those of the other reports on the shelf.

    Raises:
        IndexError: `sentence` begins outside the text.
    """
    return [
        *_years(question, document, sentence),
        *_places(question, document, sentence, shorts),
        *_strangers(question, document),
    ]


def places_shared(question: str, document: Document) -> list[Place]:
    """The places that `question` names and that the report is about, as they stand in the question."""
    own = own_places(document)
    codes = {code for place in own for code in place.codes}
    names = {place.name for place in own}
    return [
        place
        for place in find_places(question, also=_shorts(own))
        if place.name in names or codes.intersection(place.codes)
    ]


_WHOLE = re.compile("[全我本](?P<kind>[省市县区州旗镇乡村])(?![级委长域])(?:范围)?内?")
_UNLISTED = re.compile("[\u4e00-\u9fff]{2}(?P<kind>[省市县区州旗镇乡村])")


def whole_shared(question: str, document: Document) -> list[tuple[int, int]]:
    """Where `question` says 全县, 我区 and the like of the place that the report is about, (start, end)."""
    if not _WHOLE.search(question):
        return []
    own = _innermost(own_places(document))
    names = {divisions()[code].name for place in own for code in place.codes} | {place.name for place in own}
    kinds = {name[-1] for name in names}
    if not own and (found := _UNLISTED.search("\n".join(head_parts(document)))):
        kinds = {found["kind"]}  # no gazetteer knows it
    return [match.span() for match in _WHOLE.finditer(question) if match["kind"] in kinds]


def describe(mismatch: Mismatch) -> str:
    """A mismatch as a clause for the reply: 这里讲的是2025年，没有2024年的内容."""
    return f"这里讲的是{mismatch.have}，没有{mismatch.asked}的内容"


def document_places(document: Document) -> frozenset[str]:
    """The places that a report's title, subtitle, name and byline name, as written there."""
    return frozenset(place.name for place in own_places(document))


def _years(question: str, document: Document, sentence: tuple[int, int]) -> list[Mismatch]:
    missed = years_missed(question, document, *sentence)
    have = "、".join(f"{year}年" for year in sorted(years_of(document, *sentence))) if missed else ""
    return [Mismatch(kind="year", asked=f"{year}年", have=have) for year in sorted(missed)]


def _places(
    question: str, document: Document, sentence: tuple[int, int], shorts: Collection[str]
) -> list[Mismatch]:
    own = own_places(document)
    asked = find_places(question, also=_shorts(own).union(shorts))
    if not asked:
        return []
    evidence = _evidence(document, sentence)
    there = {code for place in find_places(evidence, also=_shorts([*own, *asked])) for code in place.codes}
    # Which town of Guangdong? 东莞 says. But a report on a county says nothing of the city around it.
    there |= {outer for code in there for outer in ancestors(code)} - _around(own)
    there |= _abbreviated(evidence)
    pairs = _paired(evidence, asked)
    fitting = [
        place
        for place in asked
        if place.name in evidence or there.intersection(place.codes) or place.name in pairs
    ]
    # 宁夏石嘴山市: whether the inner one fits decides for both.
    covered = _around(asked)
    if any(not place.codes for place in fitting):
        covered |= _around(own)
    # 广西 and 广西壮族自治区 are one, called as the report is called first.
    have = (
        "、".join({place.codes: place.name for place in reversed(_innermost(own))}.values()) or document.name
    )
    missing = [place for place in asked if place not in fitting and not covered.intersection(place.codes)]
    return [
        Mismatch(kind="place", asked=name, have=have)
        for name in dict.fromkeys(place.name for place in missing)
    ]


_SYLLABLE = (
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|uang|iong|ang|eng|ing|ong|ian|iao|uan|uai|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|uo|ui|ue|er|[aeiouv])"
)
_STRANGER = re.compile(
    rf"\b(?=[A-Z])(?!China|Main)(?i:(?:{_SYLLABLE}){{2,4}}"
    r" (?:county|city|district|town(?:ship)?|village|prefecture|community|street))\b"
    rf"|\b(?=[A-Z])(?i:(?=[a-z]*(?:x|q|zh))(?:{_SYLLABLE}){{2,4}})\b"
)
"""A name in pinyin that was left so: what a report has is written as there (`Speller.write_names`)."""


def _strangers(question: str, document: Document) -> list[Mismatch]:
    """The names in pinyin that no report writes."""
    known = [(place.start, place.end) for place in find_places(question)]
    have = "、".join(place.name for place in _innermost(own_places(document))) or document.name
    return [
        Mismatch(kind="place", asked=match.group(), have=have)
        for match in _STRANGER.finditer(question)
        if not any(start < match.end() and match.start() < end for start, end in known)
    ]


def own_places(document: Document) -> list[Place]:
    """The places that a report's title, subtitle, name and byline name, in that order."""
    return find_places("\n".join(head_parts(document)))


def head_parts(document: Document) -> tuple[str, str, str, str]:
    """A report's title, subtitle, name and byline, without the lines that name a newspaper."""
    return document.title, document.subtitle, document.name, _SOURCE.sub("", document.byline)


def _evidence(document: Document, sentence: tuple[int, int]) -> str:
    """Everything that may say which place a sentence speaks of, one piece a line."""
    paragraph = document.paragraph_at(sentence[0])
    return "\n".join(
        (
            document.text[sentence[0] : sentence[1]],
            document.text[paragraph.start : paragraph.end],
            *document.section_path(paragraph.section),
            document.title,
            document.subtitle,
            document.name,
            _SOURCE.sub("", document.byline),
        )
    )


def _shorts(places: Iterable[Place]) -> frozenset[str]:
    """The short names of the counties among them, which are not found by themselves."""
    return frozenset(divisions()[code].short for place in places for code in place.codes if is_county(code))


def _around(places: Iterable[Place]) -> set[str]:
    """The codes of all that lies around the places."""
    return {outer for place in places for code in place.codes for outer in ancestors(code)}


def _innermost(places: Sequence[Place]) -> list[Place]:
    around = _around(places)
    return [place for place in places if not around.intersection(place.codes)]


def _abbreviated(text: str) -> set[str]:
    """The provinces that one character stands for: 京 anywhere, 青 only beside another one (甘青)."""
    found = "".join(
        run.group()
        for run in _ABBREVIATED.finditer(text)
        if len(run.group()) > 1 or run.group() in PLAIN_ABBREVIATIONS
    )
    return {code for code, characters in ABBREVIATIONS.items() if any(char in found for char in characters)}


def _paired(text: str, places: Sequence[Place]) -> set[str]:
    """The names of places that the text draws together by a character each: 郑州, 开封 in 郑开同城化."""
    pairs = itertools.permutations([place for place in places if place.codes], 2)
    return {
        place.name
        for left, right in pairs
        for place in (left, right)
        if any(one + other in text for one in _initials(left) for other in _initials(right))
    }


def _initials(place: Place) -> set[str]:
    characters = {char for code in place.codes for char in ABBREVIATIONS.get(code, "")}
    return characters | {place.name[0]}
