"""Not faster than the far side takes it: so many a second in all, fewer to one person, short bursts allowed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

MANY = 10_000  # people whose pace is kept in mind before those who wait no more are forgotten


@dataclass(frozen=True, slots=True)
class Pace:
    """One every `interval` seconds on average, `burst` of them at once."""

    interval: float
    burst: int


class Pacer:
    """When the next call may go, to somebody and in all."""

    def __init__(self, each: Pace, total: Pace) -> None:
        self._each, self._total = each, total
        self._all = 0.0  # the moment up to which what was sent is spread out evenly
        self._to: dict[str, float] = {}

    async def turn(self, user: str) -> None:
        """Wait until a call to `user` may go: first for their own sake, then for everybody's."""
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self.own(user, clock()))
        await asyncio.sleep(self.shared(clock()))

    def hurried(self) -> bool:
        """Whether half of a burst is spent: there is nothing to spare for what nobody waits for."""
        ahead = self._all - asyncio.get_running_loop().time()
        return ahead > self._total.interval * self._total.burst / 2

    def own(self, user: str, now: float) -> float:
        """Take the next place of a person's own; in how many seconds it is."""
        if len(self._to) > MANY:
            self._to = {each: until for each, until in self._to.items() if until > now}
        self._to[user], wait = _next(self._each, self._to.get(user, 0.0), now)
        return wait

    def shared(self, now: float) -> float:
        """Take the next place of all; in how many seconds it is."""
        self._all, wait = _next(self._total, self._all, now)
        return wait


def _next(pace: Pace, until: float, now: float) -> tuple[float, float]:
    """(the moment afterwards, seconds to wait)."""
    after = max(until, now) + pace.interval
    return after, max(0.0, after - pace.interval * pace.burst - now)
