"""A ticket, its conversation and its history in words, for the officers' page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.dialog.fields import show
from bot.dialog.language import Words
from bot.dialog.state import Given
from bot.house import House
from bot.messages import File, Person, TicketView
from bot.web.desk.forms import Row
from storage.history import Line
from storage.tickets import Desk, TicketEvent

Wording = Mapping[str, Any]
MARKS = re.compile(r"\*\*|^> ?", re.M)  # the light markup of Loket's words


def when(house: House, words: Words, moment: datetime, office: str) -> str:
    """Selasa 24 November pukul 10.05 WIB"""
    local = house.local(moment, office)
    return f"{words.days.day(local)} {words.days.time(local)}"


def answers(house: House, words: Words, ticket: TicketView) -> list[dict[str, str]]:
    """What was answered, as label and value, in the form's order."""
    service = house.catalogue.services[ticket.service]
    fields = {each.id: each for each in (*service.fields, *house.catalogue.person)}
    return [
        {"label": fields[name].label, "value": show(fields[name], Given(value), words)}
        for name, value in ticket.answers.items()
        if name in fields
    ]


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


def person(w: Wording, found: Person | None, ticket: TicketView, desk: Desk) -> list[dict[str, str]]:
    """Who is asking."""
    known = found or Person(name=ticket.owner_name)
    pairs = {"name": known.name, "unit": known.unit, "contact": known.contact, "superior": desk.superior}
    pairs["channel"] = desk.address.partition("/")[0]
    return [{"label": w["person_line"][name], "value": value} for name, value in pairs.items() if value]


def talk(house: House, words: Words, w: Wording, lines: Sequence[Line], ticket: TicketView) -> list[dict[str, str]]:
    """The conversation, oldest first."""
    return [
        {
            "who": line.who,
            "name": ticket.owner_name or w["person"] if line.who == "person" else "Loket",
            "at": when(house, words, line.at, ticket.office),
            "text": _words(line),
        }
        for line in lines
    ]


def _words(line: Line) -> str:
    if line.who == "person":
        return "\n".join(filter(None, [line.body["text"], *(f"[{name}]" for name in line.body["files"])]))
    return "\n\n".join(MARKS.sub("", bubble["text"]) for bubble in line.body["bubbles"])


def history(house: House, words: Words, w: Wording, events: Sequence[TicketEvent], office: str) -> list[dict[str, str]]:
    """What was done, the newest first."""
    return [
        {
            "name": _actor(w, event.actor),
            "at": when(house, words, event.at, office),
            "what": _what(w, event),
            "text": str(event.params.get("text") or event.params.get("reason") or ""),
        }
        for event in reversed(events)
    ]


def _actor(w: Wording, actor: str) -> str:
    kind, _, name = actor.partition(":")
    return name or w["actor"].get(kind, kind)


def _what(w: Wording, event: TicketEvent) -> str:
    did = w["did"].get(event.action, event.action)
    moved = event.after and event.after != event.before
    return f"{did}: {w['status_word'][event.after]}" if moved else did


def files(found: Sequence[File]) -> list[dict[str, str]]:
    """Name and size of each file."""
    return [{"id": file.id, "name": file.name, "size": f"{max(1, file.size // 1024)} KB"} for file in found]


def deeds(house: House, w: Wording, ticket: TicketView, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The forms of the actions that are possible."""
    return [
        {
            "action": row.action,
            "label": w["act"][row.action],
            "final": row.final,
            "inputs": [
                {
                    "name": each.name,
                    "kind": each.kind,
                    "on": each.on,
                    "label": w["input"][each.name],
                    "options": [
                        (value, w["option"].get(value, value)) for value in each.options(house, ticket)
                    ] if each.options else [],
                }
                for each in row.inputs
            ],
        }
        for row in rows
    ]  # fmt: skip
