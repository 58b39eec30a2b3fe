"""Ask every question of a file, judge the answers, and sum them up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huimou.dialogue import History
from huimou.evaluate.metrics import (
    CoverageRisk,
    Interval,
    RefusalScores,
    answer_right,
    bootstrap_interval,
    citation_right,
    coverage_risk,
    mean,
    percentile,
    refusal_scores,
)
from huimou.evaluate.scorer import char_f1, exact_match
from huimou.questions import Question
from huimou.types import Answer

Ask = Callable[[str, History], Answer]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What became of one question. None: the question does not say what would be right."""

    id: str
    kind: str
    question: str
    answerable: bool
    expected: str
    """For people: the alternatives joined by " / ", groups by "；"; "" if there are none."""
    answer: str
    right: bool | None
    cited: bool | None
    exact: float | None
    f1: float | None
    abstained: bool
    confidence: float | None
    elapsed_ms: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Some rows summed up. Shares and scores are 0 to 1, None where no row can be judged."""

    questions: int
    accuracy: float | None
    """Share of the right among those that can be judged, refusals of the unanswerable included."""
    exact_match: float | None
    """Mean over the answerable questions with `answers`; a refusal counts 0. So does `char_f1`."""
    char_f1: float | None
    citation: float | None
    """Share with a citation that covers the evidence, among the answerable with evidence."""
    refused: float | None
    """Share refused, rightly or wrongly."""
    refusal: RefusalScores
    p50_ms: float | None
    p95_ms: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything that a run over a question file found."""

    total: Figures
    kinds: dict[str, Figures]
    """In the order in which the kinds first come."""
    accuracy_interval: Interval | None
    """95 % bootstrap intervals of the total's figures; over questions, so only as good as their choice."""
    precision_interval: Interval | None
    recall_interval: Interval | None
    curve: CoverageRisk
    """Of the questions that were answered and can be judged; one that should have been refused is wrong."""
    rows: tuple[Row, ...]


def evaluate_questions(
    ask: Ask, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> Report:
    """Ask every question, one after the other, and judge the answers.

    Args:
        ask: Gets a question and its history; `QA.ask` is one.
        questions: May lack anything but the question itself: what cannot be judged counts only for the
            refusals and the latency.
        progress: Called with (done, all) after each question.
    """
    rows = []
    for number, question in enumerate(questions, start=1):
        rows.append(_judge(question, ask(question.question, question.history)))
        if progress:
            progress(number, len(questions))
    return _report(rows)


def _judge(question: Question, answer: Answer) -> Row:
    scored = question.answerable and bool(question.answers)
    groups = [question.answers, *question.must] if question.answers else question.must
    return Row(
        id=question.id,
        kind=question.kind,
        question=question.question,
        answerable=question.answerable,
        expected="；".join(" / ".join(group) for group in groups) if question.answerable else "",
        answer=answer.answer,
        right=answer_right(question, answer),
        cited=citation_right(question, answer),
        exact=exact_match(answer.answer, question.answers) if scored else None,
        f1=char_f1(answer.answer, question.answers) if scored else None,
        abstained=answer.abstained,
        confidence=answer.confidence,
        elapsed_ms=answer.elapsed_ms,
    )


def _report(rows: Sequence[Row]) -> Report:
    def scores(pairs: NDArray[np.bool_]) -> RefusalScores:
        return refusal_scores(pairs[:, 0], pairs[:, 1])

    rights = [row.right for row in rows if row.right is not None]
    refusals = [(row.answerable, row.abstained) for row in rows]
    answered = [(row.confidence, row.right) for row in rows if row.right is not None and not row.abstained]
    return Report(
        total=_figures(rows),
        kinds={
            kind: _figures([row for row in rows if row.kind == kind])
            for kind in dict.fromkeys(row.kind for row in rows)
        },
        accuracy_interval=bootstrap_interval(rights, lambda sample: float(sample.mean())),
        precision_interval=bootstrap_interval(refusals, lambda sample: scores(sample).precision),
        recall_interval=bootstrap_interval(refusals, lambda sample: scores(sample).recall),
        curve=coverage_risk([confidence for confidence, _ in answered], [right for _, right in answered]),
        rows=tuple(rows),
    )


def _figures(rows: Sequence[Row]) -> Figures:
    times = [row.elapsed_ms for row in rows]
    return Figures(
        questions=len(rows),
        accuracy=mean([row.right for row in rows if row.right is not None]),
        exact_match=mean([row.exact for row in rows if row.exact is not None]),
        char_f1=mean([row.f1 for row in rows if row.f1 is not None]),
        citation=mean([row.cited for row in rows if row.cited is not None]),
        refused=mean([row.abstained for row in rows]),
        refusal=refusal_scores([row.answerable for row in rows], [row.abstained for row in rows]),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )
