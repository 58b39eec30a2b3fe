"""A report as plain text for people, and as JSON for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from huimou.evaluate.metrics import Interval
from huimou.evaluate.run import Figures, Report, Row

_SHOWN = 50
"""So many wrong answers are listed; all are in the JSON."""
_COVERAGES = (0.25, 0.5, 0.75, 1.0)
_HEADER = (
    ("类别", "题数", "答对", "完全一致", "字 F1", "引文", "拒答", "中位毫秒", "95% 毫秒"),
    ("kind", "n", "right", "exact", "F1", "cited", "refused", "p50 ms", "p95 ms"),
)


def report_json(report: Report) -> dict[str, Any]:
    """The report as a JSON-ready mapping: total, kinds, intervals, coverage_risk, rows.

    Shares are 0 to 1 and null where nothing can be measured, times in milliseconds.
    """
    return {
        "total": asdict(report.total),
        "kinds": {kind: asdict(figures) for kind, figures in report.kinds.items()},
        "intervals": {
            "accuracy": report.accuracy_interval,
            "refusal_precision": report.precision_interval,
            "refusal_recall": report.recall_interval,
        },
        "coverage_risk": asdict(report.curve),
        "rows": [asdict(row) for row in report.rows],
    }


def report_table(report: Report) -> str:
    """The report for a terminal: a line for each kind, the total, refusals, coverage, what was wrong."""
    lines: list[Sequence[str]] = [*_HEADER]
    if len(report.kinds) > 1 or "" not in report.kinds:
        lines += [_cells(kind or "（未分类）", figures) for kind, figures in report.kinds.items()]
    lines.append(_cells("合计 total", report.total))
    parts = [*_aligned(lines), "", *_intervals(report), *_coverage(report)]
    return "\n".join([*parts, *_wrong(report.rows), *_uncited(report.rows)])


def _cells(name: str, figures: Figures) -> tuple[str, ...]:
    shares = (figures.accuracy, figures.exact_match, figures.char_f1, figures.citation, figures.refused)
    times = (figures.p50_ms, figures.p95_ms)
    return (
        name,
        str(figures.questions),
        *(_percent(share) for share in shares),
        *("–" if time is None else f"{time:.1f}" for time in times),
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines: the first column flush left, the others flush right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + pad if number == 0 else pad + cell
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
            for pad in [" " * (width - _width(cell))]
        )
        for row in rows
    ]


def _width(text: str) -> int:
    """How many columns of a terminal it takes: a full-width character two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _intervals(report: Report) -> list[str]:
    """The total's shares with their intervals; a refusal can be measured only where there is one."""
    lines, scores = [], report.total.refusal
    if report.total.accuracy is not None:
        lines.append(f"答对 right：{_percent(report.total.accuracy)}{_interval(report.accuracy_interval)}")
    if scores.recall is None and scores.precision is None:
        return [*lines, "拒答 refusal：没有应拒答的问题，也没有拒答过。Nothing to refuse, nothing refused."]
    precision = _percent(scores.precision) + _interval(report.precision_interval)
    recall = _percent(scores.recall) + _interval(report.recall_interval)
    f1 = _percent(scores.f1)
    return [*lines, f"拒答 refusal：准确率 precision {precision}，召回率 recall {recall}，F1 {f1}"]


def _interval(interval: Interval | None) -> str:
    return f"（95% 区间 {100 * interval[0]:.1f}–{100 * interval[1]:.1f}）" if interval else ""


def _coverage(report: Report) -> list[str]:
    """The risk at some coverages: at the first threshold that lets so many through."""
    curve = report.curve
    if curve.area is None:
        return ["覆盖与错误 coverage and risk：答案没有把握值，无从排序。The answers carry no confidence."]
    risks = [
        f"{100 * wanted:.0f}% → {_percent(next(risk for covered, risk in curve.points if covered >= wanted))}"
        for wanted in _COVERAGES
    ]
    left_out = f"；另有 {curve.left_out} 条没有把握值 without confidence" if curve.left_out else ""
    return [
        "覆盖与错误 coverage and risk：只留最有把握的答案时，其中答错的 wrong among the surest "
        f"{'，'.join(risks)}；平均 area {_percent(curve.area)}{left_out}"
    ]


def _wrong(rows: Sequence[Row]) -> list[str]:
    wrong = [row for row in rows if row.right is False]
    if not wrong:
        return ["", "没有答错的。No wrong answers."]
    lines = ["", f"答错的 wrong answers（{len(wrong)}）："]
    for row in wrong[:_SHOWN]:
        expected = row.expected or ("（作答 an answer）" if row.answerable else "（拒答 a refusal）")
        lines += [
            f"  {row.id}  {_line(row.question)}",
            f"    答 said：{'（拒答 refused）' if row.abstained else _line(row.answer) or '（空 nothing）'}",
            f"    应 expected：{_line(expected)}",
        ]
    if len(wrong) > _SHOWN:
        lines.append(f"  …… 另有 {len(wrong) - _SHOWN} 题，见 --json。The rest is in the JSON.")
    return lines


def _uncited(rows: Sequence[Row]) -> list[str]:
    """The right answers whose citation does not cover the evidence, by id."""
    ids = [row.id for row in rows if row.right is not False and row.cited is False]
    if not ids:
        return []
    more = f"……（共 {len(ids)}）" if len(ids) > _SHOWN else ""
    return ["", f"答对而引文不对的 right, but cited elsewhere：{'、'.join(ids[:_SHOWN])}{more}"]


def _line(text: str) -> str:
    """On one line, cut where it gets long."""
    text = " ".join(text.split())
    return text if len(text) <= 200 else text[:200] + "……"
