"""Officers' administration: who works at the desk, with which role, for which office; and the staff directory."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import Connection
from starlette.responses import Response

from bot.dialog.state import Entry
from bot.web.desk import accounts, gates
from bot.web.desk.entry import Signed
from bot.web.front import Front, page
from bot.web.guests import Fronted
from storage import people
from storage.people import ROLES, Officer

router = APIRouter(prefix="/desk", include_in_schema=False)
Keeps = Annotated[Signed, Depends(gates.to("officers"))]
Changes = Annotated[Signed, Depends(gates.by_form("officers"))]
Reads = Annotated[Signed, Depends(gates.to("directory"))]
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
LONGEST = 200  # characters of a name
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Asked(BaseModel):
    """The form for an officer, a new one or one that is changed. The form's own token is no concern of it."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore")

    id: Annotated[str, StringConstraints(to_lower=True)] = ""
    name: str = ""
    mail: Annotated[str, StringConstraints(to_lower=True)] = ""
    office: str = ""
    role: str = ""
    group: str = ""  # whose tickets they are told of; empty: all

    def fits(self, front: Front) -> bool:
        """Whether it names somebody, and a role, an office and a group that there are."""
        named = NAME.fullmatch(self.id) and 0 < len(self.name) <= LONGEST
        reached = not self.mail or MAIL.fullmatch(self.mail)
        known = self.office in ("", *front.house.catalogue.offices) and self.group in ("", *groups(front))
        return bool(named and reached and known) and self.role in ROLES

    def filled(self) -> dict[str, Any]:
        """What it says of an officer."""
        groups = (self.group,) if self.group else ()
        return {"name": self.name, "office": self.office, "rights": (self.role,), "mail": self.mail, "groups": groups}


def groups(front: Front) -> list[str]:
    """The groups of the offices, which are the same everywhere."""
    return list(dict.fromkeys(group for routes in front.house.catalogue.routing.values() for group in routes))


@router.get("/officers")
async def officers(request: Request, front: Fronted, who: Keeps) -> Response:
    """Everybody at the desk, and a form for one more."""
    return await _shown(request, front, who)


async def _shown(
    request: Request, front: Front, who: Signed, notice: dict[str, str] | None = None, status: int = 200
) -> Response:
    house = front.house
    found = await house.store.look(people.officers_of)
    return page(
        request, "desk_officers.html", status, w=front.words("desk"), officer=who.officer, token=who.token,
        notice=notice, people=found, roles=ROLES, here="officers",
        groups=groups(front), offices=[(office.id, office.city) for office in house.catalogue.offices.values()],
    )  # fmt: skip


@router.post("/officers")
async def create(request: Request, front: Fronted, who: Changes, asked: Annotated[Asked, Form()]) -> Response:
    """A new officer; the password is shown now, and only now."""
    w, made = front.words("desk"), accounts.made_up()
    if not asked.fits(front):
        return await _shown(request, front, who, {"tone": "danger", "text": w["officer_wrong"]}, 422)
    secret = await accounts.hashed(made)
    new = Officer(asked.id, password=secret, once=True, **asked.filled())
    if not await front.house.store.run(_add, new):
        known = w["officer_known"].format(id=asked.id)
        return await _shown(request, front, who, {"tone": "danger", "text": known}, 409)
    text = w["officer_made"].format(id=asked.id, password=made)
    return await _shown(request, front, who, {"tone": "", "text": text})


def _add(c: Connection, one: Officer) -> bool:
    if people.officer(c, one.id):
        return False
    people.put_officer(c, one)
    return True


async def _of(front: Front, id: str) -> Officer:
    found = await front.house.store.look(people.officer, id)
    if found is None:
        raise HTTPException(404)
    return found


@router.post("/officers/{id}/change")
async def change(request: Request, front: Fronted, who: Changes, id: str, asked: Annotated[Asked, Form()]) -> Response:
    """Another name, address, role, office or group. Nobody takes the own role away."""
    one, w = await _of(front, id), front.words("desk")
    asked = asked.model_copy(update={"id": one.id})
    if not asked.fits(front):
        return await _shown(request, front, who, {"tone": "danger", "text": w["officer_wrong"]}, 422)
    if one.id == who.officer.id and asked.role not in one.rights:
        return await _shown(request, front, who, {"tone": "danger", "text": w["officer_own_role"]}, 409)
    await front.house.store.run(people.put_officer, replace(one, **asked.filled()))
    return await _shown(request, front, who, {"tone": "", "text": w["officer_changed"].format(name=asked.name)})


@router.post("/officers/{id}/active")
async def activate(
    request: Request, front: Fronted, who: Changes, id: str, on: Annotated[str, Form()] = ""
) -> Response:
    """Deactivate (their sessions end at once) or take back. Nobody locks themselves out."""
    one, w = await _of(front, id), front.words("desk")
    if one.id == who.officer.id:
        return await _shown(request, front, who, {"tone": "danger", "text": w["officer_self"]}, 409)
    await front.house.store.run(people.put_officer, replace(one, active=bool(on)))
    text = w["officer_on" if on else "officer_off"].format(name=one.name)
    return await _shown(request, front, who, {"tone": "", "text": text})


@router.post("/officers/{id}/reset")
async def reset(request: Request, front: Fronted, who: Changes, id: str) -> Response:
    """A new password that is good once; every session of theirs ends."""
    one, made = await _of(front, id), accounts.made_up()
    changed = replace(one, password=await accounts.hashed(made), once=True)
    await front.house.store.run(people.put_officer, changed)
    text = front.words("desk")["officer_reset"].format(id=one.id, password=made)
    return await _shown(request, front, who, {"tone": "", "text": text})


@router.get("/directory")
async def directory(request: Request, front: Fronted, who: Reads, q: str = "") -> Response:
    """The staff directory that superiors are checked against."""
    found, count = await front.house.store.look(_entries, q)
    return page(
        request, "desk_directory.html", w=front.words("desk"), officer=who.officer, token=who.token, q=q,
        entries=found, count=count, here="directory",
    )  # fmt: skip


def _entries(c: Connection, q: str) -> tuple[list[Entry], int]:
    return people.entries(c, q), len(people.Directory(c))
