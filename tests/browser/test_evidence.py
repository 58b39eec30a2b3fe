"""An answer, and where it stands: the report beside it, the sentence highlighted, the way there and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.served import BUNDLED, HOSTILE_NAME, Server
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READING = "“赓续红色血脉 砥砺奋进新征程”委员读书活动举办了几场？"
LECTURES = "委员讲堂办了几期？"
OVERVIEW = "平罗县政协的报告第三部分讲了什么？"


def test_the_short_answer_comes_first_with_its_source(visit: Visit) -> None:
    reply = visit.ask(READING)
    assert reply.startswith("4场1\n")
    assert visit.page.locator("#chat .bot strong").all_inner_texts() == ["4场"]
    chip = visit.page.locator("#chat a.cite")
    expect(chip).to_have_text("1")
    expect(chip).to_have_attribute("aria-label", re.compile(f"{BUNDLED}，第 \\d+ 段"))
    expect(visit.page.locator("#chat .source")).to_have_text(re.compile(f"《{BUNDLED}》 3 .*，第 \\d+ 段$"))


def test_the_cited_sentence_is_highlighted_in_the_report_and_in_view(visit: Visit) -> None:
    visit.ask(READING)
    expect(visit.opened.first).to_be_visible()
    quote = visit.page.get_attribute("#chat a.cite", "data-quote")
    assert quote
    assert "等委员读书活动4场、委员讲堂8期" in quote
    assert "".join(visit.opened.all_text_contents()) == quote
    assert visit.page.locator("#paper mark.now .answer").all_text_contents() == ["4场"]
    assert all(visit.in_view(part) for part in visit.opened.all())


def test_the_place_of_the_highlight_is_the_place_in_the_report(server: Server, visit: Visit) -> None:
    visit.ask(READING)
    start, end = (
        int(visit.page.get_attribute("#chat a.cite", f"data-{of}") or "") for of in ("start", "end")
    )
    whole = "\n".join(visit.page.locator("#paper .sheet > [data-start]").all_text_contents())
    assert whole[start:end] == "".join(visit.opened.all_text_contents())
    source = (server.corpus / f"{BUNDLED}.txt").read_text(encoding="utf-8")
    assert whole[start:end] in source.replace("\n", "")


def test_a_click_on_the_source_brings_the_sentence_back_into_view(visit: Visit) -> None:
    visit.ask(READING)
    expect(visit.opened.first).to_be_visible()
    visit.paper.evaluate("pane => { pane.scrollTop = 0; }")
    assert not visit.in_view(visit.opened.first)
    visit.page.click("#chat a.cite")
    assert visit.in_view(visit.opened.first)


def test_every_item_of_a_list_is_told(visit: Visit) -> None:
    reply = visit.ask("“六学联动”体系包括哪六学？")
    expect(visit.page.locator("#chat .bot li strong")).to_have_count(6)
    assert "“书香政协”常态学" in reply
    expect(visit.page.locator("#paper mark.now .answer").first).to_be_visible()
    quote = visit.page.get_attribute("#chat a.cite >> nth=0", "data-quote")
    assert "".join(visit.opened.all_text_contents()) == quote


def test_each_source_of_an_overview_opens_its_own_sentence(visit: Visit) -> None:
    visit.ask(OVERVIEW)
    chips = visit.page.locator("#chat a.cite")
    numbers = [int(number) for number in chips.all_inner_texts()]
    assert len(numbers) >= 4
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    expect(visit.page.locator("#paper :is(mark.cited, mark.now)").nth(max(numbers) - 1)).to_be_attached()
    for chip in chips.all():
        chip.click()
        expect(chip).to_have_class(re.compile(r"\bon\b"))
        assert "".join(visit.opened.all_text_contents()) == chip.get_attribute("data-quote")
        assert visit.in_view(visit.opened.first)
    expect(visit.page.locator("#chat a.cite.on")).to_have_count(1)


def test_two_replies_that_cite_one_sentence_share_it(visit: Visit) -> None:
    visit.ask(READING)
    visit.ask(LECTURES)
    first, second = (visit.page.locator(f'#chat [data-turn="{turn}"] a.cite').first for turn in (1, 2))
    assert first.get_attribute("data-quote") == second.get_attribute("data-quote")
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("8期")
    links = visit.page.locator("#paper .by")
    assert [link.get_attribute("data-n") for link in links.all()] == ["1", "2"]
    first.click()
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("4场")
    assert "".join(visit.opened.all_text_contents()) == first.get_attribute("data-quote")


def test_what_earlier_replies_cite_stays_marked(visit: Visit) -> None:
    visit.ask(READING)
    earlier = visit.page.get_attribute("#chat a.cite", "data-quote")
    visit.ask("社情民意信息撰写了多少篇？")
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("85篇")
    assert "".join(visit.page.locator("#paper mark.cited").all_text_contents()) == earlier


def test_the_way_back_leads_to_the_reply(visit: Visit) -> None:
    for question in (READING, OVERVIEW, "社情民意信息撰写了多少篇？"):
        visit.ask(question)
    reply = visit.page.locator("#chat #turn-1")
    expect(reply).not_to_be_in_viewport()
    visit.tab("全文检索")
    back = visit.page.locator('#paper .by[data-n="1"]').first
    expect(back).to_have_attribute("aria-label", re.compile("第 1 问"))
    back.click()
    expect(reply).to_be_in_viewport()
    expect(reply).to_be_focused()


def test_a_source_in_another_report_opens_that_report(visit: Visit) -> None:
    choice = visit.page.locator("#paper select.report")
    visit.show(HOSTILE_NAME)
    visit.ask(READING)
    expect(choice.locator("option:checked")).to_have_text(BUNDLED)
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("4场")
    visit.show(HOSTILE_NAME)
    expect(visit.opened).to_have_count(0)
    expect(visit.page.locator("#paper .title")).to_have_text("安全测试报告")
    visit.page.click("#chat a.cite")
    expect(choice.locator("option:checked")).to_have_text(BUNDLED)
    expect(visit.page.locator("#paper mark.now .answer")).to_have_text("4场")
    assert visit.in_view(visit.page.locator("#paper mark.now .answer"))


def test_each_report_shows_its_own_words_after_the_other(server: Server, visit: Visit) -> None:
    visit.ask(READING)
    expect(visit.opened.first).to_be_visible()
    for report in (HOSTILE_NAME, BUNDLED, HOSTILE_NAME):
        visit.show(report)
        source = (server.corpus / f"{report}.txt").read_text(encoding="utf-8").replace("\n", "")
        visit.page.wait_for_timeout(300)  # marks are set after the words have come
        for block in visit.page.locator("#paper .sheet > :is(.body, .heading)").all_text_contents():
            assert block in source


def test_a_heading_of_the_outline_is_gone_to(visit: Visit) -> None:
    visit.show(BUNDLED)
    visit.page.click("#paper .outline summary")
    heading = "4 坚持履职为民 奏响民生福祉改善“好声音”"
    visit.page.get_by_role("link", name=heading).click()
    assert visit.in_view(visit.page.locator("#paper .heading", has_text=heading))


def test_a_refusal_looks_like_one_and_shows_the_nearest(visit: Visit) -> None:
    reply = visit.ask("平罗县政协2025年的番茄产量是多少吨？")
    assert reply.startswith("报告中没有")
    assert "最接近的内容（不是答案）" in reply
    expect(visit.page.locator("#chat .bot.refusal .sure")).to_have_text("报告未提及")
    expect(visit.page.locator("#chat .bot strong")).to_have_count(0)
    expect(visit.page.locator("#paper .answer")).to_have_count(0)


def test_small_talk_cites_nothing(visit: Visit) -> None:
    assert "回眸" in visit.ask("你好，你能做什么？")
    expect(visit.page.locator("#chat :is(a.cite, .source, .acts)")).to_have_count(0)
    expect(visit.page.locator("#paper mark")).to_have_count(0)
