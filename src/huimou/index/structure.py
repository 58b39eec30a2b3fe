"""Which structures an index is made of: exact as long as that is quick, approximate beyond."""

from __future__ import annotations

from typing import Literal

from huimou.config import STRUCTURES

Structure = Literal["exact", "ivf"]
"""exact: every vector compared (faiss Flat), every text scored by BM25, all in memory. ivf: the vectors of
chunks in lists (faiss IVF) and their postings in files, sentences only scored."""

EXACT_CHUNKS = 20_000
"""Up to so many chunks "auto" is exact: 8 ms a search there, growing with the chunks from then on."""


def structure_for(setting: str, chunks: int) -> Structure:
    """The structure of an index of so many chunks under the setting `structure`.

    Raises:
        ValueError: The setting is none of `STRUCTURES`.
    """
    if setting not in STRUCTURES:
        raise ValueError(f"structure {setting!r} is none of {', '.join(STRUCTURES)}")
    if setting == "exact" or (setting == "auto" and chunks <= EXACT_CHUNKS):
        return "exact"
    return "ivf"
