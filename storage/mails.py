"""Raw mails: their bytes lie on the shelf, and here stands whose they are, so that they can be erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from storage.engine import insert_new
from storage.receipts import NEW
from storage.tables import files, mails, receipts

MOST = 10_000  # values that one question may name


def keep(c: Connection, sha256: str, key: str, now: datetime) -> None:
    """A mail came. `key`: of the conversation that it belongs to, or empty."""
    insert_new(c, mails, {"sha256": sha256, "address": key, "at": now})


def erase(c: Connection, where: Any) -> tuple[str, ...]:
    """Forget mails; the contents that are to be taken off the shelf."""
    gone = set(c.scalars(select(mails.c.sha256).where(where)))
    c.execute(delete(mails).where(where))
    return unneeded(c, gone)


def unneeded(c: Connection, contents: Collection[str]) -> tuple[str, ...]:
    """Those of `contents` that neither a file nor a mail refers to, in order."""
    named = sorted(filter(None, contents))
    needed = {
        each
        for n in range(0, len(named), MOST)
        for column in (files.c.sha256, mails.c.sha256)
        for each in c.scalars(select(column).where(column.in_(named[n : n + MOST])))
    }
    return tuple(each for each in named if each not in needed)


def settled(before: datetime) -> Any:
    """Mails older than `before` from which nothing has to be fetched any more."""
    busy = select(receipts.c.address).where(receipts.c.status == NEW)
    return (mails.c.at < before) & mails.c.address.not_in(busy)
