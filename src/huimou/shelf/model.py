"""The reports of an index, each with what is known of it, and how people call them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from types import MappingProxyType

from huimou.errors import QuestionError
from huimou.scope import find_places, is_county, reviewed_year
from huimou.scope.gazetteer import ancestors, divisions
from huimou.shelf.info import Fields, ReportInfo, describe, place_of
from huimou.types import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report on the shelf."""

    number: int
    """Index into the index's list of documents."""
    document: Document
    info: ReportInfo
    reviewed: int | None
    """The year that it looks back on."""
    codes: frozenset[str]
    """Of the places that it is of; none if the gazetteer does not know them."""
    level: str
    """The last character of its place's full name: 省, 市, 县, 区, 镇; "" if not known."""

    @property
    def years(self) -> frozenset[int]:
        """The year that it is called by and the one that it looks back on."""
        return frozenset(year for year in (self.info.year, self.reviewed) if year is not None)

    @property
    def sort(self) -> tuple[int, str]:
        """What makes it one of a sort with others: how many divisions its place lies in, and its kind."""
        depth = min((len(ancestors(code)) for code in self.codes), default=3)
        return depth, self.info.kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """All reports of an index."""

    reports: tuple[Report, ...]
    """In the order of the index."""
    shorts: frozenset[str]
    """The short names of their counties (平罗), which are places in a question to this shelf."""

    def of(self, numbers: Collection[int]) -> list[Report]:
        """The reports with these numbers, in the order of the index."""
        wanted = frozenset(numbers)
        return [report for report in self.reports if report.number in wanted]


def make_shelf(
    documents: Sequence[Document], overrides: Mapping[str, Fields] = MappingProxyType({})
) -> Shelf:
    """The shelf of an index's documents."""
    reports: list[Report] = []
    for number, document in enumerate(documents):
        info = describe(document, overrides)
        place = place_of(document)
        codes = frozenset(place.codes if place else ())
        reports.append(
            Report(
                number=number,
                document=document,
                info=info,
                reviewed=reviewed_year(document),
                codes=codes,
                level=_level(info.place, codes),
            )
        )
    counties = {code for report in reports for code in report.codes if is_county(code)}
    return Shelf(reports=tuple(reports), shorts=frozenset(divisions()[code].short for code in counties))


def _level(place: str, codes: frozenset[str]) -> str:
    names = [divisions()[code].name for code in sorted(codes) if divisions()[code].short == place]
    return (names[0] if names else place)[-1:]


def find_reports(shelf: Shelf, names: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the reports that people call so: by name, file name, path or place; ascending.

    Raises:
        QuestionError: No report is called so; it says what they are called.
    """
    found: set[int] = set()
    for name in names:
        called = _called(shelf, name.strip().replace("\\", "/"))
        if not called:
            near = get_close_matches(name, [one.document.name for one in shelf.reports], n=1, cutoff=0.3)
            hint = f"，是不是《{near[0]}》？" if near else "。"
            raise QuestionError(
                f"书架上没有叫“{name}”的报告{hint}可以写报告名、地名或文件路径，huimou reports 列出全部。\n"
                f"No report on the shelf is called “{name}”; huimou reports lists them all."
            )
        found.update(called)
    return tuple(sorted(found))


def _called(shelf: Shelf, name: str) -> list[int]:
    """The reports that are called exactly so; if none is, those at such a path; else those of the place."""
    if not name:
        return []
    codes: set[str] = set()
    if _only_place(name):
        codes = {code for place in find_places(name, also=shelf.shorts) for code in place.codes}
    exact: list[int] = []
    below: list[int] = []
    of: list[int] = []
    there: list[int] = []
    for one in shelf.reports:
        path = one.document.path.replace("\\", "/")
        for called, found in (
            (name in (one.document.name, path, PurePosixPath(path).name), exact),
            (path.endswith("/" + name), below),
            (name in (one.info.place, one.info.organisation), of),
            (bool(codes & one.codes), there),
        ):
            if called:
                found.append(one.number)
    return exact or below or of or there


def _only_place(text: str) -> bool:
    """Whether a text is nothing but the name of a place."""
    found = find_places(text, also=(text,))
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))


def holdings(reports: Sequence[Report], english: bool) -> str:
    """What there is, short: 上海、浙江等31份2025年的报告."""
    names = list(dict.fromkeys(one.info.place or f"《{one.document.name}》" for one in reports))
    years = sorted({one.info.year for one in reports if one.info.year is not None})
    span = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"
    if english:
        shown = ", ".join(names[:2] if len(names) > 3 else names) + (" …" if len(names) > 3 else "")
        what = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
        return f"{what}{' of ' + span if span else ''} ({shown})"
    told = f"{span}年的报告" if span else "报告"
    if len(names) > 3:
        return f"{'、'.join(names[:2])}等{len(reports)}份{told}"
    return f"{'、'.join(names)}{'的' if not span else ''}{told}"
