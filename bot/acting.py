"""An action on a ticket: what the lifecycle decides becomes rows, and its effects what others do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.desk import lifecycle, standing
from bot.desk.standing import reopen_until
from bot.house import House
from bot.messages import Role, Say, TicketView
from storage import tickets, timers
from storage.tickets import Desk, TicketEvent

AUTO_CLOSE = "auto_close"  # the timer's key is the action that it does
UNANSWERED = ("fulfilled", "confirmed")
TIME_TO_ANSWER = timedelta(days=1)  # office rule: when the last paper comes after the window for reopening
FREE = ("reply", "hand_back")  # in a hand-over there may be no ticket


class NotAllowed(Exception):
    """There is nothing that the action could be done to."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`actor`: "officer:ID", "person" or "timer". `conversation`: its key, where there is no ticket."""

    ticket: str
    action: str
    params: dict[str, Any] = field(default_factory=dict)
    actor: str = "officer:"
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to a ticket. `before`, `after`: the ticket, its moments local to its office."""

    before: TicketView
    after: TicketView
    desk: Desk
    effects: tuple[str, ...]


def conversation_of(c: Connection, deed: Deed) -> str:
    """Key of the conversation that a deed reaches. Raises NotAllowed."""
    if not deed.ticket and deed.action in FREE:
        return deed.conversation
    found = tickets.find(c, deed.ticket)
    if found is None:
        raise NotAllowed(f"no ticket {deed.ticket}".rstrip())
    return found[1].address


def act(c: Connection, house: House, deed: Deed) -> tuple[Say, ...]:
    """Do it and answer with what staff must be told. Raises Refused or NotAllowed; then nothing is done.

    The transaction holds the conversation already.
    """
    if not deed.ticket:
        return ()
    found = tickets.lock(c, deed.ticket)
    if found is None:
        raise NotAllowed(f"no ticket {deed.ticket}")
    now, before = house.clock(), local(house, found[0])
    who, _, officer = deed.actor.partition(":")
    params = {"officer": officer, **deed.params} if deed.action == "take" else deed.params
    outcome = lifecycle.step(before, standing.Deed(deed.action, who, now, params), house.catalogue)
    tickets.change(c, deed.ticket, outcome.changes)
    tickets.attach(c, deed.ticket, deed.params.get("files", ()), now)
    line = (deed.actor, deed.action, before.status, outcome.status, dict(deed.params))
    tickets.note(c, TicketEvent(0, deed.ticket, now, *line))
    changed = tickets.find(c, deed.ticket)
    assert changed is not None
    done = Done(before, local(house, changed[0]), changed[1], outcome.effects)
    if done.after.status != before.status:
        set_timers(c, house, done.after, done.desk.address)
    return _told(deed, done)


def set_timers(c: Connection, house: House, ticket: TicketView, address: str) -> None:
    """Timers that hang on the ticket's status. `address`: key of its person's conversation."""
    if ticket.status in (*lifecycle.ENDED, "reopened"):
        timers.forget(c, ticket.number)
    until = reopen_until(ticket, house.catalogue)
    if ticket.status in UNANSWERED and until:
        at = max(until + timedelta(seconds=1), house.clock() + TIME_TO_ANSWER)
        timers.set_at(c, address, AUTO_CLOSE, ticket.number, at)


TOLD: dict[str, Role] = {"tell_group": "desk", "tell_supervisor": "supervisor", "tell_superior": "superior"}


def _told(deed: Deed, done: Done) -> tuple[Say, ...]:
    """Mails to staff: none to the superior where there is no superior."""
    roles: Sequence[Role] = [TOLD[effect] for effect in done.effects if effect in TOLD]
    return tuple(_mail(deed, done, role) for role in roles if role != "superior" or done.desk.superior)


def _mail(deed: Deed, done: Done, role: Role) -> Say:
    ticket = done.after
    params = {
        "number": ticket.number,
        "action": deed.action,
        "summary": ticket.summary,
        "status": ticket.status,
        "text": deed.params.get("text") or deed.params.get("reason"),
        "due": ticket.due_at.isoformat() if ticket.due_at else None,
    }
    return Say(role, f"staff.{role}", params, ticket=ticket.number)


MOMENTS = ("opened_at", "due_at", "close_by", "response_due_at", "fulfilled_at", "handled_at")


def local(house: House, ticket: TicketView) -> TicketView:
    """A ticket with its moments in its office's zone."""
    moments = {name: getattr(ticket, name) for name in MOMENTS}
    here: dict[str, Any] = {name: house.local(at, ticket.office) for name, at in moments.items() if at is not None}
    return replace(ticket, **here)
