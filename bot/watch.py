"""Looks after what is read round by round: whoever runs the counter is told once of a silence, and once of its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot import staff
from bot.house import House
from bot.letter import letter
from bot.messages import Address, Say
from channels.base import Channel, Polled
from storage import owed, rounds
from storage.rounds import Round

log = structlog.get_logger()
SILENCE = timedelta(minutes=10)
FRESH = timedelta(seconds=30)  # a round is written down no more often


def places(channels: Iterable[Channel]) -> dict[str, datetime | None]:
    """Every place that this process could read, "channel/place", and when it last did."""
    polled = [each for each in channels if isinstance(each, Polled)]
    return {f"{each.name}/{place}": at for each in polled for place, at in each.rounds().items()}


class Watch:
    """One process's eye on its channels. Another process may be the one that reads them: the store knows."""

    def __init__(self, house: House, channels: Mapping[str, Channel]) -> None:
        self._house, self._channels = house, channels
        self._begun = house.clock()

    async def tick(self) -> None:
        """Write the rounds down; tell of a silence, or of its end."""
        if found := places(self._channels.values()):
            await self._house.store.run(self._look, found)

    async def last(self) -> dict[str, datetime | None]:
        """When each place was last read, by whichever process; None: never."""
        known = await self._house.store.look(rounds.known)
        return {place: _later(at, known.get(place)) for place, at in places(self._channels.values()).items()}

    def silent(self, last: datetime | None) -> timedelta:
        """For how long nothing was read, as far as this process can know."""
        return self._house.clock() - max(last or self._begun, self._begun)

    def _look(self, c: Connection, found: Mapping[str, datetime | None]) -> None:
        known = rounds.known(c)
        for place, at in found.items():
            before = known.get(place, Round())
            if at and (before.at is None or at - before.at >= FRESH):
                rounds.succeeded(c, place, at)
            self._judge(c, place, at, before)

    def _judge(self, c: Connection, place: str, at: datetime | None, before: Round) -> None:
        """Alarm, or the end of it; each is told by whichever process is the first."""
        last = _later(at, before)
        if self.silent(last) >= SILENCE:
            if rounds.alarm(c, place, self._house.clock()):
                self._tell(c, "watch.silent", place, last or self._begun)
        elif at and before.alarmed_at and at > before.alarmed_at and rounds.calm(c, place):
            self._tell(c, "watch.back", place, at)

    def _tell(self, c: Connection, key: str, place: str, since: datetime) -> None:
        """In the log, and by mail where somebody is named for it."""
        house, (channel, _, name) = self._house, place.partition("/")
        log.error(key, channel=channel, since=since.isoformat())
        if not house.admin:
            return
        told = {"channel": channel, "place": name, "since": house.local(since).isoformat()}
        words = letter(house.speak(staff.LANGUAGE), [Say(house.admin, key, told)], {})
        owed.add(c, Address("email", house.admin), words, house.clock(), None)


def _later(at: datetime | None, known: Round | None) -> datetime | None:
    return max(filter(None, (at, known and known.at)), default=None)
