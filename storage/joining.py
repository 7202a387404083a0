"""Addresses become one person's, and part again. All conversations concerned are held meanwhile.

A person who proved a mail address is at home there: the other addresses join it, and can part from it.
Whoever parts takes along the tickets opened there before joining; what was opened while joined stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.dialog.state import State
from bot.messages import Address, Person
from storage import conversations, search
from storage import tickets as desk
from storage.engine import insert_new
from storage.shapes import STATE, address_of, key_of
from storage.tables import addresses, codes, persons, tickets, timers
from storage.tables import conversations as talks

TOLD = ("name", "unit", "kind", "contact", "office", "language")


def join(c: Connection, address: Address, mail: Address, now: datetime) -> Person:
    """Whoever is at `address` has proved `mail`: both are one person, who is returned as they are now."""
    here, there = conversations.person_at(c, address), conversations.person_at(c, mail)
    assert here is not None, "who asks has a conversation"
    _hold(c, [here, *([there] if there else [])])
    if here != there:
        c.execute(update(addresses).where(addresses.c.person == here, _apart()).values(joined_at=now))
    if there is None:
        insert_new(c, addresses, {"channel": mail.channel, "user": mail.user, "person": here})
    elif here != there:
        _merge(c, here, there)
    kept = there or here
    c.execute(update(persons).where(persons.c.id == kept).values(proved=True))
    return _known(c, kept)


def _apart() -> ColumnElement[bool]:
    """Not joined to anything yet."""
    return addresses.c.joined_at.is_(None)


def _known(c: Connection, id: str) -> Person:
    found = conversations.person(c, id)
    assert found is not None, "a person of ours"
    return found


def _hold(c: Connection, people: Sequence[str]) -> None:
    """Turns of these people end first; no other begins until we are done."""
    c.execute(select(talks.c.id).where(talks.c.person.in_(people)).order_by(talks.c.id).with_for_update()).all()


def _merge(c: Connection, gone: str, kept: str) -> None:
    """All that is one person's becomes the other's, who is remembered as they told it themselves."""
    old, new = _known(c, gone), _known(c, kept)
    told = {name: getattr(new, name) for name in TOLD if getattr(new, name)}
    conversations.know(c, new, replace(old, **told))
    _give(c, list(c.scalars(select(tickets.c.number).where(tickets.c.owner == gone))), kept)
    for table in (addresses, talks, codes):
        c.execute(update(table).where(table.c.person == gone).values(person=kept))
    c.execute(delete(persons).where(persons.c.id == gone))


def _give(c: Connection, numbers: Sequence[str], owner: str) -> None:
    """Tickets get another owner, by whose name they are found."""
    for number in numbers:
        _index(c, number, search.forget)
    c.execute(update(tickets).where(tickets.c.number.in_(numbers)).values(owner=owner))
    for number in numbers:
        _index(c, number, search.forget)  # a word may be left of what its person was called once
        _index(c, number, search.keep)


def _index(c: Connection, number: str, how: Callable[[Connection, str, str, tuple[Any, ...]], None]) -> None:
    found = desk.find(c, number)
    assert found is not None, "a ticket is never taken away"
    how(c, number, found[0].office, desk.texts(found[0]))


def part(c: Connection, address: Address, now: datetime) -> Person | None:
    """Whoever is at `address` is somebody apart again, and unknown; None where nothing was joined."""
    old = conversations.person_at(c, address)
    if old is None:
        return None
    _hold(c, [old])
    account = conversations.account_at(c, address)
    if account is None or account.joined_at is None:
        return None
    users = conversations.ids_at(c, address)
    keys = _keys(c, old, address.channel, users)
    made = uuid4().hex
    c.execute(persons.insert().values(id=made, language=_known(c, old).language, greeted=True))
    _leave(c, old, made, keys, account.joined_at)
    gone = (addresses.c.channel == address.channel) & addresses.c.user.in_(users)
    c.execute(update(addresses).where(gone).values(person=made, joined_at=None))
    blank = {"person": made, "state": STATE.dump(State()), "human": None, "human_since": None}
    c.execute(update(talks).where(talks.c.address.in_(keys)).values(**blank))
    c.execute(update(codes).where(codes.c.address.in_(keys)).values(person=made, open=False))
    _stay(c, old, keys, now)
    return _known(c, made)


def _keys(c: Connection, person: str, channel: str, users: Sequence[str]) -> list[str]:
    """Keys of the person's conversations at these ids."""
    mine = ((key, address_of(key)) for key in conversations.of_person(c, person))
    return [key for key, at in mine if at.channel == channel and conversations.user_of(at) in users]


def _leave(c: Connection, old: str, made: str, keys: Sequence[str], since: datetime) -> None:
    """What was opened here before joining goes along."""
    before = (tickets.c.owner == old) & tickets.c.address.in_(keys) & (tickets.c.opened_at < since)
    _give(c, list(c.scalars(select(tickets.c.number).where(before))), made)


def _stay(c: Connection, person: str, keys: Sequence[str], now: datetime) -> None:
    """What was opened here while joined is told of at home from now on."""
    left = list(c.scalars(select(tickets.c.number).where(tickets.c.owner == person, tickets.c.address.in_(keys))))
    at_home = select(addresses.c.channel, addresses.c.user).where(addresses.c.person == person, _apart())
    row = c.execute(at_home.order_by(addresses.c.user)).first()
    assert row is not None, "what is joined is joined to something"
    home = Address(row.channel, row.user)
    conversations.lock(c, home, now)
    c.execute(update(tickets).where(tickets.c.number.in_(left)).values(address=key_of(home)))
    c.execute(update(timers).where(timers.c.ticket.in_(left)).values(address=key_of(home)))
