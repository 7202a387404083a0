"""What an officer does to a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.acting import Deed, NotAllowed
from bot.messages import Refused
from bot.web.desk import forms, gates
from bot.web.desk.dossier import Whole, whole
from bot.web.desk.gates import Works
from bot.web.desk.tickets import Notice, setting, shown
from bot.web.front import LANGUAGE, Front
from bot.web.guests import Fronted

router = APIRouter(prefix="/desk", include_in_schema=False)


@router.post("/tickets/{number}/{action}")
async def do(request: Request, front: Fronted, who: Works, number: str, action: str) -> Response:
    """Do it, unless the ticket has moved on since the page was made, or rights or the lifecycle forbid it."""
    row = forms.ACTIONS.get(action)
    if row is None:
        raise HTTPException(404)
    form = await request.form()
    found = await front.house.store.look(whole, who.officer, number)
    gates.demand(who.officer, action, found.ticket.office)
    fault = await _fault(front, row, form, found, f"officer:{who.officer.id}")
    if fault is not None:
        now = await front.house.store.look(whole, who.officer, number)
        typed = {**{name: str(value) for name, value in form.items()}, "action": action}
        return shown(request, front, who, now, replace(fault, typed=typed))
    return RedirectResponse(f"/desk/tickets/{quote(number)}?said={action}", 303)


async def _fault(front: Front, row: forms.Row, form: Mapping[str, Any], found: Whole, actor: str) -> Notice | None:
    """Do it; else why it was not done."""
    house, w, ticket = front.house, front.words("desk"), found.ticket
    if form.get("version") != str(ticket.version):
        return Notice(w["stale"], "warning", 409)
    try:
        params = forms.filled(row, form, setting(house, found))
        await front.act(Deed(ticket.number, row.action, params, actor, version=ticket.version))
    except KeyError as absent:
        return Notice(w["absent"].format(name=w["input"][absent.args[0]]), "danger", 422)
    except Refused as refused:
        if refused.key == "refused.stale":
            return Notice(w["stale"], "warning", 409)
        words = house.speak(LANGUAGE)
        text = words.text(refused.key, refused.params) if words.has(refused.key) else w["refused"]
        return Notice(text, "danger", 409)
    except NotAllowed:
        return Notice(w["refused"], "danger", 409)
    return None
