"""From decoded text to blocks: lines are cleaned, and what a page or a line break tore is joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from huimou.corpus.looks import columns, is_bare_line, is_closed, is_prose, is_running
from huimou.corpus.numbering import is_numbered_line, starts_with_number
from huimou.types import ParagraphKind

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# A form feed and the Unicode separators end a line too, but no editor counts them as one.
_INNER_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Control characters and what has no width, but for the joiner that some emoji need.
_UNSEEN = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_LEAD = re.compile(rf"[\s{_UNSEEN}]*")
_DECORATION = re.compile(r"[\s\-_=*#~·•.|+—–―…※\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff]+")
_PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*第\s*\d{1,4}\s*页[\s,，/／]*(?:共\s*\d{1,4}\s*页)?[-—–―·•\s]*"
    r"|[-—–―·•]+\s*\d{1,4}\s*[-—–―·•]+"
    r"|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
PAGE_NUMBER = "页码"
_HASHES = re.compile(r"(#{1,6})[ \t\u3000]+")
_MARKS = frozenset("▲△▼▽◆◇■□●○◎★☆►▶◀◄※")

_CANNOT_BEGIN = frozenset("，。、；：！？）》”’」』】〉％%")
_OPENERS = frozenset("“‘「『（《【〈([")
# A bullet, or a label; "目标是：" is no label but the middle of a sentence.
_FRESH = re.compile(r"[-*+]\s|[·•●○■□◆◇★☆▲△▼▽►▶※>|—–①-⑳]|[^，。、；：\s]{2,8}(?<![是为有])：")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One line of the file, or several that belong together."""

    line: int
    """1-based line of the file on which it begins."""
    column: int
    """Where its text begins in that line."""
    text: str
    """Without white space at either end; never empty."""
    gap: int
    """Blank and decorative lines before it."""
    indent: int = 0
    """White space before it, in columns."""
    hashes: int = 0
    """Markdown heading marks before it; they are not part of the text."""
    mark: str = ""
    """The ornament that `text` begins with, if any."""
    kind: ParagraphKind = "body"
    page: int | None = None
    """The page of a PDF on which it begins."""
    table: int | None = None
    """The table whose row it is, from 1."""
    whole: bool = False
    """Whether the format itself says that a paragraph begins here: it is never joined to the one before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """Characters of the file that are in no block, and where they stood."""

    line: int
    column: int
    text: str
    reason: str


def split_blocks(text: str) -> tuple[list[Block], list[Drop]]:
    """One block for each line with something to read; the rest is dropped, white space silently."""
    blocks: list[Block] = []
    drops: list[Drop] = []
    gap = 0
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        for start, raw in _pieces(line):
            reason = unread(raw)
            if reason is not None:
                gap = 0 if reason == PAGE_NUMBER else gap + 1  # the blank lines round a page number are its
                if raw.strip():
                    drops.append(Drop(line=number, column=start, text=raw.strip(), reason=reason))
            else:
                block, dropped = _read_line(raw, number, start, gap)
                blocks.append(block)
                drops += dropped
                gap = 0
    return blocks, drops


def unread(raw: str) -> str | None:
    """Why a line is no text: blank, ornamental, a page number; None if there is something to read."""
    readable = visible(raw)
    if not readable:
        return "不可见字符"
    if _DECORATION.fullmatch(readable):
        return "装饰线"
    return PAGE_NUMBER if len(readable) <= 40 and _PAGE_NUMBER.fullmatch(readable) else None


def visible(raw: str) -> str:
    """`raw` without invisible characters, and without white space at its ends."""
    return _INVISIBLE.sub("", raw).strip()


def ornament(text: str) -> str:
    """The ornament that a line begins with, "" if none."""
    return text[0] if text[0] in _MARKS else ""


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """The parts of a physical line between inner breaks, with their columns."""
    start = 0
    for found in _INNER_BREAK.finditer(line):
        yield start, line[start : found.start()]
        start = found.end()
    yield start, line[start:]


def _read_line(raw: str, line: int, start: int, gap: int) -> tuple[Block, list[Drop]]:
    lead = _LEAD.match(raw)
    at = lead.end() if lead else 0
    hashes = _HASHES.match(raw, at)
    body_at = hashes.end() if hashes else at
    drops = [
        Drop(line=line, column=start + found.start(), text=found[0], reason="不可见字符")
        for found in _INVISIBLE.finditer(raw)
    ]
    if hashes:
        drops.append(Drop(line=line, column=start + at, text=hashes[1], reason="标题符号"))
    block = Block(
        line=line,
        column=start + body_at,
        text=visible(raw[body_at:]),
        gap=gap,
        indent=columns(raw[:at]),
        hashes=len(hashes[1]) if hashes else 0,
        mark=ornament(raw[body_at:]),
    )
    return block, drops


def drop_page_numbers(blocks: Sequence[Block]) -> tuple[list[Block], list[Drop]]:
    """Drop the numbers that stand alone and count pages: one after the other, a page of text apart.

    A number alone may be a figure of the report, so in doubt it stays.
    """
    alone = [at for at, block in enumerate(blocks) if _NUMBER.fullmatch(block.text)]
    if len(alone) < 2 or not all(_is_next_page(blocks, a, b) for a, b in pairwise(alone)):
        return list(blocks), []
    drops = [
        Drop(line=blocks[at].line, column=blocks[at].column, text=blocks[at].text, reason=PAGE_NUMBER)
        for at in alone
    ]
    pages = set(alone)
    kept = [
        replace(block, gap=0) if at - 1 in pages else block
        for at, block in enumerate(blocks)
        if at not in pages
    ]
    return kept, drops


def _is_next_page(blocks: Sequence[Block], at: int, following: int) -> bool:
    # Below a number that is a heading's stands its title.
    return (
        int(blocks[following].text) == int(blocks[at].text) + 1
        and sum(len(block.text) for block in blocks[at + 1 : following]) >= 200
        and not is_bare_line(blocks[at + 1].text)
    )


def usual_gap(blocks: Sequence[Block]) -> int:
    """The number of blank lines that mostly stands between two blocks; of equals, the larger."""
    gaps = Counter(block.gap for block in blocks[1:])
    return max(gaps, key=lambda gap: (gaps[gap], gap), default=0)


def unwrap(blocks: Sequence[Block]) -> list[Block]:
    """Join the lines that a program wrapped at a fixed width; other files come back as they are."""
    # Programs count either columns or characters: whichever explains more of the breaks.
    (_, limit), width = max(
        ((_wrap_width(blocks, width), width) for width in (columns, len)), key=lambda found: found[0][0]
    )
    if not limit:
        return list(blocks)
    margin = min(block.indent for block in blocks)
    return join_runs(blocks, partial(_goes_on, limit=limit, width=width, margin=margin))


def _goes_on(before: Block, after: Block, *, limit: int, width: Callable[[str], int], margin: int) -> bool:
    if after.gap or after.indent != margin or before.hashes or after.hashes:
        return False
    if is_closed(before.text) and (_starts_fresh(after) or is_bare_line(after.text)):
        return False
    # "世界第 / 二、世界第三。" goes on; "各市人民政府 / 三、就业" does not.
    if is_numbered_line(after.text) and not is_closed(after.text):
        return False
    return _is_full(before, after, limit, width)


def _wrap_width(blocks: Sequence[Block], width: Callable[[str], int]) -> tuple[int, int]:
    """How many lines stop in mid-sentence at the full width, and that width; (0, 0) unless nearly all do."""
    neighbours = [(a, b) for a, b in pairwise(blocks) if b.gap == 0]
    broken = [(a, b) for a, b in neighbours if not is_closed(a.text)]
    if len(broken) < 4 or len(broken) < len(neighbours) / 3:
        return 0, 0
    limit = max(a.indent + width(a.text) for a, _ in neighbours)
    full = [a for a, b in broken if _is_full(a, b, limit, width)]
    # Rows of a table are as wide as one another, too, but have no commas.
    running = sum(is_running(block.text) for block in full)
    is_wrapped = 30 <= limit <= 160 and len(full) >= 0.8 * len(broken) and running >= len(full) / 2
    return (len(full), limit) if is_wrapped else (0, 0)


def _is_full(before: Block, after: Block, limit: int, width: Callable[[str], int]) -> bool:
    """Whether what `after` begins with had no room on the line of `before`."""
    word = re.match(r"[!-~]+|.", after.text)
    # Punctuation hangs over the end of a line or takes a character with it to the next: two columns each.
    return before.indent + width(before.text) + (width(word[0]) if word else 0) + 4 > limit


def mend(blocks: Sequence[Block]) -> list[Block]:
    """Join the paragraphs that a page break tore in mid-sentence."""
    margin = min((block.indent for block in blocks), default=0)
    indents = sum(block.indent > margin for block in blocks) > len(blocks) / 2
    return join_runs(
        blocks,
        lambda before, after: not (indents and after.indent > margin) and _is_torn(before, after),
    )


def _is_torn(before: Block, after: Block) -> bool:
    if before.kind != "body" or after.kind != "body":
        return False
    if before.hashes or after.hashes or "\t" in before.text or "\t" in after.text:
        return False
    if after.whole or before.table or after.table:
        return False
    cut_decimal = before.text[-2:-1].isdecimal() and before.text[-1] == "." and after.text[0].isdecimal()
    if after.text[0] in _CANNOT_BEGIN or cut_decimal:
        return True
    if _starts_fresh(after):
        return False
    if before.text[-1] in "，、,":
        return True
    if is_closed(before.text) or is_numbered_line(before.text):
        return False
    return before.text[-1] in _OPENERS or (is_prose(before.text) and is_running(after.text))


def _starts_fresh(block: Block) -> bool:
    """Whether it begins as no continuation does: with a number, a bullet or a label."""
    return starts_with_number(block.text) or _FRESH.match(block.text) is not None


def join_runs(blocks: Sequence[Block], belongs: Callable[[Block, Block], bool]) -> list[Block]:
    """Join each block to the one before it where `belongs(before, after)`; in linear time."""
    runs: list[list[Block]] = []
    for block in blocks:
        if runs and belongs(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [
        run[0] if len(run) == 1 else replace(run[0], text=glue([block.text for block in run])) for run in runs
    ]


def glue(texts: Sequence[str]) -> str:
    """Pieces of a line, none of them empty, as one: a space only between Latin words."""
    parts = list(texts[:1])
    for before, after in pairwise(texts):
        parts += [_separator(before[-1], after[0]), after]
    return "".join(parts)


def _separator(left: str, right: str) -> str:
    """A space between Latin words; none beside Chinese, nor within a figure that was cut in two."""
    words = (left.isalnum() or left in ",.;:!?)") and (right.isalnum() or right in "(\"'")
    figure = left in "0123456789.," and right.isdecimal()
    return " " if words and left.isascii() and right.isascii() and not figure else ""
