"""Question files: JSON Lines, one question an object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huimou.errors import HuimouError


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One line of a question file."""

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    """(question, answer) pairs before it, oldest first."""


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file, in order; blank lines are skipped.

    Raises:
        HuimouError: The file cannot be read, or a line is not of the form; it names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise HuimouError(
            f"问题文件读不了：{path}（{error}）。应是 UTF-8 的 JSON Lines。\nCannot read {path}."
        ) from error
    return [_question(line, f"{path} 第 {n} 行") for n, line in enumerate(lines, start=1) if line.strip()]


def _question(line: str, where: str) -> Question:
    try:
        row: Any = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode("utf-8")  # no lone surrogates: they cannot be written
        history = row.get("history") or []
        if not (
            isinstance(row["id"], str)
            and isinstance(row["question"], str)
            and all(
                isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
                for pair in history
            )
        ):
            raise TypeError("id, question: 文字; history: [[问, 答], …]")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HuimouError(
            f"{where}读不懂（{error}）。每行应是 "
            '{"id": "q1", "question": "…", "history": [["问", "答"]]}。\n'
            "Not a question object; history is optional."
        ) from error
    return Question(
        id=row["id"], question=row["question"], history=tuple((asked, told) for asked, told in history)
    )
