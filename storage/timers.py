"""What falls due, and when. A timer belongs to a conversation and perhaps to one of its tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from storage.engine import insert_new
from storage.tables import timers


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that has fallen due."""

    id: int
    conversation: str
    key: str
    ticket: str | None
    due_at: datetime
    attempts: int


def set_at(c: Connection, conversation: str, key: str, ticket: str | None, at: datetime | None) -> None:
    """Set the timer `key` to `at`, replacing an earlier one; None takes it away."""
    same = (timers.c.address == conversation) & (timers.c.key == key) & (timers.c.ticket == (ticket or ""))
    c.execute(delete(timers).where(same))
    if at is not None:
        row = {"address": conversation, "key": key, "ticket": ticket or "", "due_at": at}
        insert_new(c, timers, row)


def plan(c: Connection, conversation: str, ticket: str, wanted: Mapping[str, datetime | None], now: datetime) -> None:
    """Set a ticket's timers as `wanted`. One that is due stays as it is: it is about to be told, or was."""
    mine = timers.c.ticket == ticket  # wherever its person was when they were set
    rows = c.execute(select(timers.c.key, timers.c.due_at).where(mine))
    stand = {row.key: row.due_at for row in rows if row.key in wanted}
    gone = [key for key, due in stand.items() if wanted[key] is None or _moved(due, wanted[key], now)]
    if gone:
        c.execute(delete(timers).where(mine, timers.c.key.in_(gone)))
    new = [
        {"address": conversation, "key": key, "ticket": ticket, "due_at": at}
        for key, at in wanted.items()
        if at is not None and at > now and (key not in stand or key in gone)
    ]
    if new:
        c.execute(insert(timers), new)


def _moved(due: datetime, wanted: datetime | None, now: datetime) -> bool:
    return wanted is not None and wanted > now and wanted != due


def forget(c: Connection, ticket: str) -> None:
    """Take away every timer of a ticket."""
    c.execute(delete(timers).where(timers.c.ticket == ticket))


def claim(c: Connection, now: datetime, until: datetime) -> list[Timer]:
    """Take what is due, until `until`; nobody else gets it meanwhile."""
    free = or_(timers.c.lease_until.is_(None), timers.c.lease_until <= now)
    ripe = (
        select(timers)
        .where(timers.c.due_at <= now, free)
        .order_by(timers.c.due_at, timers.c.id)
        .limit(50)
        .with_for_update(skip_locked=True)
    )
    taken = [
        Timer(row.id, row.address, row.key, row.ticket or None, row.due_at, row.attempts) for row in c.execute(ripe)
    ]
    if taken:
        mine = timers.c.id.in_([timer.id for timer in taken])
        c.execute(update(timers).where(mine).values(lease_until=until))
    return taken


def done(c: Connection, timer: Timer) -> bool:
    """Take a timer away once it was told; False when it was told, or cancelled, before."""
    return c.execute(delete(timers).where(timers.c.id == timer.id)).rowcount == 1


def stumble(c: Connection, timer: Timer) -> None:
    """Count a failed attempt; the lease decides when it is tried again."""
    c.execute(update(timers).where(timers.c.id == timer.id).values(attempts=timer.attempts + 1))


def next_time(c: Connection) -> datetime | None:
    """When the earliest timer falls due."""
    found: datetime | None = c.scalar(select(func.min(timers.c.due_at)))
    return found


def begin(c: Connection, conversation: str, key: str, at: datetime) -> None:
    """Set a timer unless there is one already."""
    insert_new(c, timers, {"address": conversation, "key": key, "ticket": "", "due_at": at})
