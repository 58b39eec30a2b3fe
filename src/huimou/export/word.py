"""An export as a Word file. The only python-docx import of the project."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from huimou.export.record import Block, Entry, make_record, place_of, printable
from huimou.export.strings import Language, say
from huimou.types import Answer, Citation

AUTHOR = "回眸 Huimou"
_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
_STYLES = {
    "Normal": (_SONG, 12.0),
    "Title": (_HEI, 22.0),
    "Heading 2": (_HEI, 14.0),
    "Quote": (_SONG, 10.5),
    **dict.fromkeys(_BULLETS, (_SONG, 12.0)),
}
"""Style → East Asian font and size in points."""


def to_docx(answers: Sequence[Answer], *, built: str, language: Language = "zh") -> bytes:
    """Questions, answers and the numbered sources of both, as the bytes of a .docx file.

    Two calls give the same contents, but for the times that the file itself carries.

    Args:
        answers: In the order of the export; none gives a document that says so.
        built: When the index was built, for people; "" to leave it out.
        language: Of the export's own words. Replies stay in the language that they were given in.
    """
    record = make_record(answers)
    document = docx.Document()
    _set_up(document, say("title", language))
    _add(document, "Title", say("title", language))
    if built:
        made = _add(document, "Normal", say("built", language, built=printable(built)))
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for entry in record.entries:
        _entry(document, entry, language)
    if not record.entries:
        _add(document, "Normal", say("none", language))
    if record.notes:
        _add(document, "Heading 2", say("sources", language))
    for note in record.notes:
        _note(document, note, language)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _entry(document: Document, entry: Entry, language: Language) -> None:
    _add(document, "Heading 2", entry.question or say("blank", language))
    for block in entry.blocks:
        paragraph = document.add_paragraph(style=_style_of(block))
        for run in block.runs:
            _write(paragraph, run.text).bold = run.bold or None
        if block.source is not None:
            _refer(paragraph, block.source)
    if entry.doubtful:
        _add(document, "Normal", say("doubtful", language))


def _style_of(block: Block) -> str:
    if block.kind == "item":
        return _BULLETS[min(block.depth, len(_BULLETS) - 1)]
    return "Quote" if block.kind == "quote" else "Normal"


def _note(document: Document, note: Citation, language: Language) -> None:
    paragraph = document.add_paragraph(style="Normal")
    paragraph.paragraph_format.keep_with_next = True
    number = _write(paragraph, f"[{note.marker}]")
    _bookmark(number, note.marker)
    _write(paragraph, f" {place_of(note, language)}")
    _add(document, "Quote", note.quote)


def _add(document: Document, style: str, text: str) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    _write(paragraph, text)
    return paragraph


def _write(paragraph: Paragraph, text: str) -> Run:
    """Add `text`, as it is, to a paragraph."""
    run = paragraph.add_run(text)
    # “ ” … — belong to both scripts; without the hint Word sets them narrow, in the Latin font.
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def _refer(paragraph: Paragraph, number: int) -> None:
    """Add a raised [number] that leads to its note."""
    run = _write(paragraph, f"[{number}]")
    run.font.superscript = True
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _name(number))
    link.set(qn("w:history"), "1")
    run._r.addprevious(link)
    link.append(run._r)


def _bookmark(run: Run, number: int) -> None:
    """Make `run` what the references to note `number` lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _name(number))
    run._r.addprevious(start)
    run._r.addnext(end)


def _name(number: int) -> str:
    return f"source_{number}"


def _set_up(document: Document, title: str) -> None:
    """Page, fonts, language and properties, in place of the template's American ones."""
    page = document.sections[0]
    # A4 with the margins of an official document, GB/T 9704-2012.
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    for name, (font, size) in _STYLES.items():
        _set_style(document, name, font, size)
    _style(document, "Normal").paragraph_format.line_spacing = 1.5
    _style(document, "Normal").paragraph_format.space_after = Pt(6)
    _style(document, "Heading 2").paragraph_format.space_before = Pt(18)
    _style(document, "Quote").paragraph_format.left_indent = Pt(24)
    heading = _style(document, "Title")
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in heading.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)
    for language in document.styles.element.findall(f".//{qn('w:lang')}"):
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    about = document.core_properties
    about.title, about.language = title, "zh-CN"
    about.author = about.last_modified_by = AUTHOR
    about.comments = ""  # the template's says what library wrote it
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)


def _style(document: Document, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _set_style(document: Document, name: str, font: str, size: float) -> None:
    """Black upright type of one weight; `font` for Chinese."""
    style = _style(document, name)
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    style.font.bold = style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the theme's fonts would come before those that are named
    for script, family in {"ascii": _LATIN, "hAnsi": _LATIN, "cs": _LATIN, "eastAsia": font}.items():
        fonts.set(qn(f"w:{script}"), family)
