"""How many questions one client may ask."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_CLIENTS = 10_000


class RateLimit:
    """A bucket of tokens for each client: full at first, refilled evenly, one token a question.

    A client may ask `per_minute` questions at once, and as many in every minute after. A client that has
    been quiet for a minute has a full bucket again and is forgotten, so no more clients are remembered
    than asked within a minute, and never more than 10,000: beyond that the one that has been quiet for
    longest starts anew. Safe to ask from several threads.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """A limit of `per_minute` questions, 0 for none; `clock` gives seconds that never go back."""
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Client → (tokens, when it had them), the client that was quiet for longest first."""

    def allows(self, client: str) -> bool:
        """Whether `client` may ask now; if so, the question counts."""
        if not self._per_minute:
            return True
        with self._lock:
            now = self._clock()
            self._forget(now)
            tokens, then = self._buckets.pop(client, (float(self._per_minute), now))
            tokens = min(float(self._per_minute), tokens + (now - then) * self._per_minute / 60)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - allowed, now)
            return allowed

    def __len__(self) -> int:
        """How many clients are remembered."""
        return len(self._buckets)

    def _forget(self, now: float) -> None:
        while self._buckets:
            client, (_, then) = next(iter(self._buckets.items()))
            if now - then < 60 and len(self._buckets) < _MOST_CLIENTS:
                return
            del self._buckets[client]
