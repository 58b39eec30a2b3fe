"""Asking, searching and judging on behalf of somebody at the page. No gradio but its request."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huimou.errors import HuimouError, QuestionError
from huimou.feedback import append_feedback, feedback_on
from huimou.shelf import report_names
from huimou.suggest import follow_ups
from huimou.types import Answer, Hit
from huimou.ui import strings
from huimou.ui.conversation import Turn, history
from huimou.ui.desk import Desk
from huimou.ui.found import found_html, note_html
from huimou.ui.limits import RateLimit
from huimou.ui.paper import key
from huimou.ui.strings import Words

if TYPE_CHECKING:
    from gradio import Request

    from huimou.index import Index
    from huimou.qa import QA

FOUND = 12
"""Passages that a search shows."""


class Asking:
    """What a reader asks, answered from whatever the desk has ready and within the rate limit."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._limit = RateLimit(desk.settings.rate_limit)

    def allows(self, request: Request | None) -> bool:
        """Whether the client of a request may ask now; if so, it counts."""
        client = request.client if request else None
        return self._limit.allows(client.host if client else "")

    def turn(
        self,
        question: str,
        turns: Sequence[Turn],
        words: Words,
        request: Request | None,
        within: Sequence[str] = (),
    ) -> Turn:
        """A question with its answer, or with the reason that there is none.

        Args:
            question: As typed.
            turns: The conversation before it.
            words: Language of the reason.
            request: Whose question it is.
            within: The reports to ask, as `Turn.within`.
        """
        status = self.desk.status
        if status.qa is None:
            return Turn(question=question, note=strings.line(status.note, words.language))
        if not self.allows(request):
            return Turn(question=question, note=words.too_many)
        try:
            answer, gone = _ask(status.qa, question, turns, within)
        except HuimouError as error:
            return Turn(question=question, note=strings.line(str(error), words.language))
        except Exception:  # the page must not stay at "looking" for ever
            logging.getLogger(__name__).exception("a question could not be answered")
            return Turn(question=question, note=words.answer_failed)
        asked = [turn.question for turn in turns] + [question]
        index, names = status.qa.index, report_names(status.qa.shelf)
        looked = names and (answer.hits or answer.citations)  # in several reports
        return Turn(
            question=question,
            answer=answer,
            keys=_keys(answer, index),
            called=tuple(names.get(one.path, one.document) for one in answer.citations) if names else (),
            within=tuple(within) if looked else (),
            gone=bool(looked and gone),
            follow_ups=tuple(follow_ups(answer, index.suggestions, asked)),
        )

    def found(self, query: str, words: Words, request: Request | None) -> str:
        """The passages for a search, as HTML."""
        if not query.strip():
            return note_html(words.search_intro)
        qa = self.desk.status.qa
        if qa is None:
            return note_html(strings.line(self.desk.status.note, words.language))
        if not self.allows(request):
            return note_html(words.too_many)
        try:
            hits: Sequence[Hit] = qa.search(query, FOUND)
        except HuimouError as error:
            return note_html(strings.line(str(error), words.language))
        return found_html(query, hits, words, report_names(qa.shelf))

    def feedback(self, sent: dict[str, Any], turns: Sequence[Turn]) -> None:
        """Keep what somebody thinks of an answer: {"turn": 1-based, "verdict": …, "note": …}."""
        number, verdict = sent.get("turn"), sent.get("verdict")
        if type(number) is not int or not 1 <= number <= len(turns) or verdict not in ("useful", "useless"):
            return
        answer = turns[number - 1].answer
        if answer is None:
            return
        qa = self.desk.status.qa
        row = feedback_on(
            answer,
            verdict,
            note=str(sent.get("note", "")),
            history=history(turns[: number - 1]),
            build=qa.index.manifest.build if qa else "",
        )
        append_feedback(Path(self.desk.settings.feedback), row)


def _ask(qa: QA, question: str, turns: Sequence[Turn], within: Sequence[str]) -> tuple[Answer, bool]:
    """The answer of the reports that are chosen; of all, and True, where the shelf has those no longer."""
    if within:
        with suppress(QuestionError):
            return qa.ask(question, history(turns), reports=within), False
    return qa.ask(question, history(turns)), bool(within)


def _keys(answer: Answer, index: Index) -> tuple[str, ...]:
    """Of the report of each citation."""
    known = {document.path: key(document) for document in index.documents}
    return tuple(known.get(citation.path, "") for citation in answer.citations)
