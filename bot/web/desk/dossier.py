"""A ticket with all that belongs to it, from one state of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.messages import File, Person, TicketView
from bot.web.desk import gates
from bot.web.talk import in_hands
from storage import conversations, files, history, listing, people, receipts, tickets
from storage.history import Line
from storage.people import Officer
from storage.shapes import address_of
from storage.tickets import Desk, TicketEvent

LINES, MOST = 100, 2000  # of the conversation: at first, and at most
OTHERS = 5  # further tickets of the same person


@dataclass(frozen=True, slots=True)
class Whole:
    """`heard`: when the person last wrote. `looks`: who looked at its files (moment, actor, file)."""

    ticket: TicketView
    desk: Desk
    person: Person | None
    lines: list[Line]
    events: list[TicketEvent]
    files: list[File]
    looks: list[tuple[datetime, str, str]]
    others: list[TicketView]
    human: bool
    heard: datetime | None
    officers: list[Officer]
    stamp: str

    @property
    def names(self) -> dict[str, str]:
        """Officers' names by id."""
        return {each.id: each.name for each in self.officers}

    @property
    def staff(self) -> list[Officer]:
        """Who may be given the ticket."""
        return [each for each in self.officers if each.active and each.office in ("", self.ticket.office)]


def whole(c: Connection, officer: Officer, number: str, lines: int = LINES) -> Whole:
    """Everything that the ticket's page shows. HTTPException 404."""
    ticket, desk = gates.find(c, officer, number)
    own = (each for each in tickets.own(c, ticket.owner) if each.number != number)
    return Whole(
        ticket,
        desk,
        conversations.person(c, ticket.owner),
        history.of(c, desk.address, lines),
        tickets.history(c, number),
        files.of_ticket(c, number),
        files.looks(c, number),
        [each for each in own if gates.may(officer, "see", each.office)][:OTHERS],
        in_hands(c, address_of(desk.address)),
        receipts.last_at(c, desk.address),
        people.officers_of(c),
        listing.stamp_of(c, number, desk.address),
    )
