"""Speaking with a person who wants an officer, with or without a ticket; the bot is silent meanwhile."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.responses import Response

from bot.acting import Deed, NotAllowed
from bot.house import House
from bot.messages import Person, Refused
from bot.web.desk import gates, sheet
from bot.web.desk.entry import Signed
from bot.web.front import LANGUAGE, page
from bot.web.guests import Fronted
from storage import conversations, history, tickets
from storage.history import Line
from storage.people import Officer
from storage.shapes import address_of

router = APIRouter(prefix="/desk", include_in_schema=False)
Speaks = Annotated[Signed, Depends(gates.to("reply"))]
Answers = Annotated[Signed, Depends(gates.by_form("reply"))]
ACTIONS = ("reply", "hand_back")


def find(c: Connection, house: House, officer: Officer, id: int) -> tuple[Any, Person, str]:
    """A conversation that waits for an officer of this one's office, its person and that office. Or 404."""
    row = conversations.by_id(c, id)
    known = conversations.person(c, row.person) if row else None
    if row is None or known is None:
        raise HTTPException(404)
    office = known.office or officer.office or next(iter(house.catalogue.offices))
    if row.human is None or not gates.may(officer, "reply", office):
        raise HTTPException(404)
    return row, known, office


def seen(c: Connection, house: House, officer: Officer, id: int) -> tuple[Any, Person, str, list[Line], list[Any]]:
    """All that the page shows."""
    row, known, office = find(c, house, officer, id)
    return row, known, office, history.of(c, row.address, 100), list(tickets.own(c, row.person))


@router.get("/talks/{id}")
async def talk(request: Request, front: Fronted, who: Speaks, id: int) -> Response:
    """What was said so far, and a place to answer."""
    house, w = front.house, front.words("desk")
    row, known, office, lines, own = await house.store.look(seen, house, who.officer, id)
    words, to = house.speak(LANGUAGE), address_of(row.address)
    pairs = {"name": known.name, "unit": known.unit, "contact": known.contact, "channel": sheet.channel(w, to.channel)}
    return page(
        request, "desk_talk.html", w=w, officer=who.officer, token=who.token, here="queue", id=id, reason=row.human,
        name=known.name or w["somebody"], reaches=sheet.reaches(w, to, to.channel in house.traits),
        person=[{"label": w["person_line"][name], "value": value} for name, value in pairs.items() if value],
        timeline=sheet.conversation(house, words, w, lines, known.name, office),
        numbers=[ticket.number for ticket in own if gates.may(who.officer, "see", ticket.office)][:10],
        canned=list(w["canned"]["reply"].items()),
    )  # fmt: skip


@router.post("/talks/{id}/{action}")
async def do(
    front: Fronted, who: Answers, id: int, action: str, text: Annotated[str, Form(max_length=4000)] = ""
) -> Response:
    """Reply, or hand back to the bot. What cannot be done any more leads back to what can."""
    house = front.house
    row, _, _ = await house.store.look(find, house, who.officer, id)
    if action not in ACTIONS:
        raise HTTPException(404)
    if action == "reply" and not text.strip():
        return RedirectResponse(f"/desk/talks/{id}", 303)
    params = {"text": text.strip()} if action == "reply" else {}
    try:
        await front.act(Deed("", action, params, f"officer:{who.officer.id}", row.address))
    except (NotAllowed, Refused):
        raise HTTPException(409, {"error": "refused"}) from None
    return RedirectResponse("/desk" if action == "hand_back" else f"/desk/talks/{id}", 303)
