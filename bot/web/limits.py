"""How often somebody may: a bucket of tokens each, that fills again with time."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable


class Bucket:
    """`burst` at once and `per_minute` in the long run, for each key. Kept in this process."""

    def __init__(
        self, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic, keys: int = 20_000
    ) -> None:
        self.burst, self.rate, self.clock, self.keys = burst, per_minute / 60, clock, keys
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """0 when allowed; else the whole seconds until it is."""
        now = self.clock()
        left, then = self._left.pop(key, (float(self.burst), now))
        left = min(self.burst, left + (now - then) * self.rate)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        while len(self._left) > self.keys:
            self._left.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) / self.rate)

    def forget(self, key: str) -> None:
        """Start anew, as after a sign-in that succeeded."""
        self._left.pop(key, None)
