from __future__ import annotations

import threading
from dataclasses import dataclass

from huimou.ui.limits import RateLimit


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_client_may_ask_so_many_at_once_and_then_must_wait() -> None:
    limit = RateLimit(3, Clock())
    assert [limit.allows("a") for _ in range(5)] == [True, True, True, False, False]


def test_another_client_is_not_affected() -> None:
    limit = RateLimit(1, Clock())
    assert [limit.allows(client) for client in "aabb"] == [True, False, True, False]


def test_tokens_come_back_evenly() -> None:
    clock = Clock()
    limit = RateLimit(6, clock)
    assert all(limit.allows("a") for _ in range(6))
    clock.now += 9.9
    assert not limit.allows("a")
    clock.now += 0.2  # ten seconds a token
    assert [limit.allows("a"), limit.allows("a")] == [True, False]


def test_a_quiet_minute_fills_the_bucket_and_no_more() -> None:
    clock = Clock()
    limit = RateLimit(2, clock)
    limit.allows("a")
    clock.now += 3600
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]


def test_zero_sets_no_limit_and_remembers_nobody() -> None:
    limit = RateLimit(0, Clock())
    assert all(limit.allows("a") for _ in range(1000))
    assert len(limit) == 0


def test_quiet_clients_are_forgotten() -> None:
    clock = Clock()
    limit = RateLimit(5, clock)
    for number in range(100):
        limit.allows(str(number))
    clock.now += 60
    limit.allows("new")
    assert len(limit) == 1


def test_no_more_than_ten_thousand_clients_are_remembered() -> None:
    limit = RateLimit(5, Clock())
    for number in range(10_050):
        limit.allows(str(number))
    assert len(limit) == 10_000


def test_threads_share_one_bucket() -> None:
    limit = RateLimit(100, Clock())
    allowed: list[bool] = []

    def ask() -> None:
        for _ in range(50):
            allowed.append(limit.allows("a"))  # noqa: PERF401

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(allowed), sum(allowed)) == (400, 100)
