"""Mails to those who keep the promise: the ticket whole, what was done, and how to act by answering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.desk.standing import dates
from bot.dialog.fields import show
from bot.dialog.language import Words, phrase
from bot.dialog.state import Given
from bot.house import House
from bot.messages import File, Role, Say, TicketView
from storage import conversations, files, people, tickets
from storage.tickets import Desk, TicketEvent

LANGUAGE = "id"  # of the desk
TOLD: dict[str, Role] = {
    "tell_group": "desk", "tell_supervisor": "supervisor", "tell_superior": "superior", "assign": "officer",
}  # fmt: skip
HANDED_ON = ("escalate", "transfer", "reclassify", "reopen", "assign")  # whoever gets it now gets all files
BROKEN: dict[str, Callable[[str], bool]] = {  # of which rules of the clock each breach is
    "late": lambda rule: rule not in ("K6", "K7", "K8", "K14"),
    "late_answer": lambda rule: rule == "K6",
}
MOST = 7 << 20  # bytes that a letter carries; larger files are linked
LINES = 30  # of the history


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to a ticket, and how it stands now, its moments local to its office."""

    action: str
    params: Mapping[str, Any]
    ticket: TicketView
    desk: Desk


def letters(c: Connection, house: House, done: Done, effects: tuple[str, ...]) -> tuple[Say, ...]:
    """A mail for each role that the lifecycle wants told."""
    roles = [TOLD[effect] for effect in effects if effect in TOLD]
    return tuple(_letter(c, house, done, role) for role in roles if _concerns(done, role))


def _concerns(done: Done, role: Role) -> bool:
    """No mail to a superior where there is none; an officer who took a ticket knows."""
    if role == "superior":
        return bool(done.desk.superior)
    return role != "officer" or done.action == "assign"


def _letter(c: Connection, house: House, done: Done, role: Role) -> Say:
    ticket = done.ticket
    told = {"number": ticket.number, "action": done.action, "summary": ticket.summary}
    if role == "superior":
        return Say(role, "staff.superior", told, ticket=ticket.number)
    if complaint := done.params.get("complaint"):
        office = house.catalogue.offices[ticket.office].name
        words = {"number": complaint, "words": done.params.get("text"), "office": office}
        return Say(role, "staff.complaint", words, ticket=str(complaint))
    light, heavy = _files(c, done)
    more = {"attached": [each.name for each in light] or None, "left": [each.name for each in heavy] or None}
    params = {**told, **_said(done), **sheet(c, house, ticket), **more, **_stands(c, house, done)}
    return Say(role, f"staff.{role}", params, ticket=ticket.number, attached=tuple(each.id for each in light))


def _said(done: Done) -> dict[str, Any]:
    return {
        "text": done.params.get("text") or done.params.get("reason"),
        "rating": done.params.get("rating"),
        "draft": done.params.get("draft"),
    }


def _stands(c: Connection, house: House, done: Done) -> dict[str, Any]:
    """Where the work is now, and of a broken promise on what it rests."""
    holder = people.officer(c, done.desk.officer)
    known = {"status": done.ticket.status, "holder": holder.name if holder else None}
    if done.action not in BROKEN:
        return known
    rules = [each for each in dates(done.ticket, house.catalogue).rules if BROKEN[done.action](each.rule)]
    return {**known, "basis": [phrase("staff.basis", text=each.text, clause=each.clause) for each in rules]}


def _files(c: Connection, done: Done) -> tuple[list[File], list[File]]:
    """The files that go along, and those that are too large for a letter."""
    new = set(done.params.get("files", ()))
    all_of_them = done.action in HANDED_ON
    room = MOST
    light: list[File] = []
    heavy: list[File] = []
    for file in files.of_ticket(c, done.ticket.number):
        if not (all_of_them or file.id in new):
            continue
        fits = file.size <= room
        (light if fits else heavy).append(file)
        room -= file.size if fits else 0
    return light, heavy


def sheet(c: Connection, house: House, ticket: TicketView) -> dict[str, Any]:
    """The ticket whole: who asks, what was answered, what was done, and until when."""
    service = house.catalogue.services.get(ticket.service)
    owner = conversations.person(c, ticket.owner)
    words = house.speak(LANGUAGE)
    return {
        "service": service.name if service else None,
        "office": house.catalogue.offices[ticket.office].name,
        "owner": ", ".join(filter(None, [owner.name, owner.unit, owner.contact])) if owner else None,
        "lines": _answers(house, words, ticket),
        "history": [_event(c, house, ticket, each) for each in tickets.history(c, ticket.number)[-LINES:]],
        "due": ticket.due_at.isoformat() if ticket.due_at else None,
        "link": link(house, ticket.number),
    }


def link(house: House, number: str) -> str | None:
    """Address of the ticket's page, where the house knows its own."""
    return f"{house.url}/desk/tickets/{number}" if house.url else None


def _answers(house: House, words: Words, ticket: TicketView) -> list[dict[str, str]]:
    service = house.catalogue.services.get(ticket.service)
    known = {each.id: each for each in (*(service.fields if service else ()), *house.catalogue.person)}
    return [
        {"label": known[name].label, "value": show(known[name], Given(value), words)}
        for name, value in ticket.answers.items()
        if name in known
    ]


def _event(c: Connection, house: House, ticket: TicketView, event: TicketEvent) -> dict[str, Any]:
    """One line of the history, as a phrase."""
    kind, _, id = event.actor.partition(":")
    found = people.officer(c, id) if kind == "officer" else None
    who = (found.name if found else id) or phrase(f"desk.actor.{kind}")
    text = event.params.get("text") or event.params.get("reason")
    at = house.local(event.at, ticket.office).isoformat()
    return phrase("staff.event", at=at, who=who, action=event.action, text=text)


def apology(c: Connection, house: House, action: str, ticket: TicketView) -> str:
    """The apology that the guarantee promises, in the person's language, for an officer to send."""
    owner = conversations.person(c, ticket.owner)
    words = house.speak(owner.language if owner else LANGUAGE)
    promised = ticket.due_at if action == "late" else ticket.response_due_at
    office = house.catalogue.offices[ticket.office].name
    told = {"name": owner.name if owner else None, "number": ticket.number, "summary": ticket.summary}
    return words.text(f"apology.{action}", {**told, "office": office, "due": promised and promised.isoformat()})
