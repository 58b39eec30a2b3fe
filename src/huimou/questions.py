"""Question files: JSON Lines, one question an object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huimou.errors import HuimouError
from huimou.text import comparable


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One line of a question file: what is asked, and for `huimou eval` what would be right."""

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    """(question, answer) pairs before it, oldest first."""
    kind: str = ""
    """What the table groups by: any word; "smalltalk" is no question about a report."""
    answerable: bool = True
    """Whether the reports say. If not, a refusal is right, and the fields below do not count."""
    answers: tuple[str, ...] = ()
    """Alternatives: one of them must stand in the answer."""
    must: tuple[tuple[str, ...], ...] = ()
    """Groups of alternatives: of four fifths of the groups one must stand in the answer."""
    evidence: tuple[str, ...] = ()
    """Verbatim pieces of a report: a citation must cover one of them."""
    document: str = ""
    """The report in which the evidence stands: name, file name or path; "" for any."""


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file, in order; blank lines are skipped, unknown fields too.

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
        return Question(
            id=row["id"],
            question=row["question"],
            history=tuple((asked, told) for asked, told in history),
            kind=_typed(row, "kind", str, ""),
            answerable=_typed(row, "answerable", bool, True),
            answers=_texts(row.get("answers"), "answers"),
            must=tuple(_texts(group, "must", least=1) for group in _typed(row, "must", list, [])),
            evidence=_texts(row.get("evidence"), "evidence"),
            document=_typed(row, "document", str, ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HuimouError(
            f"{where}读不懂（{error}）。每行应是 "
            '{"id": "q1", "question": "…", "history": [["问", "答"]]}，评测时还可有 '
            '"kind": "…"、"answerable": true、"answers": ["…"]、"must": [["…", "…"]]、"evidence": ["…"]。\n'
            "Not a question object; only id and question are required."
        ) from error


def _typed(row: dict[str, Any], name: str, kind: type, default: Any) -> Any:
    value = row.get(name)
    if value is None:
        return default
    if not isinstance(value, kind):
        shape = {str: '文字 "…"', bool: "true / false", list: '[["…", "…"], …]'}[kind]
        raise TypeError(f"{name}: {shape}")
    return value


def _texts(value: Any, name: str, *, least: int = 0) -> tuple[str, ...]:
    """A list of texts. One without a letter or digit is refused: it would stand in every answer."""
    value = [] if value is None and not least else value
    if not (
        isinstance(value, list)
        and len(value) >= least
        and all(isinstance(text, str) and comparable(text) for text in value)
    ):
        shape = '[["…", "…"], …]' if name == "must" else '["…", …]'
        raise TypeError(f"{name}: {shape}，文字不能为空")
    return tuple(value)
