"""The chat page. gradio takes seconds to import, so that waits until a page is wanted."""

from __future__ import annotations

from collections.abc import Callable

from huimou.config import Settings
from huimou.offline import go_offline


def serve(
    settings: Settings, *, open_browser: bool = False, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the chat until Ctrl-C; see `huimou.ui.page.serve`."""
    go_offline()
    from huimou.ui import page

    page.serve(settings, open_browser=open_browser, ready=ready)
