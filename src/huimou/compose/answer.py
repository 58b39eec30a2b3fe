"""The reply of each kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from huimou.compose.asked import FIGURES, Asked
from huimou.compose.choose import LONGEST_FACT, Choice, choose
from huimou.compose.phrases import numeral, phrase
from huimou.compose.places import best_sentence, cite, escape_markdown, sentence_around, source_line
from huimou.enumerations import Enumeration, whole_list
from huimou.overview import Point
from huimou.quantities import find_quantities, same_amount, tidy_span
from huimou.read import Span
from huimou.text import comparable, fold_numerals
from huimou.types import Answer, AnswerKind, Citation, Document, Hit

_FOR_LISTS = 0.5
"""Where a list is asked for, that there is one there speaks for it."""
_FOR_WORDS = 0.75
"""A wrong figure does more harm than a wrong name or clause, which the reader sees in its sentence."""


def compose_answer(
    asked: Asked,
    spans: Sequence[Span],
    hits: Sequence[Hit],
    *,
    threshold: float,
    shorts: Collection[str] = (),
) -> Answer:
    """The reply to a question; `elapsed_ms` is left 0 for whoever holds the clock.

    Args:
        asked: The question.
        spans: What the reader found, best first.
        hits: Where it looked.
        threshold: The least confidence, 0 to 1, with which a figure is given; for words `_FOR_WORDS` of it.
        shorts: Short names of counties to be known as places: those of the shelf.
    """
    choices = choose(asked, spans, shorts)
    needed = threshold if asked.wanted in FIGURES else threshold * _FOR_WORDS
    if not choices or choices[0].mismatches:
        return refuse(asked, choices, hits)
    best = choices[0]
    items = _items(asked, best)
    if items and asked.lists and asked.wanted not in FIGURES:
        needed = threshold * _FOR_LISTS
    if best.confidence < needed:
        return refuse(asked, choices, hits)
    if asked.confirms:
        return _confirmation(asked, best, hits)
    if items:
        return _list(asked, best, items, hits)
    return _with_other(_fact(asked, best, hits), asked, _other(asked, choices))


def decline(question: str, message: str, hits: Sequence[Hit] = ()) -> Answer:
    """A reply that answers nothing and says why."""
    return _answer(question, "", "refusal", None, message, (), hits)


def say(question: str, message: str) -> Answer:
    """A reply to small talk."""
    return _answer(question, "", "smalltalk", None, message, (), ())


def refuse(asked: Asked, choices: Sequence[Choice], hits: Sequence[Hit]) -> Answer:
    """That the report does not say, what exactly is missing, and the nearest thing that it does say."""
    if not hits:
        return decline(asked.question, phrase("nothing", asked.english))
    # What would have been the answer, had year and place been right, says what is missing.
    wished = max(choices, key=lambda choice: choice.span.logit + choice.fit, default=None)
    reason = _reason(asked, wished)
    if choices:
        document, (start, end) = choices[0].span.hit.document, choices[0].sentence
    else:
        document, (start, end) = hits[0].document, best_sentence(hits[0])
    nearest = cite(document, start, end, marker=1)
    text = "\n\n".join([reason, _quoted(nearest, "nearest", asked.english), _source(nearest, asked.english)])
    confidence = choices[0].confidence if choices else 0.0
    return _answer(asked.question, "", "refusal", confidence, text, (nearest,), hits)


def compose_overview(
    question: str,
    points: Sequence[Point],
    document: Document,
    hits: Sequence[Hit],
    *,
    english: bool,
    looked_up: bool = False,
) -> Answer:
    """Headings and key sentences, each cited; `looked_up`: they are no section but the nearest to a topic."""
    citations = [cite(document, point.start, point.end, marker=n) for n, point in enumerate(points, start=1)]
    top = min(point.level for point in points) + all(point.role == "sentence" for point in points)
    lines = []
    for point, citation in zip(points, citations, strict=True):
        shown = escape_markdown(citation.quote)
        bold = f"**{shown}**" if point.role == "heading" else shown
        depth = point.level - top + (point.role == "sentence")
        lines.append(f"{'  ' * depth}- {bold} \\[{citation.marker}\\]")
    headings = [c.quote for point, c in zip(points, citations, strict=True) if point.role == "heading"]
    short = "、".join(headings if len(headings) > 1 else [citation.quote for citation in citations])
    lead = [phrase("on_topic", english)] if looked_up else []
    source = phrase("source", english) + escape_markdown(f"《{document.name}》")
    text = "\n\n".join([*lead, "\n".join(lines), source])
    return _answer(question, short, "overview", LOOKED_UP if looked_up else 1.0, text, tuple(citations), hits)


def compose_named(
    asked: Asked, items: Sequence[tuple[int, int]], document: Document, hits: Sequence[Hit]
) -> Answer:
    """The items of a set that the report names by their number, each cited where it is told."""
    sentences = [sentence_around(document, start, end) for start, end in items]
    citations = [
        cite(document, *sentence, marker=n, spans=[item])
        for n, (sentence, item) in enumerate(zip(sentences, items, strict=True), start=1)
    ]
    told = [document.text[start:end] for start, end in items]
    lines = [f"- **{escape_markdown(item)}** \\[{n}\\]" for n, item in enumerate(told, start=1)]
    count = phrase("items", asked.english, count=numeral(len(items), asked.english))
    text = "\n\n".join([count, "\n".join(lines), _source(citations[0], asked.english)])
    return _answer(asked.question, "、".join(told), "list", NAMED, text, tuple(citations), hits)


LOOKED_UP = 0.6
"""Confidence in the sentences on a topic: they say something of it, perhaps not all."""
NAMED = 0.8
"""Confidence in a set that is found by its name: as many items as it says, told alike."""


def _fact(asked: Asked, best: Choice, hits: Sequence[Hit], lead: str = "") -> Answer:
    citation = cite(best.span.hit.document, *best.sentence, marker=1, spans=[(best.start, best.end)])
    shown = lead or f"**{escape_markdown(best.text)}**"
    text = "\n\n".join(
        [f"{shown} \\[1\\]", _quoted(citation, "quote", asked.english), _source(citation, asked.english)]
    )
    return _answer(asked.question, best.text, "fact", best.confidence, text, (citation,), hits)


_SURE = 0.5
_ALIKE = 0.25
"""A second report is told of if it is surer than the one and not less sure than the first by the other."""
_PLAIN = ("figure", "growth", "percent", "money", "date", "person", "place")


def _other(asked: Asked, choices: Sequence[Choice]) -> Choice | None:
    """What another report answers, as sure of it and otherwise; None if it is not clear that one does."""
    best = choices[0]
    rivals = (choice for choice in choices if choice.span.hit.document.path != best.span.hit.document.path)
    rival = next(rivals, None)
    if rival is None or rival.mismatches or asked.wanted not in _PLAIN or asked.lists:
        return None
    if rival.confidence < max(_SURE, best.confidence - _ALIKE) or rival.end - rival.start > LONGEST_FACT:
        return None
    same = comparable(rival.text) in comparable(best.text) or comparable(best.text) in comparable(rival.text)
    figures = find_quantities(best.text), find_quantities(rival.text)
    same = same or any(same_amount(one, other) for one in figures[0] for other in figures[1])
    return None if same else rival


def _with_other(answer: Answer, asked: Asked, other: Choice | None) -> Answer:
    """An answer, and under its evidence what the other report says."""
    if other is None:
        return answer
    document = other.span.hit.document
    citation = cite(document, *other.sentence, marker=2, spans=[(other.start, other.end)])
    told = f"**{escape_markdown(other.text)}**"
    line = phrase("also", asked.english, document=escape_markdown(document.name), answer=told)
    first, source = answer.text.rsplit("\n\n", 1)
    text = "\n\n".join([first, f"{line} \\[2\\]", source])
    return replace(answer, text=text, citations=(*answer.citations, citation))


def _confirmation(asked: Asked, best: Choice, hits: Sequence[Hit]) -> Answer:
    """Yes, or the report's own words in place of what the question asserts."""
    told = f"**{escape_markdown(best.text)}**"
    if asked.ordinal is not None:
        claimed = asked.question[slice(*asked.ordinal)]
        if fold_numerals(claimed) in fold_numerals(best.text):
            return _fact(asked, best, hits, phrase("confirmed", asked.english, answer=told))
        return _correction(asked, best, claimed, hits)
    if asked.asserted is None:
        said_so = comparable(best.text) in comparable(asked.question)
        lead = phrase("confirmed", asked.english, answer=told) if said_so else ""
        return _fact(asked, best, hits, lead)
    figures = find_quantities(best.text)
    if any(same_amount(asked.asserted, figure) for figure in figures):
        return _fact(asked, best, hits, phrase("confirmed", asked.english, answer=told))
    return _correction(asked, best, asked.question[asked.asserted.start : asked.asserted.end], hits)


def _correction(asked: Asked, best: Choice, claimed: str, hits: Sequence[Hit]) -> Answer:
    told = f"**{escape_markdown(best.text)}**"
    lead = phrase("corrected", asked.english, claim=escape_markdown(claimed), answer=told)
    answer = _fact(asked, best, hits, lead)
    return _answer(
        asked.question, best.text, "correction", best.confidence, answer.text, answer.citations, hits
    )


def _items(asked: Asked, best: Choice) -> Enumeration | None:
    """The enumeration that the answer is, or is a part of; None if it is a single thing."""
    document = best.span.hit.document
    if asked.wanted == "how":
        return _clauses(document.text, best.start, best.end)
    if asked.wanted not in ("anything", "place", "person") and not asked.lists:
        return None
    found = whole_list(document.text, best.sentence, (best.start, best.end))
    if found is None and _COUNTED.match(document.text, best.sentence[0]):  # 一是…；二是…: a sentence each
        paragraph = document.paragraph_at(best.start)
        found = whole_list(document.text, (paragraph.start, paragraph.end), (best.start, best.end))
    if found is None and asked.lists:
        found = _after_colon(document.text, best)
    if found is None or len(found.items) < 2:
        return None
    covered = sum(start < best.end and best.start < end for start, end in found.items)
    if not asked.lists and _added(document.text, found):
        return None  # “点题+征集” is one way, not two
    return found if asked.lists or covered >= 2 else None


def _after_colon(text: str, best: Choice) -> Enumeration | None:
    """The clauses behind a colon, where the answer is one of them (看到不足：…不够精准，…不够充分)."""
    colon = text.rfind("：", best.sentence[0], best.start + 1)
    return _clauses(text, colon + 1, best.sentence[1]) if colon >= 0 else None


_COUNTED = re.compile("[^。；]{0,60}?(?:[一二三四五六七八九]是|（[一二三四五六七八九]）|[①-⑨])")


def _added(text: str, found: Enumeration) -> bool:
    """Whether the items of a list are joined by +."""
    return all(text[left[1] : right[0]] in ("+", "＋") for left, right in pairwise(found.items))


def _clauses(text: str, start: int, end: int) -> Enumeration | None:
    """The clauses of a span as a list of measures; None if it is a single one."""
    items: list[tuple[int, int]] = []
    depth, begin = 0, start
    for place in range(start, end + 1):
        if place < end:
            depth += (text[place] in "“‘（《(") - (text[place] in "”’）》)")
            if depth > 0 or text[place] not in "，；,;\n":
                continue
        if place > begin:
            items.append(tidy_span(text, begin, place))
        begin = place + 1
    if len(items) < 2:
        return None
    return Enumeration(start=start, end=end, items=tuple(items), noun=None)


def _list(asked: Asked, best: Choice, found: Enumeration, hits: Sequence[Hit]) -> Answer:
    document = best.span.hit.document
    first = min(found.start, best.sentence[0])
    last = max(found.end, best.sentence[1])
    citation = cite(document, first, last, marker=1, spans=found.items)
    items = [document.text[start:end] for start, end in found.items]
    lines = "\n".join(f"- **{escape_markdown(item)}** \\[1\\]" for item in items)
    count = phrase("items", asked.english, count=numeral(len(items), asked.english))
    text = "\n\n".join(
        [count, lines, _quoted(citation, "quote", asked.english), _source(citation, asked.english)]
    )
    return _answer(asked.question, "、".join(items), "list", best.confidence, text, (citation,), hits)


def _reason(asked: Asked, best: Choice | None) -> str:
    """What is missing, as exactly as can be told."""
    if best is not None:
        for kind in ("year", "place"):
            for missing in best.mismatches:
                if missing.kind == kind:
                    name = f"no_{kind}" if missing.have else "no_place_at_all"
                    return phrase(name, asked.english, asked=missing.asked, have=missing.have)
    if asked.wanted in ("date", "person", "money"):
        return phrase(f"no_{asked.wanted}", asked.english)
    if asked.wanted in ("figure", "growth", "percent"):
        return phrase("no_figure", asked.english)
    return phrase("unanswered", asked.english)


def _quoted(citation: Citation, name: str, english: bool) -> str:
    marker = " \\[1\\]" if name == "nearest" else ""
    return f"> {phrase(name, english)}{escape_markdown(citation.quote)}{marker}"


def _source(citation: Citation, english: bool) -> str:
    return phrase("source", english) + escape_markdown(source_line(citation))


def _answer(
    question: str,
    answer: str,
    kind: AnswerKind,
    confidence: float | None,
    text: str,
    citations: tuple[Citation, ...],
    hits: Sequence[Hit],
) -> Answer:
    return Answer(
        question=question,
        answer=answer,
        kind=kind,
        abstained=kind == "refusal",
        confidence=None if confidence is None else round(confidence, 4),
        text=text,
        citations=citations,
        hits=tuple(hits),
        elapsed_ms=0.0,
    )


__all__ = ["LONGEST_FACT", "compose_answer", "compose_overview", "decline", "refuse", "say"]
