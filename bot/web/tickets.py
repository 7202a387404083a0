"""A ticket as a card shows it: every value in words, every date as people say it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.acting import local
from bot.desk.lifecycle import ENDED, FULFILLED, refusal
from bot.desk.standing import Deed
from bot.desk.timetable import USED
from bot.dialog.language import Words
from bot.house import House
from bot.messages import TicketView

DONE = (*FULFILLED, *ENDED)
WAITING = frozenset({"waiting_person", "waiting_completeness", "waiting_document"})


def service_name(words: Words, ticket: TicketView) -> str:
    """The variant's name, or the service's where it has none."""
    if ticket.variant:
        return words.show(ticket.variant, "variant", service=ticket.service)
    return words.show(ticket.service, "service")


def said_day(words: Words, moment: datetime, now: datetime) -> str:
    """besok, Selasa 24 November 2026 pukul 17.00 WIB; both in the office's zone."""
    near = {0: "due_today", 1: "due_tomorrow"}.get((moment.date() - now.date()).days, "due_other")
    return words.text(
        f"web.{near}", {"day": words.days.day(moment), "year": moment.year, "time": words.days.time(moment)}
    )


def due_state(ticket: TicketView, now: datetime) -> str:
    """ "over", "soon" (the desk is warned too) or ""; nothing is due any more once fulfilled."""
    if ticket.due_at is None or ticket.status in DONE:
        return ""
    if now > ticket.due_at:
        return "over"
    whole = ticket.due_at - ticket.opened_at
    return "soon" if whole > timedelta(0) and (now - ticket.opened_at) / whole >= USED else ""


def tone(ticket: TicketView) -> str:
    """Colour of the status: it waits for somebody, it is done, or it is in work."""
    if ticket.status in WAITING:
        return "waiting"
    return "done" if ticket.status in DONE else ""


def outstanding(house: House, ticket: TicketView) -> list[str]:
    """Names of the papers still to come."""
    service = house.catalogue.services[ticket.service]
    names = {each.id: each.name for each in service.documents}
    names |= {each.document or each.id: each.label for each in service.fields if each.kind in ("file", "list")} | names
    return [names.get(each, each) for each in ticket.outstanding]


POSSIBLE = {"add_file": "add", "ask": "add", "reopen": "reopen"}  # what the card offers -> deed


def actions(house: House, ticket: TicketView, now: datetime) -> list[str]:
    """What its owner may do with it now, as the lifecycle says."""
    deeds = {name: Deed(deed, "person", now, {"reason": "-"}) for name, deed in POSSIBLE.items()}
    return [name for name, deed in deeds.items() if refusal(ticket, deed, house.catalogue) is None]


def card(house: House, words: Words, ticket: TicketView) -> dict[str, Any]:
    """The ticket as JSON for the chat page (`ticketCard` in static/cards.js)."""
    now = house.now(ticket.office)
    ticket = local(house, ticket)
    late = "_over" if due_state(ticket, now) == "over" else ""
    said = said_day(words, ticket.due_at, now) if ticket.due_at else ""
    return {
        "number": ticket.number,
        "service": service_name(words, ticket),
        "status": words.text(f"web.status.{ticket.status}"),
        "status_id": ticket.status,
        "tone": tone(ticket),
        "summary": ticket.summary,
        "urgent": ticket.urgent,
        "due": words.text(f"web.due{late}", {"when": said[:1].upper() + said[1:]}) if said else None,
        "due_at": ticket.due_at.isoformat() if ticket.due_at else None,
        "due_state": due_state(ticket, now),
        "no_due": words.text("web.no_due_complete" if ticket.status == "waiting_completeness" else "web.no_due"),
        "outstanding": outstanding(house, ticket),
        "actions": actions(house, ticket, now),
    }
