"""The text of one paragraph of a Word file: its runs, without what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from huimou.corpus.blocks import Drop
from huimou.corpus.items import is_note_mark
from huimou.corpus.word_numbers import W, value
from huimou.corpus.word_styles import Style, switched

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
WRAPPERS = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo")
)
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    text: str
    reason: str = ""
    """Why it is left out; "" if it is not."""
    raised: bool = False


def read_text(
    node: etree._Element, style: Style, styles: Mapping[str, Style], codes: list[bool]
) -> tuple[str, list[Drop]]:
    """The text of a paragraph, and what was left out of it; the lines of those are 0.

    Args:
        node: The paragraph.
        style: Its style.
        styles: All styles, by their ids.
        codes: For each field that is open, whether its code, which nobody sees, is being read; changed.
    """
    text = ""
    drops: list[Drop] = []
    for piece in _pieces(node, style, styles, codes):
        reason = piece.reason
        if not reason and piece.raised and is_note_mark(piece.text, text):
            reason = "注释标记"
        if not reason:
            text += piece.text
        elif piece.text.strip():
            drops.append(Drop(line=0, column=len(text), text=piece.text.strip(), reason=reason))
    return text, drops


def _pieces(
    node: etree._Element, style: Style, styles: Mapping[str, Style], codes: list[bool], deleted: bool = False
) -> Iterator[_Piece]:
    for child in node.iterchildren():
        if child.tag == f"{W}r":
            yield from _run(child, style, styles, codes, deleted)
        elif child.tag in DELETED:
            yield from _pieces(child, style, styles, codes, True)
        elif child.tag in WRAPPERS:
            yield from _pieces(child, style, styles, codes, deleted)
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _pieces(content, style, styles, codes, deleted)
        elif child.tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
            yield _Piece(text="".join(part.text or "" for part in child.iter(f"{_MATH}t")))


def _run(
    run: etree._Element, style: Style, styles: Mapping[str, Style], codes: list[bool], deleted: bool
) -> Iterator[_Piece]:
    properties = run.find(f"{W}rPr")
    named = styles.get(value(properties, "rStyle"), Style()) if properties is not None else Style()
    hidden = switched(properties, "vanish", named.hidden or style.hidden)
    raised = value(properties, "vertAlign") == "superscript"
    for child in run.iterchildren():
        if child.tag == f"{W}fldChar":
            _turn_field(child.get(f"{W}fldCharType", ""), codes)
            continue
        if child.tag == f"{W}ruby":
            base = child.find(f"{W}rubyBase")
            if base is not None:
                yield from _pieces(base, style, styles, codes, deleted)
            continue
        text = _shown(child)
        if text and not any(codes):
            reason = "删除的修订" if deleted or child.tag == f"{W}delText" else "隐藏文字" if hidden else ""
            yield _Piece(text=text, reason=reason, raised=raised)


def _turn_field(turn: str, codes: list[bool]) -> None:
    if turn == "begin":
        codes.append(True)
    elif turn == "separate" and codes:
        codes[-1] = False
    elif turn == "end" and codes:
        codes.pop()


def _shown(node: etree._Element) -> str:
    """What one element of a run shows."""
    if node.tag in (f"{W}t", f"{W}delText"):
        return str(node.text or "").replace("\n", " ").replace("\r", " ")
    if node.tag == f"{W}br":
        return "\n" if node.get(f"{W}type", "textWrapping") == "textWrapping" else ""
    if (
        node.tag == f"{W}sym"
    ):  # a character of a symbol font; those of the private area mean nothing elsewhere
        code = node.get(f"{W}char", "")
        point = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,6}", code) else 0
        return "" if not 0x20 < point < 0x110000 or 0xD800 <= point < 0xF900 else chr(point)
    return _SIGNS.get(node.tag, "")
