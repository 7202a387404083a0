"""What reports are counted from: bare rows of a period, read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, func, select

from storage.listing import OPEN
from storage.tables import ticket_events, tickets, unheard

T, E = tickets.c, ticket_events.c


def _here(offices: Sequence[str], since: datetime, until: datetime) -> Any:
    """Of a period. The office is no way in: by it a store would jump to and fro through all its tickets."""
    return and_(T.opened_at >= since, T.opened_at < until, T.office.concat("").in_(offices))


class Opened(NamedTuple):
    """What is counted of a ticket; far quicker to look at than a row."""

    number: str
    office: str
    service: str
    type: str
    status: str
    opened_at: datetime
    due_at: datetime | None
    response_due_at: datetime | None
    handled_at: datetime | None
    fulfilled_at: datetime | None
    rating: int | None


_OPENED = select(*(T[name] for name in Opened._fields))


def opened(c: Connection, offices: Sequence[str], since: datetime, until: datetime) -> list[Opened]:
    """Tickets received from `since` until before `until`, in order."""
    rows = _OPENED.where(_here(offices, since, until)).order_by(T.opened_at, T.number)
    return [Opened(*row) for row in c.execute(rows)]


def reopened(c: Connection, offices: Sequence[str], since: datetime, until: datetime) -> dict[str, int]:
    """How often each of those tickets was opened again."""
    rows = select(E.ticket, func.count().label("n")).join(tickets, T.number == E.ticket)
    rows = rows.where(E.action == "reopen", E.at >= since, _here(offices, since, until)).group_by(E.ticket)
    return {row.ticket: row.n for row in c.execute(rows)}


def remarks(c: Connection, offices: Sequence[str], since: datetime, until: datetime) -> dict[str, str]:
    """What was said with the ratings of those tickets."""
    rows = select(E.ticket, E.params).join(tickets, T.number == E.ticket)
    rows = rows.where(E.action.in_(("rate", "remark")), E.at >= since, _here(offices, since, until)).order_by(E.id)
    said: dict[str, list[str]] = {}
    for number, params in c.execute(rows):
        if params.get("text"):
            said.setdefault(number, []).append(str(params["text"]))
    return {number: " ".join(texts) for number, texts in said.items()}


def waiting(c: Connection, offices: Sequence[str]) -> list[Row[Any]]:
    """What is open now: when it came, when it is due."""
    rows = select(T.office, T.service, T.opened_at, T.due_at)
    return list(c.execute(rows.where(T.status.in_(OPEN), T.office.in_(offices))))


def unclear(c: Connection, since: datetime, until: datetime) -> int:
    """How many messages were not understood."""
    rows = select(func.count()).where(unheard.c.kind == "understanding", unheard.c.at >= since, unheard.c.at < until)
    return c.scalar(rows) or 0
