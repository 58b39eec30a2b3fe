"""One real server and one real Chromium for all browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.served import Server, chromium, with_all_reports
from tests.browser.visit import Visit, watched

Visitor = Callable[..., Visit]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serves the bundled report and a hostile one; there is no index when it starts."""
    with Server(with_all_reports(tmp_path_factory.mktemp("served"))) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            running = chromium(playwright)
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Makes visits: `visitor(url, locale=…, viewport=…, …)`, each in a browser context of its own.

    At the end no visit may have seen an error of a script, of the Content-Security-Policy or a dialog.
    """
    visits: list[Visit] = []

    def come(url: str = "", **options: Any) -> Visit:
        defaults: dict[str, Any] = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}
        visit = watched(browser.new_context(**defaults | options).new_page())
        visits.append(visit)
        if url:
            visit.go(url)
        return visit

    yield come
    errors = [error for visit in visits for error in visit.errors]
    for visit in visits:
        visit.page.context.close()
    assert errors == []


@pytest.fixture
def visit(server: Server, visitor: Visitor) -> Visit:
    """The page of the shared server at 1440 × 900, in Chinese."""
    return visitor(server.url)
