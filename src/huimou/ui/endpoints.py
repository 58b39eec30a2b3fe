"""The endpoints for other programs: `/ask` and `/search`, over gradio's HTTP interface and as MCP tools."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.events import api

from huimou.errors import HuimouError
from huimou.types import hits_json
from huimou.ui.asking import FOUND, Asking
from huimou.ui.strings import ZH

_MOST_PASSAGES = 50


def add_endpoints(asking: Asking) -> None:
    """Add both to the page that is being built. Call it once: their names are part of a contract."""
    desk = asking.desk

    def ready(request: gr.Request | None) -> Any:
        for _ in desk.wait():
            pass
        qa = desk.status.qa
        if qa is None:
            raise gr.Error(desk.status.note, print_exception=False)
        if not asking.allows(request):
            raise gr.Error(ZH.too_many, print_exception=False)
        return qa

    def ask(
        question: str,
        history: list[list[str]] | None = None,
        reports: list[str] | None = None,
        request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Answer a question about the reports from their own words, with citations, or refuse.

        Args:
            question: In Chinese or English, at most 1,000 characters.
            history: The [question, answer] pairs before it, oldest first, for a follow-up.
            reports: Ask only these, by year ("2025年"), place or name; all if none are given.
            request: Filled in by gradio.
        """
        told = [(str(pair[0]), str(pair[1])) for pair in history or [] if len(pair) == 2]
        try:
            found = ready(request).ask(question, told, reports=[str(name) for name in reports or []])
        except HuimouError as error:  # a report that is not there, a database that cannot be reached
            raise gr.Error(str(error), print_exception=False) from error
        answer: dict[str, Any] = found.to_json()
        # Where the file lies is this machine's affair; and gradio's client would try to fetch a "path".
        for citation in answer["citations"]:
            del citation["path"]
        return answer

    def search(query: str, count: int = FOUND, request: gr.Request | None = None) -> list[dict[str, Any]]:
        """The passages of the reports that are nearest to a query, best first, without an answer.

        Args:
            query: Words or a sentence.
            count: At most so many passages, 1 to 50.
            request: Filled in by gradio.
        """
        try:
            return hits_json(ready(request).search(query, min(max(int(count), 1), _MOST_PASSAGES)))
        except HuimouError as error:
            raise gr.Error(str(error), print_exception=False) from error

    limits: dict[str, Any] = {"concurrency_limit": desk.settings.concurrency, "concurrency_id": "ask"}
    api(ask, api_name="ask", **limits)
    api(search, api_name="search", **limits)
