"""The real server as a process, in a folder of its own; and the browser that visits it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Error, Playwright

ROOT = Path(__file__).parents[2]
BUNDLED = "平罗县政协2025年工作回眸"
HOSTILE_NAME = "=安全测试报告"
HOSTILE = """安全测试报告

一、标题里的 <img src=x onerror="window.__pwned=1"> 和 ${window.__pwned=2}

恶意代码测试共发现<script>window.__pwned=3</script>漏洞37个，路径是C:\\new\\table，金额$$x$$，模板{{7*7}}和${7*7}，链接[点我](javascript:window.__pwned=4)，\
以及<img src=x onerror="window.__pwned=5">图片。

恶意代码测试之后，<svg onload="window.__pwned=6">以及`反引号`全部修复。

=cmd|'/C calc'!A0共有52个。

@SUM漏洞补丁53个。

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
# Writes down every connection and every name that Python looks up, before it happens; and keeps the models
# from loading as long as the file HOLD is there.
AUDIT = """
import os, sys, time
_log = open(os.environ["NET_AUDIT_LOG"], "a", buffering=1)
_hold = os.environ["HOLD"]
def _hook(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        _log.write(f"{args[1][0]}\\n")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _log.write(f"{args[0]}\\n")
    elif event == "import" and args[0] == "sentence_transformers":
        while os.path.exists(_hold):
            time.sleep(0.05)
sys.addaudithook(_hook)
"""


@dataclass
class Server:
    """`python app.py` in a folder of its own, and what it was seen to do."""

    folder: Path
    port: int = 0
    """0 takes a free one, which it then keeps."""
    had_index_when_up: bool = False
    """Whether there was an index already when its page first answered."""
    url: str = ""
    process: subprocess.Popen[bytes] = field(init=False)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIMOU_")}
        return kept | {
            "HUIMOU_PORT": str(self.port),
            "HUIMOU_RATE_LIMIT": "0",  # all visitors of the tests come from one address
            "PYTHONPATH": os.pathsep.join(filter(None, (str(self.folder / "audit"), kept.get("PYTHONPATH")))),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "NET_AUDIT_LOG": str(self.folder / "net.log"),
            "HOLD": str(self.hold),
        }

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def hold(self) -> Path:
        """As long as this file is there, the models do not load."""
        return self.folder / "hold"

    @property
    def log(self) -> str:
        """What it has printed."""
        return (self.folder / "server.log").read_text(encoding="utf-8")

    @property
    def names_looked_up(self) -> set[str]:
        return set((self.folder / "net.log").read_text(encoding="utf-8").split())

    @property
    def feedback(self) -> list[dict[str, Any]]:
        """The lines of the feedback file."""
        file = self.folder / "feedback.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def build(self) -> str:
        """Id of the index in use."""
        return (self.folder / "index" / "current").read_text(encoding="utf-8").split()[0]

    def start(self) -> None:
        (self.folder / "audit").mkdir(exist_ok=True)
        (self.folder / "audit" / "sitecustomize.py").write_text(AUDIT, encoding="utf-8")
        with (self.folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "app.py")],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while not (found := re.search(r"http://[\w.:]+:(\d+)/", self.log)):
            assert self.process.poll() is None, self.log
            time.sleep(0.05)
        self.url, self.port = found.group(), int(found[1])
        with urlopen(self.url, timeout=60) as response:
            assert response.status == 200
        self.had_index_when_up = (self.folder / "index" / "current").exists()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=30)

    def __enter__(self) -> Server:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    def index(self) -> None:
        """Rebuild the index as a user does: from another process."""
        command = [sys.executable, "-m", "huimou.cli", "index"]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr


def with_reports(folder: Path, **reports: str) -> Path:
    """`folder` with a corpus of these reports, by name."""
    (folder / "corpus").mkdir(parents=True)
    for name, text in reports.items():
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def with_all_reports(folder: Path) -> Path:
    """`folder` with the bundled report and the hostile one."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "corpus" / f"{HOSTILE_NAME}.txt").write_text(HOSTILE, encoding="utf-8")
    return folder


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
