"""Text becomes unit vectors. The only sentence-transformers import.

Importing sentence-transformers takes seconds, so it happens when an encoder is loaded, not before.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from huimou.errors import ModelUnavailableError
from huimou.text import normalize

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = Path(__file__).parent / "assets" / "encoder"

Vectors = NDArray[np.float32]
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
    """A sentence-transformers model on the processor, with its own query and document prompts."""

    def __init__(
        self, model: SentenceTransformer, *, name: str, digest: str, precision: str, threads: int
    ) -> None:
        self._model = model
        self._threads = threads
        self._lock = threading.Lock()
        self.name = name
        self.digest = digest
        self.precision = precision
        self.dimension = int(model.get_embedding_dimension() or 0)

    def encode_question(self, question: str) -> Vectors:
        """Shape (dimension,), float32, unit length."""
        # One thread: two save a few milliseconds on an idle machine, and wait for each other at every
        # layer, up to a hundred times longer, on a busy one (`docs/design.md`).
        vectors = self._encode(self._model.encode_query, [question], threads=1)
        vector: Vectors = vectors[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Shape (len(texts), dimension), float32, unit rows, in the order of `texts`."""
        # Sorted by length, so that a batch is padded little.
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._encode(
                self._model.encode_document, [texts[row] for row in rows], threads=self._threads
            )
            if progress:
                progress(min(start + _BATCH, len(order)), len(order))
        return vectors

    def _encode(self, encode: Callable[..., Any], texts: list[str], *, threads: int) -> Vectors:
        import torch

        # One call at a time: the number of threads is the process's, and calls would share the cores.
        with self._lock:
            torch.set_num_threads(threads)
            tensor = encode(
                [normalize(text) for text in texts],
                batch_size=_BATCH,
                convert_to_tensor=True,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        vectors: Vectors = tensor.float().numpy()
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


_BATCH = 32


def load_encoder(name: str = "bundled", *, precision: str = "auto", threads: int = 0) -> SentenceEncoder:
    """Load a sentence-transformers model.

    Args:
        name: "bundled", a folder, or a hub name of a model that is already on this machine.
        precision: "auto", "bf16" or "fp32". "auto" is bf16 where the processor computes in it.
        threads: How many threads encode passages; 0 leaves it to torch, which takes one a core.

    Raises:
        ModelUnavailableError: It is not there or cannot be loaded.
    """
    folder = _model_folder(name)
    # Before torch loads its OpenMP: threads that wait must sleep. Spinning, as is the default, makes
    # everything ten times slower as soon as another program wants the processor (`docs/design.md`).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

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
        threads=threads or torch.get_num_threads(),
    )


def choose_precision(precision: str) -> str:
    """What to compute in: "auto" is bf16 where the processor has instructions for it, else fp32."""
    if precision != "auto":
        return precision
    import torch

    has = torch.cpu.get_capabilities()
    return "bf16" if has.get("avx512_bf16") or has.get("amx_bf16") or has.get("bf16") else "fp32"


def _model_folder(name: str) -> Path:
    """Where the files of a model are. Never fetches anything unless HF_HUB_OFFLINE=0 asks for it."""
    folder = BUNDLED if name == "bundled" else Path(name).expanduser()
    if (folder / "modules.json").is_file():
        return folder
    if name != "bundled" and not folder.exists():
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

        offline = os.environ.get("HF_HUB_OFFLINE", "1") != "0"
        try:
            return Path(snapshot_download(name, local_files_only=offline))
        except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError, OSError):
            pass
    raise ModelUnavailableError(
        f'找不到编码模型 {name!r}（在 {folder} 没有 modules.json）。自带的模型写作 encoder = "bundled"；'
        f"网上的模型先下载一次：HF_HUB_OFFLINE=0 huimou index\n"
        f'No encoder {name!r} on this machine. Use encoder = "bundled", a folder of a sentence-transformers '
        f"sentence-transformers model, or fetch one once with: HF_HUB_OFFLINE=0 huimou index"
    )


def _digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files that make the vectors."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model") and path.is_file():
            with path.open("rb") as file:
                total.update(path.relative_to(folder).as_posix().encode())
                total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
