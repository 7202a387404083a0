"""What falls due: a tick claims due rows and tells their conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog

from bot import turn
from bot.house import House
from bot.log import traced
from storage import timers
from storage.store import unreachable

log = structlog.get_logger()
LEASE = timedelta(minutes=1)  # after this a timer whose turn failed, or whose process died, is tried again


async def tick(house: House, heard: Callable[[], None] = lambda: None) -> int:
    """Tell every conversation what has fallen due by now. Returns how many were told."""
    told = 0
    while True:
        now = house.clock()
        due = await house.store.run(timers.claim, now, now + LEASE)
        for timer in due:
            told += await _tell(house, timer)
        if not due:
            return told
        heard()


async def _tell(house: House, timer: timers.Timer) -> bool:
    with traced(f"t{timer.id}"):
        try:
            return await house.store.run(turn.fall_due, house, timer)
        except Exception as fault:
            if unreachable(fault):  # the timer is not to blame; it is told when its lease is over
                log.warning("timer waits for the store", timer=timer.key, fault=fault)
                return False
            log.exception("timer failed", timer=timer.key, ticket=timer.ticket)
            await house.store.run(turn.stumble_due, house, timer, repr(fault))
            return False
