"""Which of the reader's spans answers, all things considered."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from huimou.compose.aligned import aligned, changed
from huimou.compose.asked import FIGURES, Asked
from huimou.compose.fit import DOUBTFUL, WRONG, fit, whole_name
from huimou.compose.owned import Owner, disowned
from huimou.compose.places import sentence_of
from huimou.quantities import tidy_span
from huimou.read import Span
from huimou.scope import (
    Mismatch,
    find_places,
    mismatches,
    of_other_year,
    only_done,
    only_planned,
    places_shared,
)
from huimou.text import fold_numerals
from huimou.types import Document

LONGEST_FACT = 40
"""Characters of a short answer that is no list."""

_CONSIDERED = 24
_COUNTED_OUT = 1.0
"""Added for a figure whose thing the question names, of several things told side by side."""
_MISMATCH = -5.0
"""Added to the log odds for a year or a place that the question names and the evidence does not share."""

_PLANNED = -1.5
"""What was done comes before what is to be done; how sure an answer is does not change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A span considered as the answer."""

    span: Span
    start: int
    """The span as a person would cut it, in its document."""
    end: int
    sentence: tuple[int, int]
    logit: float
    """Log odds that it is right, its form and its year and place considered."""
    fit: float
    """The part of it that is due to its form."""
    mismatches: tuple[Mismatch, ...]
    planned: bool
    """Whether it is of what is to be done, though the question does not ask for that."""

    @property
    def text(self) -> str:
        """The characters of the answer."""
        return self.span.hit.document.text[self.start : self.end]

    @property
    def confidence(self) -> float:
        """`logit` as a probability, 0 to 1."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, self.logit))))


_OCCASION = re.compile(
    r"(?:由于|因为?(?!地制宜|此|而|材)|鉴于|受|针对|围绕|面对|聚焦|为了?|对于?|就)[^，；。]{4,80}[，；]"
)


def means(text: str, start: int, end: int, stop: int) -> tuple[int, int]:
    """The part of a span that says how: not the clause that says what it was about.

    A span that is nothing but that clause is moved to the rest of its sentence, which ends at `stop`.

    >>> told = "针对校门口的拥堵问题，与交警协商，推动人车分流。"
    >>> told[slice(*means(told, 0, 10, len(told)))], told[slice(*means(told, 0, 16, len(told)))]
    ('与交警协商，推动人车分流', '与交警协商')
    """
    occasion = _OCCASION.match(text, start, stop)
    if occasion is None:
        return start, end
    if occasion.end() < end:
        return tidy_span(text, occasion.end(), end)
    return tidy_span(text, occasion.end(), stop) if occasion.end() < stop else (start, end)


_UP_OR_DOWN = re.compile("变化|变动|[升涨增]了?还?是[降跌减]|是[升涨增]了?是?[降跌减]")
_DIRECTION = re.compile(
    "(?:增长|增加|提高|提升|上升|下降|减少|降低|回落|上涨|下跌|下滑|增|降|涨)了?(?:约|近)?$"
)


def with_direction(text: str, start: int) -> int:
    """Where an answer begins that also says whether it was up or down, if that stands right before it.

    >>> with_direction("来信194件，同比下降11.4%", 11)
    9
    """
    found = _DIRECTION.search(text, max(0, start - 5), start)
    return found.start() if found else start


_LAST_CHARACTER = re.compile(
    r"(?![的了等地是在中上下内外时后前间者们着过和与及或人])[\u4e00-\u9fff](?=[，。；：！？\n])"
)


def _whole_word(text: str, start: int, end: int) -> int:
    """The end of a span, moved behind the one character that it leaves of its clause: …有限公|司，."""
    cut = end - start > 4 and "\u4e00" <= text[end - 1] <= "\u9fff" and _LAST_CHARACTER.match(text, end)
    return end + 1 if cut else end


_QUOTED = re.compile("[“「『《]([^”」』》]{3,})[”」』》]")
_NUMERAL = r"[零一二三四五六七八九十百\d]+"
_STAGE = r"(?<![第\d十百几多])[一二三四](?=期(?!间|限|待|盼))"
_ROW = re.compile(
    rf"第{_NUMERAL}(?=[届次期批轮])|首(?=[届次期批轮])|{_STAGE}"
    rf"|{_NUMERAL}(?=届[^，。]{{0,4}}[次会])"  # 十二届四次会议
)


def lacks_name(question: str, document: Document, sentence: tuple[int, int]) -> bool:
    """Whether a question quotes a name, or counts a meeting, that the evidence says nothing of.

    Looked for in the paragraph of the sentence and its headings. A name counts as there if half of its pairs
    of characters are: it may be misspelt.
    """
    paragraph = document.paragraph_at(sentence[0])
    around = "\n".join(
        (*document.section_path(paragraph.section), document.text[paragraph.start : paragraph.end])
    )
    for name in _QUOTED.findall(question):
        pairs = {name[place : place + 2] for place in range(len(name) - 1)}
        if 2 * sum(pair in around for pair in pairs) < len(pairs):
            return True
    told = {_in_row(match) for match in _ROW.finditer(around)}
    asked = {_in_row(match) for match in _ROW.finditer(question)}
    return bool(asked) and not asked & told


def lacks_place(question: str, document: Document, sentence: tuple[int, int]) -> bool:
    """Whether a question names a place that neither the sentence nor the one before it names.

    The report's own place need not be said.
    """
    own = {place.name for place in places_shared(question, document)}
    inner = [place.name for place in find_places(question) if place.name not in own]
    paragraph = document.paragraph_at(sentence[0])
    before = document.text[paragraph.start : sentence[0]]
    last = re.split("[。；！？]", before.rstrip("。；！？"))[-1]
    around = last + document.text[slice(*sentence)]
    return bool(inner) and not any(name in around for name in inner)


def _in_row(match: re.Match[str]) -> str:
    """第二届 and 第2届 as one, and 首届 as 第1届."""
    row = match.group().removeprefix("第").replace("首", "一")
    return fold_numerals(f"第{row}") + match.string[match.end()]


def choose(asked: Asked, spans: Sequence[Span], shorts: Collection[str] = ()) -> list[Choice]:
    """The spans that might answer, best first; `shorts` as in `compose_answer`."""
    choices: dict[tuple[str, int, int], Choice] = {}
    missing: dict[tuple[str, int, int], tuple[Mismatch, ...]] = {}
    unnamed: dict[tuple[str, int, int], bool] = {}
    plans: dict[tuple[str, int, int], bool] = {}
    better: dict[tuple[str, int, int], list[Owner]] = {}
    for span in spans[:_CONSIDERED]:
        document = span.hit.document
        start, end = tidy_span(document.text, span.start, span.end)
        end = _whole_word(document.text, start, end)
        counted_out = False
        if asked.wanted in FIGURES:
            around = sentence_of(span.hit, start, end)
            place = aligned(asked.lookup, document.text, around, start) or changed(
                asked.search, document.text, around, start
            )
            counted_out = place is not None
            start, end = place or (start, end)
        elif asked.wanted == "person":
            start, end = whole_name(document.text, start, end)
        elif asked.wanted == "how":
            start, end = means(document.text, start, end, sentence_of(span.hit, start, end)[1])
        if asked.wanted in FIGURES and _UP_OR_DOWN.search(asked.search):
            start = with_direction(document.text, start)
        if not start < end:
            continue
        sentence = sentence_of(span.hit, start, end)
        where = (document.path, *sentence)
        if where not in missing:
            missing[where] = tuple(mismatches(asked.question, document, sentence, shorts=shorts))
        long = end - start > LONGEST_FACT and not asked.lists and asked.wanted != "how"
        if where not in unnamed:
            unnamed[where] = lacks_name(asked.search, document, sentence) or lacks_place(
                asked.search, document, sentence
            )
            plans[where] = only_planned(asked.question, document, *sentence) or only_done(
                asked.question, document, *sentence
            )
        form = fit(asked, document.text[start:end], document.text[sentence[0] : start])
        form += (
            (WRONG if long else 0.0)
            + (_COUNTED_OUT if counted_out else 0.0)
            + (DOUBTFUL if unnamed[where] else 0.0)
        )
        key = (document.path, start, end)
        if asked.wanted in FIGURES and not asked.lists and not counted_out:
            block = document.paragraph_at(start)
            paragraph = (block.start, block.end) if asked.wanted == "growth" else None
            wrong, better[key] = disowned(asked.search, document.text, sentence, (start, end), paragraph)
            wrong = wrong or of_other_year(asked.question, document, sentence, start)
            form += WRONG if wrong else 0.0
        choice = Choice(
            span=span,
            start=start,
            end=end,
            sentence=sentence,
            logit=span.logit + form + (_MISMATCH if missing[where] else 0.0),
            fit=form,
            mismatches=missing[where],
            planned=plans[where],
        )
        if key not in choices or choices[key].logit < choice.logit:
            choices[key] = choice
    for key, owners in better.items():
        alike = [other for other in choices.values() if other.span.hit.document.path == key[0]]
        if any(_tells(owner, other) for owner in owners for other in alike):
            choices[key] = replace(choices[key], logit=choices[key].logit + DOUBTFUL)
    return sorted(choices.values(), key=lambda choice: -(choice.logit + _PLANNED * choice.planned))


def _tells(owner: Owner, choice: Choice) -> bool:
    """Whether a choice is a figure of the thing, and may be the answer by its form."""
    return choice.fit >= 0 and owner.start <= choice.start and choice.end <= owner.end
