"""Mail addresses behind the roles of a ticket."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.routing import group_of, route
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
    group = group_of(ticket, house.catalogue, desk.group)
    return (supervisors(c, ticket.office, group) if role == "supervisor" else []) or [mailbox]


def supervisors(c: Connection, office: str, group: str = "") -> list[str]:
    """Addresses of the office's own supervisors, of one group or all; where a group has none, all."""
    found = people.officers_of(c, office, group)
    mails = [each.mail for each in found if each.active and each.mail and "supervisor" in each.rights]
    return supervisors(c, office) if group and not mails else mails
