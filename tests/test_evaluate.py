from __future__ import annotations

import pytest

from huimou.evaluate import mrr_at_k, recall_at_k

RANKS = [1, 2, None, 4, 11]


@pytest.mark.parametrize(("k", "expected"), [(1, 1 / 5), (2, 2 / 5), (5, 3 / 5), (20, 4 / 5)])
def test_recall_is_the_share_found_in_time(k: int, expected: float) -> None:
    assert recall_at_k(RANKS, k) == expected


def test_mean_reciprocal_rank_counts_a_miss_as_nothing() -> None:
    assert mrr_at_k(RANKS, 10) == pytest.approx((1 + 1 / 2 + 1 / 4) / 5)
