"""Serves the page until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import time
import webbrowser
from collections.abc import Callable, Coroutine
from html import escape
from importlib.util import find_spec
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware

from huimou.config import Settings
from huimou.errors import HuimouError, quoted
from huimou.ui import strings
from huimou.ui.desk import Desk
from huimou.ui.guard import Guard, is_loopback
from huimou.ui.language import LanguageChoice
from huimou.ui.limits import RateLimit
from huimou.ui.page import build_app
from huimou.ui.passwords import check, read_passwords

_HERE = Path(__file__).parent
_SANS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
_MONO = ["Consolas", "Menlo", "Noto Sans Mono CJK SC", "monospace"]
_SPARE_THREADS = 32
"""For everything on the page that is no question."""
_WAITING = 1000
"""So many events may wait; more are told to come again."""
_TRIES = 10
"""Log-ins a minute for one name."""
_LANGUAGE = (
    "<script>document.documentElement.lang = "
    "location.pathname.replace(/\\/$/, '').endsWith('/en') ? 'en' : 'zh-CN';</script>"
)

_OPEN = (
    "注意：{host} 别的电脑也能访问，又没有设密码，谁都能看报告。"
    "设密码：huimou password 用户名 --file {file}，再加 --password-file {file}。\n"
    "Note: other machines can reach {host}, and without a password anybody may read the reports. "
    "Set one: huimou password NAME --file {file}, then serve with --password-file {file}."
)
_NO_NAMES = (
    "注意：在代理后面，但没有设 allowed_hosts，所以只回答 127.0.0.1 和 localhost。"
    "请写上大家用的网址：--allowed-hosts huimou.example.cn\n"
    "Note: behind a proxy without allowed_hosts only 127.0.0.1 and localhost are answered. "
    "Name what people call the page: --allowed-hosts huimou.example.cn"
)
_NOBODY = (
    "密码文件 {file} 里还没有人，谁也进不来。请先运行：huimou password 用户名 --file {file}\n"
    "There is nobody in {file}. Run: huimou password NAME --file {file}"
)
_NO_MCP = (
    "要提供 MCP 工具，还缺一个库。请运行：pip install -e '.[mcp]'\n"
    "MCP tools need one more library. Run: pip install -e '.[mcp]'"
)
_SIGN_IN = ("请登录后查看报告。", "Please sign in to read the reports.")


def serve(
    settings: Settings, *, open_browser: bool = False, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the page until Ctrl-C.

    Args:
        settings: Where and how to listen, whom to let in, and what to answer from.
        open_browser: Whether to show the page in the user's browser.
        ready: Called once with the page's address, as soon as it answers.

    Raises:
        HuimouError: The address cannot be listened on, or the password file cannot be used.
    """
    port = usable_port(settings.host, settings.port)
    passwords = Path(settings.password_file) if settings.password_file else None
    if passwords and not read_passwords(passwords):
        raise HuimouError(_NOBODY.format(file=quoted(passwords)))
    if settings.mcp and not find_spec("mcp"):
        raise HuimouError(_NO_MCP)
    # What a proxy says is for `Guard` to believe or not; uvicorn would believe whoever is on this machine.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    desk = Desk(settings)
    app = build_app(desk)
    app.queue(api_open=False, default_concurrency_limit=settings.concurrency, max_size=_WAITING)
    guard = Middleware(
        Guard,
        host=settings.host,
        allowed_hosts=settings.allowed_hosts,
        behind_proxy=settings.behind_proxy,
    )
    _, url, _ = app.launch(
        server_name=settings.host,
        server_port=port,
        root_path=settings.root_path,
        # gradio awaits a coroutine function, though its annotation does not say so.
        auth=authenticate(passwords) if passwords else None,  # type: ignore[arg-type]
        auth_message="<br>".join(escape(line) for line in _SIGN_IN) if passwords else None,
        max_threads=settings.concurrency + _SPARE_THREADS,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=settings.mcp,
        enable_monitoring=False,
        run_history=False,
        show_error=False,
        footer_links=[],
        max_file_size="1kb",
        favicon_path=_HERE / "favicon.svg",
        theme=_theme(),
        app_kwargs={"middleware": [guard, Middleware(LanguageChoice)]},
        head=_head(),
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


def start_warnings(settings: Settings) -> list[str]:
    """What whoever starts the page should know about who can reach it."""
    warnings = []
    if not settings.password_file and not is_loopback(settings.host):
        file = quoted(settings.password_file or "passwords.txt")
        warnings.append(_OPEN.format(host=settings.host, file=file))
    if settings.behind_proxy and not settings.allowed_hosts and is_loopback(settings.host):
        warnings.append(_NO_NAMES)
    return warnings


def authenticate(
    file: Path, clock: Callable[[], float] = time.monotonic
) -> Callable[[str, str], Coroutine[None, None, bool]]:
    """Whether a name and a password are those of `file`, as it is at that moment.

    A name may be tried ten times a minute. The hashing is done beside the event loop, which serves the
    other readers meanwhile.
    """
    tries = RateLimit(_TRIES, clock)

    async def authenticated(name: str, password: str) -> bool:
        if not tries.allows(name):
            return False
        try:
            passwords = read_passwords(file)
        except HuimouError as error:
            logging.getLogger(__name__).error("%s", error)
            return False
        return await asyncio.to_thread(check, passwords, name, password)

    return authenticated


def usable_port(host: str, port: int) -> int:
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


def _head() -> str:
    """In the head and not as `css` and `js`: there before the page draws itself, and left as they are."""
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return f"{_LANGUAGE}<style>{style}</style><script>{script}</script>"


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme with system fonts; one by name, or a web font, would go to the network."""
    return gr.themes.Base(font=_SANS, font_mono=_MONO, radius_size="sm")
