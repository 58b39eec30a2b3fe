"""All examples in one file, so that a machine that has nothing but torch can train on them."""

from __future__ import annotations

import argparse
import gzip
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reader_data import Example
from reader_scores import Asked, read_questions

TRIAL = 500
"""Questions of CMRC trial that a reader is scored with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """What is trained on and what is scored with."""

    examples: list[Example]
    trial: list[Asked]
    """Of CMRC trial."""
    report: list[Example]
    """Of the reports that are kept out of training."""

    @staticmethod
    def read(path: Path) -> Pack:
        """As `write_pack` wrote it."""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            table = json.load(file)
        texts = table["texts"]

        def example(row: list[Any]) -> Example:
            return Example(
                question=row[0],
                header=texts[row[1]],
                passage=texts[row[2]],
                start=row[3],
                end=row[4],
                source=row[5],
                near=tuple(row[6]),
            )

        return Pack(
            examples=[example(row) for row in table["examples"]],
            trial=[Asked(**{**row, "answers": tuple(row["answers"])}) for row in table["trial"]],
            report=[example(row) for row in table["report"]],
        )


def write_pack(data: Path, to: Path) -> None:
    """Gather all examples, and what to score with, into one file; each text once."""
    from reader_reports import dev_examples
    from train_reader import gather

    examples, _ = gather(argparse.Namespace(data=data, public=1.0, reports=1.0))
    numbers: dict[str, int] = {}

    def row(example: Example) -> list[Any]:
        header, passage = (
            numbers.setdefault(text, len(numbers)) for text in (example.header, example.passage)
        )
        place = [example.start, example.end, example.source, list(example.near)]
        return [example.question, header, passage, *place]

    trial = read_questions(data / "cmrc2018" / "cmrc2018_trial.json")[:TRIAL]
    report = dev_examples(data / "reports2025", Path(__file__).parent / "reader_questions")
    table = {
        "examples": [row(example) for example in examples],
        "report": [row(example) for example in report],
        "trial": [asdict(asked) for asked in trial],
    }
    to.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(to, "wt", encoding="utf-8") as file:
        json.dump({**table, "texts": list(numbers)}, file, ensure_ascii=False)
    print(f"{len(examples)} examples, {len(report)} to score with, {to.stat().st_size / 1e6:.1f} MB")
