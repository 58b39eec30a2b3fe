from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.chunk import chunk_document
from huimou.corpus import build_document, read_document
from huimou.types import Document

REPORT = Path(__file__).parent.parent / "corpus" / "平罗县政协2025年工作回眸.txt"


@pytest.fixture(scope="module")
def report() -> Document:
    return read_document(REPORT)


def document_of(text: str) -> Document:
    return build_document(text, name="试", path="试.txt", sha256="0")


report_like = st.lists(
    st.sampled_from(
        [
            "一、回顾",
            "（一）进展",
            "1 坚持",
            "本年开展协商6次，提出建议12条。",
            "甲" * 130 + "。",
            "短句。" * 30,
            "▲图片说明。",
            "",
        ]
    ),
    min_size=1,
    max_size=12,
).map("\n".join)


@given(report_like, st.integers(40, 300), st.integers(0, 39))
def test_chunks_are_slices_that_cover_the_document_in_order(text: str, size: int, overlap: int) -> None:
    document = document_of(text)
    chunks = chunk_document(document, 3, size=size, overlap=overlap)
    covered: set[int] = set()
    for chunk in chunks:
        assert chunk.document == 3
        assert chunk.text == document.text[chunk.start : chunk.end]
        assert len(chunk.text) <= size
        covered.update(range(chunk.start, chunk.end))
    missed = "".join(char for place, char in enumerate(document.text) if place not in covered)
    assert not missed.strip()
    assert [chunk.start for chunk in chunks] == sorted(chunk.start for chunk in chunks)


def test_a_chunk_begins_and_ends_with_its_first_and_last_sentence(report: Document) -> None:
    for chunk in chunk_document(report, 0):
        assert (chunk.sentences[0][0], chunk.sentences[-1][1]) == (chunk.start, chunk.end)


def test_a_chunk_stays_inside_one_section_and_knows_its_headings(report: Document) -> None:
    for chunk in chunk_document(report, 0):
        paragraphs = [p for p in report.paragraphs if p.start < chunk.end and p.end > chunk.start]
        assert {report.section_path(p.section) for p in paragraphs} == {chunk.section}


def test_captions_and_front_matter_have_chunks_of_their_own(report: Document) -> None:
    for chunk in chunk_document(report, 0):
        kinds = {p.kind for p in report.paragraphs if p.start < chunk.end and p.end > chunk.start}
        assert (
            kinds <= {"title", "subtitle", "byline"} or kinds == {"caption"} or kinds <= {"heading", "body"}
        )


def test_the_last_short_sentence_of_a_chunk_opens_the_next() -> None:
    document = document_of("\n".join(["标题", "", "甲" * 30 + "。" + "乙" * 20 + "。" + "丙" * 30 + "。"]))
    chunks = chunk_document(document, 0, size=60, overlap=30)
    assert [chunk.text[0] for chunk in chunks if chunk.text[0] != "标"] == ["甲", "乙"]


def test_chunks_of_a_section_are_even_in_length() -> None:
    document = document_of("标题\n\n" + "这是一个二十个字左右的句子用来测试切分啊。" * 13)
    lengths = [len(chunk.text) for chunk in chunk_document(document, 0, size=240, overlap=0)][-2:]
    assert min(lengths) > 0.7 * max(lengths)
