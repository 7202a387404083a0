"""What an officer can do, as forms: one row an action, shown where the lifecycle allows it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.lifecycle import refusal
from bot.desk.routing import routes
from bot.desk.rulings import TYPES
from bot.desk.standing import Deed
from bot.house import House
from bot.messages import TicketView

LONGEST = 4000  # letters of a text


@dataclass(frozen=True, slots=True)
class Setting:
    """What options are chosen from. `officers`: (id, name) of those who may be given the ticket."""

    house: House
    ticket: TicketView
    officers: Sequence[tuple[str, str]] = ()


Options = Callable[[Setting], list[str]]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to fill in. `kind`: text, choice, moment or tick. `on`: ticked beforehand."""

    name: str
    kind: str = "text"
    options: Options | None = None
    on: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An action with what it asks for. `final`: it ends the ticket's way, so it is marked.

    `key`: opens its form. `talk`: it says something, so it stands beside the conversation.
    """

    action: str
    inputs: tuple[Input, ...] = ()
    final: bool = False
    key: str = ""
    talk: bool = False


def _labels(it: Setting) -> list[str]:
    return list(it.house.catalogue.labels)


def _groups(it: Setting) -> list[str]:
    return list(routes(it.ticket, it.house.catalogue))


def _levels(it: Setting) -> list[str]:
    return list(it.house.catalogue.priority)


def _types(it: Setting) -> list[str]:
    return [each for each in TYPES if each != it.ticket.type]


def _offices(it: Setting) -> list[str]:
    return [office for office in it.house.catalogue.offices if office != it.ticket.office]


def _tiers(it: Setting) -> list[str]:
    terms = it.house.catalogue.services[it.ticket.service].terms
    return [*dict.fromkeys(tier for term in terms for tier in term.triage), "rencana_kerja"]


def _officers(it: Setting) -> list[str]:
    return [id for id, _ in it.officers]


def services(it: Setting) -> list[str]:
    """What a ticket may be turned into."""
    return [each for each in all_services(it.house) if each != f"{it.ticket.service}/{it.ticket.variant or ''}"]


def all_services(house: House) -> list[str]:
    """Every service and variant, as "ITSM.5/internet_tamu" or "BMN.1/"."""
    known = house.catalogue.services.values()
    return [f"{each.code}/{variant}" for each in known for variant in [one.id for one in each.variants] or [""]]


TEXT, REASON = Input("text"), Input("reason")
ROWS: tuple[Row, ...] = (
    Row("reply", (TEXT,), key="r", talk=True),
    Row("ask", (TEXT,), talk=True),
    Row("note", (TEXT, Input("internal", "tick", on=True)), key="n", talk=True),
    Row("take", (Input("reason", optional=True),)),
    Row("fulfil", (Input("label", "choice", _labels), TEXT), key="f"),
    Row("accept_document"),
    Row("reject_document", (REASON,)),
    Row("confirm"),
    Row("close"),
    Row("complete"),
    Row("incomplete", (TEXT,)),
    Row("triage", (Input("tier", "choice", _tiers),)),
    Row("prioritise", (Input("level", "choice", _levels),)),
    Row("third_party"),
    Row("accept_event"),
    Row("hand_back"),
    Row("escalate", (Input("group", "choice", _groups),), key="e"),
    Row("assign", (Input("officer", "choice", _officers),)),
    Row("set_due", (Input("at", "moment"), REASON)),
    Row("reclassify", (Input("what", "choice", services),)),
    Row("retype", (Input("type", "choice", _types),)),
    Row("transfer", (Input("office", "choice", _offices),)),
    Row("apologise", (TEXT,)),
    Row("confirm_done"),
    Row("reopen", (REASON,)),
    Row("decline", (REASON,), final=True),
    Row("cancel", (REASON,), final=True),
)
ACTIONS: Mapping[str, Row] = {row.action: row for row in ROWS}


LIKELY: Mapping[str, tuple[str, ...]] = {  # status -> what comes next, the likeliest first
    "new": ("take",),
    "analysed": ("accept_event", "triage", "fulfil"),
    "escalated": ("take",),
    "in_progress": ("fulfil",),
    "reopened": ("take",),
    "waiting_person": ("fulfil",),
    "waiting_completeness": ("complete",),
    "waiting_document": ("accept_document",),
    "fulfilled": ("confirm",),
    "confirmed": ("close",),
}


def likeliest(ticket: TicketView, rows: Sequence[Row]) -> str:
    """The one action that most probably comes next, among those that are possible."""
    named = [name for name in LIKELY.get(ticket.status, ()) if name in [row.action for row in rows]]
    judged = "triage" in ticket.params
    return next((name for name in named if not (name == "triage" and judged)), "")


def possible(it: Setting, now: datetime, human: bool, allowed: Callable[[str], bool]) -> list[Row]:
    """The actions that rights and lifecycle allow now. Handing back only while an officer has the talk."""
    fit = (row for row in ROWS if allowed(row.action) and (human or row.action != "hand_back"))
    return [row for row in fit if _fits(it, now, row) and _offers(it, row)]


def _offers(it: Setting, row: Row) -> bool:
    """Every choice that must be made has something to choose from."""
    return all(each.options(it) for each in row.inputs if each.options)


def _fits(it: Setting, now: datetime, row: Row) -> bool:
    if row.action in ("triage", "reclassify") and it.ticket.service not in it.house.catalogue.services:
        return False
    return refusal(it.ticket, Deed(row.action, "officer", now), it.house.catalogue) is None


def filled(row: Row, form: Mapping[str, Any], it: Setting) -> dict[str, Any]:
    """The action's params from a form. KeyError names an input that is absent or not offered."""
    said = {each.name: _value(each, form, it) for each in row.inputs}
    params: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    if "what" in params:
        service, _, variant = params.pop("what").partition("/")
        params |= {"service": service, "variant": variant or None}
    return params


def _value(each: Input, form: Mapping[str, Any], it: Setting) -> str | bool | None:
    """What one input holds; None for an optional one left empty."""
    value = str(form.get(each.name) or "").strip()[:LONGEST]
    if each.kind == "tick":
        return bool(value)
    offered = bool(value) and not (each.options and value not in each.options(it))
    if not offered and (value or not each.optional):
        raise KeyError(each.name)
    return value if offered else None
