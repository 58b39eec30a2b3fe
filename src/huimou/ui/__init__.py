"""The chat page. gradio takes seconds to import, so that waits until a page is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from huimou.config import Settings
from huimou.offline import go_offline

if TYPE_CHECKING:
    import gradio as gr

    from huimou.ui.desk import Desk


def serve(
    settings: Settings, *, open_browser: bool = False, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the chat until Ctrl-C; see `huimou.ui.page.serve`."""
    go_offline()
    from huimou.ui import page

    page.serve(settings, open_browser=open_browser, ready=ready)


def build_app(desk: Desk) -> gr.Blocks:
    """The chat as a gradio app, not yet launched; see `huimou.ui.page.build_app`."""
    go_offline()
    from huimou.ui import page

    return page.build_app(desk)
