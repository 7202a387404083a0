"""What an officer can do, as forms: one row an action, shown where the lifecycle allows it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk.deeds import Deed
from bot.desk.lifecycle import refusal
from bot.house import House
from bot.messages import TicketView

Options = Callable[[House, TicketView], list[str]]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to fill in. `kind`: text, choice, moment or tick. `on`: ticked beforehand."""

    name: str
    kind: str = "text"
    options: Options | None = None
    on: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An action with what it asks for. `final`: it ends the ticket's way, so it is marked."""

    action: str
    inputs: tuple[Input, ...] = ()
    final: bool = False


def _labels(house: House, ticket: TicketView) -> list[str]:
    return list(house.catalogue.labels)


def _groups(house: House, ticket: TicketView) -> list[str]:
    return list(house.catalogue.routing[ticket.office])


def _offices(house: House, ticket: TicketView) -> list[str]:
    return [office for office in house.catalogue.offices if office != ticket.office]


def _tiers(house: House, ticket: TicketView) -> list[str]:
    terms = house.catalogue.services[ticket.service].terms
    return [*dict.fromkeys(tier for term in terms for tier in term.triage), "rencana_kerja"]


TEXT, REASON = Input("text"), Input("reason")
ROWS: tuple[Row, ...] = (  # the likeliest next step first
    Row("take"),
    Row("fulfil", (Input("label", "choice", _labels), TEXT)),
    Row("accept_document"),
    Row("reject_document", (REASON,)),
    Row("confirm"),
    Row("close"),
    Row("complete"),
    Row("incomplete", (TEXT,)),
    Row("triage", (Input("tier", "choice", _tiers),)),
    Row("third_party"),
    Row("reply", (TEXT,)),
    Row("ask", (TEXT,)),
    Row("note", (TEXT, Input("internal", "tick", on=True))),
    Row("hand_back"),
    Row("escalate", (Input("group", "choice", _groups),)),
    Row("transfer", (Input("office", "choice", _offices),)),
    Row("set_due", (Input("at", "moment"), REASON)),
    Row("reopen", (REASON,)),
    Row("decline", (REASON,), final=True),
    Row("cancel", (REASON,), final=True),
)
ACTIONS: Mapping[str, Row] = {row.action: row for row in ROWS}


def possible(house: House, ticket: TicketView, now: datetime, human: bool) -> list[Row]:
    """The actions that the lifecycle allows now. Handing back only while an officer has the talk."""
    return [row for row in ROWS if _allowed(house, ticket, now, row) and (human or row.action != "hand_back")]


def _allowed(house: House, ticket: TicketView, now: datetime, row: Row) -> bool:
    trial = Deed(row.action, "officer", now, _example(house, ticket, now, row))
    return refusal(ticket, trial, house.catalogue) is None


def _example(house: House, ticket: TicketView, now: datetime, row: Row) -> dict[str, Any]:
    """Something that could be filled in, to ask the lifecycle with."""
    tomorrow = (now + timedelta(days=1)).isoformat(timespec="minutes")
    values = {"text": "-", "moment": tomorrow, "tick": True}
    return {
        each.name: (each.options(house, ticket) or [""])[0] if each.options else values[each.kind]
        for each in row.inputs
    }


def filled(row: Row, form: Mapping[str, Any], house: House, ticket: TicketView) -> dict[str, Any]:
    """The action's params from a form. KeyError names an input that is absent or not offered."""
    params: dict[str, Any] = {}
    for each in row.inputs:
        value = str(form.get(each.name) or "").strip()
        if each.kind == "tick":
            params[each.name] = bool(value)
        elif not value or (each.options and value not in each.options(house, ticket)):
            raise KeyError(each.name)
        else:
            params[each.name] = value
    return params
