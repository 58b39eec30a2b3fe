"""The reports of an index, each with what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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
    body: str
    """What its organisation is called wherever it is: 政协, 民政局. "" for a government: all speak of it."""
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
    of_place: Mapping[str, tuple[int, ...]]
    """The numbers of the reports by the codes of their places; where the gazetteer has none, by the name."""
    unlisted: tuple[str, ...]
    """The places that no gazetteer knows, or that somebody wrote into `reports.toml`."""

    def of(self, numbers: Collection[int]) -> list[Report]:
        """The reports with these numbers, in the order of the index."""
        return [self.reports[number] for number in sorted(numbers)]


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
                body=_body(info),
                level=_level(info.place, codes),
            )
        )
    counties = {code for report in reports for code in report.codes if is_county(code)}
    of_place: dict[str, tuple[int, ...]] = {}
    for report in reports:
        for called in report.codes or {report.info.place} - {""}:
            of_place[called] = (*of_place.get(called, ()), report.number)
    return Shelf(
        reports=tuple(reports),
        shorts=frozenset(divisions()[code].short for code in counties),
        of_place=MappingProxyType(of_place),
        unlisted=tuple(dict.fromkeys(one.info.place for one in reports if one.info.place and not one.codes)),
    )


def _body(info: ReportInfo) -> str:
    for body in ("政协", "法院", "检察院", "人大", "纪委"):
        if body in info.organisation or info.kind.startswith(body):
            return body
    found = find_places(info.organisation)
    name = info.organisation[found[-1].end :] if found else info.organisation
    return "" if "政府" in info.organisation or len(name) < 2 else name


def _level(place: str, codes: frozenset[str]) -> str:
    names = [divisions()[code].name for code in sorted(codes) if divisions()[code].short == place]
    return (names[0] if names else place)[-1:]


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
