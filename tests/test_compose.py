from __future__ import annotations

import re

import pytest

from huimou.chunk import chunk_document
from huimou.compose import cite, compose_answer, escape_markdown, source_line
from huimou.corpus import build_document
from huimou.read import read_spans
from huimou.types import Answer, Document, Hit

DOCUMENT = build_document(
    "2025年工作\n\n一、协商\n\n先说一句。全年协商6次。再说一句。", name="报告", path="报告.txt", sha256=""
)


def hit(document: Document, best: str) -> Hit:
    chunk = next(chunk for chunk in chunk_document(document, 0) if best in chunk.text)
    scores = tuple(float(best in document.text[start:end]) for start, end in chunk.sentences)
    return Hit(rank=1, score=1.0, document=document, chunk=chunk, sentences=scores)


def answer(document: Document, best: str) -> Answer:
    hits = [hit(document, best)]
    return compose_answer("几次？", read_spans(hits), hits)


def test_the_answer_is_the_best_sentence_with_its_place() -> None:
    given = answer(DOCUMENT, "6次")
    (citation,) = given.citations
    assert (given.kind, given.abstained, given.answer) == ("fact", False, "全年协商6次。")
    assert citation.quote == DOCUMENT.text[citation.start : citation.end] == "全年协商6次。"
    assert source_line(citation) == "《报告》 一、协商，第 3 段"


def test_the_reply_shows_the_sentences_around_it() -> None:
    text = answer(DOCUMENT, "6次").text
    assert text.startswith("**全年协商6次。** \\[1\\]")
    assert "上文：先说一句。" in text
    assert "下文：再说一句。" in text


def test_without_hits_there_is_no_answer_and_no_citation() -> None:
    given = compose_answer("几次？", [], [])
    assert (given.answer, given.abstained, given.kind, given.citations) == ("", True, "refusal", ())


def test_json_has_the_fields_of_the_contract() -> None:
    table = answer(DOCUMENT, "6次").to_json()
    assert list(table) == [
        *("question", "answer", "kind", "abstained", "confidence", "text"),
        *("citations", "hits", "elapsed_ms"),
    ]
    assert list(table["citations"][0]) == [
        *("marker", "document", "path", "section", "paragraph", "start", "end", "quote")
    ]
    assert list(table["hits"][0]) == ["rank", "score", "document", "start", "end", "text"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "**粗**_斜_`码`",
        "[链](javascript:x)",
        "$$x$$",
        "# 题",
        "C:\\a\\b",
        "|表|",
        "~~删~~",
    ],
)
def test_markdown_in_a_report_is_escaped(text: str) -> None:
    escaped = escape_markdown(text)
    for mark in "<>*_`[]()$#|~":
        assert escaped.count(mark) == escaped.count("\\" + mark)


@pytest.mark.parametrize("text", ["www.a.cn", "http://a.cn", "a@b.cn"])
def test_an_address_in_a_report_does_not_become_a_link(text: str) -> None:
    escaped = escape_markdown(text)
    assert "www." not in escaped
    assert "http:" not in escaped
    assert not re.search(r"[^\\]@", escaped)


def test_a_figure_stays_verbatim() -> None:
    assert escape_markdown("增长3.5%，达到1,158.8亿元") == "增长3.5%，达到1,158.8亿元"


def test_a_citation_in_front_matter_has_no_section() -> None:
    assert cite(DOCUMENT, 0, 7, marker=2).section == ""
