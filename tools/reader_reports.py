"""Training questions on reports: written ones, ones made by rule, and their refusals.

`tools/reader_questions/*.jsonl` holds what was written for 21 provincial reports of 2025: a verbatim piece
of the report (`c`), the answer in it (`a`), the kind (`k`), the question in formal, everyday and English
words (`q`), and near questions that the report does not answer (`n`). The other ten reports are kept for
evaluation and never read here. `tools/reader_questions/made/*.jsonl` holds the same for invented passages
of other kinds of reports (a county's consultative conference, court, school, town…): title (`t`), headings
(`s`), passage (`p`) and `items`.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader_data import Example

from huimou.chunk import chunk_document
from huimou.corpus import read_document
from huimou.read.pair import header_line
from huimou.text import tokens
from huimou.types import Chunk, Document

DEV = ("青海", "福建")
"""Written for, but kept out of training: thresholds and calibration are fitted on these."""

_YEARS = ("2019", "2020", "2021", "2022", "2023", "2026")
_TITLES = (
    "{place}2025年工作回眸",
    "{place}政协常务委员会工作报告",
    "{place}人大常委会2025年工作报告",
    "{place}2025年工作总结",
    "{place}2025年国民经济和社会发展报告",
    "2025年{place}工作报告",
    "{place}教育局年度工作总结",
    "{place}法院工作报告",
)
_COUNTIES = ("平安县", "临江市", "海东区", "青山县", "龙泉市", "安宁区", "南湖区", "东川县", "", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report and its chunks, with what is written about it."""

    place: str
    document: Document
    chunks: tuple[Chunk, ...]
    records: tuple[dict[str, Any], ...]

    @property
    def title(self) -> str:
        """As the reader's header has it."""
        return self.document.title or self.document.name


def read_reports(reports: Path, questions: Path) -> list[Report]:
    """The reports that questions are written for, in the order of their names."""
    found = []
    for path in sorted(questions.glob("*.jsonl")):
        source = next(file for file in sorted(reports.glob("*.txt")) if path.stem in file.name)
        document = read_document(source)
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        chunks = tuple(chunk_document(document, 0, size=240, overlap=60))
        found.append(Report(place=path.stem, document=document, chunks=chunks, records=tuple(rows)))
    return found


def report_examples(reports: Path, questions: Path, *, seed: int = 1) -> list[Example]:
    """Examples of all reports but `DEV`, the same for the same seed."""
    shelf = [report for report in read_reports(reports, questions) if report.place not in DEV]
    rng = random.Random(seed)
    near = Near(shelf)
    made = [example for report in shelf for example in _written(report, shelf, near, rng)]
    ruled = [example for report in shelf for example in _ruled(report, near, rng)]
    return made + ruled + list(invented_examples(questions / "made", rng))


def dev_reports(reports: Path, questions: Path) -> list[tuple[Path, Report]]:
    """The reports in `DEV`, with their files."""
    shelf = [report for report in read_reports(reports, questions) if report.place in DEV]
    return [(next(f for f in sorted(reports.glob("*.txt")) if r.place in f.name), r) for r in shelf]


def dev_examples(reports: Path, questions: Path, *, seed: int = 1) -> list[Example]:
    """Examples of the reports in `DEV`, to score a reader with while it is trained."""
    shelf = read_reports(reports, questions)
    near, rng = Near(shelf), random.Random(seed)
    kept = [report for report in shelf if report.place in DEV]
    return [example for report in kept for example in _written(report, shelf, near, rng)]


def invented_examples(folder: Path, rng: random.Random) -> Iterator[Example]:
    """Examples of invented passages, with refusals: their near questions, and passages that are alike."""
    import bm25s

    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    if not rows:
        return
    passages = [row["p"] for row in rows]
    headers = [header_line(row["t"], row["s"]) for row in rows]
    index = bm25s.BM25(method="lucene")
    index.index([tokens(passage) for passage in passages], show_progress=False)
    for place, row in enumerate(rows):
        for item in row["items"]:
            start = row["p"].index(item["c"]) + item["c"].index(item["a"])
            end = start + len(item["a"])
            for question in item["q"]:
                yield _invented(question, headers[place], passages[place], start, end)
                if rng.random() < 0.5:
                    found, _ = index.retrieve([tokens(question)], k=8, show_progress=False)
                    alike = [int(other) for other in found[0] if item["a"] not in passages[other]]
                    if alike:
                        other = rng.choice(alike)
                        yield _invented(question, headers[other], passages[other], -1, -1)
                year = rng.choice(_YEARS)
                told = year in headers[place] + passages[place]
                if rng.random() < 0.2 and not told and not re.search(r"[a-z]{3}|年", question):
                    yield _invented(f"{year}年{question}", headers[place], passages[place], -1, -1)
            for question in item["n"]:
                yield _invented(question, headers[place], passages[place], -1, -1)


def _invented(question: str, header: str, passage: str, start: int, end: int) -> Example:
    return Example(question=question, header=header, passage=passage, start=start, end=end, source="report")


class Near:
    """BM25 over the chunks of all reports."""

    def __init__(self, shelf: Sequence[Report]) -> None:
        import bm25s

        self.rows = [(report, chunk) for report in shelf for chunk in report.chunks]
        self._index = bm25s.BM25(method="lucene")
        self._index.index([tokens(chunk.text) for _, chunk in self.rows], show_progress=False)

    def find(self, question: str, answer: str, report: Report, *, same: bool) -> list[Chunk]:
        """The best chunks of the same report, or of others, that do not hold the answer."""
        rows, _ = self._index.retrieve([tokens(question)], k=60, show_progress=False)
        return [
            chunk
            for place, chunk in (self.rows[row] for row in rows[0])
            if (place is report) == same and answer not in chunk.text
        ]

    def owner(self, chunk: Chunk) -> Report:
        """The report of a chunk."""
        return next(report for report, other in self.rows if other is chunk)


def _place(report: Report, text: str) -> tuple[int, int]:
    """Where a verbatim piece of the source stands in the document; (-1, -1) if it was mended away."""
    start = report.document.text.find(text)
    return (start, start + len(text)) if start >= 0 else (-1, -1)


def _holding(report: Report, start: int, end: int) -> list[Chunk]:
    return [chunk for chunk in report.chunks if chunk.start <= start and end <= chunk.end]


def _header(report: Report, chunk: Chunk, question: str, rng: random.Random) -> str:
    """The chunk's header; now and then as of a report of another kind, if the question allows it."""
    title = report.title
    if rng.random() < 0.2 and report.place not in question and "年" not in question:
        title = rng.choice(_TITLES).format(place=rng.choice(_COUNTIES))
    return header_line(title, chunk.section)


def _example(question: str, header: str, chunk: Chunk, span: tuple[int, int] | None) -> Example:
    start, end = (span[0] - chunk.start, span[1] - chunk.start) if span else (-1, -1)
    return Example(
        question=question, header=header, passage=chunk.text, start=start, end=end, source="report"
    )


def _written(report: Report, shelf: Sequence[Report], near: Near, rng: random.Random) -> Iterator[Example]:
    for record in report.records:
        context, answer = str(record["c"]), str(record["a"])
        base, _ = _place(report, context)
        if base < 0:
            continue
        start = base + context.index(answer)
        span = (start, start + len(answer))
        chunks = _holding(report, *span)
        if not chunks:
            continue
        questions = record["q"]
        for question in questions:
            chunk = rng.choice(chunks)
            yield _example(question, _header(report, chunk, question, rng), chunk, span)
            yield from _refused(question, answer, report, chunk, shelf, near, rng)
        for question in record["n"]:
            chunk = rng.choice(chunks)
            yield _example(question, header_line(report.title, chunk.section), chunk, None)
        plain = str(questions[0])
        if report.place not in plain and "对吗" not in plain:
            chunk = rng.choice(chunks)
            header = header_line(report.title, chunk.section)
            year = "" if "年" in plain else rng.choice(["", "2025年" if "目标" in plain else ""])
            yield _example(f"{report.place}{year}{plain}", header, chunk, span)


def _refused(
    question: str,
    answer: str,
    report: Report,
    chunk: Chunk,
    shelf: Sequence[Report],
    near: Near,
    rng: random.Random,
) -> Iterator[Example]:
    """Refusals made of an answerable question, about four for every five questions."""
    header = header_line(report.title, chunk.section)
    way = rng.random()
    if way < 0.35:
        others = near.find(question, answer, report, same=True)[:5]
        if others:
            other = rng.choice(others)
            yield _example(question, header_line(report.title, other.section), other, None)
    elif way < 0.5:
        if report.place in question or "Province" in question:
            others = near.find(question, answer, report, same=False)[:4]
            if others:
                other = rng.choice(others)
                yield _example(question, header_line(near.owner(other).title, other.section), other, None)
        else:
            place = rng.choice([other.place for other in shelf if other is not report])
            yield _example(f"{place}{question}", header, chunk, None)
    elif way < 0.75:
        years = re.findall(r"20\d\d", question)
        other_year = rng.choice([year for year in _YEARS if year not in chunk.text] or ["2017"])
        if years:
            yield _example(question.replace(years[0], other_year), header, chunk, None)
        elif not re.search(r"[a-z]", question) and not question.startswith(("今年", "去年")):
            yield _example(f"{other_year}年{question}", header, chunk, None)
    elif way < 0.82:
        place = rng.choice([other for other in _COUNTIES if other])
        if report.place in question:
            yield _example(question.replace(report.place, place, 1), header, chunk, None)


_NUMBER = r"(?:[约近超]|超过|突破)?\d[\d.,]*(?:[余多])?"
_UNIT = (
    r"(?:万亿元|亿元|万元|亿美元|亿人次|万人次|万人|万户|万家|万亩|万吨|亿斤|公里|平方公里|"
    r"个百分点|%|件|项|个|家|所|座|条|套|人|名|次|场|期|篇|辆|列|处|张|户|亩|吨)(?:左右|以上)?"
)
_AMOUNT = f"{_NUMBER}{_UNIT}"
_SUBJECT = r"(?<=[，。；：、\n])(?P<s>[\u4e00-\u9fff“”（）]{3,18}?)"
_RULES = (
    (
        re.compile(_SUBJECT + rf"(?:达到|达|完成|实现|为)(?P<a>{_AMOUNT})"),
        ("{s}达到多少？", "{s}是多少？", "{s}有多少？"),
    ),
    (re.compile(_SUBJECT + rf"(?P<a>{_AMOUNT})、(?:同比)?增长"), ("{s}是多少？", "{s}达到多少？")),
    (
        re.compile(_SUBJECT + rf"(?:{_AMOUNT}、)?(?:同比)?增长(?P<a>{_NUMBER}%(?:左右|以上)?)"),
        ("{s}增长了多少？", "{s}同比增长多少？", "{s}的增速是多少？", "{s}比上年增加了百分之几？"),
    ),
    (
        re.compile(
            r"(?<=[，。；：、\n])"
            r"(?P<s>(?:新增|新建|建成|培育|引进|开工|改造|实施|举办|开展|组织|推出|出台|修建|发放)"
            r"[\u4e00-\u9fff“”]{0,14}?)(?P<a>" + _AMOUNT + ")"
        ),
        ("{s}多少？", "一共{s}了多少？", "{s}的数量是多少？"),
    ),
    (
        re.compile(
            r"(?P<a>(?!聚焦|做好|推动|推进|加快|发展|深化|加强|包括|实施|培育|支持|完善|建设|强化|统筹)"
            r"(?<=[，。；：、\n是了])(?:[“”\u4e00-\u9fff]{2,10}、){2,6}[“”\u4e00-\u9fff]{2,10})"
            r"等(?P<s>[\u4e00-\u9fff]{2,10})(?=[，。；])"
        ),
        ("有哪些{s}？", "{s}包括哪些？", "{s}都有什么？"),
    ),
    (
        re.compile(r"以(?P<a>[“”\u4e00-\u9fff]{4,20})为(?P<s>主线|引领|抓手|重点|核心|导向|牵引)"),
        ("以什么为{s}？", "{s}是什么？"),
    ),
    (
        re.compile(r"围绕(?P<a>“[^”]{4,30}”)(?P<s>[\u4e00-\u9fff]{2,12})"),
        ("围绕什么{s}？", "{s}的议题是什么？"),
    ),
)


def _ruled(report: Report, near: Near, rng: random.Random, most: int = 60) -> Iterator[Example]:
    """Questions that rules make of a report's sentences."""
    made = []
    for chunk in report.chunks[::2]:
        for rule, wordings in _RULES:
            for match in rule.finditer(chunk.text):
                subject = match.group("s").strip("“”（）")
                made.append((rng.choice(wordings).format(s=subject), chunk, match.span("a")))
    rng.shuffle(made)
    for question, chunk, (start, end) in made[:most]:
        header = header_line(report.title, chunk.section)
        if rng.random() < 0.25:
            others = near.find(question, chunk.text[start:end], report, same=True)[:4]
            if others:
                other = rng.choice(others)
                yield _example(question, header_line(report.title, other.section), other, None)
                continue
        yield _example(question, header, chunk, (start + chunk.start, end + chunk.start))
