"""What gradio serves beside the page, kept shut, and what a browser is told to keep to.

Whatever a page uses, gradio offers routes that take uploads, read files and fetch addresses. Huimou needs
none of them, and the promise that nothing leaves this machine is kept here.

On a loopback address a request must also name it in its `Host`: otherwise a page of somebody else's,
whose name has been made to point here (DNS rebinding), could read the reports. Behind a proxy the names
under which people call the page are listed in the setting `allowed_hosts`. And a request that a script of
another site makes (`Origin`) is refused: gradio would let it read the reply, with the reader's log-in.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SHUT = re.compile(
    "|".join(
        (
            r"/(file|proxy)[=/]",  # files of this machine, addresses elsewhere
            r"/(upload|upload_progress|process_recording)(/|$)",  # uploads
            r"/deep_link(/|$)",  # writes a page's state to a file
            r"/component_server(/|$)",  # functions of components
            r"/(undo-)?vibe-[\w-]+(/|$)",  # changes to the program
        )
    ),
    re.IGNORECASE,
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (
        b"content-security-policy",
        b"; ".join(
            (
                b"default-src 'self'",
                b"connect-src 'self'",
                b"img-src 'self' data: blob:",
                b"font-src 'self' data:",
                # gradio writes its settings into the page; Vega compiles a chart's expressions.
                b"script-src 'self' 'unsafe-inline' 'unsafe-eval'",
                b"style-src 'self' 'unsafe-inline'",
                b"worker-src 'self' blob:",
                b"object-src 'none'",
                b"base-uri 'self'",
                b"form-action 'self'",
                b"frame-ancestors 'self'",
            )
        ),
    ),
)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST_REFUSED = (
    "这个网址没有列入设置 allowed_hosts，所以不回答。\n"
    "This host name is not listed in the setting allowed_hosts.\n"
)


class Guard:
    """ASGI middleware (https://asgi.readthedocs.io/en/latest/specs/www.html).

    Args:
        app: What is guarded.
        host: The address on which it listens.
        allowed_hosts: Names by which it may be called besides, separated by commas.
        behind_proxy: Whether the `X-Forwarded-…` headers are a proxy's and to be believed; the client is
            then who the last proxy says it is. Otherwise they are anybody's, and `app` does not see them.
    """

    def __init__(self, app: App, host: str, allowed_hosts: str = "", behind_proxy: bool = False) -> None:
        self._app = app
        self._behind_proxy = behind_proxy
        self._names = allowed_names(host, allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", ())]
                names = {name.lower() for name, _ in given}
                message["headers"] = given + [pair for pair in _HEADERS if pair[0] not in names]
            await send(message)

        scope = _forwarded(scope) if self._behind_proxy else _direct(scope)
        if (told := self._refusal(scope)) is None:
            await self._app(scope, receive, dressed)
            return
        body = told.encode("utf-8")
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await dressed({"type": "http.response.start", "status": 403, "headers": headers})
        await dressed({"type": "http.response.body", "body": body})

    def _refusal(self, scope: Scope) -> str | None:
        """What to say to a request that is refused; None for one that is not."""
        if _SHUT.search(scope["path"]):
            return ""
        hosts = _values(scope, b"host") + _values(scope, b"x-forwarded-host")
        names = [host_name(host) for host in hosts]
        if self._names is not None and not self._names.issuperset(names):
            return _HOST_REFUSED
        origins = [host_name(_netloc(origin)) for origin in _values(scope, b"origin")]
        return None if set(origins) <= set(names) else ""


def allowed_names(host: str, allowed_hosts: str) -> frozenset[str] | None:
    """The names by which a page on `host` may be called; None for any.

    >>> allowed_names("0.0.0.0", "") is None
    True
    >>> sorted(allowed_names("127.0.0.1", "office.example, Huimou.example:8443"))
    ['127.0.0.1', '::1', 'huimou.example', 'localhost', 'office.example']
    """
    named = {host_name(name.strip()) for name in allowed_hosts.split(",") if name.strip()}
    if not named and not is_loopback(host):
        return None
    return _LOOPBACK | named | {host.strip("[]").lower()}


def is_loopback(host: str) -> bool:
    """Whether `host` is an address that only this machine reaches."""
    return host.strip("[]").lower() in _LOOPBACK


def host_name(host: str) -> str:
    """A `Host` header without its port and brackets, lower case.

    >>> host_name("127.0.0.1:7860"), host_name("[::1]:7860"), host_name("Evil.example")
    ('127.0.0.1', '::1', 'evil.example')
    """
    name = host.rsplit("]", 1)[0].lstrip("[") if host.startswith("[") else host.split(":", 1)[0]
    return name.lower()


def header(scope: Scope, name: bytes) -> str:
    """The values of a request's header, joined by commas; "" if it is not there."""
    return ", ".join(_values(scope, name))


def _values(scope: Scope, name: bytes) -> list[str]:
    """What a header lists, over all of its lines."""
    lines = [value.decode("latin-1") for given, value in scope["headers"] if given == name]
    return [part.strip() for line in lines for part in line.split(",") if part.strip()]


def _netloc(origin: str) -> str:
    """The host and port of an origin; "" for `null` and what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _direct(scope: Scope) -> Scope:
    """The request without what only a proxy may say."""
    kept = [
        pair
        for pair in scope["headers"]
        if not pair[0].startswith(b"x-forwarded-") and pair[0] not in (b"forwarded", b"x-gradio-server")
    ]
    return {**scope, "headers": kept}


def _forwarded(scope: Scope) -> Scope:
    """The request as the last proxy received it."""
    told: dict[str, Any] = {}
    if clients := _values(scope, b"x-forwarded-for"):
        told["client"] = (clients[-1][:64], 0)
    if (scheme := header(scope, b"x-forwarded-proto")) in ("http", "https"):
        told["scheme"] = scheme
    kept = [pair for pair in scope["headers"] if pair[0] != b"x-gradio-server"]
    return {**scope, **told, "headers": kept}
