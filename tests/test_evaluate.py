from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.evaluate import (
    answer_right,
    bootstrap_interval,
    char_f1,
    citation_right,
    coverage_risk,
    exact_match,
    mrr_at_k,
    recall_at_k,
    refusal_scores,
)
from huimou.evaluate.scorer import segments
from huimou.questions import Question
from huimou.types import Answer, AnswerKind, Citation

RANKS = [1, 2, None, 4, 11]


def asked(**more: Any) -> Question:
    return Question(id="q", question="？", **more)


def told(answer: str = "", *quotes: str, kind: AnswerKind = "fact") -> Answer:
    """An answer with citations; a refusal if it is empty."""
    citations = [
        Citation(
            marker=number,
            document="报告",
            path="corpus/报告.txt",
            section="",
            paragraph=1,
            start=0,
            end=1,
            quote=quote,
        )
        for number, quote in enumerate(quotes, start=1)
    ]
    return Answer(
        question="？",
        answer=answer,
        kind=kind if answer else "refusal",
        abstained=not answer,
        confidence=None,
        text="",
        citations=tuple(citations),
        hits=(),
        elapsed_ms=1.0,
    )


@pytest.mark.parametrize(("k", "expected"), [(1, 1 / 5), (2, 2 / 5), (5, 3 / 5), (20, 4 / 5)])
def test_recall_is_the_share_found_in_time(k: int, expected: float) -> None:
    assert recall_at_k(RANKS, k) == expected


def test_mean_reciprocal_rank_counts_a_miss_as_nothing() -> None:
    assert mrr_at_k(RANKS, 10) == pytest.approx((1 + 1 / 2 + 1 / 4) / 5)


@pytest.mark.parametrize(
    ("said", "references", "exact", "f1"),
    [
        ("江苏、北京", ["江苏北京"], 1, 1),
        ("《三国志》", ["三国", "三国志"], 1, 1),
        ("江苏、北京等地", ["江苏、北京"], 0, 0.8),  # 4 of 6, 4 of 4
        ("甲乙丙丁", ["甲乙某丁"], 0, 0.5),  # a contiguous run: 甲乙, not 甲乙…丁
        ("Terry Gates", ["terry  gates"], 0, 1),  # spaces within are the official exact match's
        ("1,100米", ["100米"], 0, 0.5),  # a number is one segment: 米 alone is shared
        ("3.5%", ["3.5"], 0, 2 / 3),  # % is a segment of its own
        ("", ["四次"], 0, 0),
        ("四次", [], 0, 0),
    ],
)
def test_exact_match_and_f1_are_those_of_the_official_scorer(
    said: str, references: list[str], exact: float, f1: float
) -> None:
    assert exact_match(said, references) == exact
    assert char_f1(said, references) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What NLTK 3.10's word tokenizer made of them inside the official scorer.
        ("于1953年Roy H. Rei", ["于", "1953", "年", "roy", "h.", "rei"]),
        ("30℃ (abc) u.s. c.", ["30℃", "(", "abc", ")", "u.s.", "c", "."]),
        ("北纬40 °15 ′37 ″—40", ["北", "纬", "40", "°15", "′37", "″", "—", "40"]),
        ("2020-2025", ["20202025"]),
    ],
)
def test_segments_are_those_of_the_official_scorer(text: str, expected: list[str]) -> None:
    assert segments(text) == expected


@given(st.text("甲乙丙", max_size=7), st.text("甲乙丙", min_size=1, max_size=7))
def test_f1_equals_brute_force_over_all_substrings(said: str, reference: str) -> None:
    runs = [reference[i:j] for i in range(len(reference)) for j in range(i + 1, len(reference) + 1)]
    shared = max((len(run) for run in runs if run in said), default=0)
    assert char_f1(said, [reference]) == pytest.approx(2 * shared / (len(said) + len(reference)))


@pytest.mark.parametrize(
    ("question", "answer", "right"),
    [
        (asked(answers=("8期",)), told("委员讲堂 ８ 期"), True),
        (asked(answers=("十三辑", "第十三辑")), told("《第十三辑》"), True),
        (asked(answers=("8期",)), told("9期"), False),
        (asked(answers=("8期",)), told(), False),
        (asked(must=(("江苏",), ("北京", "首都"))), told("江苏、首都"), True),
        (asked(must=(("江苏",), ("北京",))), told("江苏"), False),
        (asked(must=tuple((char,) for char in "甲乙丙丁戊")), told("甲乙丙丁"), True),
        (asked(must=tuple((char,) for char in "甲乙丙丁戊")), told("甲乙丙"), False),
        (asked(answers=("8期",), must=(("讲堂",),)), told("8期"), False),
        (asked(answerable=False, answers=("8期",)), told(), True),
        (asked(answerable=False), told("8期"), False),
        (asked(kind="smalltalk"), told("我是回眸", kind="smalltalk"), True),
        (asked(kind="smalltalk"), told(), False),
        (asked(), told("8期"), None),
        (asked(), told(), None),
    ],
)
def test_an_answer_is_right_as_the_question_file_says(
    question: Question, answer: Answer, right: bool | None
) -> None:
    assert answer_right(question, answer) is right


@pytest.mark.parametrize(
    ("question", "answer", "right"),
    [
        (asked(evidence=("委员讲堂8期",)), told("8期", "举办“委员讲堂”8期，"), True),
        (asked(evidence=("委员讲堂8期", "读书4场")), told("4场", "无关", "读书 4 场"), True),
        (asked(evidence=("委员讲堂8期",)), told("8期", "讲堂8期"), False),
        (asked(evidence=("委员讲堂8期",)), told("8期"), False),
        (asked(evidence=("委员讲堂8期",)), told("", "委员讲堂8期"), False),
        (asked(evidence=("讲堂",), document="报告"), told("8期", "讲堂"), True),
        (asked(evidence=("讲堂",), document="报告.txt"), told("8期", "讲堂"), True),
        (asked(evidence=("讲堂",), document="另一份"), told("8期", "讲堂"), False),
        (asked(), told("8期", "讲堂"), None),
        (asked(evidence=("讲堂",), answerable=False), told("8期", "讲堂"), None),
    ],
)
def test_a_citation_is_right_if_one_covers_the_evidence(
    question: Question, answer: Answer, right: bool | None
) -> None:
    assert citation_right(question, answer) is right


@pytest.mark.parametrize(
    ("answerable", "abstained", "expected"),
    [
        ([0, 0, 0, 1, 1], [1, 1, 0, 1, 0], (2 / 3, 2 / 3, 2 / 3)),
        ([0, 1], [0, 0], (None, 0, 0)),
        ([1, 1], [1, 0], (0, None, None)),
        ([1, 1], [0, 0], (None, None, None)),
        ([], [], (None, None, None)),
    ],
)
def test_refusal_scores_are_none_where_there_is_nothing_to_measure(
    answerable: Sequence[bool], abstained: Sequence[bool], expected: tuple[float | None, ...]
) -> None:
    scores = refusal_scores(answerable, abstained)
    assert (scores.precision, scores.recall, scores.f1) == expected


def test_the_bootstrap_agrees_with_the_normal_approximation() -> None:
    values = [0, 1] * 200
    interval = bootstrap_interval(values, lambda sample: float(sample.mean()))
    assert interval == pytest.approx((0.5 - 1.96 * 0.025, 0.5 + 1.96 * 0.025), abs=0.01)
    assert interval == bootstrap_interval(values, lambda sample: float(sample.mean()))


def test_the_bootstrap_leaves_out_what_is_undefined() -> None:
    assert bootstrap_interval([], lambda sample: 1.0) is None
    assert bootstrap_interval([1, 2], lambda sample: None) is None
    # Of a resample without a 2 there is no such mean.
    assert bootstrap_interval([1, 2], lambda sample: float(np.max(sample)) if 2 in sample else None) == (2, 2)


def test_coverage_against_risk_by_hand() -> None:
    curve = coverage_risk([0.7, 0.9, 0.6, 0.8], [True, True, True, False])
    assert curve.points == ((1 / 4, 0), (2 / 4, 1 / 2), (3 / 4, 1 / 3), (4 / 4, 1 / 4))
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4)


def test_equal_confidences_are_one_point_whatever_their_order() -> None:
    for rights in ([True, False, True], [False, True, True]):
        assert coverage_risk([0.5, 0.5, 0.2], rights).points == ((2 / 3, 1 / 2), (1, 1 / 3))


def test_answers_without_confidence_are_in_no_point() -> None:
    curve = coverage_risk([None, 0.5], [False, True])
    assert (curve.points, curve.area, curve.left_out) == (((1, 0),), 0, 1)
    assert coverage_risk([None], [True]).area is None
