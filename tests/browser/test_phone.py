"""On a phone, by the keyboard alone, and in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.served import Server
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPINIONS = "社情民意信息撰写了多少篇？"
PHONE = {"width": 390, "height": 844}


def sideways(visit: Visit) -> int:
    """By how many pixels the page is wider than the screen."""
    wider: int = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


@pytest.fixture
def phone(server: Server, visitor: Visitor) -> Visit:
    return visitor(server.url, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1024, 1440])
def test_nothing_scrolls_sideways(server: Server, visitor: Visitor, width: int) -> None:
    visit = visitor(server.url, viewport={"width": width, "height": 800})
    assert sideways(visit) <= 0
    visit.ask("举办培训班几期？" + "长" * 60)
    visit.ask("平罗县政协的报告第三部分讲了什么？")
    assert sideways(visit) <= 0
    for name in ("数据一览", "全文检索"):
        visit.tab(name)
        assert sideways(visit) <= 0
    visit.page.get_by_role("button", name="历史").click()
    assert sideways(visit) <= 0
    visit.page.keyboard.press("Escape")
    # What is on the screen is wholly on it.
    for control in visit.page.locator("#masthead nav :is(button, a):visible, #tabs [role=tab]:visible").all():
        box = control.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_a_source_opens_the_report_as_a_drawer(phone: Visit) -> None:
    phone.ask(OPINIONS)
    side = phone.page.locator("#side")
    expect(side).not_to_be_in_viewport()
    chip = phone.page.locator("#chat a.cite").first
    chip.tap()
    expect(side).to_be_in_viewport()
    expect(phone.page.locator("#paper mark.now .answer")).to_have_text("85篇")
    expect(phone.page.locator("#paper mark.now .answer")).to_be_in_viewport()
    phone.page.locator("#paper .close").tap()
    expect(side).not_to_be_in_viewport()
    expect(chip).to_be_focused()
    chip.tap()
    expect(side).to_be_in_viewport()
    phone.page.keyboard.press("Escape")
    expect(side).not_to_be_in_viewport()
    expect(chip).to_be_focused()


def test_the_report_opens_from_the_head_of_the_page(phone: Visit) -> None:
    button = phone.page.get_by_role("button", name="报告原文")
    button.tap()
    expect(phone.page.locator("#paper .title")).to_be_in_viewport()
    expect(phone.page.locator("#paper .close")).to_be_focused()
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator("#side")).not_to_be_in_viewport()
    expect(button).to_be_focused()


def test_the_way_back_closes_the_drawer(phone: Visit) -> None:
    phone.ask(OPINIONS)
    phone.page.locator("#chat a.cite").first.tap()
    phone.page.locator("#paper .by").first.tap()
    expect(phone.page.locator("#side")).not_to_be_in_viewport()
    expect(phone.page.locator("#chat #turn-1")).to_be_focused()


def test_a_source_is_opened_by_the_keyboard(visit: Visit) -> None:
    visit.ask(OPINIONS)
    chip = visit.page.locator("#chat a.cite").first
    visit.page.focus("#box textarea")
    for _ in range(40):
        visit.page.keyboard.press("Shift+Tab")
        if chip.evaluate("element => element === document.activeElement"):
            break
    expect(chip).to_be_focused()
    visit.paper.evaluate("pane => { pane.scrollTop = 0; }")
    visit.page.keyboard.press("Enter")
    expect(visit.opened.first).to_be_focused()
    assert visit.in_view(visit.page.locator("#paper mark.now .answer"))
    # From the sentence on, the next stop is the way back to the reply.
    visit.page.keyboard.press("Tab")
    expect(visit.page.locator("#paper .by").first).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#chat #turn-1")).to_be_focused()


def test_the_first_stop_leads_past_everything_to_the_question(visit: Visit) -> None:
    visit.page.get_by_role("button", name="历史").focus()
    visit.page.keyboard.press("Shift+Tab")
    skip = visit.page.get_by_role("link", name="跳到提问框")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#box textarea")).to_be_focused()


def test_a_slash_goes_to_the_question_but_is_typed_in_it(visit: Visit) -> None:
    visit.tab("全文检索")
    visit.page.keyboard.press("/")
    box = visit.page.locator("#box textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    visit.page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_as_dark_as_the_system(server: Server, visitor: Visitor, scheme: str) -> None:
    visit = visitor(server.url, color_scheme=scheme)
    assert is_dark(visit) == (scheme == "dark")


def test_the_reader_s_own_choice_of_dark_is_remembered(server: Server, visitor: Visitor) -> None:
    visit = visitor(server.url, color_scheme="light")
    switch = visit.page.get_by_role("button", name="切换深浅色")
    switch.click()
    assert is_dark(visit)
    visit.go(server.url)
    assert is_dark(visit)
    switch.click()
    assert not is_dark(visit)
    visit.go(server.url)
    assert not is_dark(visit)


def is_dark(visit: Visit) -> bool:
    """Whether light words stand on a dark page."""
    colours: str = visit.page.locator("#paper .sheet").evaluate(
        "sheet => getComputedStyle(sheet).color + getComputedStyle(document.body).backgroundColor"
    )
    numbers = [
        int(number) for number in colours.replace("rgb(", " ").replace(")", ",").split(",") if number.strip()
    ]
    return sum(numbers[:3]) > sum(numbers[3:6])
