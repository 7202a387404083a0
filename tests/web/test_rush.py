"""Twenty officers take from one queue at once, over HTTP, before two houses on one store: no ticket twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection

from bot.house import House
from bot.messages import Address, OpenTicket
from storage import conversations, people, tickets
from storage.people import Officer
from tests.ready import store_at
from tests.web.conftest import GENEROUS, HASHED, MONDAY, Site, make_site
from tests.web.test_desk import hidden, sign_in

HANDS = 20


@pytest.fixture
def sites(house: House, tmp_path: Path, url: str) -> Iterator[list[Site]]:
    """Two processes' pages."""
    made = [make_site(house, tmp_path / "files", GENEROUS, store_at(url)) for _ in range(2)]
    yield made
    for each in made:
        each.front.house.store.close()


def filled(c: Connection, how_many: int) -> list[str]:
    """Officers, and tickets of one office that wait; their numbers."""
    for n in range(HANDS):
        people.put_officer(c, Officer(f"petugas{n}", f"Petugas {n}", HASHED, "semarang", ("officer",)))
    numbers = []
    for n in range(how_many):
        held = conversations.lock(c, Address("web", f"p{n}"), MONDAY)
        numbers.append(tickets.number(c, "KPTIK", MONDAY))
        wanted = OpenTicket("BMN.5", "barang", "semarang", {}, f"lampu {n}")
        tickets.open_ticket(c, numbers[-1], wanted, (held.person.id, held.key), MONDAY)
    return numbers


async def rush(sites: list[Site], how_many: int) -> None:
    """Everybody takes the oldest that they still see; whoever came too late is told so, and takes the next."""
    store = sites[0].front.house.store
    numbers = store.do(filled, how_many)
    taken: Counter[str] = Counter()
    late: Counter[int] = Counter()

    async def work(client: httpx.AsyncClient) -> None:
        token = hidden((await client.get("/desk")).text)["token"]
        for number in numbers:
            answer = await client.post(f"/desk/tickets/{number}/take", data={"token": token, "version": "0"})
            taken[number] += answer.status_code == 303
            late[answer.status_code] += answer.status_code != 303

    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(sites[n % 2].client()) for n in range(HANDS)]
        for n, client in enumerate(clients):  # one after the other: at the door they are one address
            await sign_in(client, f"petugas{n}")
        await asyncio.gather(*map(work, clients))
    assert taken == Counter(numbers)
    assert late == Counter({409: (HANDS - 1) * how_many})
    for number in numbers:
        done = [each for each in store.see(tickets.history, number) if each.action == "take"]
        found = store.see(tickets.find, number)
        assert found is not None and len(done) == 1
        assert done[0].actor == f"officer:{found[1].officer}"


async def test_twenty_officers_and_no_ticket_twice(sites: list[Site]) -> None:
    await rush(sites, 3)


@pytest.mark.soak
async def test_twenty_officers_and_100_tickets(sites: list[Site]) -> None:
    await rush(sites, 100)
