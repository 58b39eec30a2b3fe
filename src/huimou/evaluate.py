"""Metrics as pure functions."""

from __future__ import annotations

from collections.abc import Sequence


def recall_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Share of the questions whose evidence is among the first `k` hits, 0 to 1.

    Args:
        ranks: For each question the rank of the first hit that holds its evidence; 1 is the best, None
            means that no hit does.
        k: How many hits count.
    """
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Mean reciprocal rank within the first `k` hits, 0 to 1; a miss counts 0. `ranks` as above."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)
