"""A ticket, its conversation and its history in words, for the officers' page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.desk.standing import reopen_until
from bot.dialog.fields import show
from bot.dialog.language import Words
from bot.dialog.state import Given
from bot.house import House
from bot.messages import Address, File, Person, TicketView
from bot.web.desk.forms import Input, Row, Setting
from storage.history import Line
from storage.tickets import Desk, TicketEvent

Wording = Mapping[str, Any]
PREVIEWED = {"image"}


def when(house: House, words: Words, moment: datetime, office: str) -> str:
    """Selasa 24 November pukul 10.05 WIB"""
    local = house.local(moment, office)
    return f"{words.days.day(local)} {words.days.time(local)}"


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


def dates(house: House, words: Words, w: Wording, ticket: TicketView) -> list[dict[str, str]]:
    """Every moment of the ticket that matters, with its label."""
    until = reopen_until(ticket, house.catalogue)
    moments = {
        "opened_at": ticket.opened_at, "response_due_at": ticket.response_due_at, "due_at": ticket.due_at,
        "close_by": ticket.close_by, "fulfilled_at": ticket.fulfilled_at, "reopen_until": until,
    }  # fmt: skip
    known = ((w["moment"][name], moment) for name, moment in moments.items() if moment)
    return [{"label": label, "value": when(house, words, moment, ticket.office)} for label, moment in known]


def person(w: Wording, found: Person | None, ticket: TicketView, desk: Desk) -> list[dict[str, str]]:
    """Who is asking."""
    known = found or Person(name=ticket.owner_name)
    pairs = {"name": known.name, "unit": known.unit, "contact": known.contact, "superior": desk.superior}
    pairs["channel"] = channel(w, desk.address.partition("/")[0])
    return [{"label": w["person_line"][name], "value": value} for name, value in pairs.items() if value]


def channel(w: Wording, name: str) -> str:
    """What officers call a channel."""
    return str(w["channel"].get(name, name))


def reaches(w: Wording, to: Address, known: bool) -> dict[str, Any]:
    """Where words to the person arrive, and whether they can. `known`: the channel can be spoken to."""
    name = channel(w, to.channel)
    return {"text": w["reaches" if known else "reaches_not"].format(channel=name), "can": known}


def timeline(
    house: House, words: Words, w: Wording, lines: Sequence[Line], events: Sequence[TicketEvent], ticket: TicketView
) -> list[dict[str, Any]]:
    """What was said and what was done, oldest first, in one row."""
    said = [(line.at, _said(w, line, ticket.owner_name)) for line in lines]
    done = [(event.at, _done(w, event)) for event in events]
    both = sorted([*said, *done], key=lambda each: each[0])
    return [{**item, "at": when(house, words, at, ticket.office)} for at, item in both]


def conversation(
    house: House, words: Words, w: Wording, lines: Sequence[Line], name: str, office: str
) -> list[dict[str, Any]]:
    """The same of a conversation without a ticket."""
    return [{**_said(w, line, name), "at": when(house, words, line.at, office)} for line in lines]


def _said(w: Wording, line: Line, person: str) -> dict[str, Any]:
    mine = line.who == "person"
    name = (person or w["person"]) if mine else w["actor"]["loket"]
    failed = w["not_delivered"] if line.status == "given_up" else ""
    return {"kind": "talk", "who": line.who, "name": name, "text": _words(line), "what": "", "failed": failed}


def _words(line: Line) -> str:
    if line.who == "person":
        return "\n".join(filter(None, [line.body["text"], *(f"[{name}]" for name in line.body["files"])]))
    return "\n\n".join(bubble["text"].replace("**", "") for bubble in line.body["bubbles"])


def _done(w: Wording, event: TicketEvent) -> dict[str, Any]:
    text = event.params.get("text") or event.params.get("reason") or event.params.get("draft") or ""
    internal = event.action == "note" and event.params.get("internal", True)
    return {
        "kind": "note" if internal else "history",
        "who": "officer" if event.actor.startswith("officer:") else event.actor,
        "name": _actor(w, event.actor),
        "what": _what(w, event),
        "text": str(text),
        "failed": "",
    }


def _actor(w: Wording, actor: str) -> str:
    kind, _, name = actor.partition(":")
    return name or w["actor"].get(kind, kind)


def _what(w: Wording, event: TicketEvent) -> str:
    did = w["did"].get(event.action, event.action)
    moved = event.after and event.after != event.before
    return f"{did}: {w['status_word'].get(event.after, event.after)}" if moved else did


def files(found: Sequence[File]) -> list[dict[str, Any]]:
    """Name and size of each file, and whether it can be looked at without being opened."""
    return [
        {"id": file.id, "name": file.name, "size": f"{max(1, file.size // 1024)} KB", "seen": file.kind in PREVIEWED}
        for file in found
    ]


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
