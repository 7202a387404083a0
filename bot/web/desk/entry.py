"""The desk's door: sign in, sign out, the own password, and who stands behind a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.web.desk import accounts
from bot.web.front import Front, front_of, page
from bot.web.guests import Fronted
from bot.web.security import from_elsewhere
from bot.web.sessions import OFFICER, stamp
from storage import people
from storage.people import Officer

router = APIRouter(prefix="/desk", include_in_schema=False)
DOOR, PASSWORD = "/desk/in", "/desk/password"


@dataclass(frozen=True, slots=True)
class Signed:
    """An officer at work, and the token that this session's forms carry."""

    officer: Officer
    nonce: str
    token: str


async def signed_in(request: Request, front: Annotated[Front, Depends(front_of)]) -> Signed:
    """Who is signed in; nobody is sent to the door."""
    session = front.sessions.officer(request.cookies.get(OFFICER))
    found = await front.house.store.look(people.officer, session.officer) if session else None
    if not session or not found or not found.active or session.stamp != stamp(found.password):
        raise HTTPException(303, headers={"Location": DOOR})
    return Signed(found, session.nonce, front.sessions.form_token(session.nonce))


Present = Annotated[Signed, Depends(signed_in)]


def at_work(who: Present) -> Signed:
    """The same; a password that is good once must be changed before anything else."""
    if who.officer.once:
        raise HTTPException(303, headers={"Location": PASSWORD})
    return who


AtDesk = Annotated[Signed, Depends(at_work)]


def own_form(
    request: Request, front: Annotated[Front, Depends(front_of)], who: Present, token: Annotated[str, Form()] = ""
) -> Signed:
    """For a request that changes something: the form must be this session's own."""
    if from_elsewhere(request.headers) or not front.sessions.form_ok(token, who.nonce):
        raise HTTPException(403, {"error": "not this session's form"})
    return who


ByForm = Annotated[Signed, Depends(own_form)]


@router.get("/in")
async def door(request: Request, front: Fronted) -> Response:
    """The sign-in page."""
    return page(request, "desk_in.html", w=front.words("desk"), name="")


@router.post("/in")
async def enter(
    request: Request, front: Fronted, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
) -> Response:
    """Sign in. Wrong names and wrong passwords get one answer; trying often gets slow."""
    if from_elsewhere(request.headers):
        raise HTTPException(403, {"error": "from_elsewhere"})
    w = front.words("desk")
    address = request.client.host if request.client else ""
    wait = max(front.knocks.take(name), front.arrivals.take(address))
    if wait:
        fault = w["too_often"].format(minutes=-(-wait // 60))
        refused = page(request, "desk_in.html", 429, w=w, fault=fault, name=name)
        refused.headers["Retry-After"] = str(wait)
        return refused
    found = await accounts.known(front, name, password)
    if found is None:
        return page(request, "desk_in.html", 401, w=w, fault=w["wrong"], name=name)
    front.knocks.forget(name)
    return _begun(front, found)


def _begun(front: Front, officer: Officer) -> Response:
    """A session that nobody had before."""
    response = RedirectResponse(PASSWORD if officer.once else "/desk", 303)
    front.sessions.sign_in(response, officer.id, officer.password)
    return response


@router.post("/out")
async def leave(front: Fronted, who: ByForm) -> Response:
    """Sign out."""
    response = RedirectResponse(DOOR, 303)
    front.sessions.sign_out(response)
    return response


@router.get("/password")
async def own_password(request: Request, front: Fronted, who: Present) -> Response:
    """Where everybody changes their own password."""
    return _password_page(request, front, who)


def _password_page(request: Request, front: Front, who: Signed, fault: str = "") -> Response:
    w = front.words("desk")
    values = {"w": w, "officer": who.officer, "token": who.token, "fault": w[fault] if fault else ""}
    return page(request, "desk_password.html", 422 if fault else 200, least=accounts.LEAST, **values)


@router.post("/password")
async def change_password(
    request: Request,
    front: Fronted,
    who: ByForm,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
) -> Response:
    """The old one must be known; every other session of this officer ends."""
    if front.knocks.take(who.officer.id) or not await accounts.known(front, who.officer.id, old):
        return _password_page(request, front, who, "wrong_old")
    if len(new) < accounts.LEAST or new == old:
        return _password_page(request, front, who, "too_short")
    changed = replace(who.officer, password=await accounts.hashed(new), once=False)
    await front.house.store.run(people.put_officer, changed)
    return _begun(front, changed)
