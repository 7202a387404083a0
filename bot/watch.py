"""Looks after what is read round by round and after what is sent: whoever runs the counter is told once when one
of them fails for long, and once when it works again.
"""

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
from storage import conversations, owed, rounds
from storage.rounds import Round
from storage.shapes import address_of

log = structlog.get_logger()
SILENCE = timedelta(minutes=10)
OUT = "-"  # the "place" to which a channel sends
FRESH = timedelta(seconds=30)  # a round is written down no more often


def places(channels: Iterable[Channel]) -> dict[str, datetime | None]:
    """Every place that this process could read, "channel/place", and when it last did."""
    polled = [each for each in channels if isinstance(each, Polled)]
    return {f"{each.name}/{place}": at for each in polled for place, at in each.rounds().items()}


class Watch:
    """One process's eye on its channels. Another process may be the one that reads them or sends: the store knows."""

    def __init__(self, house: House, channels: Mapping[str, Channel]) -> None:
        self._house, self._channels = house, channels
        self._begun = house.clock()

    async def tick(self) -> None:
        """Write the rounds down; tell of a silence, or of its end."""
        await self._house.store.run(self._look, places(self._channels.values()))

    async def last(self) -> dict[str, datetime | None]:
        """When each place was last read, by whichever process; None: never."""
        known = await self._house.store.look(rounds.known)
        return {place: _later(at, known.get(place)) for place, at in places(self._channels.values()).items()}

    async def unsent(self) -> dict[str, datetime]:
        """Channels that take nothing from any process, and since when about."""
        known = await self._house.store.look(rounds.known)
        found = {name: known.get(f"{name}/{OUT}", Round()) for name in self._channels}
        return {name: each.at or each.alarmed_at - SILENCE for name, each in found.items() if each.alarmed_at}

    def silent(self, last: datetime | None) -> timedelta:
        """For how long nothing was read, as far as this process can know."""
        return self._house.clock() - max(last or self._begun, self._begun)

    def _look(self, c: Connection, found: Mapping[str, datetime | None]) -> None:
        known = rounds.known(c)
        sent = {f"{name}/{OUT}": at for name, at in self._house.tally.sent.items()}
        for place, at in {**found, **sent}.items():
            before = known.get(place, Round())
            if at and (before.at is None or at - before.at >= FRESH):
                rounds.succeeded(c, place, at)
        for place, at in found.items():
            self._judge(c, place, at, known.get(place, Round()))
        for name in self._channels:
            self._judge_sending(c, name, known.get(f"{name}/{OUT}", Round()))

    def _judge(self, c: Connection, place: str, at: datetime | None, before: Round) -> None:
        """Alarm, or the end of it; each is told by whichever process is the first."""
        last = _later(at, before)
        if self.silent(last) >= SILENCE:
            if rounds.alarm(c, place, self._house.clock()):
                self._tell(c, "watch.silent", place, last or self._begun)
        elif at and before.alarmed_at and at > before.alarmed_at and rounds.calm(c, place):
            self._tell(c, "watch.back", place, at)

    def _judge_sending(self, c: Connection, name: str, before: Round) -> None:
        """The same for the way out: silence is no fault there, but refusals with nothing taken between are."""
        tally, place = self._house.tally, f"{name}/{OUT}"
        sent, refused = tally.sent.get(name), tally.unsent.get(name)
        since = refused and max(refused, _later(sent, before) or refused)
        if since and self._house.clock() - since >= SILENCE:
            if rounds.alarm(c, place, self._house.clock()):
                self._tell(c, "watch.unsent", place, since)
        elif sent and before.alarmed_at and sent > before.alarmed_at and rounds.calm(c, place):
            self._tell(c, "watch.sends", place, sent)

    def _tell(self, c: Connection, key: str, place: str, since: datetime) -> None:
        """In the log, and to whoever is named for it."""
        house, (channel, _, name) = self._house, place.partition("/")
        log.error(key, channel=channel, since=since.isoformat())
        for to in self._ways(c, key) if house.admin else ():
            told = {"channel": channel, "place": name, "since": house.local(since).isoformat()}
            words = letter(house.speak(staff.LANGUAGE), [Say(to, key, told)], {})
            owed.add(c, to, words, house.clock(), None)

    def _ways(self, c: Connection, key: str) -> list[Address]:
        """By mail; while mail does not go out, where else the same person writes to us, if that is known."""
        mail = Address("email", self._house.admin)
        if mail.channel not in self._house.tally.unsent:
            return [mail]
        person = conversations.person_at(c, mail)
        known = [address_of(each) for each in conversations.of_person(c, person)] if person else []
        failing = {mail.channel, *self._house.tally.unsent}
        other = [to for to in known if to.channel in self._channels and to.channel not in failing]
        return other[:1] or ([] if key == "watch.unsent" else [mail])


def _later(at: datetime | None, known: Round | None) -> datetime | None:
    return max((moment for moment in (at, known and known.at) if moment), default=None)
