"""Characters become pieces of lines: what stands on one base line without a wide gap."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from huimou.corpus.items import is_note_mark
from huimou.corpus.pdf.glyphs import WIDE, Glyph

_WIDE = chr(WIDE)
_ALSO_WIDE = frozenset("“”‘’—…·")
_HEAD_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text, or the part of one that stands in one column or cell. Points, y downwards."""

    page: int
    """From 1."""
    left: float
    right: float
    base: float
    size: float
    font: str
    text: str

    @property
    def top(self) -> float:
        """About where its characters begin."""
        return self.base - 0.88 * self.size


def make_lines(glyphs: Sequence[Glyph], page: int) -> tuple[list[Line], list[str]]:
    """The lines of a page, from the top down, and the marks of notes that were taken out of them."""
    runs = [run for run in _runs(glyphs) if any(not glyph.char.isspace() for glyph in run)]
    runs, marks = _without_raised(runs)
    lines = [_line(run, page) for run in runs]
    return sorted(lines, key=lambda line: (round(line.base, 1), line.left)), marks


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters on one base line, from left to right, cut at wide gaps."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if rows and _on_one_line(rows[-1][-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    runs: list[list[Glyph]] = []
    for row in rows:
        run: list[Glyph] = []
        for glyph in sorted(row, key=lambda glyph: glyph.left):
            if run and _is_double(run[-1], glyph):
                continue
            if run and _parts(run, glyph):
                runs.append(run)
                run = []
            run.append(glyph)
        runs.append(run)
    return runs


def _on_one_line(one: Glyph, other: Glyph) -> bool:
    return abs(one.base - other.base) <= 0.12 * max(min(one.size, other.size), 1)


def _is_double(one: Glyph, other: Glyph) -> bool:
    """Whether a character is printed twice to look bold."""
    return one.char == other.char and abs(one.left - other.left) < 0.25 * one.size


def _parts(run: Sequence[Glyph], glyph: Glyph) -> bool:
    before = run[-1]
    gap = glyph.left - before.right
    em = max(before.size, glyph.size)
    # Of a run of blanks, three are a gap between cells; one or two stand between words.
    blanks = len(run) - len("".join(item.char for item in run).rstrip())
    return gap > 1.1 * em or (blanks >= 3 and not glyph.char.isspace())


def _without_raised(runs: list[list[Glyph]]) -> tuple[list[list[Glyph]], list[str]]:
    """The runs, small raised characters put back into the lines they belong to, marks of notes apart."""
    marks: list[str] = []
    small = [run for run in runs if len(run) <= 8]
    gone: set[int] = set()
    by_base = sorted((run[0].base, at) for at, run in enumerate(runs))
    bases = [base for base, _ in by_base]
    result = {id(run): run for run in runs}
    for run in small:
        text = "".join(glyph.char for glyph in run).strip()
        size = max(glyph.size for glyph in run)
        host = _host(run, size, runs, by_base, bases)
        if host is None:
            continue
        gone.add(id(run))
        line = result[id(host)]
        before = "".join(glyph.char for glyph in line if glyph.right <= run[0].left + 0.3 * size)
        if is_note_mark(text, before):
            marks.append(text)
            result[id(host)] = _reaching(line, run[0].left + 0.3 * size, run[-1].right)
        else:
            result[id(host)] = sorted([*line, *run], key=lambda glyph: glyph.left)
    return [_without_marks(result[id(run)], marks) for run in runs if id(run) not in gone], marks


def _reaching(line: Sequence[Glyph], place: float, right: float) -> list[Glyph]:
    """The line, the character before `place` taking the room of the mark that stood behind it."""
    at = max((at for at, glyph in enumerate(line) if glyph.right <= place), default=None)
    return [
        replace(glyph, right=max(glyph.right, right)) if number == at else glyph
        for number, glyph in enumerate(line)
    ]


def _host(
    run: Sequence[Glyph],
    size: float,
    runs: Sequence[list[Glyph]],
    by_base: Sequence[tuple[float, int]],
    bases: Sequence[float],
) -> list[Glyph] | None:
    """The line that a small run is raised above, right after one of its characters."""
    at = bisect_left(bases, run[0].base + 0.1 * size)
    while at < len(bases) and bases[at] <= run[0].base + 1.2 * size:
        other = runs[by_base[at][1]]
        at += 1
        if other is run:
            continue
        for glyph in other:
            raised = glyph.size >= 1.2 * size and bases[at - 1] - run[0].base <= 0.75 * glyph.size
            if raised and -0.2 * glyph.size <= run[0].left - glyph.right <= 0.35 * glyph.size:
                return other
    return None


def _without_marks(run: list[Glyph], marks: list[str]) -> list[Glyph]:
    """The run without circled numbers that are much smaller than it, though on its base line."""
    size = max(glyph.size for glyph in run)
    kept = [glyph for glyph in run if glyph.size > 0.75 * size or not "①" <= glyph.char <= "⑳"]
    marks += [glyph.char for glyph in run if glyph.size <= 0.75 * size and "①" <= glyph.char <= "⑳"]
    return kept or run


def _line(run: Sequence[Glyph], page: int) -> Line:
    usual = median(max(after.left - before.right, 0) for before, after in pairwise(run)) if run[1:] else 0
    text = run[0].char
    for before, after in pairwise(run):
        text += (" " if _has_space(before, after, usual, text) else "") + after.char
    seen = [glyph for glyph in run if not glyph.char.isspace()]
    wide = [glyph for glyph in seen if glyph.char >= _WIDE] or seen
    return Line(
        page=page,
        left=min(glyph.left for glyph in seen),
        right=max(glyph.right for glyph in seen),
        base=Counter(round(glyph.base, 1) for glyph in seen).most_common(1)[0][0],
        size=Counter(round(glyph.size, 1) for glyph in seen).most_common(1)[0][0],
        font=Counter(glyph.font for glyph in wide).most_common(1)[0][0],
        text=text.strip(),
    )


def _has_space(before: Glyph, after: Glyph, usual: float, text: str) -> bool:
    """Whether a gap without a space in it means one.

    Args:
        before: The character on its left.
        after: The character on its right.
        usual: The gap that mostly stands between characters of the line: it may be justified.
        text: The line up to `before`.
    """
    if before.char.isspace() or after.char.isspace():
        return False
    gap = (after.left - before.right) / max(before.size, after.size)
    if {before.char, after.char} & _ALSO_WIDE and max(before.char, after.char) >= _WIDE:
        return False
    wide = (before.char >= _WIDE) + (after.char >= _WIDE)
    # Programs put a quarter of an em between Chinese and digits; only after a number at the head it counts.
    least = (0.18, 0.18 if _HEAD_NUMBER.fullmatch(text) else 0.45, 0.2)[wide]
    return gap > least and after.left - before.right > 3 * usual
