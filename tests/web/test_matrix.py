"""Every route of the desk x every role and none x own and foreign office, made from the route table.

A new route is covered by itself: it must name its act (bot/web/desk/gates.py), and what the table of rights
does not allow is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from bot.desk import rights
from bot.web.desk import entry, forms
from bot.web.desk.accounts import FIRST
from storage import people
from tests.web.conftest import Site
from tests.web.test_desk import hidden, opened, sign_in

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


def addresses(route: APIRoute, number: str) -> list[tuple[str, str]]:
    """(act, address) of a route; that of a ticket's action once for every action."""
    act = next(iter(acts(route)))
    path = route.path.replace("{number}", number).replace("{name}", "standard").replace("{kind}", "csv")
    path = re.sub(r"\{id\}", "1", path).replace("{deed}", "again")
    if "/tickets/" in path and "{action}" in path:
        return [(name, path.replace("{action}", name)) for name in forms.ACTIONS]
    return [(act, path.replace("{action}", "reply"))]


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


async def test_nobody_without_a_session_gets_anywhere(site: Site, guest: httpx.AsyncClient) -> None:
    number = await opened(site, guest)
    for method, route in [each for each in routes(site) if (each[0], each[1].path) not in OPEN_DOORS]:
        for path in {path for _, path in addresses(route, number)} if acts(route) else {route.path}:
            answer = await guest.request(method, path)
            assert (answer.status_code, answer.headers.get("location")) == (303, "/desk/in"), f"{method} {path}"


@pytest.mark.parametrize(("role", "office"), WHO)
async def test_what_the_table_does_not_allow_is_refused(
    site: Site, guest: httpx.AsyncClient, role: rights.Role, office: str
) -> None:
    """The ticket is Semarang's; an officer of Medan is of another office."""
    number = await opened(site, guest)
    store = site.front.house.store
    account = store.see(people.officer, FIRST)
    assert account is not None
    store.do(people.put_officer, replace(account, id="uji", office=office, rights=(role,)))
    mine, own = rights.RIGHTS[role, True], rights.RIGHTS[role, office == "semarang"]
    async with site.client() as client:
        await sign_in(client, "uji")
        token = hidden((await client.get("/desk/password")).text)["token"]
        for method, route in guarded(site):
            if route.path == "/desk/live" and "list" in mine:
                continue  # never ends; its ticket is asked for below
            for act, path in addresses(route, number):
                allowed = act in (own if "{number}" in route.path else mine)
                answer = await client.request(method, path, data={"token": token} if method == "POST" else None)
                if not allowed:
                    assert answer.status_code in REFUSED, f"{role} {office}: {method} {path} {answer.status_code}"
                else:
                    assert answer.status_code not in (403, 500), f"{role} {office}: {method} {path}"
        if office != "semarang" and "see" not in own:
            assert (await client.get(f"/desk/live?ticket={number}")).status_code == 404
            assert f"/desk/tickets/{number}" not in (await client.get(f"/desk?q={number}")).text
            assert number not in (await client.get("/desk?office=semarang")).text
