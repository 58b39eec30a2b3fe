"""A conversation as data, and as the messages that the chat shows. No gradio."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huimou.types import Answer
from huimou.ui import strings

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LONGEST_SHOWN = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A question and what came of it."""

    question: str
    """As typed."""
    reply: str
    """Markdown."""
    answer: Answer | None = None
    """None if there is none: not yet, or because something is wrong."""


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """What a follow-up builds on: the (question, answer) pairs that came to something, oldest first.

    Neither a refusal nor small talk has an answer.
    """
    return [(turn.question, turn.answer.answer) for turn in turns if turn.answer and turn.answer.answer]


def messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The messages of a chat, oldest first."""
    return [
        message
        for turn in turns
        for message in (
            {"role": "user", "content": shown_question(turn.question)},
            {"role": "assistant", "content": turn.reply},
        )
    ]


def shown_question(question: str) -> str:
    """A question as Markdown that shows just what was typed; a very long one is cut."""
    if len(question) > _LONGEST_SHOWN:
        question = question[:_LONGEST_SHOWN] + strings.CUT.format(length=len(question))
    return literal(question)


def literal(text: str) -> str:
    """`text` as Markdown that shows it as it is, line by line.

    CommonMark lets every ASCII punctuation mark be escaped by a backslash; escaping all of them leaves
    nothing that could begin HTML, a link, a formula or a list.
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "  \n".join(_PUNCTUATION.sub(r"\\\1", line) for line in lines if line)
