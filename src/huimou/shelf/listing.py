"""The shelf as a list for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from huimou.figures import find_figures
from huimou.index import Index
from huimou.shelf.choose import find_reports
from huimou.shelf.corrections import Corrections, corrected
from huimou.shelf.info import ReportInfo, describe
from huimou.shelf.model import make_shelf


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A report as `huimou reports` shows it."""

    name: str
    path: str
    info: ReportInfo
    chunks: int
    figures: int
    """How many figures `huimou.figures` finds in it."""

    def to_json(self) -> dict[str, Any]:
        """The row as a JSON-ready mapping, the fields of `info` among the others."""
        return {
            "name": self.name,
            "path": self.path,
            **asdict(self.info),
            "chunks": self.chunks,
            "figures": self.figures,
        }


def list_reports(index: Index, corrections: Corrections, only: Sequence[str] = ()) -> list[Listed]:
    """The reports of an index, in its order; of `only`, if any, those that `find_reports` finds.

    Raises:
        QuestionError: No report is called like one of `only`.
    """
    shelf = make_shelf([corrected(one, corrections) for one in index.documents], corrections)
    wanted = find_reports(shelf, only) if only else range(len(shelf.reports))
    chunks = np.diff(index.document_starts).tolist()
    return [
        Listed(
            name=one.document.name,
            path=one.document.path,
            info=describe(index.documents[one.number], corrections),
            chunks=chunks[one.number],
            figures=len(find_figures(one.document)),
        )
        for one in shelf.of(wanted)
    ]


def reports_table(rows: list[Listed]) -> str:
    """The reports as a table in columns; a Chinese character is as wide as two Latin ones."""
    cells = [("报告", "年份", "地方", "种类", "片段", "数字")]
    cells += [
        (row.name, str(row.info.year or "—"), row.info.place or "—", row.info.kind or "—",
         str(row.chunks), str(row.figures))
        for row in rows
    ]  # fmt: skip
    widths = [max(_width(cell) for cell in column) for column in zip(*cells, strict=True)]
    lines = []
    for line in cells:
        padded = [
            " " * (width - _width(cell)) + cell if place > 3 else cell + " " * (width - _width(cell))
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
