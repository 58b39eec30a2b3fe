"""Word files (.docx): the paragraphs as a reader sees them once all changes are accepted.

Left out, and listed as dropped: headers, footers, notes and comments (line 0), their marks in the text,
deleted text, hidden text, tables of contents. A line is the running number of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from lxml import etree

from huimou.corpus.blocks import Drop, glue
from huimou.corpus.items import Item, broken, check_length
from huimou.corpus.package import main_part, open_package, read_part
from huimou.corpus.tables import MOST_COLUMNS, MOST_ROWS, Cell, is_one_cell, row_sentences
from huimou.corpus.word_numbers import Numbering, W, next_number, number_of, read_numbering, value
from huimou.corpus.word_styles import Style, outline_level, read_styles, switched
from huimou.corpus.word_text import DELETED, WRAPPERS, read_text

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ASIDE = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_ASIDE_PART = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    styles: dict[str, Style]
    numbering: Numbering
    items: list[Item] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    line: int = 0
    tables: int = 0
    codes: list[bool] = field(default_factory=list)
    """As for `read_text`."""
    unended: str = ""
    """The text of a paragraph whose end was deleted: it goes on in the next."""


def read_word(data: bytes, name: str) -> tuple[list[Item], list[Drop]]:
    """The paragraphs of a .docx file, and what was left out.

    Raises:
        CorpusError: it has a password, is damaged or too large, or is a .doc under another name.
    """
    package = open_package(data, name)
    root = read_part(package, main_part(package, name), name)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise broken(name, "Word", "word/document.xml")
    reading = _Reading(
        styles=read_styles(read_part(package, "word/styles.xml", name)),
        numbering=read_numbering(read_part(package, "word/numbering.xml", name)),
        drops=list(_asides(package, name)),
    )
    _read_flow(body, reading)
    if reading.unended:
        reading.items.append(Item(text=reading.unended, line=reading.line))
    check_length(reading.items, name)
    levels = {item.level for item in reading.items}
    if 1 not in levels or max(levels) == 1:  # level 1 is the title's
        reading.items = [replace(item, level=max(item.level - 1, 0)) for item in reading.items]
    return reading.items, reading.drops


def _asides(package: ZipFile, name: str) -> Iterator[Drop]:
    """The text that stands beside the text."""
    seen = set()
    for part in package.namelist():
        found = _ASIDE_PART.fullmatch(part)
        root = read_part(package, part, name) if found else None
        for paragraph in root.iter(f"{W}p") if root is not None else ():
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip()
            reason = _ASIDE[found[1]] if found else ""
            if text and (reason, text) not in seen:
                seen.add((reason, text))
                yield Drop(line=0, column=len(seen), text=text, reason=reason)


def _read_flow(parent: etree._Element, reading: _Reading) -> None:
    """The paragraphs and tables of the body, of a cell or of a text box."""
    for node in parent.iterchildren():
        if node.tag == f"{W}p":
            _read_paragraph(node, reading)
        elif node.tag == f"{W}tbl":
            _read_table(node, reading)
        elif node.tag == f"{W}sdt":
            content = node.find(f"{W}sdtContent")
            if content is not None:
                _read_flow(content, reading)
        elif node.tag in WRAPPERS:
            _read_flow(node, reading)


def _read_paragraph(node: etree._Element, reading: _Reading) -> None:
    reading.line += 1
    properties = node.find(f"{W}pPr")
    style = reading.styles.get(value(properties, "pStyle"), reading.styles[""])
    text, out = read_text(node, style, reading.styles, reading.codes)
    reading.drops += [replace(drop, line=reading.line) for drop in out]
    end = properties.find(f"{W}rPr") if properties is not None else None
    if end is not None and any(end.find(tag) is not None for tag in DELETED):
        reading.unended += text
        return
    text, reading.unended = reading.unended + text, ""
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    num = value(numbered, "numId") or style.num
    depth = number_of(value(numbered, "ilvl"), style.depth)
    number = (
        next_number(reading.numbering, num, depth) if num and (text.strip() or numbered is not None) else ""
    )
    if style.contents and text.strip():
        reading.drops.append(Drop(line=reading.line, column=0, text=text.strip(), reason="目录"))
        text = ""
    level = outline_level(properties, style.level)
    item = Item(
        text=number + text.lstrip() if number and text.strip() else text,
        line=reading.line,
        level=1 if style.title else level + 1 if level else 0,
        kind=style.kind,
        whole=(reading.numbering.levels.get((num, depth)) is not None),
    )
    reading.items.append(item)
    for box in _boxes(node):
        _read_flow(box, reading)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a paragraph; of the two forms that Word saves each in, the newer."""
    for box in paragraph.iter(f"{W}txbxContent"):
        above = list(box.iterancestors())
        inside = above[: above.index(paragraph)]
        tags = {node.tag for node in inside}
        if not tags & {f"{_MC}Fallback", f"{W}txbxContent"} | (tags & DELETED):
            yield box


def _read_table(table: etree._Element, reading: _Reading) -> None:
    """A table as one item a row; one that only frames text, as that text."""
    rows = [row for row in table.iter(f"{W}tr") if _table_of(row) is table]
    if len(rows) > MOST_ROWS:
        raise ValueError(f"a table of more than {MOST_ROWS} rows")
    cells = [[cell for cell in row.iter(f"{W}tc") if _row_of(cell) is row] for row in rows]
    if all(len(row) <= 1 for row in cells):
        for row in cells:
            for cell in row:
                _read_flow(cell, reading)
        return
    line = reading.line + 1
    rough = [
        found for row, of in zip(rows, cells, strict=True) if (found := _row(row, of, reading)) is not None
    ]
    grid = _down(rough)
    reading.tables += 1
    sentences = row_sentences(grid)
    number = None if is_one_cell(grid) else reading.tables
    reading.items += [Item(text=text, line=line, table=number, whole=True) for text in sentences]


def _table_of(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(f"{W}tbl"))


def _row_of(cell: etree._Element) -> etree._Element:
    return next(cell.iterancestors(f"{W}tr"))


def _row(row: etree._Element, cells: list[etree._Element], reading: _Reading) -> list[Cell | None] | None:
    """The cells of a row, None where the one above reaches down; None for a row that was deleted."""
    properties = row.find(f"{W}trPr")
    deleted = properties is not None and any(properties.find(tag) is not None for tag in DELETED)
    head = switched(properties, "tblHeader", False)
    places: list[Cell | None] = []
    for node in cells:
        about = node.find(f"{W}tcPr")
        merge = about.find(f"{W}vMerge") if about is not None else None
        cell = _cell(node, head, reading)
        if deleted and cell.text:
            reading.drops.append(Drop(line=reading.line, column=0, text=cell.text, reason="删除的修订"))
        below = merge is not None and merge.get(f"{W}val") != "restart" and not cell.text
        span = min(number_of(value(about, "gridSpan"), 1), MOST_COLUMNS - len(places))
        places += [None if below else cell] * span
    return None if deleted else places


def _cell(node: etree._Element, head: bool, reading: _Reading) -> Cell:
    """A cell's paragraphs on one line."""
    outside, reading.items = reading.items, []
    _read_flow(node, reading)
    texts = [line.strip() for item in reading.items for line in item.text.split("\n") if line.strip()]
    reading.items = outside
    strong = all(
        switched(run.find(f"{W}rPr"), "b", False)
        for run in node.iter(f"{W}r")
        if run.find(f"{W}t") is not None
    )
    return Cell(text=" ".join(glue(texts).split()), head=head, strong=bool(texts) and strong)


def _down(grid: list[list[Cell | None]]) -> list[list[Cell]]:
    """The grid with each cell in all the rows that it reaches down into."""
    empty = Cell(text="")
    full: list[list[Cell]] = []
    for row in grid:
        above = full[-1] if full else []
        full.append([cell or (above[at] if at < len(above) else empty) for at, cell in enumerate(row)])
    return full
