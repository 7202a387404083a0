"""What came in, kept under its unique key before the far side is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.messages import Inbound
from storage.engine import insert_new
from storage.schema import AnyRow
from storage.shapes import INBOUND, key_of
from storage.tables import receipts

NEW, HEARD, FAILED = "new", "heard", "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message kept and not yet heard. `parts`: further receipts that are heard together with it.

    `more`: another one of the conversation waits behind it.
    """

    id: int
    inbound: Inbound
    attempts: int
    parts: tuple[int, ...] = ()
    more: bool = False

    @property
    def ids(self) -> tuple[int, ...]:
        """Every row that this message is made of."""
        return (self.id, *self.parts)


def keep(c: Connection, inbound: Inbound) -> bool:
    """Commit a message to memory; False when it was kept before (a repeat is absorbed)."""
    return insert_new(
        c,
        receipts,
        {
            "channel": inbound.sender.channel,
            "far_id": inbound.id,
            "address": key_of(inbound.sender),
            "at": inbound.at,
            "raw": INBOUND.dump(inbound),
        },
    )


_NEXT = (
    select(receipts.c.id, receipts.c.raw, receipts.c.attempts)
    .where(receipts.c.status == NEW, receipts.c.address == bindparam("key"))
    .order_by(receipts.c.id)
)


_NEXT_TWO = _NEXT.limit(2)
_LAST = select(func.max(receipts.c.at)).where(receipts.c.address == bindparam("key"))


def next_of(c: Connection, key: str) -> Receipt | None:
    """The oldest message of a conversation that is still to be heard."""
    rows = c.execute(_NEXT_TWO, {"key": key}).all()
    return _shaped(rows[0], len(rows) > 1) if rows else None


def latest(c: Connection, key: str) -> Inbound | None:
    """The message of a conversation that came last, heard or not."""
    rows = select(receipts.c.raw).where(receipts.c.address == key).order_by(receipts.c.id.desc()).limit(1)
    raw = c.scalar(rows)
    return INBOUND.load(raw) if raw else None


def parts_of(c: Connection, receipt: Receipt) -> list[Receipt]:
    """The messages waiting that belong to the same group, this one first."""
    rows = c.execute(_NEXT, {"key": key_of(receipt.inbound.sender)})
    waiting = [_shaped(row) for row in rows]
    return [each for each in waiting if each.inbound.group == receipt.inbound.group]


def _shaped(row: AnyRow, more: bool = False) -> Receipt:
    return Receipt(row.id, INBOUND.load(row.raw), row.attempts, more=more)


def rewrite(c: Connection, receipt: Receipt, inbound: Inbound) -> None:
    """What was fetched since takes its place in the message."""
    c.execute(update(receipts).where(receipts.c.id == receipt.id).values(raw=INBOUND.dump(inbound)))


_MARK = (
    update(receipts)
    .where(receipts.c.id == bindparam("receipt"), receipts.c.status == NEW)
    .values(status=bindparam("outcome"))
)


def mark(c: Connection, receipt: Receipt, status: str) -> bool:
    """Set the outcome; False when somebody else was quicker."""
    if len(receipt.ids) == 1:  # nearly always; a statement made once costs a third
        return c.execute(_MARK, {"receipt": receipt.id, "outcome": status}).rowcount == 1
    waiting = receipts.c.id.in_(receipt.ids) & (receipts.c.status == NEW)
    return c.execute(update(receipts).where(waiting).values(status=status)).rowcount == len(receipt.ids)


def stumble(c: Connection, receipt: Receipt, limit: int) -> int:
    """Count a failed attempt; at `limit` the message is given up. Returns the attempts made.

    0: it was heard all the same (by somebody else, or the store's answer was lost after the commit).
    """
    tried = receipt.attempts + 1
    waiting = receipts.c.id.in_(receipt.ids) & (receipts.c.status == NEW)
    outcome = FAILED if tried >= limit else NEW
    counted = c.execute(update(receipts).where(waiting).values(attempts=tried, status=outcome)).rowcount
    return tried if counted else 0


def last_at(c: Connection, key: str) -> datetime | None:
    """When the person of a conversation last wrote."""
    found: datetime | None = c.scalar(_LAST, {"key": key})
    return found


def unheard_keys(c: Connection) -> list[str]:
    """Conversations that have messages still to be heard."""
    return list(c.scalars(select(receipts.c.address).where(receipts.c.status == NEW).distinct()))
