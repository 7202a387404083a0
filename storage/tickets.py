"""Tickets and their history, which is only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.messages import OpenTicket, TicketView
from storage import search
from storage.engine import insert_new
from storage.schema import AnyRow
from storage.tables import conversations, counters, files, persons, ticket_events, ticket_files, tickets

_VIEW = tuple(f.name for f in fields(TicketView) if f.name != "owner_name")
_TUPLES = ("outstanding", "marks")
# K15: urgent first, then the office's scale of disturbances, then by the time of receipt
WAITING = (tickets.c.urgent.desc(), tickets.c.rank.desc(), tickets.c.opened_at, tickets.c.number)
_SELECT = select(
    *(tickets.c[name] for name in _VIEW),
    tickets.c.address,
    tickets.c.officer,
    tickets.c.group,
    tickets.c.superior,
    tickets.c.parent,
    persons.c.name.label("owner_name"),
).join(persons, persons.c.id == tickets.c.owner)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk knows of a ticket beside its view.

    `address`: key of the conversation where its person is told: of one ticket the one that they used last,
    in a list the one where it was opened.
    """

    address: str
    officer: str
    group: str
    superior: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """One line of a ticket's history."""

    id: int
    ticket: str
    at: datetime
    actor: str
    action: str
    before: str
    after: str
    params: dict[str, Any]


def view(row: AnyRow) -> TicketView:
    """A row as the dialogue and the console see it."""
    got = row._mapping
    values = {name: got[name] for name in _VIEW}
    values |= {name: tuple(values[name]) for name in _TUPLES}
    return TicketView(**values, owner_name=got["owner_name"])


def desk(row: AnyRow) -> Desk:
    """The same row, as the desk sees it."""
    return Desk(row.address, row.officer, row.group, row.superior, row.parent)


_OWN = (
    _SELECT.where(tickets.c.owner == bindparam("person"))
    .order_by(tickets.c.opened_at.desc(), tickets.c.number.desc())
    .limit(bindparam("most"))
)
_USED_LAST = (
    select(conversations.c.address)
    .where(conversations.c.person == tickets.c.owner)
    .order_by(conversations.c.at.desc(), conversations.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_FIND = _SELECT.add_columns(_USED_LAST.label("told_at")).where(tickets.c.number == bindparam("number"))
_LOCK = _FIND.with_for_update(of=tickets)


def own(c: Connection, person: str, limit: int = 50) -> tuple[TicketView, ...]:
    """A person's own tickets, newest first."""
    return tuple(view(row) for row in c.execute(_OWN, {"person": person, "most": limit}))


def find(c: Connection, number: str) -> tuple[TicketView, Desk] | None:
    """A ticket by number; no lock."""
    return _one(c.execute(_FIND, {"number": number}).first())


def _one(row: AnyRow | None) -> tuple[TicketView, Desk] | None:
    return (view(row), replace(desk(row), address=row.told_at or row.address)) if row else None


def lock(c: Connection, number: str) -> tuple[TicketView, Desk] | None:
    """A ticket by number, held until the transaction ends. Lock its conversation first."""
    return _one(c.execute(_LOCK, {"number": number}).first())


def number(c: Connection, prefix: str, now: datetime) -> str:
    """The next number of the month (`now` in office time): KPTIK-2611-0001."""
    series = f"{prefix}-{now:%y%m}"
    insert_new(c, counters, {"series": series, "n": 0})
    n = c.scalar(update(counters).where(counters.c.series == series).values(n=counters.c.n + 1).returning(counters.c.n))
    return f"{series}-{n:04d}"


def open_ticket(c: Connection, number: str, wanted: OpenTicket, owner: tuple[str, str], now: datetime) -> TicketView:
    """A new ticket with its first event and its files. `owner`: person id, conversation key."""
    row = {
        "number": number,
        "service": wanted.service,
        "variant": wanted.variant,
        "status": wanted.status,
        "office": wanted.office,
        "answers": wanted.answers,
        "summary": wanted.summary,
        "params": wanted.params,
        "opened_at": now,
        "due_at": wanted.due_at,
        "close_by": wanted.close_by,
        "response_due_at": wanted.response_due_at,
        "type": wanted.type,
        "urgent": wanted.urgent,
        "outstanding": list(wanted.outstanding),
        "marks": list(wanted.marks),
        "superior": wanted.superior,
        "parent": wanted.parent,
    }
    c.execute(insert(tickets).values(**row, owner=owner[0], address=owner[1]))
    note(c, TicketEvent(0, number, now, "person", "open", "", wanted.status, {"marks": list(wanted.marks)}))
    attach(c, number, wanted.files, now)
    found = find(c, number)
    assert found is not None
    search.keep(c, number, found[0].office, texts(found[0]))
    return found[0]


SOUGHT = ("summary", "answers", "office")  # columns whose words a ticket is found by


def texts(ticket: TicketView) -> tuple[Any, ...]:
    """What a ticket is found by, beside its number and office."""
    return ticket.summary, ticket.answers, ticket.owner_name


def change(c: Connection, number: str, values: Mapping[str, Any]) -> None:
    """Set columns of a ticket; tuples become lists."""
    clean = {name: list(value) if name in _TUPLES else value for name, value in values.items()}
    if not clean:
        return
    sought = any(name in clean for name in SOUGHT)
    if sought and (before := find(c, number)):
        search.forget(c, number, before[0].office, texts(before[0]))
    c.execute(update(tickets).where(tickets.c.number == number).values(clean))
    if sought and (after := find(c, number)):
        search.keep(c, number, after[0].office, texts(after[0]))


def note(c: Connection, event: TicketEvent) -> None:
    """Add a line to the history; its id is given by the store."""
    values = {f.name: getattr(event, f.name) for f in fields(TicketEvent) if f.name != "id"}
    c.execute(insert(ticket_events).values(values))


def history(c: Connection, number: str) -> list[TicketEvent]:
    """A ticket's history, oldest first."""
    rows = select(ticket_events).where(ticket_events.c.ticket == number).order_by(ticket_events.c.id)
    return [TicketEvent(**row._mapping) for row in c.execute(rows)]


def attach(c: Connection, number: str, ids: Sequence[str], now: datetime) -> None:
    """Join kept files to a ticket; a file already joined stays as it is."""
    known = set(c.scalars(select(files.c.id).where(files.c.id.in_(ids)))) if ids else set()
    for id in ids:
        if id in known:
            insert_new(c, ticket_files, {"ticket": number, "file": id, "at": now})


def some(c: Connection, numbers: Sequence[str]) -> list[tuple[TicketView, Desk]]:
    """The tickets of these numbers, in this order."""
    found = {row.number: (view(row), desk(row)) for row in c.execute(_SELECT.where(tickets.c.number.in_(numbers)))}
    return [found[number] for number in numbers if number in found]


def queue(
    c: Connection, statuses: Sequence[str] = (), office: str = "", limit: int = 200
) -> list[tuple[TicketView, Desk]]:
    """The desk's list, as they wait (K15)."""
    rows = _SELECT.order_by(*WAITING)
    if statuses:
        rows = rows.where(tickets.c.status.in_(statuses))
    if office:
        rows = rows.where(tickets.c.office == office)
    return [(view(row), desk(row)) for row in c.execute(rows.limit(limit))]


def newest(c: Connection) -> str | None:
    """Number of the ticket opened last."""
    opened = select(ticket_events.c.ticket).where(ticket_events.c.action == "open")
    return c.scalar(opened.order_by(ticket_events.c.id.desc()).limit(1))


def last_touched(c: Connection, key: str) -> str | None:
    """Number of the ticket of this conversation in whose history something was written last."""
    mine = select(ticket_events.c.ticket).join(tickets, tickets.c.number == ticket_events.c.ticket)
    return c.scalar(mine.where(tickets.c.address == key).order_by(ticket_events.c.id.desc()).limit(1))
