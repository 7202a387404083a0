"""A turn's effects become rows: the ticket first, so that the words can hold its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot import acting
from bot.desk.routing import route
from bot.house import House
from bot.messages import (
    Act,
    Address,
    CallHuman,
    Effect,
    Know,
    OpenTicket,
    Ref,
    Remind,
    Say,
)
from storage import conversations, owed, tickets, timers
from storage.conversations import Conversation
from storage.shapes import address_of

E = TypeVar("E")
SERIES = {"complaint": ("PGD", "complaint.number")}  # type -> prefix, name of its Ref
REQUEST = ("KPTIK", "ticket.number")


@dataclass
class Settling:
    """One turn's effects on their way into the store, in its transaction."""

    c: Connection
    house: House
    held: Conversation
    now: datetime
    language: str
    actor: str
    refs: dict[str, str] = field(default_factory=dict)
    told: list[Say] = field(default_factory=list)  # what the lifecycle tells staff

    def number(self, ticket: str | Ref | None) -> str | None:
        """A ticket's number, be it opened only now."""
        return self.refs[ticket.name] if isinstance(ticket, Ref) else ticket


def settle(s: Settling, effects: Sequence[Effect]) -> None:
    """Make rows of all effects, in the order that their Refs need."""
    for kind, make in ORDER:
        for effect in effects:
            if isinstance(effect, kind):
                make(s, effect)
    _say_all(s, [*(effect for effect in effects if isinstance(effect, Say)), *s.told])


def _open(s: Settling, wanted: OpenTicket) -> None:
    prefix, ref = SERIES.get(wanted.type, REQUEST)
    number = tickets.number(s.c, prefix, s.house.now(wanted.office))
    tickets.open_ticket(s.c, number, wanted, (s.held.person.id, s.held.key), s.now)
    s.refs[ref] = number


def _know(s: Settling, learned: Know) -> None:
    conversations.know(s.c, s.held.person, learned.person)


def _act(s: Settling, act: Act) -> None:
    s.told.extend(acting.act(s.c, s.house, acting.Deed(act.ticket, act.action, act.params, s.actor)))


def _call(s: Settling, call: CallHuman) -> None:
    conversations.call_human(s.c, s.held, call.reason, s.now)


def _remind(s: Settling, wish: Remind) -> None:
    timers.set_at(s.c, s.held.key, wish.key, s.number(wish.ticket), wish.at)


ORDER: tuple[tuple[type, Callable[[Settling, Any], None]], ...] = (
    (Know, _know),
    (OpenTicket, _open),
    (Act, _act),
    (CallHuman, _call),
    (Remind, _remind),
)


def _say_all(s: Settling, says: Sequence[Say]) -> None:
    """One owed row for each address, its bubbles in the order in which they were said."""
    letters: dict[Address, list[Say]] = {}
    for say in says:
        letters.setdefault(_addressed(s, say), []).append(say)
    for to, said in letters.items():
        owed.add(s.c, to, _body(s, to, said), s.now, _ticket(s, said))


def _addressed(s: Settling, say: Say) -> Address:
    """Where the words go: this conversation, a role of the ticket, or a mail address."""
    mine = address_of(s.held.key)
    if isinstance(say.to, Address):
        return say.to if say.to.channel else mine
    mail = _mailbox(s, say) if say.to in ("desk", "supervisor", "superior") else say.to
    return Address("email", mail)


def _mailbox(s: Settling, say: Say) -> str:
    """The mail address of a ticket's role."""
    number = say.ticket or _ticket(s, [say])
    found = tickets.find(s.c, number) if number else None
    if found is None:
        raise LookupError(f"{say.key} to {say.to}: no ticket is named")
    ticket, desk = found
    if say.to == "superior":
        return desk.superior
    if not ticket.service:  # a complaint about no service goes to the office
        return next(iter(s.house.catalogue.routing[ticket.office].values())).mailbox
    return route(ticket, s.house.catalogue, desk.group).mailbox


def _ticket(s: Settling, said: Sequence[Say]) -> str | None:
    named = [say.ticket for say in said if say.ticket]
    return named[0] if named else next(iter(s.refs.values()), None)


def _body(s: Settling, to: Address, said: Sequence[Say]) -> dict[str, Any]:
    words = s.house.speak(s.language if to == address_of(s.held.key) else "id")
    bubbles = [words.render(say, s.refs) for say in said]
    subject = f"subject.{said[0].key}"
    return {
        "subject": words.text(subject, bubbles[0].data) if words.has(subject) else "",
        "bubbles": [
            {
                "key": bubble.key,
                "text": bubble.text,
                "choices": [{"id": id, "label": label} for id, label in bubble.choices],
                "files": list(bubble.files),
                "data": bubble.data,
            }
            for bubble in bubbles
        ],
    }
