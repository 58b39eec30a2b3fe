"""The same report in each format reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from huimou.corpus import read_document
from huimou.types import Document
from tests.formats import REPORT, outline, report, squeezed, texts, to_columns, to_web, to_word


@pytest.fixture(scope="module")
def original() -> Document:
    return report()


@pytest.fixture(scope="module")
def printed(original: Document) -> bytes:
    """The report as Chromium prints it, with a running header and page numbers."""
    from playwright.sync_api import sync_playwright

    from tests.browser.served import chromium

    with sync_playwright() as playwright:
        try:
            browser = chromium(playwright)
        except FileNotFoundError as error:
            pytest.skip(str(error))
        page = browser.new_page()
        page.set_content(to_web(original))
        data = page.pdf(
            format="A4",
            display_header_footer=True,
            header_template='<p style="font-size:9px;margin-left:40px">工作回眸汇编</p>',
            footer_template='<p style="font-size:9px;width:100%;text-align:center">'
            "第 <span class=pageNumber></span> 页 共 <span class=totalPages></span> 页</p>",
            margin={"top": "60px", "bottom": "60px", "left": "50px", "right": "50px"},
        )
        browser.close()
    return data


def assert_same(made: Document, original: Document) -> None:
    assert squeezed(made) == squeezed(original)
    assert outline(made) == outline(original)
    assert len(made.paragraphs) == len(original.paragraphs)
    assert [p.kind for p in made.paragraphs] == [p.kind for p in original.paragraphs]


def test_markdown(original: Document, tmp_path: Path) -> None:
    marks = {"title": "# ", "heading": "## "}
    lines = [
        marks.get(p.kind, "") + text for p, text in zip(original.paragraphs, texts(original), strict=True)
    ]
    # Markdown has no captions: their look and the space round them tell.
    wide = ["\n\n\n\n" if p.kind == "caption" else "\n\n" for p in original.paragraphs]
    (tmp_path / "a.md").write_text("".join(map("".join, zip(wide, lines, strict=True))), encoding="utf-8")
    made = read_document(tmp_path / "a.md")
    assert squeezed(made) == squeezed(original)
    assert outline(made) == outline(original)


def test_word(original: Document, tmp_path: Path) -> None:
    to_word(original, tmp_path / "a.docx")
    made = read_document(tmp_path / "a.docx")
    assert_same(made, original)
    assert made.text == original.text


@pytest.mark.parametrize("suffix", ["html", "htm"])
def test_web_page(original: Document, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(to_web(original), encoding="utf-8")
    made = read_document(path)
    assert_same(made, original)
    assert made.text == original.text


def test_pdf_of_two_columns(original: Document, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(to_columns(original))
    made = read_document(tmp_path / "a.pdf")
    assert_same(made, original)
    assert {(d.text, d.reason) for d in made.dropped} == {
        ("2025年工作回眸", "页眉页脚"),
        *((f"- {page} -", "页码") for page in (1, 2, 3)),
    }


@pytest.mark.browser
def test_printed_pdf(original: Document, printed: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(printed)
    made = read_document(tmp_path / "a.pdf")
    assert_same(made, original)
    assert {d.reason for d in made.dropped} == {"页眉页脚", "页码"}


def test_pages_are_counted_in_a_pdf_and_nowhere_else(original: Document, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(to_columns(original))
    pages = [p.page for p in read_document(tmp_path / "a.pdf").paragraphs]
    assert pages[0] == 1
    assert pages == sorted(page or 0 for page in pages)
    assert pages[-1] == 3
    assert {p.page for p in original.paragraphs} == {None}


def test_word_and_web_keep_lines_that_were_torn(tmp_path: Path) -> None:
    from docx import Document as NewWord

    word = NewWord()
    for line in REPORT.read_text(encoding="utf-8").splitlines():
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").text == report().text
