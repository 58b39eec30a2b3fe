"""What the styles of a Word file say of a paragraph: heading, title, caption, list, hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from huimou.corpus.word_numbers import W, number_of, value
from huimou.types import ParagraphKind

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)")
_KINDS: Mapping[str, ParagraphKind] = {
    "subtitle": "subtitle",
    "副标题": "subtitle",
    "caption": "caption",
    "题注": "caption",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """A style with what it takes from those it is based on."""

    level: int = 0
    """Of a heading, 1 the highest; 0 for none."""
    title: bool = False
    kind: ParagraphKind = "body"
    contents: bool = False
    """Whether it is that of a line of a table of contents."""
    num: str = ""
    """The list that its paragraphs are items of."""
    depth: int = 0
    """The level in that list, from 0."""
    hidden: bool = False


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """The styles of ``word/styles.xml`` by their ids; "" is that of paragraphs that name none."""
    nodes = {
        node.get(f"{W}styleId", ""): node
        for node in (root.iterchildren(f"{W}style") if root is not None else ())
    }
    styles: dict[str, Style] = {}
    for key in nodes:
        chain = [key]  # from the style to the one at the bottom; a chain may bite its tail
        while (below := value(nodes[chain[-1]], "basedOn")) in nodes and below not in chain:
            chain.append(below)
        style = Style()
        for node in (nodes[link] for link in reversed(chain)):
            style = _over(style, node)
        styles[key] = style
    default = next(
        (
            key
            for key, node in nodes.items()
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true", "on")
        ),
        None,
    )
    styles[""] = styles.get(default, Style()) if default is not None else Style()
    return styles


def _over(base: Style, node: etree._Element) -> Style:
    """`base` with what one style says itself."""
    name = value(node, "name").casefold()
    heading = _HEADING.fullmatch(name)
    paragraph, run = node.find(f"{W}pPr"), node.find(f"{W}rPr")
    numbered = paragraph.find(f"{W}numPr") if paragraph is not None else None
    level = int(heading[1]) if heading else outline_level(paragraph, base.level)
    return replace(
        base,
        level=level,
        title=base.title or name in ("title", "标题"),
        kind=_KINDS.get(name, base.kind),
        contents=base.contents or _CONTENTS.fullmatch(name) is not None,
        num=value(numbered, "numId") or base.num,
        depth=number_of(value(numbered, "ilvl"), base.depth),
        hidden=switched(run, "vanish", base.hidden),
    )


def outline_level(properties: etree._Element | None, default: int) -> int:
    """The heading level that paragraph properties give, `default` if they give none."""
    said = value(properties, "outlineLvl")
    level = number_of(said, 9) + 1 if said else default
    return level if level <= 9 else 0


def switched(properties: etree._Element | None, name: str, default: bool) -> bool:
    """Whether a property that is on or off is on."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return default if found is None else found.get(f"{W}val") not in ("0", "false", "off")
