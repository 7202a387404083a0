"""Who may do this now: rights, a page that is not stale, and the queue's order (K15). Raises Refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from bot.desk import rights
from bot.desk.routing import group_of
from bot.house import House
from bot.messages import Refused, TicketView
from storage import people, queue
from storage.tickets import Desk

QUEUED = ("new", "escalated", "reopened")  # statuses in which a ticket waits to be taken


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to do to a ticket (see `acting.Deed`)."""

    actor: str
    by: rights.Officer | None
    action: str
    params: Mapping[str, Any]
    version: int | None


def admit(c: Connection, house: House, wish: Wish, ticket: TicketView, desk: Desk) -> list[str]:
    """Let an officer act, or refuse. Answers with the tickets that this overtakes, for the trace."""
    if wish.version is not None and wish.version != ticket.version:
        raise Refused("refused.stale")
    if not wish.actor.startswith("officer:"):
        return []
    entitle(c, wish.actor, wish.by, wish.action, ticket.office, desk.officer)
    if wish.action == "assign":
        _assignable(c, str(wish.params.get("officer") or ""), ticket.office)
    return _overtaken(c, house, wish, ticket, desk) if wish.action == "take" else []


def entitle(c: Connection, actor: str, by: rights.Officer | None, action: str, office: str, held_by: str = "") -> None:
    """The officer's rights at `office`, as they stand in the store; nobody unknown has any."""
    if not actor.startswith("officer:"):
        return
    found = people.officer(c, actor.partition(":")[2]) if by is None else None
    officer = by and replace(by, office=by.office or office)
    officer = officer or (people.at_desk(found, office) if found else None)
    if officer is None:
        raise Refused("refused.right", act=action)
    rights.demand(officer, action, office or officer.office, held_by)


def _assignable(c: Connection, id: str, office: str) -> None:
    one = people.officer(c, id)
    if one is None or not one.active or one.office not in ("", office):
        raise Refused("refused.officer", given=id)


def _overtaken(c: Connection, house: House, wish: Wish, ticket: TicketView, desk: Desk) -> list[str]:
    """First come, first served: whoever takes a later one says why."""
    if ticket.status not in QUEUED or ticket.type == "complaint":
        return []
    group = group_of(ticket, house.catalogue, desk.group)
    services = [code for code, service in house.catalogue.services.items() if service.group == group]
    passed = queue.ahead(c, ticket, group, services)
    if passed and not wish.params.get("reason"):
        raise Refused("refused.overtake", passed=passed)
    return passed


def name_of(c: Connection, actor: str, by: rights.Officer | None = None) -> str:
    """An officer's name, as people are told it."""
    id = actor.partition(":")[2]
    found = people.officer(c, id) if by is None else None
    return by.name if by else (found.name if found else id)
