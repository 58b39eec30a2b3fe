"""Which reports somebody asks: of a year, of a place, or one by one.

The page, the endpoint and the command line choose in the same words: `find_reports` understands them, and
`choices` says which there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Literal

from huimou.errors import QuestionError
from huimou.scope import find_places
from huimou.shelf.model import Report, Shelf, holdings
from huimou.text import fold_numerals

_Kind = Literal["year", "place", "name"]
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A report that can be chosen by itself, with the year and the place that it can be chosen by."""

    name: str
    """`find_reports` finds it by this, and no other with it."""
    shown: str
    """As `report_name`."""
    year: str
    """As `find_reports` takes it (2025年); "" if not known."""
    place: str
    """Likewise (浙江)."""


def choices(shelf: Shelf) -> tuple[Choice, ...]:
    """The reports to choose among, by their places in the order of the gazetteer, the newest first."""
    called = Counter(name for one in shelf.reports for name in set(_names(one)))
    places = {one.info.place for one in shelf.reports}

    def own(one: Report) -> str:
        """A name that no other has, and that does not read as a year or a place."""
        *names, path = _names(one)
        plain = (name for name in names if called[name] == 1 and name not in places and not _year(name))
        return next(plain, path)

    ordered = sorted(
        shelf.reports, key=lambda one: (min(one.codes, default="9"), one.info.place, -(one.info.year or 0))
    )
    return tuple(
        Choice(
            name=own(one),
            shown=report_name(one),
            year=f"{one.info.year}年" if one.info.year else "",
            place=one.info.place,
        )
        for one in ordered
    )


def report_name(report: Report) -> str:
    """What a report is called beside others: its name, and its year if the name does not say it."""
    name, year = report.document.name, report.info.year
    return name if year is None or str(year) in fold_numerals(name) else f"{name}（{year}年）"


def report_names(shelf: Shelf) -> dict[str, str]:
    """`report_name` by path; empty where one report stands alone and needs no telling apart."""
    several = len(shelf.reports) > 1
    return {one.document.path: report_name(one) for one in shelf.reports} if several else {}


def find_reports(shelf: Shelf, names: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the reports that people call so, ascending.

    By year (2025, 2025年), by place or organisation (浙江, 平罗县政协), or by name, file name or path.
    Years and places together are the reports that are of both; what is called by its name comes on top.

    Raises:
        QuestionError: No report is called so, or none is of such a year and such a place.
    """
    found: dict[_Kind, set[int]] = {}
    for name in names:
        kind, numbers = _called(shelf, name.strip().replace("\\", "/"))
        if not numbers:
            raise QuestionError(_unknown(shelf, name))
        found.setdefault(kind, set()).update(numbers)
    ways = [found[kind] for kind in ("year", "place") if kind in found]
    both = set[int].intersection(*ways) if ways else set()
    if ways and not both:
        raise QuestionError(
            f"书架上没有哪份报告同时符合“{'、'.join(names)}”。书架上有：{holdings(shelf.reports, False)}。\n"
            f"No report on the shelf is of both: {', '.join(names)}. There are: "
            f"{holdings(shelf.reports, True)}."
        )
    return tuple(sorted(both | found.get("name", set())))


def _unknown(shelf: Shelf, name: str) -> str:
    near = get_close_matches(name, [one.document.name for one in shelf.reports], n=1, cutoff=0.3)
    hint = f"，是不是《{near[0]}》？" if near else "。"
    return (
        f"书架上没有叫“{name}”的报告{hint}可以写年份、地名、报告名或文件路径，huimou reports 列出全部。\n"
        f"No report on the shelf is called “{name}”; huimou reports lists them all."
    )


def _called(shelf: Shelf, name: str) -> tuple[_Kind, list[int]]:
    """The reports that are called so, by the first of these ways that leads to any.

    A year or a place comes before a name: of a file 浙江.txt among others of 浙江, 浙江 means them all.
    """
    year, codes = _year(name), _codes(shelf, name)

    def ends(one: Report) -> bool:
        return bool(name) and _names(one)[-1].endswith(f"/{name}")

    ways: tuple[tuple[_Kind, Callable[[Report], bool]], ...] = (
        ("year", lambda one: year is not None and one.info.year == year),
        ("place", lambda one: name != "" and name == one.info.place),
        ("name", lambda one: name in _names(one)),
        ("name", ends),
        ("place", lambda one: name != "" and name == one.info.organisation),
        ("place", lambda one: bool(codes & one.codes)),
    )
    for kind, is_called in ways:
        if found := [one.number for one in shelf.reports if is_called(one)]:
            return kind, found
    return "name", []


def _year(name: str) -> int | None:
    match = _YEAR.fullmatch(name)
    return int(match[1]) if match else None


def _codes(shelf: Shelf, name: str) -> frozenset[str]:
    """Of the places that a text names which is nothing but the name of a place."""
    found = find_places(name, also=(name,)) if name else []
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(name)):
        return frozenset()
    return frozenset(code for place in find_places(name, also=shelf.shorts) for code in place.codes)


def _names(report: Report) -> tuple[str, str, str]:
    """What a report is called by itself: its name, its file name, its path."""
    path = report.document.path.replace("\\", "/")
    return report.document.name, PurePosixPath(path).name, path
