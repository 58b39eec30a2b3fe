"""Train the reader from the encoder's weights.

    python tools/train_reader.py --data FOLDER_OF_PUBLIC_SETS --run runs/reader --steps 2000

Stops and goes on: run it again with the same `--run`. The weights that count are the running average of
the last few hundred steps, so a run may be stopped at any time; `tools/export_reader.py` writes them as an
asset.
"""

from __future__ import annotations

import argparse
import copy
import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch
from reader_data import Example, batches, read_squad, with_near_passages
from reader_scores import Asked, closed_answers, read_questions, scores
from safetensors.torch import load_file
from torch import Tensor, nn

from huimou.embed import BUNDLED, choose_precision
from huimou.read import Calibration
from huimou.read.model import SpanModel, load_tokenizer, make_inputs
from huimou.read.reader import SpanReader

AVERAGE = 0.995
PART = 6
"""Examples that one thread reads at a time."""


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with cmrc2018/, drcd/, xquad/, reports2025/"
    )
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints and the record go")
    parser.add_argument(
        "--init", type=Path, help="begin from these weights: a checkpoint, or a reader's folder"
    )
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--last-rate", type=float, default=0.1, help="share of the rate at the last step")
    parser.add_argument("--refusals", type=float, default=0.3)
    parser.add_argument("--window", type=int, nargs=2, default=(140, 360))
    parser.add_argument("--public", type=float, default=1.0, help="times a public question comes in an epoch")
    parser.add_argument("--reports", type=float, default=0.0, help="the same for questions on reports")
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers that stay as they are")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--score-every", type=int, default=500)
    options = parser.parse_args()
    train(options)


def train(options: argparse.Namespace) -> None:
    """Train until `options.steps`, with a checkpoint every 25 steps."""
    torch.manual_seed(options.seed)
    options.run.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(BUNDLED)
    examples, weights = gather(options)
    held_out = read_questions(options.data / "cmrc2018" / "cmrc2018_trial.json")[:400]
    model = new_model()
    if options.init:
        model.load_state_dict(first_weights(options.init))
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    model.body.embeddings.word_embeddings.weight.requires_grad_(False)
    if options.freeze:
        for part in (model.body.embeddings, *model.body.encoder.layer[: options.freeze]):
            part.requires_grad_(False)
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in model.body.parameters() if p.requires_grad], "scale": 1.0},
            {"params": [*model.head.parameters(), *model.none.parameters()], "scale": 5.0},
        ],
        lr=options.rate,
        weight_decay=0.01,
        fused=True,
    )
    step, checkpoint = 0, options.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average, step = state["average"], state["step"]
        print(f"going on from step {step}", flush=True)
    record(options, {"step": step, "options": {k: str(v) for k, v in vars(options).items()}})
    model.train()
    twins = [make_twin(model) for _ in range(2)]
    stream = batches(
        examples,
        weights,
        seed=options.seed,
        first=step,
        size=options.batch,
        refusals=options.refusals,
        window=tuple(options.window),
    )
    begin, losses = time.time(), []
    while step < options.steps:
        rate = options.rate * learning_rate(step / options.steps, options.last_rate)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["scale"]
        loss = train_step(model, twins, optimizer, tokenizer, next(stream))
        losses.append(loss)
        step += 1
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - min(AVERAGE, step / (step + 10)))
        if step % 25 == 0:
            seconds = (time.time() - begin) / len(losses)
            print(
                f"step {step} loss {sum(losses[-50:]) / 50:.3f} rate {rate:.1e} {seconds:.2f} s a step",
                flush=True,
            )
            save(checkpoint, model, optimizer, average, step)
        if step % options.score_every == 0 or step == options.steps:
            em, f1 = trial_scores(average, tokenizer, held_out)
            print(f"step {step} trial em {em:.2f} f1 {f1:.2f}", flush=True)
            record(options, {"step": step, "loss": sum(losses[-50:]) / len(losses[-50:]), "trial": [em, f1]})
    save(checkpoint, model, optimizer, average, step)


def trial_scores(
    average: dict[str, Tensor], tokenizer: Any, held_out: Sequence[Asked]
) -> tuple[float, float]:
    """Exact match and F1 of the averaged weights, in the precision that this machine reads in."""
    model = new_model()
    model.load_state_dict(average)
    reader = SpanReader(
        model.to(torch.bfloat16 if choose_precision("auto") == "bf16" else torch.float32),
        tokenizer,
        Calibration(margin=0.5, answerable=0.5, passage=0.0, sentence=0.0, bias=0.0),
        name="",
        threads=2,
    )
    return scores(list(closed_answers(reader, held_out)), held_out)


def first_weights(path: Path) -> dict[str, Tensor]:
    """The weights of a run's checkpoint, or of a reader as it is shipped."""
    if path.is_file():
        average: dict[str, Tensor] = torch.load(path, weights_only=True)["average"]
        return average
    weights = {name: value.float() for name, value in load_file(path / "model.safetensors").items()}
    words = load_file(BUNDLED / "model.safetensors")["embeddings.word_embeddings.weight"]
    return {**weights, "body.embeddings.word_embeddings.weight": words.float()}


def gather(options: argparse.Namespace) -> tuple[list[Example], dict[str, float]]:
    """All training examples, and how often each source comes."""
    from opencc import OpenCC

    simplify = OpenCC("t2s").convert
    data = options.data
    public = [
        *read_squad(data / "cmrc2018" / "cmrc2018_train.json", "public"),
        *read_squad(data / "drcd" / "DRCD_dev.json", "public", simplify),
        *read_squad(data / "drcd" / "DRCD_test.json", "public", simplify),
        *read_squad(data / "xquad" / "xquad.zh.json", "public"),
    ]
    examples = with_near_passages(public)
    if options.reports:
        from reader_reports import report_examples

        examples += report_examples(data / "reports2025", Path(__file__).parent / "reader_questions")
    count: dict[str, int] = {}
    for example in examples:
        count[example.source] = count.get(example.source, 0) + 1
    print(count, flush=True)
    return examples, {"public": options.public, "report": options.reports}


def new_model() -> SpanModel:
    """The bundled encoder's transformer with a new head, float32."""
    from transformers import BertConfig, BertModel

    config = BertConfig.from_pretrained(BUNDLED, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    model = SpanModel(config)
    model.body = BertModel.from_pretrained(
        BUNDLED, config=config, add_pooling_layer=False, dtype=torch.float32
    )
    return model


def learning_rate(done: float, last: float) -> float:
    """Share of the highest rate when `done` of the steps are done: up in 4 %, then down to `last`."""
    return min(1.0, done / 0.04 + 0.01) * (1 - (1 - last) * done)


def train_step(
    model: SpanModel, twins: Sequence[SpanModel], optimizer: Any, tokenizer: Any, batch: list[Example]
) -> float:
    """One step; the loss.

    The batch is shared out among `twins`, which share the model's weights but not its gradients, one
    thread each: two threads that share every single operation wait for each other at each, which on a
    busy machine halves the speed.
    """
    parts = [batch[first : first + PART] for first in range(0, len(batch), PART)]
    queue = iter(parts)
    lock = threading.Lock()

    def work(twin: SpanModel) -> float:
        torch.set_num_threads(1)
        total = 0.0
        while True:
            with lock:
                part = next(queue, None)
            if part is None:
                return total
            loss = span_loss(twin, tokenizer, part) * len(part) / len(batch)
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())

    with ThreadPoolExecutor(len(twins)) as pool:
        total = sum(pool.map(work, twins))
    for own, *others in zip(*(twin.parameters() for twin in (model, *twins)), strict=True):
        grads = [other.grad for other in others if other.grad is not None]
        own.grad = sum(grads[1:], grads[0]) if grads else None
        for other in others:
            other.grad = None
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return total


def make_twin(model: SpanModel) -> SpanModel:
    """A model with the same weights, in the same memory, and gradients of its own."""
    twin = copy.deepcopy(model)
    for own, other in zip(model.parameters(), twin.parameters(), strict=True):
        other.data = own.data
    return twin


def span_loss(model: SpanModel, tokenizer: Any, batch: list[Example]) -> Tensor:
    """Cross entropy of start and end ("none" is a class of its own), and of answerable or not."""
    inputs = make_inputs(tokenizer, [example.pair for example in batch])
    # Where the processor does not compute in bf16, it is emulated: a hundred times slower than fp32.
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=choose_precision("auto") == "bf16"):
        logits = model(inputs)
    last = inputs.slots.shape[1]
    start = torch.tensor([min(example.start + 1, last) for example in batch])
    end = torch.tensor([min(max(example.end, 0), last) for example in batch])
    rows = torch.arange(len(batch))
    # A passage that was cut before its answer: nothing to learn but that it is not here.
    cut = ~(torch.isfinite(logits.start[rows, start]) & torch.isfinite(logits.end[rows, end]))
    start[cut] = 0
    end[cut] = 0
    cross = nn.functional.cross_entropy
    judge = nn.functional.binary_cross_entropy_with_logits(logits.answerable, (start > 0).float())
    return cross(logits.start, start) + cross(logits.end, end) + judge


def save(path: Path, model: SpanModel, optimizer: Any, average: dict[str, Tensor], step: int) -> None:
    """Write a checkpoint; a kill in the midst leaves the one before."""
    part = path.with_suffix(".part")
    torch.save(
        {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "step": step},
        part,
    )
    part.replace(path)


def record(options: argparse.Namespace, row: dict[str, Any]) -> None:
    """Add a line to the training record."""
    with (options.run / "record.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"time": time.strftime("%F %T"), **row}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
