"""What a search finds, with the words of the query marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.chunk import chunk_document
from huimou.corpus import build_document
from huimou.types import Document, Hit
from huimou.ui.found import found_html, marked, note_html
from huimou.ui.strings import EN, ZH
from tests.markup import HOSTILE, acting, of_class, tagged, text_of
from tests.test_compose import DOCUMENT


def hits(document: Document) -> list[Hit]:
    """All passages of a report, as if they had been found in this order."""
    return [
        Hit(
            rank=rank,
            score=3.14159 / rank,
            document=document,
            chunk=chunk,
            sentences=(1.0,) * len(chunk.sentences),
        )
        for rank, chunk in enumerate(chunk_document(document, 0), start=1)
    ]


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("全年学习110余次。", "学习了多少次？", ["学习"]),
        ("全年组织学习110余次。", "组织学习、学习", ["组织学习"]),  # the longest, not the first
        ("学习组织学习", "组织学习", ["学习", "组织学习"]),
        ("学而时习之", "学习", []),  # one character is no word
        ("召开ABC会", "abc", ["ABC"]),
        ("增长5.5%，", "增长5.5%", ["增长", "5.5%"]),
        ("举办培训班2期", "", []),
        ("举办培训班2期", "？！ ", []),
        ("", "学习", []),
    ],
)
def test_the_longest_words_of_the_query_are_marked(text: str, query: str, words: list[str]) -> None:
    assert tagged(marked(text, query), "mark") == words


ANY = st.text(st.sampled_from("学习组织全年110余次<>&\"'Aa 。")) | st.text(st.characters(codec="utf-8"))


@given(ANY, ANY)
def test_the_text_stays_as_it_is_and_what_is_marked_stands_in_the_query(text: str, query: str) -> None:
    html = marked(text, query)
    assert text_of(html) == text
    for word in tagged(html, "mark"):
        assert len(word) >= 2
        assert word.lower() in query.lower()


def test_a_passage_opens_where_it_stands() -> None:
    found = hits(DOCUMENT)
    html = found_html("学习", found, ZH)
    for link, hit in zip(acting(html, "cite"), found, strict=True):
        start, end = int(link.attributes["data-start"]), int(link.attributes["data-end"])
        assert DOCUMENT.text[start:end] == link.attributes["data-quote"] == hit.chunk.text
        assert link.attributes["href"] == f"#p-{DOCUMENT.paragraph_at(start).number}"
    assert of_class(html, "note")[0].text == f"最相关的 {len(found)} 段"
    assert of_class(html, "score")[0].text == "相关度 3.14"
    assert of_class(html, "where")[-1].text == "《平安县2025年工作总结》 二、学习"


def test_what_stands_before_the_first_heading_is_the_beginning() -> None:
    (first, *_) = hits(DOCUMENT)
    front = replace(first, chunk=replace(first.chunk, section=()))
    assert of_class(found_html("学习", [front], ZH), "where")[0].text.endswith("（报告开头）")
    assert of_class(found_html("学习", [front], EN), "where")[0].text.endswith("(beginning of the report)")


def test_a_report_and_a_query_write_no_markup() -> None:
    text = f"{HOSTILE}\n\n一、{HOSTILE[:20]}\n\n甲{HOSTILE}。\n\n二、乙\n\n{HOSTILE}"
    hostile = build_document(text, name=HOSTILE, path="a.txt", sha256="")
    found = hits(hostile)
    html = found_html(HOSTILE, found, ZH)
    assert [one.attributes["data-quote"] for one in acting(html, "cite")] == [hit.chunk.text for hit in found]
    assert all(HOSTILE in one.text for one in of_class(html, "where"))
    assert text_of(note_html(HOSTILE)) == HOSTILE


def test_nothing_found_is_said() -> None:
    assert text_of(found_html("学习", [], ZH)) == "没有找到。换个说法试试。"
