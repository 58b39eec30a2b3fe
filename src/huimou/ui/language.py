"""Which of the page's two languages a reader gets.

The Chinese page is at `/`, the English one at `/en`. A reader who has chosen has a cookie that says so;
before that, the browser's own languages decide.
"""

from __future__ import annotations

import re

from huimou.ui.guard import App, Receive, Scope, Send, header
from huimou.ui.strings import Language

COOKIE = "huimou-language"
"""Name of the cookie, set by the page itself: "zh" or "en"."""
_WEIGHT = re.compile(r"[01](\.[0-9]*)?")


def preferred_language(cookie_header: str, accept_language: str) -> Language:
    """The language for a reader: the chosen one, else English if the browser prefers it to Chinese.

    Args:
        cookie_header: The `Cookie` header, "" if none.
        accept_language: The `Accept-Language` header (RFC 9110, 12.5.4), "" if none. A `*` stands for
            the language that is not named; a range that is no such thing counts as not given.

    >>> preferred_language("", "en-GB,en;q=0.9,zh;q=0.8"), preferred_language("", "zh-CN,en;q=0.9")
    ('en', 'zh')
    >>> preferred_language("huimou-language=zh", "en")
    'zh'
    """
    for cookie in cookie_header.split(";"):
        name, _, value = cookie.strip().partition("=")
        if name == COOKIE and value in ("zh", "en"):
            return "en" if value == "en" else "zh"
    weights: dict[str, float] = {}
    for item in accept_language.split(","):
        named, *parameters = (part.strip().lower() for part in item.split(";"))
        language = named.split("-")[0]
        weights[language] = max(_weight(parameters), weights.get(language, 0.0))
    rest = weights.get("*", 0.0)
    return "en" if weights.get("en", rest) > weights.get("zh", rest) else "zh"


def _weight(parameters: list[str]) -> float:
    """The `q` of a language range, 0 to 1; 0 for one that is no number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return min(float(value), 1.0) if _WEIGHT.fullmatch(value.strip()) else 0.0
    return 1.0


class LanguageChoice:
    """ASGI middleware: sends a reader who prefers English from `/` to `/en`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass the request on."""
        if not (scope["type"] == "http" and scope["method"] == "GET" and _is_top(scope)):
            await self._app(scope, receive, send)
            return
        if preferred_language(header(scope, b"cookie"), header(scope, b"accept-language")) == "zh":
            await self._app(scope, receive, send)
            return
        query = scope.get("query_string", b"")
        target = f"{scope.get('root_path', '')}/en".encode() + (b"?" + query if query else b"")
        headers = [
            (b"location", target),
            (b"vary", b"Cookie, Accept-Language"),
            (b"cache-control", b"no-store"),
            (b"content-length", b"0"),
        ]
        await send({"type": "http.response.start", "status": 307, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _is_top(scope: Scope) -> bool:
    """Whether the page itself is asked for. A proxy may leave the root path on the path or take it off."""
    path, root = scope["path"], scope.get("root_path", "")
    return path == "/" or (root != "" and path in (root, root + "/"))
