"""Tickets that an officer enters for a visitor or a caller: the service's own form, read by the same parsers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from starlette.responses import Response

from bot.dialog import closing, form
from bot.dialog.fields import parse
from bot.dialog.fields.base import Heard
from bot.dialog.scene import Scene
from bot.dialog.state import FOLLOWS, Draft, Given, State, World
from bot.effects import Settling, settle
from bot.house import House
from bot.messages import Address, Effect, Know, OpenTicket, Person, Refused, Say, Traits
from bot.web.desk import forms, gates, sheet
from bot.web.desk.entry import Signed
from bot.web.front import LANGUAGE, Front, page
from bot.web.guests import Fronted
from catalog_data.model import Field
from storage import conversations, people

router = APIRouter(prefix="/desk", include_in_schema=False)
Opens = Annotated[Signed, Depends(gates.to("open"))]
Enters = Annotated[Signed, Depends(gates.by_form("open"))]
PAPERS = ("file", "list")
COUNTER = "counter"  # the channel of people without an address
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form has come to: the draft, and by field why its words were refused."""

    draft: Draft
    faults: dict[str, str] = field(default_factory=dict)


def world(house: House, office: str, now: datetime, c: Connection | None = None) -> World:
    """What parsers and the form look at, for somebody who stands at the counter of `office`."""
    directory = people.Directory(c) if c is not None and len(people.Directory(c)) else None
    return World(
        catalogue=house.catalogue, words=house.speak(LANGUAGE), traits=Traits(), person=Person(office=office),
        now=house.local(now, office), directory=directory, domains=house.domains,
    )  # fmt: skip


def read(house: House, draft: Draft, said: Mapping[str, str], seen: World) -> Filled:
    """Every field in its turn, since one answer may bring another field along; papers are to follow."""
    faults: dict[str, str] = {}
    for _ in range(len(form.fields(draft, seen)) + 5):
        left = [each for each in form.fields(draft, seen) if each.id not in draft.answers and each.id not in faults]
        if not left:
            break
        for one in left:
            try:
                given = _answer(house, one, said.get(one.id, "").strip()[:LONGEST], seen, draft)
            except Refused as refused:
                faults[one.id] = _why(house, refused)
                continue
            draft = form.settled(replace(draft, answers={**draft.answers, one.id: given}), seen)
    needed = {each.id for each in form.missing(draft, seen)}
    return Filled(draft, {name: why for name, why in faults.items() if name in needed or said.get(name, "").strip()})


def _answer(house: House, one: Field, words: str, seen: World, draft: Draft) -> Given:
    if one.kind in PAPERS:
        return Given([], mark=FOLLOWS)
    if not words and not one.required:
        return Given("")
    choice = f"0:pick/{words}" if one.kind == "choice" else None
    return parse(one, Heard(words, house.reader.read(words, seen.now), choice), seen, draft)


def _why(house: House, refused: Refused) -> str:
    words = house.speak(LANGUAGE)
    return words.text(refused.key, refused.params) if words.has(refused.key) else ""


def drafted(house: House, what: str, office: str) -> Draft:
    """An empty draft. HTTPException 404."""
    if what not in forms.all_services(house):
        raise HTTPException(404)
    code, _, variant = what.partition("/")
    return Draft(code, variant or None, {"kantor": Given(office)})


def open_ticket(c: Connection, house: House, draft: Draft, who: str) -> str:
    """The ticket, its person, and the same letters as for any other. Raises LookupError when nothing opened."""
    now, contact = house.clock(), str(draft.answers.get("kontak", Given("")).value)
    me = Address("email", contact.lower()) if "@" in contact else Address(COUNTER, uuid4().hex)
    held = conversations.lock(c, me, now)
    seen = world(house, str(draft.answers["kantor"].value), now, c)
    heard = Heard("", house.reader.read("", seen.now))
    turn = closing.open_ticket(Scene(State(step="confirming", draft=draft), heard, seen, me))
    settling = Settling(c, house, held, now, LANGUAGE, f"officer:{who}")
    known = Know(form.learned(draft, Person()))
    settle(settling, (known, *(_by_hand(each) for each in turn.effects if not _told_there(each, me))))
    return settling.refs["ticket.number"]


def _by_hand(effect: Effect) -> Effect:
    """The officer wrote it down, which the page says beside each answer."""
    if not isinstance(effect, OpenTicket):
        return effect
    return replace(effect, params={**effect.params, "counter": True})


def _told_there(effect: Effect, me: Address) -> bool:
    """Whoever has no address stands here, or is on the telephone: the officer tells them what the page shows."""
    return isinstance(effect, Say) and effect.to == me and me.channel == COUNTER


@router.get("/new")
async def new(request: Request, front: Fronted, who: Opens, what: str = "", office: str = "") -> Response:
    """First the service and the office, then the service's own form."""
    mine = gates.offices(front.house, who.officer, "open")
    if not what:
        return _shown(request, front, who, mine)
    if office not in mine:
        raise HTTPException(404)
    return _shown(request, front, who, mine, drafted(front.house, what, office), what=what, office=office)


def _shown(
    request: Request, front: Front, who: Signed, mine: list[str], draft: Draft | None = None, status: int = 200,
    **more: Any,
) -> Response:  # fmt: skip
    house, w = front.house, front.words("desk")
    words = house.speak(LANGUAGE)
    services = [(value, sheet.service(words, value)) for value in forms.all_services(house)]
    offices = [(name, house.catalogue.offices[name].city) for name in mine]
    inputs = [] if draft is None else inputs_of(house, draft, more.get("said", {}), more.get("faults", {}))
    return page(
        request, "desk_new.html", status, w=w, officer=who.officer, token=who.token, here="queue", services=services,
        offices=offices, inputs=inputs, what=more.get("what", ""), office=more.get("office", ""),
        title=sheet.service(words, more["what"]) if draft else "",
        faulty=bool(more.get("faults")),
    )  # fmt: skip


def inputs_of(house: House, draft: Draft, said: Mapping[str, str], faults: Mapping[str, str]) -> list[dict[str, Any]]:
    """The form's fields that can be typed, with what was typed and why it was refused."""
    service = house.catalogue.services[draft.service]
    own = [each for each in service.fields if not each.variants or draft.variant in each.variants]
    who = [each for each in house.catalogue.person if each.kind != "office"]
    return [
        {
            "id": each.id, "label": each.label, "kind": each.kind, "value": said.get(each.id, ""),
            "fault": faults.get(each.id, ""), "required": each.required and not each.when,
            "options": [(one.id, one.label) for one in each.options],
        }
        for each in (*own, *who)
        if each.kind not in PAPERS
    ]  # fmt: skip


@router.post("/new")
async def enter(request: Request, front: Fronted, who: Enters) -> Response:
    """Read the form; open the ticket when nothing is missing, else show why."""
    house, sent = front.house, await request.form()
    what, office = str(sent.get("what") or ""), str(sent.get("office") or "")
    mine = gates.offices(house, who.officer, "open")
    if office not in mine:
        raise HTTPException(404)
    empty = drafted(house, what, office)
    said = {name.removeprefix("f."): str(value) for name, value in sent.items() if name.startswith("f.")}
    found = read(house, empty, said, world(house, office, house.clock()))
    if found.faults:
        return _shown(request, front, who, mine, empty, 422, what=what, office=office, said=said, faults=found.faults)
    number = await house.store.run(open_ticket, house, found.draft, who.officer.id)
    return RedirectResponse(f"/desk/tickets/{number}", 303)
