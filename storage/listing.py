"""The desk's lists: which tickets wait, in which order, and how many there are beside each filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from bot.desk.lifecycle import ENDED, UNDONE
from bot.messages import TicketView
from storage import tickets as rows_of
from storage.tables import conversations, owed, receipts, ticket_events, tickets
from storage.tickets import Desk

WAITS = ("waiting_person", "waiting_completeness", "waiting_document")
TO_END = ("fulfilled", "confirmed")  # the desk has still to confirm or close
OPEN = (*UNDONE, "waiting_document")
DONE = (*TO_END, *ENDED)


@dataclass(frozen=True, slots=True)
class Filter:
    """`show`: a key of `SHOWS`. Empty `offices` or `services`: nothing. `me`: the officer who asks."""

    show: str
    offices: Sequence[str]
    services: Sequence[str]
    me: str
    now: datetime


def _conditions(asked: Filter) -> dict[str, ColumnElement[bool]]:
    """What each filter of the open tickets means."""
    t = tickets.c
    return {
        "open": t.status.in_(OPEN),
        "new": t.status == "new",
        "mine": and_(t.status.in_(OPEN), t.officer == asked.me),
        "free": and_(t.status.in_(OPEN), t.officer == ""),
        "urgent": and_(t.status.in_(OPEN), t.urgent),
        "late": and_(t.status.in_(UNDONE), t.due_at < asked.now),
        "waits": t.status.in_(WAITS),
    }


SHOWS = ("open", "new", "mine", "free", "urgent", "late", "waits", "done")


def page(c: Connection, asked: Filter, limit: int, offset: int = 0) -> list[tuple[TicketView, Desk]]:
    """Rows of the list, as they wait (K15); what is done, the newest first."""
    t = tickets.c
    if asked.show == "done":  # a function of the status, so that the index of the times is walked, not sorted
        wanted, order = func.coalesce(t.status, "").in_(DONE), (t.opened_at.desc(), t.number.desc())
    else:
        wanted, order = _conditions(asked)[asked.show], rows_of.WAITING  # type: ignore[assignment]
    here = and_(wanted, func.coalesce(t.office, "").in_(asked.offices), t.service.in_(asked.services))
    numbers = list(c.scalars(select(t.number).where(here).order_by(*order).limit(limit).offset(offset)))
    return rows_of.some(c, numbers)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of an office and a service there are under each filter."""

    office: str
    service: str
    of: dict[str, int]


def counts(c: Connection, asked: Filter) -> list[Count]:
    """By office and service; the filters on top count those of all these."""
    t = tickets.c
    sums = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in _conditions(asked).items()]
    opened = select(t.office, t.service, *sums).where(t.status.in_(OPEN)).group_by(t.office, t.service)
    ended = func.coalesce(t.status, "").in_(DONE)  # walks the index of office, status and service, no rows
    done = select(t.office, t.service, func.count().label("n")).where(ended)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in c.execute(opened):
        found[row.office, row.service] = {name: int(row._mapping[name]) for name in SHOWS if name != "done"}
    for row in c.execute(done.group_by(t.office, t.service)):
        found.setdefault((row.office, row.service), dict.fromkeys(SHOWS, 0))["done"] = row.n
    return [Count(office, service, {"done": 0, **of}) for (office, service), of in found.items()]


def stamp(c: Connection) -> str:
    """Changes whenever something is done to any ticket, or somebody begins or ends to wait for an officer."""
    wanted = select(func.count(), func.max(conversations.c.human_since)).where(conversations.c.human.is_not(None))
    waiting, since = c.execute(wanted).one()
    return f"{c.scalar(select(func.max(ticket_events.c.id))) or 0}.{waiting}.{since.timestamp() if since else 0:.0f}"


def stamp_of(c: Connection, number: str, address: str) -> str:
    """Changes whenever something is done to this ticket, or said in its conversation."""
    asked: list[Any] = [
        select(func.max(ticket_events.c.id)).where(ticket_events.c.ticket == number),
        select(func.max(receipts.c.id)).where(receipts.c.address == address),
        select(func.max(owed.c.id)).where(owed.c.address == address),
    ]
    return ".".join(str(c.scalar(one) or 0) for one in asked)
