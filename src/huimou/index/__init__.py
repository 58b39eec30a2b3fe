"""The index: vectors, BM25, documents and chunks, kept in a folder or a database, and opened."""

from huimou.index.changes import IndexChange, ReportChange, index_change
from huimou.index.dense import DenseIndex
from huimou.index.model import Index, Manifest, documents_by_path, make_index
from huimou.index.parts import Parts
from huimou.index.places import (
    build_command,
    build_lock,
    corpus_root,
    current_build,
    never_built,
    open_before,
    open_index,
    save_index,
    sound_build,
)
from huimou.index.plan import Plan, Wanted, plan_build
from huimou.index.seam import Rows, Scores, Spans, VectorRows, WordRows, run_rows, span_rows

__all__ = [
    "DenseIndex",
    "Index",
    "IndexChange",
    "Manifest",
    "Parts",
    "Plan",
    "ReportChange",
    "Rows",
    "Scores",
    "Spans",
    "VectorRows",
    "Wanted",
    "WordRows",
    "build_command",
    "build_lock",
    "corpus_root",
    "current_build",
    "documents_by_path",
    "index_change",
    "make_index",
    "never_built",
    "open_before",
    "open_index",
    "plan_build",
    "run_rows",
    "save_index",
    "sound_build",
    "span_rows",
]
