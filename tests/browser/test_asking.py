"""Asking: typed, clicked, asked on, edited, asked again, copied."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.served import Server
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEARNING = "全年组织开展了多少次学习？"
OPINIONS = "社情民意信息撰写了多少篇？"


def test_a_question_of_the_first_screen_is_asked_by_a_click(visit: Visit) -> None:
    example = visit.page.locator("#chat button.example").first
    question = example.inner_text()
    example.click()
    visit.replied(1)
    expect(visit.page.locator("#chat p.user")).to_have_text([question])
    expect(visit.page.locator("#chat a.cite").first).to_be_visible()
    expect(visit.opened.first).to_be_visible()


def test_another_visit_is_offered_other_questions(server: Server, visitor: Visitor) -> None:
    offered = []
    for _ in range(4):
        examples = visitor(server.url).page.locator("#chat button.example")
        expect(examples).to_have_count(4)
        offered.append(frozenset(examples.all_inner_texts()))
    assert len(set(offered)) > 1


def test_a_question_that_leads_on_is_asked_by_a_click(visit: Visit) -> None:
    visit.ask(LEARNING)
    offered = visit.page.locator("#chat .next button")
    question = offered.first.inner_text()
    assert question != LEARNING
    offered.first.click()
    visit.replied(2)
    expect(visit.page.locator("#chat p.user")).to_have_text([LEARNING, question])
    expect(visit.page.locator('#chat [data-turn="2"] a.cite').first).to_be_visible()
    # Only the last reply leads on, and never to what was asked.
    expect(visit.page.locator("#chat .next ul")).to_have_count(1)
    assert not {LEARNING, question} & set(offered.all_inner_texts())


def test_a_follow_up_builds_on_the_question_before(visit: Visit) -> None:
    visit.ask(OPINIONS)
    # By itself this finds the 80余篇 of the press work.
    assert visit.ask("那有多少篇？").startswith("85篇")


def test_what_is_typed_while_waiting_stays(visit: Visit) -> None:
    visit.page.fill("#box textarea", LEARNING)
    visit.page.press("#box textarea", "Enter")
    expect(visit.page.locator("#box textarea")).to_have_value("")
    visit.page.keyboard.type("下一个")
    visit.replied(1)
    expect(visit.page.locator("#box textarea")).to_have_value("下一个")


def test_a_question_can_be_edited_and_what_followed_it_goes(visit: Visit) -> None:
    visit.ask(LEARNING)
    visit.ask(OPINIONS)
    first = visit.page.locator('#chat .user[data-turn="1"]')
    first.hover()
    first.get_by_role("button", name="修改问题").click()
    box = visit.page.locator("#box textarea")
    expect(box).to_have_value(LEARNING)
    expect(box).to_be_focused()
    box.fill("委员讲堂办了几期？")
    box.press("Enter")
    expect(visit.replies.first).to_contain_text("8期", timeout=PATIENCE)
    expect(visit.replies).to_have_count(1)
    expect(visit.page.locator("#chat p.user")).to_have_text(["委员讲堂办了几期？"])
    assert visit.ask(OPINIONS).startswith("85篇")


def test_an_edit_that_is_given_up_takes_nothing_away(visit: Visit) -> None:
    visit.ask(LEARNING)
    visit.page.locator("#chat .user").first.hover()
    visit.page.get_by_role("button", name="修改问题").click()
    box = visit.page.locator("#box textarea")
    expect(box).to_have_value(LEARNING)
    box.press("Control+A")
    box.press("Backspace")
    assert visit.ask(OPINIONS).startswith("85篇")
    expect(visit.replies).to_have_count(2)


def test_the_last_question_can_be_asked_again(visit: Visit) -> None:
    visit.ask(LEARNING)
    reply = visit.ask(OPINIONS)
    # What is drawn anew loses the attribute.
    visit.replies.last.evaluate("said => said.setAttribute('data-before', '')")
    visit.page.get_by_role("button", name="重新回答").click()
    expect(visit.page.locator("#chat [data-before]")).to_have_count(0, timeout=PATIENCE)
    assert visit.replied(2) == reply
    # Nothing is taken away by that from what comes next.
    visit.ask("委员讲堂办了几期？")
    expect(visit.replies).to_have_count(3)


def test_a_new_conversation_begins_with_the_first_screen(visit: Visit) -> None:
    visit.ask(LEARNING)
    visit.page.get_by_role("button", name="新对话").click()
    expect(visit.replies).to_have_count(0)
    expect(visit.page.locator("#chat button.example")).to_have_count(4)
    expect(visit.page.locator("#paper mark")).to_have_count(0)
    expect(visit.page.locator("#box textarea")).to_be_focused()
    # What was said before is no history of it.
    assert visit.ask(OPINIONS).startswith("85篇")
    expect(visit.page.locator("#chat p.user")).to_have_text([OPINIONS])


def test_copy_takes_what_is_read_and_no_markup(visit: Visit) -> None:
    visit.ask(OPINIONS)
    quote = visit.page.get_attribute("#chat a.cite", "data-quote")
    button = visit.page.locator('#chat [data-act="copy"]')
    button.click()
    expect(button).to_have_text("已复制")
    assert pasted(visit) == f"85篇\n原文：{quote}"
    expect(button).to_have_text("复制")


def test_copy_with_source_says_where_it_stands(visit: Visit) -> None:
    visit.ask(OPINIONS)
    quote = visit.page.get_attribute("#chat a.cite", "data-quote")
    source = visit.page.locator("#chat .source").inner_text()
    visit.page.click('#chat [data-act="copy-cited"]')
    assert pasted(visit) == f"85篇\n原文：{quote}\n[1] {source}：“{quote}”"


def pasted(visit: Visit) -> str:
    """What the clipboard holds."""
    visit.page.focus("#box textarea")
    visit.page.keyboard.press("Control+V")
    return visit.page.input_value("#box textarea")


def test_a_reply_to_small_talk_leaves_the_conversation_where_it_is_read(visit: Visit) -> None:
    for question in (LEARNING, OPINIONS, "委员讲堂办了几期？", "你好"):
        visit.ask(question)
    chat = visit.page.locator("#chat")
    chat.evaluate("pane => { pane.scrollTop = 0; }")
    visit.page.wait_for_timeout(6000)  # longer than the page takes to look for a new index
    assert chat.evaluate("pane => pane.scrollTop") == 0


def test_an_empty_question_asks_for_one(visit: Visit) -> None:
    visit.page.fill("#box textarea", "   ")
    visit.page.press("#box textarea", "Enter")
    expect(visit.page.locator(".toast-wrap")).to_contain_text("请先输入一个问题")
    expect(visit.page.locator("#chat article")).to_have_count(0)


def test_a_very_long_question_gets_a_polite_reply(visit: Visit) -> None:
    reply = visit.ask("学习" * 5000)
    assert "太长" in reply
    assert "10000" in reply
    assert len(visit.page.locator("#chat p.user").inner_text()) < 600
    assert visit.ask(OPINIONS).startswith("85篇")
