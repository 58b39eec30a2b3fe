"""What is read of a Word file, made by python-docx and by hand where that knows no way."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as NewWord
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from huimou.corpus import read_document
from huimou.corpus.word_numbers import chinese, written
from huimou.errors import CorpusError
from huimou.types import Document
from tests.formats import outline, texts

PROSE = "过去一年，全县上下坚持稳中求进，开展各类学习110余次，提出意见建议47条，各项工作取得新的成效。"
LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("bullet", "·"))


def saved(word: Word, folder: Path) -> Document:
    word.save(str(folder / "报告.docx"))
    return read_document(folder / "报告.docx")


def numbered(word: Word) -> Callable[[str, int], None]:
    """Gives the file a list of four levels, and a way to add an item."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(LEVELS)
    )
    numbering = word.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def add(text: str, level: int) -> None:
        paragraph = word.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )

    return add


def runs(word: Word, xml: str) -> None:
    """Add a paragraph whose content is given as XML."""
    word.add_paragraph()._p.extend(list(parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_automatic_numbers_are_written_as_a_reader_sees_them(tmp_path: Path) -> None:
    word = NewWord()
    add = numbered(word)
    for text, level in (
        ("回顾", 0),
        ("学习", 1),
        ("协商", 1),
        ("调研", 2),
        ("安排", 0),
        ("监督", 1),
        ("圆点", 3),
    ):
        add(text, level)
    assert texts(saved(word, tmp_path)) == [
        "一、回顾",
        "（一）学习",
        "（二）协商",
        "1. 调研",
        "二、安排",
        "（一）监督",
        "圆点",
    ]


def test_headings_with_automatic_numbers_make_the_outline(tmp_path: Path) -> None:
    word = NewWord()
    add = numbered(word)
    word.add_paragraph("县政协工作报告")
    for text, level in (("回顾", 0), ("学习", 1), ("安排", 0)):
        add(text, level)
        word.add_paragraph(PROSE)
    assert outline(saved(word, tmp_path)) == [(1, "一", "回顾"), (2, "（一）", "学习"), (1, "二", "安排")]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", "12"),
        ("chineseCounting", "十二"),
        ("chineseCountingThousand", "十二"),
        ("chineseLegalSimplified", "壹拾贰"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("upperRoman", "XII"),
        ("lowerLetter", "l"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("unknown", "12"),
    ],
)
def test_a_number_format_is_written(style: str, shown: str) -> None:
    assert written(12, style) == shown


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number, "零一二三四五六七八九", "十百千") == text


def test_heading_styles_give_the_levels_and_the_title(tmp_path: Path) -> None:
    word = NewWord()
    word.add_heading("县政协2025年工作报告", 0)
    for level, text in ((1, "工作回顾，成绩和经验"), (2, "学习"), (1, "安排")):
        word.add_heading(text, level)
        word.add_paragraph(PROSE)
    document = saved(word, tmp_path)
    assert document.title == "县政协2025年工作报告"
    assert outline(document) == [(1, "", "工作回顾，成绩和经验"), (2, "", "学习"), (1, "", "安排")]


def test_styles_that_contradict_the_numbers_are_not_believed(tmp_path: Path) -> None:
    word = NewWord()
    word.add_paragraph("县政协工作报告")
    for text in ("一、回顾", "（一）学习", "（二）协商", "二、安排"):
        word.add_paragraph(text, style="Heading 1" if text[0] == "（" else "Normal")
        word.add_paragraph(PROSE)
    assert [level for level, _, _ in outline(saved(word, tmp_path))] == [1, 2, 2, 1]


def test_a_running_text_in_a_heading_style_is_body(tmp_path: Path) -> None:
    word = NewWord()
    word.add_heading("一、回顾", 1)
    word.add_heading(PROSE * 2, 2)
    assert texts(saved(word, tmp_path), "body") == [PROSE * 2]


def test_deletions_go_and_insertions_stay(tmp_path: Path) -> None:
    word = NewWord()
    about = 'w:id="1" w:author="甲" w:date="2025-01-01T00:00:00Z"'
    runs(
        word,
        run("开展学习")
        + f"<w:del {about}><w:r><w:delText>100</w:delText></w:r></w:del>"
        + f"<w:ins {about}>{run('110')}</w:ins>"
        + run("余次。"),
    )
    document = saved(word, tmp_path)
    assert document.text == "开展学习110余次。"
    assert [(d.line, d.text, d.reason) for d in document.dropped] == [(1, "100", "删除的修订")]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    word = NewWord()
    runs(
        word,
        '<w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr>' + run("开展学习"),
    )
    word.add_paragraph("110余次。")
    assert saved(word, tmp_path).text == "开展学习110余次。"


def test_hidden_text_codes_and_marks_of_notes_are_left_out(tmp_path: Path) -> None:
    word = NewWord()
    raised = '<w:vertAlign w:val="superscript"/>'
    runs(
        word,
        run("面积158.8万m")
        + run("2", raised)
        + run("，增长5.2%")
        + run("[1]", raised)
        + run("，共47条")
        + run("2", raised)
        + run("内部", "<w:vanish/>")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("结果")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    document = saved(word, tmp_path)
    assert document.text == "面积158.8万m2，增长5.2%，共47条结果"
    assert [(d.text, d.reason) for d in document.dropped] == [
        ("[1]", "注释标记"),
        ("2", "注释标记"),
        ("内部", "隐藏文字"),
    ]


def test_a_table_is_one_sentence_a_row(tmp_path: Path) -> None:
    word = NewWord()
    word.add_paragraph("县政府工作报告")
    word.add_paragraph("主要指标如下。")
    table = word.add_table(3, 3)
    rows = (("指标", "2025年", "增长"), ("地区生产总值", "158.8亿元", "5.2%"), ("粮食产量", "20万吨", "1.1%"))
    for row, of in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, of, strict=True):
            cell.text = text
    word.add_paragraph(PROSE)
    document = saved(word, tmp_path)
    assert texts(document) == [
        "县政府工作报告",
        "主要指标如下。",
        "指标：地区生产总值；2025年：158.8亿元；增长：5.2%",
        "指标：粮食产量；2025年：20万吨；增长：1.1%",
        PROSE,
    ]
    assert [p.table for p in document.paragraphs] == [None, None, 1, 1, None]


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    word = NewWord()
    table = word.add_table(3, 3)
    for at, text in enumerate(("类别", "项目", "数量")):
        table.cell(0, at).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "民生"
    for row, (name, number) in enumerate((("学校", "3所"), ("医院", "2家")), 1):
        table.cell(row, 1).text, table.cell(row, 2).text = name, number
    assert texts(saved(word, tmp_path)) == [
        "类别：民生；项目：学校；数量：3所",
        "类别：民生；项目：医院；数量：2家",
    ]


def test_headers_and_footers_are_listed_as_dropped(tmp_path: Path) -> None:
    word = NewWord()
    word.add_paragraph(PROSE)
    word.sections[0].header.paragraphs[0].text = "内部资料"
    word.sections[0].footer.paragraphs[0].text = "— 1 —"
    document = saved(word, tmp_path)
    assert document.text == PROSE
    assert [(d.line, d.text, d.reason) for d in document.dropped] == [
        (0, "内部资料", "页眉"),
        (0, "— 1 —", "页脚"),
    ]


# Files that are no good


def with_part(folder: Path, name: str, xml: bytes) -> Path:
    """A Word file in which one part is another."""
    NewWord().save(str(folder / "原.docx"))
    path = folder / "坏.docx"
    with zipfile.ZipFile(folder / "原.docx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, xml if item == name else old.read(item))
    return path


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 20) for c in range(97, 110))
    + b"]><a>&n;</a>"
)


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (LAUGHS, "完好的 Word"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        (b"<w:document", "完好的 Word"),
        (b"<a/>", "完好的 Word"),
        (b"<a>" * 5000 + b"</a>" * 5000, "完好的 Word"),
        (b"<a>" + b" " * (101 << 20) + b"</a>", "超过 100 MB"),
    ],
    ids=["laughs", "file", "cut", "other", "deep", "bomb"],
)
def test_a_part_made_to_harm_is_refused(tmp_path: Path, xml: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=rf"坏\.docx .*{says}"):
        read_document(with_part(tmp_path, "word/document.xml", xml))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04", "完好的 Word"),
        (b"", "完好的 Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"另存为 \.docx"),
    ],
    ids=["cut", "empty", "encrypted", "doc"],
)
def test_what_is_no_word_file_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "坏.docx").write_bytes(data)
    with pytest.raises(CorpusError, match=rf"坏\.docx .*{says}"):
        read_document(tmp_path / "坏.docx")
