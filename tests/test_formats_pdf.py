"""What is read of a PDF, made by reportlab."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from huimou.corpus import read_document
from huimou.corpus.pdf.flow import Para
from huimou.corpus.pdf.lines import Line
from huimou.errors import CorpusError
from huimou.types import Document
from tests.formats import FONT, outline, texts

PROSE = "过去一年，全县上下坚持稳中求进，开展各类学习110余次，提出意见建议47条，各项工作取得新的成效。"
ENGLISH = (
    "The council held one hundred and ten study sessions in the year, and its members made many proposals "
    "on industry, on farming, and on the welfare of the old, of children, and of those in need of help."
)
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK")
INDENTED = ParagraphStyle("indented", BODY, firstLineIndent=22)
SPACED = ParagraphStyle("spaced", BODY, spaceAfter=12)
LATIN = ParagraphStyle("latin", fontName="Helvetica", fontSize=11, leading=15, spaceAfter=9)
HEAD = ParagraphStyle("head", BODY, fontSize=14, leading=22)


def flow(folder: Path, *story: Flowable, margin: int = 90) -> Document:
    path = folder / "报告.pdf"
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=margin, rightMargin=margin).build(list(story))
    return read_document(path)


def canvas(folder: Path) -> tuple[Canvas, Path]:
    path = folder / "报告.pdf"
    return Canvas(str(path), pagesize=A4), path


@pytest.mark.parametrize("style", [INDENTED, SPACED], ids=["indented", "spaced"])
def test_paragraphs_are_told_apart(tmp_path: Path, style: ParagraphStyle) -> None:
    paragraphs = [PROSE, PROSE * 3, PROSE[:20] + "。", PROSE * 2]
    document = flow(tmp_path, *(Paragraph(text, style) for text in paragraphs))
    assert texts(document) == paragraphs


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    paragraphs = [PROSE * 6] * 12
    document = flow(tmp_path, *(Paragraph(text, INDENTED) for text in paragraphs))
    assert texts(document) == paragraphs
    assert {p.page for p in document.paragraphs} == {1, 2, 3}


def test_english_lines_are_joined_with_a_space(tmp_path: Path) -> None:
    assert texts(flow(tmp_path, Paragraph(ENGLISH, LATIN), Paragraph(ENGLISH, LATIN))) == [ENGLISH, ENGLISH]


def test_a_word_that_was_hyphenated_is_mended() -> None:
    lines = [
        Line(page=1, left=0, right=100, base=base, size=10, font="", text=text)
        for base, text in ((10, "It met in coopera-"), (25, "tion with the"), (40, "towns."))
    ]
    assert Para(lines=lines).text == "It met in cooperation with the towns."


def test_headings_are_told_by_their_size(tmp_path: Path) -> None:
    heads = ("回顾：成绩，问题", "安排，及其他")
    story = [Paragraph("县政协工作报告", ParagraphStyle("title", HEAD, fontSize=20, leading=30))]
    for head in heads:
        story += [Paragraph(head, HEAD), Paragraph(PROSE * 2, INDENTED), Paragraph(PROSE, INDENTED)]
    document = flow(tmp_path, *story)
    assert document.title == "县政协工作报告"
    assert outline(document) == [(1, "", heads[0]), (1, "", heads[1])]


ROWS = [["指标", "2025年", "增长"], ["地区生产总值", "158.8亿元", "5.2%"], ["粮食产量", "20万吨", "1.1%"]]
SENTENCES = [
    "指标：地区生产总值；2025年：158.8亿元；增长：5.2%",
    "指标：粮食产量；2025年：20万吨；增长：1.1%",
]


@pytest.mark.parametrize("drawn", [True, False], ids=["boxes", "no boxes"])
def test_a_table_is_one_sentence_a_row(tmp_path: Path, drawn: bool) -> None:
    look = [("FONT", (0, 0), (-1, -1), FONT, 10)]
    table = Table(ROWS, style=TableStyle([*look, *([("GRID", (0, 0), (-1, -1), 0.5, colors.black)] * drawn)]))
    document = flow(tmp_path, Paragraph(PROSE, INDENTED), table, Paragraph(PROSE, INDENTED))
    assert texts(document) == [PROSE, *SENTENCES, PROSE]
    assert [p.table for p in document.paragraphs] == [None, 1, 1, None]


def test_a_cell_of_several_lines_is_one_in_a_drawn_table(tmp_path: Path) -> None:
    rows = [
        [Paragraph(text, BODY) for text in row]
        for row in (("项目", "内容", "数量"), ("民生", PROSE, "3所"), ("产业", PROSE, "2家"))
    ]
    table = Table(
        rows, colWidths=[60, 250, 60], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    )
    assert texts(flow(tmp_path, table)) == [
        f"项目：民生；内容：{PROSE}；数量：3所",
        f"项目：产业；内容：{PROSE}；数量：2家",
    ]


def test_a_raised_mark_of_a_note_is_left_out_and_an_exponent_stays(tmp_path: Path) -> None:
    up = "<super size=6>{}</super>"
    document = flow(
        tmp_path,
        Paragraph(
            f"增长5.2%{up.format('[1]')}，共47条{up.format(2)}，面积3km{up.format(2)}。",
            BODY,
        ),
    )
    assert document.text == "增长5.2%，共47条，面积3km2。"
    assert [(d.text, d.reason) for d in document.dropped] == [("[1]", "注释标记"), ("2", "注释标记")]


def test_what_is_on_every_page_is_left_out(tmp_path: Path) -> None:
    made, path = canvas(tmp_path)
    for page in (1, 2, 3):
        made.setFont(FONT, 9)
        made.drawString(90, 800, "县政协文件汇编")
        made.drawCentredString(300, 40, str(page))
        made.setFont(FONT, 12)
        made.drawString(90, 700, f"第{'一二三'[page - 1]}页只有一句话，说了{page * 37}件事情。")
        made.saveState()
        made.translate(200, 300)
        made.rotate(45)
        made.drawString(0, 0, "内部资料")
        made.restoreState()
        made.showPage()
    made.save()
    document = read_document(path)
    assert texts(document) == [f"第{'一二三'[p - 1]}页只有一句话，说了{p * 37}件事情。" for p in (1, 2, 3)]
    assert [(d.line, d.text, d.reason) for d in document.dropped][:3] == [
        (1, "县政协文件汇编", "页眉页脚"),
        (1, "1", "页码"),
        (1, "内部资料", "斜排文字"),
    ]


def test_a_page_on_its_side_is_read(tmp_path: Path) -> None:
    made, path = canvas(tmp_path)
    made.setPageRotation(90)
    made.setFont(FONT, 12)
    made.translate(595, 0)
    made.rotate(90)
    for at, part in enumerate((PROSE[:20], PROSE[20:])):
        made.drawString(100, 400 - 18 * at, part)
    made.save()
    assert read_document(path).text.replace("\n", "") == PROSE


def scan(folder: Path) -> Path:
    made, path = canvas(folder)
    made.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
    made.save()
    return path


def test_a_scan_says_that_it_needs_recognition(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"报告\.pdf 里没有文字，每页是扫描的图片。请先做文字识别（OCR）"):
        read_document(scan(tmp_path))


def test_a_password_is_asked_of_nobody(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    made = Canvas(str(path), encrypt=StandardEncryption("secret"))
    made.drawString(90, 700, "text")
    made.save()
    with pytest.raises(CorpusError, match=r"报告\.pdf 设了密码.*\n.*password"):
        read_document(path)


def good() -> bytes:
    out = BytesIO()
    made = Canvas(out)
    made.drawString(90, 700, "A report of one line.")
    made.save()
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", good()[:200], b"\0" * 4000, b"PK\x03\x04"],
    ids=["empty", "head", "cut", "zeros", "zip"],
)
def test_what_is_no_pdf_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "坏.pdf").write_bytes(data)
    with pytest.raises(CorpusError, match=r"坏\.pdf 不是完好的 PDF"):
        read_document(tmp_path / "坏.pdf")
