"""Which years a question asks for, and which ones a report speaks of at a place in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from huimou.scope.mentions import YearMention, year_mentions
from huimou.text import sentence_spans
from huimou.types import Document

_REPORT = re.compile("度?[^，。？！,;；]{0,16}?(?:报告|回眸|公报|总结)")
_REVIEW = re.compile("回顾|回眸|总结|过去")
_PLAN = re.compile("目标|任务|安排|部署|要求|打算|思路|计划|工作重点|重点工作")
_GIVEN = re.compile(r"(?P<year>20\d\d)\s*年\s*[1-4]\s*月\s*\d{1,2}\s*日[^。]{0,40}(?:会议|大会|全会)")
_GOVERNMENT = re.compile("政府工作报告")
_CLAUSE_HEAD = re.compile("(?:[，。；：、,;:]|截至|截止)[“（]?$")
_OPENING = 30
"""How far into a section its year may first stand to count as its subject: 刚刚过去的2024年，…"""


def years_asked(question: str, report_year: int | None) -> set[int]:
    """The years that `question` asks about; empty if it names none.

    Words such as 今年 and 去年 count from the report's own year. Left out are periods (2021—2025年, and
    2012年以来), what something is compared with (比2023年增长多少), and the report's year where it names the
    report (《2025年政府工作报告》提到…).

    Args:
        question: The question, standing alone.
        report_year: The year of the report that is asked; None leaves words such as 今年 out.
    """
    return {
        mention.year
        for mention in year_mentions(question, report=report_year, short=True)
        if mention.role in ("own", "until")
        and not (mention.year == report_year and _REPORT.match(question, mention.end))
    }


_LAST_YEAR = re.compile(r"去年|上年|上一年|\blast year\b", re.IGNORECASE)


def years_missed(question: str, document: Document, start: int, end: int | None = None) -> set[int]:
    """The years that `question` asks about and that the text at an offset does not speak of.

    Who asks a retrospect of 2025 for 去年 asks, once 2025 is over, for 2025 itself: either year will do.

    Raises:
        IndexError: `start` is outside the text.
    """
    own = document_year(document)
    asked = years_asked(question, own)
    told = years_of(document, start, end) if asked else frozenset()
    if not told:
        return set()
    if own in told and own == reviewed_year(document) and _LAST_YEAR.search(question):
        asked -= {own - 1} - years_asked(_LAST_YEAR.sub("", question), own)
    return asked - told


_TO_COME = (
    r"目标|预期|打算|准备|力争|将要|新的?一年|(?<!年)来年|明年|下一步|今后|"
    r"(?<![思理设感回联幻])想(?!法|起|到|象|念)|target|plan|goal|expect|will"
)
_PLANNED_ASKED = re.compile(
    rf"{_TO_COME}|计划|安排|(?<![主需重只])要(?!求|点|素|闻)|规划",
    re.IGNORECASE,
)
_PLANNED_SURELY = re.compile(
    rf"{_TO_COME}|要(?:再|新|争取|努力)*(?:达到|做到|实现|新增|建成|完成|增长|提高|压|降|增至)", re.IGNORECASE
)


def asks_planned(question: str) -> bool:
    """Whether a question asks for what is to be done, not for what was: 目标, 计划, 要."""
    return _PLANNED_ASKED.search(question) is not None


def only_done(question: str, document: Document, start: int, end: int) -> bool:
    """Whether a report tells of what was done at an offset, and the question asks for a plan, of no year.

    Raises:
        IndexError: `start` is outside the text.
    """
    last = reviewed_year(document)
    if last is None or not _PLANNED_SURELY.search(question) or years_asked(question, document_year(document)):
        return False
    told = years_of(document, start, end)
    return bool(told) and max(told) <= last


def of_other_year(question: str, document: Document, sentence: tuple[int, int], start: int) -> bool:
    """Whether a figure is of another year than the one asked for, which its sentence tells too.

    "中欧班列发运118列，上年为92列": the year that is named last before a figure is its year.

    Raises:
        IndexError: `sentence` begins outside the text.
    """
    own, last = document_year(document), reviewed_year(document)
    asked = years_asked(question, own)
    if len(asked) != 1 or last is None:
        return False
    base = sentence[0]
    mentions = [
        mention
        for mention in year_mentions(document.text[base : sentence[1]], report=own, last=last)
        if mention.role in ("own", "until")
    ]
    if not asked.intersection((last, *(mention.year for mention in mentions))):
        return False
    before = [mention.year for mention in mentions if mention.end <= start - base]
    return (before[-1] if before else last) not in asked


def only_planned(question: str, document: Document, start: int, end: int) -> bool:
    """Whether a report tells of its plans at an offset, and the question, naming no year, asks for no plan.

    Raises:
        IndexError: `start` is outside the text.
    """
    own, last = document_year(document), reviewed_year(document)
    if own is None or own == last or asks_planned(question) or years_asked(question, own):
        return False
    told = years_of(document, start, end)
    return own in told and last not in told


def report_year(title: str) -> int | None:
    """The year of a report by its title, the last one if it names several; None if it names none."""
    return max((mention.year for mention in year_mentions(title, report=None)), default=None)


def document_year(document: Document) -> int | None:
    """The year of a report by its title, subtitle, file name or byline, the first that names one."""
    parts = (document.title, document.subtitle, document.name, document.byline)
    return next((year for part in parts if (year := report_year(part)) is not None), None)


def reviewed_year(document: Document) -> int | None:
    """The year that the report looks back on: its own, or the one before if it plans its own.

    A retrospect (工作回眸, 总结) is of its own year. A report that is given at the year's start to say
    what was done and what is to be done is known by a heading that reviews a year or plans its own, by
    the date of the meeting, or as a 政府工作报告.
    """
    own = document_year(document)
    if own is None:
        return None
    headings = [document.text[section.start : section.heading_end] for section in document.sections]
    for heading in headings:
        reviewed = [mention.year for mention in year_mentions(heading, report=None) if mention.role == "own"]
        if _REVIEW.search(heading) and len(reviewed) == 1 and own - 1 <= reviewed[0] <= own:
            return reviewed[0]
    if any(
        own in _years(year_mentions(heading, report=own)) and _PLAN.search(heading) for heading in headings
    ):
        return own - 1
    head = "\n".join((document.title, document.subtitle, document.byline))
    given = _GIVEN.search(head)
    if (given and int(given["year"]) == own) or _GOVERNMENT.search(f"{head}\n{document.name}"):
        return own - 1
    return own


def years_of(document: Document, start: int, end: int | None = None) -> frozenset[int]:
    """The years that the text at an offset may speak of; empty if nothing in the report tells.

    They are looked for in the sentence, in the sentences before it in its paragraph, nearest first, in
    its headings, innermost first, at the opening of its sections, and in the title; the first of these that
    settles the year is the last to be asked. In running text a year settles it at the head of a clause
    (2024年，…), not inside a name (2024年度十大…), and one far from the report's own only at the head of a
    sentence (not: …，2012年启动的…).

    Args:
        document: The report.
        start: Where the sentence begins, or an offset inside it.
        end: Where it ends, exclusive; None for the end of the sentence at `start`.

    Raises:
        IndexError: `start` is outside the text.
    """
    own, last = document_year(document), reviewed_year(document)
    paragraph = document.paragraph_at(start)
    spans = sentence_spans(document.text, paragraph.start, paragraph.end)
    if end is None:
        start, end = next((span for span in spans if span[0] <= start < span[1]), (start, paragraph.end))
    near = frozenset(year for year in (own, last) if year is not None)
    near |= {year + 1 for year in near}
    named: frozenset[int] = frozenset()
    for left, right in [(start, end), *(span for span in reversed(spans) if span[1] <= start)]:
        piece = document.text[left:right]
        mentions = year_mentions(piece, report=own, last=last)
        named |= {mention.year for mention in mentions if mention.role != "base"}
        # The sentence itself may say so in a later clause (…，2027年底通水): that holds for no other one.
        if any(_heads(piece, m, near if left == start else frozenset()) for m in mentions):
            return named
    outer = [*reversed(document.section_path(paragraph.section)), *_openings(document, paragraph.section)]
    for piece in outer:
        years = _years(year_mentions(piece, report=own, last=last))
        if years and (not near or years & near):
            return named | years
    return named | (near & {own, last})


def _years(mentions: Iterable[YearMention]) -> frozenset[int]:
    """The years that something is said of."""
    return frozenset(mention.year for mention in mentions if mention.role in ("own", "span"))


def _heads(sentence: str, mention: YearMention, near: AbstractSet[int]) -> bool:
    """Whether a year stands where it says when all that follows took place."""
    if mention.role not in ("own", "span"):
        return False
    before = sentence[: mention.start].strip("“‘—（( 在")
    return not before or (mention.year in near and _CLAUSE_HEAD.search(before) is not None)


def _openings(document: Document, section: int | None) -> Iterator[str]:
    """The first words under each heading, innermost first."""
    while section is not None:
        node = document.sections[section]
        yield document.text[node.heading_end : min(node.heading_end + _OPENING, node.end)]
        section = node.parent
