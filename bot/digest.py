"""The day's digest: every working morning each office's supervisors are told how their tickets stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import staff
from bot.acting import local
from bot.addressees import supervisors
from bot.desk.clock import UnreviewedYear, calendar_of
from bot.desk.discretion import hidden
from bot.desk.lifecycle import UNDONE
from bot.dialog.language import phrase
from bot.house import House
from bot.letter import letter
from bot.messages import Address, Say, TicketView
from storage import owed, tickets, timers
from storage.shapes import key_of
from storage.timers import Timer

KEY = "digest"
DESK = "desk"  # the "channel" of timers that belong to no conversation
SHOWN = 20  # tickets in one list
MOST = 5_000  # tickets that are counted
DAY = timedelta(days=1)


def begin(c: Connection, house: House) -> None:
    """Every office has its next digest; those that are set already stay."""
    for office in house.catalogue.offices:
        timers.begin(c, key_of(Address(DESK, office)), KEY, _next(house, office))


def fall_due(c: Connection, house: House, timer: Timer) -> None:
    """Send one office's digest, and set the next."""
    office = timer.conversation.split("/")[1]
    send(c, house, office)
    timers.set_at(c, timer.conversation, KEY, None, _next(house, office))


def _next(house: House, office: str) -> datetime:
    """When the next working day opens."""
    calendar = calendar_of(house.catalogue.offices[office], house.catalogue.calendar)
    today = calendar.local(house.clock()).date()
    try:
        day = calendar.nth_after(today, 1)
    except UnreviewedYear:  # nobody knows that year's working days yet
        day = today + DAY
    return datetime.combine(day, calendar.spans[0][0], calendar.zone)


def send(c: Connection, house: House, office: str) -> None:
    """Nothing is sent where nothing is open."""
    open_now = [local(house, ticket) for ticket, _ in tickets.queue(c, UNDONE, office, MOST)]
    if not open_now:
        return
    said = _said(house, office, open_now)
    routes = house.catalogue.routing[office].values()
    for mail in supervisors(c, office) or list(dict.fromkeys(each.mailbox for each in routes)):
        body = letter(house.speak(staff.LANGUAGE), [Say(mail, "staff.digest", said)], {})
        owed.add(c, Address("email", mail), body, house.clock(), None)


def _said(house: House, office: str, open_now: list[TicketView]) -> dict[str, Any]:
    """How many are open, new and waiting; which are late, and which are due today."""
    now = house.now(office)
    dated = [(each.due_at, each) for each in open_now if each.due_at]
    late = [_line(each) for due, each in dated if due <= now]
    today = [_line(each) for due, each in dated if due > now and due.date() == now.date()]
    return {
        "office": house.catalogue.offices[office].name,
        "date": now.date().isoformat(),
        "open": len(open_now),
        "new": sum(each.status == "new" for each in open_now) or None,
        "waiting": sum(each.status.startswith("waiting") for each in open_now) or None,
        "late": late[:SHOWN],
        "today": today[:SHOWN],
        "link": f"{house.url}/desk" if house.url else None,
    }


def _line(ticket: TicketView) -> dict[str, object]:
    due = ticket.due_at.isoformat() if ticket.due_at else None
    return phrase("staff.digest_line", number=ticket.number, summary=hidden(ticket.summary), due=due)
