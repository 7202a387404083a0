"""A turn's effects become rows: the ticket first, so that the words can hold its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot import acting, joining, reply
from bot.addressees import mailboxes
from bot.house import House
from bot.letter import letter
from bot.messages import (
    Act,
    Address,
    CallHuman,
    Effect,
    Join,
    Know,
    OpenTicket,
    Part,
    Ref,
    Remind,
    Say,
    SendCode,
)
from bot.postage import PROVED, STRANGER, Limits, owe
from storage import codes, conversations, files, tickets, timers
from storage import joining as joined
from storage.conversations import Conversation
from storage.shapes import address_of
from storage.tickets import TicketEvent

E = TypeVar("E")
ROLES = ("desk", "officer", "supervisor", "superior")
ANSWERABLE = ("desk", "officer", "supervisor")  # whoever gets such a mail may act by answering it
COMPLAINT = (acting.COMPLAINT, "complaint.number")  # prefix of its number, name of its Ref
REQUEST = (acting.REQUEST, "ticket.number")


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
    about: str | None = None  # the ticket that an officer or a timer acted on

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
    prefix, ref = COMPLAINT if wanted.type == "complaint" else REQUEST
    number = tickets.number(s.c, prefix, s.house.now(wanted.office))
    tickets.open_ticket(s.c, number, wanted, (s.held.person.id, s.held.key), s.now)
    s.refs[ref] = number
    if wanted.parent and (about := tickets.find(s.c, wanted.parent)):
        line = (s.actor, "complain", about[0].status, about[0].status, {"complaint": number})
        tickets.note(s.c, TicketEvent(0, wanted.parent, s.now, *line))
    acting.look_again(s.c, s.house, number)


def _know(s: Settling, learned: Know) -> None:
    conversations.know(s.c, s.held.person, learned.person)


def _send_code(s: Settling, wanted: SendCode) -> None:
    joining.send(s.c, s.house, s.held, wanted.mail, s.language, s.now)


def _join(s: Settling, proved: Join) -> None:
    """What is opened in this turn belongs to the person that both addresses are now."""
    person = joined.join(s.c, address_of(s.held.key), Address("email", proved.mail), s.now)
    codes.end(s.c, s.held.key)
    s.held = replace(s.held, person=person)


def _part(s: Settling, _: Part) -> None:
    joined.part(s.c, address_of(s.held.key), s.now)


def _act(s: Settling, act: Act) -> None:
    s.told.extend(acting.act(s.c, s.house, acting.Deed(act.ticket, act.action, act.params, s.actor)).told)


def _call(s: Settling, call: CallHuman) -> None:
    conversations.call_human(s.c, s.held, call.reason, s.now)


def _remind(s: Settling, wish: Remind) -> None:
    timers.set_at(s.c, s.held.key, wish.key, s.number(wish.ticket), wish.at)


ORDER: tuple[tuple[type, Callable[[Settling, Any], None]], ...] = (
    (Know, _know),
    (SendCode, _send_code),
    (Join, _join),
    (Part, _part),
    (OpenTicket, _open),
    (Act, _act),
    (CallHuman, _call),
    (Remind, _remind),
)


def _say_all(s: Settling, says: Sequence[Say]) -> None:
    """One owed row for each address, its bubbles in the order in which they were said."""
    letters: dict[Address, list[Say]] = {}
    for say in says:
        for to in _addressed(s, say):
            letters.setdefault(to, []).append(say)
    for to, said in letters.items():
        owe(s.c, to, _body(s, to, said), s.now, _ticket(s, said), _limits(s, to, said))


def _limits(s: Settling, to: Address, said: Sequence[Say]) -> Limits:
    """How many mails may go there: staff get all of theirs, an address that nobody vouches for very few."""
    if to.channel != "email" or any(say.to in ANSWERABLE for say in said):
        return ()
    return PROVED if to == address_of(s.held.key) and s.held.person.proved else STRANGER


def _addressed(s: Settling, say: Say) -> list[Address]:
    """Where the words go: this conversation, a role of the ticket, or a mail address."""
    if isinstance(say.to, Address):
        return [say.to if say.to.channel else address_of(s.held.key)]
    if say.to not in ROLES:
        return [Address("email", say.to)]
    number = say.ticket or _ticket(s, [say])
    found = tickets.find(s.c, number) if number else None
    if found is None:
        raise LookupError(f"{say.key} to {say.to}: no ticket is named")
    return [Address("email", mail) for mail in mailboxes(s.c, s.house, say.to, *found) if mail]


def _ticket(s: Settling, said: Sequence[Say]) -> str | None:
    named = [say.ticket for say in said if say.ticket]
    return named[0] if named else next(iter(s.refs.values()), s.about)


def _body(s: Settling, to: Address, said: Sequence[Say]) -> dict[str, Any]:
    words = s.house.speak(s.language if to == address_of(s.held.key) else "id")
    number = _ticket(s, said)
    may_act = number is not None and any(say.to in ANSWERABLE for say in said)
    more = [reply.howto(s.house, number)] if may_act and number else []
    return letter(words, [*said, *more], s.refs) | {
        "attached": files.named(s.c, [id for say in said for id in say.attached]),
        "token": reply.token(s.house.secret, number, to.user) if may_act and number else "",
    }
