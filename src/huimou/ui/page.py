"""The chat page, once in Chinese and once in English, and the two endpoints for other programs.

question → `Asking.turn` → conversation as HTML, and as JSON for the browser to keep
hidden buttons, which `page.js` presses → open a report, export, feedback, restore
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from huimou.errors import HuimouError
from huimou.ui import strings
from huimou.ui.asking import Asking
from huimou.ui.conversation import Turn, dump, load
from huimou.ui.desk import Desk, Status
from huimou.ui.endpoints import add_endpoints
from huimou.ui.files import exported
from huimou.ui.found import note_html
from huimou.ui.frame import dialogs_html, filters_html, masthead_html, tools_html
from huimou.ui.paper import empty_paper
from huimou.ui.replies import conversation_html, first_screen
from huimou.ui.strings import WORDS, Words
from huimou.ui.views import Views, footer_html

_LOOK_SECONDS = 1.0
_LOOK_SECONDS_READY = 4.0
_LONGEST = 20_000
"""Nobody reads a question of more characters."""
_MOST_CHOSEN, _LONGEST_NAME = 1000, 500
"""Reports that are chosen one by one, and characters of a name."""
_NO_CHART = gr.update(visible=False)
"""For another report: its units are not those of the chart."""
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_app(desk: Desk) -> gr.Blocks:
    """The pages; they answer from whatever `desk` has ready."""
    asking = Asking(desk)
    app: gr.Blocks
    with gr.Blocks(
        title=strings.ZH.title, fill_height=True, fill_width=True, delete_cache=(3600, 3600)
    ) as app:
        _page(app, desk, asking, WORDS["zh"])
        add_endpoints(asking)
    with app.route("English", "en", show_in_navbar=False):
        _page(app, desk, asking, WORDS["en"])
    return app


def _page(app: gr.Blocks, desk: Desk, asking: Asking, words: Words) -> None:
    """All of one page: its parts, then what happens when."""
    views = Views(words)
    start = desk.status
    _html(masthead_html(words), elem_id="masthead")
    with gr.Row(elem_id="desk", scale=1):
        with gr.Column(scale=1, min_width=300, elem_id="talk"), gr.Tabs(elem_id="tabs"):
            with gr.Tab(words.tab_chat, elem_id="tab-chat"):
                chat = _html(_opening(start, words), elem_id="chat")
                choosing = _html("", elem_id="choosing")
                box = gr.Textbox(
                    label=words.input_label,
                    show_label=False,
                    container=False,
                    placeholder=words.input_hint,
                    submit_btn=words.ask,
                    autofocus=True,
                    lines=1,
                    max_lines=6,
                    elem_id="box",
                )
                _html(tools_html(words), elem_id="tools")
            with gr.Tab(words.tab_figures, elem_id="tab-figures"):
                _html(filters_html(words), elem_id="filters")
                unit = gr.Radio(label=words.figures_unit, show_label=False, container=False, elem_id="unit")
                chart = gr.Plot(show_label=False, container=False, elem_id="chart", visible=False)
                figures = _html(note_html(words.paper_empty), elem_id="figures")
            with gr.Tab(words.tab_search, elem_id="tab-search"):
                query = gr.Textbox(
                    label=words.search_label,
                    show_label=False,
                    container=False,
                    placeholder=words.search_hint,
                    submit_btn=words.search_button,
                    lines=1,
                    max_lines=3,
                    elem_id="query",
                )
                found = _html(note_html(words.search_intro), elem_id="found")
        with gr.Column(scale=1, min_width=300, elem_id="side"):
            paper = _html(empty_paper(words), elem_id="paper")
    footer = _html(footer_html(start, words), elem_id="status")
    _html(dialogs_html(words), elem_id="dialogs")
    hidden: dict[str, Any] = {"visible": "hidden", "show_label": False}
    store = gr.Textbox("[]", elem_id="store", **hidden)
    message = gr.Textbox(elem_id="message", **hidden)
    payload = gr.Textbox(elem_id="payload", **hidden)
    who = gr.Textbox(elem_id="who", **hidden)
    do = {
        name: gr.Button(name, visible="hidden", elem_id=name)
        for name in ("do-ask", "open-report", "do-export", "do-feedback", "restore", "find")
    }
    seen = gr.State("")
    build = gr.State("")
    talking = gr.State(False)
    doc = gr.State("")
    timer = gr.Timer(_LOOK_SECONDS)

    def reply(sent: str, stored: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, wait for the index if need be, then show the answer."""
        question, kept, within = _asked(sent)
        turns = load(stored)
        turns = turns if kept is None else turns[:kept]
        if not question.strip():
            gr.Info(words.empty, duration=3, title=words.notice)
            yield gr.skip(), gr.update(value=""), gr.skip(), gr.skip()
            return
        pending = Turn(question=question, note=words.looking, pending=True)
        # Should nothing follow, because it is stopped, then this is what remains.
        stopped = dump((*turns, Turn(question=question, note=words.stopped)))
        yield conversation_html((*turns, pending), words, fresh=True), _busy(words), stopped, True
        shown = ""
        for status in desk.wait():
            if status.note != shown:
                shown = status.note
                waiting = replace(pending, note=strings.line(shown, words.language))
                yield conversation_html((*turns, waiting), words, fresh=True), *(gr.skip(),) * 3
        turns = (*turns, asking.turn(question, turns, words, request, within))
        yield conversation_html(turns, words, fresh=True), _idle(words), dump(turns), True

    def stop(stored: str) -> tuple[Any, ...]:
        return conversation_html(load(stored), words), _idle(words)

    def restore(sent: str) -> tuple[Any, ...]:
        """A conversation that the browser kept; "[]" is a new one, "" leaves what is there."""
        if not sent:
            return (gr.skip(),) * 4
        turns = load(sent)
        shown = conversation_html(turns, words) if turns else _opening(desk.status, words, views)
        return shown, _idle(words), dump(turns), bool(turns)

    def watch(known: str, built: str, begun: bool, stored: str, showing: str) -> tuple[Any, ...]:
        """The foot, if it is not the `known` one; all that is made of the index, if it is another build."""
        status = desk.status
        foot = footer_html(status, words)
        if foot == known:
            return (gr.skip(),) * 11
        # What the browser keeps may have been sent just before a question that waits by now.
        first = gr.skip() if begun or load(stored) else _opening(status, words, views)
        pace = gr.update(value=_LOOK_SECONDS_READY if status.qa else _LOOK_SECONDS)
        now = status.qa.index.manifest.build if status.qa else built
        if status.qa is None or now == built:
            return (foot, foot, built, first, pace, *(gr.skip(),) * 6)
        kept = showing if views.same_build(status.qa, showing) else ""
        choice = views.choosing(status.qa)
        return (foot, foot, now, first, pace, choice, *views.report(status.qa, kept), _NO_CHART)

    def open_report(sent: str) -> tuple[Any, ...]:
        wanted = _object(sent)
        qa = desk.status.qa
        if qa is None:
            return (gr.skip(),) * 5
        told = views.report(qa, str(wanted.get("doc", "")), quote=str(wanted.get("quote", "")))
        return (*told, _NO_CHART)

    def choose_unit(label: str, showing: str) -> tuple[Any, ...]:
        qa = desk.status.qa
        return views.unit(qa, showing, label) if qa else (gr.skip(), gr.skip())

    def look_up(text: str, request: gr.Request) -> str:
        return asking.found(text, words, request)

    def export(sent: str, stored: str, showing: str) -> str:
        file = exported(_object(sent), load(stored), desk.status.qa, showing, words)
        if file is None:
            gr.Info(words.nothing_to_export, duration=3, title=words.notice)
            return ""
        return file

    def feedback(sent: str, stored: str) -> None:
        try:
            asking.feedback(_object(sent), load(stored))
        except HuimouError as error:
            gr.Warning(strings.line(str(error), words.language), title=words.notice)

    def user(request: gr.Request) -> str:
        return request.username or ""

    shown = [chat, box, store, talking]
    place = [paper, figures, unit, doc, chart]
    slow = _QUIET | {"concurrency_limit": desk.settings.concurrency, "concurrency_id": "ask"}
    swift = _QUIET | {"concurrency_limit": None}
    save: dict[str, Any] = {"fn": None, "inputs": [store], "js": "(turns) => huimou.save(turns)"} | _QUIET
    takes = "(_, ...rest) => [huimou.take(), ...rest]"
    # What is entered once the reply is there, but before gradio has ended that call, is not dropped.
    after = slow | {"trigger_mode": "always_last"}
    typed = box.submit(reply, [box, store], shown, js="(text, turns) => [huimou.typed(text), turns]", **after)
    pressed = do["do-ask"].click(reply, [message, store], shown, js=takes, **after)
    for event in (typed, pressed):
        event.then(**save)
        event.failure(fn=None, js="() => huimou.failed()", **_QUIET)
    box.stop(stop, [store], [chat, box], cancels=[typed, pressed], **swift)
    do["restore"].click(restore, [message], shown, js="() => [huimou.turnsTaken()]", **swift)
    do["open-report"].click(
        open_report, [message], place, js=takes, trigger_mode="always_last", **swift
    ).then(fn=None, js="() => huimou.opened()", **_QUIET)
    do["do-export"].click(export, [message, store, doc], [payload], js=takes, **swift).then(
        fn=None, inputs=[payload], js="(file) => huimou.download(file)", **_QUIET
    )
    do["do-feedback"].click(feedback, [message, store], None, js=takes, **swift)
    gr.on([query.submit, do["find"].click], look_up, [query], [found], **after)
    unit.input(choose_unit, [unit, doc], [figures, chart], **swift)
    looks: dict[str, Any] = {
        "inputs": [seen, build, talking, store, doc],
        "outputs": [footer, seen, build, chat, timer, choosing, *place],
    }
    loaded = app.load(user, None, [who], **swift)
    loaded = loaded.then(restore, [message], shown, js="() => [huimou.current()]", **swift)
    loaded.then(watch, **looks, **swift)
    timer.tick(watch, **looks, **swift)


def _html(content: str, elem_id: str) -> gr.HTML:
    """Markup of our own, with everything in it escaped, in our own style."""
    return gr.HTML(content, elem_id=elem_id, apply_default_css=False)


def _asked(sent: str) -> tuple[str, int | None, tuple[str, ...]]:
    """What the browser sends: a question, how many turns stay before it (None is all), the reports to ask."""
    table = _object(sent)
    keep, reports = table.get("keep"), table.get("reports")
    question = _sendable(str(table.get("question", ""))[:_LONGEST])
    chosen = [one for one in reports if isinstance(one, str)] if isinstance(reports, list) else []
    within = tuple(_sendable(one[:_LONGEST_NAME]) for one in chosen[:_MOST_CHOSEN])
    return question, keep if type(keep) is int and keep >= 0 else None, within


def _sendable(text: str) -> str:
    """Half a surrogate cannot be sent back."""
    return text.encode("utf-8", "replace").decode()


def _object(sent: str) -> dict[str, Any]:
    """The JSON object that the browser sends; an empty one for anything else."""
    try:
        table = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _busy(words: Words) -> dict[str, Any]:
    """The box is emptied once: by the time of the answer it may hold the next question."""
    return gr.update(value="", submit_btn=False, stop_btn=words.stop)


def _idle(words: Words) -> dict[str, Any]:
    return gr.update(submit_btn=words.ask, stop_btn=False)


def _opening(status: Status, words: Words, views: Views | None = None) -> str:
    """The first screen."""
    if status.qa and views:
        return first_screen(words.placeholder, words.promise, views.starters(status.qa), words)
    if status.failed:
        return first_screen(words.placeholder_failed, strings.line(status.note, words.language), [], words)
    return first_screen(words.placeholder_loading, words.loading_hint, [], words)
