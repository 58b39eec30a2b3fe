"""One page as it is read: what repeats on every page goes, columns come one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from huimou.corpus.pdf.child import Page
from huimou.corpus.pdf.lines import Line

_DIGITS = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)
_ONLY_NUMBER = re.compile(
    r"\W*(?:第\s*)?#(?:\s*页)?(?:\W*(?:共\s*)?#(?:\s*页)?)?\W*|page\s*#(?:\s*(?:of|/)\s*#)?", re.I
)
_EDGE_LINES = 3
_TOLERANCE = 8.0
_MOST_LINES = 2000  # of a page that has columns
_NOTE = re.compile(r"[\[〔［]?\d{1,2}[\]〕］]?[\s.、]?\D|[①-⑳*†※]|注[\d：:]")

Region = list[Line]
"""Lines of one column, from the top down."""


def running(pages: Sequence[Page]) -> dict[int, str]:
    """The lines that stand at the same place on most pages, by identity, and what they are.

    A number counts as equal to any other. Of few pages a line must be on all; a page number alone is
    known by its look.
    """
    places: Counter[tuple[str, str, int]] = Counter()
    edges = {page.number: _edges(page) for page in pages}
    for of_page in edges.values():
        for key in {key for _, keys in of_page for key in keys}:
            places[key] += 1
    filled = sum(bool(page.lines) for page in pages)
    needed = max(2, -(-filled * 2 // 5)) if filled > 4 else max(2, filled)
    found: dict[int, str] = {}
    for page in pages:
        for line, keys in edges[page.number]:
            number = _ONLY_NUMBER.fullmatch(_shape(line.text)) is not None
            enough = any(places[key] >= (min(needed, 2) if number else needed) for key in keys)
            if enough or (number and filled == 1 and _is_apart(line, page)):
                found[id(line)] = "页码" if number else "页眉页脚"
    return found


def _shape(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()).lower())


def _edges(page: Page) -> list[tuple[Line, list[tuple[str, str, int]]]]:
    """The first and the last lines of a page, with the keys of their places."""
    bases = sorted({round(line.base) for line in page.lines})
    result = []
    for line in page.lines:
        at = round(line.base)
        for edge, inside in (("top", bases[:_EDGE_LINES]), ("bottom", bases[-_EDGE_LINES:])):
            if at in inside and (
                line.base < page.height * 0.2 if edge == "top" else line.base > page.height * 0.8
            ):
                step = int(line.base // _TOLERANCE)
                near = step + 1 if line.base % _TOLERANCE > _TOLERANCE / 2 else step - 1
                result.append((line, [(edge, _shape(line.text), step), (edge, _shape(line.text), near)]))
    return result


def _is_apart(line: Line, page: Page) -> bool:
    """Whether it is the last line and stands well below the others."""
    others = [other.base for other in page.lines if other is not line]
    return line.base > page.height * 0.9 and bool(others) and line.base - max(others) > 2.5 * line.size


def foot_notes(lines: Sequence[Line], size: float) -> list[Line]:
    """The notes at the foot of a page: its last lines, smaller than the text, from the first mark on."""
    ordered = sorted(lines, key=lambda line: line.base)
    at = len(ordered)
    while at and ordered[at - 1].size <= 0.92 * size:
        at -= 1
    notes = ordered[at:]
    marked = at > 0 and notes and _NOTE.match(min(notes[:1] or notes, key=lambda line: line.left).text)
    return notes if marked else []


def columns(lines: Sequence[Line], size: float) -> list[Region]:
    """The lines in reading order, parted at each change between one column and two."""
    gutter = _gutter(lines, size)
    if gutter is None:
        return [sorted(lines, key=lambda line: (round(line.base), line.left))] if lines else []
    regions: list[Region] = []
    left: Region = []
    right: Region = []
    for line in sorted(lines, key=lambda line: (round(line.base), line.left)):
        if line.left < gutter < line.right:
            regions += [region for region in (left, right) if region]
            left, right = [], []
            if regions and _crosses(regions[-1][-1], gutter):
                regions[-1].append(line)
            else:
                regions.append([line])
        else:
            (left if line.right <= gutter else right).append(line)
    return regions + [region for region in (left, right) if region]


def _crosses(line: Line, gutter: float) -> bool:
    return line.left < gutter < line.right


def _gutter(lines: Sequence[Line], size: float) -> float | None:
    """Where the space between two columns of running text is; None if there is but one column."""
    text = [line for line in lines if len(line.text) > 1]
    if not 8 <= len(text) <= _MOST_LINES:
        return None
    edge, end = min(line.left for line in text), max(line.right for line in text)
    candidates = {round(line.left - 0.5 * size, 1) for line in text}
    best: tuple[int, float] | None = None
    for x in sorted(candidates):
        if not edge + 0.25 * (end - edge) < x < edge + 0.75 * (end - edge):
            continue
        left = [line for line in text if line.right <= x]
        right = [line for line in text if line.left >= x]
        crossing = len(text) - len(left) - len(right)
        if min(len(left), len(right)) < 3 or crossing > len(text) * 0.5:
            continue
        fills = (
            median((line.right - line.left) / max(x - edge, 1) for line in left),
            median((line.right - line.left) / max(end - x, 1) for line in right),
        )
        if min(fills) > 0.6 and (best is None or crossing < best[0]):
            best = (crossing, x)
    return best[1] if best else None
