"""Before a turn, outside any transaction: an album's parts are gathered and files fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy import Connection

from bot import attachments
from bot.house import House
from bot.messages import File, Inbound
from channels.base import Channel, Fetching, TooLarge, Undeliverable, Unreachable
from storage import files, receipts
from storage.receipts import Receipt

log = structlog.get_logger()


def kept(c: Connection, receipt: Receipt, inbound: Inbound) -> None:
    """What was fetched, in one transaction."""
    receipts.rewrite(c, receipt, inbound)
    for file in inbound.files:
        if file.sha256:
            files.keep(c, file, inbound.sender, inbound.at)


@dataclass(frozen=True)
class Preparing:
    """Makes a message ready to be heard.

    `quiet`: seconds without a further part after which an album is whole. `pauses`: seconds before a
    file is asked for again; `longest`: how long one far side may make us wait. `patience`: with one fetching.
    """

    house: House
    channels: Mapping[str, Channel] = field(default_factory=dict)
    quiet: float = 1.0
    pauses: Sequence[float] = (1, 4, 15)
    longest: float = 60
    patience: float = 180

    def at_hand(self, receipt: Receipt) -> bool:
        """Whether the message is ready as it is."""
        return not receipt.inbound.group and all(map(_here, receipt.inbound.files))

    async def ready(self, receipt: Receipt) -> Receipt:
        """The whole message, its files on the shelf."""
        parts = await self._gathered(receipt)
        return joined([await self._fetched(part) for part in parts])

    async def _gathered(self, receipt: Receipt) -> list[Receipt]:
        if not receipt.inbound.group:
            return [receipt]
        known = 0
        while True:
            parts = await self.house.store.look(receipts.parts_of, receipt)
            if len(parts) == known:
                return parts
            known = len(parts)
            await asyncio.sleep(self.quiet)

    async def _fetched(self, receipt: Receipt) -> Receipt:
        inbound = receipt.inbound
        channel = self.channels.get(inbound.sender.channel)
        if all(map(_here, inbound.files)) or not isinstance(channel, Fetching):
            return receipt
        found = [file if _here(file) else await self._fetch(channel, file) for file in inbound.files]
        inbound = replace(inbound, files=tuple(found))
        await self.house.store.run(kept, receipt, inbound)
        return replace(receipt, inbound=inbound)

    async def _fetch(self, channel: Fetching, file: File) -> File:
        """The file with its content on the shelf, or with the reason why it is not."""
        for pause in (*self.pauses, None):
            try:
                return await attachments.take(self.house, file.name, await self._content(channel, file))
            except TooLarge:
                return replace(file, fault="too_large")
            except Undeliverable as fault:
                log.warning("file is gone", kind=file.kind, fault=fault)
                break
            except Unreachable as fault:
                log.warning("file not fetched", kind=file.kind, fault=fault)
                if pause is not None:
                    await asyncio.sleep(min(max(pause, fault.retry_after or 0), self.longest))
        return replace(file, fault="unfetched")

    async def _content(self, channel: Fetching, file: File) -> bytes:
        """Raises Unreachable too where it comes drop by drop, for ever."""
        try:
            async with asyncio.timeout(self.patience):
                return await channel.fetch(file)
        except TimeoutError:
            raise Unreachable("too slow") from None


def _here(file: File) -> bool:
    return bool(file.sha256 or file.fault)


def joined(parts: Sequence[Receipt]) -> Receipt:
    """Parts of one message as one: every file, all words that were written below them."""
    first, *rest = parts
    text = "\n".join(each.inbound.text for each in parts if each.inbound.text)
    inbound = replace(first.inbound, text=text, files=tuple(f for each in parts for f in each.inbound.files))
    return replace(first, inbound=inbound, parts=tuple(each.id for each in rest))
