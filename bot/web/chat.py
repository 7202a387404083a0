"""The chat page and its API: what is said goes in by POST, what is answered comes by events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from bot.messages import Address, Inbound
from bot.web import talk
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted, Guest, TooOften
from bot.web.incoming import MAX_FILES, Accepted, Sent, read_sent
from bot.web.lines import far_id
from bot.web.tickets import card
from bot.web.uploads import KINDS, take_files

router = APIRouter()
ICONS = {  # of static icons.svg, by service; one without has a plain dot
    "ITSM.5": "wifi", "ITSM.8": "key", "BMN.3": "wrench", "BMN.1": "box", "ITSM.11": "calendar", "LPSE.2": "building",
}  # fmt: skip
BEAT = 15.0  # seconds of silence after which the connection is kept alive
GLANCE = 3.0  # seconds after which the store is asked, should another process have spoken


@router.get("/", include_in_schema=False)
async def show(request: Request, me: Guest, front: Fronted, response: Response) -> Response:
    """The chat page; what was said before is fetched by the page itself."""
    w = front.words("web")
    limits = front.limits
    settings = {"kinds": KINDS, "max_file": limits.max_file, "max_body": limits.max_upload, "max_files": MAX_FILES}
    shown = page(
        request, "chat.html", w=w, page_words=w["page"], page_settings=settings, starts=starts(front),
        accept=",".join(f".{kind}" for kind in KINDS), max_text=limits.max_text,
        offices=front.house.catalogue.offices.values(),
    )  # fmt: skip
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            shown.raw_headers.append((name, value))
    return shown


def starts(front: Front) -> list[dict[str, str]]:
    """The starting points of the catalogue, each with its icon."""
    labels = front.house.catalogue.start_labels
    return [
        {"choice": f"start/{point}", "label": labels[point], "icon": ICONS.get(point.partition("/")[0], "dot")}
        for point in front.house.catalogue.starts
    ]


@router.post(
    "/api/chat",
    status_code=202,
    response_model=Accepted,
    summary="Say something",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": Sent.model_json_schema()},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "message": {"type": "string", "description": "the same object as JSON text"},
                            "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        },
                    }
                },
            },
        }
    },
)
async def hear(request: Request, me: Guest, front: Fronted) -> Accepted:
    """Take a message. Answers once it is kept for good; the same `id` sent again is absorbed."""
    wait = front.talk.take(me.user)
    if wait:
        raise TooOften(front, wait)
    sent, uploads = await read_sent(request, front)
    files = await take_files(front, uploads)
    now = front.house.clock()
    inbound = Inbound(far_id(me.user, sent.id), now, me, sent.text, sent.choice, files)
    new = await front.receive(inbound)
    human = await front.house.store.look(talk.in_hands, me)
    return Accepted(id=sent.id, at=now.isoformat(), new=new, human=human)


@router.get("/api/chat/history", summary="What was said, oldest first")
async def history(me: Guest, front: Fronted, before: str = "") -> dict[str, Any]:
    """The last lines, or those before the moment `before`; `last` is where the events go on."""
    try:
        moment = datetime.fromisoformat(before) if before else None
    except ValueError:
        raise HTTPException(422, {"error": "before is not a moment"}) from None
    house = front.house
    said = await house.store.look(talk.recent, house, house.speak(LANGUAGE), me, moment)
    more = said.messages[0]["at"] if len(said.messages) >= talk.PAGE else None
    last = str(said.places[-1]) if said.places else "0.0"
    return {"messages": said.messages, "before": more, "last": last}


@router.get("/api/chat/tickets", summary="The person's own tickets, newest first")
async def tickets(me: Guest, front: Fronted) -> dict[str, Any]:
    """Each as a card shows it."""
    house = front.house
    found = await house.store.look(talk.own_tickets, me)
    return {"tickets": [card(house, house.speak(LANGUAGE), ticket) for ticket in found]}


@router.get("/api/chat/events", summary="What is answered, as server-sent events")
async def events(request: Request, me: Guest, front: Fronted, after: str = "") -> StreamingResponse:
    """Resumes after `Last-Event-ID` (or `after`): first what was missed, then what comes."""
    place = talk.Place.read(request.headers.get("last-event-id") or after)
    unbuffered = {"X-Accel-Buffering": "no"}  # a proxy in between must not hold events back
    return StreamingResponse(stream(request, front, me, place), 200, unbuffered, "text/event-stream")


async def stream(request: Request, front: Front, me: Address, place: talk.Place) -> AsyncIterator[str]:
    """Events of one open page until it is closed. The queue only wakes; the store tells what was said."""
    house, quiet = front.house, 0.0
    words = house.speak(LANGUAGE)
    with front.pages.page(me.user) as pipe:
        yield "retry: 1000\n\n"
        while not front.pages.closing and not await request.is_disconnected():
            said = await house.store.look(talk.missed, house, words, me, place)
            for message, place in zip(said.messages, said.places, strict=True):
                yield f"event: message\nid: {place}\ndata: {json.dumps(message)}\n\n"
                quiet = 0.0
            if await _woken(pipe):
                continue
            quiet += GLANCE
            if quiet >= BEAT:
                quiet = 0.0
                yield ": still here\n\n"


async def _woken(pipe: asyncio.Queue[Any]) -> bool:
    """True as soon as something was sent, False after a glance's time."""
    try:
        async with asyncio.timeout(GLANCE):
            await pipe.get()
    except TimeoutError:
        return False
    while not pipe.empty():
        pipe.get_nowait()
    return True
