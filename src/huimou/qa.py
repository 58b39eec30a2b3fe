"""The composition root: build an index, and ask it."""

from huimou.answering import QA, open_qa
from huimou.asking import LONGEST_QUESTION, check_question, pair_of
from huimou.build import build_index
from huimou.indexing import index_chunks

__all__ = [
    "LONGEST_QUESTION",
    "QA",
    "build_index",
    "check_question",
    "index_chunks",
    "open_qa",
    "pair_of",
]
