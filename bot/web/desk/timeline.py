"""What was said and what was done, in words and in one row, for the officers' pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.dialog.language import Words
from bot.house import House
from bot.web.lines import OFFICER
from storage.history import Line
from storage.tickets import TicketEvent

SAID = ("reply", "ask", "answer")  # their words stand in the conversation already
QUOTE = re.compile(r"^> ", re.M)


@dataclass(frozen=True, slots=True)
class Telling:
    """How it is told: `office` for the zone, `person` for the one who asks, `names` of officers by id."""

    house: House
    words: Words
    w: Mapping[str, Any]
    office: str
    person: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def moment(self, at: datetime) -> str:
        """Selasa 24 November pukul 10.05 WIB"""
        local = self.house.local(at, self.office)
        return f"{self.words.days.day(local)} {self.words.days.time(local)}"

    def officer(self, actor: str) -> str:
        """Who did it, by name."""
        kind, _, id = actor.partition(":")
        return self.names.get(id, id) or self.w["actor"].get(kind, kind)


def told(how: Telling, lines: Iterable[Line], events: Iterable[TicketEvent] = ()) -> list[dict[str, Any]]:
    """Lines and events, oldest first; the first of each day carries its `day`."""
    said = [(line.at, _said(how, line)) for line in lines]
    done = [(event.at, _done(how, event)) for event in events]
    items: list[dict[str, Any]] = []
    for at, item in sorted([*said, *done], key=lambda each: each[0]):
        local = how.house.local(at, how.office)
        here = how.words.days.day(local)
        day = here if not items or here != items[-1]["on"] else ""
        items.append({**item, "at": at, "time": f"{local:%H.%M}", "exact": how.moment(at), "on": here, "day": day})
    return items


def parted(items: Sequence[dict[str, Any]], opened: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What came before the ticket was opened, and the rest, which begins with its day."""
    before = [each for each in items if each["at"] < opened]
    since = [each for each in items if each["at"] >= opened]
    return before, [{**each, "day": each["on"]} if n == 0 else each for n, each in enumerate(since)]


def _said(how: Telling, line: Line) -> dict[str, Any]:
    theirs = line.who == "person"
    return {
        "kind": "talk", "who": line.who, "name": _speaker(how, line), "what": "",
        "text": line.body["text"] if theirs else _bubbles(line), "files": line.body["files"] if theirs else [],
        "failed": how.w["not_delivered"] if line.status == "given_up" else "",
    }  # fmt: skip


def _speaker(how: Telling, line: Line) -> str:
    if line.who == "person":
        return how.person or str(how.w["person"])
    by_hand = any(bubble["key"] == OFFICER for bubble in line.body["bubbles"])
    return str(how.w["officer"] if by_hand else how.w["actor"]["loket"])


def _bubbles(line: Line) -> str:
    return QUOTE.sub("", "\n\n".join(bubble["text"].replace("**", "") for bubble in line.body["bubbles"]))


def _done(how: Telling, event: TicketEvent) -> dict[str, Any]:
    text = event.params.get("text") or event.params.get("reason") or event.params.get("draft") or ""
    internal = event.action == "note" and event.params.get("internal", True)
    return {
        "kind": "note" if internal else "history",
        "who": "officer" if event.actor.startswith("officer:") else event.actor,
        "name": how.officer(event.actor),
        "what": _what(how.w, event),
        "text": "" if event.action in SAID else str(text),
        "files": [],
        "failed": "",
    }


def _what(w: Mapping[str, Any], event: TicketEvent) -> str:
    did = w["did"].get(event.action, event.action)
    moved = event.after and event.after != event.before
    return f"{did}: {w['status_word'].get(event.after, event.after)}" if moved else did
