"""Retrieval on question sets: CMRC 2018 and the questions in `eval/`, through the code that users run.

    python tools/retrieval.py --data data            # sweeps the weight on CMRC trial and the golden set

CMRC 2018 (Cui et al., EMNLP 2019) is a folder `cmrc2018/` with cmrc2018_trial.json and
cmrc2018_dev.json. Each of its passages is read, cut and indexed like a report; a passage's rank is
that of its first chunk among the hits.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from huimou.chunk import chunk_document
from huimou.config import Settings
from huimou.corpus import build_document, read_corpus
from huimou.dialogue import resolve_question
from huimou.embed import Encoder, load_encoder
from huimou.evaluate import mrr_at_k, recall_at_k
from huimou.index import Index
from huimou.qa import index_chunks
from huimou.retrieve import retrieve
from huimou.text import comparable
from huimou.types import Document, Hit, Vectors

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "eval" / "report_questions.jsonl"
WEIGHTS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A question and how to recognise a hit that holds its evidence."""

    question: str
    document: int | None = None
    """The document that holds it, for CMRC."""
    evidence: tuple[str, ...] = ()
    """Pieces of text, folded for comparison, one of which a hit must hold."""

    def found_in(self, hit: Hit) -> bool:
        """Whether `hit` holds the evidence."""
        if self.document is not None:
            return hit.chunk.document == self.document
        text = comparable(hit.chunk.text)
        return any(piece in text for piece in self.evidence)


@dataclass(frozen=True, kw_only=True)
class Task:
    """A corpus, indexed, and questions about it, encoded."""

    index: Index
    probes: tuple[Probe, ...]
    vectors: tuple[Vectors, ...]

    def ranks(self, weight: float) -> list[int | None]:
        """For each question the rank of the first document (CMRC) or chunk with its evidence."""
        return [
            self._rank(probe, vector, weight) for probe, vector in zip(self.probes, self.vectors, strict=True)
        ]

    def _rank(self, probe: Probe, vector: Vectors, weight: float) -> int | None:
        hits = retrieve(self.index, probe.question, vector, count=30, weight=weight)
        passed: set[int] = set()
        for hit in hits:
            if probe.found_in(hit):
                return len(passed) + 1
            passed.add(hit.chunk.document if probe.document is not None else hit.rank)
        return None


def make_task(documents: list[Document], probes: list[Probe], encoder: Encoder) -> Task:
    """Index `documents` with the default settings and encode the questions."""
    chunks = [chunk for n, document in enumerate(documents) for chunk in chunk_document(document, n)]
    return Task(
        index=index_chunks(documents, chunks, encoder, Settings()),
        probes=tuple(probes),
        vectors=tuple(encoder.encode_question(probe.question) for probe in probes),
    )


def cmrc_task(path: Path, encoder: Encoder) -> Task:
    """One file of CMRC 2018: every passage, every question."""
    documents: list[Document] = []
    probes: list[Probe] = []
    for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for passage in entry["paragraphs"]:
            probes += [Probe(question=qa["question"], document=len(documents)) for qa in passage["qas"]]
            documents.append(build_document(passage["context"], name="", path=passage["id"], sha256=""))
    return make_task(documents, probes, encoder)


def golden_task(encoder: Encoder) -> Task:
    """The answerable questions of `eval/report_questions.jsonl` on the bundled report."""
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    probes = [
        Probe(
            question=resolve_question(row["question"], row.get("history", ())),
            evidence=tuple(comparable(piece) for piece in row["evidence"]),
        )
        for row in rows
        if "evidence" in row
    ]
    return make_task(read_corpus(ROOT / "corpus"), probes, encoder)


def main() -> None:
    """Print R@1, R@5 and MRR@10 for a range of weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds cmrc2018/")
    data: Path = parser.parse_args().data
    encoder = load_encoder()
    print("| set | weight | R@1 | R@3 | R@5 | MRR@10 |\n|---|---|---|---|---|---|")
    tasks = {
        "golden": golden_task(encoder),
        "CMRC trial": cmrc_task(data / "cmrc2018" / "cmrc2018_trial.json", encoder),
    }
    for name, task in tasks.items():
        for weight in WEIGHTS:
            ranks = task.ranks(weight)
            found = " | ".join(f"{recall_at_k(ranks, k):.4f}" for k in (1, 3, 5))
            print(f"| {name} | {weight:.2f} | {found} | {mrr_at_k(ranks, 10):.4f} |", flush=True)


if __name__ == "__main__":
    main()
