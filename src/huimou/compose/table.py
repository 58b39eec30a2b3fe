"""A comparison: a row a report, each with what it says and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huimou.compose.phrases import phrase
from huimou.compose.places import escape_markdown
from huimou.types import Answer, Citation, Hit

MOST_NAMED = 3
"""So many reports are named in the source line at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """What one report says."""

    label: str
    """What the row is called: a place or a year."""
    answer: Answer | None
    """A refusal if the report does not say; None if there is no such report."""


def compose_table(question: str, rows: Sequence[TableRow], *, english: bool) -> Answer:
    """The rows as a list, in their order; a refusal if not one of the reports says.

    The short answer is the rows in one line: 上海5%左右、浙江5.5%左右. The confidence is the mean of the rows
    that answer: the share of them that is likely to be right.
    """
    lines, items, confidences = [], [], []
    citations: list[Citation] = []
    told = [row.answer for row in rows if row.answer is not None and not row.answer.abstained]
    for row in rows:
        answer = row.answer
        if answer is None or answer.abstained or not answer.citations:
            said, marker = phrase("unsaid" if answer else "no_report", english), ""
        else:
            said = answer.answer
            citations.append(replace(answer.citations[0], marker=len(citations) + 1))
            marker = f" \\[{len(citations)}\\]"
            confidences.append(answer.confidence or 0.0)
        lines.append(f"- **{escape_markdown(row.label)}**{_colon(english)}{escape_markdown(said)}{marker}")
        items.append(f"{row.label}{' ' if english else ''}{said}")
    hits = _hits(rows)
    if not told:
        names = "、".join(row.label for row in rows[:MOST_NAMED]) + ("等" if len(rows) > MOST_NAMED else "")
        message = phrase("none_says", english, names=escape_markdown(names))
        return _answer(question, "", message, (), hits, None)
    between = "、" if all("、" not in item for item in items) else "；"
    text = "\n".join(lines) + "\n\n" + phrase("source", english) + _sources(citations, english)
    confidence = round(sum(confidences) / len(confidences), 4)
    return _answer(question, between.join(items), text, tuple(citations), hits, confidence)


def _colon(english: bool) -> str:
    return ": " if english else "："


def _sources(citations: Sequence[Citation], english: bool) -> str:
    names = list(dict.fromkeys(citation.document for citation in citations))
    shown = "、".join(escape_markdown(f"《{name}》") for name in names[:MOST_NAMED])
    more = len(names) > MOST_NAMED
    return shown + (phrase("more_reports", english, count=len(names)) if more else "")


def _hits(rows: Sequence[TableRow]) -> tuple[Hit, ...]:
    """The passage that each row was read from, in the order of the rows."""
    best = [
        next((hit for hit in row.answer.hits if _cites(row.answer, hit)), row.answer.hits[0])
        for row in rows
        if row.answer is not None and row.answer.hits
    ]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(best, start=1))


def _cites(answer: Answer, hit: Hit) -> bool:
    return any(
        citation.path == hit.document.path and hit.chunk.start <= citation.start < hit.chunk.end
        for citation in answer.citations
    )


def _answer(
    question: str,
    short: str,
    text: str,
    citations: tuple[Citation, ...],
    hits: tuple[Hit, ...],
    confidence: float | None,
) -> Answer:
    return Answer(
        question=question,
        answer=short,
        kind="list" if short else "refusal",
        abstained=not short,
        confidence=confidence,
        text=text,
        citations=citations,
        hits=hits,
        elapsed_ms=0.0,
    )
