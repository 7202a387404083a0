"""What waits: the queue with its filters in the address, and the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from bot.acting import local
from bot.desk.clock import UnreviewedYear, calendar_of
from bot.desk.discretion import hidden
from bot.dialog.language import Words
from bot.house import House
from bot.messages import TicketView
from bot.web.desk import gates
from bot.web.desk.gates import Lists
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted
from bot.web.tickets import due_state, said_day, service_name, tone
from storage import conversations, listing, people, search, tickets
from storage.listing import SHOWS, Count, Filter
from storage.people import Officer
from storage.tickets import Desk

router = APIRouter(prefix="/desk", include_in_schema=False)
PAGE = 50
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as the address has them."""

    show: str
    office: str
    group: str
    q: str
    at: int

    def link(self, **other: str) -> str:
        """The address of the list with some filters changed; empty ones are left out."""
        now = {"show": self.show, "office": self.office, "group": self.group, "q": self.q, **other}
        given = {name: value for name, value in now.items() if value and (name, value) != ("show", "open")}
        return f"/desk?{urlencode(given)}" if given else "/desk"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the store knows for one page of the list."""

    rows: list[tuple[TicketView, Desk]]
    counts: list[Count]
    more: bool
    waiting: list[Any]
    names: dict[str, str]
    stamp: str


@router.get("")
async def queue(request: Request, front: Fronted, who: Lists, at: int = 0) -> Response:
    """First come, first served; urgent security, electricity and water before (K15)."""
    given = request.query_params
    show, office, group, q = (given.get(name, "") for name in ("show", "office", "group", "q"))
    asked = Asked(show if show in SHOWS else "open", office, group, q.strip()[:200], max(0, at))
    mine = gates.offices(front.house, who.officer, "list")
    found = await front.house.store.look(listed, front.house, who.officer, asked, mine)
    w = front.words("desk")
    later = asked.link() + ("&" if "?" in asked.link() else "?")
    return page(
        request, "desk_queue.html", w=w, officer=who.officer, token=who.token, here="queue", q=asked.q,
        rows=[row(front, found.names, *each) for each in found.rows],
        chips=[] if asked.q else chips(front, asked, found.counts, mine), stamp=found.stamp, kept=asked,
        earlier=f"{later}at={asked.at - PAGE}" if asked.at >= PAGE else "",
        later=f"{later}at={asked.at + PAGE}" if found.more else "",
        waiting=[person_waiting(front, each) for each in found.waiting],
    )  # fmt: skip


def listed(c: Connection, house: House, officer: Officer, asked: Asked, mine: Sequence[str]) -> Listed:
    """The rows and the counts beside the filters, from one state of the store."""
    offices = [asked.office] if asked.office in mine else list(mine)
    known = house.catalogue.services.values()
    services = [each.code for each in known if asked.group in ("", each.group)] + ([] if asked.group else [""])
    chosen = Filter(asked.show, offices, services, officer.id, house.clock())
    if asked.q:
        found = _sought(c, asked, offices, every=len(offices) == len(house.catalogue.offices))
    else:
        found = listing.page(c, chosen, PAGE + 1, asked.at)
    counts = [] if asked.q else [each for each in listing.counts(c, chosen) if each.office in mine]
    waiting = [each for each in conversations.wanting_human(c) if each.office in ("", *mine)]
    names = {each.id: each.name for each in people.officers_of(c)}
    return Listed(found[:PAGE], counts, len(found) > PAGE, waiting, names, listing.stamp(c))


def _sought(c: Connection, asked: Asked, offices: Sequence[str], every: bool) -> list[tuple[TicketView, Desk]]:
    scopes = [""] if every else offices
    most = asked.at + PAGE + 1
    numbers = {number for office in scopes for number in search.find(c, asked.q, office, most)}
    found = sorted(numbers, key=search.place_of, reverse=True)  # type: ignore[arg-type]
    return tickets.some(c, found[asked.at : most])


def chips(front: Front, asked: Asked, counts: Sequence[Count], mine: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of filters: what is shown, which group, which office (where there are several)."""
    w, house = front.words("desk"), front.house
    group_of = {each.code: each.group for each in house.catalogue.services.values()}
    groups = [("", w["all"]), *((name, w["group"][name]) for name in dict.fromkeys(group_of.values()))]
    offices = [("", w["all"]), *((name, house.catalogue.offices[name].city) for name in mine)]

    def total(office: str, group: str, show: str) -> int:
        fitting = (each for each in counts if office in ("", each.office))
        return sum(each.of[show] for each in fitting if group in ("", group_of.get(each.service, "")))

    def row(label: str, chosen: str, names: Sequence[tuple[str, str]], part: str) -> dict[str, Any]:
        here = {"office": asked.office, "group": asked.group, "show": asked.show}
        ones = [(name, words, total(**{**here, part: name}), asked.link(**{part: name})) for name, words in names]
        return _chips(label, chosen, ones)

    rows = [
        row(w["filter"], asked.show, [(name, w["show"][name]) for name in SHOWS], "show"),
        row(w["filter_group"], asked.group, groups, "group"),
    ]
    return [*rows, row(w["filter_office"], asked.office, offices, "office")] if len(mine) > 1 else rows


def _chips(label: str, chosen: str, made: Sequence[tuple[str, str, int, str]]) -> dict[str, Any]:
    ones = [{"label": words, "count": n, "link": link, "here": name == chosen} for name, words, n, link in made]
    return {"label": label, "chips": ones}


def row(front: Front, names: Mapping[str, str], ticket: TicketView, desk: Desk) -> dict[str, Any]:
    """One line of the list."""
    house, w = front.house, front.words("desk")
    words, now = house.speak(LANGUAGE), house.now(ticket.office)
    here = local(house, ticket)
    state = due_state(here, now)
    return {
        "number": here.number,
        "service": service_name(words, here) if here.service else w["no_service"],
        "summary": hidden(here.summary),
        "status": w["status_word"][here.status],
        "tone": tone(here),
        "urgent": here.urgent,
        "office": house.catalogue.offices[here.office].city,
        "person": here.owner_name,
        "age": w["age"].format(span=span(w, int((now - here.opened_at).total_seconds() // 60))),
        "officer": names.get(desk.officer, desk.officer),
        "due_state": state,
        "due": near(words, w, here.due_at, now) if here.due_at else "",
        "due_exact": said_day(words, here.due_at, now) if here.due_at else "",
        "left": left(house, w, here, now),
    }


def near(words: Words, w: Any, moment: datetime, now: datetime) -> str:
    """besok 17.00, Jumat 27 November 17.00; both in the office's zone."""
    name = {0: "today", 1: "tomorrow"}.get((moment.date() - now.date()).days, "other")
    return str(w["near"][name]).format(day=words.days.day(moment), time=f"{moment:%H.%M}")


def left(house: House, w: Any, ticket: TicketView, now: datetime) -> str:
    """How much working time is left, or by how much the date is over; empty where nothing is due."""
    if ticket.due_at is None or ticket.status in listing.DONE or ticket.status == "waiting_document":
        return ""
    if now > ticket.due_at:
        return str(w["over"]).format(span=span(w, int((now - ticket.due_at).total_seconds() // 60)))
    calendar = calendar_of(house.catalogue.offices[ticket.office], house.catalogue.calendar)
    try:
        minutes = calendar.minutes_between(now, ticket.due_at)
    except UnreviewedYear:
        return ""
    opening = house.catalogue.calendar
    whole = (int(opening.closes[:2]) - int(opening.opens[:2])) * 60
    if minutes >= whole * 2:
        return str(w["left_days"]).format(n=minutes // whole)
    return str(w["left"]).format(span=span(w, minutes))


def span(w: Any, minutes: int) -> str:
    """2 hari, 5 jam, 20 menit: the largest unit that says enough."""
    for unit, length in (("days", DAY), ("hours", 60)):
        if minutes >= length * (2 if unit == "days" else 1):
            return str(w["span"][unit]).format(n=minutes // length)
    return str(w["span"]["minutes"]).format(n=max(0, minutes))


def person_waiting(front: Front, row: Any) -> dict[str, Any]:
    """Somebody who wants to speak with an officer."""
    house, w = front.house, front.words("desk")
    since = int((house.clock() - row.human_since).total_seconds() // 60)
    return {"id": row.id, "name": row.name or w["somebody"], "words": hidden(row.human), "since": span(w, since)}
