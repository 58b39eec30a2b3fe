"""From a question that stands alone to what some of the reports of an index say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from huimou.asking import pair_of, without_shared
from huimou.compose import (
    Asked,
    TableRow,
    analyse,
    compose_answer,
    compose_named,
    compose_overview,
    compose_table,
    decline,
    other_wording,
)
from huimou.compose.phrases import phrase
from huimou.config import Settings
from huimou.embed import Encoder
from huimou.enumerations import asks_named, defined_set, named_set
from huimou.index import Index
from huimou.overview import Overview, overview, section_count, topic_points
from huimou.quantities import find_quantities
from huimou.read import Reader, Reading, Span, read_spans
from huimou.retrieve import retrieve
from huimou.scope import mismatches, years_missed
from huimou.shelf import Row
from huimou.types import Answer, Hit, Vectors

READ_AT_ONCE = 2
MOST_READ = 4
"""So many passages are read at most; for a row of a table, `READ_AT_ONCE`."""
SURE = 0.5
"""From this confidence on, no further passages are read, and no further reports."""

Documents = Sequence[int]
"""Indices of documents of an index, ascending."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finder:
    """What finds: an encoder, a reader, and how to use them."""

    settings: Settings
    encoder: Encoder
    reader: Reader


def find(
    finder: Finder,
    index: Index,
    question: str,
    documents: Documents,
    *,
    count: int | None = None,
    vectors: dict[str, Vectors] | None = None,
) -> tuple[Hit, ...]:
    """The best chunks of `documents`, best first; `Settings.hits` unless told.

    `vectors` keeps what has been encoded, for questions that come again.
    """
    vectors = {} if vectors is None else vectors
    told = without_shared(question, [index.documents[number] for number in documents])
    if told not in vectors:
        vectors[told] = finder.encoder.encode_question(told)
    return retrieve(
        index,
        question,
        vectors[told],
        count=count or finder.settings.hits,
        weight=finder.settings.dense_weight,
        documents=documents if len(documents) < len(index.documents) else (),
    )


def read_in(
    finder: Finder, index: Index, asked: Asked, documents: Documents
) -> tuple[tuple[Hit, ...], list[Span]]:
    """The best chunks for a question, and the spans of them that may answer it, best first."""
    hits = _right_year_first(asked, find(finder, index, asked.lookup, documents))
    readings: list[Reading] = []
    spans: list[Span] = []
    # Nearly always the first few passages hold the answer: the rest are read only in doubt.
    for first in range(0, min(len(hits), MOST_READ), READ_AT_ONCE):
        part = hits[first : first + READ_AT_ONCE]
        readings += finder.reader.read([pair_of(asked.search, hit) for hit in part])
        spans = _spans(finder, readings, hits[: len(readings)])
        if spans and spans[0].confidence >= SURE:
            break
    return hits, spans


def _right_year_first(asked: Asked, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Passages of another year than the question names are read last: what they say is no answer to it."""

    def missed(hit: Hit) -> bool:
        return bool(years_missed(asked.question, hit.document, hit.chunk.start, hit.chunk.end))

    return tuple(sorted(hits, key=missed))


def answer_in(
    finder: Finder, index: Index, asked: Asked, documents: Documents, shorts: Collection[str]
) -> Answer:
    """What `documents` answer; `shorts` are the short names of the counties on the shelf."""
    hits, spans = read_in(finder, index, asked, documents)
    answer = _composed(finder, asked, hits, spans, shorts)
    other = other_wording(asked.search)
    if answer.abstained and other:
        again = replace(asked, search=other, lookup=other)
        hits, spans = read_in(finder, index, again, documents)
        second = _composed(finder, again, hits, spans, shorts)
        return answer if second.abstained else second
    if asked.english and asked.lookup != asked.search and (answer.confidence or 0.0) < SURE:
        again = replace(
            asked, lookup=asked.search
        )  # the encoder finds some things by the English words alone
        hits, spans = read_in(finder, index, again, documents)
        second = _composed(finder, again, hits, spans, shorts)
        if not second.abstained and (
            answer.abstained or (second.confidence or 0.0) > (answer.confidence or 0.0)
        ):
            return second
    return answer


def table_in(finder: Finder, index: Index, question: str, rows: Sequence[Row]) -> Answer:
    """A row a report. What all rows ask alike is encoded once, and two passages a row are read."""
    vectors: dict[str, Vectors] = {}
    asked = [analyse(row.question) for row in rows]
    found = [
        find(finder, index, one.lookup, row.documents, count=READ_AT_ONCE, vectors=vectors)
        if row.documents
        else ()
        for row, one in zip(rows, asked, strict=True)
    ]
    pairs = [pair_of(one.search, hit) for one, hits in zip(asked, found, strict=True) for hit in hits]
    readings = iter(finder.reader.read(pairs))
    told = []
    for row, one, hits in zip(rows, asked, found, strict=True):
        spans = _spans(finder, [next(readings) for _ in hits], hits)
        answer = _composed(finder, one, hits, spans, ())
        if answer.abstained and row.documents and other_wording(one.search):
            answer = answer_in(finder, index, one, row.documents, ())
        told.append(TableRow(label=row.label, answer=answer if row.documents else None))
    return compose_table(question, told, english=analyse(question).english)


def overview_in(
    finder: Finder,
    index: Index,
    question: str,
    asked: Overview,
    documents: Documents,
    shorts: Collection[str],
) -> Answer | None:
    """What the sections of the nearest of `documents` say; None if it is an ordinary question after all."""
    english = analyse(question).english
    hits = find(finder, index, question, documents)
    if not hits:
        return decline(question, phrase("nothing", english))
    document = hits[0].document
    if mismatches(question, document, (0, 0), shorts=shorts):
        return None  # another year or place: the ordinary way says which
    points = overview(asked, document)
    looked_up = not points and bool(asked.heading) and not asked.ordinals
    if looked_up:
        points = topic_points(asked.heading, find(finder, index, asked.heading, documents))
    if points:
        return compose_overview(question, points, document, hits, english=english, looked_up=looked_up)
    if asked.kind == "section" and asked.ordinals:
        return decline(question, phrase("no_section", english, count=section_count(document)), hits)
    return None


def _spans(finder: Finder, readings: Sequence[Reading], hits: Sequence[Hit]) -> list[Span]:
    return read_spans(readings, hits, finder.reader.calibration, _figures)


def _figures(text: str) -> list[tuple[int, int]]:
    return [(figure.start, figure.end) for figure in find_quantities(text)]


def _composed(
    finder: Finder, asked: Asked, hits: Sequence[Hit], spans: Sequence[Span], shorts: Collection[str]
) -> Answer:
    answer = compose_answer(asked, spans, hits, threshold=finder.settings.threshold, shorts=shorts)
    return _named(asked, answer, shorts) or answer


def _named(asked: Asked, answer: Answer, shorts: Collection[str]) -> Answer | None:
    """The set that the question names by its number, where the reader found no such list."""
    if not answer.hits or not (asked.count or asks_named(asked.search)):
        return None
    told = len(answer.answer.split("、")) if answer.kind == "list" else 0
    cited = {citation.path for citation in answer.citations if not answer.abstained}
    document = next((hit for hit in answer.hits if hit.document.path in cited), answer.hits[0]).document
    items = defined_set(document.text, asked.search)
    if not items and (not told or told != asked.count):
        items = named_set(document.text, asked.search)
    if not items or mismatches(asked.question, document, items[0], shorts=shorts):
        return None
    return compose_named(asked, items, document, answer.hits)
