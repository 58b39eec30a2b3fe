"""No serious violation of the accessibility rules that axe-core knows, in any state of the page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.served import BUNDLED, Server
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPINIONS = "社情民意信息撰写了多少篇？"
REFUSED = "2024年组织了多少次学习？"


def violations(visit: Visit) -> list[str]:
    """The serious and critical ones, with where they are."""
    visit.page.wait_for_timeout(500)  # colours that fade in are not those that stay
    found = Axe().run(visit.page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def converse(visit: Visit) -> None:
    """An answer, a list, a refusal."""
    visit.ask(OPINIONS)
    visit.ask("“六学联动”体系包括哪六学？")
    visit.ask(REFUSED)


def test_the_first_screen(visit: Visit) -> None:
    expect(visit.page.locator("#chat button.example").first).to_be_visible()
    assert violations(visit) == []


def test_a_conversation(visit: Visit) -> None:
    converse(visit)
    assert violations(visit) == []


def test_the_dark_page(server: Server, visitor: Visitor) -> None:
    visit = visitor(server.url, color_scheme="dark")
    converse(visit)
    visit.page.locator("#chat a.cite").first.click()
    expect(visit.opened.first).to_be_visible()
    assert violations(visit) == []


def test_the_figures_with_a_chart(visit: Visit) -> None:
    visit.show(BUNDLED)
    visit.tab("数据一览")
    visit.page.locator("#unit label", has_text="次").first.click()
    expect(visit.page.locator("#chart .vega-embed").first).to_be_visible(timeout=PATIENCE)
    assert violations(visit) == []


def test_the_search(visit: Visit) -> None:
    visit.tab("全文检索")
    visit.page.fill("#query textarea", "学习")
    visit.page.press("#query textarea", "Enter")
    visit.page.locator("#found li a").first.click(timeout=PATIENCE)
    assert violations(visit) == []


def test_the_dialogs(visit: Visit) -> None:
    visit.ask(OPINIONS)
    visit.page.get_by_role("button", name="历史").click()
    expect(visit.page.locator("#history .pick")).to_have_count(1)
    assert violations(visit) == []
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="没用").click()
    expect(visit.page.locator("dialog#feedback")).to_be_visible()
    assert violations(visit) == []


def test_the_drawer_on_a_phone(server: Server, visitor: Visitor) -> None:
    visit = visitor(server.url, viewport={"width": 390, "height": 844})
    visit.ask(OPINIONS)
    assert violations(visit) == []
    visit.page.locator("#chat a.cite").first.click()
    expect(visit.page.locator("#side")).to_be_in_viewport()
    assert violations(visit) == []


def test_the_english_page(server: Server, visitor: Visitor) -> None:
    visit = visitor(server.url, locale="en-GB")
    visit.ask("How many pieces of social opinion information were written?")
    assert violations(visit) == []
