"""The desk's queue: who waits before whom (K15)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from bot.messages import TicketView
from storage.tables import tickets
from storage.tickets import WAITING

SHOWN = 5


def ahead(c: Connection, ticket: TicketView, group: str, services: Sequence[str]) -> list[str]:
    """Numbers of up to five tickets that wait before `ticket`, the longest waiting first.

    They stand in the same office, status and group (that of the last escalation, else of the service),
    nobody has them, and they are more urgent, of a higher priority, or came earlier.
    """
    t = tickets.c
    same = (t.office == ticket.office) & (t.status == ticket.status) & (t.officer == "")
    at_work = or_(t.group == group, and_(t.group == "", t.service.in_(services)))
    earlier = or_(t.opened_at < ticket.opened_at, and_(t.opened_at == ticket.opened_at, t.number < ticket.number))
    higher = or_(t.rank > ticket.rank, and_(t.rank == ticket.rank, earlier))
    alike = and_(t.urgent == ticket.urgent, higher)
    before = alike if ticket.urgent else or_(t.urgent, alike)
    rows = select(t.number).where(same, at_work, before, t.type != "complaint")
    return list(c.scalars(rows.order_by(*WAITING).limit(SHOWN)))
