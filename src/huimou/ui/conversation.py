"""A conversation as data, and as the JSON in which a browser keeps it. No gradio.

The browser keeps the conversation, not the server: it survives a restart, nobody else's can be mixed up
with it, and to delete it there is to delete it. What comes back from a browser is checked like any input.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from huimou.types import Answer, AnswerKind, Citation

MOST_TURNS = 200
"""Of a longer conversation the last ones are kept."""
MOST_CHARACTERS = 2_000_000
"""A longer conversation is not taken from a browser."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A question and what came of it."""

    question: str
    """As typed."""
    note: str = ""
    """Said in place of an answer; plain text."""
    answer: Answer | None = None
    """None if there is none: not yet, or because something is wrong. Its `hits` are not kept."""
    keys: tuple[str, ...] = ()
    """Of the report of each citation, in the order of `answer.citations`; see `paper.key`."""
    called: tuple[str, ...] = ()
    """What the report of each citation is called among others; () where no other was on the shelf."""
    within: tuple[str, ...] = ()
    """The reports that were chosen to be asked, as `shelf.find_reports` takes them; () is all."""
    gone: bool = False
    """Whether the shelf had those no longer, so that all were asked."""
    follow_ups: tuple[str, ...] = ()
    pending: bool = False


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """What a follow-up builds on: the (question, answer) pairs that came to something, oldest first.

    Neither a refusal nor small talk has an answer.
    """
    return [(turn.question, turn.answer.answer) for turn in turns if turn.answer and turn.answer.answer]


def answers(turns: Sequence[Turn]) -> list[Answer]:
    """The answers of a conversation, small talk left out."""
    return [turn.answer for turn in turns if turn.answer and turn.answer.kind != "smalltalk"]


def dump(turns: Sequence[Turn]) -> str:
    """The turns as JSON, the last `MOST_TURNS` of them."""
    rows = [_row(turn) for turn in turns[-MOST_TURNS:]]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> tuple[Turn, ...]:
    """The turns of `dump`; none at all if it is not of that form, as a browser may send anything."""
    try:
        if len(text) > MOST_CHARACTERS:
            return ()
        rows = json.loads(text or "[]")
        turns = tuple(_turn(row) for row in rows[-MOST_TURNS:])
        dump(turns).encode("utf-8")  # no lone surrogates: they could not be sent back
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return ()
    return turns


def _row(turn: Turn) -> dict[str, Any]:
    row: dict[str, Any] = {"question": turn.question}
    if turn.note:
        row["note"] = turn.note
    if turn.answer:
        row["answer"] = turn.answer.to_json() | {"hits": []}
        row["spans"] = [list(citation.spans) for citation in turn.answer.citations]
        row["keys"] = list(turn.keys)
        row["follow_ups"] = list(turn.follow_ups)
        # Not there in conversations that were kept before there was a choice.
        row |= {name: list(told) for name in ("called", "within") if (told := getattr(turn, name))}
        row |= {"gone": True} if turn.gone else {}
    return row


def _turn(row: dict[str, Any]) -> Turn:
    question, note = _text(row["question"]), _text(row.get("note", ""))
    if "answer" not in row:
        return Turn(question=question, note=note)
    answer = _answer(row["answer"], row["spans"])
    keys, called = _texts(row["keys"]), _texts(row.get("called", []))
    if len(keys) != len(answer.citations) or len(called) not in (0, len(keys)):
        raise ValueError("keys")
    gone = row.get("gone", False)
    if type(gone) is not bool:
        raise TypeError("gone")
    return Turn(
        question=question,
        note=note,
        answer=answer,
        keys=keys,
        called=called,
        within=_texts(row.get("within", [])),
        gone=gone,
        follow_ups=_texts(row["follow_ups"]),
    )


def _answer(row: dict[str, Any], spans: list[Any]) -> Answer:
    kind: AnswerKind = row["kind"]
    abstained, confidence = row["abstained"], row["confidence"]
    if kind not in get_args(AnswerKind) or type(abstained) is not bool:
        raise ValueError("kind")
    return Answer(
        question=_text(row["question"]),
        answer=_text(row["answer"]),
        kind=kind,
        abstained=abstained,
        confidence=None if confidence is None else min(max(_amount(confidence), 0.0), 1.0),
        text=_text(row["text"]),
        citations=tuple(
            _citation(citation, of) for citation, of in zip(row["citations"], spans, strict=True)
        ),
        hits=(),
        elapsed_ms=_amount(row["elapsed_ms"]),
    )


def _citation(row: dict[str, Any], spans: list[Any]) -> Citation:
    return Citation(
        marker=_number(row["marker"]),
        document=_text(row["document"]),
        path=_text(row["path"]),
        section=_text(row["section"]),
        paragraph=_number(row["paragraph"]),
        start=_number(row["start"]),
        end=_number(row["end"]),
        quote=_text(row["quote"]),
        spans=tuple((_number(start), _number(end)) for start, end in spans),
        page=None if row.get("page") is None else _number(row["page"]),
    )


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no number")
    return value


def _amount(value: object) -> float:
    # NaN and Infinity, which Python reads, are no JSON: the browser could not read them back.
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError(f"{value!r} is no amount")
    return float(value)


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list")
    return tuple(_text(value) for value in values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
