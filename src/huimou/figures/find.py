"""The figures of a report, in order, each with the place it stands in and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huimou.figures.counts import what_they_count
from huimou.quantities import Quantity, base_unit, find_quantities
from huimou.quantities.units import Kind
from huimou.text import sentence_spans
from huimou.types import Document, Paragraph

_SHORT_QUOTE = re.compile("“[^“”]{1,8}”|‘[^‘’]{1,8}’|「[^「」]{1,8}」")
_RISEN = re.compile("(?:[升降移退进]|提高|下降)了?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of a report: ``document.text[start:end] == written``."""

    document: str
    """`Document.name`."""
    path: str
    """`Document.path`."""
    written: str
    """The whole expression as it stands: 110余次, 5%左右, 4.5%—5%."""
    value: float | None
    """With 万 and 亿 multiplied in; the lower end of a range; None where no number can be read (几十条)."""
    upper: float | None
    """The upper end of a range; None of all else."""
    unit: str
    """What to group by: the unit without 万 and 亿, synonyms made one (万名 is 人); "" if there is none."""
    kind: Kind
    """money, percent, count or measure."""
    counts: str
    """What it counts, a verbatim piece of its sentence: 各类学习, 地区生产总值增长; "" if not told."""
    verb: str = ""
    """The verb right before it, where `counts` stands further off, else "": in 生产总值9亿元、增长5.2% the
    rate `counts` 生产总值, with the `verb` 增长. ``counts + verb`` names it in a table: 生产总值增长."""
    section: tuple[str, ...]
    """The headings above it, outermost first."""
    paragraph: int
    """1-based, as `Paragraph.number`."""
    start: int
    end: int
    """In `Document.text`, end exclusive."""
    sentence: tuple[int, int]
    """The whole sentence around it, however long, or the whole row of a table: start and end in
    `Document.text`, end exclusive."""


def find_figures(document: Document) -> list[Figure]:
    """The figures of a report that count or measure something, in order, disjoint.

    They are those of `huimou.quantities.find_quantities` less two kinds of names: sets told by 大 (三大任务)
    and what stands in a quotation of at most eight characters (“20条”, a policy). Headings and captions are
    searched too.
    """
    text = document.text
    figures: list[Figure] = []
    for paragraph in document.paragraphs:
        own = text[paragraph.start : paragraph.end]
        quoted = {at for quote in _SHORT_QUOTE.finditer(own) for at in range(*quote.span())}
        found = [quantity for quantity in find_quantities(own) if not _is_name(quantity, quoted)]
        if not found:
            continue
        section = document.section_path(paragraph.section)
        uncut = _uncut(text, paragraph)
        for (start, end), inside in _by_sentence(text, paragraph.start, paragraph.end, found):
            around = [span for span in uncut if span[0] < end and start < span[1]]
            whole = around[0][0], around[-1][1]
            spans = [(paragraph.start + q.start - start, paragraph.start + q.end - start) for q in inside]
            named = what_they_count(text[start:end], spans, [(q.kind, _unit(own, q)) for q in inside])
            for quantity, (counts, verb) in zip(inside, named, strict=True):
                figures.append(
                    Figure(
                        document=document.name,
                        path=document.path,
                        written=own[quantity.start : quantity.end],
                        value=quantity.value,
                        upper=quantity.upper,
                        unit=_unit(own, quantity),
                        kind=quantity.kind,
                        counts=counts,
                        verb=verb,
                        section=section,
                        paragraph=paragraph.number,
                        start=paragraph.start + quantity.start,
                        end=paragraph.start + quantity.end,
                        sentence=whole,
                    )
                )
    return figures


def _is_name(quantity: Quantity, quoted: set[int]) -> bool:
    """三大任务 names a set; in a short quotation a figure is part of a name: “20条”, “四级三类”."""
    return quantity.unit == "大" or quantity.start in quoted


def _unit(text: str, quantity: Quantity) -> str:
    """The unit to group by. Of 提升3位 it is a place in a row, of 3位委员 a person."""
    if quantity.unit == "位" and _RISEN.search(text[max(0, quantity.start - 3) : quantity.start]):
        return "位"
    return base_unit(quantity.unit)


def _uncut(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """What a reader is shown at a time: sentences that are not cut, and of a table whole rows."""
    start, end = paragraph.start, paragraph.end
    if paragraph.table is not None:
        return [(start, end)]
    return sentence_spans(text, start, end, longest=end - start)


def _by_sentence(
    text: str, start: int, end: int, found: list[Quantity]
) -> list[tuple[tuple[int, int], list[Quantity]]]:
    """The sentences of a paragraph that hold figures, long ones in pieces: what is counted stands nearby.

    One cut within a figure (1,234) is whole again.
    """
    spans = sentence_spans(text, start, end)
    sentences: list[tuple[tuple[int, int], list[Quantity]]] = []
    at = 0
    for quantity in found:
        while spans[at][1] <= start + quantity.start:
            at += 1
        whole = spans[at]
        while spans[at][1] < start + quantity.end:
            at += 1
            whole = whole[0], spans[at][1]
        if sentences and whole[0] < sentences[-1][0][1]:
            (first, last), inside = sentences.pop()
            sentences.append(((first, max(last, whole[1])), [*inside, quantity]))
        else:
            sentences.append((whole, [quantity]))
    return sentences
