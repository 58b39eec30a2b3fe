"""A page in a browser: how a reader uses it, and what went wrong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Dialog, Download, Locator, Page, expect

PATIENCE = 300_000
"""Milliseconds for whatever waits for the server: the machine may be busy with something else."""

expect.set_options(timeout=30_000)


@dataclass
class Visit:
    """A page in a browser, and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Errors of scripts, what the Content-Security-Policy stopped, dialogs."""

    @property
    def replies(self) -> Locator:
        """What was said to each question, the oldest first."""
        return self.page.locator("#chat .bot .said")

    @property
    def paper(self) -> Locator:
        return self.page.locator("#paper")

    @property
    def opened(self) -> Locator:
        """The sentence that is highlighted in the report; several pieces if a back link parts it."""
        return self.page.locator("#paper mark.now")

    def go(self, address: str) -> None:
        """Open the page and wait until its own script runs and it can be used."""
        self.page.goto(address, timeout=PATIENCE)
        self.settled()

    def settled(self) -> None:
        """Wait until the page is drawn and has fetched what it kept."""
        self.page.wait_for_selector("#box textarea", timeout=PATIENCE)
        self.page.locator("#status .built").wait_for(timeout=PATIENCE)

    def ask(self, question: str) -> str:
        """Type a question, press Enter, wait for the final reply; its text."""
        self.page.fill("#box textarea", question)
        with_reply = self.replies.count() + 1
        self.page.press("#box textarea", "Enter")
        return self.replied(with_reply)

    def replied(self, count: int) -> str:
        """Wait until there are `count` replies and none is pending; the text of the last."""
        expect(self.replies).to_have_count(count, timeout=PATIENCE)
        expect(self.page.locator("#box .stop-button")).to_have_count(0, timeout=PATIENCE)
        expect(self.page.locator("#chat .pending")).to_have_count(0, timeout=PATIENCE)
        return self.replies.last.inner_text()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def show(self, report: str) -> None:
        """Choose a report to read."""
        self.page.select_option("#paper select.report", label=report)
        expect(self.page.locator(f'#paper article[aria-label="{report}"]')).to_be_visible(timeout=PATIENCE)

    def download(self, button: Locator) -> Download:
        """Press a button that makes a file."""
        with self.page.expect_download(timeout=PATIENCE) as started:
            button.click()
        return started.value

    def in_view(self, element: Locator) -> bool:
        """Whether an element of the report lies within the part of it that is seen."""
        inner, outer = element.bounding_box(), self.paper.bounding_box()
        assert inner
        assert outer
        return (
            outer["y"] <= inner["y"]
            and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
            and outer["x"] <= inner["x"]
            and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        )


# What gradio says of its own calls when a page is left in the middle of one.
_CUT_OFF = re.compile("AbortError|errored out")


def watched(page: Page) -> Visit:
    """A visit that notes every request, dialog and error of `page`."""
    visit = Visit(page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("pageerror", lambda error: visit.errors.append(f"error: {error}"))

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and not _CUT_OFF.search(said.text):
            visit.errors.append(f"console: {said.text}")

    page.on("console", note)

    def dismiss(dialog: Dialog) -> None:
        visit.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    return visit
