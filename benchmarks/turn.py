"""Durable turns: the whole of `turn.hear` beside the same rows written bare, in the same run.

Both go through the same store (driver, settings, writer thread); each figure is of its own fresh file.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot import turn
from bot.dialog import engine
from bot.dialog.state import State, World
from bot.house import House
from bot.messages import Address, Inbound, Person
from intents.reading import Reading
from storage import conversations, receipts
from storage.receipts import Receipt
from storage.shapes import STATE, key_of
from storage.store import Store
from storage.tables import conversations as conversation_rows
from storage.tables import owed
from storage.tables import receipts as receipt_rows

NOW = datetime.fromisoformat("2026-11-23T09:00+07:00")
TALK = (  # a request, a question in the middle, a correction, a ticket: what people do
    "minta wifi tamu 3 orang rabu-kamis di semarang",
    "Dr. Bagus Wicaksono, Rina Astuti, Fajar Hidayat",
    "Budi Santoso",
    "KPP Semarang Barat",
    "bayar ga?",
    "0812-3456-7890",
    "eh tanggalnya jadi jumat",
    "ya",
)
AT_ONCE = 16
ROUNDS = 5


@dataclass(frozen=True)
class Figures:
    """Turns a second, and the milliseconds of one turn."""

    rate: float
    p50: float
    p99: float


def figures(took: list[float], whole: float) -> Figures:
    """From the seconds that each turn took, and all of them."""
    cuts = statistics.quantiles(took, n=100)
    return Figures(len(took) / whole, cuts[49] * 1000, cuts[98] * 1000)


def people(count: int) -> list[Address]:
    """So many people."""
    return [Address("web", f"p{n}") for n in range(count)]


def prepared(house: House, who: list[Address]) -> dict[Address, list[tuple[Receipt, Reading]]]:
    """Every message kept and read: what stands before `hear`."""
    readings = {text: house.reader.read(text, house.now()) for text in TALK}

    def keep(c: Connection) -> dict[Address, list[tuple[Receipt, Reading]]]:
        for me in who:
            conversations.lock(c, me, NOW)
            for n, text in enumerate(TALK):
                receipts.keep(c, Inbound(f"{me.user}.{n}", NOW, me, text))
        rows = c.execute(select(receipt_rows.c.id, receipt_rows.c.raw).order_by(receipt_rows.c.id)).all()
        kept: dict[Address, list[tuple[Receipt, Reading]]] = {me: [] for me in who}
        for row in rows:
            inbound = receipts.INBOUND.load(row.raw)
            kept[inbound.sender].append((Receipt(row.id, inbound, 0), readings[inbound.text]))
        return kept

    return house.store.do(keep)


BODY = {"subject": "", "bubbles": [{"key": "k", "text": "kata " * 30, "choices": [], "files": [], "data": {}}]}


def bare(c: Connection, receipt: Receipt, state: str) -> None:
    """One read and three writes: the rows of a turn, and nothing else."""
    key = key_of(receipt.inbound.sender)
    c.execute(select(conversation_rows).where(conversation_rows.c.address == key)).first()
    c.execute(update(conversation_rows).where(conversation_rows.c.address == key).values(state=state, at=NOW))
    row = {"channel": "web", "address": key, "at": NOW, "next_at": NOW, "body": BODY, "far_ids": []}
    c.execute(insert(owed).values(row))
    c.execute(update(receipt_rows).where(receipt_rows.c.id == receipt.id).values(status=receipts.HEARD))


Measured = tuple[list[float], float]  # seconds of each turn, and of all of them
Deed = Callable[[Store, Receipt, Reading], Awaitable[Any]]


def hearing(house: House) -> Deed:
    """The whole of `turn.hear`."""
    return lambda store, receipt, reading: store.run(turn.hear, house, receipt, reading)


def writing(state: str) -> Deed:
    """The bare rows."""
    return lambda store, receipt, reading: store.run(bare, receipt, state)


async def measure(house: House, deed: Callable[[House], Deed], persons: int, at_once: int) -> Measured:
    """All turns of `persons` people, `at_once` of them at a time, each in order."""
    kept = prepared(house, people(persons))
    took: list[float] = []
    todo = iter(kept.values())
    act = deed(house)

    async def visit() -> None:
        for messages in todo:
            for receipt, reading in messages:
                began = time.perf_counter()
                await act(house.store, receipt, reading)
                took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(visit() for _ in range(at_once)))
    return took, time.perf_counter() - began


def fresh(house: House, folder: Path, name: str) -> House:
    """The house on a new SQLite file."""
    return replace(house, store=Store.open(f"sqlite+pysqlite:///{folder}/{name}.db"), clock=lambda: NOW)


def compared(house: House, folder: Path, persons: int) -> Iterator[tuple[str, int, Figures]]:
    """(what, how many at once, figures), the bare one before ours.

    They take turns, so that both meet the same disk: one stall of it keeps 16 waiting, which is a p99 by itself.
    """
    state = STATE.dump(State(step="filling", at=NOW))
    kinds: dict[str, Callable[[House], Deed]] = {"bare rows": lambda _: writing(state), "turn.hear": hearing}
    for at_once in (1, AT_ONCE):
        found: dict[str, list[Measured]] = {name: [] for name in kinds}
        for number in range(ROUNDS):
            for name, deed in kinds.items():
                here = fresh(house, folder, f"{name[:4]}{at_once}{number}")
                found[name].append(asyncio.run(measure(here, deed, persons // ROUNDS, at_once)))
                here.store.close()
        for name, rounds in found.items():
            yield name, at_once, figures([one for took, _ in rounds for one in took], sum(whole for _, whole in rounds))


def pure(house: House, rounds: int) -> float:
    """Turns a second of the engine alone: no store, no words."""
    here = fresh_world(house)
    readings = [house.reader.read(text, NOW) for text in TALK]
    me = Address("web", "p0")
    began = time.perf_counter()
    for _ in range(rounds):
        state = State()
        for text, reading in zip(TALK, readings, strict=True):
            state = engine.take(state, Inbound("1", NOW, me, text), reading, here).state
    return rounds * len(TALK) / (time.perf_counter() - began)


def fresh_world(house: House) -> World:
    """What a rule looks at, for somebody without tickets."""
    return World(
        catalogue=house.catalogue,
        words=house.words["id"],
        traits=house.traits["web"],
        person=Person("p0", greeted=True),
        now=NOW,
    )
