"""Where a ticket goes: the mailbox of its office and group, and who is told of delay. All of it is data."""

from __future__ import annotations

from bot.messages import TicketView
from catalog_data.model import Catalogue, Route

HEAD = "PUSAT"  # the group of head office


def group_of(ticket: TicketView, catalogue: Catalogue, escalated_to: str = "") -> str:
    """The group at work: that of the last escalation, else the service's own (TIK, BMN, TU, LPSE).

    A complaint about no service goes to the first group of the office.
    """
    service = catalogue.services.get(ticket.service)
    return escalated_to or (service.group if service else next(iter(catalogue.routing[ticket.office])))


def routes(ticket: TicketView, catalogue: Catalogue) -> dict[str, Route]:
    """Every group that the ticket may go to: those of its office, and head office where it has a say."""
    office = catalogue.routing[ticket.office]
    head = helpdesk_mailbox(ticket, catalogue)
    return office if head is None else {**office, HEAD: office["LPSE"].model_copy(update={"mailbox": head})}


def route(ticket: TicketView, catalogue: Catalogue, escalated_to: str = "") -> Route:
    """Mailbox and supervisor of the ticket's office and group."""
    return routes(ticket, catalogue)[group_of(ticket, catalogue, escalated_to)]


def helpdesk_mailbox(ticket: TicketView, catalogue: Catalogue) -> str | None:
    """The head-office helpdesk, for the services that it belongs to (LPSE) and no others."""
    helpdesk = catalogue.helpdesk
    if helpdesk is None or ticket.service not in helpdesk.only:
        return None
    return next((it.value for it in helpdesk.contacts if it.kind == "email"), None)
