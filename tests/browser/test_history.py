"""Past conversations: kept in the browser, there after the server was killed, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor
from tests.browser.served import Server, with_reports
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORT = """甲县工作报告

一、植树

全年种树1234棵，修路56公里。

二、学习

委员们聚焦党政所需、民生关切撰写社情民意信息85篇。

通过政协履职通、微信公众号等新媒体平台推送工作动态80余篇。
"""
TREES = "全年种树多少棵？"
OPINIONS = "社情民意信息撰写了多少篇？"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be killed; a new one at the same address is up afterwards."""
    with Server(with_reports(tmp_path_factory.mktemp("history"), 甲县=REPORT)) as running:
        yield running


def dialog(visit: Visit) -> Locator:
    """The list of past conversations, opened if need be."""
    found = visit.page.locator("dialog#history")
    if not found.is_visible():
        visit.page.get_by_role("button", name="历史").click()
    return found


def new(visit: Visit) -> None:
    visit.page.get_by_role("button", name="新对话").click()
    expect(visit.replies).to_have_count(0)


def test_a_conversation_is_there_after_the_server_was_killed(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    visit.ask(TREES)
    new(visit)
    visit.ask(OPINIONS)
    url = own.url
    own.kill()
    own.start()
    assert own.url == url
    visit.go(url)
    expect(visit.page.locator("#chat p.user")).to_have_text([OPINIONS])
    expect(visit.replies).to_contain_text(["85篇"])
    # It can be gone on with: its question is what a follow-up builds on.
    assert visit.ask("那有多少篇？").startswith("85篇")
    visit.page.click('#chat [data-turn="1"] a.cite')
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("85篇")
    dialog(visit).get_by_role("button", name=TREES).first.click()
    expect(visit.page.locator("#chat p.user")).to_have_text([TREES])
    assert visit.ask("修路多少公里？").startswith("56公里")
    assert dialog(visit).locator("li .pick span").all_inner_texts() == [TREES, OPINIONS]
    forgive(visit)


def test_another_browser_sees_nothing_of_it(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    visit.ask(TREES)
    other = visitor(own.url)
    expect(other.replies).to_have_count(0)
    expect(dialog(other).locator("li")).to_have_count(0)
    expect(dialog(other).locator(".none")).to_have_text("还没有历史对话。")


def test_conversations_are_deleted_one_by_one_and_all_together(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    for question in (TREES, OPINIONS, "修路多少公里？"):
        new(visit)
        visit.ask(question)
    rows = dialog(visit).locator("li")
    expect(rows).to_have_count(3)
    rows.filter(has_text=OPINIONS).get_by_role("button", name=f"删除：{OPINIONS}").click()
    assert dialog(visit).locator("li .pick span").all_inner_texts() == ["修路多少公里？", TREES]
    every = dialog(visit).locator('[data-act="forget-all"]')
    every.click()
    expect(every).to_have_text("再点一次，全部删除")
    expect(rows).to_have_count(2)
    every.click()
    expect(rows).to_have_count(0)
    assert kept(visit) == []
    dialog(visit).get_by_role("button", name="关闭").click()
    # What was deleted is not there after a reload, and does not come back with the next question.
    visit.go(own.url)
    expect(visit.replies).to_have_count(0)
    visit.ask(TREES)
    expect(dialog(visit).locator("li")).to_have_count(1)


def test_a_question_deleted_while_it_is_open_stays_deleted(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    visit.ask(TREES)
    dialog(visit).get_by_role("button", name=f"删除：{TREES}").click()
    dialog(visit).get_by_role("button", name="关闭").click()
    new(visit)
    visit.ask(OPINIONS)
    assert [one["title"] for one in kept(visit)] == [OPINIONS]


def test_the_newest_conversations_are_kept(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    visit.ask(TREES)
    visit.page.evaluate(
        """() => {
            const shelf = Object.keys(localStorage).find((name) => name.startsWith('huimou-conversations'));
            const [one] = JSON.parse(localStorage[shelf]);
            const many = Array.from({length: 40}, (_, n) => ({...one, id: `old-${n}`, title: `旧 ${n}`}));
            localStorage[shelf] = JSON.stringify(many);
        }"""
    )
    new(visit)
    visit.ask(OPINIONS)
    titles = [one["title"] for one in kept(visit)]
    assert titles == [OPINIONS, *(f"旧 {number}" for number in range(29))]


def kept(visit: Visit) -> list[dict[str, str]]:
    """What the browser keeps."""
    found: str = visit.page.evaluate(
        "localStorage[Object.keys(localStorage).find(name => name.startsWith('huimou-conversations'))]"
    )
    conversations: list[dict[str, str]] = json.loads(found)
    return conversations


def test_a_page_left_open_goes_on_after_a_restart(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    visit.ask(TREES)
    own.kill()
    own.start()
    visit.page.wait_for_timeout(3000)
    visit.go(own.url)
    assert visit.ask(OPINIONS).startswith("85篇")
    forgive(visit)


def test_what_is_entered_while_another_question_waits_is_not_lost(own: Server, visitor: Visitor) -> None:
    visit = visitor(own.url)
    visit.ask(TREES)
    own.kill()
    own.hold.touch()
    own.start()
    try:
        visit.page.goto(own.url)
        visit.page.get_by_role("button", name="重新回答").click()
        expect(visit.page.locator("#chat .pending")).to_have_count(1)
        visit.page.fill("#box textarea", OPINIONS)
        visit.page.press("#box textarea", "Enter")
        visit.page.wait_for_timeout(500)
    finally:
        own.hold.unlink()
    assert visit.replied(1).startswith("1234棵")
    expect(visit.page.locator("#box textarea")).to_have_value(OPINIONS)
    visit.page.press("#box textarea", "Enter")
    assert visit.replied(2).startswith("85篇")
    expect(visit.replies.first).to_contain_text("1234棵")
    forgive(visit)


def forgive(visit: Visit) -> None:
    """Calls that failed while nobody answered are no fault of the page."""
    visit.errors[:] = [error for error in visit.errors if "Failed to load resource: net::ERR_" not in error]
