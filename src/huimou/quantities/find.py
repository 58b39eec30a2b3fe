"""Quantities, dates and ordinals in Chinese text: where they stand, what they amount to.

All offsets are Python string indices, start inclusive, end exclusive. Nothing here changes the text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from huimou.quantities.dates import find_dates, find_ordinals
from huimou.quantities.units import (
    DIGIT,
    GAP,
    HAN,
    KINDS,
    LONE_NUMERAL_NEVER,
    SCALE,
    THOUSAND,
    UNIT,
    Kind,
    base_unit,
)
from huimou.text import fold_numerals


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A figure with its unit, as it stands in a text."""

    start: int
    end: int
    """The whole expression: 约110余次, 5%左右, 4.5%—5%."""
    number_start: int
    number_end: int
    """The numeral alone: 110 of 约110余次, 5.39 of 5.39万亿元; of a range both and what is between."""
    value: float | None
    """With 万 and 亿 multiplied in (1.2万名 is 12000, 5% is 5, 三分之一 is 1/3); the lower end of a range;
    None where no number can be read: 几十条, 三四个."""
    upper: float | None
    """The upper end of a range; None of all else."""
    unit: str
    """With the 万 or 亿 of an Arabic figure: "条", "亿元", "万人次". "%" of 百分之五, "" of 三分之一."""
    kind: Kind
    """percent: a share or ratio (%, 个百分点, 成, 倍, 三分之一); measure: length, weight, power, time …"""


_RUN = f"(?:[零〇一二两三四五六七八九十百万亿]|{THOUSAND})"
_ARABIC = (
    rf"(?<!{DIGIT})(?:{DIGIT}{{1,3}}(?:,{DIGIT}{{3}})+(?!{DIGIT})|[０-９]{{1,3}}(?:，[０-９]{{3}})+(?!{DIGIT})"
    rf"|{DIGIT}++)(?:[.．]{DIGIT}++)?+"
)
# Two digits in a row that mean "about": 三四个. Not after 十: 十四五.
_PAIRS = "一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九"
_NUMBER = re.compile(
    rf"(?P<whole>{_ARABIC}|[{HAN}]++)分之(?P<part>{_ARABIC}|[{HAN}]++(?:点[{HAN}]++)?+)"
    rf"|(?P<top>(?<![\d/.]){DIGIT}{{1,3}})[/／](?P<bottom>{DIGIT}{{1,3}}(?![\d/／.年月]))"
    rf"|(?P<half>一半(?=以|的|左右|[^一-龥]|$)|半数)"
    rf"|(?:(?P<arabic>(?:(?<![0-9A-Za-z０-９%％）)])[-−－](?=[0-9０-９.．]+{GAP}[%％]))?{_ARABIC})"
    rf"|(?P<vague>几[十百千万亿]+|(?<![参系指倍人次户个总多少基函])数[十百千万亿]+|[二三四五六七八九]?十几)"
    rf"|(?P<han>{_RUN}++))"
    rf"(?P<more>{GAP}[余多来])?(?:{GAP}(?P<scale>{SCALE}))?(?P<more_too>{GAP}[余多])?"
)
_UNIT_AFTER = re.compile(rf"{GAP}(?P<unit>(?P<name>{UNIT})(?:[/／](?:{UNIT}|[日月人户年]))?)")
_RANGE = re.compile(rf"{GAP}(?:——?|[-–－~～至到]){GAP}")
# 节约, 最近, 赶超 and 不仅 are other words; 上 belongs to the figure only in 上百, 上千, 上万.
_BEFORE = re.compile(
    r"(?:不少于|不低于|不超过|超过|至少|大约|将近|接近|不足|不到|(?<![节契签公条预制合违])约|(?<![最附邻靠临亲接将])近"
    rf"|(?<![赶反高])超|逾|(?<!不)仅|(?<![以线网路])上){GAP}$"
)
_AFTER = re.compile(
    rf"(?:{GAP}[余多](?![一-龥]))?(?:{GAP}(?:左右|上下|(?:及|（含）|\(含\))?以(?:上(?!市)|下|内)))?"
)
_RATIO_BEFORE = re.compile(rf"{DIGIT}{GAP}[:：∶+]{GAP}$")
_RATIO_AFTER = re.compile(rf"{GAP}[:：∶+]{GAP}{DIGIT}")
# 前3位 is a rank and 前5个月 a time; 提前5天 counts.
_NO_FIGURE_BEFORE = re.compile(rf"(?:[第几]|星期|礼拜|(?<![以之目提年当])前){GAP}$")
# Set phrases of public life that look like counts, in quotes or out of them.
_NAMES = re.compile(
    r"八项规定|两个(?:确立|维护|毫不动摇|大局|结合|一百年)|四个(?:意识|自信|全面)|三个代表|[三五]位一体|最[后先初]一公里"
    r"|一百年奋斗目标|国内国际两个市场|两个市场[、，和]?两种资源|[一二三四五]类水[体质]"
)


def find_quantities(text: str) -> list[Quantity]:
    """The figures that count or measure something, in order, not overlapping.

    Not found are dates, ordinals, ratios (38∶27), figures without a unit (12345热线), and names and idioms
    with numerals: “一委一品”, 八项规定, 一个, 三年行动. At the head of a quotation that holds more, a figure
    is part of a name: “两个覆盖”, “5个一”. 一 and 二 before a measure word count only after 仅 and the like.
    """
    return list(_quantities(text))


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """An answer looks at the same few sentences again and again."""
    taken = sorted(find_dates(text) + find_ordinals(text) + [name.span() for name in _NAMES.finditer(text)])
    found: list[Quantity] = []
    at = index = 0
    while match := _NUMBER.search(text, at):
        while index < len(taken) and taken[index][1] <= match.start():
            index += 1
        if index < len(taken) and taken[index][0] < match.end():
            # Past what is taken, but not past the rest of a longer match: 2025年12条.
            at = max(taken[index][1], match.start() + 1)
            continue
        quantity = _quantity(text, match, at)
        if quantity:
            found.append(quantity)
        at = quantity.end if quantity else match.end()
    return tuple(found)


def same_amount(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities state the same number of the same thing, whatever 约, 余, 多 and 以上 stand by.

    1.2万亿元 is 12000亿元, 3人 is 3名; 条 and 项 differ. A unit left out (5万) contradicts none. A number
    that cannot be read (几十) equals nothing.
    """
    if a.value is None or b.value is None or (a.upper is None) != (b.upper is None):
        return False
    left, right = base_unit(a.unit), base_unit(b.unit)
    return (
        math.isclose(a.value, b.value, rel_tol=1e-9)
        and math.isclose(a.upper or 0, b.upper or 0, rel_tol=1e-9)
        and (left == right or bool(a.unit and not left) or bool(b.unit and not right))
    )


_ASKED = re.compile(
    rf"(?P<percent>百分之(?:多少|几))|(?<![第这那近前过])(?:多少|几)(?!分之){GAP}"
    rf"(?:(?P<money>钱)|(?:个(?=人(?![口均工才员群])))?(?P<unit>(?:{SCALE})?(?:{UNIT})))"
)


def measure_asked(question: str) -> str | None:
    """The unit that 多少 or 几 asks for, as `Quantity.unit` would write it; None if none follows.

    >>> measure_asked("提出多少条具体建议？"), measure_asked("第几辑？"), measure_asked("花了多少钱？")
    ('条', None, '元')
    """
    match = _ASKED.search(question)
    if not match:
        return None
    return "%" if match["percent"] else "元" if match["money"] else match["unit"]


def _quantity(text: str, match: re.Match[str], left: int) -> Quantity | None:
    """The quantity whose first numeral is `match`, if it is one; nothing before `left` belongs to it."""
    start = match.start()
    before = _BEFORE.search(text, max(left, start - 5), start)
    if before and before[0][0] == "上" and match[0][0] not in "百千万":
        before = None
    outer = before.start() if before else start
    if _NO_FIGURE_BEFORE.search(text, max(0, outer - 4), outer) or _RATIO_BEFORE.search(
        text, max(0, outer - 4), outer
    ):
        return None
    shares = match["part"] or match["bottom"] or match["half"]
    unit = None if shares else _UNIT_AFTER.match(text, match.end())
    value, upper, last = _value(match), None, match
    second = None if shares or value is None else _second(text, match, unit)
    if second:
        shared = unit is None
        last, unit = second
        value, upper = _range(match, last, shared=shared)
    elif not _is_figure(text, match, unit, modified=before is not None):
        return None
    end = unit.end() if unit else _numeral_end(last) if shares else last.end()
    if _RATIO_AFTER.match(text, end):
        return None
    if after := _AFTER.match(text, end):
        end = after.end()
    if outer and text[outer - 1] in "“‘「『《〈" and text[end : end + 1] not in tuple("”’」』》〉"):
        return None
    written = _unit(last, unit)
    return Quantity(
        start=outer,
        end=end,
        number_start=start,
        number_end=_numeral_end(last),
        value=None if value is None else float(value),
        upper=None if upper is None else float(upper),
        unit=written,
        kind="percent" if shares else KINDS[unit["name"]] if unit else "count",
    )


def _second(
    text: str, first: re.Match[str], unit: re.Match[str] | None
) -> tuple[re.Match[str], re.Match[str] | None] | None:
    """The upper end of a range that begins with `first`, and its unit. 从5%到8% is a change and no range."""
    between = _RANGE.match(text, unit.end() if unit else first.end())
    number = _NUMBER.match(text, between.end()) if between else None
    if not number or _shape(first) != _shape(number) or _shape(number) == "share":
        return None
    after = _UNIT_AFTER.match(text, number.end())
    if unit and (not after or base_unit(unit["name"]) != base_unit(after["name"])):
        return None
    if not (after or (number["scale"] and not unit)) or (
        unit and re.search("[从由自]约?$", text[max(0, first.start() - 2) : first.start()])
    ):
        return None
    low, high = _range(first, number, shared=unit is None)
    return (number, after) if low is not None and high is not None and low < high else None


def _range(
    first: re.Match[str], last: re.Match[str], *, shared: bool
) -> tuple[Fraction | None, Fraction | None]:
    """Both ends. Where they share a unit (3至5万元), the 万 or 亿 said at the second is meant for both."""
    low, high = _value(first), _value(last)
    if shared and low is not None and last["scale"] and not first["scale"]:
        low *= _times(last["scale"])
    return low, high


def _is_figure(text: str, match: re.Match[str], unit: re.Match[str] | None, *, modified: bool) -> bool:
    """Whether a numeral counts, by its unit and what stands around it."""
    name = unit["name"] if unit else ""
    following = text[match.end() : match.end() + 1]
    rounded = match["more"] or match["more_too"]
    if _shape(match) == "share":
        return _value(match) is not None
    if match["arabic"]:
        if re.match("[A-Za-z]", text[max(0, match.start() - 1) : match.end()]):
            return bool(unit) and KINDS[name] in ("percent", "money")  # PM2.5, F1线
        return (
            bool(unit)
            or (match["scale"] or "")[-1:] in ("万", "亿")
            or (bool(rounded) and not _is_han(following))
        )
    if match["vague"]:
        return bool(unit)
    run = match["han"]
    if _value(match) is None:
        return bool(unit) and re.fullmatch(rf"(?:{_PAIRS})[十百千]?[万亿]?", run) is not None
    if not unit:
        if match["scale"] and rounded:
            return True  # 两百多万高校师生
        return run[0] not in "百千万亿" and run[-1] in "万亿" and not _is_han(following)
    if name == "期":  # 讲座六期 counts; of 机场三期 and 二期工程 the numeral is a place in a row
        return (
            re.search("[班课堂座训刊讲坛报共了]$", text[max(0, match.start() - 1) : match.start()])
            is not None
        )
    if run[0] in "百千万亿":
        if name[-1] == "级" or text.startswith("级", unit.end()):
            return False  # 千万千瓦级
        return modified or rounded is not None or len(run) > 1  # not 百家
    if rounded or match["scale"]:
        return True
    if len(run) > 1:
        return name != "大"  # 二十大
    if run in "一二":
        return modified if KINDS[name] == "count" else len(name) > 1 or name in "倍亩吨"
    return run not in "零〇" and name not in LONE_NUMERAL_NEVER


def _shape(match: re.Match[str]) -> str:
    """What a match of `_NUMBER` is: "share" (三分之一, 1/3, 一半), "arabic", or "han" (vague ones too)."""
    return "arabic" if match["arabic"] else "han" if match["han"] or match["vague"] else "share"


def _is_han(char: str) -> bool:
    return "一" <= char <= "龥"


def _unit(last: re.Match[str], unit: re.Match[str] | None) -> str:
    """The unit as `Quantity.unit` gives it."""
    if last["part"]:
        return {100: "%", 1000: "‰"}.get(int(_numeral(last["whole"]) or 0), "")
    return (last["scale"] or "") + (unit["unit"] if unit else "") if _shape(last) != "share" else ""


def _numeral_end(match: re.Match[str]) -> int:
    return max(match.end(group) for group in ("part", "bottom", "half", "arabic", "vague", "han"))


def _value(match: re.Match[str]) -> Fraction | None:
    """What a match of `_NUMBER` amounts to; None if it cannot be read."""
    if match["half"]:
        return Fraction(1, 2)
    if match["vague"]:
        return None
    if _shape(match) == "share":
        part, whole = _numeral(match["part"] or match["top"]), _numeral(match["whole"] or match["bottom"])
        if part is None or not whole:
            return None
        return part * {100: 1, 1000: 1}.get(int(whole), Fraction(1) / whole)
    value = _numeral(match["arabic"] or match["han"])
    return None if value is None else value * _times(match["scale"] or "")


def _times(scale: str) -> int:
    return math.prod({"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[char] for char in scale)


def _numeral(written: str) -> Fraction | None:
    """The value of a numeral in Arabic or Chinese characters; None if it is none, or absurdly long."""
    if len(written) > 40:
        return None
    plain = re.sub("[,，]", "", unicodedata.normalize("NFKC", written)).replace("−", "-")
    if not re.search("[0-9]", plain):
        if set(plain) <= set("百千万亿"):
            plain = f"一{plain}"
        # fold_numerals is sure of a numeral only by what stands around it: 第 and 百分之 make it sure.
        plain = fold_numerals(f"百分之{plain}")[:-1] if "点" in plain else fold_numerals(f"第{plain}")[1:]
    return Fraction(plain) if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", plain) else None
