"""A corpus in which some files cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huimou.chunk import chunk_document
from huimou.compose import cite, source_line
from huimou.corpus import corpus_digests, items, read_corpus, read_document, read_shelf, source
from huimou.errors import CorpusError
from tests.formats import report, to_columns

REPORT = "县政协2025年工作回眸\n\n一、回顾\n\n过去一年，全县上下坚持稳中求进，开展各类学习110余次。\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    (tmp_path / "a.docx").write_bytes(b"PK")
    (tmp_path / "b.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "c.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "d.html").write_text(f"<p>{REPORT}</p>", encoding="utf-8")
    return tmp_path


def test_what_cannot_be_read_is_skipped_with_its_reason(mixed: Path) -> None:
    shelf = read_shelf(mixed)
    assert [document.name for document in shelf.documents] == ["b", "d"]
    assert [Path(skipped.path).name for skipped in shelf.skipped] == ["a.docx", "c.doc"]
    chinese, english = shelf.skipped[1].reason.split("\n")
    assert "请用 Word 或 WPS 打开，另存为 .docx" in chinese
    assert english.isascii() or str(mixed) in english


def test_read_corpus_is_strict(mixed: Path) -> None:
    with pytest.raises(CorpusError, match=r"a\.docx 不是完好的 Word"):
        read_corpus(mixed)


def test_one_file_that_cannot_be_read_is_an_error(mixed: Path) -> None:
    with pytest.raises(CorpusError, match=r"^\S*c\.doc 是旧的 \.doc 格式"):
        read_shelf(mixed / "c.doc")


def test_nothing_that_can_be_read_is_an_error(mixed: Path) -> None:
    (mixed / "b.txt").unlink()
    (mixed / "d.html").unlink()
    with pytest.raises(CorpusError, match=r"2 份报告都读不了。第一份：.*a\.docx.*\nNone of the 2 reports"):
        read_shelf(mixed)


def test_digests_are_of_all_files_that_were_tried(mixed: Path) -> None:
    (mixed / "e.pdf").symlink_to(mixed / "nowhere.pdf")
    digests = corpus_digests(mixed)
    assert list(digests) == ["a.docx", "b.txt", "c.doc", "d.html", "e.pdf"]
    assert digests["e.pdf"] == ""
    assert digests["b.txt"] == read_shelf(mixed).documents[0].sha256


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "大.txt").open("wb") as file:
        os.truncate(file.fileno(), items.MOST_BYTES + 1)
    with pytest.raises(CorpusError, match=r"大\.txt 超过 100 MB"):
        read_corpus(tmp_path)


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_CHARACTERS", 40)
    (tmp_path / "长.txt").write_text(REPORT, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"长\.txt 的文字超过"):
        read_corpus(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX only")
def test_a_file_whose_name_is_not_utf8_is_skipped(mixed: Path) -> None:
    Path(os.fsdecode(os.fsencode(mixed) + b"/" + "报告.txt".encode("gbk"))).write_text("甲", encoding="utf-8")
    skipped = read_shelf(mixed).skipped
    assert len(skipped) == 3
    assert all(one.path.encode() for one in skipped)


def test_a_row_of_a_table_is_one_sentence_of_its_chunk(tmp_path: Path) -> None:
    rows = "<tr><td>地区生产总值<td>158.8亿元<td>5.2%<tr><td>粮食产量<td>20万吨<td>1.1%"
    (tmp_path / "表.html").write_text(f"<table><tr><th>指标<th>总量<th>增长{rows}</table>", encoding="utf-8")
    document = read_corpus(tmp_path)[0]
    [chunk] = chunk_document(document, 0)
    assert [document.text[start:end] for start, end in chunk.sentences] == [
        "指标：地区生产总值；总量：158.8亿元；增长：5.2%",
        "指标：粮食产量；总量：20万吨；增长：1.1%",
    ]


def test_a_citation_tells_the_page_where_there_are_pages(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(to_columns(report()))
    paged = read_document(tmp_path / "a.pdf")
    with_page, without = (
        cite(one, one.paragraphs[-1].start, len(one.text), marker=1) for one in (paged, report())
    )
    assert with_page.to_json()["page"] == 3
    assert "，第 3 页，第 39 段" in source_line(with_page)
    assert "page" not in without.to_json()
    assert "页" not in source_line(without)
