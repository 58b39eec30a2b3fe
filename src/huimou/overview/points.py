"""An overview as points: headings and key sentences, verbatim and in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from huimou.overview.asked import Overview
from huimou.overview.sentences import key_sentences
from huimou.text import comparable, fold_numerals, tokens
from huimou.types import Document, Section

MOST_POINTS = 12
"""As many as a reader takes in at once."""
_MOST_SENTENCES = 5
"""Of one section."""
_ALIKE = 0.6
"""From this share of its tokens in a heading on, the words of a question name that heading."""
_SHORT_TOPIC = 4
_APPARATUS = re.compile(
    "附[件录表].{0,4}|.{0,20}(?:名词|术语|用语|缩略语)(?:解释|注释|说明|释义)|注释|脚注|尾注|目录|参考文献"
)
"""What hangs on a report is no part of it."""
_LAST_NUMERAL = re.compile(r"[0-9零〇一二三四五六七八九十百]+(?=[^0-9零〇一二三四五六七八九十百]*$)")


_YEAR = re.compile(r"\d{4}(?=\s*年)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A piece of the report that stands in an overview."""

    start: int
    end: int
    """``document.text[start:end]`` is a heading or a sentence, or of a very long sentence some clauses."""
    level: int
    """For a heading its level in the report, 1 the top; for a sentence that of its section; 0 before any."""
    role: Literal["heading", "sentence"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A section, or in a report without headings a paragraph."""

    section: int | None
    """Index into `Document.sections`."""
    start: int
    heading_end: int
    """`start` if it has no heading."""
    end: int
    level: int
    number: str = ""


def section_count(document: Document) -> int:
    """Into how many parts a report is divided: what 第三部分 counts. Paragraphs, if it has no headings."""
    return len(_parts(document))


def overview(asked: Overview, document: Document) -> list[Point] | None:
    """The report's own words that answer a question for an overview.

    Args:
        asked: What `asks_overview` made of the question.
        document: The report.

    Returns:
        At most `MOST_POINTS` points in reading order that do not overlap: for "parts" the headings of the
        top level; for "section" its heading, those right below it and its key sentences; for "whole" the
        headings of the top level with a key sentence or two each; if one sentence is asked for, that. Empty
        only if the report says nothing that can be quoted. None if it has no such section.
    """
    parts = _parts(document)
    if asked.kind == "parts":
        points = [point for part in _most(parts) for point in _head(part) or _told(document, part, 1)]
    elif asked.kind in ("section", "topic") and not _is_name(asked.heading, document):
        # A short topic stands in many headings (学习教育) that are not of it.
        short = asked.kind == "topic" and len(comparable(asked.heading)) < _SHORT_TOPIC
        part = None if short else _section(asked, document, parts)
        if part is None:
            return None
        points = _of_section(document, part, asked.brief)
    else:
        part = _of_year(asked.heading, document, parts) if asked.kind == "whole" else None
        points = (
            _of_whole(document, parts, asked.brief)
            if part is None
            else _of_section(document, part, asked.brief)
        )
    return sorted(points, key=lambda point: point.start)[:MOST_POINTS]


def _parts(document: Document) -> list[_Part]:
    """The parts of the top level that has several, appendices left out; paragraphs for want of headings."""
    here = [at for at, section in enumerate(document.sections) if section.parent is None]
    own = [at for at in here if not _APPARATUS.fullmatch(_title(document.sections[at]))] or here
    while len(own) == 1 and (below := _children(document, own[0])):
        own = below
    if own:
        return [_as_part(document, at) for at in own]
    return [
        _Part(section=None, start=paragraph.start, heading_end=paragraph.start, end=paragraph.end, level=1)
        for paragraph in document.paragraphs
        if paragraph.kind == "body"
    ]


def _title(section: Section) -> str:
    return section.title or section.number


def _children(document: Document, parent: int) -> list[int]:
    return [at for at, section in enumerate(document.sections) if section.parent == parent]


def _as_part(document: Document, at: int) -> _Part:
    section = document.sections[at]
    return _Part(
        section=at,
        start=section.start,
        heading_end=section.heading_end,
        end=section.end,
        level=section.level,
        number=section.number,
    )


def _section(asked: Overview, document: Document, parts: Sequence[_Part]) -> _Part | None:
    """The section that a question means by its ordinals, else by its words."""
    if not asked.ordinals:
        return _by_words(asked.heading, document, exact=False)
    named = _folded(asked.heading)
    written = [part for part in _every(document) if part.number and _folded(part.number) == named]
    found = written[0] if written else _by_ordinal(asked.ordinals[0], parts)
    for ordinal in asked.ordinals[1:]:
        if found is None or found.section is None:
            return None
        below = [_as_part(document, at) for at in _children(document, found.section)]
        found = _by_ordinal(ordinal, below)
    return found


def _of_year(words: str, document: Document, parts: Sequence[_Part]) -> _Part | None:
    """The section that is headed so, else the only part about the year, if other parts are about others."""
    found = _by_words(words, document, exact=True)
    year = _YEAR.search(fold_numerals(words))
    if found or not year:
        return found
    years = [
        (part, set(_YEAR.findall(fold_numerals(document.text[part.start : part.heading_end]))))
        for part in parts
    ]
    about = [part for part, named in years if year[0] in named]
    others = any(named and year[0] not in named for _, named in years)
    return about[0] if len(about) == 1 and others else None


def _every(document: Document) -> list[_Part]:
    return [_as_part(document, at) for at in range(len(document.sections))]


def _folded(number: str) -> str:
    return comparable(fold_numerals(number))


def _by_ordinal(ordinal: int, parts: Sequence[_Part]) -> _Part | None:
    """The part that is numbered so, else the one in that place; from the end, if negative."""
    if ordinal > 0:
        numbered = [part for part in parts if _value(part.number) == ordinal]
        if numbered:
            return numbered[0]
        return parts[ordinal - 1] if ordinal <= len(parts) else None
    return parts[ordinal] if -len(parts) <= ordinal < 0 else None


def _value(number: str) -> int | None:
    """Of "3", "三", "（三）", "第三部分"; of "2.3" that of its last place."""
    numeral = _LAST_NUMERAL.search(number)
    folded = fold_numerals("第" + numeral[0])[1:] if numeral else ""
    return int(folded) if folded.isdecimal() else None


def _by_words(words: str, document: Document, *, exact: bool) -> _Part | None:
    """The section whose heading holds the words, the first of the highest level; else the one most like them.

    Args:
        words: A piece of a heading, perhaps with its number.
        document: The report.
        exact: Whether the heading must be just these words.
    """
    sought = comparable(words)
    if len(sought) < 2:
        return None
    best: tuple[float, int, int] | None = None
    for at, section in enumerate(document.sections):
        title, whole = (
            comparable(section.title),
            comparable(document.text[section.start : section.heading_end]),
        )
        if exact:
            score = float(sought in (title, whole))
        elif sought in whole:
            score = 1.0
        else:
            score = _likeness(words, section.title)
        if score >= _ALIKE and (best is None or (score, -section.level) > best[:2]):
            best = (score, -section.level, at)
    return None if best is None else _as_part(document, best[2])


def _likeness(words: str, title: str) -> float:
    """The share of the words' character pairs that the title has; 0 if it lacks one of their figures."""
    sought, there = set(tokens(words)), set(tokens(title))
    if any(token.isdecimal() and token not in there for token in sought):
        return 0.0
    pairs = {token for token in sought if len(token) > 1}
    return len(pairs & there) / len(pairs) if len(pairs) > 2 else 0.0


def _is_name(words: str, document: Document) -> bool:
    """Whether words name the report itself: 《…工作报告》讲了什么."""
    sought = comparable(words)
    names = (document.name, document.title, document.subtitle)
    return len(sought) > 3 and any(sought in comparable(name) for name in names)


def _of_whole(document: Document, parts: Sequence[_Part], brief: bool) -> list[Point]:
    if brief:
        return _told(document, _all(document), 1, longest=180)
    shown = _most(parts)
    heads = [point for part in shown for point in _head(part)]
    room = MOST_POINTS - len(heads)
    # One sentence for each part, then a second for the longest, as room allows.
    by_length = sorted(shown, key=lambda part: part.start - part.end)
    counts = {part.start: (room > at) + (room > len(shown) + at) for at, part in enumerate(by_length)}
    sentences: list[Point] = []
    for part in shown:
        sentences += _told(document, part, counts[part.start], unlike=sentences)
    return heads + sentences


def _of_section(document: Document, part: _Part, brief: bool) -> list[Point]:
    head = _head(part)
    if brief:
        return head + _told(document, part, 1)
    below = [] if part.section is None else _children(document, part.section)
    heads = [point for at in below for point in _head(_as_part(document, at))]
    points = (head + heads)[:MOST_POINTS]
    # Sub-headings say most in the fewest words: all of them come before a third sentence.
    count = min(_MOST_SENTENCES, MOST_POINTS - len(points))
    return points + _told(document, part, max(count, 0))


def _all(document: Document) -> _Part:
    return _Part(section=None, start=0, heading_end=0, end=len(document.text), level=0)


def _most(parts: Sequence[_Part]) -> list[_Part]:
    """As many as there is room for: the longest, in reading order."""
    longest = sorted(parts, key=lambda part: part.start - part.end)[:MOST_POINTS]
    return sorted(longest, key=lambda part: part.start)


def _head(part: _Part) -> list[Point]:
    if part.heading_end == part.start:
        return []
    return [Point(start=part.start, end=part.heading_end, level=part.level, role="heading")]


def _told(
    document: Document, part: _Part, count: int, *, longest: int = 120, unlike: Sequence[Point] = ()
) -> list[Point]:
    """The key sentences of a part, at most `count`."""
    spans = key_sentences(
        document,
        part.start,
        part.end,
        count,
        longest=longest,
        unlike=[document.text[point.start : point.end] for point in unlike],
    )
    return [
        Point(start=start, end=end, level=_level(document, start), role="sentence") for start, end in spans
    ]


def _level(document: Document, offset: int) -> int:
    """The level of the innermost section around an offset; 0 if it is in none."""
    return max(
        (section.level for section in document.sections if section.start <= offset < section.end), default=0
    )
