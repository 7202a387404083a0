"""Automatic mails counted by address, and how far each mailbox was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from storage.engine import one_at_a_time, put
from storage.tables import mail_places, postage


def lately(c: Connection, user: str, since: datetime) -> list[datetime]:
    """When mails to `user` went or will go, after `since`, in order; nobody else counts until we are done."""
    one_at_a_time(c, f"postage {user}")
    rows = select(postage.c.at).where(postage.c.user == user, postage.c.at > since)
    return list(c.scalars(rows.order_by(postage.c.at)))


def count(c: Connection, user: str, at: datetime) -> None:
    """A mail to `user` goes at `at`."""
    c.execute(postage.insert().values(user=user, at=at))


def place(c: Connection, mailbox: str) -> tuple[int, int] | None:
    """(UIDVALIDITY, last UID) of a mailbox; None before it was ever read."""
    row = c.execute(select(mail_places.c.validity, mail_places.c.uid).where(mail_places.c.mailbox == mailbox)).first()
    return (row.validity, row.uid) if row else None


def passed(c: Connection, mailbox: str, validity: int, uid: int) -> None:
    """The mailbox was read up to `uid`."""
    put(c, mail_places, {"mailbox": mailbox, "validity": validity, "uid": uid})
