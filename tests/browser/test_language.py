"""The page in Chinese and in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.served import Server
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHINESE = re.compile(r"[\u3400-\u9fff]")
# Every text and label that a reader gets, but for what is a report's or a reader's, and the other language's
# own name.
OWN_WORDS = """() => {
    const theirs = '.sheet, .outline nav, .report, .said, p.user, [data-act="ask"], #figures td, #found p, '
        + '.where, .pick, [data-act="language"], #announce, #words, script, style, #unit, #chart, '
        + '#choice [lang="zh-CN"]';
    const words = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const element = node.nodeType === 3 ? node.parentElement : node;
        if (element.closest(theirs)) continue;
        const said = (name) => node.getAttribute(name) ?? '';
        if (node === element) words.push(said('aria-label'), said('title'), said('placeholder'));
        else words.push(node.data);
    }
    return [document.title.replace('回眸', ''), ...words].filter((word) => word.trim());
}"""


def own_words(visit: Visit) -> list[str]:
    words: list[str] = visit.page.evaluate(OWN_WORDS)
    assert len(words) > 20
    return words


def names_apart(words: list[str]) -> list[str]:
    """Those with Chinese in them, where it is not the name of the program or of a report."""
    names = re.compile("Huimou 回眸|=?安全测试报告|平罗县政协2025年工作回眸|Noto[^,]*")
    return [word for word in words if CHINESE.search(names.sub("", word))]


@pytest.fixture
def english(server: Server, visitor: Visitor) -> Visit:
    return visitor(server.url, locale="en-GB")


def test_a_chinese_browser_gets_the_chinese_page(visit: Visit) -> None:
    assert visit.page.url.rstrip("/").endswith(str(visit.page.url.rsplit(":", 1)[1]).rstrip("/"))
    assert not visit.page.url.endswith("/en")
    expect(visit.page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert visit.page.title() == "回眸"


def test_an_english_browser_gets_the_english_page(english: Visit) -> None:
    assert english.page.url.rstrip("/").endswith("/en")
    expect(english.page.locator("html")).to_have_attribute("lang", "en")
    assert names_apart(own_words(english)) == []


def test_every_part_of_the_english_page_is_english(english: Visit) -> None:
    english.page.fill("#box textarea", "How many pieces of social opinion information were written?")
    english.page.press("#box textarea", "Enter")
    assert "85" in english.replied(1)
    assert english.page.locator("#chat .acts button").all_inner_texts()[:2] == ["Copy", "Copy with source"]
    english.ask("How many apples were exported?")
    assert names_apart(own_words(english)) == []
    for name in ("Figures", "Search", "Ask"):
        english.tab(name)
        assert names_apart(own_words(english)) == []
    english.page.get_by_role("button", name="History").click()
    assert names_apart(own_words(english)) == []


def test_an_english_notice_is_english(english: Visit) -> None:
    english.page.locator("#tools").get_by_role("button", name="Word").click()
    expect(english.page.locator(".toast-wrap")).to_contain_text("There is no answer to export yet")
    assert names_apart([english.page.locator(".toast-wrap").inner_text()]) == []


def test_the_switch_to_chinese_stays(server: Server, english: Visit) -> None:
    english.page.get_by_role("link", name="中文").click()
    expect(english.page.locator("#tools")).to_contain_text("新对话")
    english.settled()
    assert not english.page.url.rstrip("/").endswith("/en")
    english.go(server.url)
    expect(english.page.locator("#tools")).to_contain_text("新对话")
    english.page.get_by_role("link", name="English").click()
    expect(english.page.locator("#tools")).to_contain_text("New conversation")
    english.settled()
    english.go(server.url)
    expect(english.page.locator("#tools")).to_contain_text("New conversation")


def test_a_conversation_goes_along_to_the_other_language(visit: Visit) -> None:
    visit.ask("社情民意信息撰写了多少篇？")
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page.locator("#tools")).to_contain_text("New conversation")
    expect(visit.replies).to_contain_text(["85篇"])
