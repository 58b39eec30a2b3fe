"""What is read of a web page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from huimou.corpus import read_document
from huimou.errors import CorpusError
from huimou.types import Document
from tests.formats import outline, texts

PROSE = "过去一年，全县上下坚持稳中求进，开展各类学习110余次，提出意见建议47条，各项工作取得新的成效。"


def page(folder: Path, body: str | bytes, name: str = "报告.html") -> Document:
    data = body if isinstance(body, bytes) else f"<meta charset=utf-8><body>{body}".encode()
    (folder / name).write_bytes(data)
    return read_document(folder / name)


def test_headings_lists_and_lines(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        f"<h1>县政协<br>工作报告</h1><h2>回顾</h2><p>{PROSE}</p><ol start=3><li>学习<li>协商</ol>"
        f"<ol style='list-style-type: cjk-ideographic'><li>监督<li>视察</ol><ul><li>圆点</ul>"
        f"<h2>安排</h2>{PROSE}",
    )
    assert document.title == "县政协 工作报告"
    assert outline(document) == [(1, "", "回顾"), (1, "", "安排")]
    assert texts(document, "body") == [PROSE, "3. 学习", "4. 协商", "一、监督", "二、视察", "圆点", PROSE]


def test_what_a_browser_does_not_show_is_left_out(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<nav>首页</nav><script>1</script><style>p{}</style><p hidden>甲</p>"
        "<p style='display: none'>乙</p>"
        f"<p>{PROSE}<del>丙</del><ins>丁</ins><sup>[1]</sup>面积3km<sup>2</sup></p><!-- 戊 -->"
        "<noscript>己</noscript>",
    )
    assert document.text == f"{PROSE}丁面积3km2"
    assert [(d.text, d.reason) for d in document.dropped] == [
        ("首页", "网页菜单"),
        ("甲", "隐藏文字"),
        ("乙", "隐藏文字"),
        ("丙", "删除的文字"),
        ("[1]", "注释标记"),
    ]


def test_only_the_article_of_a_page_is_read(tmp_path: Path) -> None:
    document = page(tmp_path, f"<div>相关阅读</div><article><p>{PROSE}</p></article><div>版权</div>")
    assert document.text == PROSE
    assert {d.reason for d in document.dropped} == {"正文以外"}


def test_lines_of_the_source_are_joined_without_a_space_beside_chinese(tmp_path: Path) -> None:
    document = page(tmp_path, "<p>学习\n  110余次，\nthe council\nmet。</p>")
    assert document.text == "学习110余次，the council met。"


def test_a_table_is_one_sentence_a_row(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        f"<p>{PROSE}</p><table><caption>主要指标</caption><thead><tr><th rowspan=2>指标<th colspan=2>2025年"
        "<tr><th>总量<th>增长</thead><tr><td>地区生产总值<td>158.8亿元<td>5.2%"
        "<tr><td>粮食产量<td colspan=2>未统计</table>",
    )
    assert texts(document)[1:] == [
        "主要指标",
        "指标：地区生产总值；2025年 总量：158.8亿元；2025年 增长：5.2%",
        "指标：粮食产量；2025年 总量 2025年 增长：未统计",
    ]
    assert document.paragraphs[1].kind == "caption"


def test_a_table_that_arranges_the_page_is_no_table(tmp_path: Path) -> None:
    document = page(tmp_path, f"<table><tr><td><h1>报告</h1><td><p>{PROSE}</p></table>")
    assert texts(document) == ["报告", PROSE]
    assert {p.table for p in document.paragraphs} == {None}


@pytest.mark.parametrize(
    ("said", "encoding"), [("gb2312", "gb18030"), ("gbk", "utf-8"), ("utf-8", "utf-8"), ("big5", "big5")]
)
def test_a_page_is_decoded_as_it_says_or_as_it_is(tmp_path: Path, said: str, encoding: str) -> None:
    text = f'<html><meta charset="{said}"><p>工作回眸：一年又一年</p>'
    assert page(tmp_path, text.encode(encoding, "ignore")).text.startswith("工作回")


@pytest.mark.parametrize(
    "body",
    ["<div>" * 100_000 + PROSE, "<b><i>" * 100_000 + PROSE, "<table><tr><td>" * 30_000 + PROSE],
    ids=["div", "inline", "table"],
)
def test_a_page_nested_without_end_is_read_or_refused_in_time(tmp_path: Path, body: str) -> None:
    begun = time.monotonic()
    try:
        said = page(tmp_path, body).text
    except CorpusError as error:
        said = str(error)
    assert PROSE in said or "nested" in said
    assert time.monotonic() - begun < 30


def test_a_table_that_spans_without_end_is_refused(tmp_path: Path) -> None:
    long = "长" * 400
    rows = "<tr><td>1" * 19_000
    body = f"<table><tr><td rowspan=65000 colspan=900>{long}<td>1{rows}</table>"
    with pytest.raises(CorpusError, match=r"超过 500 万字|a table of more"):
        page(tmp_path, body)


def test_entities_and_outside_files_are_left_alone(tmp_path: Path) -> None:
    body = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; &amp; report</p>'
    assert "root:" not in page(tmp_path, body).text


@pytest.mark.parametrize("body", ["", "<p> </p>", "<script>1</script>"])
def test_a_page_without_text_is_named(tmp_path: Path, body: str) -> None:
    with pytest.raises(CorpusError, match=r"报告\.html"):
        page(tmp_path, body)
