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


def window_starts(length: int, size: int = WINDOW, stride: int = STRIDE) -> list[int]:
    """Where windows of `size` characters begin that overlap and cover a text of `length`."""
    if length <= size:
        return [0]
    return [*range(0, length - size, stride), length - size]


def best_answer(reader: Reader, pairs: Sequence[Pair], starts: Sequence[int] = ()) -> str:
    """The reader's best answer out of some passages; some answer in any case, for CMRC has no refusals.

    Args:
        reader: Any reader.
        pairs: The question with each passage.
        starts: Where each passage stands, if all are windows of one text: what several of them find at the
            same place is that much likelier. Without them each passage is a text of its own.
    """
    odds: dict[tuple[int, int, int], float] = {}
    texts: dict[tuple[int, int, int], str] = {}
    for number, (pair, reading) in enumerate(zip(pairs, reader.read(pairs), strict=True)):
        none = float(reading.start[0] + reading.end[0])
        text, base = (0, starts[number]) if starts else (number, 0)
        for start, end in best_places(reading, count=PLACES):
            place = (text, base + start, base + end)
            margin = float(reading.start[1 + start] + reading.end[end]) - none
            odds[place] = odds.get(place, 0.0) + float(np.exp(min(margin, 60.0)))
            texts[place] = pair.passage[start:end]
    return texts[max(odds, key=odds.__getitem__)] if odds else ""


PLACES = 8
"""How many places of a passage are put forward."""


def closed_answers(reader: Reader, questions: Sequence[Asked]) -> Iterator[str]:
    """The answer to each question out of its own passage."""
    for asked in questions:
        starts = window_starts(len(asked.passage))
        pairs = [
            Pair(question=asked.question, header=asked.title, passage=asked.passage[start : start + WINDOW])
            for start in starts
        ]
        yield best_answer(reader, pairs, starts)


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
