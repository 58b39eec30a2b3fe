"""Searching: no answer, only the passages, and the way to each in the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def search(visit: Visit, query: str) -> Locator:
    """Search, wait; the passages."""
    visit.tab("全文检索")
    visit.page.fill("#query textarea", query)
    visit.page.press("#query textarea", "Enter")
    found = visit.page.locator("#found li")
    expect(found.first).to_be_visible(timeout=PATIENCE)
    return found


def test_passages_come_best_first_with_the_words_marked(visit: Visit) -> None:
    found = search(visit, "番茄产业")
    expect(visit.page.locator("#found .note")).to_have_text(f"最相关的 {found.count()} 段")
    expect(found.first.locator("mark", has_text="番茄产业")).to_have_count(1)
    scores = [float(re.sub(r"^相关度 ", "", score)) for score in found.locator(".score").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 5


def test_a_passage_opens_its_place_in_the_report(visit: Visit) -> None:
    found = search(visit, "番茄产业")
    for passage in (found.nth(2), found.first):
        passage.get_by_role("link").click()
        words = passage.locator("p").text_content() or ""
        expect(visit.opened.first).to_be_visible()
        assert "".join(visit.opened.all_text_contents()) == words.replace("\n", "")
        assert visit.in_view(visit.opened.first)


def test_a_refused_question_is_looked_up_by_a_click(visit: Visit) -> None:
    question = "平罗县政协2025年的番茄产量是多少吨？"
    assert visit.ask(question).startswith("报告中没有")
    visit.page.get_by_role("button", name="全文检索这个问题").click()
    expect(visit.page.locator("#query textarea")).to_have_value(question)
    expect(visit.page.locator("#found li mark", has_text="番茄").first).to_be_visible(timeout=PATIENCE)


def test_an_empty_search_and_one_too_long_say_so(visit: Visit) -> None:
    search(visit, "学习")
    visit.page.fill("#query textarea", "")
    visit.page.press("#query textarea", "Enter")
    expect(visit.page.locator("#found")).to_have_text(re.compile("这里不作回答"))
    visit.page.fill("#query textarea", "学习" * 600)
    visit.page.press("#query textarea", "Enter")
    expect(visit.page.locator("#found")).to_contain_text("问题太长了")
