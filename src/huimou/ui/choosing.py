"""Which reports are asked: the line above the question, the dialog behind it, and how it is told.

The browser keeps the choice, as it keeps the conversation, and sends it with each question; what is chosen
is told in the words that `huimou.shelf.find_reports` takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from huimou.shelf import Choice, Shelf, choices
from huimou.ui.conversation import Turn
from huimou.ui.strings import Words

MOST_TOLD = 6
"""Of a longer choice the first ones are told."""
_FEW = 12
"""So many reports are looked through without a filter."""


def choosing_html(shelf: Shelf, words: Words) -> str:
    """The line and its dialog; nothing where there is nothing to choose."""
    offered = choices(shelf)
    if len(offered) < 2:
        return ""
    every = escape(words.choice_all.format(count=len(offered)))
    return (
        f'<button type="button" data-act="choose" aria-haspopup="dialog">'
        f'<span class="which">{every}</span></button>'
        f'<button type="button" class="all" data-act="choose-all" aria-label="{escape(words.ask_all)}" '
        f'title="{escape(words.ask_all)}" hidden>×</button>'
        f'<span class="fell" role="status"></span>{_dialog(offered, words)}'
    )


def told_choice(chosen: Sequence[str], words: Words) -> str:
    """A choice in words: 2025年、山东."""
    between = "、" if words.language == "zh" else ", "
    shown = [_year(one, words) for one in chosen[:MOST_TOLD]]
    more = words.choice_more.format(count=len(chosen)) if len(chosen) > MOST_TOLD else ""
    return between.join(shown) + more


def told_within(turn: Turn, words: Words) -> str:
    """Which reports an answer comes from, where not all of them were asked or were to be asked."""
    told = words.within_gone if turn.gone else words.within
    if not turn.gone and turn.answer and turn.answer.abstained:
        told = words.within_refused
    return told.format(choice=told_choice(turn.within, words))


def _dialog(offered: Sequence[Choice], words: Words) -> str:
    years = sorted({one.year for one in offered if one.year}, reverse=True)
    places = list(dict.fromkeys(one.place for one in offered if one.place))
    apart = [len({one.year for one in offered}) > 1, len({one.place for one in offered}) > 1]
    named = escape(words.choice_filter)
    space = "" if words.language == "zh" else " "
    hint = words.choice_hint + (space + words.choice_both if all(apart) else "")
    return (
        f'<dialog id="choice" aria-labelledby="choice-title"><h2 id="choice-title">'
        f'{escape(words.choice_title)}</h2><p class="note">{escape(hint)}</p>'
        f'<input type="search" placeholder="{named}" aria-label="{named}"'
        f"{'' if len(offered) > _FEW else ' hidden'} />"
        f'<div class="ways">'
        f"{_group('year', words.choice_year, [(one, _year(one, words)) for one in years], apart[0])}"
        f"{_group('place', words.choice_place, [(one, one) for one in places], apart[1])}"
        f"{_reports(offered, words)}</div>"
        f'<p class="count" role="status"></p><footer>'
        f'<button type="button" data-act="choose-all">{escape(words.ask_all)}</button>'
        f'<span class="gap"></span>'
        f'<button type="button" data-act="close">{escape(words.cancel)}</button>'
        f'<button type="button" class="main" data-act="choose-done">{escape(words.done)}</button>'
        f"</footer></dialog>"
    )


def _group(kind: str, legend: str, values: Sequence[tuple[str, str]], useful: bool) -> str:
    """Years or places. Where all reports are of one, it is there, for one may be chosen, but not seen."""
    language = ' lang="zh-CN"' if kind == "place" else ""
    boxes = "".join(
        f'<label><input type="checkbox" name="{kind}" value="{escape(value)}" />'
        f"<span{language}>{escape(shown)}</span></label>"
        for value, shown in values
    )
    hidden = "" if useful and values else " hidden"
    return f'<fieldset class="{kind}s"{hidden}><legend>{escape(legend)}</legend>{boxes}</fieldset>'


def _reports(offered: Sequence[Choice], words: Words) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="report" value="{escape(one.name)}" '
        f'data-year="{escape(one.year)}" data-place="{escape(one.place)}" />'
        f'<span lang="zh-CN">{escape(one.shown)}</span></label>'
        for one in offered
    )
    return f'<fieldset class="reports"><legend>{escape(words.choice_report)}</legend>{boxes}</fieldset>'


def _year(one: str, words: Words) -> str:
    """A year as it is written in the language of the page; all else as it is."""
    return one.removesuffix("年") if words.language == "en" and one[:-1].isdigit() else one
