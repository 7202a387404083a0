"""Deliver what is owed: in order for each address, and nobody waits for anybody else's address."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.house import House
from bot.messages import File
from channels.base import Bubble, Channel, Cutting, Outgoing, Undeliverable, Unreachable
from storage import owed, unheard
from storage.owed import Owed
from storage.shapes import key_of

log = structlog.get_logger()

LEASE = timedelta(minutes=12)  # longer than any far side may take; an SMTP server has ten minutes
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=30)
ATTEMPTS = 20  # about eight hours


class Outbox:
    """The channels that are on, and this process's name on its leases."""

    def __init__(self, house: House, channels: Mapping[str, Channel]) -> None:
        self._house, self._channels = house, channels
        self._owner = f"{os.getpid()}.{uuid.uuid4().hex[:8]}"
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is something new to deliver."""
        self._wake.set()

    async def run(self, tick: float) -> None:
        """Deliver for ever: at once when woken, else every `tick` seconds."""
        while True:
            self._wake.clear()
            try:
                await self.deliver()
            except Exception:
                log.exception("outbox")
            try:
                await asyncio.wait_for(self._wake.wait(), tick)
            except TimeoutError:
                continue

    async def deliver(self) -> None:
        """Deliver until nothing is left that may be tried now."""
        names = list(self._channels)
        while True:
            now = self._house.clock()
            rows = await self._house.store.run(owed.lease, names, self._owner, now, now + LEASE)
            if not rows:
                return
            await asyncio.gather(*(self._deliver(row) for row in rows))

    async def _deliver(self, row: Owed) -> None:
        try:
            await self._send(row)
        except Unreachable as fault:
            await self._house.store.run(self._later, row, fault)
        except Undeliverable as fault:
            await self._house.store.run(self._give_up, row, str(fault))
        except Exception as fault:
            log.exception("delivery failed", owed=row.id, channel=row.to.channel)
            await self._house.store.run(self._later, row, Unreachable(repr(fault)))

    async def _send(self, row: Owed) -> None:
        """Hand the parts over one by one; what the far side has is never sent again."""
        channel = self._channels[row.to.channel]
        for part in parts(row, channel):
            if row.far_ids:
                await self._house.store.run(owed.progress, row)
            row.far_ids.append(await channel.send(part))
        await self._house.store.run(owed.sent, row)

    def _later(self, c: Connection, row: Owed, fault: Unreachable) -> None:
        if row.attempts + 1 >= ATTEMPTS:
            self._give_up(c, row, str(fault))
            return
        wait = timedelta(seconds=fault.retry_after) if fault.retry_after else pause(row.attempts)
        owed.later(c, row, self._house.clock() + wait, str(fault))

    def _give_up(self, c: Connection, row: Owed, fault: str) -> None:
        owed.give_up(c, row, fault)
        words = "\n".join(bubble["text"] for bubble in row.body["bubbles"])
        unheard.add(c, self._house.clock(), key_of(row.to), "delivery", words, fault)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling, up to `LONGEST`."""
    return min(FIRST * float(2 ** min(attempts, 20)), LONGEST)


def parts(row: Owed, channel: Channel) -> list[Outgoing]:
    """What is still to be sent of a row: all in one letter, or call by call."""
    bubbles = [bubble_of(body) for body in row.body["bubbles"]]
    subject = row.body["subject"]
    if channel.whole:
        return [] if row.far_ids else [_letter(row, tuple(bubbles))]
    if isinstance(channel, Cutting):
        bubbles = [piece for bubble in bubbles for piece in channel.cut(bubble)]
    rest = range(len(row.far_ids), len(bubbles))
    return [Outgoing(row.id, row.to, (bubbles[n],), subject, n, row.ticket) for n in rest]


def bubble_of(body: Mapping[str, object]) -> Bubble:
    """A bubble as it was stored."""
    choices = tuple((choice["id"], choice["label"]) for choice in body["choices"])  # type: ignore[attr-defined]
    return Bubble(body["key"], body["text"], choices, tuple(body["files"]), body["data"])  # type: ignore[arg-type]


def _letter(row: Owed, bubbles: tuple[Bubble, ...]) -> Outgoing:
    """Everything in one, with the files that go along."""
    more = {"token": row.body.get("token", ""), "spaced": row.body.get("spaced", False)}
    attached = tuple(File(**each) for each in row.body.get("attached", ()))
    return Outgoing(row.id, row.to, bubbles, row.body["subject"], 0, row.ticket, attached=attached, **more)
