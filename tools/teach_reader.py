"""Train several readers at once on an accelerator, and one reader from what all of them say.

    python tools/teach_reader.py pack --data data --to runs/pack.json.gz
    python tools/teach_reader.py school --pack runs/pack.json.gz --to runs/school --device cuda

`pack` gathers the examples (it needs bm25s and opencc; the rest needs torch and transformers alone, so
that it runs on a machine that has nothing else). `school` trains teachers from the encoder's weights, each
with a seed and settings of its own, then students that begin with the best teacher's weights and learn from
the mean of all teachers' probabilities (Hinton et al., arXiv:1503.02531; Fukuda et al. 2017 for several
teachers), and last averages the students' weights (Wortsman et al., arXiv:2203.05482). It writes
`reader.pt`, which `tools/export_reader.py` takes, and `record.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from reader_class import loaded, moved, new_model, score, together
from reader_data import Example, batches
from reader_pack import Pack, write_pack
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from huimou.embed import BUNDLED
from huimou.read.model import Inputs, SpanModel, load_tokenizer, make_inputs

AVERAGE = 0.998
"""Share of the running average that stays at each step."""
SOFT = 0.7
"""Share of the teachers in a student's loss; the rest is what is written in the data."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """How one reader is trained."""

    name: str
    seed: int
    rate: float
    seconds: float
    """Of wall clock. The rate of learning falls with it."""
    batch: int = 48
    dropout: float = 0.1
    refusals: float = 0.25
    reports: float = 0.6
    """How often a question on a report comes in an epoch; a public one comes once."""
    window: tuple[int, int] = (100, 360)
    begin: str = ""
    """A file of weights to begin with; the encoder's if empty."""
    teachers: tuple[str, ...] = ()
    """Files of weights."""


def teachers(seconds: float) -> list[Lesson]:
    """The first class."""
    return [
        Lesson(name="t1", seed=1, rate=2.0e-4, seconds=seconds),
        Lesson(name="t2", seed=2, rate=1.5e-4, seconds=seconds, batch=32, refusals=0.2, reports=0.5),
        Lesson(name="t3", seed=3, rate=2.5e-4, seconds=seconds, reports=0.8, dropout=0.08),
        Lesson(name="t4", seed=4, rate=2.0e-4, seconds=seconds, window=(140, 420)),
    ]


def students(seconds: float, begin: str, files: Sequence[str]) -> list[Lesson]:
    """The second class. All begin alike, so that their mean is a reader too."""
    return [
        Lesson(name="s1", seed=11, rate=1.2e-4, seconds=seconds, begin=begin, teachers=tuple(files)),
        Lesson(name="s2", seed=12, rate=0.8e-4, seconds=seconds, begin=begin, teachers=tuple(files)),
        Lesson(
            name="s3",
            seed=13,
            rate=1.2e-4,
            seconds=seconds,
            reports=0.8,
            window=(120, 420),
            begin=begin,
            teachers=tuple(files),
        ),
    ]


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    pack = commands.add_parser("pack", help="gather the examples into one file")
    pack.add_argument("--data", type=Path, required=True)
    pack.add_argument("--to", type=Path, required=True)
    school = commands.add_parser("school", help="train teachers, then students")
    school.add_argument("--pack", type=Path, required=True)
    school.add_argument("--to", type=Path, required=True)
    school.add_argument("--device", default="cuda")
    school.add_argument("--teachers", type=float, default=200, help="seconds for the teachers")
    school.add_argument("--students", type=float, default=230, help="seconds for the students")
    one = commands.add_parser("one", help="train one reader (school calls this)")
    one.add_argument("--pack", type=Path, required=True)
    one.add_argument("--to", type=Path, required=True)
    one.add_argument("--device", default="cuda")
    one.add_argument("--lesson", required=True, help="a Lesson, as JSON")
    options = parser.parse_args()
    if options.command == "pack":
        write_pack(options.data, options.to)
    elif options.command == "school":
        hold_school(options)
    else:
        train_one(options)


def hold_school(options: argparse.Namespace) -> None:
    """Teachers side by side, students side by side, and the mean of the students."""
    options.to.mkdir(parents=True, exist_ok=True)
    first = teach(options, teachers(options.teachers))
    best = max(first, key=lambda name: first[name]["f1"])
    files = [str(options.to / f"{name}.pt") for name in first]
    keep(torch.load(options.to / f"{best}.pt", weights_only=True), best, options.to)
    pack = Pack.read(options.pack)
    print("teachers together", together(files, pack, options.device), flush=True)
    second = teach(options, students(options.students, str(options.to / f"{best}.pt"), files))
    chosen: dict[str, dict[str, Tensor]] = {
        name: torch.load(options.to / f"{name}.pt", weights_only=True) for name in second
    }
    chosen["mean"] = mean_weights(list(chosen.values()))
    result = second | {"mean": score(chosen["mean"], pack, options.device)}
    print("mean of the students", result["mean"], flush=True)
    name = max(result, key=lambda name: result[name]["f1"] + result[name]["report"])
    keep(chosen[name], name, options.to)


def keep(weights: dict[str, Tensor], name: str, folder: Path) -> None:
    """Write the weights that are the best so far, for `export_reader.py`."""
    torch.save({"average": weights, "step": 0}, folder / "reader.pt")
    print(f"written: {name}", flush=True)


def teach(options: argparse.Namespace, lessons: Sequence[Lesson]) -> dict[str, dict[str, float]]:
    """Train all `lessons` side by side; each reader's scores, of those that came to an end."""
    running = {
        lesson.name: subprocess.Popen(
            [
                *(sys.executable, __file__, "one", "--device", options.device, "--pack", str(options.pack)),
                *("--to", str(options.to), "--lesson", json.dumps(asdict(lesson))),
            ]
        )
        for lesson in lessons
    }
    done = {name: process.wait() == 0 for name, process in running.items()}
    rows = [json.loads(line) for line in (options.to / "record.jsonl").read_text().splitlines()]
    return {row["lesson"]["name"]: row["scores"] for row in rows if done.get(row["lesson"]["name"])}


def train_one(options: argparse.Namespace) -> None:
    """Train one reader and write its averaged weights."""
    table = json.loads(options.lesson)
    lesson = Lesson(**{**table, "window": tuple(table["window"]), "teachers": tuple(table["teachers"])})
    device = options.device
    torch.manual_seed(lesson.seed)
    torch.set_num_threads(1)
    pack = Pack.read(options.pack)
    model = new_model(lesson.dropout)
    if lesson.begin:
        model.load_state_dict(torch.load(lesson.begin, weights_only=True), strict=False)
    model.to(device).train()
    model.body.embeddings.word_embeddings.weight.requires_grad_(False)
    wise = [loaded(Path(file), device) for file in lesson.teachers]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in model.body.parameters() if p.requires_grad], "scale": 1.0},
            {"params": [*model.head.parameters(), *model.none.parameters()], "scale": 5.0},
        ],
        lr=lesson.rate,
        weight_decay=0.01,
        fused=device == "cuda",
    )
    trained = {name: value for name, value in model.named_parameters() if value.requires_grad}
    average = {name: value.detach().clone() for name, value in trained.items()}
    stream: DataLoader[Any] = DataLoader(
        Drawn(pack.examples, lesson), batch_size=None, num_workers=2, prefetch_factor=8
    )
    begin, step, losses = time.time(), 0, []
    for inputs, start, end in stream:
        done = (time.time() - begin) / lesson.seconds
        if done >= 1:
            break
        rate = lesson.rate * min(1.0, done / 0.04 + 0.01) * (1 - 0.98 * done)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["scale"]
        loss = lesson_loss(model, wise, moved(inputs, device), start.to(device), end.to(device))
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained.values(), 1.0, foreach=True)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(
                list(average.values()), list(trained.values()), 1 - min(AVERAGE, step / (step + 10))
            )
        if step % 100 == 0:
            losses.append(float(loss.detach()))
        if step % 500 == 0:
            text = f"loss {np.mean(losses[-10:]):.3f}, {1000 * (time.time() - begin) / step:.1f} ms a step"
            print(f"{lesson.name}: step {step}, {text}", flush=True)
    weights = {name: value.cpu() for name, value in average.items()}
    torch.save(weights, options.to / f"{lesson.name}.pt")
    row = {"lesson": asdict(lesson), "steps": step, "loss": losses, "scores": score(weights, pack, device)}
    with (options.to / "record.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    print(f"{lesson.name}: {step} steps, {row['scores']}", flush=True)


def lesson_loss(
    model: SpanModel, wise: Sequence[SpanModel], inputs: Inputs, start: Tensor, end: Tensor
) -> Tensor:
    """Cross entropy of start, end and answerable with what is written and with what the teachers say."""
    device = start.device.type
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
        logits = model(inputs)
    last = inputs.slots.shape[1]
    start, end = start.clamp(max=last), end.clamp(max=last)
    rows = torch.arange(len(start), device=start.device)
    # A passage that was cut before its answer: nothing to learn but that it is not here.
    cut = ~(torch.isfinite(logits.start[rows, start]) & torch.isfinite(logits.end[rows, end]))
    start, end = start.masked_fill(cut, 0), end.masked_fill(cut, 0)
    judge = nn.functional.binary_cross_entropy_with_logits
    cross = nn.functional.cross_entropy
    hard = (
        cross(logits.start, start)
        + cross(logits.end, end)
        + judge(logits.answerable, (start > 0).to(logits.answerable.dtype))
    )
    if not wise:
        return hard
    with torch.no_grad():
        told = [teacher(inputs) for teacher in wise]
        start_odds = torch.stack([one.start.softmax(-1) for one in told]).mean(0)
        end_odds = torch.stack([one.end.softmax(-1) for one in told]).mean(0)
        answerable = torch.stack([one.answerable.sigmoid() for one in told]).mean(0)
    soft = (
        soft_cross(logits.start, start_odds)
        + soft_cross(logits.end, end_odds)
        + judge(logits.answerable, answerable)
    )
    return SOFT * soft + (1 - SOFT) * hard


def soft_cross(logits: Tensor, odds: Tensor) -> Tensor:
    """Cross entropy of logits (B, N) with probabilities (B, N), mean over B; where these are 0, nothing."""
    return -(odds * logits.log_softmax(-1).masked_fill(odds == 0, 0.0)).sum(-1).mean()


class Drawn(IterableDataset[tuple[Inputs, Tensor, Tensor]]):
    """The batches of a lesson without end, shared out among the workers that make them."""

    def __init__(self, examples: Sequence[Example], lesson: Lesson) -> None:
        self._examples = examples
        self._lesson = lesson

    def __iter__(self) -> Iterator[tuple[Inputs, Tensor, Tensor]]:
        torch.set_num_threads(1)
        tokenizer = load_tokenizer(BUNDLED)
        worker = get_worker_info()
        mine, many = (worker.id, worker.num_workers) if worker else (0, 1)
        drawn = batches(
            self._examples,
            {"public": 1.0, "report": self._lesson.reports},
            seed=self._lesson.seed,
            first=0,
            size=self._lesson.batch,
            refusals=self._lesson.refusals,
            window=self._lesson.window,
        )
        for number, batch in enumerate(drawn):
            if number % many == mine:
                yield (
                    make_inputs(tokenizer, [example.pair for example in batch]),
                    torch.tensor([example.start + 1 for example in batch]),
                    torch.tensor([max(example.end, 0) for example in batch]),
                )


def mean_weights(many: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of some readers' weights."""
    return {name: torch.stack([one[name] for one in many]).mean(0) for name in many[0]}


if __name__ == "__main__":
    main()
