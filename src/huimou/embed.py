"""Text becomes unit vectors. The only sentence-transformers import.

Importing sentence-transformers takes seconds, so it happens when an encoder is loaded, not before.
"""

from __future__ import annotations

import gc
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from huimou.errors import ModelUnavailableError
from huimou.later import used_later
from huimou.text import normalize
from huimou.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = Path(__file__).parent / "assets" / "encoder"

Progress = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


class Encoder(Protocol):
    """What turns text into vectors."""

    name: str
    digest: str
    """SHA-256 of what makes its vectors; an index is bound to it."""
    dimension: int

    def encode_question(self, question: str) -> Vectors:
        """Shape (dimension,), float32, unit length."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), float32, unit rows, in the order of `texts`."""
        ...


class SentenceEncoder:
    """A sentence-transformers model on the processor, with its own query and document prompts.

    Each call computes on one thread, and passages are shared out among several calls at a time: threads
    that share one computation wait for each other at every layer, which is slower on an idle machine and
    a hundred times slower on a busy one (`docs/design.md`). Safe to use from several threads.
    """

    def __init__(
        self, model: SentenceTransformer, *, name: str, digest: str, precision: str, threads: int
    ) -> None:
        self._model = model.eval()
        self._threads = threads
        self._tokenizing = threading.Lock()  # a tokenizer pads for one batch at a time
        self.name = name
        self.digest = digest
        self.precision = precision
        self.dimension = int(model.get_embedding_dimension() or 0)

    def encode_question(self, question: str) -> Vectors:
        """Shape (dimension,), float32, unit length."""
        vector: Vectors = self._encode([question], "query")[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), float32, unit rows, in the order of `texts`."""
        lengths = self._lengths(sorted(set(texts)))
        distinct = sorted(lengths, key=lambda text: (-lengths[text], text))
        row_of = {text: row for row, text in enumerate(distinct)}
        vectors = np.zeros((len(distinct), self.dimension), dtype=np.float32)
        done = 0
        pool = ThreadPoolExecutor(self._threads)
        try:
            for part in pool.map(lambda batch: self._encode(batch, "document"), _batches(distinct, lengths)):
                vectors[done : done + len(part)] = part
                done += len(part)
                if progress:
                    progress(done, len(distinct))
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors[[row_of[text] for text in texts]]

    def _lengths(self, texts: Sequence[str]) -> dict[str, int]:
        """How many tokens each text has; characters, if the model has no tokenizer that can be called."""
        tokenizer = self._model.tokenizer
        if not texts or not callable(tokenizer):
            return {text: len(text) for text in texts}
        ids = tokenizer([normalize(text) for text in texts], truncation=True)["input_ids"]
        return {text: len(row) for text, row in zip(texts, ids, strict=True)}

    def _encode(self, texts: Sequence[str], task: str) -> Vectors:
        """Unit rows for a batch. What `SentenceTransformer.encode` does, less what it does for others."""
        import torch

        prompts = self._model.prompts
        names = [*_PROMPTS[task], self._model.default_prompt_name]
        prompt = next((prompts[name] for name in names if name in prompts), None)
        with self._tokenizing:
            features = self._model.preprocess(
                [normalize(text) for text in texts],
                prompt=prompt,
                task=task,
                processing_kwargs=_PADDING[task],
            )
        with torch.inference_mode():
            vectors: Vectors = self._model(features, task=task)["sentence_embedding"].float().numpy()
        # Here and not in the model, whose bf16 leaves lengths between 0.996 and 1.004.
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


_PROMPTS = {"query": ("query",), "document": ("document", "passage", "corpus")}
"""The names of prompts for each task, as sentence-transformers looks for them."""
# torch keeps compiled kernels for every shape it has met: few shapes keep the process at half the size.
_PADDING = {task: {"text": {"pad_to_multiple_of": 8}} for task in _PROMPTS}
_BATCH_TOKENS = 3000
_BATCH_ROWS = (64, 32, 16, 8)


def _batches(texts: Sequence[str], lengths: Mapping[str, int]) -> list[Sequence[str]]:
    """`texts`, longest first, in runs that are padded little and have few different lengths."""
    batches: list[Sequence[str]] = []
    start = 0
    while start < len(texts):
        room = _BATCH_TOKENS // max(1, lengths[texts[start]])
        rows = next((rows for rows in _BATCH_ROWS if rows <= room), _BATCH_ROWS[-1])
        batches.append(texts[start : start + rows])
        start += rows
    return batches


def load_encoder(name: str = "bundled", *, precision: str = "auto", threads: int = 0) -> SentenceEncoder:
    """Load a sentence-transformers model.

    Args:
        name: "bundled", a folder, or a hub name of a model that is already on this machine.
        precision: "auto", "bf16" or "fp32". "auto" is bf16 where the processor computes in it.
        threads: How many threads encode passages; 0 is one a core.

    Raises:
        ModelUnavailableError: It is not there or cannot be loaded.
    """
    folder = _model_folder(name)
    try:
        with _uncollected():
            import torch
            from safetensors import SafetensorError
            from transformers.utils import logging

            with used_later("sklearn", "sklearn.metrics"):  # for distances that nobody asks for: 0.7 s
                from sentence_transformers import SentenceTransformer
    except (ImportError, OSError) as error:
        raise ModelUnavailableError(
            f"运行模型的库装得不全（{error}）。请重新安装；Windows 还要装微软的 VC++ 运行库："
            "https://aka.ms/vs/17/release/vc_redist.x64.exe\n"
            f"torch or sentence-transformers cannot be imported: {error}"
        ) from error
    cores = physical_cores()
    torch.set_num_threads(1)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    precision = choose_precision(precision)
    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": torch.bfloat16 if precision == "bf16" else torch.float32},
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelUnavailableError(
            f"编码模型读不了：{folder}（{error}）。自带的模型坏了请重新安装 huimou；"
            "别的模型请检查设置 encoder。\n"
            f"Cannot load the encoder from {folder}: {error}"
        ) from error
    return SentenceEncoder(
        model,
        name=name,
        digest=_digest(folder),
        precision=precision,
        threads=threads or cores,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Importing makes a million objects and no garbage: looking for some, then or later, takes a second."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # they stay as long as the program runs
        if was:
            gc.enable()


def encoder_digest(name: str = "bundled") -> str:
    """The digest that `load_encoder` would give the model, without loading it.

    Raises:
        ModelUnavailableError: It is not there.
    """
    return _digest(_model_folder(name))


@cache
def physical_cores() -> int:
    """Physical cores, as torch counts them before it is told to use one."""
    import torch

    return torch.get_num_threads()


def choose_precision(precision: str) -> str:
    """What to compute in: "auto" is bf16 where the processor has instructions for it, else fp32."""
    if precision != "auto":
        return precision
    import torch

    has = torch.cpu.get_capabilities()
    return "bf16" if has.get("avx512_bf16") or has.get("amx_bf16") or has.get("bf16") else "fp32"


_MODEL_FILES = ["*.json", "*.safetensors", "*.txt", "*.model"]
"""What makes a model's vectors: not its other formats, and nothing that is pickled."""


def _model_folder(name: str) -> Path:
    """Where the files of a model are. Fetches nothing unless HF_HUB_OFFLINE is set to 0."""
    folder = BUNDLED if name == "bundled" else Path(name).expanduser()
    if (folder / "modules.json").is_file():
        return folder
    if name != "bundled" and not folder.exists():
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

        offline = os.environ.get("HF_HUB_OFFLINE", "1").strip() != "0"
        try:
            return Path(snapshot_download(name, local_files_only=offline, allow_patterns=_MODEL_FILES))
        except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError, OSError):
            pass
    raise ModelUnavailableError(
        f'找不到编码模型 {name!r}（在 {folder} 没有 modules.json）。自带的模型写作 encoder = "bundled"；'
        f"网上的模型先联网下载一次：把环境变量 HF_HUB_OFFLINE 设为 0，再运行 huimou index\n"
        f'No encoder {name!r} on this machine. Use encoder = "bundled", a folder of a sentence-transformers '
        f"model, or fetch one once: set HF_HUB_OFFLINE to 0 and run huimou index"
    )


def _digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files that make the vectors."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(path.match(pattern) for pattern in _MODEL_FILES):
            with path.open("rb") as file:
                total.update(path.relative_to(folder).as_posix().encode())
                total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
