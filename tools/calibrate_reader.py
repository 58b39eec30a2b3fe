"""Fit the reader's confidence on reports that it was not trained on, and show how reliable it is.

    python tools/calibrate_reader.py --data FOLDER --reader src/huimou/assets/reader

The questions written for `reader_reports.DEV` are put to an index of their report; the best span's scores
and whether it is right give a logistic regression (Platt 1999) of two features and a bias. Prints the
reliability table and writes the weights into the reader's `reader.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from reader_reports import Report, dev_reports

from huimou.compose import analyse
from huimou.config import Settings
from huimou.embed import load_encoder
from huimou.evaluate import char_f1
from huimou.qa import QA, build_index, open_qa, pair_of
from huimou.quantities import tidy_span
from huimou.read import Calibration, read_spans
from huimou.read.reader import load_span_reader
from huimou.text import comparable

PLAIN = Calibration(margin=0.4, answerable=0.3, passage=0.1, sentence=0.1, bias=-1.0)
"""Ranks the spans while nothing is fitted."""

FEATURES = ("margin", "answerable", "passage", "sentence")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """A question and what the reader made of it."""

    question: str
    answer: str
    """ "" if the report does not answer."""
    found: str
    features: tuple[float, ...]
    right: bool


def main() -> None:
    """Read the arguments, fit, and write."""
    parser = argparse.ArgumentParser(description="Fit the reader's confidence.")
    parser.add_argument("--data", type=Path, required=True, help="folder with reports2025/")
    parser.add_argument("--reader", type=Path, required=True, help="folder of the reader")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong answers")
    options = parser.parse_args()
    reader = load_span_reader(options.reader)
    reader.calibration = PLAIN
    encoder = load_encoder()
    questions: list[list[Tried]] = []
    for source, report in dev_reports(
        options.data / "reports2025", Path(__file__).parent / "reader_questions"
    ):
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus"
            corpus.mkdir()
            shutil.copy(source, corpus)
            settings = Settings(corpus=str(corpus), index=str(Path(folder) / "index"))
            build_index(settings, lambda: encoder)
            questions += try_report(open_qa(settings, encoder, reader), report)
    # First what tells a right span from a wrong one, over the best span of every passage; then, of the
    # spans that win by that, how often they are right.
    spans = [row for rows in questions for row in rows]
    features = np.array([[*row.features, 1.0] for row in spans])
    ranking = logistic_regression(features, np.array([float(row.right) for row in spans]))
    tried = [max(rows, key=lambda row: float(np.dot([*row.features, 1.0], ranking))) for rows in questions]
    rights = np.array([float(row.right) for row in tried])
    winning = np.array([[float(np.dot([*row.features, 1.0], ranking)), 1.0] for row in tried])
    scale, shift = logistic_regression(winning, rights)
    weights = scale * ranking
    weights[-1] += shift
    chance = 1 / (1 + np.exp(-(winning @ np.array([scale, shift]))))
    print_table(chance, rights, np.array([row.answer != "" for row in tried]))
    for row in [row for row in tried if not row.right and row.answer][: options.show]:
        print(f"  {row.question} → {row.found!r}, not {row.answer!r} {row.features}")
    about = options.reader / "reader.json"
    told = json.loads(about.read_text(encoding="utf-8"))
    names = (*FEATURES, "bias")
    told["calibration"] = {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
    about.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(told["calibration"])


def try_report(qa: QA, report: Report) -> list[list[Tried]]:
    """Every question written for a report, put to its index: for each the best span of every passage."""
    questions = [
        (question, answer)
        for record in report.records
        for question, answer in [
            *((question, str(record["a"])) for question in record["q"]),
            *((question, "") for question in record["n"]),
        ]
    ]
    return [_tried(qa, question, answer) for question, answer in questions]


def _tried(qa: QA, question: str, answer: str) -> list[Tried]:
    asked = analyse(question)
    hits = qa.retrieve(qa.index, asked.search)
    readings = qa.reader.read([pair_of(asked.search, hit) for hit in hits])
    rows = []
    for reading, hit in zip(readings, hits, strict=True):
        best = read_spans([reading], [hit], qa.reader.calibration)[0]
        text = hit.document.text[slice(*tidy_span(hit.document.text, best.start, best.end))]
        right = bool(answer) and (comparable(answer) in comparable(text) or char_f1(text, [answer]) >= ALIKE)
        rows.append(
            Tried(
                question=question,
                answer=answer,
                found=text,
                features=tuple(float(getattr(best.evidence, name)) for name in FEATURES),
                right=right,
            )
        )
    return rows


ALIKE = 0.6
"""F1 from which on a span is taken for right."""


def logistic_regression(
    features: NDArray[np.float64], rights: NDArray[np.float64], ridge: float = 1.0
) -> NDArray[np.float64]:
    """Weights, shape (features,), by Newton's method; the last feature is the bias and is not held down."""
    weights = np.zeros(features.shape[1])
    hold = np.full(features.shape[1], ridge)
    hold[-1] = 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (rights - chance) - hold * weights
        curve = (
            (features * (chance * (1 - chance))[:, None]).T @ features
            + np.diag(hold)
            + 1e-9 * np.eye(len(hold))
        )
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def print_table(
    chance: NDArray[np.float64], rights: NDArray[np.float64], answerable: NDArray[np.bool_]
) -> None:
    """How often spans of each confidence are right, and what each threshold would refuse."""
    right = rights[answerable].mean()
    print(f"{len(rights)} questions, {int(answerable.sum())} answerable, best span right {right:.3f}")
    print("confidence   questions   mean   right")
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1)
        if inside.any():
            means = f"{chance[inside].mean():8.2f} {rights[inside].mean():7.2f}"
            print(f"{low:.1f}–{low + 0.1:.1f} {inside.sum():12d} {means}")
    print("threshold   unanswerable refused   answerable refused   right ones refused   answered right")
    for threshold in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        refused = chance < threshold
        good = rights > 0
        print(
            f"{threshold:.2f} {refused[~answerable].mean():20.3f} {refused[answerable].mean():20.3f}"
            f" {refused[good].mean():20.3f} {rights[~refused].mean():16.3f}"
        )


if __name__ == "__main__":
    main()
