"""What waits, and one ticket whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import Connection
from starlette.responses import Response

from bot.acting import local
from bot.messages import File, Person, TicketView
from bot.web.desk import forms, sheet
from bot.web.desk.entry import AtDesk, Signed
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted
from bot.web.tickets import card
from storage import conversations, files, history, tickets
from storage.history import Line
from storage.people import Officer
from storage.tickets import Desk, TicketEvent

router = APIRouter(prefix="/desk", include_in_schema=False)

WAITS = ("waiting_person", "waiting_completeness", "waiting_document")
WORK = ("analysed", "escalated", "in_progress", "reopened")
DONE = ("fulfilled", "confirmed", "closed", "cancelled", "declined")
FILTERS: dict[str, tuple[str, ...]] = {
    "open": ("new", *WORK, *WAITS), "new": ("new",), "work": WORK, "waits": WAITS, "done": DONE,
}  # fmt: skip
LIMIT = 500  # rows of one page


@dataclass(frozen=True, slots=True)
class Whole:
    """A ticket with all that belongs to it."""

    ticket: TicketView
    desk: Desk
    person: Person | None
    lines: list[Line]
    events: list[TicketEvent]
    files: list[File]
    human: bool


def may_see(officer: Officer, ticket: TicketView) -> bool:
    """An officer of one office sees that office's tickets."""
    return officer.office in ("", ticket.office)


def find(c: Connection, officer: Officer, number: str) -> tuple[TicketView, Desk]:
    """The ticket; what does not exist and what is another office's get the same answer."""
    found = tickets.find(c, number)
    if found is None or not may_see(officer, found[0]):
        raise HTTPException(404)
    return found


def whole(c: Connection, officer: Officer, number: str) -> Whole:
    """Everything that the ticket's page shows."""
    ticket, desk = find(c, officer, number)
    return Whole(
        ticket,
        desk,
        conversations.person(c, ticket.owner),
        history.of(c, desk.address),
        tickets.history(c, number),
        files.of_ticket(c, number),
        conversations.human_at(c, desk.address) is not None,
    )


@router.get("")
async def queue(request: Request, front: Fronted, who: AtDesk, show: str = "open") -> Response:
    """First come, first served; urgent security, electricity and water before (K15)."""
    house, w = front.house, front.words("desk")
    found = await house.store.look(tickets.queue, (), who.officer.office, LIMIT)
    chosen = show if show in FILTERS else "open"
    rows = [_row(front, ticket, desk) for ticket, desk in found if ticket.status in FILTERS[chosen]]
    filters = [
        {
            "name": name,
            "label": w["show"][name],
            "here": name == chosen,
            "count": sum(ticket.status in statuses for ticket, _ in found),
        }
        for name, statuses in FILTERS.items()
    ]
    return page(request, "desk_queue.html", w=w, officer=who.officer, token=who.token, rows=rows, filters=filters)


def _row(front: Front, ticket: TicketView, desk: Desk) -> dict[str, Any]:
    house, words = front.house, front.house.speak(LANGUAGE)
    return {
        **card(house, words, ticket),
        "status": front.words("desk")["status_word"][ticket.status],
        "office": house.catalogue.offices[ticket.office].city,
        "person": ticket.owner_name,
        "opened": sheet.when(house, words, ticket.opened_at, ticket.office),
        "officer": desk.officer,
    }


@router.get("/tickets/{number}")
async def ticket(request: Request, front: Fronted, who: AtDesk, number: str, said: str = "") -> Response:
    """One ticket; `said`: what has just been done to it."""
    w = front.words("desk")
    notice = {"tone": "", "text": w["done"].format(deed=w["act"][said])} if said in forms.ACTIONS else None
    return await shown(request, front, who, number, notice)


async def shown(
    request: Request, front: Front, who: Signed, number: str, notice: dict[str, str] | None, status: int = 200
) -> Response:
    """The ticket's page, with a notice on top."""
    house, w = front.house, front.words("desk")
    words = house.speak(LANGUAGE)
    found = await house.store.look(whole, who.officer, number)
    here = local(house, found.ticket)
    rows = forms.possible(house, here, house.now(here.office), found.human)
    return page(
        request,
        "desk_ticket.html",
        status,
        w=w,
        officer=who.officer,
        token=who.token,
        notice=notice,
        card={**card(house, words, found.ticket), "status": w["status_word"][here.status]},
        office=house.catalogue.offices[here.office].name,
        marks=sheet.marks(w, here),
        lines=sheet.answers(house, words, here),
        files=sheet.files(found.files),
        person=sheet.person(w, found.person, here, found.desk),
        talk=sheet.talk(house, words, w, found.lines, here),
        history=sheet.history(house, words, w, found.events, here.office),
        deeds=sheet.deeds(house, w, here, rows),
    )


def one_file(c: Connection, officer: Officer, number: str, id: str) -> File:
    """A file of a ticket that this officer may see."""
    find(c, officer, number)
    for file in files.of_ticket(c, number):
        if file.id == id:
            return file
    raise HTTPException(404)


@router.get("/tickets/{number}/files/{id}")
async def file(front: Fronted, who: AtDesk, number: str, id: str) -> Response:
    """A ticket's file, always as a download: what strangers sent is never shown on this site."""
    found = await front.house.store.look(one_file, who.officer, number, id)
    content = front.house.shelf.get(found.sha256)
    disposition = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": disposition})
