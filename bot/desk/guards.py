"""When an action is impossible although its status allows it: the window is over, nothing is outstanding.

A guard looks at the ticket and the moment only, never at what the actor said, so that a dialogue may ask
before it has asked the person for anything. Raises Refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk.standing import TOO_SOON, Deed, rating_open, remembered, reopen_until, term_of
from bot.messages import Refused, TicketView
from catalog_data.model import Catalogue, Document


def documents(ticket: TicketView, catalogue: Catalogue, stage: str) -> list[Document]:
    """The papers of a stage that the standard names for the ticket's variant."""
    service = catalogue.services.get(ticket.service)  # a complaint may be about none
    named = [it for it in service.documents if it.stage == stage] if service else []
    return [it for it in named if not it.variants or ticket.variant in it.variants]


def _complete(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """K11: once."""
    term = term_of(ticket, catalogue)
    waits = term is not None and term.start == "documents_complete"
    open_yet = waits and not ticket.params.get("documents_complete_at")
    if not (open_yet or ticket.status == "waiting_completeness"):
        raise Refused("refused.nothing_to_complete")


def _incomplete(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    if not documents(ticket, catalogue, "before"):
        raise Refused("refused.no_documents")


def _triage(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    term = term_of(ticket, catalogue)
    if term is None or term.rule != "triage":
        raise Refused("refused.no_triage")


def _third_party(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    term = term_of(ticket, catalogue)
    if term is None or term.third_party is None:
        raise Refused("refused.no_third_party")


def _accept_event(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    if TOO_SOON not in ticket.marks:
        raise Refused("refused.not_too_soon")


def _prioritise(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """K15: disturbances of the services that have a scale (1-6, 14, 15), where the office names its levels."""
    service = catalogue.services.get(ticket.service)
    if not (catalogue.priority and ticket.type == "incident" and service and service.support):
        raise Refused("refused.no_priority")


def _retype(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """A complaint stays one."""
    if ticket.type == "complaint":
        raise Refused("refused.status", action=deed.action, status=ticket.status)


def _auto_close(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """K14: unanswered, only after the last second for reopening."""
    until = reopen_until(ticket, catalogue)
    if until is None or deed.now <= until:
        raise Refused("refused.too_early", until=until)


def _withdraw(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """By its owner, before work starts."""
    if ticket.status == "waiting_person" and remembered(ticket).get("resume") in ("in_progress", "reopened"):
        raise Refused("refused.status", action=deed.action, status="in_progress")


def _rate(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """One open survey per closing, which expires with the window."""
    until = reopen_until(ticket, catalogue)
    if until is not None and deed.now > until:
        raise Refused("refused.rating_late", until=until)
    if ticket.rating is not None:
        raise Refused("refused.rated", rating=ticket.rating)


def _reopen(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """K14."""
    until = reopen_until(ticket, catalogue)
    if until is None or deed.now > until:
        raise Refused("refused.reopen_late", until=until)


def _late(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    _after(ticket.due_at, deed)


def _late_answer(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """K18: an officer's first action meets it."""
    _after(None if ticket.handled_at else ticket.response_due_at, deed)


def _after(promised: datetime | None, deed: Deed) -> None:
    if promised is None or deed.now <= promised:
        raise Refused("refused.too_early", until=promised)


def _warn(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    """A warning that comes after the delay itself is none."""
    if ticket.due_at is None or deed.now >= ticket.due_at:
        raise Refused("refused.status", action=deed.action, status=ticket.status)


def _ask_rating(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> None:
    if not rating_open(ticket):
        raise Refused("refused.rated", rating=ticket.rating)
    _rate(ticket, deed, catalogue)


GUARDS: dict[str, Callable[[TicketView, Deed, Catalogue], None]] = {
    "complete": _complete,
    "incomplete": _incomplete,
    "triage": _triage,
    "third_party": _third_party,
    "accept_event": _accept_event,
    "retype": _retype,
    "prioritise": _prioritise,
    "auto_close": _auto_close,
    "withdraw": _withdraw,
    "rate": _rate,
    "reopen": _reopen,
    "warn": _warn,
    "late": _late,
    "late_answer": _late_answer,
    "ask_rating": _ask_rating,
}
