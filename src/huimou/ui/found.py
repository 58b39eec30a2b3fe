"""Passages found by a search: no answer, only where to read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from huimou.text import clean_question
from huimou.types import Hit
from huimou.ui.paper import key
from huimou.ui.strings import Words

_SHORTEST = 2
_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9.%]+")


def found_html(
    query: str, hits: Sequence[Hit], words: Words, names: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The passages, best first, with the words of the query marked; each opens in the report.

    `names` is what the reports are called, by path, where that is more than the name of the file.
    """
    if not hits:
        return note_html(words.search_none)
    passages = "".join(_passage(hit, query, words, names) for hit in hits)
    return (
        f'<p class="note" role="status">{escape(words.search_found.format(count=len(hits)))}</p>'
        f'<ol class="found">{passages}</ol>'
    )


def note_html(text: str) -> str:
    """A line that is no passage."""
    return f'<p class="note" role="status">{escape(text)}</p>'


def _passage(hit: Hit, query: str, words: Words, names: Mapping[str, str]) -> str:
    document, chunk = hit.document, hit.chunk
    name = names.get(document.path, document.name)
    section = " › ".join(chunk.section) or words.front
    paragraph = document.paragraph_at(chunk.start).number
    place = words.paragraph.format(number=paragraph)
    label = words.cite_label.format(marker=hit.rank, document=name, place=place)
    return (
        f'<li><a class="open" href="#p-{paragraph}" data-act="cite" data-doc="{key(document)}" '
        f'data-start="{chunk.start}" data-end="{chunk.end}" data-quote="{escape(chunk.text)}" '
        f'aria-label="{escape(label)}">'
        f'<span class="where">《{escape(name)}》 {escape(section)}</span>'
        f'<span class="score">{escape(words.score.format(score=hit.score))}</span></a>'
        f'<p lang="zh-CN">{marked(chunk.text, query)}</p></li>'
    )


def marked(text: str, query: str) -> str:
    """`text` as HTML with the words that the query shares in ``<mark>``.

    A word is the longest run of two characters or more that both have.
    """
    runs = _RUN.findall(clean_question(query))
    html, place = "", 0
    while place < len(text):
        longest = max((_shared(text, place, run) for run in runs), default=0)
        if longest >= _SHORTEST:
            html += f"<mark>{escape(text[place : place + longest])}</mark>"
            place += longest
        else:
            html += escape(text[place])
            place += 1
    return html


def _shared(text: str, place: int, run: str) -> int:
    """Characters of `text` from `place` on that stand in `run` as they are."""
    length = 0
    while place + length < len(text) and text[place : place + length + 1].lower() in run.lower():
        length += 1
    return length
