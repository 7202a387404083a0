"""What the chat page asks of the store, as pieces of work in one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.dialog.engine import SILENT_STEPS
from bot.dialog.language import Words
from bot.house import House
from bot.messages import Address, TicketView
from bot.web import lines
from storage import conversations, history, tickets
from storage.history import Line
from storage.shapes import key_of

TOP = 2**62  # no row has a higher id
PAGE = 40  # lines of one side that are shown at once


@dataclass(frozen=True, slots=True)
class Place:
    """How far a page has seen: last row owed to it, last row that came from it."""

    owed: int = 0
    receipt: int = 0

    @classmethod
    def read(cls, text: str) -> Place:
        """From "12.7"; the beginning where it is something else."""
        owed, _, receipt = text.partition(".")
        if not (text.isascii() and owed.isdecimal() and receipt.isdecimal()):
            return cls()
        return cls(min(int(owed[:18]), TOP), min(int(receipt[:18]), TOP))

    def after(self, line: Line) -> Place:
        """The place once `line` was seen too."""
        if line.who == "person":
            return Place(self.owed, max(self.receipt, line.id))
        return Place(max(self.owed, line.id), self.receipt)

    def __str__(self) -> str:
        return f"{self.owed}.{self.receipt}"


@dataclass(frozen=True, slots=True)
class Said:
    """Some lines as the page gets them, each with its place."""

    messages: list[dict[str, object]]
    places: list[Place]


def own_tickets(c: Connection, me: Address) -> tuple[TicketView, ...]:
    """The tickets of the person at `me`, newest first."""
    person = conversations.person_at(c, me)
    return tickets.own(c, person) if person else ()


def said(c: Connection, house: House, words: Words, me: Address, found: list[Line], place: Place) -> Said:
    """`found` as JSON, and how far one has seen after each."""
    mine = {ticket.number: ticket for ticket in own_tickets(c, me)}
    places = []
    for line in found:
        place = place.after(line)
        places.append(place)
    return Said(lines.messages(house, words, found, mine), places)


def recent(c: Connection, house: House, words: Words, me: Address, before: datetime | None) -> Said:
    """The last lines, or those before a moment, oldest first."""
    found = history.of(c, key_of(me), PAGE, before)
    return said(c, house, words, me, found, Place())


def missed(c: Connection, house: House, words: Words, me: Address, place: Place) -> Said:
    """Everything that was said since `place`."""
    found = history.since(c, key_of(me), place.owed, place.receipt)
    return said(c, house, words, me, found, place) if found else Said([], [])


def in_hands(c: Connection, me: Address) -> bool:
    """Whether an officer has the conversation, so that the bot is silent."""
    return conversations.state_at(c, key_of(me)).step in SILENT_STEPS
