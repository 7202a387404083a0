"""Two real processes tick at once over one PostgreSQL: what falls due is told by one of them, once."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.messages import Address, OpenTicket
from storage import conversations, tickets
from storage import timers as rows
from storage.tables import owed, ticket_events, timers
from tests.killed.street import PATIENCE
from tests.killed.test_two_processes import two

PERSONS = 40


def all_due(c, how_many):
    """So many tickets of a few persons, each with a timer that is due by now."""
    now = datetime.now(UTC)
    for n in range(how_many):
        held = conversations.lock(c, Address("web", f"p{n % PERSONS}"), now)
        number = tickets.number(c, "KPTIK", now)
        wanted = OpenTicket("BMN.5", "barang", "semarang", {}, f"lampu {n}")
        tickets.open_ticket(c, number, wanted, (held.person.id, held.key), now)
        rows.set_at(c, held.key, "event_day", number, now)


async def tick_together(here, pair, how_many):
    """Both are at work when everything falls due at one moment; each timer acts, and its mail is owed, once."""
    for each in pair:
        await each.begin()
    for each in pair:
        await each.ready()
    here.store.do(all_due, how_many)
    async with asyncio.timeout(PATIENCE):
        while here.store.see(lambda c: c.scalar(select(timers.c.id).where(timers.c.key == "event_day").limit(1))):
            await asyncio.sleep(0.05)
    told = select(ticket_events.c.ticket).where(ticket_events.c.actor == "timer")
    seen = here.store.see(lambda c: c.scalars(told).all())
    assert len(seen) == len(set(seen)) == how_many
    mails = select(func.count()).select_from(owed).where(owed.c.channel == "email", owed.c.ticket.in_(seen))
    assert here.store.see(lambda c: c.scalar(mails)) == how_many


async def test_100_due_timers_are_told_once_each(postgres_place, mother, tmp_path):
    async with two(postgres_place, tmp_path, 0, mother) as (here, pair):
        await tick_together(here, pair, 100)


@pytest.mark.soak
async def test_1000_due_timers_are_told_once_each(postgres_place, mother, tmp_path):
    async with two(postgres_place, tmp_path, 0, mother) as (here, pair):
        await tick_together(here, pair, 1_000)
