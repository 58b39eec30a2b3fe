"""Before the models are there: the page is up, questions wait, and can be stopped and asked again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.served import Server, with_reports
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORT = "甲县工作报告\n\n一、植树\n\n全年种树1234棵，修路56公里。\n\n二、学习\n\n全年学习78次。\n"
TREES = "全年种树多少棵？"


@pytest.fixture
def loading(tmp_path: Path) -> Iterator[Server]:
    """A server whose models do not load until `hold` is removed, and that has no index."""
    with_reports(tmp_path, 甲县=REPORT)
    server = Server(tmp_path)
    server.hold.touch()
    with server:
        yield server
        server.hold.unlink(missing_ok=True)


def test_the_page_is_up_before_the_models_and_the_question_waits(loading: Server, visitor: Visitor) -> None:
    assert not loading.had_index_when_up
    visit = come(visitor, loading)
    expect(visit.page.locator("#chat .placeholder")).to_contain_text("现在就可以提问")
    send(visit, TREES)
    expect(visit.page.locator("#chat .pending")).to_contain_text("正在加载模型")
    loading.hold.unlink()
    assert visit.replied(1).startswith("1234棵")


def test_what_waits_can_be_stopped_and_asked_again(loading: Server, visitor: Visitor) -> None:
    visit = come(visitor, loading)
    send(visit, TREES)
    expect(visit.page.locator("#chat .pending")).to_have_count(1)
    visit.page.click("#box .stop-button")
    expect(visit.replies).to_have_text(["已停止"])
    expect(visit.page.locator("#chat .pending")).to_have_count(0)
    expect(visit.page.locator("#box .submit-button")).to_be_visible()
    loading.hold.unlink()
    visit.page.locator("#status .built").wait_for(timeout=PATIENCE)
    expect(visit.replies).to_have_text(["已停止"])  # its answer does not come after all
    visit.page.get_by_role("button", name="重新回答").click()
    expect(visit.replies).to_contain_text(["1234棵"], timeout=PATIENCE)
    expect(visit.page.locator("#chat p.user")).to_have_text([TREES])


def test_two_questions_at_once_are_both_answered(loading: Server, visitor: Visitor) -> None:
    visit = come(visitor, loading)
    send(visit, TREES)
    expect(visit.page.locator("#chat .pending")).to_have_count(1)
    visit.page.fill("#box textarea", "修路多少公里？")
    visit.page.press("#box textarea", "Enter")
    loading.hold.unlink()
    visit.replied(1)
    # The second is still in the box: it was not lost, and it did not overwrite the first.
    expect(visit.page.locator("#box textarea")).to_have_value("修路多少公里？")
    visit.page.press("#box textarea", "Enter")
    assert visit.replied(2).startswith("56公里")
    expect(visit.replies.first).to_contain_text("1234棵")


ENTER = """() => {
  for (const type of ["keydown", "keypress", "keyup"])
    document.querySelector("#box textarea").dispatchEvent(
      new KeyboardEvent(type, { key: "Enter", bubbles: true, cancelable: true }));
}"""
# Enter as soon as there is a reply: the call that brought it has not ended for gradio yet.
AT_ONCE = f"""() => {{
  const watch = new MutationObserver(() => {{
    if (document.querySelector("#chat .pending")) return;
    watch.disconnect();
    ({ENTER})();
  }});
  watch.observe(document.querySelector("#chat"), {{ childList: true, subtree: true }});
}}"""


def test_a_question_sent_the_moment_the_reply_appears_is_answered(loading: Server, visitor: Visitor) -> None:
    visit = come(visitor, loading)
    send(visit, TREES)
    expect(visit.page.locator("#chat .pending")).to_have_count(1)
    visit.page.fill("#box textarea", "修路多少公里？")
    visit.page.evaluate(AT_ONCE)
    loading.hold.unlink()
    assert visit.replied(2).startswith("56公里")
    expect(visit.replies.first).to_contain_text("1234棵")


def test_enter_pressed_twice_asks_once(loading: Server, visitor: Visitor) -> None:
    visit = come(visitor, loading)
    visit.page.fill("#box textarea", TREES)
    for _ in range(2):
        visit.page.evaluate(ENTER)
    loading.hold.unlink()
    assert visit.replied(1).startswith("1234棵")
    visit.page.wait_for_timeout(1000)
    expect(visit.page.locator("#chat p.user")).to_have_text([TREES])
    expect(visit.page.locator(".toast-wrap")).not_to_contain_text("请先输入一个问题")


def come(visitor: Visitor, server: Server) -> Visit:
    """A visit to a page that has no index yet."""
    visit = visitor()
    visit.page.goto(server.url, timeout=PATIENCE)
    visit.page.wait_for_selector("#box textarea", timeout=PATIENCE)
    return visit


def send(visit: Visit, question: str) -> None:
    visit.page.fill("#box textarea", question)
    visit.page.press("#box textarea", "Enter")


def test_without_a_report_the_page_says_so_and_recovers(tmp_path: Path, visitor: Visitor) -> None:
    with Server(with_reports(tmp_path)) as server:
        visit = come(visitor, server)
        reply = visit.ask("有多少？")
        assert "corpus" in reply
        assert "Traceback" not in reply
        (server.corpus / "甲.txt").write_text(REPORT, encoding="utf-8")
        visit.page.locator("#status .built").wait_for(timeout=PATIENCE)
        assert visit.ask(TREES).startswith("1234棵")


@contextmanager
def damaged(server: Server) -> Iterator[None]:
    """The index names a build that is not there."""
    pointer = server.folder / "index" / "current"
    good = pointer.read_text(encoding="utf-8")
    pointer.write_text("20000101T000000Z-abcdef " + "0" * 64 + "\n", encoding="utf-8")
    try:
        yield
    finally:
        pointer.write_text(good, encoding="utf-8")


def test_a_rebuilt_index_is_picked_up_and_a_damaged_one_is_told(tmp_path: Path, visitor: Visitor) -> None:
    with Server(with_reports(tmp_path, 甲县=REPORT)) as server:
        visit = visitor(server.url)
        assert visit.ask(TREES).startswith("1234棵")
        expect(visit.page.locator("#paper mark.now .answer")).to_have_text("1234棵")
        visit.tab("数据一览")
        expect(visit.page.locator("#figures tbody tr")).to_have_count(3)
        before = visit.page.locator("#status .built").inner_text()
        added = "补充材料\n\n1 图书馆建设\n\n全年新建社区图书馆53座，藏书九万册。\n"
        (server.corpus / "补充材料.txt").write_text(added, encoding="utf-8")
        (server.corpus / "甲县.txt").write_text(REPORT.replace("修路56公里", "修路57公里，架桥9座"), "utf-8")
        server.index()
        expect(visit.page.locator("#status .built")).not_to_have_text(before, timeout=PATIENCE)
        # The report beside the answers and its figures are the new ones, and the new report can be chosen.
        expect(visit.page.locator("#paper select.report option")).to_have_text(["甲县", "补充材料"])
        visit.show("甲县")
        expect(visit.paper).to_contain_text("修路57公里，架桥9座")
        expect(visit.page.locator("#figures tbody tr")).to_have_count(4)
        visit.tab("问答")
        assert visit.ask("新建了多少座社区图书馆？").startswith("53座")
        expect(visit.page.locator("#paper select.report option:checked")).to_have_text("补充材料")
        expect(visit.page.locator("#paper mark.now .answer")).to_have_text("53座")
        # An answer from before the change: its words are still in the report, and it says that this changed.
        visit.page.click('#chat [data-turn="1"] a.cite')
        with damaged(server):
            expect(visit.page.locator("#status .trouble")).to_be_visible(timeout=PATIENCE)
            assert visit.ask("藏书多少册？").startswith("九万册")
        expect(visit.page.locator("#status .trouble")).to_have_count(0, timeout=PATIENCE)
