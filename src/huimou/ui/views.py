"""What the page shows of an index, kept until the index changes."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from huimou.figures import Figure, find_figures
from huimou.suggest import starters, unchecked
from huimou.types import Document
from huimou.ui import strings
from huimou.ui.choosing import choosing_html
from huimou.ui.desk import Status
from huimou.ui.numbers import table_html, units_of
from huimou.ui.paper import find, key, paper_html
from huimou.ui.strings import Words

if TYPE_CHECKING:
    from huimou.qa import QA

_STARTERS = 4


@lru_cache(maxsize=8)
def figures_of(document: Document) -> tuple[Figure, ...]:
    """The figures of a report, found once."""
    return tuple(find_figures(document))


class Views:
    """The parts of one page that are made from an index."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def starters(self, qa: QA) -> list[str]:
        """Questions to begin with, others on every visit."""
        offered = qa.index.suggestions or unchecked(qa.index.documents)
        return starters(offered, count=_STARTERS, seed=secrets.token_hex(4))

    def choosing(self, qa: QA) -> str:
        """What to choose among."""
        return choosing_html(qa.shelf, self.words)

    def same_build(self, qa: QA, showing: str) -> bool:
        """Whether the report that is shown is still of this index."""
        return find(qa.index.documents, showing) is not None

    def report(self, qa: QA, wanted: str, *, quote: str = "") -> tuple[Any, ...]:
        """A report for the pane, its figures, their units, and its key.

        Args:
            qa: What is open.
            wanted: Key of the report; of one that is not there, the report that has `quote` is shown, else
                the first.
            quote: What an answer cited.
        """
        documents = qa.index.documents
        number = find(documents, wanted)
        note = ""
        if number is None:
            holding = [n for n, document in enumerate(documents) if quote and quote in document.text]
            number = holding[0] if holding else 0
            if wanted:
                note = self.words.report_changed if holding else self.words.report_gone
        document = documents[number]
        figures = figures_of(document)
        choices = [self.words.figures_all, *units_of(figures)]
        return (
            paper_html(documents, number, self.words, note=note),
            table_html(figures, document, self.words),
            gr.update(choices=choices, value=choices[0]),
            key(document),
        )

    def unit(self, qa: QA, showing: str, unit: str) -> tuple[Any, ...]:
        """The table of the figures of one unit, and their bars."""
        document = qa.index.documents[find(qa.index.documents, showing) or 0]
        figures = figures_of(document)
        if unit not in units_of(figures):
            return table_html(figures, document, self.words), gr.update(visible=False)
        from huimou.ui.chart import bars  # only those who look at it wait for its library

        chosen = [figure for figure in figures if figure.unit == unit]
        chart = bars(chosen, unit, self.words)
        table = table_html(chosen, document, self.words)
        return table, gr.update(value=chart, visible=chart is not None)


def footer_html(status: Status, words: Words) -> str:
    """The line at the foot of the page."""
    parts = []
    if status.qa:
        manifest = status.qa.index.manifest
        built = datetime.fromisoformat(manifest.created).astimezone()
        text = words.footer.format(
            built=f"{built:%Y-%m-%d %H:%M:%S}", documents=manifest.documents, chunks=manifest.chunks
        )
        parts.append(f'<span class="built">{escape(text)}</span>')
    if status.note:
        kind = "trouble" if status.failed else "note"
        line = escape(strings.line(status.note, words.language))
        parts.append(f'<span class="{kind}" title="{line}">{line}</span>')
    return "".join(parts)
