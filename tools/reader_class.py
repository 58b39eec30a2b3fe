"""Readers on an accelerator, one or several that read together, and how well they read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from reader_pack import Pack
from reader_scores import closed_answers, scores
from safetensors.torch import load_file
from torch import Tensor

from huimou.embed import BUNDLED
from huimou.read import Calibration, Pair, Reading
from huimou.read.model import Inputs, Logits, SpanModel, load_tokenizer, make_inputs
from huimou.read.spans import best_places


def moved(inputs: Inputs, device: str) -> Inputs:
    """The same batch on `device`."""
    return Inputs(
        ids=inputs.ids.to(device, non_blocking=True),
        segments=inputs.segments.to(device, non_blocking=True),
        mask=inputs.mask.to(device, non_blocking=True),
        slots=inputs.slots.to(device, non_blocking=True),
        readable=inputs.readable.to(device, non_blocking=True),
    )


def new_model(dropout: float) -> SpanModel:
    """The bundled encoder's transformer with a new head, float32."""
    from transformers import BertConfig

    config = BertConfig.from_pretrained(
        BUNDLED, hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout
    )
    model = SpanModel(config)
    body = {name: value.float() for name, value in load_file(BUNDLED / "model.safetensors").items()}
    model.body.load_state_dict(body, strict=False)
    return model


def loaded(file: Path, device: str) -> SpanModel:
    """A reader of a file of weights, in the precision that it will read in."""
    return ready(torch.load(file, weights_only=True), device)


def ready(weights: dict[str, Tensor], device: str) -> SpanModel:
    """A reader of some weights."""
    model = new_model(0.0)
    model.load_state_dict(weights, strict=False)
    return model.to(device, torch.bfloat16 if device == "cuda" else torch.float32).eval()


class Class:
    """One reader or several that read together: the mean of their probabilities."""

    name = ""
    calibration = Calibration(margin=0.5, answerable=0.5, passage=0.0, sentence=0.0, bias=0.0)

    def __init__(self, members: Sequence[SpanModel], device: str) -> None:
        self._members = members
        self._device = device
        self._tokenizer = load_tokenizer(BUNDLED)

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """A reading for each pair, in order."""
        inputs = moved(make_inputs(self._tokenizer, pairs), self._device)
        with torch.inference_mode():
            told: list[Logits] = [member(inputs) for member in self._members]
        start, end = (
            torch.stack([getattr(one, side).log_softmax(-1) for one in told]).logsumexp(0).cpu().numpy()
            for side in ("start", "end")
        )
        answerable = torch.stack([one.answerable for one in told]).mean(0).cpu().numpy()
        return [
            Reading(start=start[place], end=end[place], answerable=float(answerable[place]))
            for place in range(len(pairs))
        ]


def score(weights: dict[str, Tensor], pack: Pack, device: str) -> dict[str, float]:
    """How well some weights read."""
    return class_scores(Class([ready(weights, device)], device), pack)


def together(files: Sequence[str], pack: Pack, device: str) -> dict[str, float]:
    """How well several readers read together."""
    return class_scores(Class([loaded(Path(file), device) for file in files], device), pack)


def class_scores(reader: Class, pack: Pack) -> dict[str, float]:
    """CMRC trial's exact match and F1, and two figures on the reports kept out, all in percent.

    "report" is how often the best span is right, "apart" how often a right one's margin is above that of a
    near question (the area under the ROC curve).
    """
    em, f1 = scores(list(closed_answers(reader, pack.trial)), pack.trial)
    right: list[bool] = []
    margins: list[float] = []
    for first in range(0, len(pack.report), 32):
        part = pack.report[first : first + 32]
        for example, reading in zip(part, reader.read([one.pair for one in part]), strict=True):
            start, end = best_places(reading, count=1)[0]
            none = float(reading.start[0] + reading.end[0])
            margins.append(float(reading.start[1 + start] + reading.end[end]) - none)
            inside = example.start < end and start < example.end
            shared = max(0, min(end, example.end) - max(start, example.start))
            right.append(inside and 2 * shared >= 0.6 * (end - start + example.end - example.start))
    told = np.array([example.start >= 0 for example in pack.report])
    margin, good = np.array(margins), np.array(right)
    above = (margin[good & told][:, None] > margin[~told][None, :]).mean()
    return {
        "em": round(em, 2),
        "f1": round(f1, 2),
        "report": round(100 * float(good[told].mean()), 2),
        "apart": round(100 * float(above), 2),
    }
