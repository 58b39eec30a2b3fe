"""Nothing leaves this machine, and nobody gets in by a side door."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.served import BUNDLED, HOSTILE_NAME, Server
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOPBACK = ("127.0.0.1", "localhost", "::1", "")


def test_nothing_leaves_this_machine_whatever_is_used(server: Server, visit: Visit) -> None:
    page = visit.page
    visit.ask("全年组织开展了多少次学习？")
    page.locator("#chat .next button").first.click()
    visit.replied(2)
    page.locator("#chat a.cite").first.click()
    page.locator('#chat [data-act="useful"]').first.click()
    for name in ("Word", "Markdown"):
        visit.download(page.locator("#tools").get_by_role("button", name=name))
    visit.show(BUNDLED)
    visit.tab("数据一览")
    page.locator("#unit label", has_text="次").first.click()
    expect(page.locator("#chart .vega-embed :is(canvas, svg)").first).to_be_visible(timeout=PATIENCE)
    visit.download(page.get_by_role("button", name="下载 CSV"))
    visit.tab("全文检索")
    page.fill("#query textarea", "学习")
    page.press("#query textarea", "Enter")
    page.locator("#found li a").first.click(timeout=PATIENCE)
    page.get_by_role("button", name="历史").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="切换深浅色").click()
    page.get_by_role("link", name="English").click()
    expect(page.locator("#tools")).to_contain_text("New conversation")

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
        f"gradio_api/file=corpus/{HOSTILE_NAME}.txt",
        "gradio_api/proxy=http://198.51.100.1/",
        "gradio_api/upload",
        "gradio_api/deep_link",
        "gradio_api/component_server",
        "file=http://198.51.100.1/x",
    ],
)
def test_routes_that_fetch_read_or_store_are_shut(server: Server, path: str) -> None:
    address = server.url + quote(path, safe="/=:%")
    assert status(Request(address)) == 403
    assert status(Request(address, data=b"x")) == 403


def test_a_request_under_a_foreign_name_is_refused(server: Server) -> None:
    foreign = {"Host": "evil.example", "Origin": "http://evil.example"}
    for path in ("config", "", "en"):
        assert status(Request(server.url + path, headers=foreign)) == 403
    assert status(Request(server.url + "config", headers={"Origin": "http://evil.example"})) == 403
    assert status(Request(server.url + "config")) == 200


def status(request: Request) -> int:
    """The HTTP status that a request gets."""
    try:
        with urlopen(request, timeout=60) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code
