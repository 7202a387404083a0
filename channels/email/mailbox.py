"""A mailbox: every mail is kept raw, read, handed on, and only after the commit marked as read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from channels.email.wire import Server, Wire

log = structlog.get_logger()
LONGEST = 120.0  # seconds before a lost connection is made again, at most
LOOK_BACK = timedelta(days=7)  # how far a mailbox is read again whose numbering began anew


def utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox of an office."""

    office: str
    address: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Place:
    """How far a mailbox has been read (RFC 3501: a UID means something under its UIDVALIDITY only)."""

    validity: int
    uid: int


class Bookmark(Protocol):
    """Where the places are remembered."""

    async def place(self, mailbox: str) -> Place | None: ...

    async def passed(self, mailbox: str, place: Place) -> None: ...


Take = Callable[[Account, bytes, bool], Awaitable[None]]  # a mail's bytes, and whether they are all


@dataclass
class Mailbox:
    """Reads one mailbox for ever. `take` commits a mail. `round`: when all of it was last known to be read."""

    account: Account
    server: Server
    bookmark: Bookmark
    take: Take
    max_bytes: int
    clock: Callable[[], datetime] = utc
    round: datetime | None = None

    async def listen(self) -> None:
        """Read until cancelled; a lost line is made again, later and later while it fails."""
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._visit()
            except Exception as fault:
                log.warning("mailbox lost", office=self.account.office, fault=fault)
            failures = 0 if asyncio.get_running_loop().time() - began > LONGEST else failures + 1
            await asyncio.sleep(min(self.server.pause * 2 ** min(failures, 10), LONGEST))

    async def _visit(self) -> None:
        wire = Wire(self.server)
        try:
            validity = await wire.enter(self.account.user, self.account.password)
            while True:
                await self._read(wire, validity)
                self.round = self.clock()
                await wire.wait()
        finally:
            wire.leave()

    async def _read(self, wire: Wire, validity: int) -> None:
        """Whatever came since the last time, in order."""
        for uid in await self._new(wire, validity):
            size = await wire.size(uid)
            raw = await wire.fetch(uid, self.max_bytes) if size is not None else None
            if raw is not None:
                await self.take(self.account, raw, (size or 0) <= self.max_bytes)
                await wire.seen(uid)
            await self.bookmark.passed(self.account.address, Place(validity, uid))

    async def _new(self, wire: Wire, validity: int) -> list[int]:
        known = await self.bookmark.place(self.account.address)
        if known is None:
            return await wire.search("UNSEEN")
        if known.validity != validity:
            since = self.clock() - LOOK_BACK
            return await wire.search("SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}")
        found = await wire.search("UID", f"{known.uid + 1}:*")
        return [uid for uid in found if uid > known.uid]  # "n:*" always names the last mail


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
