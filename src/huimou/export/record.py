"""What an export holds, before it has a format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from huimou.compose.phrases import phrase
from huimou.export.strings import Language, say
from huimou.types import Answer, Citation

DOUBTFUL = 0.5
"""An answer of less confidence than this is marked as for reference only."""

BlockKind = Literal["paragraph", "item", "quote"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of plain text: nothing in it is markup."""

    text: str
    bold: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One line of a reply."""

    kind: BlockKind
    depth: int
    """Of an item: 0 is the outermost, and no item is more than one deeper than the one before it."""
    runs: tuple[Run, ...]
    source: int | None
    """The number of the note that it refers to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A question and what came of it."""

    question: str
    """On one line; "" if it is blank."""
    blocks: tuple[Block, ...]
    doubtful: bool
    """Whether it is an answer, but one of little confidence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """All that is exported."""

    entries: tuple[Entry, ...]
    notes: tuple[Citation, ...]
    """Each place that is cited, once; `marker` counts from 1 through the whole record."""


def make_record(answers: Sequence[Answer]) -> Record:
    """The answers in their order, their sources numbered through as they are first cited."""
    notes: dict[Citation, int] = {}
    entries = []
    for answer in answers:
        numbers = {
            citation.marker: notes.setdefault(replace(citation, marker=0), len(notes) + 1)
            for citation in answer.citations
        }
        blocks = read_reply(printable(answer.text), numbers)
        entry = Entry(
            question=" ".join(printable(answer.question).splitlines()).strip(),
            blocks=tuple(block for block in blocks if not _in_notes(block, answer)),
            doubtful=not answer.abstained and answer.confidence is not None and answer.confidence < DOUBTFUL,
        )
        entries.append(entry)
    return Record(
        entries=tuple(entries), notes=tuple(_note(citation, number) for citation, number in notes.items())
    )


def place_of(note: Citation, language: Language) -> str:
    """Where a note's quote stands, for people."""
    section = f" {note.section}" if note.section else ""
    name = "place" if note.page is None else "place_with_page"
    return say(
        name,
        language,
        document=note.document,
        section=section,
        page=note.page,
        paragraph=note.paragraph,
    )


def read_reply(text: str, numbers: Mapping[int, int]) -> list[Block]:
    r"""The Markdown of `huimou.compose` as blocks: one a line, markup and backslashes gone.

    Args:
        text: What the composer wrote: paragraphs, bold, ``- `` items indented by two spaces a level,
            ``> `` quotes, and at the end of a line a source's marker, ``\[1\]``.
        numbers: Marker in the reply → number of the note. Brackets around any other number are text.
    """
    blocks: list[Block] = []
    deepest = 0  # that the next item may be
    for line in text.split("\n"):
        if not line.strip():
            continue
        kind: BlockKind = "paragraph"
        depth = 0
        if item := _ITEM.match(line):
            kind, line = "item", line[item.end() :]
            depth = min(len(item[1]) // 2, deepest)
        elif line.startswith("> "):
            kind, line = "quote", line[2:]
        deepest = depth + 1 if item else 0
        source = None
        if (marker := _MARKER.search(line)) and int(marker[1]) in numbers:
            source, line = numbers[int(marker[1])], line[: marker.start()]
        blocks.append(Block(kind=kind, depth=depth, runs=_runs(line), source=source))
    return blocks


_ITEM = re.compile(r"( *)- ")
_MARKER = re.compile(r" \\\[(\d{1,6})\\\]$", re.ASCII)
_BOLD = re.compile(r"\*\*((?:\\.|[^\\*])+)\*\*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def _runs(line: str) -> tuple[Run, ...]:
    parts = _BOLD.split(line)  # plain, bold, plain, …
    return tuple(
        Run(text=_ESCAPE.sub(r"\1", part), bold=place % 2 == 1) for place, part in enumerate(parts) if part
    )


def _in_notes(block: Block, answer: Answer) -> bool:
    """Whether the notes say what a block says: the source line, and the quote that proves an answer.

    The quote under a refusal stays: it is the nearest passage, and the block says so.
    """
    if not answer.citations or not block.runs:
        return False
    if block.kind == "quote":
        return not answer.abstained
    sources = (phrase("source", False), phrase("source", True))
    return block.kind == "paragraph" and block.runs[0].text.startswith(sources)


def _note(citation: Citation, number: int) -> Citation:
    return replace(
        citation,
        marker=number,
        document=printable(citation.document),
        section=printable(citation.section),
        quote=printable(citation.quote),
    )


def printable(text: str) -> str:
    r"""`text` with � in place of what XML and UTF-8 cannot hold: control characters, lone surrogates.

    >>> printable("一\x00二\ud800\t三")
    '一�二�\t三'
    """
    return _UNPRINTABLE.sub("\ufffd", text)


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
