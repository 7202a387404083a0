"""How many automatic mails an address gets. Nobody vouches for an address that a stranger named: whoever
forges it could have us write to somebody else for ever, and two machines could answer each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.messages import Address
from storage import conversations, owed, postage, unheard
from storage.shapes import key_of

Limits = tuple[tuple[timedelta, int], ...]  # of each span, the shortest first: how many mails at most
STRANGER: Limits = ((timedelta(minutes=10), 3), (timedelta(days=1), 10))
PROVED: Limits = ((timedelta(minutes=10), 20), (timedelta(days=1), 200))  # their machine may answer ours


def owe(
    c: Connection, to: Address, body: dict[str, Any], now: datetime, ticket: str | None, limits: Limits = ()
) -> datetime | None:
    """Owe `body`: at once, once the shortest span has room again, or not at all when the longest is full.

    Returns the moment from which it may go, None when it is held.
    """
    if not limits:
        owed.add(c, to, body, now, ticket)
        return now
    body = body | ({"spaced": True} if limits is STRANGER else {})
    after = slot(c, to.user, now, limits)
    if after is not None:
        owed.add(c, to, body, now, ticket, after)
        return after
    owed.hold(c, to, body, now, ticket)
    unheard.add_once(c, now, key_of(Address(to.channel, to.user)), "delivery", "too many mails to this address")
    return None


def limits(c: Connection, to: Address) -> Limits:
    """Of mail to somebody who is elsewhere just now: an address that was once shown to be theirs gets more."""
    return PROVED if conversations.person_at(c, to) else STRANGER


def slot(c: Connection, user: str, now: datetime, limits: Limits) -> datetime | None:
    """When the next mail to `user` may go, and it is counted; None: not within the longest span."""
    (short, few), (long, many) = limits
    times = postage.lately(c, user, now - long)
    if len(times) >= many:
        return None
    after = max(now, times[-few] + short) if len(times) >= few else now
    postage.count(c, user, after)
    return after
