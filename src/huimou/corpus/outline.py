"""Which blocks of a whole document are headings: here a block's neighbours and its series count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from huimou.corpus.blocks import Block, join_runs
from huimou.corpus.looks import is_bare_line, is_closed, is_prose, is_salutation
from huimou.corpus.numbering import ARABIC, PART, Heading, numbered_heading, read_number, starts_with_number

_ABOVE_NUMBERED, _BELOW_NUMBERED = 14, 30
_APPENDIX = re.compile(
    r"(附[件录表](?:[一二三四五六七八九十]{1,2}|\d{0,2}))(?:[：:\s]+(?!\d{1,2}[.．、])(\S.{0,40}))?"
)
_GLOSSARY = re.compile(".{0,20}(?:名词|术语|用语|缩略语)(?:解释|注释|说明|释义)|注释|脚注|尾注")
_CONTENTS = re.compile(r"目\s*[录次]")

Outline = list[Heading | None]


def find_headings(blocks: Sequence[Block]) -> tuple[list[Block], Outline]:
    """The heading that each block is or begins with, None for the others.

    Returns:
        The blocks, a heading that stood on two lines being one block now, and their headings.
    """
    found = _classify(blocks)
    second_lines = _second_lines(blocks, found)
    if not second_lines:
        return list(blocks), found
    joined = join_runs(blocks, lambda _, after: id(after) in second_lines)
    return joined, _classify(joined)


def _classify(blocks: Sequence[Block]) -> Outline:
    found = [_own_heading(block) if block.kind == "body" and not block.table else None for block in blocks]
    for at in _list_items(blocks, found) | _out_of_series(found):
        found[at] = None
    if not any(block.hashes for block in blocks):
        found = _with_unnumbered(blocks, found)
    return _without_glossary_entries(_below_appendices(found))


def _own_heading(block: Block) -> Heading | None:
    text = block.text
    appendix = _APPENDIX.fullmatch(text)
    if block.hashes:
        number = read_number(text)
        cut = number.length if number and number.length < len(text) else 0
        return Heading(
            rank=block.hashes, number=number.text if number and cut else "", title=text[cut:], end=len(text)
        )
    if appendix and appendix[2]:
        return Heading(rank=PART, number=appendix[1], title=appendix[2], end=len(text))
    if appendix or _GLOSSARY.fullmatch(text):
        return Heading(rank=PART, number="", title=text, end=len(text))
    return numbered_heading(text)


def _list_items(blocks: Sequence[Block], found: Outline) -> set[int]:
    """Numbered lines that come one right after the other: items of a list, lines of a contents page."""
    items: set[int] = set()
    numbers = [read_number(block.text) for block in blocks]
    for at, (this, after) in enumerate(pairwise(numbers)):
        if this is None or after is None or this.rank != after.rank or after.value != this.value + 1:
            continue
        here, there = found[at], found[at + 1]
        if here is not None and there is not None:
            is_list = not here.run_in and not there.run_in
        else:
            is_list = at in items or this.rank >= ARABIC or blocks[at].text[-1] in "；;"
        if is_list and not (blocks[at].hashes or blocks[at + 1].hashes):
            items |= {at, at + 1}
    return items


def _out_of_series(found: Outline) -> set[int]:
    """Lines with an Arabic number, other than 1, that has no neighbour: a quantity rather than a count."""
    counted = {(heading.rank, heading.value) for heading in found if heading}
    return {
        at
        for at, heading in enumerate(found)
        if heading
        and heading.rank >= ARABIC
        and heading.value > 1
        and not {(heading.rank, heading.value - 1), (heading.rank, heading.value + 1)} & counted
    }


def _with_unnumbered(blocks: Sequence[Block], found: Outline) -> Outline:
    """Add the headings without a number: short lines alone, between closed text and running text."""
    lines = {at for at in range(len(blocks)) if _is_unnumbered(blocks, found, at)}
    first = next((at for at in range(len(blocks)) if found[at] or at in lines), None)
    rank = _ABOVE_NUMBERED if first in lines else _BELOW_NUMBERED
    result = list(found)
    for at in lines:
        text = blocks[at].text
        result[at] = Heading(rank=rank, number="", title=text, end=len(text))
    return result


def _is_unnumbered(blocks: Sequence[Block], found: Outline, at: int) -> bool:
    block = blocks[at]
    if (
        block.kind != "body"
        or block.table
        or found[at]
        or at + 1 == len(blocks)
        or not is_bare_line(block.text)
    ):
        return False
    if is_salutation(block.text) or block.mark or _CONTENTS.fullmatch(block.text):
        return False
    if (is_closed(block.text) and block.text[-1] not in "”》）") or starts_with_number(block.text):
        return False
    before, after = blocks[at - 1] if at else None, blocks[at + 1]
    stands_apart = before is None or before.kind != "body" or found[at - 1] or is_closed(before.text)
    goes_on = found[at + 1] is not None or starts_with_number(after.text)
    leads = after.kind == "body" and (goes_on or is_prose(after.text) or after.text[-1] in "。！？")
    return bool(stands_apart and leads)


def _is_bare_appendix(heading: Heading | None) -> bool:
    return heading is not None and _APPENDIX.fullmatch(heading.title) is not None


def _below_appendices(found: Outline) -> Outline:
    """The heading after a bare "附件" is what the appendix is called, and stands under it."""
    return [
        replace(heading, rank=_ABOVE_NUMBERED)
        if at
        and heading
        and _is_bare_appendix(found[at - 1])
        and heading.rank in (PART, _BELOW_NUMBERED)
        and not (heading.number or _is_bare_appendix(heading))
        else heading
        for at, heading in enumerate(found)
    ]


def _second_lines(blocks: Sequence[Block], found: Outline) -> set[int]:
    """The identities of the blocks that are the rest of the numbered heading on the line before.

    A line without a number is that where such lines stand nowhere else, or the number has no title.
    """
    above = dict(enumerate(found, 1))
    plain = [at for at, heading in enumerate(found) if heading and _is_plain(heading)]
    rest = [at for at in plain if _is_numbered_whole(above.get(at))]
    elsewhere = [at for at in plain if at not in rest and not _is_bare_appendix(above.get(at))]
    return {
        id(blocks[at])
        for at in rest
        if not elsewhere or ((heading := above[at]) is not None and not heading.title)
    }


def _is_plain(heading: Heading) -> bool:
    return not heading.number and heading.rank in (_ABOVE_NUMBERED, _BELOW_NUMBERED)


def _is_numbered_whole(heading: Heading | None) -> bool:
    return heading is not None and heading.value > 0 and not heading.run_in


def _without_glossary_entries(found: Outline) -> Outline:
    """Explained terms are numbered, but are no headings."""
    result: Outline = []
    in_glossary = False
    for heading in found:
        if heading and heading.rank >= ARABIC and in_glossary and heading.number:
            result.append(None)
            continue
        if heading:
            in_glossary = _GLOSSARY.fullmatch(heading.title) is not None
        result.append(heading)
    return result
