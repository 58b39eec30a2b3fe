"""What the middlewares let through, asked of a small application in place of the page."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from huimou.ui.guard import Guard, Receive, Scope, Send
from huimou.ui.language import LanguageChoice, preferred_language

Reply = tuple[int, dict[str, str], Scope | None]


def asked(
    path: str = "/",
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    root_path: str = "",
    host: str = "127.0.0.1",
    allowed_hosts: str = "",
    behind_proxy: bool = False,
) -> Reply:
    """The status and headers of a request's answer, and the request as the application saw it."""
    seen: list[Scope] = []
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    given = {"host": "127.0.0.1:7860"} | (headers or {})
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": root_path,
        "query_string": b"",
        "scheme": "http",
        "client": ("127.0.0.1", 5),
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
    }
    guard = Guard(LanguageChoice(app), host, allowed_hosts, behind_proxy)
    asyncio.run(guard(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, seen[0] if seen else None


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload/",
        "/gradio_api/upload_progress",
        "/gradio_api/process_recording",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://example.com",
        "/gradio_api/deep_link",
        "/gradio_api/component_server",
        "/gradio_api/vibe-edit",
        "/gradio_api/vibe-starter-queries",
        "/gradio_api/undo-vibe-edit",
        "/huimou/gradio_api/UPLOAD",
    ],
)
def test_what_the_page_does_not_need_is_shut(path: str) -> None:
    status, _, seen = asked(path)
    assert (status, seen) == (403, None)


@pytest.mark.parametrize(
    "path", ["/", "/en", "/login", "/gradio_api/queue/join", "/gradio_api/queue/data", "/assets/index.js"]
)
def test_what_the_page_needs_is_open(path: str) -> None:
    assert asked(path)[0] == 200


@pytest.mark.parametrize(
    ("name", "host", "allowed", "status"),
    [
        ("127.0.0.1:7860", "127.0.0.1", "", 200),
        ("LOCALHOST", "127.0.0.1", "", 200),
        ("[::1]:80", "::1", "", 200),
        ("evil.example", "127.0.0.1", "", 403),
        ("127.0.0.1.evil.example", "127.0.0.1", "", 403),
        ("office.example:8443", "127.0.0.1", "a.example, Office.example", 200),
        ("evil.example", "127.0.0.1", "office.example", 403),
        ("anything.example", "0.0.0.0", "", 200),
        ("anything.example", "0.0.0.0", "office.example", 403),
        ("192.168.1.5:7860", "192.168.1.5", "office.example", 200),
        ("", "127.0.0.1", "", 200),
    ],
)
def test_only_names_that_are_its_own_are_answered(name: str, host: str, allowed: str, status: int) -> None:
    assert asked(headers={"host": name}, host=host, allowed_hosts=allowed)[0] == status


def test_behind_a_proxy_the_name_it_passes_on_counts_too() -> None:
    for name, status in (("office.example", 200), ("evil.example", 403)):
        forwarded = asked(
            headers={"x-forwarded-host": name}, allowed_hosts="office.example", behind_proxy=True
        )
        assert forwarded[0] == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:7860", 200),
        ("http://evil.example", 403),
        ("http://localhost:7860", 403),
        ("null", 403),
        ("http://[", 403),
    ],
)
def test_scripts_of_another_site_are_refused(origin: str, status: int) -> None:
    assert asked("/gradio_api/queue/join", method="POST", headers={"origin": origin})[0] == status


def test_behind_a_proxy_the_page_itself_is_no_other_site() -> None:
    told = {"x-forwarded-host": "office.example:8443", "origin": "https://office.example:8443"}
    assert asked("/login", method="POST", headers=told, behind_proxy=True, host="0.0.0.0")[0] == 200


FORWARDED = {
    "x-forwarded-for": "6.6.6.6, 10.0.0.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "127.0.0.1",
    "x-gradio-server": "http://evil.example",
}


def test_the_client_is_who_the_last_proxy_says() -> None:
    _, _, seen = asked(headers=FORWARDED, behind_proxy=True)
    assert seen
    assert (seen["client"], seen["scheme"]) == (("10.0.0.7", 0), "https")
    assert b"x-gradio-server" not in dict(seen["headers"])


def test_without_a_proxy_nobody_is_believed() -> None:
    _, _, seen = asked(headers=FORWARDED)
    assert seen
    assert (seen["client"], seen["scheme"]) == (("127.0.0.1", 5), "http")
    assert [name for name, _ in seen["headers"]] == [b"host"]


@pytest.mark.parametrize("path", ["/", "/gradio_api/upload", "/?"])
def test_every_answer_tells_the_browser_to_keep_to_this_machine(path: str) -> None:
    _, headers, _ = asked(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "camera=()" in headers["permissions-policy"]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["connect-src"] == policy["default-src"] == policy["frame-ancestors"] == "'self'"
    assert "http" not in headers["content-security-policy"]


def test_the_applications_own_headers_stay() -> None:
    assert asked()[1]["x-own"] == "1"


def test_a_stream_is_passed_on_piece_by_piece() -> None:
    """Each piece is with the browser before the next one is made."""
    order: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for piece in "abc":
            order.append(f"made {piece}")
            await send({"type": "http.response.body", "body": piece.encode(), "more_body": True})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.body":
            order.append(f"sent {message['body'].decode()}")

    scope: Scope = {"type": "http", "method": "GET", "path": "/x", "headers": []}
    asyncio.run(Guard(app, "127.0.0.1")(scope, receive, send))
    assert order == ["made a", "sent a", "made b", "sent b", "made c", "sent c"]


def test_what_is_no_request_is_passed_on() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def nothing(*_: object) -> Any:
        return {}

    asyncio.run(Guard(LanguageChoice(app), "127.0.0.1")({"type": "lifespan"}, nothing, nothing))
    assert seen == ["lifespan"]


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "zh"),
        ("", "en", "en"),
        ("", "EN-us", "en"),
        ("", "en-GB,en;q=0.9,zh-CN;q=0.8", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "en;q=0.5, zh-TW;q=0.7", "zh"),
        ("", "zh;q=0.5, en ; q=0.7", "en"),
        ("", "zh,en", "zh"),
        ("", "fr-FR,fr;q=0.9,en;q=0.8", "en"),
        ("", "fr", "zh"),
        ("", "*", "zh"),
        ("", "zh;q=0.4,*;q=0.5", "en"),
        ("", "en,zh;q=0,*;q=0.5", "en"),
        ("", "en;q=0", "zh"),
        ("", "en;q=nan", "zh"),
        ("", "en;q=abc,zh;q=0.1", "zh"),
        ("", "english", "zh"),
        ("", ";;,,=;q", "zh"),
        ("huimou-language=en", "zh-CN", "en"),
        ("a=b; huimou-language=zh; c=d", "en", "zh"),
        ("huimou-language=fr", "en", "en"),
        ("not-huimou-language=en", "zh", "zh"),
    ],
)
def test_the_cookie_decides_and_then_the_browsers_languages(
    cookie: str, accepted: str, language: str
) -> None:
    assert preferred_language(cookie, accepted) == language


@pytest.mark.parametrize(
    ("path", "root_path", "location"),
    [
        ("/", "", "/en"),
        ("/", "/huimou", "/huimou/en"),
        ("/huimou", "/huimou", "/huimou/en"),
        ("/huimou/", "/huimou", "/huimou/en"),
    ],
)
def test_a_reader_who_prefers_english_is_sent_to_the_english_page(
    path: str, root_path: str, location: str
) -> None:
    status, headers, seen = asked(path, root_path=root_path, headers={"accept-language": "en"})
    assert (status, headers["location"], seen) == (307, location, None)
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/", "GET", {"accept-language": "zh-CN"}),
        ("/", "GET", {"accept-language": "en", "cookie": "huimou-language=zh"}),
        ("/", "HEAD", {"accept-language": "en"}),
        ("/en", "GET", {"accept-language": "en"}),
        ("/en", "GET", {"cookie": "huimou-language=zh"}),
        ("/config", "GET", {"accept-language": "en"}),
    ],
)
def test_nobody_else_is_sent_anywhere(path: str, method: str, headers: dict[str, str]) -> None:
    assert asked(path, method=method, headers=headers)[0] == 200
