"""When each mailbox or poll was last read, and whether somebody was alarmed by its silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.engine import put
from storage.tables import rounds


@dataclass(frozen=True, slots=True)
class Round:
    """`at`: the last one that succeeded, in whichever process; None: none ever did."""

    at: datetime | None = None
    alarmed_at: datetime | None = None


def known(c: Connection) -> dict[str, Round]:
    """Every place that was ever looked at."""
    return {row.place: Round(row.at, row.alarmed_at) for row in c.execute(select(rounds))}


def succeeded(c: Connection, place: str, at: datetime) -> None:
    """A round came to its end."""
    put(c, rounds, {"place": place, "at": at})


def alarm(c: Connection, place: str, now: datetime) -> bool:
    """Somebody is to be told; False when they were."""
    if place not in known(c):
        put(c, rounds, {"place": place, "at": None})
    quiet = (rounds.c.place == place) & rounds.c.alarmed_at.is_(None)
    return c.execute(update(rounds).where(quiet).values(alarmed_at=now)).rowcount == 1


def calm(c: Connection, place: str) -> bool:
    """It is over; False when nobody was alarmed."""
    alarmed = (rounds.c.place == place) & rounds.c.alarmed_at.is_not(None)
    return c.execute(update(rounds).where(alarmed).values(alarmed_at=None)).rowcount == 1
