"""Setting the stage of a rehearsal: tickets that already stand, an office that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import acting
from bot.desk import lifecycle
from bot.house import House
from bot.messages import Address, OpenTicket, Person
from storage import conversations, tickets

NEEDED = ("owner", "service", "status", "opened_at")
STATUSES = lifecycle.ALL


def at_office(c: Connection, me: Address, office: str, now: datetime) -> None:
    """The person at `me` belongs to `office`."""
    held = conversations.lock(c, me, now)
    conversations.know(c, held.person, Person(office=office))


def give(c: Connection, house: House, me: Address, wanted: Mapping[str, Any]) -> str:
    """A ticket that already stands so; returns its number. Raises ValueError."""
    service, variant, office, status = _checked(house, wanted)
    now = house.clock()
    owner = me if wanted["owner"] == "self" else Address(me.channel, f"{me.user}.other")
    held = conversations.lock(c, owner, now)
    if name := wanted.get("owner_name"):
        conversations.know(c, held.person, Person(name=str(name)))
    zone = ZoneInfo(house.catalogue.offices[office].zone)
    opened = _moment(wanted, "opened_at", zone) or now
    ticket = OpenTicket(
        service,
        variant,
        office,
        dict(wanted.get("answers") or {}),
        str(wanted.get("summary") or house.catalogue.services[service].name),
        due_at=_moment(wanted, "due_at", zone),
        status=status,
    )
    number = tickets.number(c, "KPTIK", opened.astimezone(zone))
    tickets.open_ticket(c, number, ticket, (held.person.id, held.key), opened)
    tickets.change(c, number, {"fulfilled_at": _moment(wanted, "fulfilled_at", zone)})
    if found := tickets.find(c, number):
        acting.set_timers(c, house, acting.local(house, found[0]), held.key)
    return number


def _checked(house: House, wanted: Mapping[str, Any]) -> tuple[str, str | None, str, str]:
    missing = [name for name in NEEDED if not isinstance(wanted.get(name), str)]
    if missing:
        raise ValueError(f"given.ticket needs {', '.join(missing)}")
    service, variant, status = wanted["service"], wanted.get("variant"), wanted["status"]
    office = wanted.get("office") or next(iter(house.catalogue.offices))
    if wanted["owner"] not in ("self", "other"):
        raise ValueError('owner is "self" or "other"')
    if service not in house.catalogue.services:
        raise ValueError(f"unknown service {service!r}")
    if variant is not None and variant not in [one.id for one in house.catalogue.services[service].variants]:
        raise ValueError(f"unknown variant {variant!r}")
    if status not in STATUSES or office not in house.catalogue.offices:
        raise ValueError(f"unknown status or office: {status!r}, {office!r}")
    return service, variant, office, status


def _moment(wanted: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    """A local time of the ticket's office, or one with an offset."""
    written = wanted.get(name)
    if written is None:
        return None
    try:
        read = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        raise ValueError(f'{name} {written!r} is no date and time; write "2026-11-23T09:00"') from None
    return read if read.tzinfo else read.replace(tzinfo=zone)
