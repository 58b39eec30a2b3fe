"""The report as a page: every block is its paragraph's text, character by character."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.corpus import build_document, read_document
from huimou.types import Document
from huimou.ui.paper import empty_paper, key, paper_html
from huimou.ui.strings import EN, ZH
from tests.conftest import REPORT
from tests.markup import HOSTILE, Element, acting, elements, of_class, tagged

REPORTS = [REPORT, *sorted((Path(__file__).parent / "data" / "corpus").glob("*.txt"))]
TEXT = (
    "甲县2025年工作总结\n\n一、学习\n\n（一）加强学习。全年学习110余次，读书活动4场。\n\n"
    f"（二）建章立制。修订制度12项。\n\n二、其他\n\n{HOSTILE}\n\n没有了𠮷。"
)


def report(text: str = TEXT, name: str = "甲") -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return build_document(text, name=name, path=f"{name}.txt", sha256=digest)


DOCUMENT = report()


def blocks(html: str) -> list[Element]:
    """The blocks of the sheet, in order."""
    return [one for one in elements(html) if one.inside[-1:] == ("article",)]


def is_whole(document: Document) -> None:
    """That the sheet holds all paragraphs in order, and each what it says."""
    told = blocks(paper_html([document], 0, ZH))
    assert "\n".join(block.text for block in told) == document.text
    for block, paragraph in zip(told, document.paragraphs, strict=True):
        start = int(block.attributes["data-start"])
        assert document.text[start : start + len(block.text)] == block.text
        assert start == paragraph.start
        assert block.attributes["id"] == f"p-{paragraph.number}"
        assert block.attributes["data-number"] == str(paragraph.number)
        assert paragraph.kind in block.classes


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_real_report_is_all_there_character_by_character(path: Path) -> None:
    is_whole(read_document(path))


@given(st.lists(st.text(st.characters(codec="utf-8")) | st.just(HOSTILE), max_size=8))
def test_so_is_any_other(lines: list[str]) -> None:
    is_whole(report("\n\n".join(lines)))


def test_a_report_writes_no_markup() -> None:
    hostile = report(f"{HOSTILE}\n\n一、{HOSTILE[:20]}\n\n甲。\n\n二、乙\n\n{HOSTILE}", name=HOSTILE)
    assert HOSTILE in hostile.text
    is_whole(hostile)
    html = paper_html([hostile, DOCUMENT], 0, ZH, note=HOSTILE)
    assert of_class(html, "note")[0].text == HOSTILE
    assert tagged(html, "option") == [HOSTILE, "甲"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_outline_leads_to_blocks_that_begin_with_its_headings(path: Path) -> None:
    document = read_document(path)
    html = paper_html([document], 0, ZH)
    begins = {block.attributes["id"]: block.text for block in blocks(html)}
    links = acting(html, "go")
    assert len(links) == len(document.sections) > 1
    for link in links:
        assert begins[link.attributes["href"].removeprefix("#")].startswith(link.text)


def test_one_heading_is_no_outline() -> None:
    assert tagged(paper_html([report("甲县总结\n\n一、学习\n\n学习了。")], 0, ZH), "nav") == []
    assert len(tagged(paper_html([DOCUMENT], 0, ZH), "nav")) == 1


def test_headings_are_headings_of_their_level() -> None:
    told = [(block.tag, block.text) for block in blocks(paper_html([DOCUMENT], 0, ZH))]
    assert told[:2] == [("h2", "甲县2025年工作总结"), ("h3", "一、学习")]
    assert ("h3", "二、其他") in told
    assert {tag for tag, text in told if "学习110" in text or "没有了" in text} == {"p"}


def test_a_heading_that_runs_into_its_paragraph_is_known_by_its_length() -> None:
    leads = [
        block.text[: int(block.attributes["data-lead"])]
        for block in blocks(paper_html([DOCUMENT], 0, ZH))
        if "data-lead" in block.attributes
    ]
    assert leads == ["（一）加强学习", "（二）建章立制"]


def test_of_several_reports_the_open_one_is_chosen() -> None:
    other = report("乙县2025年工作总结\n\n学习了。", name="乙")
    html = paper_html([DOCUMENT, other], 1, ZH)
    options = [one for one in elements(html) if one.tag == "option"]
    assert [one.text for one in options] == ["甲", "乙"]
    assert [one.attributes["value"] for one in options] == [key(DOCUMENT), key(other)]
    assert ["selected" in one.attributes for one in options] == [False, True]
    assert of_class(html, "paper")[0].attributes["data-doc"] == key(other)
    assert "学习了。" in of_class(html, "sheet")[0].text


def test_a_single_report_needs_no_choosing() -> None:
    html = paper_html([DOCUMENT], 0, ZH)
    assert tagged(html, "select") == []
    assert [one.text for one in of_class(html, "report")] == ["甲"]


def test_a_changed_report_is_another_one() -> None:
    assert key(DOCUMENT) != key(replace(DOCUMENT, sha256="0" * 64))
    assert len(key(DOCUMENT)) == 12


def test_a_note_stands_above_the_report_only_if_there_is_one() -> None:
    noted = paper_html([DOCUMENT], 0, ZH, note="这份报告变了 <b>")
    assert [one.text for one in of_class(noted, "note")] == ["这份报告变了 <b>"]
    assert of_class(paper_html([DOCUMENT], 0, ZH), "note") == []


def test_before_there_is_an_index_the_pane_says_so() -> None:
    assert tagged(empty_paper(ZH), "p") == ["索引建好以后，这里是报告原文。"]
    assert paper_html([], 0, EN) == empty_paper(EN)
