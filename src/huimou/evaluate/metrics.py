"""Metrics as pure functions. Where there is nothing to measure a figure is None, not 0 and not 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huimou.questions import Question
from huimou.text import comparable
from huimou.types import Answer

Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusalScores:
    """How well it knows what it cannot answer; each 0 to 1."""

    precision: float | None
    """Share of the refused that cannot be answered. None if nothing was refused."""
    recall: float | None
    """Share of what cannot be answered that was refused. None if all can be answered."""
    f1: float | None
    """Harmonic mean; 0 if nothing was refused that should have been. None where recall is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverageRisk:
    """What is risked by answering so much (El-Yaniv and Wiener, JMLR 2010)."""

    points: tuple[tuple[float, float], ...]
    """(coverage, risk): the share of the answers that a threshold on the confidence lets through, and the
    share of those that are wrong; coverage rises to 1. One point for each different confidence."""
    area: float | None
    """Mean risk over all coverages, 0 to 1, lower is better; None without points."""
    left_out: int
    """Answers without a confidence; they can be put in no order, so they are in no point."""


def recall_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Share of the questions whose evidence is among the first `k` hits, 0 to 1.

    Args:
        ranks: For each question the rank of the first hit that holds its evidence; 1 is the best, None
            means that no hit does.
        k: How many hits count.
    """
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Mean reciprocal rank within the first `k` hits, 0 to 1; a miss counts 0. `ranks` as above."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)


def answer_right(question: Question, answer: Answer) -> bool | None:
    """Whether `answer` is right; None if the question does not say what would be.

    - What cannot be answered is right when refused, and what can be is wrong then.
    - `answers`: one of them stands in the short answer, after `comparable`.
    - `must`: four fifths of the groups have an alternative that stands in it. Both given, both are asked for.
    - Neither given: smalltalk is right if it is answered at all; nothing else can be judged.
    """
    if not question.answerable:
        return answer.abstained
    said = comparable(answer.answer)
    if not (question.answers or question.must):
        if question.kind != "smalltalk":
            return None
        return answer.kind == "smalltalk" or not answer.abstained
    if answer.abstained:
        return False
    met = sum(_stands_in(said, group) for group in question.must)
    named = not question.answers or _stands_in(said, question.answers)
    return named and 5 * met >= 4 * len(question.must)  # whole numbers: 0.8 * 5 is not always 4


def citation_right(question: Question, answer: Answer) -> bool | None:
    """Whether a citation covers a piece of the question's evidence; None if it names none.

    Any one citation and any one piece will do: a list cites each of its items. Where the question names a
    document (by name, file name or path), only citations of that one count. A refusal cites nothing that
    answers, so it is wrong; what cannot be answered has no place, so it is None.
    """
    if not question.answerable or not question.evidence:
        return None
    return not answer.abstained and any(
        _stands_in(comparable(citation.quote), question.evidence)
        for citation in answer.citations
        if question.document
        in ("", citation.document, citation.path, citation.path.replace("\\", "/").rsplit("/", 1)[-1])
    )


def _stands_in(said: str, alternatives: Sequence[str]) -> bool:
    return any(comparable(alternative) in said for alternative in alternatives)


def refusal_scores(
    answerable: Sequence[bool] | NDArray[np.bool_], abstained: Sequence[bool] | NDArray[np.bool_]
) -> RefusalScores:
    """Precision, recall and F1 of refusing, of one pair for each question."""
    should = ~np.asarray(answerable, dtype=bool)
    did = np.asarray(abstained, dtype=bool)
    right, refused, wanted = int((should & did).sum()), int(did.sum()), int(should.sum())
    return RefusalScores(
        precision=right / refused if refused else None,
        recall=right / wanted if wanted else None,
        f1=2 * right / (refused + wanted) if wanted else None,
    )


def bootstrap_interval(
    values: Sequence[Any] | NDArray[Any],
    statistic: Callable[[NDArray[Any]], float | None],
    *,
    seed: int = 0,
    resamples: int = 1000,
) -> Interval | None:
    """The 95 % percentile bootstrap interval of `statistic` (Efron and Tibshirani 1993, chapter 13).

    Args:
        values: One row for each question, shape (n,) or (n, …); rows are drawn with replacement.
        statistic: Gets a resample of the same shape. A resample for which it is None (a precision without
            a refusal in it) is left out.
        seed: The same seed gives the same interval.
        resamples: How many are drawn.

    Returns:
        (low, high), or None if there are no values or `statistic` was never defined.
    """
    rows = np.asarray(values)
    if len(rows) == 0:
        return None
    random = np.random.default_rng(seed)
    drawn = (statistic(rows[random.integers(len(rows), size=len(rows))]) for _ in range(resamples))
    defined = [value for value in drawn if value is not None]
    if not defined:
        return None
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def coverage_risk(confidences: Sequence[float | None], rights: Sequence[bool]) -> CoverageRisk:
    """The risk at each coverage, of one confidence and one judgement for each answer.

    Answers of one confidence go in together: no threshold can tell them apart.
    """
    pairs = [
        (confidence, right)
        for confidence, right in zip(confidences, rights, strict=True)
        if confidence is not None
    ]
    pairs.sort(key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    area = 0.0
    wrong = before = 0
    for number, (confidence, right) in enumerate(pairs, start=1):
        wrong += not right
        if number < len(pairs) and pairs[number][0] == confidence:
            continue
        risk = wrong / number
        points.append((number / len(pairs), risk))
        area += risk * (number - before) / len(pairs)
        before = number
    return CoverageRisk(
        points=tuple(points), area=area if points else None, left_out=len(rights) - len(pairs)
    )


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value that `percent` of 100 lie below, interpolated; None without values."""
    return float(np.percentile(values, percent)) if len(values) else None


def mean(values: Sequence[float]) -> float | None:
    """The mean, None without values."""
    return sum(values) / len(values) if len(values) else None
