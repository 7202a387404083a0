"""Where far sides bring their messages: answered 200 only once what they brought is kept."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import PlainTextResponse

from bot.web.guests import Fronted
from channels.base import Hooked, NotTheirs, Verified

router = APIRouter(prefix="/webhooks")


@router.post("/{channel}", summary="A far side brings messages")
async def bring(channel: str, request: Request, front: Fronted) -> dict[str, str]:
    """403 without the agreed proof, 404 while the channel is off, 422 for what is no message of theirs."""
    door = front.channels.get(channel)
    if not isinstance(door, Hooked):
        raise HTTPException(404)
    try:
        await door.hook(request.headers, await request.body(), front.receive)
    except NotTheirs:
        raise HTTPException(403) from None
    except ValueError:
        raise HTTPException(422) from None
    return {"status": "kept"}


@router.get("/{channel}", summary="A far side asks whether this is the right address")
async def verify(channel: str, request: Request, front: Fronted) -> PlainTextResponse:
    """The challenge, given back; 403 without the agreed word."""
    door = front.channels.get(channel)
    if not isinstance(door, Verified):
        raise HTTPException(404)
    try:
        return PlainTextResponse(door.verify(request.query_params))
    except NotTheirs:
        raise HTTPException(403) from None
