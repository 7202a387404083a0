"""Setting the stage of a rehearsal: tickets that already stand, an office that is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import acting
from bot.desk import lifecycle
from bot.desk.standing import dates
from bot.house import House
from bot.messages import Address, OpenTicket, Person
from catalog_data.model import Service
from storage import conversations, tickets

NEEDED = ("owner", "service", "status", "opened_at")


def at_office(c: Connection, me: Address, office: str, now: datetime) -> None:
    """The person at `me` belongs to `office`."""
    held = conversations.lock(c, me, now)
    conversations.know(c, held.person, Person(office=office))


def give(c: Connection, house: House, me: Address, wanted: Mapping[str, Any]) -> str:
    """A ticket that already stands so; returns its number. Raises ValueError."""
    service, variant, office, status = _checked(house, wanted)
    zone = ZoneInfo(house.catalogue.offices[office].zone)
    at = {name: _moment(wanted, name, zone) for name in ("opened_at", "fulfilled_at", "due_at")}
    owner = me if wanted["owner"] == "self" else Address(me.channel, f"{me.user}.other")
    held = conversations.lock(c, owner, house.clock())
    if name := wanted.get("owner_name"):
        conversations.know(c, held.person, Person(name=str(name)))
    summary = str(wanted.get("summary") or service.name)
    answers = dict(wanted.get("answers") or {})
    papers = _outstanding(service, variant, status)
    ticket = OpenTicket(service.code, variant, office, answers, summary, status=status, outstanding=papers)
    opened = at["opened_at"] or house.clock()
    number = tickets.number(c, acting.REQUEST, opened.astimezone(zone))
    stood = tickets.open_ticket(c, number, ticket, (held.person.id, held.key), opened)
    promise = dates(acting.local(house, stood), house.catalogue)
    due = at["due_at"] or (None if status == "waiting_completeness" else promise.due_at)
    tickets.change(c, number, {"fulfilled_at": at["fulfilled_at"], "due_at": due, "close_by": promise.close_by})
    if found := tickets.find(c, number):
        acting.set_timers(c, house, acting.local(house, found[0]), held.key)
    return number


STAGES = {"waiting_document": "after", "waiting_completeness": "before"}  # status -> papers that are awaited


def _outstanding(service: Service, variant: str | None, status: str) -> tuple[str, ...]:
    awaited = [paper for paper in service.documents if paper.stage == STAGES.get(status) and not paper.when]
    return tuple(paper.id for paper in awaited if not paper.variants or variant in paper.variants)


def _checked(house: House, wanted: Mapping[str, Any]) -> tuple[Service, str | None, str, str]:
    """Service, variant, office and status, if they are known. Raises ValueError."""
    missing = [name for name in NEEDED if not isinstance(wanted.get(name), str)]
    if missing:
        raise ValueError(f"given.ticket needs {', '.join(missing)}")
    known = house.catalogue
    _one_of("owner", wanted["owner"], ("self", "other"))
    _one_of("service", wanted["service"], known.services)
    service, variant = known.services[wanted["service"]], wanted.get("variant")
    _one_of("variant", variant, (None, *(one.id for one in service.variants)))
    _one_of("status", wanted["status"], lifecycle.ALL)
    office = wanted.get("office") or next(iter(known.offices))
    _one_of("office", office, known.offices)
    return service, variant, office, wanted["status"]


def _one_of(name: str, given: Any, allowed: Collection[str | None]) -> None:
    if given not in allowed:
        raise ValueError(f"unknown {name} {given!r}; one of: {', '.join(str(one) for one in allowed)}")


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
