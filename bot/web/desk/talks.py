"""Speaking with a person who wants an officer, with or without a ticket; the bot is silent meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.responses import Response

from bot.acting import Deed, NotAllowed
from bot.house import House
from bot.messages import Person, Refused, TicketView
from bot.web.desk import gates, reach, sheet, timeline
from bot.web.desk.dossier import LINES, MOST
from bot.web.desk.entry import Signed
from bot.web.front import LANGUAGE, page
from bot.web.guests import Fronted
from storage import conversations, history, listing, people, receipts, tickets
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


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page shows."""

    row: Any
    known: Person
    office: str
    lines: list[Line]
    own: list[TicketView]
    heard: datetime | None
    names: dict[str, str]
    stamp: str


def seen(c: Connection, house: House, officer: Officer, id: int, most: int) -> Seen:
    """The conversation, its last lines, and what is known of its person. HTTPException 404."""
    row, known, office = find(c, house, officer, id)
    own = [each for each in tickets.own(c, row.person) if gates.may(officer, "see", each.office)]
    names = {each.id: each.name for each in people.officers_of(c)}
    heard, stamp = receipts.last_at(c, row.address), listing.stamp_of(c, "", row.address)
    return Seen(row, known, office, history.of(c, row.address, most), own[:10], heard, names, stamp)


@router.get("/talks/{id}")
async def talk(request: Request, front: Fronted, who: Speaks, id: int, lines: int = LINES) -> Response:
    """What was said so far (the last `lines`), and a place to answer."""
    house, w = front.house, front.words("desk")
    found = await house.store.look(seen, house, who.officer, id, max(LINES, min(lines, MOST)))
    words, to, known = house.speak(LANGUAGE), address_of(found.row.address), found.known
    how = timeline.Telling(house, words, w, found.office, known.name, found.names)
    pairs = {"name": known.name, "unit": known.unit, "contact": known.contact, "channel": reach.channel(w, to.channel)}
    return page(
        request, "desk_talk.html", w=w, officer=who.officer, token=who.token, here="queue", id=id,
        name=known.name or w["somebody"], reaches=reach.reaches(how, front.channels, to, found.heard),
        person=[{"label": w["person_line"][name], "value": value} for name, value in pairs.items() if value],
        timeline=timeline.told(how, found.lines), stamp=found.stamp,
        more=len(found.lines) * 4 if LINES <= len(found.lines) < MOST else 0,
        others=[sheet.other(words, w, each) for each in found.own],
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
    return RedirectResponse("/desk" if action == "hand_back" else f"/desk/talks/{id}?said=reply", 303)
