"""What a page of the desk demands of the officer who opens it; the table is `bot/desk/rights.py`.

A gate carries the name of its act, so that a test can ask every route for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, HTTPException
from sqlalchemy import Connection

from bot.desk import rights
from bot.house import House
from bot.messages import TicketView
from bot.web.desk.entry import AtDesk, ByForm, Signed
from bot.web.front import TEMPLATES, Front, front_of
from storage import people, tickets
from storage.people import Officer
from storage.tickets import Desk

Gate = Callable[..., Any]


def may(officer: Officer, act: str, office: str) -> bool:
    """Whether this account may do `act` with what belongs to `office`."""
    return rights.may(people.at_desk(officer, office), act, office)


def offices(house: House, officer: Officer, act: str) -> list[str]:
    """The offices with whose things this account may do `act`."""
    return [office for office in house.catalogue.offices if may(officer, act, office)]


def _anywhere(front: Front, who: Signed, act: str) -> Signed:
    if not offices(front.house, who.officer, act):
        raise HTTPException(403, {"error": "right"})
    return who


def _named(gate: Gate, act: str) -> Gate:
    gate.act = act  # type: ignore[attr-defined]
    return gate


def to(act: str) -> Gate:
    """A page for those who may do `act` somewhere."""

    async def gate(front: Annotated[Front, Depends(front_of)], who: AtDesk) -> Signed:
        return _anywhere(front, who, act)

    return _named(gate, act)


def by_form(act: str) -> Gate:
    """A form of theirs."""

    async def gate(front: Annotated[Front, Depends(front_of)], who: AtDesk, _: ByForm) -> Signed:
        return _anywhere(front, who, act)

    return _named(gate, act)


def find(c: Connection, officer: Officer, number: str) -> tuple[TicketView, Desk]:
    """A ticket that this officer may see; what does not exist and what is another office's are alike: 404."""
    found = tickets.find(c, number)
    if found is None or not may(officer, "see", found[0].office):
        raise HTTPException(404)
    return found


def demand(officer: Officer, act: str, office: str) -> None:
    """403 unless this officer may."""
    if not may(officer, act, office):
        raise HTTPException(403, {"error": "right"})


Sees = Annotated[Signed, Depends(to("see"))]
Lists = Annotated[Signed, Depends(to("list"))]
Works = Annotated[Signed, Depends(by_form("see"))]  # what is done to a ticket is checked with the ticket

PLACES = (  # name, act, address
    ("queue", "list", "/desk"),
    ("learn", "label", "/desk/learn"),
    ("undelivered", "undelivered", "/desk/undelivered"),
    ("reports", "report", "/desk/reports"),
    ("officers", "officers", "/desk/officers"),
    ("directory", "directory", "/desk/directory"),
)


def places(officer: Officer) -> list[dict[str, str]]:
    """Where this account may go."""
    return [{"name": name, "link": link} for name, act, link in PLACES if may(officer, act, officer.office)]


TEMPLATES.env.globals["places"] = places
