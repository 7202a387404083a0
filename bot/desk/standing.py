"""How a ticket stands with the clock: its dates as they are promised now, its zone, its window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.clock import calendar_of
from bot.desk.params import kept_params, moment
from bot.desk.promises import promise, renew
from bot.desk.shapes import Promise
from bot.messages import TicketView
from catalog_data.model import Catalogue, Term

TOO_SOON = "too_soon"  # mark: an officer rules on an event that came too late for its lead time


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that somebody wants. `actor`: "officer", "person" or "timer". `now` is aware."""

    action: str
    actor: str
    now: datetime
    params: dict[str, Any] = field(default_factory=dict)


def zone_of(ticket: TicketView, catalogue: Catalogue) -> ZoneInfo:
    """The zone of the ticket's office."""
    return ZoneInfo(catalogue.offices[ticket.office].zone)


def remembered(ticket: TicketView) -> dict[str, Any]:
    """What the lifecycle itself keeps with a ticket: "resume", "reopened_at",
    "person_confirmed", "rating_asked".
    """
    return dict(ticket.params.get("desk", {}))


def rating_open(ticket: TicketView) -> bool:
    """Whether the person may still be asked for a rating of this closing."""
    asked = remembered(ticket).get("rating_asked", False)
    return ticket.type != "complaint" and ticket.rating is None and not asked


def term_of(ticket: TicketView, catalogue: Catalogue) -> Term | None:
    """The term of fulfilment of the ticket's variant; None for a complaint about no service."""
    service = catalogue.services.get(ticket.service)
    terms = service.terms if service else ()
    return next((term for term in terms if not term.variants or ticket.variant in term.variants), None)


def dates(ticket: TicketView, catalogue: Catalogue) -> Promise:
    """What the clock promises for the ticket as it stands; a reopened one from its reopening (K16)."""
    if ticket.type == "complaint":
        return Promise()  # no time is promised for complaints
    service, office = catalogue.services[ticket.service], catalogue.offices[ticket.office]
    zone = zone_of(ticket, catalogue)
    params = kept_params(ticket.params, zone)
    params = replace(params, incident=params.incident or ticket.type == "incident")
    again = remembered(ticket).get("reopened_at")
    if again is None:
        return promise(service, ticket.variant, office, catalogue.calendar, ticket.opened_at, params)
    since = moment("reopened_at", again, zone)
    return renew(service, ticket.variant, office, catalogue.calendar, since, params)


def reopen_until(ticket: TicketView, catalogue: Catalogue) -> datetime | None:
    """The last second for reopening (K14); None while the ticket is not fulfilled."""
    if ticket.fulfilled_at is None:
        return None
    calendar = calendar_of(catalogue.offices[ticket.office], catalogue.calendar)
    return calendar.reopen_until(ticket.fulfilled_at)
