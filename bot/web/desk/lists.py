"""What went wrong between us and the people: words that did not arrive, and words that were not understood."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.responses import Response

from bot.desk.discretion import hidden
from bot.learning import UNCLEAR
from bot.web.desk import forms, gates, reach, sheet
from bot.web.desk.entry import Signed
from bot.web.desk.timeline import Telling
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted
from storage import undelivered, unheard

router = APIRouter(prefix="/desk", include_in_schema=False)
Delivers = Annotated[Signed, Depends(gates.to("undelivered"))]
Redelivers = Annotated[Signed, Depends(gates.by_form("undelivered"))]
Learns = Annotated[Signed, Depends(gates.to("label"))]
Labels = Annotated[Signed, Depends(gates.by_form("label"))]
FAULTS = ("turn", "timer", "mail")
BESIDE = ("oos", "greeting", "thanks", "status", "human", "complaint")  # meanings that are no service


@router.get("/undelivered")
async def lost(request: Request, front: Fronted, who: Delivers) -> Response:
    """Messages that were given up, each with another try; and what the bot itself gave up."""
    w, how = front.words("desk"), telling(front)
    mine = gates.offices(front.house, who.officer, "undelivered")
    found, faults = await front.house.store.look(_both, mine)
    rows = [
        {"id": each.id, "channel": reach.channel(w, each.channel), "ticket": each.ticket,
         "name": each.name, "text": hidden(each.text.replace("**", "")), "fault": each.fault,
         "at": replace(how, office=each.office).moment(each.at)}
        for each in found
    ]  # fmt: skip
    stuck = [
        w["unsent"].format(channel=reach.channel(w, name), since=how.moment(at))
        for name, at in (await front.health.unsent() if front.health else {}).items()
    ]
    gone = [{"id": each.id, "words": hidden(each.words), "at": how.moment(each.at)} for each in faults]
    shown = {"rows": rows, "faults": gone, "stuck": stuck}
    return page(request, "desk_lost.html", w=w, officer=who.officer, token=who.token, here="undelivered", **shown)


def telling(front: Front) -> Telling:
    """Moments in the house's own zone, for what belongs to no office."""
    return Telling(front.house, front.house.speak(LANGUAGE), front.words("desk"), "")


def _both(c: Connection, offices: list[str]) -> tuple[list[undelivered.Lost], list[Any]]:
    return undelivered.lost(c, offices), unheard.waiting(c, kinds=FAULTS)


@router.post("/undelivered/{id}/{deed}")
async def retry(front: Fronted, who: Redelivers, id: int, deed: str) -> Response:
    """Once more ("again"), told in another way ("drop"), or looked after ("done")."""
    mine, now, run = gates.offices(front.house, who.officer, "undelivered"), front.house.clock(), front.house.store.run
    if deed == "again":
        found = await run(undelivered.again, id, mine, now)
    elif deed == "drop":
        found = await run(undelivered.drop, id, mine)
    elif deed == "done":
        found = True
        await run(unheard.done, id, now)
    else:
        found = False
    if not found:
        raise HTTPException(404)
    return RedirectResponse("/desk/undelivered", 303)


@router.get("/learn")
async def learn(request: Request, front: Fronted, who: Learns) -> Response:
    """What people said that was not understood, and what it might have meant."""
    w, how, known = front.words("desk"), telling(front), labels(front)
    found = await front.house.store.look(unheard.waiting, 100, (UNCLEAR,))
    guessed = await asyncio.to_thread(lambda: [likely(front, each.words, dict(known)) for each in found])
    rows = [
        {"id": each.id, "words": hidden(each.words), "at": how.moment(each.at), "likely": near}
        for each, near in zip(found, guessed, strict=True)
    ]
    return page(
        request, "desk_learn.html", w=w, officer=who.officer, token=who.token, here="learn", rows=rows, labels=known
    )


def likely(front: Front, words: str, known: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the reader thinks nearest, to be taken with one press, and that it is not our field: (id, words)."""
    near = front.house.reader.read(words, front.house.clock()).candidates
    ids = [f"{each.service}/{each.variant}" if each.variant else each.service for each in near]
    return [(each, known[each]) for each in (*ids, "oos") if each in known]


def labels(front: Front) -> list[tuple[str, str]]:
    """Everything that a message may have meant: (id, words)."""
    w, words = front.words("desk"), front.house.speak(LANGUAGE)
    services = [(value, sheet.service(words, value)) for value in forms.all_services(front.house)]
    return [*((name, w["meaning"][name]) for name in BESIDE), *services]


@router.post("/learn/{id}")
async def label(front: Fronted, who: Labels, id: int, meant: Annotated[str, Form()] = "") -> Response:
    """What was meant; empty: nothing that could be learnt."""
    if meant and meant not in dict(labels(front)):
        raise HTTPException(422, {"error": "unknown label"})
    await front.house.store.run(unheard.done, id, front.house.clock(), meant)
    return RedirectResponse("/desk/learn", 303)
