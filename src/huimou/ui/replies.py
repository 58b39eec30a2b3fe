"""A conversation as HTML: questions, replies, their citations and what can be done with them.

All of it is made here and escaped here. Gradio's own chat would read a reply's markup aloud (its labels hold
the source) and strip what a citation needs to say where it points; docs/design.md tells more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from huimou.export.record import Block, Run, read_reply
from huimou.types import Answer, Citation
from huimou.ui.choosing import told_within
from huimou.ui.conversation import MOST_TURNS, Turn
from huimou.ui.strings import Words

SURE = 0.8
FAIRLY_SURE = 0.5
_LONGEST_SHOWN = 400


def conversation_html(turns: Sequence[Turn], words: Words, *, fresh: bool = False) -> str:
    """The turns that are kept, oldest first.

    Args:
        turns: At least one.
        words: Language of what is not said by a reply.
        fresh: Whether the last reply has just come, so that the page goes there.
    """
    turns = turns[-MOST_TURNS:]  # what `dump` keeps: a turn's number is the same in both
    last = len(turns)
    return '<div class="turns">' + "".join(
        _question(turn, number, words) + _reply(turn, number, words, last=number == last, fresh=fresh)
        for number, turn in enumerate(turns, start=1)
    ) + "</div>"  # fmt: skip


def first_screen(title: str, line: str, starters: Sequence[str], words: Words) -> str:
    """What stands there before the first question. Plain texts."""
    chosen = "".join(f"<li>{_ask_button(question, 'example')}</li>" for question in starters)
    offered = f'<h3>{escape(words.starters)}</h3><ul class="examples">{chosen}</ul>' if chosen else ""
    return f'<div class="placeholder"><h2>{escape(title)}</h2><p>{escape(line)}</p>{offered}</div>'


def shown_question(question: str, words: Words) -> str:
    """A question as it is shown: a very long one is cut."""
    if len(question) <= _LONGEST_SHOWN:
        return question
    return question[:_LONGEST_SHOWN] + words.cut.format(length=len(question))


def _question(turn: Turn, number: int, words: Words) -> str:
    edit = "" if turn.pending else _button("edit", words.edit)
    return (
        f'<article class="user" data-turn="{number}" aria-label="{escape(words.you)} {number}">'
        f'<p class="user message">{escape(shown_question(turn.question, words))}</p>{edit}</article>'
    )


def _reply(turn: Turn, number: int, words: Words, *, last: bool, fresh: bool) -> str:
    answer = turn.answer
    state = "pending" if turn.pending else answer.kind if answer else "note"
    names = f"bot message {state}" + (" fresh" if last and fresh else "")
    if answer is None:
        dots = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>' if turn.pending else ""
        body = "".join(f"<p>{escape(line)}</p>" for line in turn.note.splitlines()) + dots
        acts = _acts(_button("retry", words.retry)) if last and not turn.pending else ""
    else:
        body = _body(answer, turn, words) + _within(turn, words)
        acts = _answer_acts(answer, words, last=last)
    follow = _follow_ups(turn.follow_ups, words) if last and turn.follow_ups else ""
    return (
        f'<article class="{names}" id="turn-{number}" data-turn="{number}" '
        f'aria-label="{escape(words.reply)} {number}"{_mark(answer)}>'
        f'<div class="said">{body}</div>{acts}</article>{follow}'
    )


def _mark(answer: Answer | None) -> str:
    """What tells a reply from the one to the same question before: the browser keeps verdicts by it."""
    return f' data-mark="{answer.elapsed_ms:.1f}"' if answer else ""


def _body(answer: Answer, turn: Turn, words: Words) -> str:
    """The reply: its short answer first, the evidence, and where it stands."""
    called = [
        replace(one, document=name)
        for one, name in zip(answer.citations, turn.called or _names(answer.citations), strict=True)
    ]
    several = len({citation.document for citation in called}) > 1
    chips = {
        citation.marker: (_chip(citation, key, words), citation.document if several else "")
        for citation, key in zip(called, turn.keys, strict=True)
    }
    blocks = read_reply(answer.text, {marker: marker for marker in chips})
    if answer.citations:
        blocks = blocks[:-1]  # the source line: the one below can be clicked
    parts = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "item":
            parts.append(_items(list(group), chips))
        else:
            tag = "blockquote" if kind == "quote" else "p"
            parts += [f"<{tag}>{_line(block, chips, answer)}</{tag}>" for block in group]
    return "".join(parts) + ("" if several else _sources(called, words))


_Chips = dict[int, tuple[str, str]]
"""By the number of a source: what opens it, and its report where a reply has sources in several."""


def _line(block: Block, chips: _Chips, answer: Answer) -> str:
    told = _quote(block, answer) if block.kind == "quote" and answer.citations else _runs(block.runs)
    return told + _source(block, chips)


def _source(block: Block, chips: _Chips) -> str:
    """The number of a line's source, and beside it the report, unless the line names it itself."""
    if block.source is None:
        return ""
    chip, report = chips[block.source]
    told = any(f"《{report}》" in run.text for run in block.runs)
    return chip if told or not report else f'{chip}<span class="of">{escape(report)}</span>'


def _items(items: Sequence[Block], chips: _Chips) -> str:
    """Items as nested lists, by their depth."""
    html, depth = "", -1
    for item in items:
        if item.depth > depth:
            html += "<ul>" * (item.depth - depth)
        else:
            html += "</li>" + "</ul></li>" * (depth - item.depth)
        depth = item.depth
        html += f"<li>{_runs(item.runs)}{_source(item, chips)}"
    return html + "</li></ul>" + "</li></ul>" * depth


def _runs(runs: Iterable[Run]) -> str:
    return "".join(f"<strong>{escape(run.text)}</strong>" if run.bold else escape(run.text) for run in runs)


def _quote(block: Block, answer: Answer) -> str:
    """The evidence, with the answer darker in it."""
    text = "".join(run.text for run in block.runs)
    citation = answer.citations[0]
    quote = " ".join(citation.quote.split("\n"))
    place = text.find(quote)
    if place < 0 or answer.abstained:
        return escape(text)
    html, done = "", 0
    for start, end in citation.spans:
        left = max(place + start - citation.start, done)
        right = max(place + end - citation.start, left)
        html += escape(text[done:left]) + f"<b>{escape(text[left:right])}</b>"
        done = right
    return html + escape(text[done:])


def _chip(citation: Citation, key: str, words: Words) -> str:
    """The number of a source, which opens it in the report."""
    place = _place(citation, words)
    label = words.cite_label.format(marker=citation.marker, document=citation.document, place=place)
    spans = " ".join(f"{start}-{end}" for start, end in citation.spans)
    return (
        f'<a class="cite" href="#p-{citation.paragraph}" data-act="cite" data-doc="{escape(key)}" '
        f'data-start="{citation.start}" data-end="{citation.end}" data-answer="{spans}" '
        f'data-quote="{escape(citation.quote)}" aria-label="{escape(label)}" title="{escape(label)}">'
        f"{citation.marker}</a>"
    )


def _sources(citations: Sequence[Citation], words: Words) -> str:
    """Report and section of sources in one report, and of a single one the paragraph."""
    places = dict.fromkeys(
        f"《{one.document}》{f' {one.section}' if one.section else ''}" for one in citations
    )
    if not places:
        return ""
    comma = "，" if words.language == "zh" else ", "
    shown = next(iter(places)) if len(places) == 1 else f"《{citations[0].document}》"
    place = comma + _place(citations[0], words) if len(citations) == 1 else ""
    return f'<p class="source">{escape(shown + place)}</p>'


def _within(turn: Turn, words: Words) -> str:
    """Which reports were asked, if not all; under a refusal a way to ask all."""
    if not turn.within:
        return ""
    refused = turn.answer is not None and turn.answer.abstained and not turn.gone
    more = _button("ask-all", words.ask_all) if refused else ""
    return f'<p class="within">{escape(told_within(turn, words))}{more}</p>'


def _place(citation: Citation, words: Words) -> str:
    """Page, where there are any, and paragraph."""
    paragraph = words.paragraph.format(number=citation.paragraph)
    if citation.page is None:
        return paragraph
    comma = "，" if words.language == "zh" else ", "
    return f"{words.page.format(number=citation.page)}{comma}{paragraph}"


def _names(citations: Sequence[Citation]) -> list[str]:
    return [citation.document for citation in citations]


def _answer_acts(answer: Answer, words: Words, *, last: bool) -> str:
    acts = [_confidence(answer, words)]
    if answer.kind == "smalltalk":
        return ""
    if answer.abstained:
        acts.append(_button("look-up", words.look_up))
    acts += [_button("copy", words.copy)]
    if answer.citations:
        acts += [
            _button("copy-cited", words.copy_cited),
            _button("export", words.word, kind="docx", label=f"{words.export} {words.word}"),
        ]
    if last:
        acts.append(_button("retry", words.retry))
    judge = _button("useful", words.useful) + _button("useless", words.useless)
    return _acts(*acts, f'<span class="judge">{judge}</span>')


def _confidence(answer: Answer, words: Words) -> str:
    """How sure the answer is, in plain words; the number shows when pointed at."""
    if answer.abstained:
        return f'<span class="sure refused">{escape(words.refused)}</span>'
    if answer.confidence is None:
        return ""
    level, name = (
        ("high", words.sure)
        if answer.confidence >= SURE
        else ("fair", words.fairly_sure)
        if answer.confidence >= FAIRLY_SURE
        else ("low", words.unsure)
    )
    percent = words.confidence.format(percent=f"{answer.confidence:.0%}")
    return (
        f'<span class="sure {level}" tabindex="0" title="{escape(percent)}">{escape(name)}'
        f'<span class="spoken">{escape(percent)}</span></span>'
    )


def _acts(*acts: str) -> str:
    return f'<footer class="acts">{"".join(acts)}</footer>'


def _follow_ups(questions: Sequence[str], words: Words) -> str:
    chosen = "".join(f"<li>{_ask_button(question, 'next')}</li>" for question in questions)
    return f'<section class="next" aria-label="{escape(words.follow_ups)}"><ul>{chosen}</ul></section>'


def _ask_button(question: str, name: str) -> str:
    return f'<button type="button" class="{name}" data-act="ask">{escape(question)}</button>'


def _button(act: str, text: str, *, kind: str = "", label: str = "") -> str:
    more = (f' data-kind="{kind}"' if kind else "") + (f' aria-label="{escape(label)}"' if label else "")
    return f'<button type="button" data-act="{act}"{more}>{escape(text)}</button>'
