"""The numbers that Word puts before the paragraphs of a list: they are in no text of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DEEPEST = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """How the items of one level of a list are numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    """The number as it is shown, %1 to %9 standing for the counts of the levels."""
    suffix: str = "tab"
    restart: int | None = None
    """The level below which it starts anew; 0 for never."""
    decimal: bool = False
    """Whether the counts of all levels are shown in Arabic digits."""
    style: str = ""
    """The paragraph style that has this level of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbering:
    """The lists of a file, and how far each has been counted."""

    abstract: Mapping[str, str]
    """The list that each number definition belongs to."""
    levels: Mapping[tuple[str, int], Level]
    """Of each number definition."""
    restarted: Mapping[tuple[str, int], int]
    """Levels that a number definition counts from a start of its own."""
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


def read_numbering(root: etree._Element | None) -> Numbering:
    """What ``word/numbering.xml`` says; nothing if there is none."""
    lists: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    abstract: dict[str, str] = {}
    levels: dict[tuple[str, int], Level] = {}
    restarted: dict[tuple[str, int], int] = {}
    for node in root.iterchildren(f"{W}abstractNum") if root is not None else ():
        key = node.get(f"{W}abstractNumId", "")
        lists[key] = {
            number_of(level.get(f"{W}ilvl"), 0): _level(level) for level in node.iterchildren(f"{W}lvl")
        }
        links[key] = value(node, "numStyleLink")
    named = {
        value(node, "styleLink"): node.get(f"{W}abstractNumId", "")
        for node in (root.iterchildren(f"{W}abstractNum") if root is not None else ())
    }
    for node in root.iterchildren(f"{W}num") if root is not None else ():
        num = node.get(f"{W}numId", "")
        key = value(node, "abstractNumId")
        key = named.get(links.get(key, ""), key) if links.get(key) else key
        abstract[num] = key
        levels |= {(num, at): level for at, level in lists.get(key, {}).items()}
        for override in node.iterchildren(f"{W}lvlOverride"):
            at = number_of(override.get(f"{W}ilvl"), 0)
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[num, at] = _level(own)
            if start := value(override, "startOverride"):
                restarted[num, at] = number_of(start, 1)
    return Numbering(abstract=abstract, levels=levels, restarted=restarted)


def next_number(numbering: Numbering, num: str, at: int) -> str:
    """Count one more item of a list and write its number, its separator included; "" for a bullet.

    Args:
        numbering: Its counts are moved on.
        num: The number definition that the paragraph names.
        at: Its level, from 0.
    """
    level = numbering.levels.get((num, at))
    if level is None or not 0 <= at < _DEEPEST:
        return ""
    counts = numbering.counts.setdefault(numbering.abstract[num], [None] * _DEEPEST)
    own = numbering.restarted.get((num, at))
    if own is not None and (num, at) not in numbering.begun:
        counts[at] = own
    else:
        before = counts[at]
        counts[at] = level.start if before is None else before + 1
    numbering.begun.add((num, at))
    for deeper in range(at + 1, _DEEPEST):
        below = numbering.levels.get((num, deeper), Level())
        if below.restart is None or at < below.restart:
            counts[deeper] = None
    if level.format in ("bullet", "none"):
        return "" if level.format == "bullet" else _separated(level.text, level)
    shown = level.text
    for other in range(_DEEPEST):
        if f"%{other + 1}" in shown:
            of = numbering.levels.get((num, other), Level())
            count = counts[other]
            style = "decimal" if level.decimal and other != at else of.format
            shown = shown.replace(f"%{other + 1}", written(of.start if count is None else count, style))
    return _separated(shown, level)


def _separated(shown: str, level: Level) -> str:
    """A full-width mark has its space in itself."""
    close = level.suffix == "nothing" or not shown or shown[-1] in "、，．：）】〉》"
    return shown if close else f"{shown} "


def _level(node: etree._Element) -> Level:
    restart = value(node, "lvlRestart")
    legal = node.find(f"{W}isLgl")
    return Level(
        start=number_of(value(node, "start"), 1),
        format=value(node, "numFmt") or "decimal",
        text=value(node, "lvlText"),
        suffix=value(node, "suff") or "tab",
        restart=number_of(restart, 0) if restart else None,
        decimal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        style=value(node, "pStyle"),
    )


def value(node: etree._Element | None, child: str) -> str:
    """The ``w:val`` of a child element; "" if there is none."""
    found = node.find(f"{W}{child}") if node is not None else None
    return "" if found is None else found.get(f"{W}val", "")


def number_of(text: str | None, default: int) -> int:
    """`text` as an integer of at most nine digits; `default` if it is none."""
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdecimal() else default


def written(number: int, style: str) -> str:
    """`number` as a number format of Word writes it; in Arabic digits where the format is not known."""
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x245F + number)
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if style == "decimalZero":
        return f"{number:02}"
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 1 <= number <= 3999:
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if style == "ideographZodiac" and 1 <= number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if style in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if style in ("chineseLegalSimplified", "ideographLegalTraditional") and 1 <= number <= 9999:
        return chinese(number, _FORMAL, "拾佰仟")
    if style.startswith(("chineseCounting", "japaneseCounting", "taiwaneseCounting")) and 1 <= number <= 9999:
        return chinese(number, "零一二三四五六七八九", "十百千")
    return str(number)


def chinese(number: int, digits: str, units: str) -> str:
    """1 to 9999 in Chinese: 二十一, 一百零五."""
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零"[:zero] if text else "") + digits[digit] + (units[place - 1] if place else "")
        zero = not digit
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for worth, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        text += letters * (number // worth)
        number %= worth
    return text
