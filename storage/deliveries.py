"""What became of each message at the far side. A status only steps forward, in whatever order it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from storage.engine import insert_new
from storage.tables import deliveries

RANK = {"": 0, "sent": 1, "delivered": 2, "failed": 2, "read": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of which owed row it was; `owed` is None while our own mark is still to come."""

    owed: int | None
    part: int
    status: str = ""
    kind: str = ""  # of the fault: closed, again, never
    fault: str = ""


def step(c: Connection, key: tuple[str, str], told: Place, now: datetime) -> Place | None:
    """A status was told for (channel, far-side id). None when it is known or behind what is known."""
    news = {"status": told.status, "kind": told.kind, "fault": told.fault, "at": now}
    known = _find(c, key)
    if known is None:
        insert_new(c, deliveries, {**_named(key), **news})
        return Place(None, 0)
    if RANK[told.status] <= RANK[known.status]:
        return None
    c.execute(update(deliveries).where(*_at(key)).values(**news))
    return known


def mark(c: Connection, key: tuple[str, str], owed: int, part: int, now: datetime) -> Place | None:
    """The far side gave this id to a part of ours. Returns what was told of it before, if anything was."""
    if insert_new(c, deliveries, {**_named(key), "owed": owed, "part": part, "at": now}):
        return None
    c.execute(update(deliveries).where(*_at(key)).values(owed=owed, part=part))
    return _find(c, key)


def ours(c: Connection, channel: str, far_id: str) -> bool:
    """Whether we sent a message that has this id."""
    found = _find(c, (channel, far_id))
    return found is not None and found.owed is not None


def _find(c: Connection, key: tuple[str, str]) -> Place | None:
    row = c.execute(select(deliveries).where(*_at(key)).with_for_update()).first()
    return Place(row.owed, row.part, row.status, row.kind, row.fault) if row else None


def _named(key: tuple[str, str]) -> dict[str, object]:
    return {"channel": key[0], "far_id": key[1]}


def _at(key: tuple[str, str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deliveries.c.channel == key[0], deliveries.c.far_id == key[1]
