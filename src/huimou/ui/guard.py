"""What gradio serves beside the page, kept shut.

Whatever a page uses, gradio offers routes that take uploads, read files and fetch addresses. Huimou needs
none of them, and the promise that nothing leaves this machine is kept here. On a loopback address a
request must also name it in its `Host`: otherwise a page of somebody else's, whose name has been made to
point here (DNS rebinding), could read the reports.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SHUT = re.compile(r"/(file|proxy)=|/(upload|upload_progress|deep_link|component_server|vibe-\w+)(/|$)", re.I)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Guard:
    """ASGI middleware (https://asgi.readthedocs.io/en/latest/specs/www.html)."""

    def __init__(self, app: App, host: str) -> None:
        self._app = app
        self._names = _LOOPBACK if host.strip("[]") in _LOOPBACK else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] != "http" or self._allows(scope):
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    def _allows(self, scope: Scope) -> bool:
        if _SHUT.search(scope["path"]):
            return False
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return self._names is None or all(host_name(host) in self._names for host in hosts)


def host_name(host: str) -> str:
    """A `Host` header without its port and brackets, lower case.

    >>> host_name("127.0.0.1:7860"), host_name("[::1]:7860"), host_name("Evil.example")
    ('127.0.0.1', '::1', 'evil.example')
    """
    name = host.rsplit("]", 1)[0].lstrip("[") if host.startswith("[") else host.split(":", 1)[0]
    return name.lower()
