"""A table becomes sentences, one a row, each value with its header: so a row can be cited, a cell found.

指标 | 2025年 | 增长
地区生产总值 | 158.8亿元 | 5.2%   →   指标：地区生产总值；2025年：158.8亿元；增长：5.2%
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_FIGURE = re.compile(r"(?!\d{4}\s*年)[-+−±≈约]?\s*\d[\d,.，％%‰]*\s*\S{0,8}|[-—–/]+")
_LONGEST_HEAD = 24
MOST_COLUMNS = 200
MOST_ROWS = 20_000
"""Of a table: more than any report has, few enough for memory."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cell:
    """One cell; a grid holds it at each place that it spans."""

    text: str
    """On one line; "" if it is empty."""
    head: bool = False
    """Whether the file says that it is a header."""
    strong: bool = False
    """Whether all of it is bold."""


Row = Sequence[Cell]


def row_sentences(grid: Sequence[Row], most: int = 5_000_000) -> list[str]:
    """The sentence of each row below the headers, in order; rows without text are left out.

    A row that is one cell from side to side is given as it is: a title, a unit, the name of a group.
    A table without headers gives "name：value" if it has two columns, else its cells, parted by "；".

    Raises:
        ValueError: They are longer than `most` characters together: one cell may span thousands of rows.
    """
    rows = [row for row in grid if any(cell.text for cell in row)]
    lead = rows[: _leading_titles(rows)]
    body = rows[len(lead) :]
    heads = body[: _heads(body)]
    names = [_name(heads, column) for column in range(max((len(row) for row in body), default=0))]
    sentences = [_distinct(row)[0].text for row in lead]
    below = body[len(heads) :]
    if heads and not below:
        return sentences + [_plain(row) for row in heads]
    length = 0
    for row in below:
        length += sum(len(cell.text) for cell in _distinct(row)) + sum(len(name) for name in names)
        if length > most:
            raise ValueError("a table of more text than a report has")
        sentences.append(_sentence(row, names) if heads else _plain(row))
    return sentences


def is_one_cell(grid: Sequence[Row]) -> bool:
    """Whether a table is there for its frame alone: one row or one column."""
    return len(grid) <= 1 or all(len(_distinct(row)) <= 1 for row in grid)


def _distinct(row: Row) -> list[Cell]:
    """The cells of a row, each once, the empty ones left out."""
    return [cell for cell, _ in groupby(row) if cell.text]


def _is_across(row: Row) -> bool:
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _leading_titles(rows: Sequence[Row]) -> int:
    return next((at for at, row in enumerate(rows) if not _is_across(row)), len(rows))


def _heads(rows: Sequence[Row]) -> int:
    """How many of the first rows are headers."""
    marked = next(
        (at for at, row in enumerate(rows) if not all(cell.head or not cell.text for cell in row)), 0
    )
    if marked:
        return marked
    if len(rows) < 2 or len(rows[0]) < 2:
        return 0
    first = rows[0]
    if not _could_head(first):
        return 0
    spanned = len(_distinct(first)) < sum(bool(cell.text) for cell in first)
    if spanned and len(rows) > 2 and _could_head(rows[1]):
        return 2
    below = rows[1:]
    strong = _is_strong(first) and not _is_strong(below[0])
    contrast = any(
        sum(len(row) > column and _FIGURE.fullmatch(row[column].text) is not None for row in below)
        > len(below) / 2
        for column in range(1, len(first))
    )
    texts = [cell.text for cell in first[1:]]
    listed = len(first) >= 3 and len(rows) >= 3 and all(texts)
    return int(strong or contrast or listed)


def _could_head(row: Row) -> bool:
    cells = _distinct(row)
    texts = [cell.text for cell in cells]
    return (
        len(set(texts)) == len(texts) > 1
        and all(len(text) <= _LONGEST_HEAD and text[-1] not in "。；" for text in texts)
        and not any(_FIGURE.fullmatch(text) for text in texts)
    )


def _is_strong(row: Row) -> bool:
    return all(cell.strong for cell in row if cell.text)


def _name(heads: Sequence[Row], column: int) -> str:
    """What a column is called: its headers from above, each once."""
    cells = [row[column] for row in heads if column < len(row)]
    return " ".join(dict.fromkeys(cell.text for cell in cells if cell.text))


def _sentence(row: Row, names: Sequence[str]) -> str:
    if _is_across(row):
        return row[0].text
    parts, at = [], 0
    for cell, places in groupby(row):
        width = len(list(places))
        if cell.text:
            called = " ".join(dict.fromkeys(name for name in names[at : at + width] if name))
            parts.append(
                f"{called.rstrip('：:')}：{cell.text}" if called and called != cell.text else cell.text
            )
        at += width
    return _joined(parts)


def _plain(row: Row) -> str:
    texts = [cell.text for cell in _distinct(row)]
    if len(row) == 2 and len(texts) == 2 and len(texts[0]) <= _LONGEST_HEAD:
        return f"{texts[0].rstrip('：:')}：{texts[1]}"
    return _joined(texts)


def _joined(parts: Sequence[str]) -> str:
    return "；".join([*(part.rstrip("；;") for part in parts[:-1]), *parts[-1:]])
