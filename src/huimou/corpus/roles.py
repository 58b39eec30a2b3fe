"""What a block is besides body and heading: title, subtitle, byline, caption; by look and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from huimou.corpus.blocks import Block, usual_gap
from huimou.corpus.looks import columns, is_bare_line, is_closed, is_prose, is_salutation
from huimou.corpus.numbering import is_numbered_line, numbered_heading
from huimou.types import ParagraphKind

_DASH = re.compile("[—–―─-]{2,}|[—–―─]")
_LABEL = re.compile(
    r"(?:本[报网刊台社]\S{0,6}|新华社)?(?:见习|特约|实习)?(?:记者|通讯员|评论员)(?=[\s：:/／]|\S{2,4}(?:\s|$))"
    r"|(?:信息|文章|稿件|新闻|内容)?(?:来源|出处|作者|编辑|责编|责任编辑|摄影|撰稿|供稿|报告人|主讲人|单位)\s*[：:/／]"
    r"|(?:发布|印发|发表|成文|报告)?(?:日期|时间)\s*[：:]"
    r"|[文图]\s*[/／]"
)
_DATE = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_DATE_LINE = re.compile(rf"[（(]?\s*(?:{_DATE}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})[\s\d:：]*[）)]?")
_MEETING = re.compile(
    rf"[（(]?\s*{_DATE}[^，。；！？]*(?:会议|大会|全会|常委会|报告会)[^，。；！？]*[。）)]?"
)
_SPEAKER = re.compile(
    r"\S{0,30}(?:长|主席|书记|主任|委员|代表|院士|教授|经理|总裁|理事|记者)[ \t\u3000]+"
    r"[\u3400-\u9fff·•]{1,12}(?:[ \u3000][\u3400-\u9fff]{1,2})?"
)
_NAME = re.compile(
    r"[\u3400-\u9fff](?:[ \u3000]?[\u3400-\u9fff]){1,3}|[\u3400-\u9fff]{2,8}·[\u3400-\u9fff·]{2,12}"
)
_NO_NAME = frozenset({"目录", "前言", "摘要", "概述", "引言", "导语", "序言", "综述", "总则"})

_PICTURE_TEXT = re.compile(
    r"图为|图片说明|图\s*[\d一二三四五六七八九十]+\s*[：:、.\s]|图[：:]|[上下左右]图[：:为]|资料图"
)
_CREDIT = re.compile(
    r"[（(【][^（）()【】]{0,40}(?:摄|图片|照片|供图|图源|资料图)[^（）()【】]{0,40}[）)】][。.]?$|[/／\s]摄$"
)
_PICTURE_MARKS = frozenset("▲△▼▽")
_LONGEST_CAPTION = 120
_LONGEST_FRONT = 30


def assign_roles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their kinds set; headings are still "body"."""
    kinds = dict(enumerate(_front_kinds(blocks)))
    kinds |= dict.fromkeys(_find_captions(blocks, len(kinds)), "caption")
    return [replace(block, kind=kinds[at]) if at in kinds else block for at, block in enumerate(blocks)]


def _front_kinds(blocks: Sequence[Block]) -> list[ParagraphKind]:
    """The kinds of the blocks before the text begins: title, then subtitle and bylines in any order."""
    kinds: list[ParagraphKind] = []
    for at, block in enumerate(blocks[:_LONGEST_FRONT]):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        kind = _front_kind(block, after, kinds, blocks)
        if kind is None:
            break
        kinds.append(kind)
    return kinds


def _front_kind(
    block: Block, after: Block | None, before: Sequence[ParagraphKind], blocks: Sequence[Block]
) -> ParagraphKind | None:
    if block.table or block.kind != "body":
        return block.kind if block.kind == "subtitle" and "title" in before else None
    if not block.hashes and is_byline(block.text):
        return "byline"
    if "title" not in before:
        return "title" if after is not None and _is_title(block, blocks) else None
    if block.hashes or columns(block.text) > 180:
        return None
    if _DASH.match(block.text) and not block.text.endswith(("。", "；")):
        return "subtitle"
    if not is_bare_line(block.text) or is_numbered_line(block.text) or block.text in _NO_NAME:
        return None
    if _NAME.fullmatch(block.text) and before[-1] != "title":
        return "byline"
    # A second line of the title, unless it is the first of several headings without a number.
    heads = after is not None and is_prose(after.text) and _has_unnumbered_headings(blocks)
    return None if "subtitle" in before or heads else "subtitle"


def _is_title(block: Block, blocks: Sequence[Block]) -> bool:
    text = block.text
    if block.hashes:
        # Several headings of the highest level are sections; the only one is the title.
        levels = [other.hashes for other in blocks if other.hashes]
        return min(levels) == block.hashes and levels.count(block.hashes) == 1
    return (
        len(text) <= 60
        and not re.search(r"[。；;\t|]", text)
        and text[-1] not in "，、：,:."
        and not is_salutation(text)
        and numbered_heading(text) is None
        and not _is_picture_text(block)
    )


def _has_unnumbered_headings(blocks: Sequence[Block]) -> bool:
    """Whether lines look like headings without numbers further down, each before running text."""
    return any(
        is_bare_line(line.text)
        and not is_numbered_line(line.text)
        and is_closed(before.text)
        and is_prose(after.text)
        for before, line, after in zip(blocks[2:], blocks[3:], blocks[4:], strict=False)
    )


def is_byline(text: str) -> bool:
    """Whether it says who wrote or spoke, where it came from, or on what day and occasion."""
    if len(text) > 90:
        return False
    if _MEETING.fullmatch(text) or _DATE_LINE.fullmatch(text):
        return True
    return len(text) <= 40 and (_LABEL.match(text) is not None or _SPEAKER.fullmatch(text) is not None)


def _find_captions(blocks: Sequence[Block], begin: int) -> set[int]:
    """The indices of the captions of photographs among ``blocks[begin:]``.

    A caption shows itself by a mark (▲), by its words (图为…, （某某 摄）), or by its place: one
    sentence, set off by wider space than paragraphs have from one another, with as wide a space after
    it or at the end of a section.
    """
    wide = usual_gap(blocks) + 2
    found = {at for at in range(begin, len(blocks)) if _is_picture_text(blocks[at])}
    for at in range(max(begin, 1), len(blocks)):
        before, after = blocks[at - 1], blocks[at + 1] if at + 1 < len(blocks) else None
        if blocks[at].gap < wide or not _is_one_sentence(blocks[at]) or _heads(before):
            continue
        # After an unfinished sentence it may be the rest of it, unless a wide space follows, too.
        ends_section = (at - 1 in found or is_closed(before.text)) and (after is None or _opens(after))
        if ends_section or (after is not None and after.gap >= wide):
            found.add(at)
    return found


def _opens(block: Block) -> bool:
    """Whether a section may begin with it."""
    return bool(block.hashes) or numbered_heading(block.text) is not None or is_bare_line(block.text)


def _heads(block: Block) -> bool:
    return bool(block.hashes) or is_numbered_line(block.text)


def _is_picture_text(block: Block) -> bool:
    text = block.text
    if block.hashes or block.table or len(text) > _LONGEST_CAPTION:
        return False
    return (
        block.mark in _PICTURE_MARKS
        or _PICTURE_TEXT.match(text.removeprefix(block.mark).lstrip()) is not None
        or _CREDIT.search(text) is not None
    )


def _is_one_sentence(block: Block) -> bool:
    text = block.text
    return (
        not block.hashes
        and not block.table
        and 12 <= len(text) <= _LONGEST_CAPTION
        and text[-1] in "。）)"
        and not re.search("[。！？；：]", text[:-1])
        and not _DASH.match(text)
        and numbered_heading(text) is None
    )
