"""What the readers of Word files, web pages and PDFs have in common: paragraphs on their way to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from huimou.corpus.blocks import PAGE_NUMBER, Block, Drop, ornament, unread, visible
from huimou.corpus.looks import is_prose
from huimou.corpus.numbering import BRACKETED, numbered_heading
from huimou.errors import CorpusError
from huimou.types import ParagraphKind

MOST_BYTES = 100 * 1024 * 1024
MOST_CHARACTERS = 5_000_000

_MARK = r"(?:\d{1,3}|[①-⑳]|[*†‡※]|注\s?\d{0,3})"
_NOTE_MARK = re.compile(
    rf"[\[〔［（(]\s*{_MARK}(?:\s*[,，、-]\s*{_MARK})*\s*[\]〕］）)]|[①-⑳]|[*†‡※]|注\s?\d{{0,3}}"
)
_BARE_MARK = re.compile(r"\d{1,3}(?:[,，、]\d{1,3})*")
_RAISES = re.compile(r"[A-Za-zΑ-ω)）]$|(?:[×xX*]\s?10)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A paragraph as a format gives it; without text it is a blank line."""

    text: str
    line: int
    """What `Paragraph.line` will be."""
    level: int = 0
    """Of the heading that it is by its style, 1 the highest; 0 for none."""
    kind: ParagraphKind = "body"
    page: int | None = None
    table: int | None = None
    whole: bool = False
    """As `Block.whole`."""
    gap: int = 0
    """Blank lines before it that are no items of their own."""


def to_blocks(items: Iterable[Item]) -> tuple[list[Block], list[Drop]]:
    """The items with something to read, as `split_blocks` gives the lines of a text file."""
    blocks: list[Block] = []
    drops: list[Drop] = []
    gap = 0
    for item in items:
        for line in [item.text.replace("\n", " ")] if item.level else item.text.split("\n"):
            gap += item.gap
            reason = None if item.table else unread(line)
            text = visible(line)
            if reason is not None or not text:
                gap = 0 if reason == PAGE_NUMBER else gap + 1
                if text:
                    drops.append(Drop(line=item.line, column=0, text=text, reason=reason or ""))
                continue
            blocks.append(
                Block(
                    line=item.line,
                    column=0,
                    text=text,
                    gap=gap,
                    hashes=item.level,
                    mark=ornament(text),
                    kind=item.kind,
                    page=item.page,
                    table=item.table,
                    whole=item.whole,
                )
            )
            gap = 0
    return _trusted(blocks), drops


def _trusted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the levels of their styles kept only where they agree with the numbers.

    Where some headings were styled and others of the same or a higher kind of number only typed, the
    numbers alone tell the levels.
    """
    kept = [replace(block, hashes=0) if _is_no_heading(block) else block for block in blocks]
    styled = sorted(
        (found.rank, block.hashes)
        for block in kept
        if block.hashes and (found := numbered_heading(block.text))
    )
    # A lower kind of number in a higher style, or two kinds in one style.
    crossed = any(a[0] < b[0] and a[1] >= b[1] for a, b in pairwise(styled))
    typed = [
        found.rank
        for block in kept
        if not block.hashes
        and not block.table
        and (found := numbered_heading(block.text))
        and not found.run_in
    ]
    outranked = styled and any(rank <= min(styled[-1][0], BRACKETED) for rank in typed)
    return [replace(block, hashes=0) for block in kept] if crossed or outranked else kept


def _is_no_heading(block: Block) -> bool:
    """Whether a style for headings was given to what reads as running text."""
    long = len(block.text) > 70 and is_prose(block.text)
    return block.hashes > 0 and (long or len(block.text) > 120)


def is_note_mark(raised: str, before: str) -> bool:
    """Whether a raised piece of text is the mark of a note and no exponent.

    Args:
        raised: The text above the line.
        before: What stands before it in the paragraph: "km" and "×10" have exponents.
    """
    mark = raised.strip()
    if _NOTE_MARK.fullmatch(mark):
        return True
    return _BARE_MARK.fullmatch(mark) is not None and not _RAISES.search(before[-20:].rstrip())


def check_length(items: Sequence[Item], name: str) -> None:
    """Raise CorpusError if there is more text in a file than any report has."""
    if sum(len(item.text) for item in items) > MOST_CHARACTERS:
        raise too_long(name)


def too_long(name: str) -> CorpusError:
    """The error of a file with too much text."""
    return CorpusError(
        f"{name} 的文字超过 {MOST_CHARACTERS // 10_000} 万字，不像一份报告。请拆成几个文件。\n"
        f"{name} holds more than {MOST_CHARACTERS:,} characters. Split it into several files."
    )


def broken(name: str, kind: str, detail: object) -> CorpusError:
    """The error of a file that is no valid `kind` ("Word", "PDF", "HTML")."""
    reason = " ".join(str(detail).split())[:120]
    return CorpusError(
        f"{name} 不是完好的 {kind} 文件（{reason}）。请用原来的软件打开检查，重新另存一份。\n"
        f"{name} is no sound {kind} file ({reason}). Open it in the program that made it and save it again."
    )


def encrypted(name: str, kind: str) -> CorpusError:
    """The error of a file that wants a password."""
    return CorpusError(
        f"{name} 设了密码，读不了。请用 {kind} 打开，取消密码后另存。\n"
        f"{name} is protected by a password. Open it, remove the password and save it again."
    )
