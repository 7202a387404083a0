"""Mail addresses behind the roles of a ticket."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.routing import route
from bot.house import House
from bot.messages import TicketView
from storage import people
from storage.tickets import Desk


def mailboxes(c: Connection, house: House, role: str, ticket: TicketView, desk: Desk) -> list[str]:
    """Of "desk" the group's mailbox; of "supervisor" theirs, or the group's where nobody has one."""
    if role == "superior":
        return [desk.superior]
    if role == "officer":
        one = people.officer(c, desk.officer)
        return [one.mail] if one else []
    mailbox = route(ticket, house.catalogue, desk.group).mailbox
    return (supervisors(c, ticket.office) if role == "supervisor" else []) or [mailbox]


def supervisors(c: Connection, office: str) -> list[str]:
    """Addresses of the office's own supervisors."""
    found = people.officers_of(c, office)
    return [each.mail for each in found if each.active and each.mail and "supervisor" in each.rights]
