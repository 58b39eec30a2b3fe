"""The cells of a table in a web page, and what text an element shows."""

from __future__ import annotations

import re

from lxml import etree

from huimou.corpus.blocks import glue
from huimou.corpus.items import is_note_mark
from huimou.corpus.tables import MOST_COLUMNS, MOST_ROWS, Cell
from huimou.corpus.word_numbers import number_of

SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "object"),
        *("embed", "svg", "canvas", "audio", "video", "map", "rt", "rp"),
    )
)
DELETED = frozenset(("del", "s", "strike"))
INLINE = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "rb",
        "rtc",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "input",
        "output",
        "meter",
        "progress",
        "picture",
        "source",
    )
)
SPACES = re.compile(r"[ \t\n\r\f]+")
WIDE = "[\u2e80-\u9fff\uff00-\uffef\u2018-\u201d]"
WRAPPED = re.compile(rf"(?<={WIDE})[ \t\r\f]*\n[ \t\n\r\f]*|[ \t\r\f]*\n[ \t\n\r\f]*(?={WIDE})")
"""Where the source breaks a line beside Chinese: no space is meant."""


def visible_text(node: etree._Element) -> str:
    """All text in an element but what is never shown."""
    parts = []
    for part in node.iter():
        if part.tag not in SKIPPED and isinstance(part.tag, str):
            parts.append(part.text or "")
        if part is not node:
            parts.append(part.tail or "")
    return "".join(parts)


def is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges a page: it holds headings, tables, lists or long texts."""
    if any(True for _ in table.iterdescendants("table", "h1", "h2", "h3", "h4", "ol", "ul", "article")):
        return True
    cells = list(table.iter("td", "th"))
    return len(cells) <= 1 or any(len(visible_text(cell)) > 400 for cell in cells)


def cell_grid(table: etree._Element) -> list[list[Cell]]:
    """The cells of a table at every place that they span."""
    if sum(1 for _ in table.iter("tr")) > MOST_ROWS:
        raise ValueError(f"a table of more than {MOST_ROWS} rows")
    grid: list[list[Cell]] = []
    down: dict[int, tuple[Cell, int]] = {}  # column: the cell from above, and the rows it still takes
    for row in table.iter("tr"):
        cells = [node for node in row if node.tag in ("td", "th")]
        heads = bool(cells) and all(node.tag == "th" for node in cells)
        head = heads or row.getparent().tag == "thead"
        places: list[Cell] = []
        for node in cells:
            _fill(places, down)
            cell = Cell(text=one_line(node), head=head, strong=False)
            rows = min(number_of(node.get("rowspan"), 1), MOST_ROWS) - 1
            width = max(number_of(node.get("colspan"), 1), 1)
            for _ in range(min(width, MOST_COLUMNS - len(places))):
                if rows > 0:
                    down[len(places)] = (cell, rows)
                places.append(cell)
        _fill(places, down)
        grid.append(places)
    return grid


def _fill(places: list[Cell], down: dict[int, tuple[Cell, int]]) -> None:
    """Put the cells that reach down from above where they come next."""
    while len(places) in down:
        column = len(places)
        cell, rows = down.pop(column)
        if rows > 1:
            down[column] = (cell, rows - 1)
        places.append(cell)


def one_line(node: etree._Element) -> str:
    """The text of a cell on one line."""
    parts: list[str] = []
    before = ""
    for part in node.iter():
        shown = isinstance(part.tag, str) and part.tag not in SKIPPED | DELETED
        if part is not node and part.tag not in INLINE:
            before = "\n"
        text = part.text or ""
        if shown and not (part.tag == "sup" and is_note_mark(text, "".join(parts))):
            parts.append(before + text)
            before = ""
        if part is not node:
            parts.append(part.tail or "")
    lines = ["".join(SPACES.sub(" ", WRAPPED.sub("", line))).strip() for line in "".join(parts).split("\n")]
    return glue([line for line in lines if line])
