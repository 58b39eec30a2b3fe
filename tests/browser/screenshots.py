"""Takes the pictures in docs/images: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.served import ROOT, Server, chromium, watched

QUESTIONS = ("全年组织开展了多少次学习？", "那“赓续红色血脉 砥砺奋进新征程”委员读书活动举办了几场？")
PICTURES = (
    ("chat", 1440, 900, "light"),
    ("chat-dark", 1440, 900, "dark"),
    ("chat-phone", 390, 844, "light"),
)


def main(target: Path) -> None:
    """Write the pictures into `target`."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        browser = chromium(playwright)
        with Server(Path(folder)) as server:
            for name, width, height, scheme in PICTURES:
                page = browser.new_page(
                    locale="zh-CN",
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                visit = watched(page)
                page.goto(server.url)
                page.locator("#status .built").wait_for(timeout=60_000)
                for question in QUESTIONS[: 2 if width > 800 else 1]:
                    visit.ask(question)
                page.locator("#evidence mark").first.wait_for()
                page.wait_for_timeout(500)
                page.screenshot(path=target / f"{name}.png", full_page=width < 800)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
