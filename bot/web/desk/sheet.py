"""A ticket and what can be done with it in words, for the officers' page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.desk.standing import reopen_until
from bot.dialog.fields import show
from bot.dialog.language import Words
from bot.dialog.state import Given
from bot.house import House
from bot.messages import File, Person, TicketView
from bot.web.desk.forms import Input, Row, Setting
from bot.web.desk.reach import channel
from bot.web.desk.timeline import Telling
from bot.web.tickets import service_name, tone
from storage.tickets import Desk

Wording = Mapping[str, Any]
Look = tuple[datetime, str, str]  # moment, actor, file
PREVIEWED = {"image"}


def answers(house: House, words: Words, w: Wording, ticket: TicketView, person: Person | None) -> list[dict[str, str]]:
    """What was answered, as label and value with where it comes from, in the form's order."""
    service = house.catalogue.services.get(ticket.service)
    own = service.fields if service else ()
    fields = {each.id: each for each in (*own, *house.catalogue.person)}
    return [
        {
            "label": fields[name].label if name in fields else w["answer"].get(name, name),
            "value": show(fields[name], Given(value), words, ticket.service) if name in fields else str(value),
            "source": w["source"][_source(name, fields[name].kind if name in fields else "", ticket)],
        }
        for name, value in ticket.answers.items()
    ]


def _source(name: str, kind: str, ticket: TicketView) -> str:
    """Said by the person, taken from a file, or found in the directory."""
    if kind in ("file", "list"):
        return "attached"
    if kind == "superior":
        return "said" if f"{name}_unverified" in ticket.marks else "directory"
    return "counter" if ticket.params.get("counter") else "said"


def kind(w: Wording, ticket: TicketView) -> list[str]:
    """Type and, where one was set, priority (K15)."""
    priority, type = ticket.params.get("priority"), w["option"].get(ticket.type, ticket.type)
    return [type, f"{w['input']['level']}: {w['option'].get(priority, priority)}"] if priority else [type]


def marks(w: Wording, ticket: TicketView) -> list[str]:
    """What the officer must see, in words."""
    return [_mark(w["mark"], mark) for mark in ticket.marks]


def _mark(known: Mapping[str, str], mark: str) -> str:
    """A mark may carry its field or year: "atasan_unverified", "unreviewed_year_2028"."""
    if mark in known:
        return known[mark]
    kind = next((name for name in known if mark.endswith(f"_{name}") or mark.startswith(f"{name}_")), None)
    about = mark.replace(kind, "").strip("_") if kind else mark
    return f"{known[kind]} ({about})" if kind else mark


def dates(how: Telling, ticket: TicketView) -> list[dict[str, str]]:
    """Every moment of the ticket that matters, with its label."""
    until = reopen_until(ticket, how.house.catalogue)
    moments = {
        "opened_at": ticket.opened_at, "response_due_at": ticket.response_due_at, "due_at": ticket.due_at,
        "close_by": ticket.close_by, "fulfilled_at": ticket.fulfilled_at, "reopen_until": until,
    }  # fmt: skip
    known = ((how.w["moment"][name], moment) for name, moment in moments.items() if moment)
    return [{"label": label, "value": how.moment(moment)} for label, moment in known]


def person(w: Wording, found: Person | None, ticket: TicketView, desk: Desk) -> list[dict[str, str]]:
    """Who is asking."""
    known = found or Person(name=ticket.owner_name)
    pairs = {"name": known.name, "unit": known.unit, "contact": known.contact, "superior": desk.superior}
    pairs["channel"] = channel(w, desk.address.partition("/")[0])
    return [{"label": w["person_line"][name], "value": value} for name, value in pairs.items() if value]


def other(words: Words, w: Wording, ticket: TicketView) -> dict[str, str]:
    """Another ticket of the same person, in one line."""
    named = service_name(words, ticket) if ticket.service else w["no_service"]
    return {"number": ticket.number, "service": named, "status": w["status_word"][ticket.status], "tone": tone(ticket)}


def files(how: Telling, found: Sequence[File], looks: Sequence[Look]) -> list[dict[str, Any]]:
    """Name and size of each file, whether it can be looked at without being opened, and who last did."""
    last = {file: str(how.w["seen_by"]).format(name=how.officer(actor), at=how.moment(at)) for at, actor, file in looks}
    return [
        {"id": file.id, "name": file.name, "size": f"{max(1, file.size // 1024)} KB", "seen": file.kind in PREVIEWED,
         "looked": last.get(file.id, "")}
        for file in found
    ]  # fmt: skip


def deeds(it: Setting, words: Words, w: Wording, rows: Sequence[Row], likely: str) -> list[dict[str, Any]]:
    """The forms of the actions that are possible, the likeliest first."""
    made = [_deed(it, words, w, row, row.action == likely) for row in rows]
    return sorted(made, key=lambda deed: not deed["likely"])


def _deed(it: Setting, words: Words, w: Wording, row: Row, likely: bool) -> dict[str, Any]:
    return {
        "action": row.action,
        "label": w["act"][row.action],
        "final": row.final,
        "key": row.key,
        "talk": row.talk,
        "likely": likely,
        "canned": list(w["canned"].get(row.action, {}).items()),
        "inputs": [
            {
                "name": each.name,
                "kind": each.kind,
                "on": each.on,
                "optional": each.optional,
                "label": w["input"]["why_first" if each.optional else each.name],
                "options": _options(it, words, w, each),
            }
            for each in row.inputs
        ],
    }


def as_typed(deed: dict[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The form of an action that was not done, open, with what was typed into it."""
    inputs = [{**each, "value": typed.get(each["name"], ""), "on": each["name"] in typed} for each in deed["inputs"]]
    return {**deed, "inputs": inputs, "open": True}


def _options(it: Setting, words: Words, w: Wording, each: Input) -> list[tuple[str, str]]:
    names, values = dict(it.officers), each.options(it) if each.options else []
    if each.name == "what":
        return [(value, service(words, value)) for value in values]
    return [(value, names.get(value) or w["option"].get(value, value)) for value in values]


def service(words: Words, value: str) -> str:
    """The name of "ITSM.5/internet_tamu"."""
    code, _, variant = value.partition("/")
    name = words.show(code, "service")
    return f"{name}: {words.show(variant, 'variant', service=code)}" if variant else name
