"""The chat page. The only gradio import of the project."""

from __future__ import annotations

import errno
import logging
import os
import socket
import time
import webbrowser
from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from huimou.config import Settings
from huimou.errors import HuimouError
from huimou.ui import strings
from huimou.ui.conversation import Turn, history, literal, messages
from huimou.ui.desk import Desk, Status
from huimou.ui.evidence import empty_pane, evidence_html
from huimou.ui.examples import example_questions
from huimou.ui.guard import Guard

_HERE = Path(__file__).parent
_SANS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
_MONO = ["Consolas", "Menlo", "Noto Sans Mono CJK SC", "monospace"]
_QUESTIONS_AT_ONCE = 8
_WAIT_SECONDS = 0.2
_SEEN_SECONDS = 1.0

# The chat's own copy buttons copy Markdown with its backslashes; this one copies what is read.
_COPY_JS = """() => {
  const replies = document.querySelectorAll('#chat .message.bot');
  const text = replies.length ? replies[replies.length - 1].innerText.trim() : '';
  if (!text) return;
  const area = Object.assign(document.createElement('textarea'), { value: text });
  document.body.append(area); area.select(); document.execCommand('copy'); area.remove();
  const button = document.querySelector('#copy'), label = button.textContent;
  button.textContent = '%s'; setTimeout(() => { button.textContent = label; }, 1200);
}"""
_LANGUAGE = "<script>document.documentElement.lang = 'zh-CN';</script>"

Turns = tuple[Turn, ...]


def build_app(desk: Desk) -> gr.Blocks:
    """The page; it answers from whatever `desk` has ready."""

    def reply(question: str, turns: Turns) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, wait for the index if need be, then show the answer."""
        if not question.strip():
            gr.Info(strings.EMPTY, duration=3, title=strings.NOTICE)
            yield gr.skip(), "", gr.skip(), gr.skip()
            return
        # The box is emptied once: by the time of the answer it may hold the next question.
        yield _pending(question, turns, strings.LOOKING), "", gr.skip(), turns
        shown = None
        while (status := desk.status).qa is None and not status.failed:
            if status.note != shown:
                shown = status.note
                yield _pending(question, turns, shown), gr.skip(), gr.skip(), turns
            time.sleep(_WAIT_SECONDS)
        turn, evidence = answer_turn(status, question, turns)
        turns = (*turns, turn)
        yield messages(turns), gr.skip(), evidence, turns

    def again(turns: Turns) -> Iterator[tuple[Any, ...]]:
        if turns:
            yield from reply(turns[-1].question, turns[:-1])
        else:
            yield (gr.skip(),) * 4

    def chosen(event: gr.SelectData, turns: Turns) -> Iterator[tuple[Any, ...]]:
        yield from reply(event.value["text"], turns)

    def watch(seen: str) -> tuple[Any, ...]:
        """The footer and the first screen, if they have changed since `seen`."""
        status = desk.status
        footer = footer_html(status)
        if footer == seen:
            return (gr.skip(),) * 3
        return footer, gr.update(**first_screen(status)), footer

    app: gr.Blocks
    start = desk.status
    with gr.Blocks(title=strings.TITLE, fill_height=True, fill_width=True, delete_cache=(3600, 3600)) as app:
        gr.HTML(f"<h1>{strings.TITLE}</h1><p>{strings.TAGLINE}</p>", elem_id="masthead")
        with gr.Row(elem_id="desk", scale=1):
            with gr.Column(scale=3, min_width=300, elem_id="talk"):
                chat = gr.Chatbot(
                    label=strings.CHAT_LABEL,
                    show_label=False,
                    container=False,
                    elem_id="chat",
                    height=None,
                    layout="bubble",
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                    allow_tags=False,
                    **first_screen(start),
                )
                box = gr.Textbox(
                    label=strings.INPUT_LABEL,
                    show_label=False,
                    container=False,
                    placeholder=strings.INPUT_HINT,
                    submit_btn=strings.ASK,
                    autofocus=True,
                    lines=1,
                    max_lines=6,
                    elem_id="box",
                )
                with gr.Row(elem_id="tools"):
                    copy = gr.Button(strings.COPY, size="sm", elem_id="copy")
                    retry = gr.Button(strings.RETRY, size="sm", elem_id="retry")
                    clear = gr.Button(strings.CLEAR, size="sm", elem_id="clear")
            with gr.Column(scale=2, min_width=280, elem_id="evidence"):
                evidence = gr.HTML(empty_pane())
        footer = gr.HTML(footer_html(start), elem_id="status")
        turns = gr.State(())
        seen = gr.State("")
        timer = gr.Timer(_SEEN_SECONDS)

        shown = [chat, box, evidence, turns]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        slow = quiet | {"concurrency_limit": _QUESTIONS_AT_ONCE, "concurrency_id": "ask"}
        asked: list[Any] = [
            box.submit(reply, [box, turns], shown, **slow),
            chat.example_select(chosen, [turns], shown, **slow),
            retry.click(again, [turns], shown, **slow),
        ]
        clear.click(lambda: ([], "", empty_pane(), ()), None, shown, cancels=asked, **quiet)
        copy.click(None, None, None, js=_COPY_JS % strings.COPIED, **quiet)
        gr.on([app.load, timer.tick], watch, [seen], [footer, chat, seen], concurrency_limit=None, **quiet)
    return app


def answer_turn(status: Status, question: str, turns: Turns) -> tuple[Turn, str]:
    """Answer `question`: the new turn, and the evidence as HTML."""
    if status.qa is None:
        return Turn(question=question, reply=literal(status.note)), empty_pane()
    try:
        answer = status.qa.ask(question, history(turns))
    except HuimouError as error:
        return Turn(question=question, reply=literal(str(error))), empty_pane()
    except Exception:  # the page must not stay at "looking" for ever
        logging.getLogger(__name__).exception("a question could not be answered")
        return Turn(question=question, reply=literal(strings.ANSWER_FAILED)), empty_pane()
    return Turn(question=question, reply=answer.text, answer=answer), evidence_html(answer)


def first_screen(status: Status) -> dict[str, Any]:
    """What the chat shows before the first question, as arguments of `gr.Chatbot`."""
    if status.failed and status.qa is None:
        why = literal(status.note.splitlines()[0])
        return {"placeholder": strings.PLACEHOLDER_FAILED.format(why=why), "examples": []}
    if status.qa is None:
        return {"placeholder": strings.PLACEHOLDER_LOADING, "examples": []}
    questions = example_questions(status.qa.index.documents)
    return {"placeholder": strings.PLACEHOLDER, "examples": [{"text": question} for question in questions]}


def footer_html(status: Status) -> str:
    """The line at the foot of the page."""
    parts = []
    if status.qa:
        manifest = status.qa.index.manifest
        built = datetime.fromisoformat(manifest.created).astimezone()
        text = strings.FOOTER.format(
            built=f"{built:%Y-%m-%d %H:%M:%S}", documents=manifest.documents, chunks=manifest.chunks
        )
        parts.append(f'<span class="built">{escape(text)}</span>')
    if status.note:
        # The first line is Chinese, the second the same in English.
        kind = "trouble" if status.failed else "note"
        line = escape(status.note.splitlines()[0])
        parts.append(f'<span class="{kind}" title="{line}">{line}</span>')
    return "".join(parts)


def serve(
    settings: Settings, *, open_browser: bool = False, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the page until Ctrl-C.

    Args:
        settings: Where to listen, and what to answer from.
        open_browser: Whether to show the page in the user's browser.
        ready: Called once with the page's address, as soon as it answers.

    Raises:
        HuimouError: The address cannot be listened on.
    """
    port = _usable_port(settings.host, settings.port)
    desk = Desk(settings)
    app = build_app(desk)
    app.queue(api_open=False)
    _, url, _ = app.launch(
        server_name=settings.host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        run_history=False,
        show_error=False,
        footer_links=[],
        max_file_size="1kb",
        favicon_path=_HERE / "favicon.svg",
        theme=_theme(),
        # In the head and not as `css`: there before the page draws itself, and its selectors left alone.
        app_kwargs={"middleware": [Middleware(Guard, host=settings.host)]},
        head=f"{_LANGUAGE}<style>{(_HERE / 'page.css').read_text(encoding='utf-8')}</style>",
    )
    # After the page is up: importing the model libraries would keep the first request waiting.
    desk.start()
    if ready:
        ready(url)
    if open_browser:
        webbrowser.open(url)
    try:
        while True:  # an endless wait could not be interrupted on Windows
            time.sleep(1)
    except KeyboardInterrupt:
        pass
    finally:
        app.close(verbose=False)


def _pending(question: str, turns: Turns, note: str) -> list[dict[str, str]]:
    return messages((*turns, Turn(question=question, reply=f"*{literal(note)}*")))


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme with system fonts; one by name, or a web font, would go to the network."""
    return gr.themes.Base(font=_SANS, font_mono=_MONO, radius_size="sm")


def _usable_port(host: str, port: int) -> int:
    """`port` if it is free, a free one for 0.

    Raises:
        HuimouError: It is taken, or `host` is no address of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            # On Windows SO_REUSEADDR would share a port that is in use.
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        foreign = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        message = strings.HOST_WRONG if foreign else strings.PORT_BUSY
        other = port + 1 if port < 65535 else 7861
        why = error.strerror or str(error)
        raise HuimouError(message.format(host=host, port=port, other=other, why=why)) from error
