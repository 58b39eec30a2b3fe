"""The report itself as a page to read: outline, headings, paragraphs, each with its place in the text.

The browser highlights by offsets: every block of the page holds exactly ``document.text[start:end]`` of one
paragraph and says where it begins, so nothing but the paragraph's own characters may stand inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from huimou.types import Document, Paragraph
from huimou.ui.strings import Words

_TAGS = {"title": "h2", "subtitle": "p", "byline": "p", "heading": "h3", "body": "p", "caption": "p"}
_DEEPEST = 4


def paper_html(documents: Sequence[Document], shown: int, words: Words, *, note: str = "") -> str:
    """The pane with one report open.

    Args:
        documents: All reports of the index, to choose from.
        shown: Which one is open.
        words: Language of what is not the report's.
        note: Said above the report; plain text.
    """
    if not documents:
        return empty_paper(words)
    document = documents[shown]
    return (
        f'<div class="paper" data-doc="{key(document)}">{_bar(documents, shown, words)}'
        f"{_note(note)}{_outline(document, words)}"
        f'<article class="sheet" lang="zh-CN" aria-label="{escape(document.name)}">'
        f"{''.join(_block(document, paragraph, words) for paragraph in document.paragraphs)}</article></div>"
    )


def empty_paper(words: Words) -> str:
    """The pane before there is an index."""
    return f'<div class="paper"><p class="note">{escape(words.paper_empty)}</p></div>'


def key(document: Document) -> str:
    """What the page calls a report: part of its digest, so that a changed report is another one."""
    return document.sha256[:12]


def find(documents: Sequence[Document], wanted: str) -> int | None:
    """Which of the reports has `wanted` for its `key`; None if it is not there."""
    return next((number for number, document in enumerate(documents) if key(document) == wanted), None)


def _bar(documents: Sequence[Document], shown: int, words: Words) -> str:
    if len(documents) == 1:
        named = f'<span class="report">{escape(documents[0].name)}</span>'
    else:
        options = "".join(
            f'<option value="{key(document)}"{" selected" if number == shown else ""}>'
            f"{escape(document.name)}</option>"
            for number, document in enumerate(documents)
        )
        named = f'<select class="report" aria-label="{escape(words.report_choose)}">{options}</select>'
    return (
        f'<header class="bar">{named}'
        f'<button type="button" class="close" data-act="close-paper" aria-label="{escape(words.close)}">'
        f"×</button></header>"
    )


def _note(note: str) -> str:
    return f'<p class="note" role="status">{escape(note)}</p>' if note else ""


def _outline(document: Document, words: Words) -> str:
    """The headings as links; nothing if there are fewer than two."""
    rows = [section for section in document.sections if section.level <= _DEEPEST]
    if len(rows) < 2:
        return ""
    items = "".join(
        f'<li class="level-{section.level}"><a href="#{_anchor(document, section.start)}" data-act="go">'
        f"{escape(document.text[section.start : section.heading_end])}</a></li>"
        for section in rows
    )
    return (
        f'<details class="outline"><summary>{escape(words.outline)}</summary>'
        f'<nav aria-label="{escape(words.outline)}"><ol>{items}</ol></nav></details>'
    )


def _anchor(document: Document, offset: int) -> str:
    return f"p-{document.paragraph_at(offset).number}"


def _block(document: Document, paragraph: Paragraph, words: Words) -> str:
    tag, level = _TAGS[paragraph.kind], 0
    if paragraph.kind == "heading" and paragraph.section is not None:
        level = document.sections[paragraph.section].level
        tag = f"h{min(2 + level, 6)}"
    lead = _run_in(document, paragraph)
    more = f' data-lead="{lead}"' if lead else ""
    if paragraph.page is not None:
        more += f' data-page="{paragraph.page}" title="{escape(words.page.format(number=paragraph.page))}"'
    names = paragraph.kind if paragraph.table is None else f"{paragraph.kind} row"
    return (
        f'<{tag} id="p-{paragraph.number}" class="{names}" data-start="{paragraph.start}" '
        f'data-number="{paragraph.number}"{more}>'
        f"{escape(document.text[paragraph.start : paragraph.end])}</{tag}>"
    )


def _run_in(document: Document, paragraph: Paragraph) -> int:
    """Characters at the head of a body paragraph that are a heading run into it; 0 if none are."""
    if paragraph.kind != "body":
        return 0
    return max(
        (
            section.heading_end - paragraph.start
            for section in document.sections
            if section.start == paragraph.start and section.heading_end < paragraph.end
        ),
        default=0,
    )
