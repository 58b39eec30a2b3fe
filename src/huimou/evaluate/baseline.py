"""The figures of an earlier run, and which of them have fallen since.

A baseline file holds the figures of one or more question files, by file name::

    {"tolerance": 0.03,
     "files": {"report_questions.jsonl": {"digest": "…", "questions": 40,
                                          "figures": {"accuracy": 0.85, "citation": 0.9, …}}}}

`tolerance` is the share by which a figure may fall; edit it there. The digest is of the questions, not of
the bytes: line ends and the order of the fields do not matter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from huimou.errors import HuimouError, quoted
from huimou.evaluate.run import Report
from huimou.questions import Question

TOLERANCE = 0.03
NAMES = {
    "accuracy": "答对 answer accuracy",
    "citation": "引文 citation correctness",
    "refusal_precision": "拒答准确率 refusal precision",
    "refusal_recall": "拒答召回率 refusal recall",
}
"""What must not fall, and what people call it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """What a baseline file says about one question file."""

    tolerance: float
    """The share by which a figure may fall."""
    figures: dict[str, float | None]
    """Each of `NAMES`, 0 to 1; None if there was nothing to measure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fall:
    """A figure that is lower than the baseline by more than the tolerance."""

    figure: str
    was: float
    now: float

    def __str__(self) -> str:
        return f"{NAMES[self.figure]}：{self.was:.3f} → {self.now:.3f}"


def figures_of(report: Report) -> dict[str, float | None]:
    """The figures that a baseline keeps, rounded as it keeps them."""
    total = report.total
    figures = {
        "accuracy": total.accuracy,
        "citation": total.citation,
        "refusal_precision": total.refusal.precision,
        "refusal_recall": total.refusal.recall,
    }
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def compare(report: Report, baseline: Baseline) -> list[Fall]:
    """The figures that fell by more than the tolerance.

    A figure that cannot be measured, now or then, has not fallen: a precision without a single refusal.
    That nothing is refused any more shows in the recall.
    """
    falls = []
    for name, now in figures_of(report).items():
        was = baseline.figures[name]
        # Not by a rounding error: 0.90 - 0.03 is not 0.87 in binary.
        if was is not None and now is not None and now < was - baseline.tolerance - 1e-9:
            falls.append(Fall(figure=name, was=was, now=now))
    return falls


def read_baseline(path: Path, file: Path, questions: Sequence[Question]) -> Baseline:
    """What the baseline file `path` says about the question file `file`.

    Raises:
        HuimouError: It cannot be read, is not of the form, or has no figures for just these questions.
    """
    content = _read(path)
    entry = content["files"].get(file.name)
    if entry is None:
        raise HuimouError(
            f"基线 {path} 里没有 {file.name} 的数字。请用 --write-baseline {quoted(path)} 写入。\n"
            f"{path} has no figures for {file.name}; write them with --write-baseline."
        )
    if entry["digest"] != digest(questions):
        raise HuimouError(
            f"{file} 里的问题与基线 {path} 记录的不同，不能比较。"
            f"请用 --write-baseline {quoted(path)} 写入新的数字。\n"
            f"{file} holds other questions than those of {path}; write new figures with --write-baseline."
        )
    return Baseline(tolerance=content["tolerance"], figures=entry["figures"])


def write_baseline(path: Path, file: Path, questions: Sequence[Question], report: Report) -> None:
    """Put the figures of `report` into the baseline file; its tolerance and its other files stay.

    Raises:
        HuimouError: It cannot be written, or what is there is no baseline.
    """
    content = _content_to_write(path)
    content["files"][file.name] = {
        "digest": digest(questions),
        "questions": len(questions),
        "figures": figures_of(report),
    }
    try:
        new = path.with_name(path.name + ".new")
        new.write_text(
            json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
        )
        new.replace(path)
    except OSError as error:
        raise HuimouError(
            f"基线写不进 {path}：{error.strerror or error}。请换一个位置。\nCannot write {path}: {error}"
        ) from error


def check_writable(path: Path) -> None:
    """See that `write_baseline` will get through: to be told before the minutes that a run takes.

    Raises:
        HuimouError: The folder is not there, or what is at `path` is no baseline.
    """
    if not path.absolute().parent.is_dir():
        raise HuimouError(
            f"没有文件夹 {path.absolute().parent}，基线没处放。请先新建它。\n"
            "The folder for the baseline does not exist."
        )
    _content_to_write(path)


def _content_to_write(path: Path) -> dict[str, Any]:
    return _read(path) if path.exists() else {"tolerance": TOLERANCE, "files": {}}


def digest(questions: Sequence[Question]) -> str:
    """SHA-256 of everything that the questions say."""
    rows = [asdict(question) for question in questions]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise HuimouError(
            f"没有基线文件 {path}。先写一个：huimou eval … --write-baseline {quoted(path)}\n"
            f"There is no baseline {path}; write one with --write-baseline."
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise HuimouError(f"基线文件读不了：{path}（{error}）。\nCannot read {path}.") from error
    if not _well_formed(content):
        raise HuimouError(
            f'{path} 不是基线文件。应有 "tolerance"（0 到 1）和 "files"。'
            f"请换一个文件，或删掉它，再用 --write-baseline {quoted(path)} 写一个。\n"
            f"{path} is no baseline; delete it and write one with --write-baseline."
        )
    return dict(content)


def _well_formed(content: Any) -> bool:
    def share(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1

    return (
        isinstance(content, dict)
        and share(content.get("tolerance"))
        and isinstance(content.get("files"), dict)
        and all(
            isinstance(entry, dict)
            and isinstance(entry.get("digest"), str)
            and isinstance(entry.get("figures"), dict)
            and entry["figures"].keys() == NAMES.keys()
            and all(value is None or share(value) for value in entry["figures"].values())
            for entry in content["files"].values()
        )
    )
