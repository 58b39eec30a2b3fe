"""The real page, the real models, a real browser."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.served import Server, Visit, watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEARNING = "全年组织开展了多少次学习？"
LOOPBACK = ("127.0.0.1", "localhost", "::1", "")
HOSTILE_QUESTION = (
    "恶意代码测试<script>window.__pwned=7</script><img src=x onerror=window.__pwned=8>"
    "${window.__pwned=9}{{7*7}}$$x$$ C:\\new\\table **粗** [x](javascript:alert(1)) 发现漏洞多少个？"
)


def test_page_is_up_before_the_models_and_the_first_question_is_answered(
    server: Server, visit: Visit
) -> None:
    # How soon is for `make bench`; that the page did not wait for the index is seen by its absence.
    assert not server.had_index_when_up
    assert "110余次" in visit.ask(LEARNING)


def test_evidence_marks_the_cited_sentence(visit: Visit) -> None:
    reply = visit.ask("“赓续红色血脉 砥砺奋进新征程”委员读书活动举办了几场？")
    assert reply.startswith("4场 [1]")
    assert visit.page.locator("#chat .bot.message strong").all_inner_texts() == ["4场"]
    mark = visit.page.locator("#evidence mark")
    expect(mark).to_have_count(1)
    assert "等委员读书活动4场、委员讲堂8期" in mark.inner_text()
    expect(visit.page.locator("#evidence .report")).to_contain_text("平罗县政协2025年工作回眸")
    expect(visit.page.locator("#evidence .place")).to_contain_text(re.compile(r"第 \d+ 段"))
    assert visit.page.locator("#evidence details.others").get_attribute("open") is None
    assert visit.page.locator("#evidence details.others article").count() >= 1


def test_a_refusal_looks_like_one(visit: Visit) -> None:
    reply = visit.ask("2024年组织了多少次学习？")
    assert reply.startswith("报告中没有提到")
    assert "最接近的内容（不是答案）" in reply
    expect(visit.page.locator("#chat .bot.message strong")).to_have_count(0)
    expect(visit.page.locator("#evidence .refused .note")).to_contain_text("没有找到")
    mark = visit.page.locator("#evidence .refused mark")
    expect(mark).to_have_count(1)
    background = "element => getComputedStyle(element).backgroundColor"
    nearest = mark.evaluate(background)
    visit.ask(LEARNING)
    expect(visit.page.locator("#evidence .refused")).to_have_count(0)
    assert visit.page.locator("#evidence mark").first.evaluate(background) != nearest


def test_a_list_shows_every_item_and_an_overview_every_section(visit: Visit) -> None:
    visit.ask("“六学联动”体系包括哪六学？")
    expect(visit.page.locator("#chat .bot.message li strong")).to_have_count(6)
    expect(visit.page.locator("#evidence mark")).to_have_count(1)
    reply = visit.ask("平罗县政协的报告第三部分讲了什么？")
    markers = sorted({int(number) for number in re.findall(r"\[(\d+)\]", reply)})
    assert len(markers) >= 4
    assert markers == list(range(1, len(markers) + 1))
    assert visit.page.locator("#evidence sup").all_inner_texts() == [str(number) for number in markers]
    expect(visit.page.locator("#evidence mark")).to_have_count(len(markers))
    expect(visit.page.locator("#evidence .section").first).to_contain_text("3 坚持发挥优势")


def test_small_talk_shows_no_evidence(visit: Visit) -> None:
    assert "回眸" in visit.ask("你好，你能做什么？")
    expect(visit.page.locator("#evidence .note")).to_have_text("这条回复没有引用报告。")
    expect(visit.page.locator("#evidence mark, #evidence details, #evidence .refused")).to_have_count(0)


def test_follow_up_builds_on_the_question_before(visit: Visit) -> None:
    visit.ask("社情民意信息撰写了多少篇？")
    # By itself this finds the 80余篇 of the press work.
    assert "85篇" in visit.ask("那有多少篇？")


def test_copy_takes_what_is_read(visit: Visit) -> None:
    reply = visit.ask(LEARNING)
    visit.page.click("#copy")
    expect(visit.page.locator("#copy")).to_have_text("已复制")
    visit.page.focus("#box textarea")
    visit.page.keyboard.press("Control+V")
    assert visit.page.input_value("#box textarea").split() == reply.split()
    expect(visit.page.locator("#copy")).to_have_text("复制回答")


def test_an_example_is_asked_by_a_click(visit: Visit) -> None:
    example = visit.page.locator("#chat .example").first
    question = example.inner_text()
    example.click()
    expect(visit.page.locator("#chat .user.message")).to_have_text(question)
    expect(visit.page.locator("#evidence mark")).not_to_have_count(0, timeout=20_000)


def test_what_is_typed_while_waiting_stays(visit: Visit) -> None:
    visit.page.fill("#box textarea", LEARNING)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#box textarea")).to_have_value("")
    visit.page.keyboard.type("下一个")
    expect(visit.page.locator("#evidence mark")).not_to_have_count(0, timeout=20_000)
    assert visit.page.input_value("#box textarea") == "下一个"


def test_clear_and_retry(visit: Visit) -> None:
    first = visit.ask(LEARNING)
    visit.page.click("#retry")
    expect(visit.page.locator("#chat .bot.message em")).to_have_count(0)
    expect(visit.page.locator("#chat .bot.message")).to_have_count(1)
    expect(visit.page.locator("#chat .bot.message")).to_have_text(first)
    visit.page.click("#clear")
    expect(visit.page.locator("#chat .bot.message")).to_have_count(0)
    expect(visit.page.locator("#evidence mark")).to_have_count(0)
    expect(visit.page.locator("#chat .example")).not_to_have_count(0)


def test_hostile_question_and_report_are_only_text(visit: Visit) -> None:
    visit.page.evaluate("window.__pwned = undefined")
    reply = visit.ask(HOSTILE_QUESTION)
    asked = visit.page.locator("#chat .user.message").inner_text()
    assert asked.strip() == HOSTILE_QUESTION
    evidence = visit.page.locator("#evidence").inner_text()
    for shown in (reply, evidence):
        assert "<script>window.__pwned=3</script>漏洞37个" in shown
        assert "C:\\new\\table，金额$$x$$，模板{{7*7}}和${7*7}" in shown
        assert '<img src=x onerror="window.__pwned=5">图片' in shown
        assert '标题里的 <img src=x onerror="window.__pwned=1"> 和 ${window.__pwned=2}' in shown
    assert visit.page.evaluate("window.__pwned") is None
    assert visit.page.locator("#chat img, #evidence img, #evidence script, #evidence svg").count() == 0
    assert visit.page.locator("#chat .message a").count() == 0
    assert visit.errors == []


def test_an_address_in_a_report_is_no_link(visit: Visit) -> None:
    assert "www.example.com，http://example.com，a@b.cn" in visit.ask("安全联系方式是什么？")
    assert visit.page.locator("#chat .message a").count() == 0


def test_empty_question_asks_for_one(visit: Visit) -> None:
    visit.page.fill("#box textarea", "   ")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".toast-wrap")).to_contain_text("请先输入一个问题")
    expect(visit.page.locator("#chat .message-row")).to_have_count(0)
    assert visit.errors == []


def test_very_long_question_gets_a_polite_reply(visit: Visit) -> None:
    reply = visit.ask("学习" * 5000)
    assert "太长" in reply
    assert "10000" in reply
    assert len(visit.page.locator("#chat .user.message").inner_text()) < 600


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_nothing_scrolls_sideways(server: Server, browser: Browser, width: int) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 844})
    visit = watched(context.new_page())
    visit.page.goto(server.url)
    visit.page.wait_for_selector("#box textarea")
    visit.ask("举办培训班几期？" + "长" * 60)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.page.locator("#evidence mark").first.bounding_box() is not None
    context.close()


def test_rebuilt_index_is_picked_up_by_itself(server: Server, visit: Visit) -> None:
    visit.ask(LEARNING)
    before = visit.page.locator("#status .built").inner_text()
    report = server.folder / "corpus" / "补充材料.txt"
    report.write_text("补充材料\n\n1 图书馆建设\n\n全年新建社区图书馆53座，藏书九万册。\n", encoding="utf-8")
    server.index()
    expect(visit.page.locator("#status .built")).not_to_have_text(before, timeout=10_000)
    assert "社区图书馆53座" in visit.ask("新建了多少座社区图书馆？")
    expect(visit.page.locator("#evidence .report").first).to_contain_text("补充材料")


def test_damaged_rebuild_is_told_and_the_old_index_answers_on(server: Server, visit: Visit) -> None:
    visit.ask(LEARNING)
    pointer = server.folder / "index" / "current"
    good = pointer.read_text(encoding="utf-8")
    pointer.write_text("20000101T000000Z-abcdef " + "0" * 64 + "\n", encoding="utf-8")
    try:
        expect(visit.page.locator("#status .trouble")).to_be_visible(timeout=5000)
        assert "110余次" in visit.ask(LEARNING)
    finally:
        pointer.write_text(good, encoding="utf-8")
    expect(visit.page.locator("#status .trouble")).to_have_count(0, timeout=5000)


def test_nothing_leaves_this_machine(server: Server, visit: Visit) -> None:
    visit.ask(LEARNING)
    hosts = {urlsplit(url).hostname for url in visit.requests if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    looked_up = server.names_looked_up
    assert "127.0.0.1" in looked_up, "the audit hook sees gradio's own check of its page"
    assert looked_up <= {*LOOPBACK, "None"}
    family = [psutil.Process(server.process.pid)]
    family += family[0].children(recursive=True)
    peers = {link.raddr.ip for one in family for link in one.net_connections("inet") if link.raddr}
    assert peers <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=http://198.51.100.1/x",
        "gradio_api/file%3Dhttp://198.51.100.1/x",
        "gradio_api/file=corpus/安全测试报告.txt",
        "gradio_api/proxy=http://198.51.100.1/",
        "gradio_api/upload",
        "file=http://198.51.100.1/x",
    ],
)
def test_routes_that_fetch_read_or_store_are_shut(server: Server, path: str) -> None:
    address = server.url + quote(path, safe="/=:%")
    assert status(Request(address)) == 403
    assert status(Request(address, data=b"x")) == 403


def test_a_request_under_a_foreign_name_is_refused(server: Server) -> None:
    foreign = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert status(Request(server.url + "config", headers=foreign)) == 403
    assert status(Request(server.url + "config")) == 200


def status(request: Request) -> int:
    """The HTTP status that a request gets."""
    try:
        with urlopen(request, timeout=10) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


def test_without_a_report_the_page_says_so_and_recovers(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "corpus").mkdir()
    context = browser.new_context(locale="zh-CN")
    with Server(tmp_path) as server, closing(context):
        visit = watched(context.new_page())
        visit.page.goto(server.url)
        visit.page.wait_for_selector("#box textarea")
        reply = visit.ask("有多少？")
        assert "corpus" in reply
        assert "Traceback" not in reply
        (tmp_path / "corpus" / "甲.txt").write_text("甲\n\n全年种树1234棵。\n", encoding="utf-8")
        expect(visit.page.locator("#status .built")).to_be_visible(timeout=60_000)
        assert "1234棵" in visit.ask("全年种树多少棵？")
        assert visit.errors == []
