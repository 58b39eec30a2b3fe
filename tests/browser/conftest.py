"""One real server and one real Chromium for all browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.served import HOSTILE, ROOT, Server, Visit, chromium, watched


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serves the bundled report and a hostile one; there is no index when it starts."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "corpus" / "安全测试报告.txt").write_text(HOSTILE, encoding="utf-8")
    with Server(folder) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            running = chromium(playwright)
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield running
        running.close()


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """The page of the shared server at 1440 × 900."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    visit = watched(context.new_page())
    visit.page.goto(server.url)
    visit.page.wait_for_selector("#box textarea")
    yield visit
    context.close()
