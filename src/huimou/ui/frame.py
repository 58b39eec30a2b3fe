"""The parts of the page that stay as they are: its head, its tools and its dialogs, as HTML."""

from __future__ import annotations

import json
from html import escape

from huimou.ui.strings import Words


def masthead_html(words: Words) -> str:
    """The head of the page, and what its script says."""
    other = "en" if words.language == "zh" else "zh"
    address = "en" if other == "en" else "./"
    say = {name: escape(getattr(words, name)) for name in ("title", "tagline", "switch", "theme", "skip")}
    data = escape(json.dumps({name: getattr(words, name) for name in _SCRIPT_WORDS}, ensure_ascii=False))
    return (
        f'<a class="skip" href="#box" data-act="skip">{say["skip"]}</a>'
        f"<h1>{say['title']}</h1><p>{say['tagline']}</p>"
        f'<nav><button type="button" class="paper-button" data-act="open-paper">'
        f"{escape(words.report_open)}</button>"
        f'<button type="button" data-act="history">{escape(words.history)}</button>'
        f'<button type="button" data-act="theme" aria-label="{say["theme"]}" '
        f'title="{say["theme"]}">◐</button>'
        f'<a href="{address}" hreflang="{other}" lang="{other}" data-act="language" '
        f'data-language="{other}">{say["switch"]}</a></nav>'
        f'<span id="words" hidden>{data}</span><p id="announce" class="spoken" aria-live="polite"></p>'
    )


_SCRIPT_WORDS = (
    "language",
    "title",
    "cited_by",
    "copied",
    "thanked",
    "source",
    "delete",
    "delete_all",
    "delete_sure",
    "figures_count",
    "choice_all",
    "choice_only",
    "choice_count",
    "choice_none",
    "choice_more",
    "choice_gone",
)
"""What the browser's own code says."""


def tools_html(words: Words) -> str:
    """The line under the question."""
    return (
        f'<button type="button" data-act="new">{escape(words.new)}</button>'
        f'<span class="gap"></span><span class="label">{escape(words.export)}</span>'
        f'<button type="button" data-act="export" data-kind="docx" '
        f'aria-label="{escape(words.export)} {escape(words.word)}">{escape(words.word)}</button>'
        f'<button type="button" data-act="export" data-kind="md" '
        f'aria-label="{escape(words.export)} {escape(words.markdown)}">{escape(words.markdown)}</button>'
    )


def filters_html(words: Words) -> str:
    """The head of the figures' table."""
    return (
        f'<p class="note">{escape(words.figures_intro)}</p><div class="line">'
        f'<input id="filter" type="search" placeholder="{escape(words.figures_filter)}" '
        f'aria-label="{escape(words.figures_filter)}">'
        f'<button type="button" data-act="csv">{escape(words.figures_csv)}</button></div>'
    )


def dialogs_html(words: Words) -> str:
    """Past conversations, and what is wrong with an answer."""
    return (
        f'<dialog id="history" aria-labelledby="history-title"><h2 id="history-title">'
        f'{escape(words.history_title)}</h2><p class="note">{escape(words.history_note)}</p><ol></ol>'
        f'<p class="none note">{escape(words.history_none)}</p><footer>'
        f'<button type="button" data-act="forget-all" hidden>{escape(words.delete_all)}</button>'
        f'<span class="gap"></span>'
        f'<button type="button" data-act="close">{escape(words.close)}</button></footer></dialog>'
        f'<dialog id="feedback" aria-labelledby="feedback-title"><h2 id="feedback-title">'
        f'{escape(words.feedback_title)}</h2><textarea rows="3" maxlength="500" '
        f'aria-label="{escape(words.feedback_hint)}" placeholder="{escape(words.feedback_hint)}"></textarea>'
        f'<footer><span class="gap"></span>'
        f'<button type="button" data-act="close">{escape(words.cancel)}</button>'
        f'<button type="button" class="main" data-act="feedback-send">{escape(words.feedback_send)}</button>'
        f"</footer></dialog>"
    )
