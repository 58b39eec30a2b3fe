"""The endpoints for other programs, through gradio's own client; and many visitors at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.served import BUNDLED, HOSTILE_NAME, ROOT, Server
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANSWER = ("question", "answer", "kind", "abstained", "confidence", "text", "citations", "hits", "elapsed_ms")
CITATION = ("marker", "document", "section", "paragraph", "start", "end", "quote")
HIT = ("rank", "score", "document", "start", "end", "text")
OPINIONS = "社情民意信息撰写了多少篇？"
VISITORS = 20
PAGES = 6


@pytest.fixture
def client(server: Server, visit: Visit) -> Iterator[Client]:
    """A program's client; the page that is open beside it says that the index is there."""
    with closing(caller(server)) as made:
        yield made


def caller(server: Server) -> Client:
    return Client(server.url, verbose=False, download_files=False, analytics_enabled=False)


def test_the_endpoints_are_there_under_their_names(client: Client) -> None:
    told = client.view_api(return_format="dict", print_info=False)
    assert sorted(told["named_endpoints"]) == ["/ask", "/search"]
    parameters = {
        name: [one["parameter_name"] for one in about["parameters"]]
        for name, about in told["named_endpoints"].items()
    }
    assert parameters == {"/ask": ["question", "history", "reports"], "/search": ["query", "count"]}


def test_an_answer_is_json_with_its_evidence(client: Client, visit: Visit) -> None:
    answer = client.predict(OPINIONS, api_name="/ask")
    json.dumps(answer)
    assert tuple(answer) == ANSWER
    assert (answer["question"], answer["answer"], answer["kind"]) == (OPINIONS, "85篇", "fact")
    (cited,) = answer["citations"]
    assert tuple(cited) == CITATION
    assert cited["document"] == BUNDLED
    visit.show(BUNDLED)
    whole = "\n".join(visit.page.locator("#paper .sheet > [data-start]").all_text_contents())
    assert whole[cited["start"] : cited["end"]] == cited["quote"]
    assert tuple(answer["hits"][0]) == HIT


def test_an_answer_is_the_one_of_the_page(client: Client, visit: Visit) -> None:
    answer = client.predict("2024年组织了多少次学习？", api_name="/ask")
    assert (answer["abstained"], answer["answer"]) == (True, "")
    assert visit.ask("2024年组织了多少次学习？").startswith(answer["text"].split("\n")[0])


def test_a_follow_up_brings_its_history(client: Client) -> None:
    answer = client.predict("那有多少篇？", [[OPINIONS, "85篇"]], api_name="/ask")
    assert answer["answer"] == "85篇"


def test_only_the_chosen_reports_are_asked(client: Client) -> None:
    for reports in (["平罗"], ["2025年", "平罗县"], [BUNDLED], []):
        assert client.predict(OPINIONS, [], reports, api_name="/ask")["answer"] == "85篇"
    assert client.predict(OPINIONS, reports=[HOSTILE_NAME], api_name="/ask")["abstained"]
    with pytest.raises(AppError, match="没有叫“2019年”的报告"):
        client.predict(OPINIONS, reports=["2019年"], api_name="/ask")


@pytest.mark.parametrize(("question", "told"), [("学习" * 600, "太长"), ("  ", "请输入")])
def test_what_is_no_question_is_declined(client: Client, question: str, told: str) -> None:
    answer = client.predict(question, api_name="/ask")
    assert answer["abstained"]
    assert told in answer["text"]
    with pytest.raises(AppError, match=told):
        client.predict(question, api_name="/search")


def test_a_search_gives_passages_best_first(client: Client) -> None:
    hits = client.predict("番茄产业", 3, api_name="/search")
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert all(tuple(hit) == HIT for hit in hits)
    assert "番茄产业" in hits[0]["text"]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for wanted, most in ((-5, 1), (10**6, 50)):
        assert 1 <= len(client.predict("学习", wanted, api_name="/search")) <= most


def some_questions() -> list[str]:
    """Twenty questions about the bundled report."""
    lines = (ROOT / "eval" / "pingluo_questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    asked = [row["question"] for row in rows if row["kind"] in ("number", "entity") and row["answerable"]]
    return asked[:VISITORS]


def test_twenty_visitors_at_once_get_the_answers_to_their_own_questions(
    server: Server, client: Client
) -> None:
    questions = some_questions()
    assert len(set(questions)) == VISITORS
    alone = [client.predict(question, api_name="/ask") for question in questions]
    assert len({answer["answer"] for answer in alone}) > VISITORS // 2
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(caller(server))) for _ in questions]
        with ThreadPoolExecutor(VISITORS) as pool:
            together = list(
                pool.map(lambda one, question: one.predict(question, api_name="/ask"), clients, questions)
            )
    for question, answer, same in zip(questions, together, alone, strict=True):
        assert answer["question"] == question
        assert told(answer) == told(same)


def told(answer: dict[str, Any]) -> tuple[Any, ...]:
    """What must not depend on who else is asking."""
    return answer["answer"], answer["text"], answer["citations"]


def test_pages_that_ask_at_once_show_the_answers_to_their_own_questions(
    server: Server, client: Client, visitor: Visitor
) -> None:
    questions = some_questions()[:PAGES]
    visits = [visitor(server.url) for _ in questions]
    for visit, question in zip(visits, questions, strict=True):
        visit.page.fill("#box textarea", question)
    for visit in visits:
        visit.page.press("#box textarea", "Enter")
    for visit, question in zip(visits, questions, strict=True):
        reply = visit.replied(1)
        expect(visit.page.locator("#chat p.user")).to_have_text([question])
        assert client.predict(question, api_name="/ask")["answer"] in reply
        expect(visit.opened.first).to_be_visible(timeout=PATIENCE)
