"""Words owed: one row a turn and address, delivered in order, address by address.

Only the oldest open row of an address can be leased; holding it is holding the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, func, or_, select, update

from bot.messages import Address
from storage.shapes import address_of, key_of
from storage.tables import owed

_GIVEN = ("channel", "address", "at", "next_at", "body", "ticket", "far_ids")
Living = Sequence[str] | Select[str]
_LET_GO = {"lease_owner": None, "lease_until": None}
OWED, SENT, GIVEN_UP, HELD = "owed", "sent", "given_up", "held"


@dataclass(frozen=True, slots=True)
class Owed:
    """One row of the outbox. `body`: {"subject", "trace", "bubbles": [{"key", "text", "choices", "files", "data"}]}.

    Of a letter also: "token" (an answer to it may act), "attached" (kept files), "spaced" (nobody vouches for the
    address), "code" (the seed of the digits that its dots stand for, see `bot.joining`).
    `far_ids`: of each part that the far side has accepted so far, the ids that it gave; the outbox adds.
    """

    id: int
    to: Address
    at: datetime
    body: dict[str, Any]
    ticket: str | None
    attempts: int
    far_ids: list[list[str]]


_ADD = owed.insert().values({name: bindparam(name) for name in _GIVEN})


def add(
    c: Connection, to: Address, body: dict[str, Any], now: datetime, ticket: str | None, after: datetime | None = None
) -> None:
    """Owe `body` to `to`; not to be sent before `after`."""
    row = {"channel": to.channel, "address": key_of(to), "at": now, "next_at": after or now}
    c.execute(_ADD, {**row, "body": body, "ticket": ticket, "far_ids": []})


def hold(c: Connection, to: Address, body: dict[str, Any], now: datetime, ticket: str | None) -> None:
    """Keep `body` without ever sending it by ourselves."""
    row = {"channel": to.channel, "address": key_of(to), "at": now, "next_at": now, "status": HELD}
    c.execute(owed.insert().values(**row, body=body, ticket=ticket, far_ids=[]))


FEW = 20  # addresses that are taken at once
_HEADS = select(func.min(owed.c.id)).where(owed.c.status == OWED).group_by(owed.c.address)
_FREE = or_(owed.c.lease_until.is_(None), owed.c.lease_until <= bindparam("now"))
_OPEN = (owed.c.status == OWED) & owed.c.channel.in_(bindparam("channels", expanding=True))
_RIPE = (
    select(owed)
    .where(owed.c.id.in_(_HEADS), _OPEN, owed.c.next_at <= bindparam("now"), _FREE)
    .order_by(owed.c.next_at, owed.c.id)
    .limit(FEW)
    .with_for_update(skip_locked=True)
)
_HOLD = (
    update(owed)
    .where(owed.c.id.in_(bindparam("rows", expanding=True)))
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"))
)


def lease(c: Connection, channels: Sequence[str], owner: str, now: datetime, until: datetime) -> list[Owed]:
    """Take the oldest rows of up to `FEW` addresses that are owed something and are not held back, until `until`."""
    taken = [_shaped(row) for row in c.execute(_RIPE, {"channels": channels, "now": now})]
    if taken:
        c.execute(_HOLD, {"rows": [row.id for row in taken], "owner": owner, "until": until})
    return taken


def find(c: Connection, id: int) -> Owed | None:
    """A row by its id."""
    row = c.execute(select(owed).where(owed.c.id == id)).first()
    return _shaped(row) if row else None


def _shaped(row: Any) -> Owed:
    return Owed(
        id=row.id,
        to=address_of(row.address),
        at=row.at,
        body=row.body,
        ticket=row.ticket,
        attempts=row.attempts,
        far_ids=list(row.far_ids),
    )


def progress(c: Connection, row: Owed) -> None:
    """Remember the parts that the far side has; the address stays held."""
    c.execute(update(owed).where(owed.c.id == row.id).values(far_ids=row.far_ids))


_SENT = (
    update(owed)
    .where(owed.c.id == bindparam("row"))
    .values(lease_owner=None, lease_until=None, status=SENT, far_ids=bindparam("ids"), fault=None)
)


def sent(c: Connection, row: Owed) -> None:
    """Mark as delivered."""
    c.execute(_SENT, {"row": row.id, "ids": row.far_ids})


_MORE = select(exists().where(owed.c.address == bindparam("key"), owed.c.status == OWED))


def more(c: Connection, to: Address) -> bool:
    """Whether `to` is owed anything."""
    return bool(c.scalar(_MORE, {"key": key_of(to)}))


def at_once(c: Connection, row: Owed, body: dict[str, Any]) -> None:
    """Try again now, in another way."""
    row.body.update(body)
    _close(c, row, body=row.body, attempts=row.attempts + 1, far_ids=row.far_ids)


def later(c: Connection, row: Owed, at: datetime, fault: str) -> None:
    """Try again at `at`; the address's later rows wait behind it."""
    _close(c, row, next_at=at, attempts=row.attempts + 1, far_ids=row.far_ids, fault=fault)


def give_up(c: Connection, row: Owed, fault: str) -> bool:
    """No more attempts; the address's later rows go on. False when that was so already."""
    still = (owed.c.id == row.id) & (owed.c.status == OWED)
    return c.execute(update(owed).where(still).values(status=GIVEN_UP, fault=fault, **_LET_GO)).rowcount == 1


def refused(c: Connection, row: Owed, part: int, fault: str) -> None:
    """What had been accepted was refused afterwards: given up from `part` on."""
    _close(c, row, status=GIVEN_UP, far_ids=row.far_ids[:part], fault=fault)


def orphaned(c: Connection, living: Living) -> set[str]:
    """Who holds something and does not live, as far as is known now."""
    return set(c.scalars(select(owed.c.lease_owner).where(_held(), owed.c.lease_owner.not_in(living)).distinct()))


def release(c: Connection, dead: Sequence[str], living: Living) -> list[str]:
    """What these processes hold is free, unless they live after all; the channel of each row."""
    gone = _held() & owed.c.lease_owner.in_(dead) & owed.c.lease_owner.not_in(living)
    freed = update(owed).where(gone).values(lease_owner=None, lease_until=None).returning(owed.c.channel)
    return list(c.scalars(freed))


def _held() -> ColumnElement[bool]:
    return (owed.c.status == OWED) & owed.c.lease_owner.is_not(None)


def hurry(c: Connection, now: datetime) -> None:
    """The clock was put back: what waits for another try would wait for as much longer."""
    again = (owed.c.status == OWED) & (owed.c.attempts > 0) & (owed.c.next_at > now)
    c.execute(update(owed).where(again).values(next_at=now))


def _close(c: Connection, row: Owed, **values: Any) -> None:
    c.execute(update(owed).where(owed.c.id == row.id).values(**_LET_GO, **values))


_EARLIEST = select(func.min(owed.c.next_at)).where(_OPEN)
_EARLIEST_AFTER = _EARLIEST.where(owed.c.next_at > bindparam("after"))


def next_time(c: Connection, channels: Sequence[str], after: datetime | None = None) -> datetime | None:
    """When the earliest open row may be tried, of those later than `after`."""
    wanted = _EARLIEST if after is None else _EARLIEST_AFTER
    found: datetime | None = c.scalar(wanted, {"channels": channels, "after": after})
    return found
