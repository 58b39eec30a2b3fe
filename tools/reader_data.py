"""Questions for training the reader: public sets, questions on reports, and refusals made from both.

    an example = question, header (report or article, headings), passage, answer span or none

Public sets have no unanswerable questions, so they are made: the question with another passage that
shares its words, with another part of its own passage, or with its year, number or subject swapped.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huimou.read.pair import Pair


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A question to a passage; ``passage[start:end]`` answers it, or nothing does (start = end = -1)."""

    question: str
    header: str
    passage: str
    start: int
    end: int
    source: str
    near: tuple[int, ...] = ()
    """Indices of examples whose passages share the question's words but not its answer."""

    @property
    def pair(self) -> Pair:
        """What the reader is given."""
        return Pair(question=self.question, header=self.header, passage=self.passage)

    @property
    def answer(self) -> str:
        """The answer, or ""."""
        return self.passage[self.start : self.end] if self.start >= 0 else ""


def read_squad(path: Path, source: str, convert: Callable[[str], str] = str) -> list[Example]:
    """The questions of a file in SQuAD's form. Answers whose offset is wrong are looked up again."""
    examples = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        title = convert(article.get("title", "")).replace("_", " ")
        for paragraph in article["paragraphs"]:
            passage = convert(paragraph["context"])
            for row in paragraph["qas"]:
                answer, start = convert(row["answers"][0]["text"]), row["answers"][0]["answer_start"]
                if passage[start : start + len(answer)] != answer:
                    places = [match.start() for match in re.finditer(re.escape(answer), passage)]
                    if not places:
                        continue
                    start = min(places, key=lambda place: abs(place - start))
                if answer:
                    examples.append(
                        Example(
                            question=convert(row["question"]),
                            header=title,
                            passage=passage,
                            start=start,
                            end=start + len(answer),
                            source=source,
                        )
                    )
    return examples


def with_near_passages(examples: Sequence[Example], count: int = 6) -> list[Example]:
    """Each example with the `count` passages that BM25 ranks highest for it and that lack its answer."""
    import bm25s

    from huimou.text import tokens

    first: dict[str, int] = {}
    for place, example in enumerate(examples):
        first.setdefault(example.passage, place)
    passages = list(first)
    index = bm25s.BM25(method="lucene")
    index.index([tokens(passage) for passage in passages], show_progress=False)
    found, _ = index.retrieve(
        [tokens(example.question) for example in examples],
        k=count + 4,
        show_progress=False,
        n_threads=2,
    )
    return [
        replace(
            example,
            near=tuple(
                first[passages[row]]
                for row in rows
                if passages[row] != example.passage and example.answer not in passages[row]
            )[:count],
        )
        for example, rows in zip(examples, found, strict=True)
    ]


def draw(
    examples: Sequence[Example], place: int, rng: random.Random, *, refusals: float, window: tuple[int, int]
) -> Example:
    """One training example made of a public one: a window that answers it or, often enough, a refusal.

    Args:
        examples: All of the set, for other passages and other subjects.
        place: Which of them.
        rng: The only source of chance.
        refusals: Share of refusals, 0 to 1.
        window: Shortest and longest window in characters.
    """
    example = examples[place]
    size = rng.randint(*window)
    if rng.random() < refusals:
        ways = [_elsewhere, _elsewhere, _other_part, _swapped]
        for way in rng.sample(ways, len(ways)):
            made = way(examples, example, rng, size)
            if made:
                return made
    return crop(example, rng, size)


def crop(example: Example, rng: random.Random, size: int) -> Example:
    """The example with about `size` characters of its passage, its answer among them."""
    length = len(example.passage)
    if length <= size:
        return example
    size = max(size, example.end - example.start + 20)
    lowest, highest = max(0, example.end - size), min(example.start, max(0, length - size))
    left = rng.randint(min(lowest, highest), highest)
    left = _sentence_start(example.passage, left, highest)
    right = min(length, left + size)
    return replace(
        example,
        passage=example.passage[left:right],
        start=example.start - left,
        end=example.end - left,
    )


_BOUNDARY = re.compile(r"[。！？!?；;\n]")


def _sentence_start(text: str, left: int, highest: int) -> int:
    """The first sentence start in ``[left, highest]``; `left` if there is none or it is 0."""
    if left == 0:
        return 0
    match = _BOUNDARY.search(text, left - 1, highest)
    return match.end() if match else left


def _cut(passage: str, rng: random.Random, size: int) -> str:
    left = rng.randint(0, max(0, len(passage) - size))
    left = _sentence_start(passage, left, len(passage))
    return passage[left : left + size]


def _refusal(example: Example, **changes: str) -> Example:
    return replace(example, start=-1, end=-1, **changes)  # type: ignore[arg-type]


def _elsewhere(
    examples: Sequence[Example], example: Example, rng: random.Random, size: int
) -> Example | None:
    """The question with another passage that shares its words."""
    if not example.near:
        return None
    other = examples[rng.choice(example.near)]
    return _refusal(example, header=other.header, passage=_cut(other.passage, rng, size))


def _other_part(_: Sequence[Example], example: Example, rng: random.Random, size: int) -> Example | None:
    """The question with a part of its own passage that lacks the answer."""
    around = (example.passage[: example.start], example.passage[example.end :])
    parts = [part for part in around if len(part) > 80 and example.answer not in part]
    if not parts:
        return None
    return _refusal(example, passage=_cut(rng.choice(parts), rng, size))


_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_ORDINAL = re.compile(r"第([一二三四五六七八九十\d]+)(?=[届次期辑个任代名位部])")


def _swapped(examples: Sequence[Example], example: Example, rng: random.Random, size: int) -> Example | None:
    """The question with its year, its ordinal or its subject replaced by another; the passage stays."""
    question = example.question
    ways = []
    year = _YEAR.search(question)
    if year:
        other = str(int(year.group()) + rng.choice([-5, -3, -2, -1, 1, 2, 3, 4]))
        if other not in example.passage:
            ways.append(question.replace(year.group(), other))
    ordinal = _ORDINAL.search(question)
    if ordinal:
        other = rng.choice([n for n in "二三四五六七八九" if n != ordinal.group(1)])
        if f"第{other}" not in example.passage:
            ways.append(question.replace(ordinal.group(), f"第{other}"))
    subject = example.header.split(" (")[0]
    if len(subject) >= 2 and subject in question:
        other = rng.choice(examples).header.split(" (")[0]
        if 2 <= len(other) <= 12 and other not in example.passage and other != subject:
            ways.append(question.replace(subject, other))
    if not ways:
        return None
    return _refusal(crop(example, rng, size), question=rng.choice(ways))


def batches(
    examples: Sequence[Example],
    weights: dict[str, float],
    *,
    seed: int,
    first: int,
    size: int,
    refusals: float,
    window: tuple[int, int],
    group: int = 32,
) -> Iterator[list[Example]]:
    """Batches without end, the same for the same arguments whatever step they begin with.

    Args:
        examples: All examples; each belongs to one of the sources in `weights`.
        weights: How often an example of a source comes in an epoch; 0.5 is every other epoch.
        seed: Of the draw.
        first: Number of the first batch.
        size: Examples in a batch.
        refusals: Share of refusals among public examples.
        window: Characters, shortest and longest.
        group: Batches that are sorted by length together, so that little is padded.
    """
    epoch, skip = 0, first
    while True:
        rng = random.Random(f"{seed} {epoch}")
        order = [
            place
            for place, example in enumerate(examples)
            for _ in range(int(weights[example.source] + rng.random()))
        ]
        rng.shuffle(order)
        many = len(order) // size
        if skip >= many:
            skip -= many
            epoch += 1
            continue
        for begin in range(skip - skip % group, many, group):
            inner = random.Random(f"{seed} {epoch} {begin}")
            places = order[begin * size : (begin + group) * size]
            drawn = [
                draw(examples, place, inner, refusals=refusals, window=window)
                if examples[place].near
                else examples[place]
                for place in places
            ]
            drawn.sort(key=lambda example: len(example.passage) + len(example.question))
            cut = [drawn[place : place + size] for place in range(0, len(drawn) - size + 1, size)]
            inner.shuffle(cut)
            yield from cut[max(0, skip - begin) :]
        skip = 0
        epoch += 1
