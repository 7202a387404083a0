"""Keep what came in, then tell the far side; then hear it, conversation by conversation, in order."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from hashlib import sha256

import structlog
from sqlalchemy import Connection

from bot import joining, turn
from bot.entrance import Entrance
from bot.house import House
from bot.log import traced
from bot.masking import masked, noticed, unnoticed
from bot.messages import Inbound
from bot.prepare import Preparing
from channels.email.manners import REPLY
from storage import conversations, files, receipts
from storage.shapes import address_of, key_of
from storage.store import first, unreachable

log = structlog.get_logger()
_GAP = re.compile(r"(\s{9})\s+")
TURNS = 2  # under way at once; more of them only keep waiting whoever brings a message


@first
def keep(c: Connection, house: House, inbound: Inbound, digits: Sequence[str]) -> tuple[bool, str]:
    """The message and the names of its files, in one transaction; False for a repeat. Beside it the conversation.

    `digits`: what stood in the message before it was masked and may be a code.
    """
    if inbound.aliases:
        inbound = replace(inbound, sender=conversations.home(c, inbound.sender, inbound.aliases, inbound.at))
    inbound = joining.kept(c, house, inbound, digits)
    new = receipts.keep(c, inbound)
    for file in inbound.files if new else ():
        if file.sha256:
            files.keep(c, file, inbound.sender, inbound.at)
    return new, key_of(inbound.sender)


def waiting(c: Connection, key: str) -> tuple[receipts.Receipt, str] | None:
    """The next message of a conversation, and the office of its person."""
    receipt = receipts.next_of(c, key)
    return (receipt, conversations.office_at(c, address_of(key))) if receipt else None


def spoken(receipt: receipts.Receipt) -> receipts.Receipt:
    """The words as they are read. A letter that answers none says in its subject what it is about.

    Of endless emptiness a little is left: patterns that look over blanks take its length to the second power.
    """
    inbound = receipt.inbound
    text = _GAP.sub(r"\1", inbound.text)
    if inbound.subject and not REPLY.match(inbound.subject):
        text = f"{inbound.subject}\n\n{text}".strip()
    return replace(receipt, inbound=replace(inbound, text=text)) if text != inbound.text else receipt


def trace_of(inbound: Inbound) -> str:
    """The same for a message through receipt, turn and delivery, and for its repeats; says nothing of its sender."""
    return sha256(f"{inbound.sender.channel} {inbound.id}".encode()).hexdigest()[:12]


class Receiver:
    """Takes messages from every channel. `heard` is called after each turn."""

    def __init__(
        self, house: House, heard: Callable[[], None] = lambda: None, preparing: Preparing | None = None
    ) -> None:
        self._house, self._heard = house, heard
        self._preparing = preparing or Preparing(house)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._turns = asyncio.Semaphore(TURNS)
        self._entrance = Entrance()
        self._closed = False

    async def receive(self, inbound: Inbound) -> bool:
        """Commit the message; when this returns the far side may be told. False for a repeat."""
        house, channel = self._house, inbound.sender.channel
        with self._entrance.taken():
            new, key = await house.store.run(keep, house, masked(inbound), joining.said(inbound))
        house.tally.count("received" if new else "repeated", channel)
        house.tally.worked[channel] = house.clock()
        log.info("kept" if new else "kept before", trace=trace_of(inbound), channel=channel, files=len(inbound.files))
        self._attend(key)
        return new

    async def recover(self) -> None:
        """Hear what was kept before and never heard: after a crash, or from another process."""
        for key in await self._house.store.look(receipts.unheard_keys):
            if key not in self._busy:  # else it waits for its turn already
                self._attend(key)

    async def quiet(self) -> None:
        """Wait until everything kept has been heard."""
        while self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def close(self) -> None:
        """Hear no more; what was kept is heard at the next beginning."""
        self._closed = True
        for task in self._busy.values():
            task.cancel()
        await self.quiet()

    def _attend(self, key: str) -> None:
        if self._closed:
            return
        if key in self._busy:
            self._again.add(key)
            return
        task = asyncio.create_task(self._hear_all(key), name="hear")
        self._busy[key] = task
        task.add_done_callback(lambda _: self._left(key, task))

    def _left(self, key: str, task: asyncio.Task[None]) -> None:
        del self._busy[key]
        if not task.cancelled() and (fault := task.exception()):
            log.error("not heard yet", fault=fault)  # the next tick tries again
        if key in self._again:
            self._again.discard(key)
            self._attend(key)

    async def _hear_all(self, key: str) -> None:
        """One message after the other; between two of them the other conversations have their turn."""
        while await self._next(key):
            self._heard()
        self._heard()

    async def _next(self, key: str) -> bool:
        """Hear a conversation's next message; whether another one may wait. Fetching its files keeps no turn busy."""
        async with self._turns:
            await self._entrance.free()
            self._again.discard(key)
            found = await self._house.store.look(waiting, key)
            if found is None:
                return False
            if self._preparing.at_hand(found[0]):
                return await self._tried(*found, nullcontext())
        return await self._tried(*found, self._turns)

    async def _tried(self, receipt: receipts.Receipt, office: str, turns: AbstractAsyncContextManager[None]) -> bool:
        """Hear a message; whether another one may wait, or this one again: a fault of ours is counted against it."""
        with traced(trace_of(receipt.inbound)):
            try:
                receipt = spoken(await self._preparing.ready(receipt))
                async with turns:
                    await self._hear(receipt, office)
            except Exception as fault:
                if unreachable(fault):  # the message is not to blame
                    raise
                self._house.tally.count("failed", receipt.inbound.sender.channel)
                log.exception("turn failed", receipt=receipt.id, attempts=receipt.attempts + 1)
                await self._house.store.run(turn.stumble, self._house, receipt, repr(fault))
                return True
            return receipt.more

    async def _hear(self, receipt: receipts.Receipt, office: str) -> None:
        house, inbound = self._house, receipt.inbound
        reading = await asyncio.to_thread(house.reader.read, inbound.text, house.now(office))
        reading = unnoticed(reading) if inbound.code else noticed(reading)
        if await house.store.run(turn.hear, house, receipt, reading):
            house.tally.count("handled", inbound.sender.channel)
            log.info("heard", receipt=receipt.id, channel=inbound.sender.channel)
