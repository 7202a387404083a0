"""Every route of the desk x every role and none x own and foreign office, made from the route table.

A new route is covered by itself: it must name its act (bot/web/desk/gates.py), and what the table of rights
does not allow is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Connection

from bot.desk import rights
from bot.messages import Address, File, OpenTicket, Person
from bot.web.desk import entry, forms
from storage import conversations, files, owed, people, tickets, unheard
from storage.files import Shelf
from storage.people import Officer
from tests.web.conftest import HASHED, MONDAY, Site
from tests.web.filled import body
from tests.web.test_desk import hidden, sign_in

OPEN_DOORS = {("GET", "/desk/in"), ("POST", "/desk/in")}  # for nobody in particular
OWN = {("POST", "/desk/out"), ("GET", "/desk/password"), ("POST", "/desk/password")}  # for everybody signed in
REFUSED = (403, 404)
WHO = [(role, office) for role in ("officer", "supervisor", "admin") for office in ("semarang", "medan")]


def routes(site: Site) -> list[tuple[str, APIRoute]]:
    """Every method and route under /desk."""
    found = [
        (method, route)
        for route in _flat(site.web.routes)
        if isinstance(route, APIRoute) and route.path.startswith("/desk")
        for method in sorted(route.methods)
    ]
    assert len(found) > 20
    return found


def _flat(found: Any) -> Iterator[Any]:
    for route in found:
        inner = getattr(route, "original_router", route)
        yield from _flat(inner.routes) if getattr(inner, "routes", None) else [route]


def acts(route: APIRoute) -> set[str]:
    """The acts that the route's gates name."""
    todo, named = list(route.dependant.dependencies), set()
    while todo:
        one = todo.pop()
        todo += one.dependencies
        named |= {one.call.act} if hasattr(one.call, "act") else set()  # type: ignore[union-attr]
    return named


def guarded(site: Site) -> list[tuple[str, APIRoute]]:
    """All but those that ask for no right."""
    return [each for each in routes(site) if (each[0], each[1].path) not in OPEN_DOORS | OWN]


@dataclass(frozen=True)
class Things:
    """What the routes are about, all of Semarang: ids by the beginning of the path."""

    number: str
    ids: dict[str, str]

    def addresses(self, route: APIRoute) -> list[tuple[str, str]]:
        """(act, address) of a route; that of a ticket's action once for every action."""
        act = next(iter(acts(route)), "")
        path = route.path.replace("{number}", self.number).replace("{name}", "standard").replace("{kind}", "csv")
        for beginning, id in self.ids.items():
            path = path.replace(f"{beginning}{{id}}", f"{beginning.replace('{number}', self.number)}{id}")
        path = re.sub(r"\{id\}", "1", path).replace("{deed}", "again")
        if "/tickets/" in path and "{action}" in path:
            return [(name, path.replace("{action}", name)) for name in forms.ACTIONS]
        return [(act, path.replace("{action}", "reply"))]

    def belongs(self, route: APIRoute) -> bool:
        """Whether it is about something of an office."""
        return "{number}" in route.path or route.path.startswith(("/desk/talks/", "/desk/undelivered/{id}"))


def things(c: Connection, shelf: Shelf) -> Things:
    """A ticket with a file, a conversation that wants an officer, a letter that was lost, words not understood."""
    me = Address("web", "ani")
    held = conversations.lock(c, me, MONDAY)
    conversations.know(c, held.person, Person(name="Ani", office="semarang"))
    conversations.call_human(c, held, "petugas", MONDAY)
    shelf.put("ab" * 32, b"x")
    files.keep(c, File("berkas", "a.pdf", "pdf", "ab" * 32, 1), me, MONDAY)
    number = tickets.number(c, "KPTIK", MONDAY)
    wanted = OpenTicket("ITSM.5", "internet_tamu", "semarang", {}, "Wifi", files=("berkas",))
    tickets.open_ticket(c, number, wanted, (held.person.id, held.key), MONDAY)
    owed.add(c, me, body("halo"), MONDAY, number)
    (lost,) = owed.lease(c, ["web"], "uji", MONDAY, MONDAY)
    owed.give_up(c, lost, "blocked")
    unheard.add(c, MONDAY, held.key, "understanding", "blorp", "reject")
    people.put_officer(c, Officer("orang", "Orang", HASHED, "semarang", ("officer",)))
    (word,) = unheard.waiting(c)
    ids = {"/desk/talks/": str(held.id), "/desk/undelivered/": str(lost.id), "/desk/learn/": str(word.id),
           "/desk/officers/": "orang", f"/desk/tickets/{number}/files/": "berkas"}  # fmt: skip
    return Things(number, ids)


@pytest.fixture
def there(site: Site) -> Things:
    return site.front.house.store.do(things, site.front.house.shelf)


def account(site: Site, **more: Any) -> None:
    """An officer `uji` with the usual password."""
    site.front.house.store.do(people.put_officer, Officer(**{"id": "uji", "name": "Uji", "password": HASHED, **more}))


async def test_every_route_names_its_act_and_every_form_its_token(site: Site) -> None:
    for method, route in guarded(site):
        assert acts(route) and acts(route) <= rights.ACTS, f"{method} {route.path} names no act of the table"
        if method != "GET":
            calls, todo = set(), list(route.dependant.dependencies)
            while todo:
                one = todo.pop()
                todo += one.dependencies
                calls.add(one.call)
            assert entry.own_form in calls, f"{method} {route.path} takes forms of others"


async def test_nobody_without_a_session_gets_anywhere(site: Site, guest: httpx.AsyncClient, there: Things) -> None:
    for method, route in [each for each in routes(site) if (each[0], each[1].path) not in OPEN_DOORS]:
        for _, path in there.addresses(route):
            answer = await guest.request(method, path)
            assert (answer.status_code, answer.headers.get("location")) == (303, "/desk/in"), f"{method} {path}"


@pytest.mark.parametrize(("more", "where"), [({"active": False}, "/desk/in"), ({"once": True}, "/desk/password")])
async def test_nor_somebody_who_must_not_work_now(site: Site, there: Things, more: Any, where: str) -> None:
    """Deactivated after they signed in, or with a password that must be changed first."""
    account(site, office="semarang", rights=("admin",))
    async with site.client() as client:
        await sign_in(client, "uji")
        token = hidden((await client.get("/desk/password")).text)["token"]
        account(site, office="semarang", rights=("admin",), **more)
        for method, route in guarded(site):
            for _, path in there.addresses(route):
                answer = await client.request(method, path, data={"token": token} if method == "POST" else None)
                assert (answer.status_code, answer.headers.get("location")) == (303, where), f"{method} {path}"


@pytest.mark.parametrize(("role", "office"), WHO)
async def test_what_the_table_allows_is_open_and_all_else_refused(
    site: Site, there: Things, role: rights.Role, office: str
) -> None:
    """Everything is Semarang's; an officer of Medan is of another office."""
    account(site, office=office, rights=(role,))
    mine, own = rights.RIGHTS[role, True], rights.RIGHTS[role, office == "semarang"]
    async with site.client() as client:
        await sign_in(client, "uji")
        sent = {"token": hidden((await client.get("/desk/password")).text)["token"], "office": office}
        sent |= {"what": "ITSM.5/internet_tamu"}
        for method, route in guarded(site):
            if route.path == "/desk/live" and "list" in mine:
                continue  # never ends; its ticket and its conversation are asked for below
            for act, path in there.addresses(route):
                allowed = act in (own if there.belongs(route) else mine)
                answer = await client.request(method, path, data=sent if method == "POST" else None)
                met = answer.status_code not in (*REFUSED, 500) if allowed else answer.status_code in REFUSED
                assert met, f"{role} of {office}, {'allowed' if allowed else 'not allowed'}: {method} {path} {answer}"
        if "see" not in own:
            talk = there.ids["/desk/talks/"]
            for query in (f"ticket={there.number}", f"talk={talk}"):
                assert (await client.get(f"/desk/live?{query}")).status_code == 404
            for path in (f"/desk?q={there.number}", "/desk", "/desk?office=semarang", "/desk?show=done"):
                page = (await client.get(path)).text
                assert f"/desk/tickets/{there.number}" not in page and f"/desk/talks/{talk}" not in page
