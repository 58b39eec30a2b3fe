"""The figures of a report as a table to look through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from huimou.figures import Figure
from huimou.types import Document
from huimou.ui.paper import key
from huimou.ui.strings import Words

MOST_UNITS = 10


def units_of(figures: Sequence[Figure]) -> list[str]:
    """The units that most figures have, the commonest first; at most `MOST_UNITS`."""
    count = Counter(figure.unit for figure in figures if figure.unit)
    return [unit for unit, _ in count.most_common(MOST_UNITS)]


def table_html(figures: Sequence[Figure], document: Document, words: Words) -> str:
    """One row a figure; the browser sorts and filters them, and a row opens its sentence.

    Args:
        figures: Of `document`, in the order of its text.
        document: Where they stand.
        words: Language of the headings.
    """
    columns = (words.column_written, words.column_counts, words.column_section, words.column_sentence)
    heads = "".join(
        f'<th scope="col"><button type="button" data-act="sort" '
        f'aria-label="{escape(words.figures_sort.format(column=column))}">{escape(column)}</button></th>'
        for column in columns
    )
    rows = "".join(_row(figure, document, words) for figure in figures)
    count = escape(words.figures_count.format(shown=len(figures), all=len(figures)))
    return (
        f'<p class="count" role="status">{count}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(words.tab_figures)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="none note"{" hidden" if figures else ""}>{escape(words.figures_none)}</p></div>'
    )


def _row(figure: Figure, document: Document, words: Words) -> str:
    start, end = figure.sentence
    sentence = document.text[start:end]
    value = "" if figure.value is None else f"{figure.value:.12g}"
    label = escape(words.open_sentence.format(written=figure.written))
    section = figure.section[-1] if figure.section else words.front
    before, after = sentence[: figure.start - start], sentence[figure.end - start :]
    if document.paragraph_at(figure.start).table is None:  # cut, the row of a table would lose its sense
        before, after = _near(before, after)
    return (
        f'<tr><td data-value="{value}"><a href="#p-{figure.paragraph}" data-act="cite" '
        f'data-doc="{key(document)}" data-start="{start}" data-end="{end}" '
        f'data-answer="{figure.start}-{figure.end}" data-quote="{escape(sentence)}" aria-label="{label}">'
        f"{escape(figure.written)}</a></td>"
        f"<td>{escape(figure.counts + figure.verb)}</td><td>{escape(section)}</td>"
        f"<td>{escape(before)}<b>{escape(figure.written)}</b>{escape(after)}</td></tr>"
    )


def _near(before: str, after: str) -> tuple[str, str]:
    """Of what stands before and behind a figure as much as a row has room for."""
    if len(before) > _BEFORE:
        before = "…" + before[-_BEFORE:]
    if len(after) > _AFTER:
        after = after[:_AFTER] + "…"
    return before, after


_BEFORE, _AFTER = 22, 14
"""Characters of the sentence that a row shows."""
