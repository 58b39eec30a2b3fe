"""The way from a PDF to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from huimou.corpus.blocks import Drop
from huimou.corpus.items import Item, check_length
from huimou.corpus.looks import is_prose
from huimou.corpus.numbering import numbered_heading
from huimou.corpus.pdf.child import Page, read_pages
from huimou.corpus.pdf.flow import Para, Strand, body_size, make_paragraphs, median_size
from huimou.corpus.pdf.grid import Table, aligned_tables, drawn_tables
from huimou.corpus.pdf.lines import Line
from huimou.corpus.pdf.page import columns, foot_notes, running
from huimou.corpus.tables import row_sentences
from huimou.errors import CorpusError

_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f]")
_LONGEST_CAPTION = 120
_Look = tuple[float, str]


def read_pdf(data: bytes, name: str) -> tuple[list[Item], list[Drop]]:
    """The paragraphs of a PDF with their pages, and what was left out; a line is a page.

    Raises:
        CorpusError: it has a password, is damaged or too long, or holds pictures of text and no text.
    """
    pages = read_pages(data, name)
    drops: list[Drop] = []
    repeated = running(pages)
    size = body_size([line for page in pages for line in page.lines if id(line) not in repeated])
    strands: list[Strand] = []
    tables: dict[int, list[str]] = {}
    for page in pages:
        kept = [line for line in page.lines if id(line) not in repeated]
        notes = foot_notes(kept, size)
        drops += _left_out(page, repeated, notes)
        kept = [line for line in kept if not any(line is note for note in notes)]
        strands += _strands(kept, page, size, tables)
    _check_text(strands, pages, name)
    paras = make_paragraphs(strands, tables, size)
    items = _items(paras, size)
    check_length(items, name)
    return items, drops


def _left_out(page: Page, repeated: dict[int, str], notes: Sequence[Line]) -> list[Drop]:
    lines = [(line.text, repeated[id(line)]) for line in page.lines if id(line) in repeated]
    lines += [(line.text, "脚注") for line in notes]
    lines += [(mark, "注释标记") for mark in page.marks]
    if page.slanted.strip():
        lines.append((page.slanted.strip(), "斜排文字"))
    if not page.lines and page.pictures:
        lines.append(("", "整页是图片，没有文字"))
    return [
        Drop(line=page.number, column=column, text=text, reason=reason)
        for column, (text, reason) in enumerate(lines)
    ]


def _strands(lines: Sequence[Line], page: Page, size: float, tables: dict[int, list[str]]) -> list[Strand]:
    """The columns of a page, each table in them as one line."""
    found = drawn_tables(lines, page.rules)
    lines = _with_tables(lines, found, tables)
    strands = []
    for region in columns(lines, size):
        plain = [line for line in region if id(line) not in tables]
        region = _with_tables(region, aligned_tables(plain), tables)
        strands.append(Strand(sorted(region, key=lambda line: (round(line.base), line.left))))
    return strands


def _with_tables(lines: Sequence[Line], found: Sequence[Table], tables: dict[int, list[str]]) -> list[Line]:
    """The lines, those of each table replaced by one that stands for it."""
    kept = list(lines)
    for table in found:
        inside = {id(line) for line in table.lines}
        first = min(table.lines, key=lambda line: line.base)
        place = replace(
            first,
            left=min(line.left for line in table.lines),
            right=max(line.right for line in table.lines),
            text="\n".join(line.text for line in table.lines),
        )
        tables[id(place)] = row_sentences(table.grid)
        kept = [line for line in kept if id(line) not in inside] + [place]
    return kept


def _check_text(strands: Sequence[Strand], pages: Sequence[Page], name: str) -> None:
    text = "".join(line.text for strand in strands for line in strand.lines)
    pictures = sum(page.pictures > 0 for page in pages)
    if not text.strip() and pages:
        raise CorpusError(
            f"{name} 里没有文字{'，每页是扫描的图片' if pictures else ''}。"
            "请先做文字识别（OCR），或放入原来的 Word 文件。\n"
            f"{name} holds no text{', only scanned pages' if pictures else ''}. Have its text recognised "
            "(OCR) first, or use the Word file it was made from."
        )
    if len(_UNREADABLE.findall(text)) > len(text) / 4:
        raise CorpusError(
            f"{name} 的字体没有带文字编码，取出来是乱码。请先做文字识别（OCR），或放入原来的 Word 文件。\n"
            f"The fonts of {name} do not say which characters they hold. Have its text recognised (OCR) "
            "first, or use the Word file it was made from."
        )


def _items(paras: Sequence[Para], size: float) -> list[Item]:
    levels = _levels(paras, size)
    captions = _captions(paras, size)
    items: list[Item] = []
    tables = 0
    for para in paras:
        first = para.lines[0]
        if not para.rows:
            items.append(
                Item(
                    text=para.text,
                    line=first.page,
                    page=first.page,
                    level=levels.get(id(para), 0),
                    kind="caption" if id(para) in captions else "body",
                    gap=para.gap,
                )
            )
            continue
        tables += 1
        items += [
            Item(text=row, line=first.page, page=first.page, table=tables, whole=True) for row in para.rows
        ]
    return items


def _captions(paras: Sequence[Para], size: float) -> set[int]:
    """The paragraphs, by identity, that are set smaller than the text and are one sentence inside it."""
    plain = [para for para in paras if not para.rows]
    begun = next((at for at, para in enumerate(plain) if is_prose(para.text)), len(plain))
    return {
        id(para)
        for para in plain[begun + 1 :]
        if median_size(para.lines) < 0.93 * size
        and len(para.text) <= _LONGEST_CAPTION
        and not re.search("[。！？；]", para.text[:-1])
    }


def _look(para: Para) -> _Look:
    fonts = Counter(line.font for line in para.lines)
    return round(median_size(para.lines) * 2) / 2, fonts.most_common(1)[0][0]


def _levels(paras: Sequence[Para], size: float) -> dict[int, int]:
    """The levels of the paragraphs that are set as headings, by identity.

    A look is that of headings if it is larger or other than that of the text, no running text has it, and
    it comes back after the text has begun. Before that, only what is numbered or right above the text has
    the look of a heading and is one: the rest is title and byline.
    """
    plain = [para for para in paras if not para.rows]
    body: Counter[_Look] = Counter()
    for para in plain:
        body[_look(para)] += len(para.text)
    begun = next((at for at, para in enumerate(plain) if is_prose(para.text)), len(plain))
    usual = body.most_common(1)[0][0] if body else (size, "")
    looks: dict[_Look, list[int]] = {}
    for at, para in enumerate(plain):
        looks.setdefault(_look(para), []).append(at)
    heads = [
        look
        for look, places in looks.items()
        if look != usual
        and look[0] >= 0.98 * usual[0]
        and max(places) > begun
        and not any(_runs(plain[at].text) for at in places)
        and all(at + 1 < len(plain) for at in places)
    ]
    sizes = sorted({look[0] for look in heads}, reverse=True)
    return {
        id(plain[at]): sizes.index(look[0]) + 1
        for look in heads
        for at in looks[look]
        if at >= begun - 1 or numbered_heading(plain[at].text)
    }


def _runs(text: str) -> bool:
    return len(text) > 70 or text[-1] in "。；，、;," or (is_prose(text) and numbered_heading(text) is None)
