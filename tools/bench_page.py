"""The rows of `tools/bench.py` that need the real page, as a process of its own, in a real browser."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from retrieval import ROOT

from huimou.questions import read_questions

if TYPE_CHECKING:
    from playwright.sync_api import Page

Row = tuple[str, str]
FIRST = "2025年组织了多少次学习？"
CROWD = 20

# From the key to the whole reply on the page, by the browser's own clock.
_REPLY = """async question => {
  const box = document.querySelector('#box textarea');
  const count = document.querySelectorAll('#chat .bot').length;
  const answered = () => document.querySelectorAll('#chat .bot').length > count
    && !document.querySelector('#chat .pending');
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, question);
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise(requestAnimationFrame);
  const begin = performance.now();
  const done = new Promise(resolve => {
    const seen = new MutationObserver(() => answered() && (seen.disconnect(), resolve()));
    seen.observe(document.querySelector('#chat'), { childList: true, subtree: true });
  });
  box.dispatchEvent(new KeyboardEvent('keypress', { key: 'Enter', bubbles: true, cancelable: true }));
  await done;
  return performance.now() - begin;
}"""
# From the click to the frame in which the marked sentence is within the report's pane.
_CLICK = """async number => {
  const pane = document.querySelector('#paper');
  pane.scrollTop = pane.scrollHeight;
  const begin = performance.now();
  document.querySelectorAll('#chat a.cite')[number].click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const mark = document.querySelector('#paper mark.now')?.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    if (mark && mark.top >= frame.top && mark.top < frame.bottom) return performance.now() - begin;
    if (performance.now() - begin > 5000) return 5000;
  }
}"""


def page_rows(data: Path) -> Iterator[Row]:
    """How long a reader waits at the page, when everything is loaded."""
    questions = [row.question for row in read_questions(ROOT / "eval" / "report_questions.jsonl")][:24]
    with up() as url, opened(url) as page:
        page.wait_for_selector("#chat button.example", timeout=120_000)
        for question in questions[:4]:
            page.evaluate(_REPLY, question)
        replies = sorted(page.evaluate(_REPLY, question) for question in questions)
        yield (
            f"page: from Enter to the full reply, {len(replies)} questions: median / p95 / most",
            f"{statistics.median(replies):.0f} / {replies[int(len(replies) * 0.95)]:.0f} "
            f"/ {replies[-1]:.0f} ms",
        )
        chips = page.locator("#chat a.cite").count()
        clicks = sorted(page.evaluate(_CLICK, number) for number in range(chips))
        yield (
            f"page: from a click on a citation to its sentence in view, {chips} citations: median / most",
            f"{statistics.median(clicks):.0f} / {clicks[-1]:.0f} ms",
        )


def crowd_rows(data: Path) -> Iterator[Row]:
    """Twenty people who ask at the same moment, each another question, three times over."""
    from gradio_client import Client

    questions = [
        row.question for row in read_questions(ROOT / "eval" / "report_questions.jsonl") if not row.history
    ][:CROWD]
    with up() as url:
        clients = [Client(url, verbose=False) for _ in questions]
        alone = {question: clients[0].predict(question, api_name="/ask")["text"] for question in questions}

        def ask(client: Client, question: str) -> tuple[float, bool]:
            begin = time.perf_counter()
            answer = client.predict(question, api_name="/ask")
            same = answer["question"] == question and answer["text"] == alone[question]
            return time.perf_counter() - begin, same

        with ThreadPoolExecutor(len(clients)) as pool:
            told = [one for _ in range(3) for one in pool.map(ask, clients, questions)]
    times = sorted(seconds for seconds, _ in told)
    mixed = sum(not same for _, same in told)
    yield (
        f"page: {len(questions)} people at once, {len(told)} questions: median / p95; errors; mixed up",
        f"{statistics.median(times):.2f} / {times[int(len(times) * 0.95)]:.2f} s; 0; {mixed}",
    )


def cold_rows(data: Path) -> Iterator[Row]:
    """How long a new process takes, medians of three."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        command = [sys.executable, "-m", "huimou.cli"]
        subprocess.run([*command, "index", "--index", str(index)], cwd=ROOT, check=True, capture_output=True)
        ask = [*command, "ask", FIRST, "--index", str(index)]
        yield "huimou ask, cold start", f"{median(lambda: timed_run(ask)):.1f} s"
        times = [page_times(index) for _ in range(3)]
        yield "page: first request answered after", f"{statistics.median(t[0] for t in times):.1f} s"
        yield "page: first question answered after", f"{statistics.median(t[1] for t in times):.1f} s"
        yield "page: resident memory after it", f"{statistics.median(t[2] for t in times):.0f} MB"
        yield "page: a rebuilt index is in use after", f"{statistics.median(pick_up(index)):.1f} s"
        none = page_times(Path(folder) / "none")
        yield "page without an index: first request / question", f"{none[0]:.1f} / {none[1]:.1f} s"


def page_times(index: Path) -> tuple[float, float, float]:
    """Seconds to the first answered request, to the first answered question, and MB resident then."""
    begin = time.perf_counter()
    with served(index) as (url, process):
        wait_for(lambda: urllib.request.urlopen(url, timeout=5).status == 200)
        first = time.perf_counter() - begin
        ask_in_browser(url)
        answered = time.perf_counter() - begin
        return first, answered, psutil.Process(process.pid).memory_info().rss / 1e6


def pick_up(index: Path, times: int = 3) -> Iterator[float]:
    """Seconds from a rebuilt index being made current to the open page showing it."""
    build = [sys.executable, "-m", "huimou.cli", "index", "--index", str(index)]
    with served(index) as (url, _):
        wait_for(lambda: urllib.request.urlopen(url, timeout=5).status == 200)
        with opened(url) as page:
            page.wait_for_selector("#status .built", timeout=60_000)
            for _ in range(times):
                shown = page.inner_text("#status .built")
                subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
                page.wait_for_function(
                    "shown => document.querySelector('#status .built').innerText !== shown", arg=shown
                )
                yield time.time() - (index / "current").stat().st_mtime


@contextmanager
def opened(url: str) -> Iterator[Page]:
    """The page in the browser that its tests use."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    from tests.browser.served import chromium

    with sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_page(locale="zh-CN")
        page.goto(url)
        yield page
        browser.close()


def ask_in_browser(url: str) -> None:
    """Type the first question into the real page and wait for its answer."""
    with opened(url) as page:
        page.fill("#box textarea", FIRST)
        page.press("#box textarea", "Enter")
        page.wait_for_selector("#paper mark.now", timeout=60_000)


@contextmanager
def served(index: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The real page as a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "app.py", "--port", str(port), "--index", str(index), "--rate-limit", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def up() -> Iterator[str]:
    """The address of a page without an index, as soon as it answers."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (url, _):
        wait_for(lambda: urllib.request.urlopen(url, timeout=5).status == 200)
        yield url


def wait_for(ready: Callable[[], bool], seconds: float = 60) -> None:
    """Ask again and again until `ready` says so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"not ready after {seconds} s")


def timed_run(command: list[str]) -> float:
    """Seconds that a command takes as a process."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begin


def median(measure: Callable[[], float], times: int = 3) -> float:
    """The median of a few measurements."""
    return statistics.median(measure() for _ in range(times))
