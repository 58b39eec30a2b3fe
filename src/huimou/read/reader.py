"""Readers: the bundled one, and any other extractive model.

torch takes a second to import, so it is imported when a reader is loaded, not before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from huimou.embed import BUNDLED, choose_precision
from huimou.errors import ModelUnavailableError
from huimou.read.spans import Calibration, Reading

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from huimou.read.model import SpanModel
    from huimou.read.pair import Pair

BUNDLED_READER = Path(__file__).parent.parent / "assets" / "reader"


class Reader(Protocol):
    """What reads a question together with passages."""

    name: str
    calibration: Calibration

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """A reading for each pair, in order; the same for a pair whatever others stand beside it."""
        ...


class SpanReader:
    """The bundled reader. Safe to use from several threads.

    Each pair is computed by itself on one thread, several at a time: a reading is then the same alone
    and among others, to the last bit, and no thread waits for another (`docs/design.md`).
    """

    def __init__(
        self, model: SpanModel, tokenizer: Tokenizer, calibration: Calibration, *, name: str, threads: int
    ) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._pool = ThreadPoolExecutor(threads)
        self.calibration = calibration
        self.name = name

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """A reading for each pair, in order; the same for a pair whatever others stand beside it."""
        longest_first = sorted(range(len(pairs)), key=lambda place: -len(pairs[place].passage))
        done = dict(
            zip(longest_first, self._pool.map(self._one, (pairs[p] for p in longest_first)), strict=True)
        )
        return [done[place] for place in range(len(pairs))]

    def _one(self, pair: Pair) -> Reading:
        import torch

        from huimou.read.model import make_inputs

        torch.set_num_threads(1)  # of this thread
        with torch.inference_mode():
            logits = self._model(make_inputs(self._tokenizer, [pair]))
        return Reading(
            start=logits.start[0].numpy(),
            end=logits.end[0].numpy(),
            answerable=float(logits.answerable[0]),
        )


def load_reader(name: str = "bundled", *, precision: str = "auto", threads: int = 0) -> Reader:
    """Load a reader.

    Args:
        name: "bundled", or a folder or hub name (already on this machine) of a transformers model for
            extractive question answering.
        precision: "auto", "bf16" or "fp32", as for the encoder.
        threads: How many pairs are read at a time; 0 is one a core.

    Raises:
        ModelUnavailableError: It is not there or cannot be loaded.
    """
    if name != "bundled":
        from huimou.read.other import load_other

        return load_other(name, threads=threads)
    return load_span_reader(BUNDLED_READER, precision=precision, threads=threads)


def load_span_reader(folder: Path, *, precision: str = "auto", threads: int = 0) -> SpanReader:
    """Load a reader of our own kind from its folder; its word embeddings are the bundled encoder's.

    Raises:
        ModelUnavailableError: A file is missing or damaged.
    """
    try:
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from transformers import BertConfig

        from huimou.read.model import SpanModel, load_tokenizer
    except (ImportError, OSError) as error:
        raise ModelUnavailableError(
            f"运行模型的库装得不全（{error}）。请重新安装。\ntorch or transformers cannot be imported."
        ) from error
    try:
        about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "model.safetensors")
        words = load_file(BUNDLED / "model.safetensors")["embeddings.word_embeddings.weight"]
        weights["body.embeddings.word_embeddings.weight"] = words
        model = SpanModel(BertConfig.from_pretrained(BUNDLED))
        model.load_state_dict({name: value.float() for name, value in weights.items()})
        model = model.to(torch.bfloat16 if choose_precision(precision) == "bf16" else torch.float32)
        tokenizer = load_tokenizer(BUNDLED)
        calibration = Calibration(**about["calibration"])
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise ModelUnavailableError(
            f"阅读模型读不了：{folder}（{error}）。自带的模型坏了请重新安装 huimou。\n"
            f"Cannot load the reader from {folder}: {error}"
        ) from error
    from huimou.embed import physical_cores

    return SpanReader(model, tokenizer, calibration, name="bundled", threads=threads or physical_cores())
