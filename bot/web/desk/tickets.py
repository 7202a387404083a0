"""One ticket whole: what was answered, said and done, its files, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import Connection
from starlette.responses import Response

from bot.acting import local
from bot.house import House
from bot.messages import File, Person, TicketView
from bot.web.desk import forms, gates, sheet
from bot.web.desk.entry import Signed
from bot.web.desk.gates import Sees
from bot.web.desk.queue import left
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted
from bot.web.talk import in_hands
from bot.web.tickets import card
from storage import conversations, files, history, listing, people, tickets
from storage.history import Line
from storage.people import Officer
from storage.shapes import address_of
from storage.tickets import Desk, TicketEvent

router = APIRouter(prefix="/desk", include_in_schema=False)
LINES = 100  # of the conversation
IMAGES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


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
    officers: list[Officer]
    stamp: str


def whole(c: Connection, officer: Officer, number: str) -> Whole:
    """Everything that the ticket's page shows. HTTPException 404."""
    ticket, desk = gates.find(c, officer, number)
    staff = [each for each in people.officers_of(c) if each.active and each.office in ("", ticket.office)]
    return Whole(
        ticket,
        desk,
        conversations.person(c, ticket.owner),
        history.of(c, desk.address, LINES),
        tickets.history(c, number),
        files.of_ticket(c, number),
        in_hands(c, address_of(desk.address)),
        staff,
        listing.stamp_of(c, number, desk.address),
    )


def setting(house: House, ticket: TicketView, staff: list[Officer]) -> forms.Setting:
    """What the forms of this ticket are chosen from; its moments local."""
    return forms.Setting(house, local(house, ticket), [(each.id, each.name) for each in staff])


@router.get("/tickets/{number}")
async def ticket(request: Request, front: Fronted, who: Sees, number: str, said: str = "") -> Response:
    """One ticket; `said`: what has just been done to it."""
    w = front.words("desk")
    notice = {"tone": "", "text": w["done"].format(deed=w["act"][said])} if said in forms.ACTIONS else None
    return await shown(request, front, who, number, notice)


async def shown(
    request: Request, front: Front, who: Signed, number: str, notice: dict[str, str] | None, status: int = 200
) -> Response:
    """The ticket's page, with a notice on top."""
    found = await front.house.store.look(whole, who.officer, number)
    shown = {**said(front, found), **doable(front, who, found)}
    return page(
        request, "desk_ticket.html", status, w=front.words("desk"), officer=who.officer, token=who.token,
        notice=notice, here="queue", stamp=found.stamp, version=found.ticket.version, **shown,
    )  # fmt: skip


def said(front: Front, found: Whole) -> dict[str, Any]:
    """What is known of the ticket, in words."""
    house, w = front.house, front.words("desk")
    words, here = house.speak(LANGUAGE), local(house, found.ticket)
    to = address_of(found.desk.address)
    return {
        "card": {**card(house, words, found.ticket), "status": w["status_word"][here.status]},
        "left": left(house, w, here, house.now(here.office)),
        "office": house.catalogue.offices[here.office].name,
        "holder": next((each.name for each in found.officers if each.id == found.desk.officer), found.desk.officer),
        "marks": sheet.marks(w, here),
        "question": here.question,
        "lines": sheet.answers(house, words, w, here, found.person),
        "dates": sheet.dates(house, words, w, here),
        "files": sheet.files(found.files),
        "person": sheet.person(w, found.person, here, found.desk),
        "timeline": sheet.timeline(house, words, w, found.lines, found.events, here),
        "reaches": sheet.reaches(w, to, to.channel in house.traits),
        "human": found.human,
        "parent": found.desk.parent,
    }


def doable(front: Front, who: Signed, found: Whole) -> dict[str, Any]:
    """The actions of this officer on this ticket now."""
    house, w = front.house, front.words("desk")
    it = setting(house, found.ticket, found.officers)
    allowed = {row.action for row in forms.ROWS if gates.may(who.officer, row.action, it.ticket.office)}
    rows = forms.possible(it, house.now(it.ticket.office), found.human, allowed.__contains__)
    deeds = sheet.deeds(it, house.speak(LANGUAGE), w, rows, forms.likeliest(it.ticket, rows))
    return {"talks": [deed for deed in deeds if deed["talk"]], "deeds": [deed for deed in deeds if not deed["talk"]]}


def one_file(c: Connection, house: House, officer: Officer, number: str, id: str) -> File:
    """A file of a ticket that this officer may see; that they looked at it is written down."""
    gates.find(c, officer, number)
    for file in files.of_ticket(c, number):
        if file.id == id:
            files.looked_at(c, number, id, f"officer:{officer.id}", house.clock())
            return file
    raise HTTPException(404)


@router.get("/tickets/{number}/files/{id}")
async def file(front: Fronted, who: Sees, number: str, id: str, view: str = "") -> Response:
    """A ticket's file as a download. A picture may be looked at; nothing else is ever shown on this site."""
    found = await front.house.store.run(one_file, front.house, who.officer, number, id)
    try:
        content = front.house.shelf.get(found.sha256)
    except FileNotFoundError:
        raise HTTPException(404) from None
    kind = next((kind for mark, kind in IMAGES.items() if content.startswith(mark)), None) if view else None
    how = "inline" if kind else "attachment"
    headers = {"Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}"}
    return Response(content, media_type=kind or "application/octet-stream", headers=headers)
