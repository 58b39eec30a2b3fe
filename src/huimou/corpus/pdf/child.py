"""PDFium in a process of its own, which reads a PDF from its standard input.

It writes one JSON line a page, or one that says what is wrong. What goes wrong beyond that (a crash, all
memory used, no end) ends the process and is told by the caller.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import huimou
from huimou.corpus.items import MOST_CHARACTERS, broken, encrypted, too_long
from huimou.corpus.pdf.glyphs import LockedError, Rule, open_sheets
from huimou.corpus.pdf.lines import Line, make_lines

_START = "import sys; sys.path.insert(0, sys.argv[1]); from huimou.corpus.pdf.child import main; main()"
_SECONDS = 180
_MEMORY = 4 << 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a page of a PDF holds, in no order but from the top down."""

    number: int
    """From 1."""
    height: float
    lines: list[Line]
    rules: list[Rule]
    pictures: int
    marks: list[str]
    """Marks of notes that were taken out of the lines."""
    slanted: str
    """Text at an angle, left out."""


def read_pages(data: bytes, name: str) -> list[Page]:
    """The pages of a PDF, read by another process.

    Raises:
        CorpusError: it has a password, is damaged, too long, or cannot be read in time.
    """
    command = [sys.executable, "-P", "-c", _START, str(Path(huimou.__file__).parents[1])]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise broken(name, "PDF", f"no end after {_SECONDS} s") from error
    rows = [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []
    match rows[-1].get("error") if rows else f"exit {done.returncode}":
        case None:
            return [_page(row) for row in rows]
        case "locked":
            raise encrypted(name, "PDF 阅读器或 WPS")
        case "long":
            raise too_long(name)
        case reason:
            raise broken(name, "PDF", reason)


def _page(row: dict[str, Any]) -> Page:
    return Page(
        **row
        | {
            "lines": [Line(page=row["number"], **line) for line in row["lines"]],
            "rules": [Rule(*rule) for rule in row["rules"]],
        }
    )


def _rows(data: bytes) -> Iterator[dict[str, Any]]:
    length = 0
    try:
        for number, sheet in enumerate(open_sheets(data), 1):
            length += len(sheet.glyphs)
            if length > MOST_CHARACTERS:
                yield {"error": "long"}
                return
            lines, marks = make_lines(sheet.glyphs, number)
            yield {
                "number": number,
                "height": sheet.height,
                "lines": [{key: of for key, of in asdict(line).items() if key != "page"} for line in lines],
                "rules": [[rule.left, rule.top, rule.right, rule.bottom] for rule in sheet.rules],
                "pictures": sheet.pictures,
                "marks": marks,
                "slanted": sheet.slanted,
            }
    except LockedError:
        yield {"error": "locked"}
    except ValueError as error:
        yield {"error": str(error) or "damaged"}
    except MemoryError:
        yield {"error": "too large"}


def main() -> None:
    """What the other process does."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for row in _rows(sys.stdin.buffer.read()):
        sys.stdout.write(json.dumps(row) + "\n")
