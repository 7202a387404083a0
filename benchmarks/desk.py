"""The officers' pages over a large store: queue, search, ticket and reports, at the server."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Connection, insert

from bot.app import App
from bot.dialog.state import State
from bot.house import House
from bot.web.app import build
from bot.web.desk.accounts import first_officer
from bot.web.front import Front
from channels.web import Web
from storage import search
from storage.listing import DONE, OPEN
from storage.shapes import STATE
from storage.store import Store
from storage.tables import conversations, persons, ticket_events, ticket_words, tickets

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")
PASSWORD = "hanya-untuk-mengukur"
NAMES = ("Ani", "Budi", "Citra", "Dewi", "Eko", "Fajar", "Gita", "Hadi", "Indah", "Joko", "Kartika", "Lestari")
THINGS = ("wifi", "printer", "laptop", "akun", "kabel", "proyektor", "kursi", "ruang", "surat", "lelang", "server")
ROUNDS = 40


def fill(c: Connection, house: House, many: int) -> None:
    """So many tickets over a year, one in twenty of them open, each with its words and three events."""
    chance = random.Random(7)
    offices, services = list(house.catalogue.offices), list(house.catalogue.services.values())
    people = [{"id": f"p{n}", "name": f"{chance.choice(NAMES)} {chance.choice(NAMES)} {n}"} for n in range(2000)]
    c.execute(insert(persons), people)
    c.execute(insert(conversations), [
        {"address": f"web/u{n}/", "person": f"p{n}", "state": STATE.dump(State()), "at": NOW}
        for n in range(len(people))
    ])  # fmt: skip
    for start in range(0, many, 5000):
        rows, events, words = [], [], []
        for n in range(start, min(start + 5000, many)):
            who, service = people[chance.randrange(len(people))], chance.choice(services)
            at = NOW - timedelta(minutes=(many - n) * 525_600 / many)
            number, opened = f"KPTIK-{at:%y%m}-{n:05d}", n > many * 0.9 and chance.random() < 0.5
            status = chance.choice(OPEN if opened else DONE[2:3])
            fulfilled = None if opened else at + timedelta(hours=chance.randrange(1, 80))
            summary = f"{chance.choice(THINGS)} {chance.choice(THINGS)} lantai {chance.randrange(20)}"
            answers = {"keterangan": summary, "kontak": f"{who['id']}@kemenkeu.go.id"}
            office = chance.choice(offices)
            rows.append({
                "number": number, "service": service.code, "variant": None, "status": status, "office": office,
                "answers": answers, "summary": summary, "params": {}, "opened_at": at,
                "due_at": at + timedelta(hours=48), "close_by": None, "response_due_at": at + timedelta(minutes=30),
                "fulfilled_at": fulfilled, "type": "request", "urgent": opened and n % 50 == 0, "outstanding": [],
                "marks": [], "rating": None if opened else chance.randrange(1, 6), "owner": who["id"],
                "address": f"web/u{who['id'][1:]}/",
            })  # fmt: skip
            line = {"ticket": number, "at": at, "actor": "person", "before": "", "after": status, "params": {}}
            events += [{**line, "action": action} for action in ("open", "take", "fulfil")]
            found = search.words_of(number, office, (summary, answers, who["name"]))
            words += [{"word": word, "place": search.place_of(number)} for word in found]
        c.execute(insert(tickets), rows)
        c.execute(insert(ticket_events), events)
        c.execute(insert(ticket_words), words)


def addresses(numbers: list[str]) -> dict[str, tuple[str, ...]]:
    """What is asked for, by what it is called."""
    return {
        "queue": ("/desk", "/desk?show=late&group=TIK", "/desk?show=done", "/desk?office=medan&at=50"),
        "search": (f"/desk?q={numbers[0]}", "/desk?q=printer", "/desk?q=budi+proyektor", "/desk?q=wif+lantai+7"),
        "ticket": tuple(f"/desk/tickets/{number}" for number in numbers),
        "report, a month": ("/desk/reports?from=2026-10-01&to=2026-10-31",),
        "report, a year": ("/desk/reports?from=2025-11-24&to=2026-11-23",),
    }


async def timed(house: House, numbers: list[str]) -> dict[str, float]:
    """Milliseconds at the 95th percentile; of a report, the slowest of three."""
    pages = Web()
    app = App(house, [pages])
    site = build(Front(house, app.receive, app.act, pages, "s" * 40))
    took: dict[str, float] = {}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://loket.test") as client:
        await client.post("/desk/in", data={"name": "petugas", "password": PASSWORD})
        for name, asked in addresses(numbers).items():
            rounds = 3 if name.startswith("report") else ROUNDS
            found = [await once(client, asked[n % len(asked)]) for n in range(rounds)]
            took[name] = max(found) if rounds < 20 else statistics.quantiles(found, n=20)[18]
    return took


async def once(client: httpx.AsyncClient, address: str) -> float:
    """Milliseconds of one page."""
    began = time.perf_counter()
    answer = await client.get(address)
    took = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return took


def measured(house: House, folder: Path, many: int) -> Iterator[tuple[str, float]]:
    """(page, milliseconds), over a store with so many tickets."""
    store = Store.open(f"sqlite+pysqlite:///{folder}/desk.db")
    here = replace(house, store=store, clock=lambda: NOW)
    store.do(fill, here, many)
    store.do(first_officer, PASSWORD)
    with store.engine.connect() as c:
        numbers = list(c.scalars(tickets.select().with_only_columns(tickets.c.number).limit(ROUNDS)))
    yield from asyncio.run(timed(here, numbers)).items()
    store.close()
