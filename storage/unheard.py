"""What the bot gave up or did not understand: the console's list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from storage.privacy import MARKER
from storage.tables import unheard


def add(c: Connection, now: datetime, address: str, kind: str, words: str, fault: str) -> None:
    """Put something on the list. `kind`: turn, timer, delivery, understanding, mail."""
    c.execute(insert(unheard).values(at=now, address=address, kind=kind, words=words, fault=fault))


def add_once(c: Connection, now: datetime, address: str, kind: str, words: str) -> None:
    """The same, unless it waits on the list already."""
    same = (unheard.c.address == address) & (unheard.c.kind == kind) & (unheard.c.words == words)
    if c.scalar(select(unheard.c.id).where(same, unheard.c.done_at.is_(None)).limit(1)) is None:
        add(c, now, address, kind, words, "")


def waiting(c: Connection, limit: int = 200, kinds: Sequence[str] = ()) -> list[Row[Any]]:
    """What nobody has looked after yet, oldest first; of these kinds, or of all."""
    rows = select(unheard).where(unheard.c.done_at.is_(None)).order_by(unheard.c.id)
    if kinds:
        rows = rows.where(unheard.c.kind.in_(kinds))
    return list(c.execute(rows.limit(limit)))


def done(c: Connection, id: int, now: datetime, label: str = "") -> None:
    """Take something off the list. `label`: what was meant ("ITSM.5/internet_tamu", "oos")."""
    c.execute(update(unheard).where(unheard.c.id == id).values(done_at=now, label=label))


def find(c: Connection, id: int, kind: str) -> Row[Any] | None:
    """What is or was on the list under this number and is of this kind."""
    return c.execute(select(unheard).where(unheard.c.id == id, unheard.c.kind == kind)).one_or_none()


def labelled(c: Connection, kind: str) -> list[Row[Any]]:
    """What got a label, the latest last; without words that were erased since."""
    taught = (unheard.c.kind == kind) & (unheard.c.label != "") & (unheard.c.words != MARKER)
    return list(c.execute(select(unheard).where(taught).order_by(unheard.c.done_at, unheard.c.id)))
