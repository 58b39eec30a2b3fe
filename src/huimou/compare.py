"""Which answers of a question file differ between two indexes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huimou.dialogue import History
    from huimou.embed import Progress
    from huimou.questions import Question
    from huimou.types import Answer

    Ask = Callable[[str, History], Answer]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerChange:
    """A question that two indexes answer differently."""

    id: str
    question: str
    before: str
    """The short answer of the older index; "" for a refusal."""
    now: str


def answer_changes(
    questions: Sequence[Question], before: Ask, now: Ask, progress: Progress | None = None
) -> list[AnswerChange]:
    """Ask both, and name the questions whose short answers or refusals differ, in order."""
    changes = []
    for number, one in enumerate(questions, start=1):
        old, new = (ask(one.question, one.history) for ask in (before, now))
        if (old.answer, old.abstained) != (new.answer, new.abstained):
            changes.append(AnswerChange(id=one.id, question=one.question, before=old.answer, now=new.answer))
        if progress:
            progress(number, len(questions))
    return changes
