"""The administrative divisions of China, down to counties: `assets/places.txt`, read when first asked for.

A code has six digits (GB/T 2260): two for the province, two for the prefecture, two for the county.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ENGLISH = {
    "beijing": "110000",
    "peking": "110000",
    "tianjin": "120000",
    "hebei": "130000",
    "shanxi": "140000",
    "inner mongolia": "150000",
    "nei mongol": "150000",
    "neimenggu": "150000",
    "liaoning": "210000",
    "jilin": "220000",
    "heilongjiang": "230000",
    "shanghai": "310000",
    "jiangsu": "320000",
    "zhejiang": "330000",
    "anhui": "340000",
    "fujian": "350000",
    "jiangxi": "360000",
    "shandong": "370000",
    "henan": "410000",
    "hubei": "420000",
    "hunan": "430000",
    "guangdong": "440000",
    "canton": "440000",
    "guangxi": "450000",
    "hainan": "460000",
    "chongqing": "500000",
    "sichuan": "510000",
    "guizhou": "520000",
    "yunnan": "530000",
    "tibet": "540000",
    "xizang": "540000",
    "shaanxi": "610000",
    "gansu": "620000",
    "qinghai": "630000",
    "ningxia": "640000",
    "xinjiang": "650000",
    "taiwan": "830000",
    "hong kong": "810000",
    "macao": "820000",
    "macau": "820000",
}
"""The provinces as English questions call them, in lower case."""


ABBREVIATIONS = {
    "110000": "京",
    "120000": "津",
    "130000": "冀",
    "140000": "晋",
    "150000": "蒙",
    "210000": "辽",
    "220000": "吉",
    "230000": "黑龙",
    "310000": "沪",
    "320000": "苏",
    "330000": "浙",
    "340000": "皖",
    "350000": "闽",
    "360000": "赣",
    "370000": "鲁",
    "410000": "豫",
    "420000": "鄂",
    "430000": "湘",
    "440000": "粤",
    "450000": "桂",
    "460000": "琼",
    "500000": "渝",
    "510000": "川蜀",
    "520000": "黔贵",
    "530000": "滇云",
    "540000": "藏",
    "610000": "陕",
    "620000": "甘陇",
    "630000": "青",
    "640000": "宁",
    "650000": "疆新",
    "810000": "港",
    "820000": "澳",
    "830000": "台",
}
"""The characters that stand for a province in 京津冀, 川渝, 苏陕协作."""
PLAIN_ABBREVIATIONS = frozenset("京津冀晋沪浙皖闽赣鲁豫鄂湘粤桂琼渝黔滇藏疆陕辽")
"""Those that hardly stand for anything else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """A province, prefecture or county."""

    code: str
    name: str
    """The full name: 平罗县."""
    short: str
    """The name without its kind and people: 平罗, 广西; one character for 忠县."""


@cache
def divisions() -> Mapping[str, Division]:
    """Every division by its code, in the order of the codes; about 3,200."""
    text = (files("huimou") / "assets" / "places.txt").read_text(encoding="utf-8")
    table: dict[str, Division] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            code, _, name = line.partition(" ")
            short, _, rest = name.partition("|")
            table[code] = Division(code=code, name=short + rest, short=short)
    return MappingProxyType(table)


def is_county(code: str) -> bool:
    """Whether it is of the third level; a city that is under its province directly (济源市) is."""
    return not code.endswith("00")


def ancestors(code: str) -> tuple[str, ...]:
    """The codes of the divisions around it, innermost first: 平罗县 → 石嘴山市, 宁夏回族自治区."""
    around = (code[:4] + "00", code[:2] + "0000")
    # 419001 济源市 has no prefecture, and a province is not around itself.
    return tuple(dict.fromkeys(outer for outer in around if outer != code and outer in divisions()))


@cache
def full_names() -> Mapping[str, tuple[str, ...]]:
    """The codes of every full name; several share 朝阳区."""
    return _by_name((division.name, division.code) for division in divisions().values())


@cache
def short_names() -> Mapping[str, tuple[str, ...]]:
    """The codes of every short name of two characters or more: 吉林 is a province and a city in it."""
    pairs = ((division.short, division.code) for division in divisions().values())
    return _by_name((short, code) for short, code in pairs if len(short) > 1)


def _by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        table[name] = (*table.get(name, ()), code)
    return MappingProxyType(table)
