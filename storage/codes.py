"""One-time codes: who asked for one, in which conversation, to which mail address, and how often it was guessed.

The digits themselves are never kept; `seed` makes them with the house's secret (bot/joining.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select, update

from storage.engine import one_at_a_time
from storage.tables import codes


@dataclass(frozen=True, slots=True)
class Code:
    """A code that is awaited. `seed` empty: none was sent, so that no digits are right."""

    id: int
    mail: str
    seed: str
    at: datetime
    tries: int


def begin(c: Connection, key: str, person: str, mail: str, seed: str, now: datetime) -> None:
    """A new code is awaited in the conversation under `key`; it voids the one before."""
    end(c, key)
    c.execute(codes.insert().values(address=key, person=person, mail=mail, seed=seed, at=now))


def end(c: Connection, key: str) -> None:
    """No code is awaited in this conversation any more: it was right, or is not wanted."""
    c.execute(update(codes).where(codes.c.address == key, codes.c.open).values(open=False))


def awaited(c: Connection, key: str) -> Code | None:
    """The code awaited in the conversation under `key`."""
    row = c.execute(select(codes).where(codes.c.address == key, codes.c.open)).first()
    return Code(row.id, row.mail, row.seed, row.at, row.tries) if row else None


def concern(c: Connection, key: str, mail: str, since: datetime) -> bool:
    """Whether digits said here may be a code: one is awaited here, or went to this very mailbox after `since`."""
    here = or_(codes.c.address == key, codes.c.mail == mail)
    return c.scalar(select(codes.c.id).where(here, codes.c.open, codes.c.at > since).limit(1)) is not None


def tried(c: Connection, code: Code) -> None:
    """One try more."""
    c.execute(update(codes).where(codes.c.id == code.id).values(tries=codes.c.tries + 1))


def asked_by(c: Connection, person: str, since: datetime) -> list[datetime]:
    """When this person asked for codes after `since`, in order."""
    return _times(c, codes.c.person == person, since)


def sent_to(c: Connection, mail: str, since: datetime) -> list[datetime]:
    """When codes were sent to `mail` after `since`, in order; nobody else sends one until we are done."""
    one_at_a_time(c, f"codes {mail}")
    return _times(c, (codes.c.mail == mail) & (codes.c.seed != ""), since)


def _times(c: Connection, where: ColumnElement[bool], since: datetime) -> list[datetime]:
    return list(c.scalars(select(codes.c.at).where(where, codes.c.at > since).order_by(codes.c.at)))
