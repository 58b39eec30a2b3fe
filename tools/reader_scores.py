"""How well a reader answers CMRC 2018: exact match and F1 as its official script has them.

Closed: each question is put to its own passage. Open: retrieval over all passages first, then reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from huimou.config import Settings
from huimou.evaluate import char_f1, exact_match
from huimou.index import Index
from huimou.read import Pair, Reader
from huimou.read.spans import best_places
from huimou.retrieve import retrieve
from huimou.types import Vectors

WINDOW, STRIDE = 260, 130
"""Characters of a window and from one to the next, where a passage is read whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question of a file in SQuAD's form."""

    question: str
    title: str
    passage: str
    answers: tuple[str, ...]


def read_questions(path: Path) -> list[Asked]:
    """The questions of a file, in order, with all of their answers."""
    return [
        Asked(
            question=row["question"],
            title=article.get("title", ""),
            passage=paragraph["context"],
            answers=tuple(answer["text"] for answer in row["answers"]),
        )
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for row in paragraph["qas"]
    ]


def windows(passage: str, size: int = WINDOW, stride: int = STRIDE) -> list[str]:
    """Windows of a passage that overlap, in order."""
    if len(passage) <= size:
        return [passage]
    starts = [*range(0, len(passage) - size, stride), len(passage) - size]
    return [passage[start : start + size] for start in starts]


def best_answer(reader: Reader, pairs: Sequence[Pair]) -> str:
    """The reader's best answer out of some passages; some answer in any case, for CMRC has no refusals."""
    best, answer = -np.inf, ""
    for pair, reading in zip(pairs, reader.read(pairs), strict=True):
        none = float(reading.start[0] + reading.end[0])
        for start, end in best_places(reading, count=1):
            margin = float(reading.start[1 + start] + reading.end[end]) - none
            if margin > best:
                best, answer = margin, pair.passage[start:end]
    return answer


def closed_answers(reader: Reader, questions: Sequence[Asked]) -> Iterator[str]:
    """The answer to each question out of its own passage."""
    for asked in questions:
        pairs = [
            Pair(question=asked.question, header=asked.title, passage=window)
            for window in windows(asked.passage)
        ]
        yield best_answer(reader, pairs)


def open_answers(
    reader: Reader, questions: Sequence[str], vectors: Sequence[Vectors], titles: Sequence[str], index: Index
) -> Iterator[str]:
    """The answer to each question out of the best chunks of all passages; `titles` are of the documents."""
    settings = Settings()
    for question, vector in zip(questions, vectors, strict=True):
        hits = retrieve(index, question, vector, count=4, weight=settings.dense_weight)
        pairs = [
            Pair(question=question, header=titles[hit.chunk.document], passage=hit.chunk.text) for hit in hits
        ]
        yield best_answer(reader, pairs)


def scores(answers: Sequence[str], questions: Sequence[Asked]) -> tuple[float, float]:
    """Exact match and F1 in percent."""
    pairs = list(zip(answers, questions, strict=True))
    return (
        100 * float(np.mean([exact_match(answer, asked.answers) for answer, asked in pairs])),
        100 * float(np.mean([char_f1(answer, asked.answers) for answer, asked in pairs])),
    )
