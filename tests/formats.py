"""The bundled report, or any document, made into files of other formats by independent tools."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import Path

from docx import Document as NewWord
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus import Paragraph as Flow

from huimou.corpus import read_document
from huimou.types import Document

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "corpus" / "平罗县政协2025年工作回眸.txt"
FONT = "STSong-Light"


def report() -> Document:
    return read_document(REPORT)


def texts(document: Document, kind: str | None = None) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs if kind in (None, p.kind)]


def outline(document: Document) -> list[tuple[int, str, str]]:
    return [(section.level, section.number, section.title) for section in document.sections]


def squeezed(document: Document) -> str:
    return "".join(document.text.split())


def to_word(document: Document, path: Path) -> None:
    """With the styles of Word, a header and a footer."""
    word = NewWord()
    styles = {"title": "Title", "subtitle": "Subtitle", "heading": "Heading 1", "caption": "Caption"}
    for paragraph in document.paragraphs:
        word.add_paragraph(
            document.text[paragraph.start : paragraph.end], style=styles.get(paragraph.kind, "Normal")
        )
    word.sections[0].header.paragraphs[0].text = "县政协办公室文件"
    word.sections[0].footer.paragraphs[0].text = "第 1 页"
    word.save(str(path))


def to_web(document: Document) -> str:
    """As a page of a site, with its menu and its script."""
    tags = {"title": "h1", "heading": "h2", "caption": "figcaption"}
    blocks = []
    for paragraph in document.paragraphs:
        tag = tags.get(paragraph.kind, "p")
        inside = f"<{tag}>{escape(document.text[paragraph.start : paragraph.end])}</{tag}>"
        blocks.append(f"<figure><img src=a.jpg>{inside}</figure>" if tag == "figcaption" else inside)
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>网站 - 报告</title>'
        "<style>figcaption { font-size: 9pt } figure { margin: 30pt 40pt }"
        " body { font: 12pt/1.6 serif; text-align: justify } p { margin: 0; text-indent: 2em }"
        " @media print { nav, footer { display: none } }"
        " h1 { text-align: center } h2 { font-size: 14pt }</style></head>"
        "<body><nav><a href=/>首页</a><a href=/b>要闻</a></nav><script>alert('不要')</script>\n"
        + "\n".join(blocks)
        + "<footer>版权所有</footer></body></html>"
    )


def to_columns(document: Document) -> bytes:
    """As a PDF of two justified columns with a running header and page numbers, made by reportlab."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=10, leading=15, firstLineIndent=20, alignment=4, wordWrap="CJK"
    )
    looks = {
        "title": ParagraphStyle("title", body, fontSize=15, leading=20, firstLineIndent=0, spaceAfter=8),
        "heading": ParagraphStyle("heading", body, fontSize=12, leading=18, firstLineIndent=0, spaceBefore=6),
        "caption": ParagraphStyle("caption", body, fontSize=8, leading=11, spaceBefore=40, spaceAfter=40),
    }
    story: list[Flowable] = [
        Flow(escape(document.text[p.start : p.end]), looks.get(p.kind, body)) for p in document.paragraphs
    ]
    out = BytesIO()
    width, height = A4
    made = BaseDocTemplate(out, pagesize=A4)

    def edge(canvas: object, of: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 9)  # type: ignore[attr-defined]
        canvas.drawString(60, height - 40, "2025年工作回眸")  # type: ignore[attr-defined]
        canvas.drawCentredString(width / 2, 30, f"- {of.page} -")  # type: ignore[attr-defined]

    half = (width - 140) / 2
    frames = [Frame(x, 60, half, height - 120, 0, 0, 0, 0) for x in (60, 80 + half)]
    made.addPageTemplates(PageTemplate(frames=frames, onPage=edge))
    made.build(story)
    return out.getvalue()
