"""Key sentences without a model: place, figures and centrality, and none that says what another said.

Centrality weighs terms as BM25 does (Robertson and Zaragoza 2009), choice is by maximal marginal
relevance (Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from huimou.corpus.looks import addresses_all
from huimou.text import sentence_spans, tokens
from huimou.types import Document

_SHORTEST = 15
_SATURATION = 1.2
"""BM25's k1."""
_FIRST, _FIGURE, _MOST_FIGURES = 0.35, 0.15, 3
_OPENING, _YEAR = 0.3, 0.2
_BROKEN, _LEANING, _SAME_PARAGRAPH = 0.3, 0.3, 0.15
_REDUNDANCY = 0.6
_DUPLICATE = 0.5
"""Two sentences that share this part of the smaller one's pairs say the same."""
_TOPIC_SHARE = 0.3
"""What a paragraph of one sentence has to be of the usual length to count as more than a motto."""

_STRAY = "，、：；。,:;.！？!? \t\u3000"
_QUANTITY = re.compile(r"\d[\d,.]*\s*(?![\d.,年月日届号])[余多]?[%％\u3400-\u9fff]")
# It sums up the time that the report is about.
_SUMS_UP = re.compile("(?:\\d{4}年|(?:刚刚)?过去的?一年|一年来|[全去]年)[^，]{0,4}，")
# What every report says before its assembly.
_FORMULA = re.compile("请.{0,8}(?:审议|提出?意见)|^现在，我")
# It leans on the sentence before it.
_LEANS = re.compile("[此这那其他她它]|同时|并且?|以及|但|而|从而|进而|对此|为此|另|还")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    start: int
    end: int
    paragraph: int
    first: bool
    """Whether it opens its paragraph and the paragraph is no motto."""
    opening: float
    """From 1, in the first paragraph that is no motto, towards 0."""
    broken: bool
    """Whether it begins or ends in the middle of a sentence."""
    pairs: frozenset[str]


def key_sentences(
    document: Document, start: int, end: int, count: int, *, longest: int = 120, unlike: Sequence[str] = ()
) -> list[tuple[int, int]]:
    """The sentences that best stand for a stretch of running text, in reading order.

    Args:
        document: The report.
        start: Where the stretch begins.
        end: Where it ends, exclusive.
        count: How many at most; there may be fewer.
        longest: Most characters in one. A longer sentence offers its clauses, for want of better.
        unlike: Sentences that are chosen already.

    Returns:
        Spans in the document, end exclusive, of 15 to `longest` characters; no headings, no captions.
    """
    offered = _sentences(document, start, end, longest)
    if count <= 0 or not offered:
        return []
    worth = _worth(document.text, offered)
    taken = [_pairs(text) for text in unlike]
    chosen: list[_Sentence] = []
    rest = list(range(len(offered)))
    while rest and len(chosen) < count:
        best = max(rest, key=lambda at: worth[at] - _cost(offered[at], taken, chosen))
        rest.remove(best)
        if max((_overlap(offered[best].pairs, other) for other in taken), default=0.0) >= _DUPLICATE:
            continue
        chosen.append(offered[best])
        taken.append(offered[best].pairs)
    return sorted((sentence.start, sentence.end) for sentence in chosen)


def _sentences(document: Document, start: int, end: int, longest: int) -> list[_Sentence]:
    text = document.text
    heads = {section.start: section.heading_end for section in document.sections}
    body = [
        (heads.get(paragraph.start, paragraph.start), min(paragraph.end, end), paragraph.number)
        for paragraph in document.paragraphs
        if paragraph.kind == "body" and start <= paragraph.start < end
    ]
    usual = sum(right - left for left, right, _ in body) / max(len(body), 1)
    found: list[_Sentence] = []
    before = 0  # paragraphs that are no mottos
    for left, right, number in body:
        spans = [_trim(text, *span) for span in sentence_spans(text, left, right, longest=longest)]
        spans = [span for span in spans if span[0] < span[1]]
        motto = len(spans) == 1 and right - left < _TOPIC_SHARE * usual
        for at, (begin, stop) in enumerate(spans):
            piece = text[begin:stop]
            if not _SHORTEST <= len(piece) <= longest or piece[-1] in "：:":
                continue
            if addresses_all(piece) or _FORMULA.search(piece):
                continue
            found.append(
                _Sentence(
                    start=begin,
                    end=stop,
                    paragraph=number,
                    first=at == 0 and not motto,
                    opening=0.0 if motto else 1 / (1 + before),
                    broken=piece[-1] not in "。！？；!?;.”’」』）)"
                    or text[begin - 1 : begin] in ("，", "、", "："),
                    pairs=_pairs(piece),
                )
            )
        before += not motto
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without marks that a cut left at either end; the mark that ends a sentence stays."""
    while start < end and text[start] in _STRAY:
        start += 1
    while start < end and text[end - 1] in "，、,":
        end -= 1
    return start, end


def _pairs(text: str) -> frozenset[str]:
    return frozenset(token for token in tokens(text) if len(token) > 1)


def _worth(text: str, sentences: Sequence[_Sentence]) -> list[float]:
    """Of each sentence: centrality, 0 to 1, with what place and figures add and a bad start takes."""
    spread = Counter(pair for sentence in sentences for pair in sentence.pairs)
    weights = {
        # What one sentence alone says is not central; what all say, neither.
        pair: math.log(1 + len(sentences) / times) * (times - 1) / (times - 1 + _SATURATION)
        for pair, times in spread.items()
    }
    central = [
        sum(weights[pair] for pair in sentence.pairs) / math.sqrt(len(sentence.pairs) + 1)
        for sentence in sentences
    ]
    most = max(central) or 1.0
    return [
        value / most
        + _FIRST * sentence.first
        + _OPENING * sentence.opening
        + _YEAR * bool(_SUMS_UP.match(text, sentence.start, sentence.end))
        + _FIGURE * min(len(_QUANTITY.findall(text, sentence.start, sentence.end)), _MOST_FIGURES)
        - _BROKEN * sentence.broken
        - _LEANING * bool(_LEANS.match(text, sentence.start, sentence.end))
        for value, sentence in zip(central, sentences, strict=True)
    ]


def _cost(sentence: _Sentence, taken: Sequence[frozenset[str]], chosen: Sequence[_Sentence]) -> float:
    """What it loses for saying what is said already, and for standing where much was taken from."""
    alike = max((_overlap(sentence.pairs, other) for other in taken), default=0.0)
    beside = sum(other.paragraph == sentence.paragraph for other in chosen)
    return _REDUNDANCY * alike + _SAME_PARAGRAPH * beside


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)
