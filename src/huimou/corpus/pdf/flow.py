"""Lines in reading order become paragraphs, also where a column or a page ends in between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from huimou.corpus.blocks import glue
from huimou.corpus.looks import columns, is_closed
from huimou.corpus.numbering import starts_with_number
from huimou.corpus.pdf.lines import Line

_BULLET = re.compile(r"[•·●○■□◆◇▪◦➢✓–—▲△▼▽]|[-*]\s|[①-⑳]")
_NEIGHBOURS = 20
_SOFT = re.compile(r"[A-Za-z]-$")


@dataclass(slots=True)
class Strand:
    """Lines of one column, and where its text begins and ends; a table stands among them as one line."""

    lines: list[Line]
    left: float = 0.0
    right: float = 0.0


@dataclass(slots=True)
class Para:
    """A paragraph on its way."""

    lines: list[Line]
    gap: int = 0
    """Blank lines before it."""
    rows: list[str] = field(default_factory=list)
    """The sentences of the rows, if it is a table."""

    @property
    def text(self) -> str:
        """On one line: hyphens that a line break made are gone."""
        pieces = [self.lines[0].text]
        for line in self.lines[1:]:
            if _SOFT.search(pieces[-1][-2:]) and line.text[:1].islower():
                pieces[-1] = pieces[-1][:-1] + line.text
            else:
                pieces.append(line.text)
        return glue(pieces)


def make_paragraphs(strands: Sequence[Strand], tables: dict[int, list[str]], size: float) -> list[Para]:
    """The paragraphs of all strands.

    Args:
        strands: Columns of all pages, in reading order.
        tables: The rows that stand for a line, by the identity of that line.
        size: Of the running text.
    """
    set_margins(strands, size)
    pitch = usual_pitch(strands, size)
    indents = _indents(strands, size)
    paras: list[Para] = []
    last: tuple[Strand, Line] | None = None
    for strand in strands:
        for line in strand.lines:
            rows = tables.get(id(line))
            if rows is not None:
                paras.append(Para(lines=[line], rows=rows))
            elif last and not paras[-1].rows and _goes_on(paras[-1], last, (strand, line), pitch, indents):
                paras[-1].lines.append(line)
            else:
                paras.append(Para(lines=[line], gap=_gap(last, strand, line, pitch)))
            last = (strand, line)
    return paras


def set_margins(strands: Sequence[Strand], size: float) -> None:
    """Find where the text of each strand begins and ends; short strands take it from others like them."""
    for strand in strands:
        body = [line for line in strand.lines if abs(line.size - size) < 0.15 * size] or strand.lines
        strand.left = min(line.left for line in body)
        strand.right = max(line.right for line in body)
    for at, strand in enumerate(strands):
        like = [
            other
            for other in strands[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS]
            if other.left - 1 <= strand.left < other.right
            and strand.right <= other.right + 1
            and len(other.lines) > len(strand.lines)
        ]
        # Not of the full width if it is one of two columns.
        if len(strand.lines) < 6 and like:
            closest = min(
                like, key=lambda other: (abs(other.left - strand.left) > 3 * size, other.right - other.left)
            )
            strand.left, strand.right = min(strand.left, closest.left), closest.right


def usual_pitch(strands: Sequence[Strand], size: float) -> float:
    """The distance from line to line inside a paragraph."""
    steps = [
        round(after.base - before.base, 1)
        for strand in strands
        for before, after in pairwise(strand.lines)
        if 0.9 * size < after.base - before.base < 3 * size
        and abs(after.size - size) < 0.1 * size
        and before.right > strand.right - 2.5 * size
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 1.5 * size


def _indents(strands: Sequence[Strand], size: float) -> bool:
    """Whether the first lines of paragraphs are indented."""
    after_short = [
        after.left - strand.left > 0.8 * size
        for strand in strands
        for before, after in pairwise(strand.lines)
        if before.right < strand.right - 3 * size
        and abs(after.size - size) < 0.1 * size
        and after.right > strand.right - 3 * size
    ]
    return sum(after_short) > len(after_short) / 2


def _goes_on(
    para: Para, last: tuple[Strand, Line], here: tuple[Strand, Line], pitch: float, indents: bool
) -> bool:
    (strand, before), (column, line) = last, here
    if abs(before.size - line.size) > 0.08 * before.size:
        return False
    same = strand is column
    if same and abs(line.base - before.base) < 0.3 * line.size:
        return True  # pieces of one line
    if same and line.base - before.base > max(1.25 * pitch, pitch + 0.3 * line.size) * (
        before.size / line.size
    ):
        return False
    if same and _is_small_print(before, line, pitch):
        return True
    if not _is_full(before, strand, line):
        return False
    fresh = starts_with_number(line.text) or _BULLET.match(line.text) is not None
    if fresh and (is_closed(before.text) or before.font != line.font):
        return False
    indent = line.left - column.left
    if indents:
        if indent > 0.8 * line.size:
            first = para.lines[0]
            hangs = len(para.lines) > 1 or _BULLET.match(first.text) or starts_with_number(first.text)
            return bool(
                same
                and hangs
                and abs(line.left - before.left) < 0.5 * line.size
                and not is_closed(before.text)
            )
        return True
    if before.font != line.font and same and is_closed(before.text):
        return False
    if same:
        return abs(line.left - before.left) < 0.5 * line.size or len(para.lines) == 1
    return not is_closed(before.text)


def _is_small_print(before: Line, line: Line, pitch: float) -> bool:
    """Whether it is the next line of a caption, narrower than the column and smaller than the text."""
    lefts, middles = line.left - before.left, (line.left + line.right - before.left - before.right) / 2
    return (
        line.base - before.base < min(0.95 * pitch, 2 * line.size)
        and not is_closed(before.text)
        and before.font == line.font
        and line.right <= before.right + line.size
        and min(abs(lefts), abs(middles)) < 0.5 * line.size
    )


def _is_full(before: Line, strand: Strand, line: Line) -> bool:
    """Whether what `line` begins with had no room behind `before`."""
    word = re.match(r"[!-~]+", line.text)
    need = 0.55 * columns(word[0]) if word else 1.0
    return before.right + need * line.size > strand.right - 1.1 * line.size


def _gap(last: tuple[Strand, Line] | None, strand: Strand, line: Line, pitch: float) -> int:
    if last is None or last[0] is not strand:
        return 0
    return max(round((line.base - last[1].base) / pitch) - 1, 0)


def body_size(lines: Sequence[Line]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def median_size(lines: Sequence[Line]) -> float:
    """The size of a paragraph."""
    return median(line.size for line in lines)
