"""What waits: messages that were kept and not heard yet, words that are owed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.owed import OWED
from storage.receipts import NEW
from storage.tables import owed, receipts


def unheard(c: Connection) -> dict[str, int]:
    """Messages still to be heard, by channel."""
    rows = select(receipts.c.channel, func.count()).where(receipts.c.status == NEW).group_by(receipts.c.channel)
    return dict(c.execute(rows).all())


def undelivered(c: Connection, now: datetime) -> dict[str, tuple[int, float]]:
    """By channel: rows of words still owed, and how many seconds the oldest of them has waited."""
    rows = select(owed.c.channel, func.count(), func.min(owed.c.at)).where(owed.c.status == OWED)
    found = c.execute(rows.group_by(owed.c.channel))
    return {channel: (number, (now - oldest).total_seconds()) for channel, number, oldest in found}
