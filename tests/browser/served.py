"""The real server as a process, and a visit to its page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Error, Page, Playwright

ROOT = Path(__file__).parents[2]
HOSTILE = """安全测试报告

一、标题里的 <img src=x onerror="window.__pwned=1"> 和 ${window.__pwned=2}

恶意代码测试共发现<script>window.__pwned=3</script>漏洞37个，路径是C:\\new\\table，金额$$x$$，模板{{7*7}}和${7*7}，链接[点我](javascript:window.__pwned=4)，\
以及<img src=x onerror="window.__pwned=5">图片。

恶意代码测试之后，<svg onload="window.__pwned=6">以及`反引号`全部修复。

二、联系

安全联系方式：www.example.com，http://example.com，a@b.cn。
"""
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Writes down every connection and every name that Python looks up, before it happens.
AUDIT = """
import os, sys
_log = open(os.environ["NET_AUDIT_LOG"], "a", buffering=1)
def _hook(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        _log.write(f"{args[1][0]}\\n")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _log.write(f"{args[0]}\\n")
sys.addaudithook(_hook)
"""


@dataclass
class Server:
    """`python app.py` in a folder of its own, and what it was seen to do."""

    folder: Path
    had_index_when_up: bool = False
    """Whether there was an index already when its page first answered."""
    url: str = ""
    process: subprocess.Popen[str] = field(init=False)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIMOU_")}
        return kept | {
            "HUIMOU_PORT": "0",
            "PYTHONPATH": str(self.folder / "audit"),
            "PYTHONUTF8": "1",
            "NET_AUDIT_LOG": str(self.folder / "net.log"),
        }

    @property
    def names_looked_up(self) -> set[str]:
        return set((self.folder / "net.log").read_text(encoding="utf-8").split())

    def start(self) -> None:
        (self.folder / "audit").mkdir(exist_ok=True)
        (self.folder / "audit" / "sitecustomize.py").write_text(AUDIT, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if found := re.search(r"http://[\w.:]+/", line):
                self.url = found.group()
                break
        assert self.url, "".join(seen)
        with urlopen(self.url, timeout=10) as response:
            assert response.status == 200
        self.had_index_when_up = (self.folder / "index" / "current").exists()

    def __enter__(self) -> Server:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)

    def index(self) -> None:
        """Rebuild the index as a user does: from another process."""
        command = [sys.executable, "-m", "huimou.cli", "index"]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr


@dataclass
class Visit:
    """A page in a browser, and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> str:
        """Type a question, press Enter, wait for the final reply; its text."""
        replies = self.page.locator("#chat .bot.message .prose")
        count = replies.count()
        self.page.fill("#box textarea", question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "count => { const all = document.querySelectorAll('#chat .bot.message .prose');"
            " return all.length > count && !all[all.length - 1].querySelector('em'); }",
            arg=count,
            timeout=60_000,
        )
        return replies.last.inner_text()


def watched(page: Page) -> Visit:
    """A visit that notes every request, dialog and script error of `page`."""
    visit = Visit(page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.errors.append(f"error: {error}"))

    def dismiss(dialog: object) -> None:
        visit.errors.append(f"dialog: {dialog}")
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", dismiss)
    return visit


def chromium(playwright: Playwright) -> Browser:
    """The system's Chromium, told to keep to itself.

    Raises:
        FileNotFoundError: There is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
    try:
        return playwright.chromium.launch(args=list(SWITCHES))  # what `playwright install chromium` brought
    except Error as error:
        raise FileNotFoundError("no chromium, chromium-browser or google-chrome on PATH") from error
