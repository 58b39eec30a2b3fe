"""Files for the reader to keep: made in memory and handed to the browser as text.

The server has no route that serves files, and needs none.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huimou.compose import escape_markdown
from huimou.export import to_docx, to_markdown
from huimou.figures import figures_csv
from huimou.ui.choosing import told_within
from huimou.ui.conversation import Turn, answers
from huimou.ui.paper import find
from huimou.ui.strings import Words
from huimou.ui.views import figures_of

if TYPE_CHECKING:
    from huimou.qa import QA

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def exported(
    wanted: dict[str, Any], turns: Sequence[Turn], qa: QA | None, showing: str, words: Words
) -> str | None:
    """A file as JSON: {"name", "type", "base64"}; None if there is nothing to export.

    Args:
        wanted: {"kind": "docx", "md" or "csv", "turn": 1-based, 0 or none for the whole conversation}.
        turns: The conversation.
        qa: What is open, for the figures and for when its index was built.
        showing: Key of the report whose figures are wanted.
        words: Language of the export's own words.
    """
    kind = wanted.get("kind")
    if kind == "csv":
        number = find(qa.index.documents, showing) if qa else None
        if qa is None or number is None:
            return None
        document = qa.index.documents[number]
        # Excel takes UTF-8 for Chinese only with the mark of it in front.
        text = "\ufeff" + figures_csv(figures_of(document), language=words.language)
        return _file(f"{document.name}-{words.tab_figures}.csv", "text/csv;charset=utf-8", text.encode())
    if kind not in ("docx", "md"):
        return None
    number = wanted.get("turn")
    if type(number) is int and 1 <= number <= len(turns):
        turns = turns[number - 1 : number]
    chosen = answers([_told(turn, words) for turn in turns])
    if not chosen:
        return None
    built = datetime.fromisoformat(qa.index.manifest.created).astimezone() if qa else None
    when = f"{built:%Y-%m-%d %H:%M}" if built else ""
    if kind == "md":
        text = to_markdown(chosen, built=when, language=words.language)
        return _file(f"{words.file_name}.md", "text/markdown;charset=utf-8", text.encode())
    return _file(f"{words.file_name}.docx", _DOCX, to_docx(chosen, built=when, language=words.language))


def _told(turn: Turn, words: Words) -> Turn:
    """A turn whose answer says itself which reports were asked, and calls them by name and year."""
    answer = turn.answer
    if answer is None:
        return turn
    cited = tuple(
        replace(one, document=name)
        for one, name in zip(
            answer.citations, turn.called or [one.document for one in answer.citations], strict=True
        )
    )
    within = f"\n\n{escape_markdown(told_within(turn, words))}" if turn.within else ""
    return replace(turn, answer=replace(answer, text=answer.text + within, citations=cited))


def _file(name: str, kind: str, content: bytes) -> str:
    return json.dumps({"name": name, "type": kind, "base64": base64.b64encode(content).decode()})
