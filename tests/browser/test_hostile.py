"""Hostile questions, reports and stored conversations are only text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.served import HOSTILE_NAME, Server
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = (
    "恶意代码测试<script>window.__pwned=7</script><img src=x onerror=window.__pwned=8>"
    "${window.__pwned=9}{{7*7}}$$x$$ C:\\new\\table **粗** [x](javascript:alert(1)) 发现漏洞多少个？"
)
MARKUP = '"><img src=x onerror=window.__pwned=10><script>window.__pwned=11</script>${window.__pwned=12}'
MADE = ", ".join(
    f"{pane} :is(img, script, iframe, object, form, .html-container svg)"
    for pane in ("#chat", "#paper", "#figures", "#found", "#history")
)


def harmless(visit: Visit) -> None:
    """Nothing ran, and nothing but text was made."""
    assert visit.page.evaluate("window.__pwned") is None
    assert visit.page.locator(MADE).count() == 0
    links = visit.page.locator(":is(#chat, #paper, #figures, #found, #history) a")
    assert all(str(link.get_attribute("href")).startswith("#") for link in links.all())


def test_a_hostile_question_and_report_are_only_text(visit: Visit) -> None:
    reply = visit.ask(QUESTION)
    assert visit.page.locator("#chat p.user").inner_text().strip() == QUESTION
    expect(visit.opened.first).to_be_visible()
    for shown in (reply, visit.paper.inner_text()):
        assert "<script>window.__pwned=3</script>漏洞37个" in shown
        assert "C:\\new\\table，金额$$x$$，模板{{7*7}}和${7*7}" in shown
        assert '<img src=x onerror="window.__pwned=5">图片' in shown
        assert '标题里的 <img src=x onerror="window.__pwned=1"> 和 ${window.__pwned=2}' in shown
    chip = visit.page.locator("#chat a.cite").first
    assert "".join(visit.opened.all_text_contents()) == chip.get_attribute("data-quote")
    harmless(visit)


def test_an_address_in_a_report_is_no_link(visit: Visit) -> None:
    assert "www.example.com，http://example.com，a@b.cn" in visit.ask("安全联系方式是什么？")
    harmless(visit)


def test_hostile_figures_and_passages_are_only_text(visit: Visit) -> None:
    visit.show(HOSTILE_NAME)
    visit.page.click("#paper .outline summary")
    visit.tab("数据一览")
    rows = visit.page.locator("#figures tbody tr")
    expect(rows.filter(has_text="<script>window.__pwned=3</script>")).not_to_have_count(0)
    visit.page.fill("#filter", MARKUP)
    expect(visit.page.locator("#figures .none")).to_be_visible()
    visit.page.fill("#filter", "")
    rows.filter(has_text="37个").locator("td").last.click()
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("37个")
    harmless(visit)
    visit.tab("全文检索")
    visit.page.fill("#query textarea", QUESTION)
    visit.page.press("#query textarea", "Enter")
    found = visit.page.locator("#found li", has_text="<script>window.__pwned=3</script>")
    expect(found).not_to_have_count(0, timeout=PATIENCE)
    found.first.get_by_role("link").click()
    expect(visit.opened.first).to_be_visible()
    harmless(visit)


def spoilt(value: Any) -> Any:
    """`value` with markup in every text, but for the kind, which must be a known one."""
    if isinstance(value, dict):
        return {name: one if name == "kind" else spoilt(one) for name, one in value.items()}
    if isinstance(value, list):
        return [spoilt(one) for one in value]
    return value + MARKUP if isinstance(value, str) else value


def test_a_hostile_stored_conversation_is_only_text(server: Server, visit: Visit) -> None:
    visit.ask("社情民意信息撰写了多少篇？")
    visit.ask("2024年组织了多少次学习？")
    (one,) = stored(visit)
    turns = json.dumps(spoilt(json.loads(one["turns"])))
    put(
        visit,
        [one | {"title": MARKUP, "turns": turns}, {"id": MARKUP, "title": MARKUP, "time": 0, "turns": "[]"}],
    )
    visit.go(server.url)
    expect(visit.page.locator("#chat p.user").first).to_have_text("社情民意信息撰写了多少篇？" + MARKUP)
    expect(visit.replies.first).to_contain_text(MARKUP[:40])
    visit.page.locator("#chat a.cite").first.click()
    expect(visit.page.locator("#paper .note")).to_be_visible()
    harmless(visit)
    visit.page.get_by_role("button", name="历史").click()
    expect(visit.page.locator("#history .pick span").first).to_have_text(MARKUP)
    harmless(visit)


@pytest.mark.parametrize(
    "kept",
    [
        [{"id": 1, "title": None, "time": "never", "turns": "[{}]"}],
        [{"id": "a", "title": "甲", "time": MARKUP, "turns": '[{"question": 7, "answer": {}}]'}],
        [None, 7, "x"],
        {"not": "a list"},
    ],
)
def test_a_broken_stored_conversation_breaks_nothing(server: Server, visit: Visit, kept: Any) -> None:
    put(visit, kept)
    visit.page.evaluate("sessionStorage['huimou-current'] = 'a'")
    visit.go(server.url)
    expect(visit.page.locator("#chat button.example").first).to_be_visible()
    visit.page.get_by_role("button", name="历史").click()
    dialog = visit.page.locator("#history")
    expect(dialog).to_be_visible()
    if dialog.locator(".pick").count():
        dialog.locator(".pick").first.click()
    else:
        dialog.get_by_role("button", name="关闭").click()
    assert visit.ask("社情民意信息撰写了多少篇？").startswith("85篇")
    titles = [one["title"] for one in stored(visit) if isinstance(one, dict)]
    assert "社情民意信息撰写了多少篇？" in titles
    harmless(visit)


def stored(visit: Visit) -> list[Any]:
    """The conversations that the browser keeps."""
    kept = json.loads(visit.page.evaluate("localStorage['huimou-conversations:'] ?? '[]'"))
    assert isinstance(kept, list)
    return kept


def put(visit: Visit, kept: Any) -> None:
    visit.page.evaluate("kept => { localStorage['huimou-conversations:'] = kept; }", json.dumps(kept))


def test_the_page_forbids_what_it_does_not_need(visit: Visit) -> None:
    response = visit.page.request.get(visit.page.url)
    policy = response.headers["content-security-policy"]
    assert re.search(r"default-src 'self'(;|$)", policy)
    assert "object-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
