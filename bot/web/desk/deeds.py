"""What an officer does to a ticket."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.acting import Deed, NotAllowed
from bot.messages import Refused
from bot.web.desk import forms
from bot.web.desk.entry import ByForm
from bot.web.desk.tickets import find, shown
from bot.web.front import LANGUAGE
from bot.web.guests import Fronted

router = APIRouter(prefix="/desk", include_in_schema=False)


@router.post("/tickets/{number}/{action}")
async def do(request: Request, front: Fronted, who: ByForm, number: str, action: str) -> Response:
    """Do it, unless the ticket has moved on since the page was made, or the lifecycle forbids it."""
    row = forms.ACTIONS.get(action)
    if row is None:
        raise HTTPException(404)
    house, w, form = front.house, front.words("desk"), await request.form()
    ticket, _ = await house.store.look(find, who.officer, number)
    if form.get("status") != ticket.status:
        return await shown(request, front, who, number, {"tone": "warning", "text": w["stale"]}, 409)
    try:
        params = forms.filled(row, form, house, ticket)
    except KeyError as absent:
        text = w["absent"].format(name=w["input"][absent.args[0]])
        return await shown(request, front, who, number, {"tone": "danger", "text": text}, 422)
    try:
        await front.act(Deed(number, action, params, f"officer:{who.officer.id}"))
    except Refused as refused:
        words = house.speak(LANGUAGE)
        text = words.text(refused.key, refused.params) if words.has(refused.key) else w["refused"]
        return await shown(request, front, who, number, {"tone": "danger", "text": text}, 409)
    except NotAllowed:
        return await shown(request, front, who, number, {"tone": "danger", "text": w["refused"]}, 409)
    return RedirectResponse(f"/desk/tickets/{quote(number)}?said={action}", 303)
