"""An answer's span, cut as a person would cut it."""

from __future__ import annotations

import re

from huimou.quantities.dates import Span, find_dates, find_ordinals
from huimou.quantities.find import find_quantities

_EDGE = " \t\r\n\u3000\u00a0，。；：、！？,;:!?…—–·•"
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_PAIRS = dict(zip("“‘「『《〈（(【[", "”’」』》〉）)】]", strict=True))
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_TITLE_MARKS = "《〈"
"""These belong to the name they hold; all other marks around a whole answer fall away."""
_REACH = 2
"""How far outside the span, in characters, the partner of a quote or bracket may stand to be taken in."""
_CONTEXT = 60
"""How far around the span figures are looked for, in characters."""

# What a cut leaves in front of an answer. 为民, 到期 and 的士 are words of their own; 达 falls away only
# before a figure, for names begin with it.
_LEADING = re.compile(
    r"达到|了(?!解|结)|到(?![位期达来场账访底])|为(?![民人主何了期政老企农])|的(?![士确])|是(?![非否])|达(?=[0-9０-９])"
)
_TRAILING = re.compile(r"(?<![平同高对相不中初优上下劣均一二三四五六七八九])等+$")


def tidy_span(text: str, start: int, end: int) -> Span:
    """``(start, end)`` without loose ends: where a person would cut the answer that stands there.

    White space and punctuation at the ends fall away, and a leading 了, 到, 为, 达到, 的, 是 and a
    trailing 等. A figure, date or ordinal that is cut grows to its whole (110 is 110余次), a Latin word or
    number too.
    A quote or bracket without its partner takes it in from up to two characters outside, else it falls away;
    marks around the whole fall away, but not 《》. It never grows across the end of a sentence, and never
    loses its last letter or digit. Offsets outside the text are moved into it.
    """
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    span = start, end
    # Each step can make work for another. Steps that undid one another would go on for ever: no span twice.
    seen: set[Span] = set()
    while span not in seen:
        seen.add(span)
        for step in (_trim, _grow, _drop_particles, _balance, _unwrap):
            changed = step(text, *span)
            if _says(text, changed) or not _says(text, span):
                span = changed
    return span


def _says(text: str, span: Span) -> bool:
    """Whether a span holds a letter or a digit."""
    return any(char.isalnum() for char in text[span[0] : span[1]])


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _grow(text: str, start: int, end: int) -> Span:
    """The span and all of every figure that it cuts."""
    if start == end:
        return start, end
    # Windows begin and end at round places: those of neighbouring spans are the same text, read once.
    left = max(0, start - _CONTEXT) // _CONTEXT * _CONTEXT
    window = text[left : (end // _CONTEXT + 2) * _CONTEXT]
    wholes = [(quantity.start, quantity.end) for quantity in find_quantities(window)]
    first, last = start, end
    for whole_start, whole_end in wholes + find_dates(window) + find_ordinals(window):
        if whole_start + left < end and whole_end + left > start:
            first, last = min(first, whole_start + left), max(last, whole_end + left)
    while first > 0 and _joined(text, first):
        first -= 1
    while last < len(text) and _joined(text, last):
        last += 1
    return first, last


def _joined(text: str, at: int) -> bool:
    """Whether a cut before `at` goes through a Latin word or an Arabic number."""
    left, right = text[at - 1], text[at]
    if left in ".．" or right in ".．":
        return bool(re.fullmatch(r"[0-9０-９]*[.．][0-9０-９]*", left + right)) and bool(
            re.search(r"[0-9０-９][.．][0-9０-９]", text[max(0, at - 2) : at + 2])
        )
    return all(char.isalnum() and (char.isascii() or "０" <= char <= "９") for char in (left, right))


def _drop_particles(text: str, start: int, end: int) -> Span:
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    if trailing := _TRAILING.search(text[start:end]):
        end = start + trailing.start()
    return start, end


def _balance(text: str, start: int, end: int) -> Span:
    """The span with every quote and bracket paired, as far as that takes one more cut or a partner."""
    loose = _loose(text, start, end)
    if loose is None:
        return start, end
    mark = text[loose]
    if mark in _PAIRS:
        near = text[end : end + _REACH]
        at = near.find(_PAIRS[mark])
        if at >= 0 and not _SENTENCE_END.search(near[:at]):
            return start, end + at + 1
    else:
        near = text[max(0, start - _REACH) : start]
        at = near.rfind(_OPENERS[mark])
        if at >= 0 and not _SENTENCE_END.search(near[at:]):
            return start - len(near) + at, end
    # The mark has to go: of what stands on its two sides the longer stays.
    return (start, loose) if loose - start > end - loose - 1 else (loose + 1, end)


def _loose(text: str, start: int, end: int) -> int | None:
    """Where the first quote or bracket without its partner stands."""
    opened: list[int] = []
    for at in range(start, end):
        if text[at] in _PAIRS:
            opened.append(at)
        elif text[at] in _OPENERS:
            if not opened or text[opened[-1]] != _OPENERS[text[at]]:
                return opened[0] if opened else at
            opened.pop()
    return opened[0] if opened else None


def _unwrap(text: str, start: int, end: int) -> Span:
    """What one pair of marks holds, if it holds the whole span."""
    if end - start < 2 or _PAIRS.get(text[start]) != text[end - 1] or text[start] in _TITLE_MARKS:
        return start, end
    return (start + 1, end - 1) if _loose(text, start + 1, end - 1) is None else (start, end)
