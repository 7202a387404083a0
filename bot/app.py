"""The only place where everything meets: the parts are made, introduced, started and stopped here."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import digest, languages, timers, turn
from bot.acting import Deed
from bot.dialog.language import load_words
from bot.dialog.state import DOMAINS
from bot.house import House
from bot.languages.complete import missing
from bot.learner import Learner
from bot.log import traced
from bot.messages import Inbound
from bot.outbox import Outbox, pause
from bot.prepare import Preparing
from bot.receive import Receiver
from bot.watch import Watch
from catalog_data.model import Catalogue
from channels.base import Channel, Closing, Delivery, Listening
from intents.read import Reader
from storage import owed
from storage.files import Shelf
from storage.store import Store

log = structlog.get_logger()
HEALTHY = 60  # seconds after which a channel that fails did not fail again
PARTING = 10  # seconds for what is still to be heard and delivered at the end
STEP = timedelta(minutes=1)  # by which a clock is put back, not merely corrected
LATEST = 60  # seconds until a channel is begun again, at most


def utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def make_house(
    catalogue: Catalogue,
    reader: Reader | Learner,
    store: Store,
    shelf: Path,
    *,
    clock: Callable[[], datetime] = utc,
    domains: tuple[str, ...] = DOMAINS,
) -> House:
    """The house, with every language that is whole."""
    whole = [name for name in languages.NAMES if name == "id" or not missing(catalogue, name)]
    words = {name: load_words(catalogue, name) for name in whole}
    return House(store, Shelf(shelf), catalogue, words, reader, clock, domains)


def offering(house: House, wanted: Iterable[str]) -> House:
    """The house with those of its languages that are wanted."""
    return replace(house, words={name: house.words[name] for name in wanted if name in house.words})


class App:
    """One process: receives, hears, delivers, and looks at what falls due."""

    def __init__(self, house: House, channels: Iterable[Channel]) -> None:
        self.house = house
        self.channels = {channel.name: channel for channel in channels}
        self.outbox = Outbox(house, self.channels)
        self.receiver = Receiver(house, self.outbox.wake, Preparing(house, self.channels))
        self.watch = Watch(house, self.channels)
        for name in self.channels:
            house.tally.open(name)
        self._tasks: list[asyncio.Task[None]] = []
        self._ears: list[asyncio.Task[None]] = []
        self._clockwork = AsyncIOScheduler(timezone=UTC)
        self._missed: set[str] = set()  # who held something at the last look and was not among the living
        self._looked = house.clock()
        self._seconds = 5.0  # between two looks at what else is to be done

    async def receive(self, found: Inbound | Delivery) -> bool:
        """Keep a message or a status; when this returns the far side may be told. False for a repeat."""
        if isinstance(found, Delivery):
            return await self.outbox.delivered(found)
        return await self.receiver.receive(found)

    async def act(self, deed: Deed) -> None:
        """An officer's action. Raises `acting.NotAllowed`."""
        with traced(f"d{secrets.token_hex(5)}"):
            await self.house.store.run(turn.act, self.house, deed)
        self.outbox.wake()

    async def tick_timers(self) -> int:
        """Tell conversations what has fallen due; how many were told."""
        return await timers.tick(self.house, self.outbox.wake)

    async def tick(self) -> None:
        """What has fallen due, and what a process that died left undone; what the desk taught is learnt."""
        await self._inherit()
        await self._follow_the_clock()
        await self.tick_timers()
        await self.receiver.recover()
        await self.watch.tick()
        if isinstance(self.house.reader, Learner):
            await self.house.reader.tick(self.house.store)

    async def settle(self) -> None:
        """Until everything received is heard and everything owed that can be is delivered."""
        await self.receiver.quiet()
        await self.outbox.deliver()

    async def start(self, seconds: float) -> None:
        """Begin: what was left from the last time first; then a tick every few seconds."""
        self._seconds = seconds
        await self._inherit()
        await self.house.store.run(digest.begin, self.house)
        await self.receiver.recover()
        self._tasks.append(asyncio.create_task(self.outbox.run(seconds), name="outbox"))
        for name, channel in self.channels.items():
            if isinstance(channel, Listening):
                self._ears.append(asyncio.create_task(self._listen(name, channel), name=f"listen {name}"))
        self._clockwork.add_job(
            self.tick, "interval", seconds=seconds, max_instances=1, coalesce=True, next_run_time=utc()
        )
        self._clockwork.start()

    async def _inherit(self) -> None:
        """Be known as living; what others hold is free who were missed at two looks.

        At one look alone a living one may be missed whose line to the store was lost a moment ago.
        """
        store = self.house.store
        if not await asyncio.to_thread(store.presence.begin):
            return
        living = store.presence.living()
        missed = await store.look(owed.orphaned, living)
        dead, self._missed = missed & self._missed, missed
        for channel in await store.run(owed.release, list(dead), living) if dead else ():
            self.house.tally.count("begun_again", channel)
            self.outbox.wake()

    async def _follow_the_clock(self) -> None:
        """Whoever put it back did not mean that refused words wait for as much longer."""
        now, before = self.house.clock(), self._looked
        self._looked = now
        if before - now > STEP:
            log.warning("the clock was put back", seconds=(before - now).total_seconds())
            await self.house.store.run(owed.hurry, now)
            self.outbox.wake()

    async def _listen(self, name: str, channel: Listening) -> None:
        """Listen for ever: begun again after any failure, later and later while it lasts."""
        failures = 0
        while True:
            begun = asyncio.get_running_loop().time()
            try:
                await self._listen_alone(name, channel)
            except Exception as fault:
                log.error("channel failed", channel=name, fault=fault)
            lasted = asyncio.get_running_loop().time() - begun
            failures = 0 if lasted > HEALTHY else failures + 1
            await asyncio.sleep(min(pause(failures).total_seconds(), LATEST))

    async def _listen_alone(self, name: str, channel: Listening) -> None:
        """Wait until no other process listens to this far side; then listen, for as long as that is so."""
        presence, ear_of = self.house.store.presence, f"listen {name}"

        async def mine() -> bool:
            return await asyncio.to_thread(presence.mine, ear_of)

        while not await mine():
            await asyncio.sleep(self._seconds)
        ear = asyncio.create_task(channel.listen(self.receive))
        try:
            while not (await asyncio.wait({ear}, timeout=self._seconds))[0] and await mine():
                continue
            if ear.cancelled():  # from within
                raise ConnectionAbortedError("cancelled")
            if ear.done():
                ear.result()
        finally:
            await _ended([ear])

    async def stop(self) -> None:
        """End in order: nothing more comes in, the turns in hand finished, what they owe delivered.

        What takes longer than `PARTING` waits in the store for the next beginning.
        """
        if self._clockwork.running:
            self._clockwork.shutdown(wait=False)
        await _ended(self._ears)
        with suppress(TimeoutError):
            async with asyncio.timeout(PARTING):
                await self.receiver.quiet()
                await _ended(self._tasks)
                await self.outbox.deliver()
        await self.receiver.close()
        await _ended(self._tasks)
        await self.outbox.close()
        for channel in self.channels.values():
            if isinstance(channel, Closing):
                await channel.close()
        self.house.store.close()


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancelled, and waited for."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
