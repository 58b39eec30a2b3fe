"""Taking answers away: a Word file, Markdown; and what readers think of them."""

from __future__ import annotations

from typing import Any

import docx
import pytest
from playwright.sync_api import Download, Locator, expect

from tests.browser.served import Server
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPINIONS = "社情民意信息撰写了多少篇？"
LECTURES = "委员讲堂办了几期？"
VERDICTS = ("useful", "useless")


@pytest.fixture
def asked(visit: Visit) -> Visit:
    """A conversation of two questions."""
    visit.ask(OPINIONS)
    visit.ask(LECTURES)
    return visit


def word(file: Download) -> str:
    """The text of a Word file, read by python-docx."""
    assert file.suggested_filename == "回眸问答记录.docx"
    return "\n".join(paragraph.text for paragraph in docx.Document(str(file.path())).paragraphs)


def quote(visit: Visit, turn: int) -> str:
    return visit.page.get_attribute(f'#chat [data-turn="{turn}"] a.cite >> nth=0', "data-quote") or ""


def tools(visit: Visit) -> Locator:
    return visit.page.locator("#tools")


def test_a_conversation_becomes_a_word_file(asked: Visit) -> None:
    text = word(asked.download(tools(asked).get_by_role("button", name="Word")))
    for part in (OPINIONS, "85篇", quote(asked, 1), LECTURES, "8期", quote(asked, 2)):
        assert part in text
    assert text.index(OPINIONS) < text.index(LECTURES)


def test_one_reply_becomes_a_word_file(asked: Visit) -> None:
    reply = asked.page.locator('#chat .bot[data-turn="1"]')
    text = word(asked.download(reply.get_by_role("button", name="Word")))
    for part in (OPINIONS, "85篇", quote(asked, 1)):
        assert part in text
    assert LECTURES not in text


def test_a_conversation_becomes_markdown(asked: Visit) -> None:
    file = asked.download(tools(asked).get_by_role("button", name="Markdown"))
    assert file.suggested_filename == "回眸问答记录.md"
    text = file.path().read_text(encoding="utf-8")
    assert f"\n## {OPINIONS}\n" in text
    assert "**85篇**" in text
    assert "**8期**" in text
    assert quote(asked, 2) in text


@pytest.mark.parametrize("name", ["Word", "Markdown"])
def test_before_any_answer_there_is_nothing_to_export(visit: Visit, name: str) -> None:
    tools(visit).get_by_role("button", name=name).click()
    expect(visit.page.locator(".toast-wrap")).to_contain_text("还没有可以导出的回答")


def test_a_useful_answer_is_noted_with_all_that_is_needed(server: Server, asked: Visit) -> None:
    before = len(server.feedback)
    reply = asked.page.locator('#chat .bot[data-turn="2"]')
    reply.get_by_role("button", name="有用").click()
    expect(reply.locator('[data-act="useful"]')).to_have_text("已记下，谢谢")
    expect(reply.locator('[data-act="useful"]')).to_have_attribute("aria-pressed", "true")
    (row,) = written(server, asked, before)
    assert (row["verdict"], row["note"]) == ("useful", "")
    assert (row["question"], row["answer"], row["build"]) == (LECTURES, "8期", server.build)
    assert row["history"] == [[OPINIONS, "85篇"]]
    (cited,) = row["citations"]
    assert cited["quote"] == quote(asked, 2)


def test_a_useless_answer_is_noted_with_what_is_wrong(server: Server, asked: Visit) -> None:
    before = len(server.feedback)
    reply = asked.page.locator('#chat .bot[data-turn="1"]')
    reply.get_by_role("button", name="没用").click()
    dialog = asked.page.get_by_role("dialog", name="这条回答哪里不对？")
    dialog.get_by_role("textbox").fill("数字是去年的 <b>")
    dialog.get_by_role("button", name="提交").click()
    expect(dialog).to_be_hidden()
    (row,) = written(server, asked, before)
    assert (row["verdict"], row["note"]) == ("useless", "数字是去年的 <b>")
    assert (row["question"], row["answer"], row["build"]) == (OPINIONS, "85篇", server.build)
    assert row["history"] == []


def test_a_verdict_can_be_thought_better_of(server: Server, asked: Visit) -> None:
    before = len(server.feedback)
    asked.page.locator('#chat .bot[data-turn="1"]').get_by_role("button", name="没用").click()
    dialog = asked.page.get_by_role("dialog", name="这条回答哪里不对？")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()
    asked.page.wait_for_timeout(1000)
    assert len(server.feedback) == before


def test_a_verdict_is_still_seen_after_the_next_answer_and_a_reload(server: Server, asked: Visit) -> None:
    useful, useless = (asked.page.locator(f'#chat [data-turn="1"] [data-act="{act}"]') for act in VERDICTS)
    useful.click()
    asked.ask("委员读书活动举办了几场？")
    for _ in range(2):
        expect(useful).to_have_attribute("aria-pressed", "true")
        expect(useful).to_have_text("有用")
        expect(useless).to_have_attribute("aria-pressed", "false")
        expect(asked.page.locator("#chat [aria-pressed]")).to_have_count(2)  # none at the other answers
        asked.go(server.url)
    # Another answer to the same question is not judged yet.
    asked.page.locator('#chat .user[data-turn="1"]').hover()
    asked.page.locator('#chat .user[data-turn="1"]').get_by_role("button", name="修改问题").click()
    asked.page.fill("#box textarea", LECTURES)
    asked.page.press("#box textarea", "Enter")
    asked.replied(1)
    expect(asked.page.locator("#chat [aria-pressed]")).to_have_count(0)


def written(server: Server, visit: Visit, before: int) -> list[dict[str, Any]]:
    """The lines of the feedback file behind the first `before`, once there are any."""
    for _ in range(300):
        if len(server.feedback) > before:
            break
        visit.page.wait_for_timeout(100)
    return server.feedback[before:]
