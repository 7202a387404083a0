"""One ticket whole: what was answered, said and done, its files, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import Connection
from starlette.responses import Response

from bot.acting import local
from bot.house import House
from bot.messages import File
from bot.web.desk import forms, gates, reach, sheet, timeline
from bot.web.desk.dossier import LINES, MOST, Whole, whole
from bot.web.desk.entry import Signed
from bot.web.desk.gates import Sees
from bot.web.desk.queue import left
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted
from bot.web.tickets import card
from storage import files
from storage.people import Officer
from storage.shapes import address_of

router = APIRouter(prefix="/desk", include_in_schema=False)
IMAGES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


def setting(house: House, found: Whole) -> forms.Setting:
    """What the forms of this ticket are chosen from; its moments local."""
    return forms.Setting(house, local(house, found.ticket), [(each.id, each.name) for each in found.staff])


@router.get("/tickets/{number}")
async def ticket(
    request: Request, front: Fronted, who: Sees, number: str, said: str = "", lines: int = LINES
) -> Response:
    """One ticket. `said`: what has just been done to it; `lines`: of its conversation, the last ones."""
    w = front.words("desk")
    notice = Notice(w["done"].format(deed=w["act"][said])) if said in forms.ACTIONS else None
    found = await front.house.store.look(whole, who.officer, number, max(LINES, min(lines, MOST)))
    return shown(request, front, who, found, notice)


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on top of the page. `typed`: a form that was not done, given back as it was."""

    text: str
    tone: str = ""
    status: int = 200
    typed: Mapping[str, str] = field(default_factory=dict)


def shown(request: Request, front: Front, who: Signed, found: Whole, notice: Notice | None) -> Response:
    """The ticket's page."""
    status, typed = (notice.status, notice.typed) if notice else (200, {})
    values = {**told(front, found), **doable(front, who, found, typed)}
    return page(
        request, "desk_ticket.html", status, w=front.words("desk"), officer=who.officer, token=who.token,
        notice=notice, here="queue", stamp=found.stamp, version=found.ticket.version, **values,
    )  # fmt: skip


def told(front: Front, found: Whole) -> dict[str, Any]:
    """What is known of the ticket, in words."""
    house, w = front.house, front.words("desk")
    words, here = house.speak(LANGUAGE), local(house, found.ticket)
    how = timeline.Telling(house, words, w, here.office, here.owner_name, found.names)
    before, since = timeline.parted(timeline.told(how, found.lines, found.events), found.ticket.opened_at)
    more = len(found.lines) * 4 if LINES <= len(found.lines) < MOST else 0
    return {
        "card": {**card(house, words, found.ticket), "status": w["status_word"][here.status]},
        "left": left(house, w, here, house.now(here.office)),
        "office": house.catalogue.offices[here.office].name,
        "holder": found.names.get(found.desk.officer, found.desk.officer),
        "kind": sheet.kind(w, here),
        "marks": sheet.marks(w, here),
        "question": here.question,
        "lines": sheet.answers(house, words, w, here, found.person),
        "dates": sheet.dates(how, here),
        "files": sheet.files(how, found.files, found.looks),
        "person": sheet.person(w, found.person, here, found.desk),
        "others": [sheet.other(words, w, each) for each in found.others],
        "before": before, "since": since, "more": more,
        "reaches": reach.reaches(how, front.channels, address_of(found.desk.address), found.heard),
        "human": found.human,
        "parent": found.desk.parent,
    }  # fmt: skip


def doable(front: Front, who: Signed, found: Whole, typed: Mapping[str, str]) -> dict[str, Any]:
    """The actions of this officer on this ticket now."""
    house, w = front.house, front.words("desk")
    it = setting(house, found)
    allowed = {row.action for row in forms.ROWS if gates.may(who.officer, row.action, it.ticket.office)}
    rows = forms.possible(it, house.now(it.ticket.office), found.human, allowed.__contains__)
    deeds = sheet.deeds(it, house.speak(LANGUAGE), w, rows, forms.likeliest(it.ticket, rows))
    deeds = [sheet.as_typed(deed, typed) if deed["action"] == typed.get("action") else deed for deed in deeds]
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
