"""Word of what has changed, for open pages of the desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection

from bot.house import House
from bot.web.desk import gates, talks
from bot.web.desk.gates import Lists
from bot.web.front import Front
from bot.web.guests import Fronted
from storage import listing
from storage.people import Officer

router = APIRouter(prefix="/desk", include_in_schema=False)
GLANCE = 2.0  # seconds between two looks at the store for an open page
BEAT = 20.0  # seconds of silence after which the connection is kept alive
Stamp = Callable[[Connection], str]


@router.get("/live")
async def live(request: Request, front: Fronted, who: Lists, ticket: str = "", talk: int = 0) -> StreamingResponse:
    """Word of a change, as server-sent events: of one ticket, of one conversation, or of any ticket."""
    stamp = await front.house.store.look(stamp_of, front.house, who.officer, ticket, talk)
    unbuffered = {"X-Accel-Buffering": "no"}  # a proxy in between must not hold events back
    return StreamingResponse(changes(request, front, stamp), 200, unbuffered, "text/event-stream")


def stamp_of(c: Connection, house: House, officer: Officer, ticket: str, talk: int) -> Stamp:
    """What tells a change of what this officer looks at. HTTPException 404."""
    if ticket:
        return partial(listing.stamp_of, number=ticket, address=gates.find(c, officer, ticket)[1].address)
    if talk:
        return partial(listing.stamp_of, number="", address=talks.find(c, house, officer, talk)[0].address)
    return listing.stamp


async def changes(request: Request, front: Front, stamp: Stamp) -> AsyncIterator[str]:
    """An event whenever the stamp is another one, until the page is closed."""
    last, quiet = "", 0.0
    yield "retry: 3000\n\n"
    while not front.pages.closing and not await request.is_disconnected():
        now = await front.house.store.look(stamp)
        quiet += GLANCE
        if now != last:
            yield f"event: stamp\ndata: {now}\n\n"
            last, quiet = now, 0.0
        elif quiet >= BEAT:
            yield ": still here\n\n"
            quiet = 0.0
        await asyncio.sleep(GLANCE)
