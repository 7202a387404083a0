"""The desk's queue: who waits before whom (K15)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from bot.messages import TicketView
from storage.tables import tickets

SHOWN = 5


def ahead(c: Connection, ticket: TicketView, group: str, services: Sequence[str]) -> list[str]:
    """Numbers of up to five tickets that wait before `ticket`, the longest waiting first.

    They stand in the same office, status and group (that of the last escalation, else of the service),
    nobody has them, and they are more urgent or came earlier.
    """
    same = (tickets.c.office == ticket.office) & (tickets.c.status == ticket.status) & (tickets.c.officer == "")
    at_work = or_(tickets.c.group == group, and_(tickets.c.group == "", tickets.c.service.in_(services)))
    order = (tickets.c.opened_at, tickets.c.number)
    earlier = or_(order[0] < ticket.opened_at, and_(order[0] == ticket.opened_at, order[1] < ticket.number))
    alike = and_(tickets.c.urgent == ticket.urgent, earlier)
    before = alike if ticket.urgent else or_(tickets.c.urgent, alike)
    rows = select(tickets.c.number).where(same, at_work, before, tickets.c.type != "complaint")
    return list(c.scalars(rows.order_by(tickets.c.urgent.desc(), *order).limit(SHOWN)))
