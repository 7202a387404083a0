"""Deliver what is owed: in order for each address, and nobody waits for anybody else's address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import uniform
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection

from bot import delivered, joining
from bot.bubbles import parts
from bot.house import House
from bot.log import traced
from channels.base import Channel, Closed, Delivery, Outgoing, Telling, Undeliverable, Unreachable, Windowed
from storage import conversations, owed, receipts
from storage.owed import Owed
from storage.shapes import key_of
from storage.store import unreachable

P = ParamSpec("P")
T = TypeVar("T")
log = structlog.get_logger()

PATIENCE = timedelta(minutes=25)  # with one far side's call: SMTP may take ten minutes for its last word alone
LEASE = timedelta(minutes=30)  # of a living process: longer than that
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=30)
GIVE_UP = timedelta(days=1)  # after which an officer sees it
JITTER = 0.25  # of a pause, so that many that failed together do not come back together
AT_ONCE = 50  # addresses of one channel that are being delivered to
PUT_OFF, GIVEN_UP = "put_off", "given_up"  # what became of words that were not taken
BLINK = 0.05  # seconds, the shortest wait
AWAY = 1.0  # seconds between two tries to write down what became of words, while the store is away


class Outbox:
    """The channels that are on; the store knows by which name this process takes addresses."""

    def __init__(self, house: House, channels: Mapping[str, Channel]) -> None:
        self._house, self._channels = house, channels
        self._wake = asyncio.Event()
        self._beginning = asyncio.Lock()
        self._flying: dict[asyncio.Task[None], Owed] = {}  # deliveries under way

    def wake(self) -> None:
        """There is something new to deliver."""
        self._wake.set()

    async def run(self, tick: float) -> None:
        """Deliver for ever: at once when woken, at the moment when something may be tried, or each `tick` seconds."""
        while True:
            self._wake.clear()
            wait = tick
            try:
                await asyncio.shield(self._begin())  # what was taken is delivered, though this is told to end
                wait = await self._until_next(tick)
            except Exception:
                log.exception("outbox")
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):  # wait_for loses an end that comes together with the wake
                    await self._wake.wait()

    async def deliver(self) -> None:
        """Deliver until nothing is left that may be tried now."""
        while await self._begin() or self._flying:
            if self._flying:  # what was begun may have landed already
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        """Stop what is under way; it is owed still."""
        async with self._beginning:
            begun = tuple(self._flying)
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)

    async def _begin(self) -> int:
        """Begin with every address that may be tried now, and wait for none; how many."""
        begun, store = 0, self._house.store
        async with self._beginning:
            while names := [name for name in self._channels if not self._full(name)]:
                now = self._house.clock()
                rows = await store.run(owed.lease, names, store.presence.name, now, now + LEASE)
                self._depart(rows)
                begun += len(rows)
                if len(rows) < owed.FEW:
                    break
        return begun

    def _depart(self, rows: Sequence[Owed]) -> None:
        flying = {row.id for row in self._flying.values()}
        for row in rows:
            if row.id not in flying:  # else the clock was put forward, past the end of the lease
                task = asyncio.create_task(self._deliver(row), name=f"deliver {row.id}")
                self._flying[task] = row
                task.add_done_callback(self._landed)

    def _full(self, channel: str, landed: int = 0) -> bool:
        """Whether as many as may be are under way, those counted that `landed` just now."""
        return sum(row.to.channel == channel for row in self._flying.values()) + landed >= AT_ONCE

    def _landed(self, task: asyncio.Task[None]) -> None:
        if self._full(self._flying.pop(task).to.channel, 1):
            self.wake()
        if not task.cancelled() and (fault := task.exception()):
            log.error("outbox", fault=fault)

    async def _until_next(self, tick: float) -> float:
        """Seconds until something may be tried again, at most `tick`."""
        now = self._house.clock()
        soon = await self._house.store.look(owed.next_time, list(self._channels), now)
        return min(tick, max((soon - now).total_seconds(), BLINK)) if soon else tick

    async def _deliver(self, row: Owed) -> None:
        house, channel = self._house, row.to.channel
        with traced(row.body.get("trace", "")):
            try:
                await self._send(row)
            except Exception as fault:
                outcome = await self._failed(row, fault)
                self.wake()  # its address may go on, or has to wait
                house.tally.count(outcome, channel)
                log.warning(outcome, owed=row.id, channel=channel, attempts=row.attempts + 1, fault=fault)
            else:
                house.tally.count("sent", channel)
                house.tally.accepted(channel, house.clock())
                log.info("sent", owed=row.id, channel=channel, ticket=row.ticket)

    async def _failed(self, row: Owed, fault: Exception) -> str:
        """What becomes of words that were not taken: PUT_OFF or GIVEN_UP."""
        if isinstance(fault, Closed):
            return await self._write(self._otherwise, row, fault)
        if isinstance(fault, Undeliverable):
            return await self._write(self._give_up, row, str(fault))
        if not isinstance(fault, Unreachable):
            log.error("delivery failed", owed=row.id, channel=row.to.channel, exc_info=fault)
            fault = Unreachable(repr(fault), alone=unreachable(fault))
        if not fault.alone:
            self._house.tally.refused(row.to.channel, self._house.clock())
        return await self._write(self._later, row, fault)

    async def _write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What became of words, however long the store is away: forgotten, they would go twice."""
        while True:
            try:
                return await self._house.store.run(work, *args, **kwargs)
            except Exception as fault:
                if not unreachable(fault):
                    raise
                log.warning("the store is away", fault=fault)
            await asyncio.sleep(AWAY)

    async def _send(self, row: Owed) -> None:
        """Hand the parts over one by one; what the far side has is never sent again."""
        channel = self._channels[row.to.channel]
        since = await self._since(row) if isinstance(channel, Windowed) else {}
        for part in parts(joining.opened(self._house, row), channel):
            if row.far_ids:
                await self._write(owed.progress, row)
            row.far_ids.append(await _handed(channel, replace(part, **since)))
        if await self._write(self._sent, row, isinstance(channel, Telling)):
            self.wake()

    async def _since(self, row: Owed) -> dict[str, Any]:
        """When the person last wrote, and under which ids: both as they are at the moment of sending."""

        def look(c: Connection) -> dict[str, Any]:
            heard_at = receipts.last_at(c, key_of(row.to))
            ids = conversations.ids_at(c, row.to)
            return {"heard_at": heard_at, "aliases": ids, "closed": bool(row.body.get("closed"))}

        return await self._house.store.look(look)

    def _sent(self, c: Connection, row: Owed, tells: bool) -> bool:
        """Marked; whether there is more to deliver now. `tells`: the far side will say what became of it."""
        owed.sent(c, row)
        again = tells and delivered.marked(c, self._house, self._channels, row)
        return again or owed.more(c, row.to)

    async def delivered(self, news: Delivery) -> bool:
        """A status of a message of ours. False when it was known, or is behind what is known."""
        new = await self._house.store.run(delivered.told, self._house, self._channels, news)
        if new:
            self.wake()
        return new

    def _otherwise(self, c: Connection, row: Owed, fault: Closed) -> str:
        """Free words are refused: once more as what is approved, else elsewhere."""
        if row.body.get("closed"):
            return self._give_up(c, row, str(fault))
        owed.at_once(c, row, {"closed": True})
        return PUT_OFF

    def _later(self, c: Connection, row: Owed, fault: Unreachable) -> str:
        now = self._house.clock()
        if now - row.at >= GIVE_UP:
            return self._give_up(c, row, str(fault))
        asked = timedelta(seconds=fault.retry_after) if fault.retry_after else None
        owed.later(c, row, now + (asked or pause(row.attempts) * uniform(1, 1 + JITTER)), str(fault))
        return PUT_OFF

    def _give_up(self, c: Connection, row: Owed, fault: str) -> str:
        if owed.give_up(c, row, fault):
            delivered.elsewhere(c, self._house, self._channels, row, row.body, fault)
        return GIVEN_UP


async def _handed(channel: Channel, message: Outgoing) -> list[str]:
    """The ids of a message that the far side took. Raises Unreachable too where it says nothing for ever."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return await channel.send(message)
    except TimeoutError:
        raise Unreachable("no answer") from None


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling, up to `LONGEST`."""
    return min(FIRST * float(2 ** min(attempts, 20)), LONGEST)
