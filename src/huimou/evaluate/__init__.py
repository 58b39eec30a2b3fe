"""Metrics as pure functions, and a run over a question file.

What is right is defined in `metrics` and `scorer`; `run` asks and sums up, `table` prints, `baseline`
compares with the figures of an earlier run.
"""

from huimou.evaluate.baseline import (
    Baseline,
    Fall,
    check_writable,
    compare,
    read_baseline,
    write_baseline,
)
from huimou.evaluate.metrics import (
    answer_right,
    bootstrap_interval,
    citation_right,
    coverage_risk,
    mrr_at_k,
    recall_at_k,
    refusal_scores,
)
from huimou.evaluate.run import Figures, Report, Row, evaluate_questions
from huimou.evaluate.scorer import char_f1, exact_match
from huimou.evaluate.table import report_json, report_table

__all__ = [
    "Baseline",
    "Fall",
    "Figures",
    "Report",
    "Row",
    "answer_right",
    "bootstrap_interval",
    "char_f1",
    "check_writable",
    "citation_right",
    "compare",
    "coverage_risk",
    "evaluate_questions",
    "exact_match",
    "mrr_at_k",
    "read_baseline",
    "recall_at_k",
    "refusal_scores",
    "report_json",
    "report_table",
    "write_baseline",
]
