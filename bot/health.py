"""How the counter is, for those who run it: by channel, and what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from shutil import disk_usage
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Connection

from bot.house import House
from bot.watch import SILENCE, Watch
from storage import backlog

log = structlog.get_logger()
PATIENCE = 10  # seconds that the store may take to answer
SCARCE, FULL = 1 << 30, 100 << 20  # bytes left on the disk: to be looked after soon, at once
FIRST = timedelta(minutes=1)  # that a channel may take at our beginning
AHEAD = timedelta(days=90)  # before the last reviewed year of working days ends


@dataclass(frozen=True, slots=True)
class Door:
    """One channel. `last_success`: it was read, a message came or one went; None: nothing yet.

    `backlog`: messages not heard yet; `owed`: rows of words not sent; `oldest`: seconds that one of them waits.
    """

    last_success: datetime | None
    backlog: int
    owed: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Report:
    """`faults` make the counter not ready; `warnings` only want somebody's attention. Both by part."""

    doors: Mapping[str, Door]
    faults: Mapping[str, str]
    warnings: Mapping[str, str]

    def flat(self) -> dict[str, Any]:
        """As JSON shows it."""
        doors = {name: {**asdict(door), "last_success": _iso(door.last_success)} for name, door in self.doors.items()}
        status = "not ready" if self.faults else "ok"
        return {"status": status, "faults": self.faults, "warnings": self.warnings, "channels": doors}


class Health:
    """Asks the store and looks at the channels of this process."""

    def __init__(self, house: House, channels: list[str], watch: Watch) -> None:
        self._house, self._channels, self._watch = house, channels, watch

    async def report(self) -> Report:
        """How everything is now. Never raises."""
        now, warnings = self._house.clock(), self._calendar()
        faults: dict[str, str] = {}
        if free := self._scarce():
            (faults if free < FULL else warnings)["disk"] = f"{free >> 20} MB are left for files"
        try:
            async with asyncio.timeout(PATIENCE):
                unheard, owed = await self._house.store.look(_waiting, now)
                last, unsent = await self._watch.last(), await self._watch.unsent()
        except Exception as error:
            log.error("store unreachable", fault=error)
            return Report({}, {**faults, "store": "unreachable"}, warnings)
        doors = {
            name: Door(self._worked(name, last), unheard.get(name, 0), *owed.get(name, (0, 0.0)))
            for name in self._channels
        }
        faults |= {place: fault for place, at in last.items() if (fault := self._fault(at))}
        faults |= {f"{name}/sending": f"nothing was taken since {at.isoformat()}" for name, at in unsent.items()}
        return Report(doors, faults, warnings)

    async def unsent(self) -> Mapping[str, datetime]:
        """Channels that refuse all that is sent, and since when."""
        return await self._watch.unsent()

    async def metrics(self) -> bytes:
        """Prometheus text: what was counted, and how it stands now."""
        report, registry = await self.report(), CollectorRegistry()
        now = self._house.clock()
        Gauge("loket_ready", "1 while nothing is wrong", registry=registry).set(not report.faults)
        gauges = {
            name: Gauge(f"loket_{name}", about, ["channel"], registry=registry) for name, about in STANDING.items()
        }
        for name, door in report.doors.items():
            gauges["backlog"].labels(name).set(door.backlog)
            gauges["owed"].labels(name).set(door.owed)
            gauges["owed_oldest_seconds"].labels(name).set(door.oldest)
            if door.last_success:
                gauges["last_success_seconds"].labels(name).set((now - door.last_success).total_seconds())
        return self._house.tally.text() + generate_latest(registry)

    def _worked(self, channel: str, last: Mapping[str, datetime | None]) -> datetime | None:
        """A channel that is read is as well as the place that was not read longest."""
        read = [at for place, at in last.items() if place.partition("/")[0] == channel]
        known = [at for at in read if at]
        return min(known) if read and len(known) == len(read) else self._house.tally.worked.get(channel)

    def _fault(self, last: datetime | None) -> str:
        """What is wrong with a place that was last read then, or nothing."""
        if self._watch.silent(last) < (SILENCE if last else FIRST):
            return ""
        return f"not read since {last.isoformat()}" if last else "never read yet"

    def _scarce(self) -> int | None:
        """How many bytes are left where files lie, if they are few."""
        with suppress(OSError):  # nothing was kept yet
            free = disk_usage(self._house.shelf.root).free
            return free if free < SCARCE else None
        return None

    def _calendar(self) -> dict[str, str]:
        """Whether the years ahead are reviewed (K1)."""
        last = self._house.catalogue.calendar.reviewed_to
        if self._house.now().date() + AHEAD <= date(last, 12, 31):
            return {}
        return {"calendar": f"working days are reviewed to the end of {last}: see docs/operations.md"}


STANDING = {
    "backlog": "Messages kept and not heard yet",
    "owed": "Rows of words still to be sent",
    "owed_oldest_seconds": "How long the oldest of them has waited",
    "last_success_seconds": "Since the channel was read, a message came or one went",
}


def _waiting(c: Connection, now: datetime) -> tuple[dict[str, int], dict[str, tuple[int, float]]]:
    return backlog.unheard(c), backlog.undelivered(c, now)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
