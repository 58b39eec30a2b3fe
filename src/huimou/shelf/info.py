"""What a report is: its year, its place, who gives it, and of what kind it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from huimou.scope import Place, document_year, find_places, head_parts
from huimou.scope.gazetteer import ancestors, divisions
from huimou.types import Document

Fields = Mapping[str, str | int]
"""Corrections of one report: any of the fields of `ReportInfo`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportInfo:
    """What can be said of a report before it is read. What is not known is "" or None."""

    year: int | None
    """The year that it is called by: a government's report of 2025 looks back on 2024 and plans 2025."""
    place: str
    """A province by its short name (上海, 宁夏), any other place by its full one (平罗县)."""
    organisation: str
    """Who gives it, as its title says: 上海市政府, 平罗县政协."""
    kind: str
    """政府工作报告, 政协工作回眸, 法院工作报告 …"""


_FORM = re.compile(
    "(?:常务委员会|常委会)?(?P<form>(?:年度)?工作(?:报告|回眸|总结|回顾|要点|纪实|综述)|履职(?:纪实|报告)"
    "|(?:统计|发展)公报|年度报告|白皮书|年报|报告|回眸|公报|总结|纪实)"
)
_BODIES = ("政府", "政协", "法院", "检察院", "人大", "纪委", "监委")
_ORGANISATION = re.compile(
    "(?:政府|政协|人大|[委办]|委员会|常委会|法院|检察院|[局厅署]|办公室|院|中心|公司|集团|队|银行|[协学商]会|联合会|大学|学校)$"
)
_YEAR = re.compile(r"(?:20\d\d|二〇[一二三]\S)\s*年度?")
_AROUND = re.compile(r"^[\s—\-《（(]+|[\s—\-》）)的]+$")
_LOOKS_LIKE_PLACE = re.compile("^[\u4e00-\u9fff]{2,6}?[省市县区州旗镇乡村]")


def describe(document: Document, overrides: Mapping[str, Fields] = MappingProxyType({})) -> ReportInfo:
    """What a report is, by its title, the lines under it and its file name.

    Args:
        document: The report.
        overrides: By file name, as in `reports.toml`: what is found there comes before what is read off.
    """
    heads = (document.title, document.subtitle, document.name)
    matches = [(head, form) for head in heads if (form := _FORM.search(head))]
    organisation = kind = ""
    for head, form in matches:
        body = next((body for body in _BODIES if body in head[: form.end()]), "")
        kind = kind or body + form["form"]
        giver = _AROUND.sub("", _YEAR.sub("", head[: form.start("form")]))
        if _ORGANISATION.search(giver):
            organisation = giver
            break
    place = place_of(document)
    shown = place_name(place) if place else ""
    if not shown and (look := _LOOKS_LIKE_PLACE.match(organisation)):
        shown = look.group()
    if place and organisation in _BODIES:  # 政府工作报告, and the place in the line under it
        organisation = _full_name(place) + organisation
    found = ReportInfo(year=document_year(document), place=shown, organisation=organisation, kind=kind)
    own = override_of(document.path, overrides)
    return ReportInfo(
        year=int(own.get("year", found.year or 0)) or None,
        place=_given(own.get("place")) or found.place,
        organisation=str(own.get("organisation", found.organisation)),
        kind=str(own.get("kind", found.kind)),
    )


def override_of(path: str, overrides: Mapping[str, Fields]) -> Fields:
    """The corrections of the report at `path`: of the longest key that its path ends with, part by part."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    keys = [key for key in overrides if parts[-len(PurePosixPath(key).parts) :] == PurePosixPath(key).parts]
    return overrides[max(keys, key=len)] if keys else {}


def place_of(document: Document) -> Place | None:
    """The place that a report is of; None if its title, subtitle, name and byline name none.

    Of the first of these that names any the innermost: 宁夏石嘴山市平罗县 → 平罗县.
    """
    for part in head_parts(document):
        if places := find_places(part):
            around = {outer for place in places for code in place.codes for outer in ancestors(code)}
            return next(place for place in places if not around.intersection(place.codes) or not place.codes)
    return None


def place_name(place: Place) -> str:
    """A province by its short name, any other place by its full one."""
    code = _code(place)
    return (
        (divisions()[code].short if code.endswith("0000") else divisions()[code].name) if code else place.name
    )


def _full_name(place: Place) -> str:
    code = _code(place)
    return divisions()[code].name if code else place.name


def _code(place: Place) -> str:
    """Its code; of 吉林 and 海南, which mean several, the province's."""
    return min(place.codes, key=lambda code: (not code.endswith("0000"), code), default="")


def _given(place: str | int | None) -> str:
    """A place that somebody wrote, called as others are: 浙江省 is 浙江."""
    text = str(place or "")
    found = find_places(text)
    whole = len(found) == 1 and found[0].name == text
    return place_name(found[0]) if whole else text
