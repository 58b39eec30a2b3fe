"""Takes the pictures in docs/images: ``python -m tests.browser.screenshots [FOLDER]``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.served import ROOT, Server, chromium
from tests.browser.visit import PATIENCE, Visit, watched

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LEARNING = "全年组织开展了多少次学习？"
READING = "那“赓续红色血脉 砥砺奋进新征程”委员读书活动举办了几场？"
LIST = "“六学联动”体系包括哪六学？"
ENGLISH = "How many pieces of social and public opinion information were written?"
REFUSED = "2024年组织了多少次学习？"
PROPOSALS = "委员提交了多少件提案？"


def first(visit: Visit) -> None:
    expect(visit.page.locator("#chat button.example").first).to_be_visible()


def chat(visit: Visit) -> None:
    visit.ask(LEARNING)
    visit.ask(READING)
    expect(visit.opened.first).to_be_visible()


def chat_phone(visit: Visit) -> None:
    visit.ask(LEARNING)


def drawer(visit: Visit) -> None:
    visit.ask(LEARNING)
    visit.page.locator("#chat a.cite").first.click()
    expect(visit.page.locator("#side")).to_be_in_viewport()


def refusal(visit: Visit) -> None:
    visit.ask(REFUSED)


def figures(visit: Visit) -> None:
    visit.tab("数据一览")
    visit.page.locator("#unit label", has_text="次").first.click()
    expect(visit.page.locator("#chart .vega-embed").first).to_be_visible(timeout=PATIENCE)
    visit.page.locator("#figures tbody tr").nth(1).click()
    expect(visit.opened.first).to_be_visible()


def search(visit: Visit) -> None:
    visit.tab("全文检索")
    visit.page.fill("#query textarea", "乡村振兴 产业")
    visit.page.press("#query textarea", "Enter")
    visit.page.locator("#found li a").first.click(timeout=PATIENCE)
    expect(visit.opened.first).to_be_visible()


def history(visit: Visit) -> None:
    for question in (REFUSED, LIST, LEARNING):
        visit.page.get_by_role("button", name="新对话").click()
        expect(visit.replies).to_have_count(0)
        visit.ask(question)
    visit.page.get_by_role("button", name="历史").click()
    expect(visit.page.locator("#history .pick")).to_have_count(3)


def english(visit: Visit) -> None:
    visit.ask(ENGLISH)
    expect(visit.opened.first).to_be_visible()


def choosing(visit: Visit) -> None:
    visit.ask(PROPOSALS)
    visit.page.locator('#choosing [data-act="choose"]').click()
    for place in ("平罗县", "青溪县", "云溪县"):
        visit.page.get_by_role("checkbox", name=place, exact=True).check()


def chosen(visit: Visit) -> None:
    choosing(visit)
    visit.page.get_by_role("button", name="确定").click()
    visit.ask(PROPOSALS)


Pictures = tuple[tuple[str, Callable[[Visit], None], dict[str, Any]], ...]
PICTURES: Pictures = (
    ("first", first, {}),
    ("chat", chat, {}),
    ("chat-dark", chat, {"color_scheme": "dark"}),
    ("chat-phone", chat_phone, {"viewport": PHONE}),
    ("drawer-phone", drawer, {"viewport": PHONE}),
    ("refusal", refusal, {}),
    ("figures", figures, {}),
    ("search", search, {}),
    ("history", history, {}),
    ("english", english, {"locale": "en-GB"}),
)
OF_A_SHELF: Pictures = (
    ("choosing", choosing, {}),
    ("choosing-phone", choosing, {"viewport": PHONE}),
    ("chosen", chosen, {}),
)


def take(browser: Browser, address: str, target: Path, pictures: Pictures) -> None:
    """Write these pictures into `target`."""
    for name, state, options in pictures:
        defaults: dict[str, Any] = {"locale": "zh-CN", "viewport": DESK, "color_scheme": "light"}
        context = browser.new_context(**defaults | options)
        visit = watched(context.new_page())
        visit.go(address)
        state(visit)
        visit.page.mouse.move(0, 0)
        visit.page.wait_for_timeout(700)  # for what fades or slides
        visit.page.screenshot(path=target / f"{name}.png")
        context.close()


def main(target: Path) -> None:
    """Serve the bundled report, then a shelf with the invented ones, and write the pictures into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        browser = chromium(playwright)
        with Server(Path(folder)) as server:
            take(browser, server.url, target, PICTURES)
            for report in (ROOT / "eval" / "invented").glob("*/*.txt"):
                shutil.copy(report, server.corpus)
            server.index()
            take(browser, server.url, target, OF_A_SHELF)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
