"""Words that could not be delivered: the desk's list, and another try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select, update

from storage.owed import GIVEN_UP, OWED
from storage.tables import conversations, owed, persons, tickets

DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Lost:
    """A row of the outbox that was given up. `ticket` may be None; `office` is where it belongs, or empty.

    `name`: of the person whom it was for, where one is known.
    """

    id: int
    channel: str
    address: str
    name: str
    at: datetime
    ticket: str | None
    office: str
    fault: str
    text: str


def lost(c: Connection, offices: Sequence[str], limit: int = 200) -> list[Lost]:
    """What was given up for tickets of these offices, and what belongs to no ticket; the newest first."""
    rows = (
        select(owed.c.id, owed.c.channel, owed.c.address, owed.c.at, owed.c.ticket, owed.c.fault, owed.c.body,
               tickets.c.office, persons.c.name)
        .join(conversations, conversations.c.address == owed.c.address, isouter=True)
        .join(persons, persons.c.id == conversations.c.person, isouter=True)
        .join(tickets, tickets.c.number == owed.c.ticket, isouter=True)
        .where(_listed(offices))
        .order_by(owed.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [
        Lost(row.id, row.channel, row.address, row.name or "", row.at, row.ticket, row.office or "", row.fault or "",
             "\n".join(bubble["text"] for bubble in row.body["bubbles"]))
        for row in c.execute(rows)
    ]  # fmt: skip


def _listed(offices: Sequence[str]) -> ColumnElement[bool]:
    """What the officers of these offices see: their tickets', and what belongs to no ticket."""
    theirs = select(tickets.c.number).where(tickets.c.office.in_(offices))
    return (owed.c.status == GIVEN_UP) & or_(owed.c.ticket.is_(None), owed.c.ticket.in_(theirs))


def _moved(c: Connection, id: int, offices: Sequence[str], **values: object) -> bool:
    return c.execute(update(owed).where(owed.c.id == id, _listed(offices)).values(**values)).rowcount == 1


def again(c: Connection, id: int, offices: Sequence[str], now: datetime) -> bool:
    """Owe it once more, from where it stopped; False when it is not on the list of these offices."""
    return _moved(c, id, offices, status=OWED, attempts=0, next_at=now, fault=None)


def drop(c: Connection, id: int, offices: Sequence[str]) -> bool:
    """Take it off the list; the person was told in another way."""
    return _moved(c, id, offices, status=DROPPED)
