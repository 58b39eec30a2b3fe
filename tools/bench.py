"""One table of what Huimou does and how fast: `make bench DATA=…`.

    python tools/bench.py --data data [--only ask,page] [--every 4]

Parts: ask, retrieval, reading, open, index, page, crowd, cold, size.

Each figure is measured on the code that users run. Latencies are medians; machines differ, so compare
figures of one machine only. Without the public data sets their rows say what is missing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import reader_scores
from bench_page import cold_rows, crowd_rows, page_rows
from retrieval import ROOT, cmrc_task, golden_task

from huimou.config import Settings
from huimou.embed import BUNDLED, load_encoder
from huimou.evaluate import mrr_at_k, recall_at_k
from huimou.qa import build_index, open_qa
from huimou.questions import read_questions
from huimou.read import BUNDLED_READER, load_reader

Row = tuple[str, str]


def retrieval_rows(data: Path) -> Iterator[Row]:
    """Where the evidence stands among the hits."""
    encoder = load_encoder()
    weight = Settings().dense_weight
    ranks = golden_task(encoder).ranks(weight)
    within = [sum(rank is not None and rank <= k for rank in ranks) for k in (1, 3, 5)]
    yield (
        "golden questions: evidence in first 1 / 3 / 5",
        f"{within[0]} / {within[1]} / {within[2]} of {len(ranks)}",
    )
    dev = data / "cmrc2018" / "cmrc2018_dev.json"
    if not dev.is_file():
        yield "CMRC 2018 dev", missing(dev)
        return
    task = cmrc_task(dev, encoder)
    ranks = task.ranks(weight)
    yield (
        f"CMRC 2018 dev, {task.index.manifest.documents} passages, {len(ranks)} questions: "
        "R@1 / R@5 / MRR@10",
        f"{recall_at_k(ranks, 1):.4f} / {recall_at_k(ranks, 5):.4f} / {mrr_at_k(ranks, 10):.4f}",
    )


def reading_rows(data: Path) -> Iterator[Row]:
    """Exact match and F1 on CMRC 2018 dev, each question with its own passage."""
    dev = data / "cmrc2018" / "cmrc2018_dev.json"
    if not dev.is_file():
        yield "CMRC 2018 dev, reading", missing(dev)
        return
    questions = reader_scores.read_questions(dev)
    answers = list(reader_scores.closed_answers(load_reader(), questions))
    em, f1 = reader_scores.scores(answers, questions)
    yield f"CMRC 2018 dev, {len(questions)} questions, gold passage: EM / F1", f"{em:.1f} / {f1:.1f}"


def open_rows(data: Path, every: int = 1) -> Iterator[Row]:
    """The same for every n-th question, after retrieval over all passages and with its own passage."""
    dev = data / "cmrc2018" / "cmrc2018_dev.json"
    if not dev.is_file():
        yield "CMRC 2018 dev, open", missing(dev)
        return
    reader, task = load_reader(), cmrc_task(dev, load_encoder())
    questions = reader_scores.read_questions(dev)
    titles = list({question.passage: question.title for question in questions}.values())
    asked, vectors = questions[::every], task.vectors[::every]
    found = reader_scores.open_answers(reader, [q.question for q in asked], vectors, titles, task.index)
    em, f1 = reader_scores.scores(list(found), asked)
    yield (
        f"CMRC 2018 dev, {len(asked)} questions, retrieved out of all passages: EM / F1",
        f"{em:.1f} / {f1:.1f}",
    )
    em, f1 = reader_scores.scores(list(reader_scores.closed_answers(reader, asked)), asked)
    yield "the same questions, gold passage: EM / F1", f"{em:.1f} / {f1:.1f}"


def index_rows(data: Path) -> Iterator[Row]:
    """How fast reports become an index, the encoder being loaded."""
    reports = data / "reports2025"
    if not reports.is_dir():
        yield "indexing the 31 reports", missing(reports)
        return
    encoder, reader = load_encoder(), load_reader()
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        settings = Settings(corpus=str(reports), index=folder)
        manifest = build_index(settings, lambda: encoder, load_reader=lambda: reader)
        seconds = time.perf_counter() - begin
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    yield (
        f"indexing {manifest.documents} reports: {manifest.chunks} chunks, {manifest.sentences} sentences",
        f"{seconds:.1f} s, {manifest.chunks / seconds:.1f} chunks/s, {size / 1e6:.1f} MB on disk",
    )


def ask_rows(data: Path) -> Iterator[Row]:
    """How long a question takes when everything is loaded."""
    questions = [row.question for row in read_questions(ROOT / "eval" / "report_questions.jsonl")]
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=str(ROOT / "corpus"), index=folder)
        build_index(settings, lambda: encoder)
        qa = open_qa(settings, encoder, load_reader())
        for question in questions[:10]:
            qa.ask(question)
        times = sorted(qa.ask(question).elapsed_ms for _ in range(10) for question in questions)
    yield (
        f"ask, warm, {len(times)} times: p50 / p95",
        f"{statistics.median(times):.1f} / {times[int(len(times) * 0.95)]:.1f} ms ({encoder.precision})",
    )
    yield "resident memory after them", f"{psutil.Process().memory_info().rss / 1e6:.0f} MB"


def size_rows(data: Path) -> Iterator[Row]:
    """What the package brings along."""
    for name, folder in (("encoder", BUNDLED), ("reader", BUNDLED_READER)):
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield f"bundled {name} on disk", f"{size / 1e6:.1f} MB"


def missing(path: Path) -> str:
    """What a row says whose data set is not there."""
    return f"没有 {path}；先运行 make data FROM=…  / missing"


# Questions first: their memory is that of a process which has done nothing else.
PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "ask": ask_rows,
    "retrieval": retrieval_rows,
    "reading": reading_rows,
    "open": open_rows,
    "index": index_rows,
    "page": page_rows,
    "crowd": crowd_rows,
    "cold": cold_rows,
    "size": size_rows,
}


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of public data sets")
    parser.add_argument("--only", default=",".join(PARTS), help=f"which of {', '.join(PARTS)}")
    parser.add_argument("--every", type=int, default=1, help="open reading: every n-th question")
    options = parser.parse_args()
    parts = PARTS | {"open": partial(open_rows, every=options.every)}
    print(f"| {os.cpu_count()} cores | |\n|---|---|", flush=True)
    for part in options.only.split(","):
        for name, value in parts[part](options.data):
            print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
