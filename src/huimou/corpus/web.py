"""Web pages (.html, .htm): the paragraphs as a browser shows them. Nothing is fetched, nothing is run.

Left out, and listed as dropped where they have text: menus, forms and what stands outside ``<main>``,
hidden and deleted text, marks of notes. A line is the running number of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from huimou.corpus.blocks import Drop
from huimou.corpus.items import Item, broken, check_length, is_note_mark
from huimou.corpus.tables import is_one_cell, row_sentences
from huimou.corpus.web_tables import (
    DELETED,
    INLINE,
    SKIPPED,
    SPACES,
    WIDE,
    WRAPPED,
    cell_grid,
    is_layout,
    one_line,
    visible_text,
)
from huimou.corpus.word_numbers import number_of, written
from huimou.types import ParagraphKind

_CONTROLS = frozenset(("nav", "form", "button", "select", "textarea", "dialog", "menu"))
_HEADING = re.compile("h([1-6])")
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STYLES = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "none": "none",
    "disc": "none",
    "circle": "none",
    "square": "none",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_DEEPEST = 2000  # the parser leaves out what is deeper


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    items: list[Item] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    text: str = ""
    """Of the paragraph that is open."""
    line: int = 1
    tables: int = 0
    level: int = 0
    kind: ParagraphKind = "body"
    number: str = ""
    """Of the list item that has just begun."""
    whole: bool = False
    kept: bool = False
    """Whether white space is kept as it is (``<pre>``)."""
    counts: list[int] = field(default_factory=list)
    """The number of the next item of each list that is open."""


def read_web(text: str, name: str) -> tuple[list[Item], list[Drop]]:
    """The paragraphs of a page, and what was left out.

    Raises:
        CorpusError: it holds no element, is nested too deep, or is too long.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(name, "HTML", error) from error
    if root is None:
        raise broken(name, "HTML", "no element")
    if _depth(root) > _DEEPEST:
        raise broken(name, "HTML", f"elements nested more than {_DEEPEST} deep")
    reading = _Reading()
    main = _main(root)
    for node, begins in _walk(root, main, reading):
        if begins:
            _begin(node, reading)
        else:
            _end(node, reading)
    _flush(reading)
    check_length(reading.items, name)
    return reading.items, reading.drops


def _depth(root: etree._Element) -> int:
    """The most elements that lie in each other."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _main(root: etree._Element) -> etree._Element:
    """What holds the article: the one ``<main>`` or ``<article>`` with most of the text, else everything."""
    whole = _length(root)
    for tag in ("main", "article"):
        found = list(root.iter(tag))
        if len(found) == 1 and _length(found[0]) * 2 > whole:
            return found[0]
    return root


def _length(node: etree._Element) -> int:
    return sum(len("".join((part.text or "").split())) for part in node.iter() if part.tag not in SKIPPED)


def _walk(
    root: etree._Element, main: etree._Element, reading: _Reading
) -> Iterator[tuple[etree._Element, bool]]:
    """Each element of the page that is shown as it begins and as it ends, without recursion."""
    around = set(main.iterancestors())
    stack: list[tuple[etree._Element, bool]] = [(root, True)]
    while stack:
        node, begins = stack.pop()
        if not begins:
            yield node, False
            _add(node.tail, reading, node)
            continue
        reason = _left_out(node, around, main)
        if reason is None and node.tag == "table" and not is_layout(node):
            _flush(reading)
            _read_table(node, reading)
        elif reason is None:
            yield node, True
            stack.append((node, False))
            stack += [(child, True) for child in reversed(node)]
            continue
        elif reason:
            text = " ".join(visible_text(node).split())
            if node.tag == "sup" and not is_note_mark(text, reading.text):
                reading.text += text
            elif text:
                reading.drops.append(
                    Drop(line=reading.line, column=len(reading.text), text=text, reason=reason)
                )
        _add(node.tail, reading, node)


def _left_out(node: etree._Element, around: set[etree._Element], main: etree._Element) -> str | None:
    """Why an element is left out: "" if nobody misses it; None if it stays."""
    tag, style = node.tag, node.get("style", "")
    if tag in SKIPPED or not isinstance(tag, str):
        return ""
    if node is main or node in around:
        return None
    if node.getparent() in around:
        return "正文以外"
    if node.get("hidden") is not None or node.get("aria-hidden") == "true" or _HIDING.search(style):
        return "隐藏文字"
    if tag in DELETED:
        return "删除的文字"
    if tag in _CONTROLS or (tag == "footer" and node.getparent().tag == "body"):
        return "网页菜单"
    if tag == "header" and not any(True for _ in node.iter("h1", "h2", "h3")):
        return "网页菜单"
    return "注释标记" if tag == "sup" else None


def _add(text: str | None, reading: _Reading, node: etree._Element) -> None:
    if not text:
        return
    if reading.kept:
        reading.text += text.replace("\r", "")
        return
    said = SPACES.sub(" ", WRAPPED.sub("", text))
    if text[0] in "\n\r" and re.search(WIDE, reading.text[-1:] + said.lstrip(" ")[:1]):
        said = said.lstrip(" ")
    reading.text += said[1:] if said[0] == " " and reading.text[-1:] in ("", " ", "\n") else said


def _begin(node: etree._Element, reading: _Reading) -> None:
    tag = node.tag
    if tag == "br":
        reading.text = reading.text.rstrip(" ") + "\n"
    elif tag not in INLINE:
        _flush(reading)
        if heading := _HEADING.fullmatch(tag):
            reading.level = int(heading[1])
        elif tag in ("figcaption", "caption"):
            reading.kind = "caption"
        elif tag == "pre":
            reading.kept = True
        elif tag in ("ol", "ul"):
            reading.counts.append(_first(node))
        elif tag in ("li", "dt", "dd"):
            reading.whole = True
            reading.number = _number(node, reading.counts) if tag == "li" and reading.counts else ""
    _add(node.text, reading, node)


def _first(node: etree._Element) -> int:
    start = node.get("start")
    if start is None and node.get("reversed") is not None:
        return sum(child.tag == "li" for child in node)
    return number_of(start, 1)


def _number(item: etree._Element, counts: list[int]) -> str:
    """The number that a browser shows before a list item; "" for a bullet."""
    of = item.getparent()
    count = number_of(item.get("value"), counts[-1])
    counts[-1] = count + (-1 if of.get("reversed") is not None else 1)
    said = _LIST_STYLE.search(of.get("style", ""))
    style = _STYLES.get(said[1] if said else of.get("type", ""), "decimal")
    if of.tag != "ol" or style == "none":
        return ""
    chinese = style in ("chineseCounting", "ideographDigital")
    return written(count, style) + ("、" if chinese else ". ")


def _end(node: etree._Element, reading: _Reading) -> None:
    tag = node.tag
    if tag in INLINE or tag == "br":
        return
    empty = tag == "p" and not reading.text.strip() and not len(node)
    _flush(reading)
    if empty:
        reading.items.append(Item(text="", line=reading.line))
        reading.line += 1
    reading.level, reading.kind = 0, "body"
    if tag == "pre":
        reading.kept = False
    elif tag in ("ol", "ul") and reading.counts:
        reading.counts.pop()
    elif tag in ("li", "dt", "dd"):
        reading.whole, reading.number = False, ""


def _flush(reading: _Reading) -> None:
    """End the paragraph that is open."""
    text, reading.text = reading.text.strip(), ""
    if not text:
        return
    for at, line in enumerate([text] if reading.level else text.split("\n")):
        reading.items.append(
            Item(
                text=reading.number + line.strip() if at == 0 else line,
                line=reading.line,
                level=reading.level,
                kind=reading.kind,
                whole=reading.whole and at == 0,
            )
        )
    reading.line += 1
    reading.whole, reading.number = False, ""


def _read_table(table: etree._Element, reading: _Reading) -> None:
    """A table as one item a row, its caption before it."""
    for node in table.iter("caption"):
        text = one_line(node)
        if text:
            reading.items.append(Item(text=text, line=reading.line, kind="caption"))
            reading.line += 1
    grid = cell_grid(table)
    reading.tables += 1
    number = None if is_one_cell(grid) else reading.tables
    for text in row_sentences(grid):
        reading.items.append(Item(text=text, line=reading.line, table=number, whole=True))
    reading.line += max(sum(len(row) for row in grid), 1)
