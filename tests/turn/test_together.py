"""Several at once: every timer once, no ticket twice. On a SQLite file and on a real PostgreSQL."""

import asyncio
from collections import Counter as Tally
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot import timers, turn
from bot.acting import Deed
from bot.app import App
from bot.cli.clock import StandingClock
from bot.messages import Address, OpenTicket, Refused
from storage import conversations, people, tickets
from storage import timers as rows
from storage.people import Officer
from storage.tables import owed, ticket_events
from tests.ready import store_at
from tests.turn.conftest import NOW, FarSide

MANY = 60
HANDS = 20


@pytest.fixture
def houses(parts, url):
    """Two processes' houses on one store."""
    stores = [store_at(url), store_at(url)]
    yield [replace(parts, store=each, clock=StandingClock(NOW)) for each in stores]
    for each in stores:
        each.close()


def open_many(c, house, how_many):
    """Tickets of one office in order of receipt, of forty persons."""
    for n in range(how_many):
        held = conversations.lock(c, Address("web", f"p{n % 40}"), NOW)
        number = tickets.number(c, "KPTIK", NOW)
        wanted = OpenTicket("BMN.5", "barang", "semarang", {}, f"lampu {n}")
        tickets.open_ticket(c, number, wanted, (held.person.id, held.key), NOW)
        yield number, held.key


def all_due(c, house, how_many):
    """A timer for each of many tickets, all due now."""
    for number, key in open_many(c, house, how_many):
        rows.set_at(c, key, "event_day", number, NOW)


async def tick_together(houses, how_many):
    """Each timer acts once, and its mail is owed once."""
    houses[0].store.do(all_due, houses[0], how_many)
    told = await asyncio.gather(*(timers.tick(each) for each in houses))
    assert sum(told) == how_many
    by_timer = select(ticket_events.c.ticket).where(ticket_events.c.actor == "timer")
    seen = houses[0].store.see(lambda c: c.scalars(by_timer).all())
    assert len(seen) == len(set(seen)) == how_many
    assert houses[0].store.see(lambda c: c.scalar(select(func.count()).select_from(owed))) == how_many
    assert houses[0].store.see(rows.next_time) is None


async def test_two_houses_tell_every_timer_exactly_once(houses):
    await tick_together(houses, MANY)


@pytest.mark.soak
async def test_two_houses_and_1000_timers(houses):
    await tick_together(houses, 1_000)


async def test_twenty_officers_empty_one_queue_and_no_ticket_is_taken_twice(houses):
    house = houses[0]
    numbers = house.store.do(lambda c: [number for number, _ in open_many(c, house, 2 * HANDS)])
    for n in range(HANDS):
        house.store.do(people.put_officer, Officer(f"o{n}", f"Petugas {n}", "!", "semarang", ("officer",)))
    taken = Tally()

    async def work(n):
        """Take the head of the queue until nothing waits; somebody else may be quicker."""
        mine = houses[n % 2]
        while head := await mine.store.look(tickets.queue, ("new",), "semarang", 1):
            deed = Deed(head[0][0].number, "take", {}, f"officer:o{n}")
            try:
                await mine.store.run(turn.act, mine, deed)
            except Refused as refused:
                assert refused.key in ("refused.taken", "refused.overtake", "refused.status")
            else:
                taken[deed.ticket] += 1

    await asyncio.gather(*(work(n) for n in range(HANDS)))
    assert taken == Tally(numbers)
    history = [event for number in numbers for event in house.store.see(tickets.history, number)]
    takes = Tally(event.ticket for event in history if event.action == "take")
    assert takes == Tally(numbers)
    assert not [event for event in history if event.action == "overtake"]


async def test_a_worker_that_dies_holding_timers_leaves_them_to_the_other(houses):
    house = houses[0]
    house.store.do(lambda c: [rows.set_at(c, key, "event_day", number, NOW) for number, key in open_many(c, house, 3)])
    assert len(house.store.do(rows.claim, NOW, NOW + timers.LEASE)) == 3
    other = App(houses[1], [FarSide("web")])
    assert await other.tick_timers() == 0
    houses[1].clock.move_to(NOW + timers.LEASE)
    assert await other.tick_timers() == 3
