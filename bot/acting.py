"""An action on a ticket: what the lifecycle decides becomes rows, and its effects what others do next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot import admitting, staff
from bot.desk import lifecycle, rights, standing
from bot.desk.timetable import timetable
from bot.house import House
from bot.messages import OpenTicket, Say, TicketView
from storage import conversations, tickets, timers
from storage.search import SERIES
from storage.shapes import address_of
from storage.tickets import Desk, TicketEvent

FREE = ("reply", "hand_back")  # in a hand-over there may be no ticket
BY_NAME = ("reply", "apologise")  # the person is told who writes
REQUEST, COMPLAINT = SERIES  # prefixes of numbers


class NotAllowed(Exception):
    """There is nothing that the action could be done to."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`actor`: "officer:ID", "person" or "timer". `conversation`: its key, where there is no ticket.

    `version`: that of the ticket which the officer saw. `by`: the officer, where the store does not know them.
    """

    ticket: str
    action: str
    params: dict[str, Any] = field(default_factory=dict)
    actor: str = "officer:"
    conversation: str = ""
    version: int | None = None
    by: rights.Officer | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """What follows: mails to staff, the lifecycle's effects, and what the person may be told beside."""

    told: tuple[Say, ...] = ()
    effects: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def conversation_of(c: Connection, deed: Deed) -> str:
    """Key of the conversation that a deed reaches. Raises NotAllowed."""
    if not deed.ticket and deed.action in FREE:
        return deed.conversation
    found = tickets.find(c, deed.ticket)
    if found is None:
        raise NotAllowed(f"no ticket {deed.ticket}".rstrip())
    return found[1].address


def act(c: Connection, house: House, deed: Deed) -> Acted:
    """Do it and answer with what follows. Raises Refused or NotAllowed; then nothing is done.

    The transaction holds the conversation already.
    """
    if not deed.ticket:
        office = conversations.office_at(c, address_of(deed.conversation))
        admitting.entitle(c, deed.actor, deed.by, deed.action, office)
        return Acted(facts=_named(c, deed))
    found = tickets.lock(c, deed.ticket)
    if found is None:
        raise NotAllowed(f"no ticket {deed.ticket}")
    before, desk = local(house, found[0]), found[1]
    wish = admitting.Wish(deed.actor, deed.by, deed.action, deed.params, deed.version)
    passed = admitting.admit(c, house, wish, before, desk)
    outcome = lifecycle.step(before, _wanted(deed, house.clock()), house.catalogue)
    tickets.change(c, deed.ticket, {**outcome.changes, "version": before.version + 1})
    tickets.attach(c, deed.ticket, deed.params.get("files", ()), house.clock())
    facts = _facts(c, house, deed, outcome.effects, before, desk)
    if passed:
        trace = {"reason": deed.params["reason"], "passed": passed}
        _note(c, house, deed, (before.status, before.status), "overtake", trace)
    _note(c, house, deed, (before.status, outcome.status), deed.action, {**deed.params, **facts})
    done = staff.Done(deed.action, {**deed.params, **facts}, *look_again(c, house, deed.ticket))
    return Acted(staff.letters(c, house, done, outcome.effects), outcome.effects, facts)


def _wanted(deed: Deed, now: datetime) -> standing.Deed:
    """The deed as the lifecycle knows it; whoever takes a ticket has it."""
    who, _, id = deed.actor.partition(":")
    params = {"officer": id, **deed.params} if deed.action == "take" else deed.params
    return standing.Deed(deed.action, who, now, params)


def _note(c: Connection, house: House, deed: Deed, way: tuple[str, str], action: str, params: dict[str, Any]) -> None:
    """A line of the history: from which status to which."""
    tickets.note(c, TicketEvent(0, deed.ticket, house.clock(), deed.actor, action, *way, params))


def _facts(
    c: Connection, house: House, deed: Deed, effects: tuple[str, ...], ticket: TicketView, desk: Desk
) -> dict[str, Any]:
    """What comes into being by the action: a complaint's number, a draft, the name of who says sorry."""
    facts = _named(c, deed)
    if "open_complaint" in effects:
        facts["complaint"] = _complain(c, house, str(deed.params.get("text") or ""), ticket, desk)
    if "draft_apology" in effects:
        facts["draft"] = staff.apology(c, house, deed.action, ticket)
    return facts


def _named(c: Connection, deed: Deed) -> dict[str, Any]:
    """Under whose name the words go out."""
    return {"name": admitting.name_of(c, deed.actor, deed.by)} if deed.action in BY_NAME else {}


def _complain(c: Connection, house: House, words: str, about: TicketView, desk: Desk) -> str:
    """A complaint with a number of its own, linked to the ticket, at the same office."""
    number = tickets.number(c, COMPLAINT, house.now(about.office))
    opened = OpenTicket(
        about.service, about.variant, about.office, {"pengaduan": words}, words[:200] or about.summary,
        type="complaint", parent=about.number,
    )  # fmt: skip
    tickets.open_ticket(c, number, opened, (about.owner, desk.address), house.clock())
    return number


def look_again(c: Connection, house: House, number: str) -> tuple[TicketView, Desk]:
    """The ticket as it stands now, its timers set accordingly."""
    found = tickets.find(c, number)
    assert found is not None, "a ticket is never taken away"
    ticket = local(house, found[0])
    set_timers(c, house, ticket, found[1].address)
    return ticket, found[1]


def set_timers(c: Connection, house: House, ticket: TicketView, address: str) -> None:
    """Timers of the ticket as it stands. `address`: key of its person's conversation."""
    if ticket.status in ("cancelled", "declined"):
        timers.forget(c, ticket.number)
        return
    now = house.now(ticket.office)
    timers.plan(c, address, ticket.number, timetable(ticket, house.catalogue, now), now)


MOMENTS = ("opened_at", "due_at", "close_by", "response_due_at", "fulfilled_at", "handled_at")


def local(house: House, ticket: TicketView) -> TicketView:
    """A ticket with its moments in its office's zone."""
    moments: dict[str, datetime | None] = {name: getattr(ticket, name) for name in MOMENTS}
    here: dict[str, Any] = {name: house.local(at, ticket.office) for name, at in moments.items() if at is not None}
    return replace(ticket, **here)
