"""What an officer rules on, and what moves a ticket's dates: papers, triage, type, priority, the day itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.desk.done import AS_RECEIVED, Done
from bot.desk.params import kept_params, moment
from bot.desk.standing import TOO_SOON, Deed, dates, term_of, zone_of
from bot.messages import Refused, TicketView
from catalog_data.model import Catalogue

TYPES = ("request", "incident", "change")  # what an officer may call a ticket; a complaint is none of them


def _complete(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K11: the documents are declared complete, which starts the clock."""
    complete = deed.now.astimezone(zone_of(ticket, catalogue)).isoformat()
    params = {**ticket.params, "documents_follow": True, "documents_complete_at": complete}
    return Done({"params": params, "outstanding": (), "question": ""})


def _incomplete(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K11: what is needed before is missing; the clock does not run until it is there."""
    params = {name: value for name, value in ticket.params.items() if name != "documents_complete_at"}
    return Done({"params": {**params, "documents_follow": True}, "question": deed.params["text"]})


def _triage(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    term = term_of(ticket, catalogue)
    tiers = [*(term.triage if term else ()), "rencana_kerja"]
    if deed.params["tier"] not in tiers:
        raise Refused("refused.tier", given=deed.params["tier"], tiers=tiers)
    return Done({"params": {**ticket.params, "triage": deed.params["tier"]}})


def _retype(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """A request may turn out a disturbance, for which no time is promised, and the other way round."""
    if deed.params["type"] not in TYPES:
        raise Refused("refused.type", given=deed.params["type"], types=list(TYPES))
    return Done({"type": deed.params["type"], **AS_RECEIVED})


def _prioritise(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """K15: a disturbance on the office's own scale; the last level waits as it was received."""
    levels, level = catalogue.priority, deed.params["level"]
    if level not in levels:
        raise Refused("refused.level", given=level, levels=list(levels))
    rank = len(levels) - 1 - levels.index(level)
    return Done({"rank": rank, "params": {**ticket.params, "priority": level}})


def _accept_event(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """An event that came too late for its lead time is taken on all the same; its term holds."""
    marks = tuple(mark for mark in ticket.marks if mark != TOO_SOON)
    return Done({"params": {**ticket.params, "excepted": True}, "marks": marks})


def _third_party(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    return Done({"params": {**ticket.params, "third_party": True}})


def _set_due(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    try:
        at = moment("at", str(deed.params["at"]), zone_of(ticket, catalogue))
    except ValueError:
        raise Refused("refused.moment", given=str(deed.params["at"])) from None
    if at <= deed.now:
        raise Refused("refused.past", at=at)
    return Done({"due_at": at})


def _change(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> Done:
    """A date or a count said anew; the lead time stays counted from the request, an exception was for its day."""
    params = said_anew(ticket, deed, catalogue)
    if params.get("event_date") != ticket.params.get("event_date"):
        params["excepted"] = False
    answers = {**ticket.answers, **deed.params.get("answers", {})}
    found = dates(replace(ticket, params=params, answers=answers), catalogue)
    if not found.accepted and TOO_SOON not in ticket.marks:
        raise Refused("refused.too_soon", earliest=found.earliest_event_date)
    marks = tuple(mark for mark in ticket.marks if mark != TOO_SOON or not found.accepted)
    return Done({"params": params, "answers": answers, "marks": marks})


def said_anew(ticket: TicketView, deed: Deed, catalogue: Catalogue) -> dict[str, Any]:
    """The ticket's params with those that the deed says anew, which must be clean."""
    params = {**ticket.params, **deed.params.get("params", {})}
    try:
        kept_params(params, zone_of(ticket, catalogue))
    except ValueError as fault:
        raise Refused("refused.params", fault=str(fault)) from None
    return params


RULINGS: dict[str, Callable[[TicketView, Deed, Catalogue], Done]] = {
    "complete": _complete,
    "incomplete": _incomplete,
    "triage": _triage,
    "third_party": _third_party,
    "retype": _retype,
    "prioritise": _prioritise,
    "accept_event": _accept_event,
    "set_due": _set_due,
    "change": _change,
}
