"""From classified blocks to a `Document`: offsets, sections and what was dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huimou.corpus.blocks import Block, Drop, drop_page_numbers, mend, split_blocks, unwrap
from huimou.corpus.looks import addresses_all
from huimou.corpus.numbering import Heading
from huimou.corpus.outline import Outline, find_headings
from huimou.corpus.roles import assign_roles
from huimou.types import Document, Dropped, Paragraph, Section


def build_document(text: str, *, name: str, path: str, sha256: str) -> Document:
    """Read the structure of a decoded report. Linear in its length; any text will do.

    Args:
        text: The decoded file, with any kind of line ends.
        name: What citations call the document; its title too, if the text has none.
        path: The source file as it is to be shown.
        sha256: Digest of the source file's bytes.
    """
    lines, drops = split_blocks(text)
    lines, page_numbers = drop_page_numbers(lines)
    return assemble(unwrap(lines), drops + page_numbers, name=name, path=path, sha256=sha256)


def assemble(lines: Sequence[Block], drops: Sequence[Drop], *, name: str, path: str, sha256: str) -> Document:
    """The document that blocks make, whatever format they come from.

    Args:
        lines: The paragraphs, in reading order; those that a page break tore are joined here.
        drops: What the reader of the format left out.
        name: As for `build_document`, and so are the others.
        path: The source file as it is to be shown.
        sha256: Digest of the source file's bytes.
    """
    labelled, marks = _drop_caption_marks(assign_roles(lines))
    blocks, headings = find_headings(mend(labelled))
    starts = _starts(blocks)
    body = "\n".join(block.text for block in blocks)
    sections, inside = _sections(blocks, headings, starts)
    return Document(
        name=name,
        path=path,
        sha256=sha256,
        title=_texts(blocks, "title") or name,
        subtitle=_texts(blocks, "subtitle"),
        byline=_texts(blocks, "byline"),
        text=body,
        paragraphs=tuple(
            Paragraph(
                number=number,
                kind="heading" if heading and not heading.run_in else block.kind,
                start=start,
                end=start + len(block.text),
                section=section,
                line=block.line,
                page=block.page,
                table=block.table,
            )
            for number, (block, heading, start, section) in enumerate(
                zip(blocks, headings, starts, inside, strict=True), 1
            )
        ),
        sections=sections,
        dropped=tuple(
            Dropped(line=drop.line, text=drop.text, reason=drop.reason)
            for drop in sorted([*drops, *marks], key=lambda drop: (drop.line, drop.column))
        ),
    )


def _texts(blocks: Sequence[Block], kind: str) -> str:
    return "\n".join(block.text for block in blocks if block.kind == kind)


def _starts(blocks: Sequence[Block]) -> list[int]:
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    return starts


def _drop_caption_marks(blocks: Sequence[Block]) -> tuple[list[Block], list[Drop]]:
    """A caption's leading ▲ points at the photograph; elsewhere an ornament is the author's."""
    result: list[Block] = []
    drops: list[Drop] = []
    for block in blocks:
        if block.kind == "caption" and block.mark:
            drops.append(Drop(line=block.line, column=block.column, text=block.mark, reason="图片说明符号"))
            block = replace(block, text=block.text.removeprefix(block.mark).lstrip())
        result.append(block)
    return result, drops


@dataclass(slots=True)
class _Open:
    """A section whose end is not known yet."""

    index: int
    rank: int
    run_in: bool


def _sections(
    blocks: Sequence[Block], headings: Outline, starts: Sequence[int]
) -> tuple[tuple[Section, ...], list[int | None]]:
    """The sections, and for each block the index of its innermost one.

    A paragraph that turns to the whole assembly (各位代表！…) closes a section whose heading runs in:
    it sums up what came before, and no heading of its own says so.
    """
    sections: list[Section] = []
    inside: list[int | None] = []
    around: list[_Open] = []
    for at, heading in enumerate(headings):
        if heading:
            while around and around[-1].rank >= heading.rank:
                _close(sections, around.pop(), starts[at] - 1)
            sections.append(_open_section(heading, starts[at], around))
            around.append(_Open(len(sections) - 1, heading.rank, heading.run_in))
        elif around and around[-1].run_in and addresses_all(blocks[at].text):
            _close(sections, around.pop(), starts[at] - 1)
        inside.append(around[-1].index if around else None)
    last = starts[-1] + len(blocks[-1].text) if blocks else 0
    for section in around:
        _close(sections, section, last)
    return tuple(sections), inside


def _open_section(heading: Heading, start: int, around: Sequence[_Open]) -> Section:
    return Section(
        number=heading.number,
        title=heading.title,
        level=len(around) + 1,
        parent=around[-1].index if around else None,
        start=start,
        heading_end=start + heading.end,
        end=start,
    )


def _close(sections: list[Section], section: _Open, end: int) -> None:
    sections[section.index] = replace(sections[section.index], end=end)
