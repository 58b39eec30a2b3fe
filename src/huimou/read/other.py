"""Any extractive question answering model of transformers, for those who have a better one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from huimou.errors import ModelUnavailableError
from huimou.read.pair import Pair
from huimou.read.spans import Calibration, Reading

UNFITTED = Calibration(margin=0.5, answerable=0.0, passage=0.0, sentence=0.0, bias=0.0)
"""Half of the score above "no answer" as log odds: where such models come near to on average."""


class OtherReader:
    """A model with a start and an end score for each token, whose first token stands for "no answer"."""

    def __init__(self, model: Any, tokenizer: Any, *, name: str, threads: int) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._pool = ThreadPoolExecutor(threads)
        self.calibration = UNFITTED
        self.name = name

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        """A reading for each pair, in order."""
        return list(self._pool.map(self._one, pairs))

    def _one(self, pair: Pair) -> Reading:
        import torch

        torch.set_num_threads(1)  # of this thread
        encoded = self._tokenizer(
            pair.question,
            pair.passage,
            truncation="only_second",
            max_length=512,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping")[0].tolist()
        second = encoded.sequence_ids(0)
        with torch.inference_mode():
            output = self._model(**encoded)
        starts, ends = output.start_logits[0].float().numpy(), output.end_logits[0].float().numpy()
        start = np.full(1 + len(pair.passage), -np.inf, dtype=np.float32)
        end = np.full(1 + len(pair.passage), -np.inf, dtype=np.float32)
        start[0], end[0] = starts[0], ends[0]
        for token, (left, right) in enumerate(offsets):
            if second[token] == 1 and left < right:
                start[1 + left] = starts[token]
                end[right] = ends[token]
        return Reading(start=start, end=end, answerable=0.0)


def load_other(name: str, *, threads: int = 0) -> OtherReader:
    """Load a model from a folder, or by its hub name if it is already on this machine.

    Raises:
        ModelUnavailableError: It is not there, or is no extractive question answering model.
    """
    offline = os.environ.get("HF_HUB_OFFLINE", "1").strip() != "0"
    try:
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(name, local_files_only=offline, use_fast=True)
        model = AutoModelForQuestionAnswering.from_pretrained(name, local_files_only=offline)
    except (ImportError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailableError(
            f'阅读模型 {name!r} 读不了（{type(error).__name__}）。自带的写作 reader = "bundled"；别的要是'
            "一个 transformers 抽取式问答模型的文件夹，或已经下载好的模型名。\n"
            f'Cannot load the reader {name!r}. Use reader = "bundled", or the folder or the name of a '
            "transformers model for extractive question answering that is already on this machine."
        ) from error
    from huimou.embed import physical_cores

    return OtherReader(model, tokenizer, name=name, threads=threads or physical_cores())
