"""Tables of a PDF: by the lines that are drawn round their cells, or by how their cells stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from huimou.corpus.blocks import glue
from huimou.corpus.pdf.glyphs import Rule
from huimou.corpus.pdf.lines import Line
from huimou.corpus.tables import Cell

_NEAR = 3.0
_MOST_CELLS = 4000


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table and the lines that are in it."""

    lines: list[Line]
    grid: list[list[Cell]]


def drawn_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Table]:
    """The tables whose cells are boxes, from the top down."""
    tables = []
    for group in _groups(rules):
        ys = _steps([rule.top for rule in group if _is_flat(rule)])
        xs = _steps([rule.left for rule in group if not _is_flat(rule)])
        if len(ys) < 3 or len(xs) < 3 or len(xs) * len(ys) > _MOST_CELLS:
            continue
        inside = [
            line
            for line in lines
            if xs[0] - _NEAR < (line.left + line.right) / 2 < xs[-1] + _NEAR
            and ys[0] - _NEAR < _middle(line) < ys[-1]
        ]
        cells = _boxes(group, xs, ys)
        grid = [
            [_filled(cells[row][column], inside, xs, ys) for column in range(len(xs) - 1)]
            for row in range(len(ys) - 1)
        ]
        # The same cell is one object at all the places that it spans.
        one: dict[tuple[int, int, int, int], Cell] = {}
        grid = [
            [one.setdefault(cells[row][column], grid[row][column]) for column in range(len(xs) - 1)]
            for row in range(len(ys) - 1)
        ]
        if inside and sum(bool(cell.text) for cell in one.values()) > 1:
            tables.append(Table(lines=inside, grid=grid))
    return tables


def _middle(line: Line) -> float:
    return line.base - 0.35 * line.size


def _is_flat(rule: Rule) -> bool:
    return rule.right - rule.left > rule.bottom - rule.top


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules that touch one another, directly or through others; those of one table, from the top down."""
    groups: list[tuple[Rule, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: rule.top)[:3000]:
        touching = [group for group in groups if _touch(group[0], rule)]
        box, members = rule, [rule]
        for group in touching:
            box, members = _around(box, group[0]), group[1] + members
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append((box, members))
    return [members for _, members in groups]


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left - _NEAR <= other.right
        and other.left - _NEAR <= one.right
        and one.top - _NEAR <= other.bottom
        and other.top - _NEAR <= one.bottom
    )


def _around(one: Rule, other: Rule) -> Rule:
    return Rule(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _steps(places: Sequence[float]) -> list[float]:
    """Different places in order, those that are nearly one counted once."""
    steps: list[float] = []
    for place in sorted(places):
        if not steps or place - steps[-1] > _NEAR:
            steps.append(place)
    return steps


def _boxes(
    rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> list[list[tuple[int, int, int, int]]]:
    """For each place of the grid the first and the last row and column of the cell that covers it."""
    flat = [rule for rule in rules if _is_flat(rule)]
    upright = [rule for rule in rules if not _is_flat(rule)]

    def wall(column: int, row: int) -> bool:
        y = (ys[row] + ys[row + 1]) / 2
        return any(
            abs(rule.left - xs[column]) <= _NEAR and rule.top - 1 <= y <= rule.bottom + 1 for rule in upright
        )

    def floor(row: int, column: int) -> bool:
        x = (xs[column] + xs[column + 1]) / 2
        return any(abs(rule.top - ys[row]) <= _NEAR and rule.left - 1 <= x <= rule.right + 1 for rule in flat)

    rows, width = len(ys) - 1, len(xs) - 1
    boxes: list[list[tuple[int, int, int, int]]] = [
        [(row, row, at, at) for at in range(width)] for row in range(rows)
    ]
    for row in range(rows):
        start = 0
        for column in range(1, width + 1):
            if column == width or wall(column, row):
                for at in range(start, column):
                    boxes[row][at] = (row, row, start, column - 1)
                start = column
    for row in range(1, rows):
        for column in range(width):
            above, here = boxes[row - 1][column], boxes[row][column]
            if above[2:] == here[2:] and not floor(row, column):
                joined = (above[0], row, *above[2:])
                for over in range(above[0], row + 1):
                    for at in range(above[2], above[3] + 1):
                        boxes[over][at] = joined
    return boxes


def _filled(
    box: tuple[int, int, int, int], lines: Sequence[Line], xs: Sequence[float], ys: Sequence[float]
) -> Cell:
    top, bottom, left, right = ys[box[0]], ys[box[1] + 1], xs[box[2]], xs[box[3] + 1]
    inside = [
        line
        for line in lines
        if left <= (line.left + line.right) / 2 < right and top <= _middle(line) < bottom
    ]
    return _cell(inside)


def _cell(lines: Sequence[Line]) -> Cell:
    ordered = sorted(lines, key=lambda line: (round(line.base), line.left))
    return Cell(
        text=glue([line.text for line in ordered]) if ordered else "",
        strong=bool(ordered) and all("bold" in line.font for line in ordered),
    )


def aligned_tables(lines: Sequence[Line]) -> list[Table]:
    """The tables without boxes: rows, each next to the other, whose cells stand in the same columns.

    A cell of two lines cannot be told from two rows and gives a row of its own.
    """
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (round(line.base), line.left)):
        if rows and abs(rows[-1][0].base - line.base) <= 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    tables: list[Table] = []
    group: list[list[Line]] = []
    for before, row in pairwise([[], *rows, []]):
        near = bool(before) and bool(row) and row[0].base - before[0].base < 3.5 * row[0].size
        if group and (len(row) < 2 or not near or not _one_set(group, row)):
            tables += _aligned(group)
            group = []
        if len(row) >= 2:
            group.append(row)
    return tables + _aligned(group)


def _spans(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The columns: stretches of the line that some cell covers."""
    spans: list[tuple[float, float]] = []
    for left, right in sorted((line.left, line.right) for row in rows for line in row):
        if spans and left < spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(right, spans[-1][1]))
        else:
            spans.append((left, right))
    return spans


def _one_set(group: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    return len(_spans([*group, row])) >= max(2, max(len(other) for other in [*group, row]))


def _aligned(group: Sequence[Sequence[Line]]) -> list[Table]:
    if len(group) < 3:
        return []
    spans = _spans(group)
    grid = [
        [
            _cell([line for line in row if left <= (line.left + line.right) / 2 <= right])
            for left, right in spans
        ]
        for row in group
    ]
    return [Table(lines=[line for row in group for line in row], grid=grid)]
