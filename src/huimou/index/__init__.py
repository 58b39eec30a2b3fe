"""The index: vectors, BM25, documents and chunks, on disk and opened."""

from huimou.index.dense import DenseIndex, Rows
from huimou.index.model import Index, Manifest, make_index
from huimou.index.store import (
    build_command,
    build_lock,
    corpus_root,
    current_build,
    open_index,
    save_index,
)

__all__ = [
    "DenseIndex",
    "Index",
    "Manifest",
    "Rows",
    "build_command",
    "build_lock",
    "corpus_root",
    "current_build",
    "make_index",
    "open_index",
    "save_index",
]
