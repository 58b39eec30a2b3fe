"""Readers' verdicts on answers: a file of JSON Lines that only grows, and never leaves this machine."""

from __future__ import annotations

import json
import math
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock, Timeout

from huimou.errors import HuimouError
from huimou.text import comparable
from huimou.types import Answer

Verdict = Literal["useful", "useless"]

LONGEST_NOTE = 500
_LONGEST_TEXT = 2000
_TURNS = 10
_CITATIONS = 30
_LOCK_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """A place that the judged answer cited; see `huimou.types.Citation`."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """A verdict, and all that is needed to ask the question again. One line of the file."""

    time: str
    """When it was given, ISO 8601 in UTC."""
    verdict: Verdict
    note: str
    """What the reader said, one line, at most `LONGEST_NOTE` characters; "" if nothing."""
    question: str
    """As it was asked."""
    history: tuple[tuple[str, str], ...]
    """The last (question, answer) pairs before it, oldest first."""
    answer: str
    """The short answer; "" for a refusal."""
    kind: str
    """An `AnswerKind`."""
    confidence: float | None
    citations: tuple[Cited, ...]
    build: str
    """Id of the index build that answered."""


def feedback_on(
    answer: Answer,
    verdict: Verdict,
    *,
    note: str = "",
    history: Sequence[tuple[str, str]] = (),
    build: str = "",
) -> Feedback:
    """The verdict on `answer`, as of now.

    What comes from a browser may be anything, so nothing is kept beyond the last 10 turns, 30 citations
    and 2,000 characters of each text.
    """
    confidence = answer.confidence
    return Feedback(
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        verdict=verdict,
        note=_one_line(note)[:LONGEST_NOTE],
        question=answer.question[:_LONGEST_TEXT],
        history=tuple((asked[:_LONGEST_TEXT], told[:_LONGEST_TEXT]) for asked, told in history[-_TURNS:]),
        answer=answer.answer[:_LONGEST_TEXT],
        kind=answer.kind,
        confidence=confidence if confidence is not None and math.isfinite(confidence) else None,
        citations=tuple(
            Cited(document=item.document, start=item.start, end=item.end, quote=item.quote[:_LONGEST_TEXT])
            for item in answer.citations[:_CITATIONS]
        ),
        build=build,
    )


def append_feedback(path: Path, row: Feedback) -> None:
    """Add a line to the file; both it and its folder are made if need be. Safe from threads and processes.

    Where a line was broken off (the machine went down), the new one begins on a line of its own.

    Raises:
        HuimouError: The file cannot be written.
    """
    # Half a character, which a browser can send, is written as "?".
    line = json.dumps(asdict(row), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_SECONDS), path.open("a+b") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, Timeout) as error:
        raise HuimouError(
            f"反馈写不进 {path}（{error}）。请把设置 feedback 换成一个可以写的文件。\n"
            f"Cannot write feedback to {path}; set `feedback` to a file that can be written."
        ) from error


def read_feedback(path: Path) -> tuple[list[Feedback], list[str]]:
    """The verdicts in the file, oldest first; none if there is no file yet.

    Returns:
        The verdicts, and for each line that could not be read a message (Chinese line, English line)
        that names file and line. One broken line does not keep the others from being read.

    Raises:
        HuimouError: The file itself cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise HuimouError(f"反馈文件读不了：{path}（{error}）。\nCannot read {path}.") from error
    rows, skipped = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            skipped.append(
                f"跳过了 {path} 第 {number} 行，读不懂（{error!r}）。改好或删去这一行就不再提示。\n"
                f"Skipped {path}, line {number}: not a verdict. Mend or delete the line."
            )
    return rows, skipped


def as_questions(rows: Iterable[Feedback]) -> list[dict[str, Any]]:
    """The verdicts as lines of a question file for `huimou eval`.

    - A useful answer is what is right: `answers`, `evidence`, and `document` where there is one.
    - A useful refusal: `"answerable": false`.
    - What was useless is kept under the kind "feedback" with empty `answers` and `evidence`, for a person
      to fill in (or to set `"answerable": false`). `said`, `cited` and `note`, which `huimou eval` does
      not read, tell what was wrong. Until then such a question is asked but cannot be judged.
    """
    return [_question(row, f"feedback-{number}") for number, row in enumerate(rows, start=1)]


def write_questions(path: Path, rows: Sequence[Feedback]) -> None:
    """Write `as_questions(rows)` to a new file.

    Raises:
        HuimouError: The file is there already, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            for question in as_questions(rows):
                file.write(json.dumps(question, ensure_ascii=False) + "\n")
    except FileExistsError:
        raise HuimouError(
            f"{path} 已经有了，不会覆盖它。请换一个文件名。\n{path} is there already; choose another name."
        ) from None
    except OSError as error:
        raise HuimouError(f"题目写不进 {path}：{error.strerror or error}。\nCannot write {path}.") from error


def feedback_table(rows: Iterable[Feedback]) -> str:
    """The verdicts for a terminal, a line each, in local time; long texts are cut."""
    header = ("时间 time", "评价", "问题 question", "回答 answer", "说明 note")
    lines = [header, *(_cells(row) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(row: Feedback) -> tuple[str, ...]:
    verdict = "有用" if row.verdict == "useful" else "没用"
    answer = row.answer or ("（拒答）" if row.kind == "refusal" else "–")
    return (
        f"{datetime.fromisoformat(row.time).astimezone():%Y-%m-%d %H:%M}",
        verdict,
        _cut(row.question, 40),
        _cut(answer, 30),
        _cut(row.note, 60),
    )


def _question(row: Feedback, name: str) -> dict[str, Any]:
    useful = row.verdict == "useful"
    question: dict[str, Any] = {
        "id": name,
        "kind": row.kind if useful else "feedback",
        "question": row.question,
    }
    if row.history:
        question["history"] = [list(pair) for pair in row.history]
    quotes = [cited.quote for cited in row.citations if comparable(cited.quote)]
    documents = {cited.document for cited in row.citations}
    if not useful:
        known = {"said": row.answer or f"（{row.kind}）", "cited": quotes, "note": row.note, "time": row.time}
        return question | {"answers": [], "evidence": []} | known
    if row.kind == "refusal":
        return question | {"answerable": False}
    question["answerable"] = True
    if comparable(row.answer):
        question["answers"] = [row.answer]
    if quotes:
        question["evidence"] = quotes
    if len(documents) == 1:
        question["document"] = documents.pop()
    return question


def _row(row: Any) -> Feedback:
    """The verdict that a line holds.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: It holds none.
    """
    names = ("time", "note", "question", "answer", "kind", "build")
    texts = {name: _typed(row[name], str) for name in names}
    if row["verdict"] not in get_args(Verdict):
        raise ValueError("verdict")
    datetime.fromisoformat(texts["time"])
    confidence = row["confidence"]
    return Feedback(
        **texts,
        verdict=row["verdict"],
        history=tuple((_typed(asked, str), _typed(told, str)) for asked, told in row["history"]),
        confidence=None if confidence is None else float(confidence),
        citations=tuple(
            Cited(
                document=_typed(cited["document"], str),
                start=_typed(cited["start"], int),
                end=_typed(cited["end"], int),
                quote=_typed(cited["quote"], str),
            )
            for cited in row["citations"]
        ),
    )


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r:.40}: {kind.__name__}")
    return value


def _one_line(text: str) -> str:
    """`text` on one line, without characters that a terminal would obey."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _cut(text: str, width: int) -> str:
    """`text` on one line of at most `width` columns."""
    text = _one_line(text)
    if _width(text) <= width:
        return text
    while _width(text) >= width:
        text = text[:-1]
    return text + "…"


def _width(text: str) -> int:
    """How many columns of a terminal it takes: a full-width character two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
