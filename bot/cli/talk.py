"""One conversation through the real house: what `loket chat` does with each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from bot.acting import MOMENTS, Deed, local
from bot.app import App
from bot.cli import stage
from bot.cli.clock import StandingClock
from bot.desk import rights
from bot.dialog.expected import expecting as expected
from bot.house import House
from bot.messages import Address, File, Inbound, TicketView
from bot.staff import LANGUAGE
from bot.turn import world
from channels.base import Outgoing
from channels.terminal import Terminal
from storage import conversations, tickets, timers
from storage.shapes import key_of

OFFICER = "officer:chat"
EVERYBODY = rights.Officer("chat", rights.ADMIN, "admin", "")  # a rehearsal's officer serves every office
REHEARSED = "loket chat"


class Talk:
    """A person at `me`, the desk, and a clock that moves when told."""

    def __init__(self, house: House, clock: StandingClock, me: Address) -> None:
        self.me, self._house, self._clock = me, house, clock
        doors = {name: Terminal(name) for name in (me.channel, "email")}
        self._doors = list(doors.values())
        self.app = App(house, self._doors)
        self.words = house.speak(LANGUAGE)

    async def say(self, text: str, **more: Any) -> None:
        """A person's message; `more`: other parts of Inbound. Whoever rehearses is who they say they are."""
        await self.app.receive(Inbound(uuid4().hex, self._clock(), self.me, text, proved=True, **more))
        await self.app.settle()

    async def upload(self, found: Sequence[Path]) -> tuple[File, ...]:
        """Files of this machine, inspected and kept as a channel would."""
        if not found:
            return ()
        from bot import attachments  # heavy, and seldom needed here

        return tuple([await attachments.take(self._house, path.name, path.read_bytes()) for path in found])

    async def do(self, action: str, ticket: str | None, params: dict[str, Any]) -> None:
        """An officer's action; without a number on the newest ticket, if there is one."""
        number = ticket or await self._house.store.look(tickets.newest) or ""
        more = {"reason": REHEARSED, **params} if action == "take" else params  # the queue asks for a reason (K15)
        await self.app.act(Deed(number, action, more, OFFICER, key_of(self.me), by=EVERYBODY))
        await self.app.settle()

    async def give(self, wanted: dict[str, Any]) -> str:
        """A ticket that already stands so; its number."""
        return await self._house.store.run(stage.give, self._house, self.me, wanted)

    async def settle_at(self, office: str) -> None:
        """The person's office is known from the start."""
        await self._house.store.run(stage.at_office, self.me, office, self._clock())

    async def wait(self, length: timedelta) -> None:
        """Move the clock; what falls due meanwhile does so at its moment."""
        until = self._clock() + length
        while (due := await self._house.store.look(timers.next_time)) and due <= until:
            self._clock.move_to(due)
            if not await self.app.tick_timers():
                break
            await self.app.settle()
        self._clock.move_to(until)

    def taken(self) -> list[Outgoing]:
        """What was delivered since the last call, to everybody."""
        return [message for door in self._doors for message in door.taken()]

    async def shown(self, ticket: str | None = None) -> dict[str, Any]:
        """What a line is answered with (contract, `loket chat --json`)."""
        sent = self.taken()
        stand = await self._house.store.run(_stand, self._house, self.me, ticket)
        return {
            "replies": [_reply(bubble) for one in sent if one.to == self.me for bubble in one.bubbles],
            **stand,
            "sent": [_sent(one) for one in sent if one.to != self.me],
        }


def _stand(c: Connection, house: House, me: Address, ticket: str | None) -> dict[str, Any]:
    """Where the conversation stands, and the ticket that was last spoken of or acted on."""
    held, now = conversations.lock(c, me, house.clock()), house.clock()
    expecting = expected(held.state, world(c, house, held, now))
    number = ticket or tickets.last_touched(c, held.key)
    found = tickets.find(c, number) if number else None
    return {
        "expecting": {"field": expecting[0], "kind": expecting[1]} if expecting else None,
        "step": held.state.step,
        "ticket": shown_ticket(house, local(house, found[0])) if found else None,
    }


def _reply(bubble: Any) -> dict[str, Any]:
    return {
        "key": bubble.key,
        "text": bubble.text,
        "choices": [{"id": id, "label": label} for id, label in bubble.choices],
        "files": list(bubble.files),
    }


def _sent(message: Outgoing) -> dict[str, Any]:
    return {"to": message.to.user, "subject": message.subject, "key": message.bubbles[0].key}


def shown_ticket(house: House, ticket: TicketView) -> dict[str, Any]:
    """A ticket as the contract names it; moments local to its office, without an offset."""
    shown = asdict(ticket)
    for name in MOMENTS:
        at: datetime | None = shown[name]
        shown[name] = at.replace(tzinfo=None).isoformat() if at else None
    service = house.catalogue.services.get(ticket.service)  # a complaint may be about none
    variant = next((one for one in service.variants if one.id == ticket.variant), None) if service else None
    return {**shown, "variant": None if variant is None or variant.incident else variant.id}


def paths(names: Sequence[str]) -> list[Path]:
    """Files of this machine that are to be sent. Raises ValueError for one that cannot be read."""
    found = [Path(name) for name in names]
    for path in found:
        if not path.is_file():
            raise ValueError(f"no file {path}")
    return found
